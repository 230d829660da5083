/// What may have been meant by a line that goes on where a path ends.
extension Parser {
  /// As in `author 3` and `author(3)`, whose key stands in brackets; `author where year > 1960 limit 5`, whose
  /// clauses a path has too; `count(author)`, where a verb stands behind what it is over; and
  /// `author.name = "X"`, which is a condition.
  func meantBehindPath() -> [String] {
    guard let previous, let head = text(from: tokens[0], to: previous) else { return [] }
    if let key = literal(after: 0), token(after: 1).kind == .end { return ["\(head)[\(key)]"] }
    let last = tokens[max(0, tokens.count - 2)]
    if at(.leftParenthesis), at(last, .rightParenthesis) {
      if let key = literal(after: 1), token(after: 2) == last { return ["\(head)[\(key)]"] }
      let inside = tokens[max(0, tokens.count - 3)]
      if case .name = token(after: 1).kind, let verb = Self.verbsInFront[head.lowercased()],
        let records = text(from: token(after: 1), to: inside)
      {
        return ["\(records).\(verb)()"]
      }
    }
    return meantByClauses(behind: head, upTo: last) ?? meantByComparison(upTo: last) ?? []
  }

  /// As in `author.3` and `author.{name}`.
  func meantBehindDot() -> [String] {
    guard position > 1, at(tokens[position - 1], .dot) else { return [] }
    let last = tokens[max(0, tokens.count - 2)]
    if at(.leftBrace) && at(last, .rightBrace) || at(.leftBracket) && at(last, .rightBracket),
      let head = text(from: tokens[0], to: tokens[position - 2]), let rest = text(from: current, to: last),
      !rest.contains("\n")
    {
      return [head + rest]
    }
    guard let key = literal(after: 0),
      token(after: 1).kind == .end,
      let head = text(from: tokens[0], to: tokens[position - 2])
    else { return [] }
    return ["\(head)[\(key)]"]
  }

  /// What SQL and other languages write before what it is over, and the verb for it.
  private static let verbsInFront = [
    "count": "count", "sum": "sum", "avg": "avg", "min": "min", "max": "max", "len": "count",
    "length": "count", "size": "count",
  ]

  // MARK: Clauses

  /// A clause of SQL, and the piece of a path that does the same with what stands behind its words.
  private struct Clause {
    let words: [String]
    let piece: @Sendable (String) -> String?

    init(_ words: String..., piece: @escaping @Sendable (String) -> String?) {
      self.words = words
      self.piece = piece
    }
  }

  /// A new clause is one line here.
  private static let clauses = [
    Clause("where") { "[\($0)]" },
    Clause("order", "by") { ".sort(\(MeantOrder.keys(in: $0)))" },
    Clause("sort", "by") { ".sort(\(MeantOrder.keys(in: $0)))" },
    Clause("group", "by") { ".group(\($0))" },
    Clause("limit") { Int($0).map { "[:\($0)]" } },
    Clause("offset") { Int($0).map { "[\($0):]" } },
  ]

  /// - Returns: nil where something behind the path is no clause.
  private func meantByClauses(behind head: String, upTo last: Token) -> [String]? {
    var pieces: [(clause: Clause, first: Int)] = []
    var index = position
    var depth = 0
    while index < tokens.count - 1 {
      if case .symbol(let symbol) = tokens[index].kind {
        depth += symbol.closer != nil ? 1 : symbol.isCloser ? -1 : 0
      }
      if depth == 0, let clause = clause(at: index) {
        index += clause.words.count
        pieces.append((clause, index))
      } else {
        guard !pieces.isEmpty else { return nil }
        index += 1
      }
    }
    var line = head
    for (number, piece) in pieces.enumerated() {
      let next = number + 1 < pieces.count ? pieces[number + 1] : nil
      let end = next.map { $0.first - $0.clause.words.count } ?? tokens.count - 1
      guard end > piece.first, let argument = text(from: tokens[piece.first], to: tokens[end - 1]),
        let text = piece.clause.piece(argument)
      else { return nil }
      line += text
    }
    return pieces.isEmpty ? nil : [line]
  }

