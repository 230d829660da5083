/// Cuts a line into tokens.
///
///     Space      ::= [#x9-#xD#x20] | OtherSpace
///     Name       ::= Word | QuotedName
///     Word       ::= Letter (Letter | Digit | OtherDigit)*
///     QuotedName ::= "`" ([^`] | "``")* "`"
///     Text       ::= '"' ([^"] | '""')* '"' | "'" ([^'] | "''")* "'"
///     Integer    ::= Digit+
///     Real       ::= Digit* "." Digit+ Exponent? | Digit+ Exponent
///     Exponent   ::= [eE] [+#x2D]? Digit+
///     Letter     ::= [a-zA-Z_$] | OtherLetter
///     Digit      ::= [0-9]
///
/// It never fails: what is no token of the language becomes one of kind `invalid`.
/// Tokens begin and end on character boundaries, and only white space lies between them. A sign that
/// carries a combining mark is another character, and so no sign.
package struct Lexer {
  private let line: String
  private let bytes: [UInt8]
  private var position: Int

  private init(_ line: String, from start: Int) {
    self.line = line
    bytes = Array(line.utf8)
    position = min(max(start, 0), bytes.count)
  }

  /// The tokens of the line from the byte `start` (on a character boundary) on; the last one is the end.
  package static func tokens(of line: String, from start: Int = 0) -> [Token] {
    var lexer = Lexer(line, from: start)
    let start = lexer.position
    var tokens: [Token] = []
    // Lines are short: with room for one of them the tokens are seldom moved.
    tokens.reserveCapacity(24)
    while let token = lexer.next() {
      tokens.append(token)
    }
    let end = tokens.last?.range.upper ?? start
    tokens.append(Token(.end, range: SourceRange(end, end)))
    return tokens
  }

  private mutating func next() -> Token? {
    skipSpace()
    guard position < bytes.count else { return nil }
    let start = position
    switch bytes[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      return quoted(by: bytes[start])
    default:
      let kind: Token.Kind =
        if isDigit(at: start) {
          number()
        } else if isNameStart(at: start) {
          name()
        } else if let symbol = symbol() {
          .symbol(symbol)
        } else {
          unexpectedCharacter()
        }
      return Token(kind, range: SourceRange(start, position))
    }
  }

  // MARK: Tokens

  private mutating func name() -> Token.Kind {
    let start = position
    skipName()
    return .name(text(from: start), isQuoted: false)
  }

  /// `15`, `1.5`, `1e9`, `1.5e-3`; a dot belongs to the number only when a digit follows it.
  private mutating func number() -> Token.Kind {
    let start = position
    var isReal = false
    skipDigits()
    if byte(at: position) == UInt8(ascii: "."), isDigit(at: position + 1) {
      isReal = true
      position += 1
      skipDigits()
    }
    if byte(at: position).map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      let sign = byte(at: position + 1)
      let hasSign = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
      let digits = position + (hasSign ? 2 : 1)
      if isDigit(at: digits) {
        isReal = true
        position = digits
        skipDigits()
      }
    }
    guard isNamePart(at: position) else { return isReal ? .real : .integer }
    skipName()
    let problem = Problem.malformedNumber(text(from: start))
    return .invalid(Diagnostic(problem, at: SourceRange(start, position)))
  }

  /// Text or a name in quotes; the quote itself stands doubled inside.
  private mutating func quoted(by quote: UInt8) -> Token {
    let start = position
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        guard self.byte(at: position + 1) == quote else { return closed(by: quote, from: start, content) }
        position += 1
      }
      content.append(byte)
      position += 1
    }
    let range = SourceRange(start, position)
    let isName = quote == UInt8(ascii: "`")
    let problem: Problem = isName ? .unterminatedName : .unterminatedText
    return Token(.invalid(Diagnostic(problem, at: range)), range: range)
  }

  private mutating func closed(by quote: UInt8, from start: Int, _ content: [UInt8]) -> Token {
    let closing = position
    position = characterEnd(at: closing)
    let range = SourceRange(start, position)
    guard position == closing + 1 else {
      let problem = Problem.unexpectedCharacter(text(from: closing))
      return Token(.invalid(Diagnostic(problem, at: range)), range: range)
    }
    let text = String(decoding: content, as: UTF8.self)
    return Token(quote == UInt8(ascii: "`") ? .name(text, isQuoted: true) : .text(text), range: range)
  }

  /// The longest sign that stands here.
  private mutating func symbol() -> Symbol? {
    guard characterEnd(at: position) == position + 1 else { return nil }
    if let second = byte(at: position + 1), Self.seconds.contains(second),
      characterEnd(at: position + 1) == position + 2,
      let symbol = Self.pairs[Self.spelling(bytes[position], second)]
    {
      position += 2
      return symbol
    }
    guard let symbol = Self.single[Int(bytes[position])] else { return nil }
    position += 1
    return symbol
  }

  /// The signs of one byte, at the place of that byte.
  private static let single: [Symbol?] = {
    var symbols: [Symbol?] = Array(repeating: nil, count: 256)
    for symbol in Symbol.allCases where symbol.rawValue.utf8.count == 1 {
      for byte in symbol.rawValue.utf8 { symbols[Int(byte)] = symbol }
    }
    return symbols
  }()

  /// The signs of two bytes by these, so that no text is made to look one up.
  private static let pairs = Dictionary(
    uniqueKeysWithValues: Symbol.allCases.lazy.filter { $0.rawValue.utf8.count == 2 }.map { symbol in
      let bytes = Array(symbol.rawValue.utf8)
      return (spelling(bytes[0], bytes[1]), symbol)
    })

  /// The bytes that end a sign of two: nearly always it is another one that stands there.
  private static let seconds = Symbol.allCases.compactMap { symbol in
    symbol.rawValue.utf8.count > 1 ? symbol.rawValue.utf8.last : nil
  }

  private static func spelling(_ first: UInt8, _ second: UInt8) -> UInt16 {
    UInt16(first) << 8 | UInt16(second)
  }

  private mutating func unexpectedCharacter() -> Token.Kind {
    let start = position
    position = characterEnd(at: start)
    let character = text(from: start)
    return .invalid(
      Diagnostic(
        .unexpectedCharacter(character), at: SourceRange(start, position),
        suggestions: Self.lookalikes[character].map { [$0] } ?? []))
  }

  /// What people mean who come from other languages, or from a word processor.
  private static let lookalikes: [String: String] = [
    "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"", "‘": "'", "’": "'", "´": "`",
    "&": "and", "|": "or", "≠": "!=", "≤": "<=", "≥": ">=", "−": "-", "–": "-", "×": "*", "…": ":",
  ]

  // MARK: Characters

  private mutating func skipSpace() {
    while position < bytes.count {
      // Between most tokens there is nothing: a graphic ASCII byte ends the search, whatever follows it.
      if (0x21...0x7E).contains(bytes[position]) { return }
      let end = characterEnd(at: position)
      guard isSpace(from: position, to: end) else { return }
      position = end
    }
  }

  private mutating func skipDigits() {
    while isDigit(at: position) {
      position += 1
    }
  }

  private mutating func skipName() {
    while isNamePart(at: position) {
      position = characterEnd(at: position)
    }
  }

  private func isSpace(from start: Int, to end: Int) -> Bool {
    if end == start + 1 {
      let byte = bytes[start]
      return byte == 0x20 || (0x09...0x0D).contains(byte)
    }
    return character(at: start)?.unicodeScalars.allSatisfy(\.properties.isWhitespace) ?? false
  }

  private func isDigit(at offset: Int) -> Bool {
    guard let byte = byte(at: offset) else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) && characterEnd(at: offset) == offset + 1
  }

  private func isNameStart(at offset: Int) -> Bool {
    guard let byte = byte(at: offset) else { return false }
    if characterEnd(at: offset) == offset + 1 {
      return byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    return character(at: offset)?.isLetter ?? false
  }

  private func isNamePart(at offset: Int) -> Bool {
    if isDigit(at: offset) || isNameStart(at: offset) { return true }
    return byte(at: offset).map { $0 >= 0x80 } ?? false && character(at: offset)?.isNumber ?? false
  }

  private func byte(at offset: Int) -> UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  private func text(from start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func character(at offset: Int) -> Character? {
    rest(from: offset).first
  }

  /// A substring of its own, so that finding its first character never looks back over the line.
  private func rest(from offset: Int) -> Substring {
    line[line.utf8.index(line.startIndex, offsetBy: offset)...]
  }

  /// The end of the character that begins at this byte.
  ///
  /// Two ASCII bytes in a row are two characters, but for the line break CR LF.
  private func characterEnd(at offset: Int) -> Int {
    guard offset < bytes.count else { return bytes.count }
    let byte = bytes[offset]
    let following = self.byte(at: offset + 1) ?? 0
    if byte < 0x80, following < 0x80, !(byte == 0x0D && following == 0x0A) { return offset + 1 }
    let rest = rest(from: offset)
    let end = rest.index(after: rest.startIndex)
    return offset + rest.utf8.distance(from: rest.startIndex, to: end)
  }
}
