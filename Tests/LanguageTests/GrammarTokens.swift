/// Cuts a line into tokens by the rules of the grammar, each time the longest one, and by those of its limits that
/// speak of characters.
struct GrammarTokens {
  struct Token: Equatable {
    var text: String
    /// The rules that derive it whole; none for a sign.
    var rules: Set<String>
    /// Where it begins and ends among the code points of the line.
    var range: Range<Int>
  }

  /// The signs that stand in quotes in the rules of lines.
  let signs: Set<String>
  private let recogniser: GrammarRecogniser
  /// The rules of tokens that the rules of lines name.
  private let rules: [String]
  /// For each terminal whether every code point is a character to it.
  private let isQuoted: [Bool]

  init(_ grammar: Grammar) {
    let words = grammar.rules.filter { !Grammar.isToken($0.key) }.values
      .reduce(into: Set<String>()) { $0.formUnion($1.words) }
    signs = Set(words.filter { $0.hasPrefix("\"") }.map { String($0.dropFirst().dropLast()) })
      .filter { $0.allSatisfy { !$0.isLetter && $0 != "_" } }
    rules = words.filter { Grammar.isToken($0) && $0 != "Closure" }.sorted()
    recogniser = GrammarRecogniser(grammar.rules.filter { Grammar.isToken($0.key) }) { term in
      switch term {
      case .literal, .characters: true
      case .reference(let name): Self.properties[name] != nil
      case .sequence, .choice, .difference, .optional, .repeated: false
      }
    }
    let quoted = ["QuotedName", "Text"].reduce(into: Set<Grammar.Term>()) {
      $0.formUnion(grammar.rules[$1]?.characters ?? [])
    }
    isQuoted = recogniser.terminals.map { quoted.contains($0) }
  }

  // MARK: Characters

  /// Whether a character has what Unicode says of it and the limit `characters` names.
  static let properties: [String: @Sendable (Character) -> Bool] = [
    "OtherLetter": { $0.isLetter && !($0.unicodeScalars.count == 1 && $0.isASCII) },
    "OtherDigit": { $0.isNumber && $0.unicodeScalars.first?.isASCII == false },
    "OtherSpace": { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) },
  ]

  /// A line as its characters and its code points.
  private struct Characters {
    let scalars: [Unicode.Scalar]
    /// For each code point with which a character begins, that character and how many code points it has.
    var characters: [Int: (character: Character, count: Int)] = [:]

    init(_ line: String) {
      scalars = Array(line.unicodeScalars)
      var place = 0
      for character in line {
        characters[place] = (character, character.unicodeScalars.count)
        place += character.unicodeScalars.count
      }
    }

    func isBoundary(_ place: Int) -> Bool { place == scalars.count || characters[place] != nil }

    /// The ASCII character here, if it carries nothing.
    func plain(_ place: Int) -> Unicode.Scalar? {
      characters[place]?.count == 1 && scalars[place].isASCII ? scalars[place] : nil
    }

    func has(_ text: String, at place: Int) -> Bool {
      scalars[place...].starts(with: text.unicodeScalars)
    }
  }

  /// How many code points the terminal covers here; nil when it does not match.
  private func width(of terminal: Int, at place: Int, of line: Characters) -> Int? {
    let isQuoted = isQuoted[terminal]
    switch recogniser.terminals[terminal] {
    case .literal(let text) where isQuoted:
      return line.has(text, at: place) ? text.unicodeScalars.count : nil
    case .characters(let ranges, let isNegated) where isQuoted:
      return ranges.contains { $0.contains(line.scalars[place].value) } != isNegated ? 1 : nil
    case .literal(let text):
      return line.plain(place).map { String($0) == text } ?? false ? 1 : nil
    case .characters(let ranges, let isNegated):
      return line.plain(place).map { plain in ranges.contains { $0.contains(plain.value) } != isNegated }
        ?? false ? 1 : nil
    case .reference(let name):
      guard let found = line.characters[place], Self.properties[name]?(found.character) ?? false else {
        return nil
      }
      return found.count
    case .sequence, .choice, .difference, .optional, .repeated:
      return nil
    }
  }

  // MARK: Tokens

  /// The tokens of a line; nil when some of its characters are none.
  func tokens(of text: String) -> [Token]? {
    let line = Characters(text)
    let widths = line.scalars.indices.map { place in
      recogniser.terminals.indices.map { width(of: $0, at: place, of: line) }
    }
    let matches = widths.map { widths in
      widths.indices.reduce(UInt64(0)) { widths[$1] == nil ? $0 : $0 | 1 << UInt64($1) }
    }
    /// How far a rule reaches from here at most.
    func reach(_ rule: String, from start: Int) -> Int? {
      recogniser.ends(of: rule, matches: Array(matches[start...])) { terminal, place in
        widths[start + place][terminal] ?? 1
      }.max().map { start + $0 }
    }
    var tokens: [Token] = []
    var place = 0
    while place < line.scalars.count {
      if let end = reach("Space", from: place) {
        place = end
        continue
      }
      let ends = rules.reduce(into: [String: Int]()) { $0[$1] = reach($1, from: place) }
      let sign = signs.filter { sign in
        line.has(sign, at: place)
          && (0..<sign.unicodeScalars.count).allSatisfy { line.plain(place + $0) != nil }
      }.max { $0.count < $1.count }
      let signEnd = sign.map { place + $0.unicodeScalars.count }
      guard let end = (Array(ends.values) + [signEnd].compactMap(\.self)).max(), line.isBoundary(end) else {
        return nil
      }
      let rules = Set(ends.filter { $0.value == end }.keys)
      if !rules.isDisjoint(with: ["Integer", "Real"]), end < line.scalars.count {
        let continues = ["Letter", "Digit", "OtherDigit"].contains { reach($0, from: end) != nil }
        if continues { return nil }
      }
      var token = String.UnicodeScalarView()
      token.append(contentsOf: line.scalars[place..<end])
      tokens.append(Token(text: String(token), rules: rules, range: place..<end))
      place = end
    }
    markClosures(in: &tokens)
    return tokens
  }

  /// What may follow a closure, by the limit `closures`, other than the end of the line.
  static let followersOfClosures: Set<String> = ["!", ".", "[", "]", "{", "}", ")", ",", ":", "?"]

  /// A mark and its strategy are one token.
  private func mayFollow(_ token: Token) -> Bool {
    Self.followersOfClosures.contains(token.text) || token.rules.contains("Eager")
  }

  private func markClosures(in tokens: inout [Token]) {
    for index in tokens.indices.dropFirst() where tokens[index].text == "+" || tokens[index].text == "*" {
      let before = tokens[index - 1]
      let isRightBehindAName =
        before.rules.contains("Name") && before.range.upperBound == tokens[index].range.lowerBound
      let isLast = index + 1 == tokens.count
      guard isRightBehindAName, isLast || mayFollow(tokens[index + 1]) else { continue }
      tokens[index].rules = ["Closure"]
    }
  }
}

extension Grammar.Term {
  /// The literals and the sets of characters in it.
  fileprivate var characters: Set<Grammar.Term> {
    switch self {
    case .literal, .characters: [self]
    default: parts.reduce(into: []) { $0.formUnion($1.characters) }
    }
  }
}