  private func clause(at index: Int) -> Clause? {
    Self.clauses.first { clause in
      clause.words.indices.allSatisfy { offset in
        guard index + offset < tokens.count, case .name(let word, false) = tokens[index + offset].kind else {
          return false
        }
        return word.lowercased() == clause.words[offset]
      }
    }
  }

  /// The condition in brackets, in `author.name = "X"`.
  private func meantByComparison(upTo last: Token) -> [String]? {
    guard position > 2, isComparator(current), at(tokens[position - 2], .dot),
      case .name = tokens[position - 1].kind,
      let head = text(from: tokens[0], to: tokens[position - 3]),
      let condition = text(from: tokens[position - 1], to: last)
    else { return nil }
    return ["\(head)[\(condition)]"]
  }

  // MARK: Orders and conditions

  /// What other languages write between an operand and a text, and what stands around the text in `like`.
  private static let matches: [String: (before: String, after: String)] = [
    "contains": ("%", "%"), "includes": ("%", "%"), "has": ("%", "%"), "matches": ("%", "%"),
    "~": ("%", "%"), "startswith": ("", "%"), "endswith": ("%", ""), "ilike": ("", ""),
  ]

  /// As in `name contains "AC"`, which `like` says, and `title = The Hobbit`, whose text stands in quotes.
  func meantInCondition() -> [String] {
    guard position > 0 else { return [] }
    let first = operandStart(before: position - 1)
    let word = current.range.text(of: line).lowercased()
    if let around = Self.matches[word], case .text(let pattern) = token(after: 1).kind,
      !pattern.contains(where: { $0 == "%" || $0 == "_" }) || word == "ilike",
      let operand = text(from: tokens[first], to: tokens[position - 1])
    {
      let text = SyntaxPrinter.text(of: .text(around.before + pattern + around.after))
      return [meant("\(operand) like \(text)", inPlaceOf: first, to: position + 1)]
    }
    if let words = bareWords(from: first) { return words }
    guard case .name = current.kind, current.keyword == nil, position > 1,
      case .name(_, false) = tokens[position - 1].kind, isComparator(tokens[position - 2]), first < position,
      let comparison = text(from: tokens[first], to: tokens[position - 2])
    else { return [] }
    var end = position
    while case .name = tokens[end + 1].kind, tokens[end + 1].keyword == nil { end += 1 }
    guard at(tokens[end + 1], .rightBracket) || tokens[end + 1].keyword != nil,
      let words = text(from: tokens[position - 1], to: tokens[end])
    else { return [] }
    let text = SyntaxPrinter.text(of: .text(words))
    return [meant("\(comparison) \(text)", inPlaceOf: first, to: end)]
  }

  /// As in `author[Mary Shelley]`, a text without its quotes.
  private func bareWords(from first: Int) -> [String]? {
    guard first > 0, at(tokens[first - 1], .leftBracket) else { return nil }
    var end = first
    while case .name(_, false) = tokens[end].kind, tokens[end].keyword == nil { end += 1 }
    guard end > position, at(tokens[end], .rightBracket),
      let words = text(from: tokens[first], to: tokens[end - 1])
    else { return nil }
    return [meant(SyntaxPrinter.text(of: .text(words)), inPlaceOf: first, to: end - 1)]
  }

  /// As in `includes(:books)`, where the names of other languages carry a colon.
  func meantByColons() -> [String] {
    guard at(.colon), case .name = token(after: 1).kind, let previous,
      at(previous, .leftParenthesis) || at(previous, .comma), let first = tokens.first
    else { return [] }
    var line = ""
    var end = first.range.lower
    for (index, token) in tokens.enumerated() where token.kind != .end {
      if at(token, .colon), index > 0,
        at(tokens[index - 1], .leftParenthesis) || at(tokens[index - 1], .comma)
      {
        line += SourceRange(end, token.range.lower).text(of: self.line)
      } else {
        line += SourceRange(end, token.range.upper).text(of: self.line)
      }
      end = token.range.upper
    }
    return isReadable(line) ? [line] : []
  }

  // MARK: Fields

  /// As in `{name as n}`, whose name stands before a colon, and `{*}`, which is what no braces give.
  func meantInShape() -> [String] {
    if case .name(let word, false) = current.kind, word.lowercased() == "as", position > 0,
      case .name(_, let isQuoted) = token(after: 1).kind
    {
      let first = fieldStart(before: position - 1)
      let next = position + 1
      guard let field = text(from: tokens[first], to: tokens[position - 1]),
        let name = text(from: tokens[next], to: tokens[next])
      else { return [] }
      return isQuoted || SyntaxPrinter.name(name) == name
        ? [meant("\(name): \(field)", inPlaceOf: first, to: next)] : []
    }
    guard at(.star), let previous, at(previous, .leftBrace), at(token(after: 1), .rightBrace) else {
      return []
    }
    let line = lineWith("", inPlaceOf: position - 1, to: position + 1)
    return isReadable(line) ? [line] : []
  }

  private func fieldStart(before index: Int) -> Int { start(before: index) { at($0, .comma) } }

  /// Where the operand begins whose last token this is: behind a bracket, a comma or a word such as `and`.
  private func operandStart(before index: Int) -> Int {
    start(before: index) { at($0, .comma) || $0.keyword != nil }
  }

  /// The token behind the nearest bracket that is open there, or behind an edge that stands in it.
  private func start(before index: Int, _ isEdge: (Token) -> Bool) -> Int {
    var first = index + 1
    var depth = 0
    while first > 0 {
      let token = tokens[first - 1]
      if case .symbol(let symbol) = token.kind {
        if symbol.isCloser { depth += 1 }
        if symbol.closer != nil { depth -= 1 }
      }
      if depth < 0 || depth == 0 && isEdge(token) { break }
      first -= 1
    }
    return first
  }

  // MARK: Lines

  /// The line with other text from one token to another, where that can be read; else the text alone.
  func meant(_ text: String, inPlaceOf first: Int, to last: Int) -> String {
    let line = lineWith(text, inPlaceOf: first, to: last)
    return isReadable(line) ? line : text
  }

  private func lineWith(_ text: String, inPlaceOf first: Int, to last: Int) -> String {
    let (beginning, end) = (tokens[0].range.lower, tokens[tokens.count - 1].range.lower)
    let before = SourceRange(beginning, tokens[first].range.lower).text(of: line)
    let after = SourceRange(tokens[last].range.upper, max(end, tokens[last].range.upper)).text(of: line)
    return "\(before)\(text)\(after)"
  }

  /// Whether a line, which is not the one that cannot be, can be read and is short enough to be asked about.
  private func isReadable(_ line: String) -> Bool {
    guard line != self.line, line.utf8.count <= 100, !line.contains("\n") else { return false }
    do throws(Diagnostic) { _ = try Self.statement(line) } catch { return false }
    return true
  }

  // MARK: Tokens

  private func isComparator(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol(let symbol):
      [.equal, .doubleEqual, .notEqual, .lessOrGreater, .less, .lessOrEqual, .greater, .greaterOrEqual]
        .contains(symbol)
    case .name, .text, .integer, .real, .invalid, .end: false
    }
  }

  func at(_ token: Token, _ symbol: Symbol) -> Bool { token.kind == .symbol(symbol) }

  private func literal(after count: Int) -> String? {
    switch token(after: count).kind {
    case .integer, .text: text(from: token(after: count), to: token(after: count))
    case .name, .real, .symbol, .invalid, .end: nil
    }
  }

  /// What stands from one token to another; nil where it is too long to be repeated in a question.
  private func text(from first: Token, to last: Token) -> String? {
    guard first.range.lower < last.range.upper else { return nil }
    let text = SourceRange(first.range.lower, last.range.upper).text(of: line)
    return text.utf8.count <= 60 ? String(text) : nil
  }
}
