/// How the parser reads tokens, groups of them, and what it says where one does not fit.
extension Parser {
  // MARK: Tokens

  var current: Token { token(after: 0) }

  func token(after count: Int) -> Token {
    tokens[min(position + count, tokens.count - 1)]
  }

  /// What was read last, as it is written; nil at the beginning.
  var previous: Token? {
    position > 0 ? tokens[position - 1] : nil
  }

  @discardableResult
  mutating func advance() -> Token {
    let token = current
    taken += 1
    position = min(position + 1, tokens.count - 1)
    return token
  }

  func at(_ symbol: Symbol) -> Bool {
    if case .symbol(let found) = current.kind { found == symbol } else { false }
  }

  mutating func accept(_ symbol: Symbol) -> Token? {
    at(symbol) ? advance() : nil
  }

  mutating func accept(_ keyword: Keyword) -> Token? {
    current.keyword == keyword ? advance() : nil
  }

  func isNumber(_ token: Token, rightAfter other: Token) -> Bool {
    (token.kind == .integer || token.kind == .real) && token.range.lower == other.range.upper
  }

  // MARK: Groups and limits

  /// Reads the opening sign that stands here, what it encloses, and its closing sign.
  ///
  /// Gives the content and the range of all three.
  mutating func group<Content>(
    closedBy closing: Symbol, _ content: (inout Parser) throws(Diagnostic) -> Content
  ) throws(Diagnostic) -> (Content, SourceRange) {
    let opener = advance()
    let opening = shown(opener.range)
    let inner = try nested(at: opener, content)
    if let closer = accept(closing) { return (inner, opener.range.union(closer.range)) }
    if case .end = current.kind { throw Diagnostic(.unclosed(opening), at: opener.range) }
    let column = SourceRange(0, opener.range.lower).text(of: line).count + 1
    var failure = failure(expecting: "\(closing.rawValue) to close the \(opening) at column \(column)")
    if closing == .rightBracket { failure.suggestions = meantInCondition() + failure.suggestions }
    if closing == .rightBrace {
      failure.suggestions += meantInShape()
      if failure.suggestions.isEmpty, isOperator { failure.problem = .misplaced(.expressionInShape) }
    }
    if closing == .rightParenthesis { failure.suggestions += meantInOrder() }
    throw failure
  }

  mutating func nested<Content>(
    at token: Token, _ content: (inout Parser) throws(Diagnostic) -> Content
  ) throws(Diagnostic) -> Content {
    guard depth < Self.deepestNesting else {
      throw Diagnostic(.nestedTooDeep(limit: Self.deepestNesting), at: token.range)
    }
    depth += 1
    let inner = try content(&self)
    depth -= 1
    return inner
  }

  /// Counts one more operator.
  mutating func operation(at token: Token) throws(Diagnostic) {
    guard operators < Self.mostOperators else {
      throw Diagnostic(.tooManyOperators(limit: Self.mostOperators), at: token.range)
    }
    operators += 1
  }

  /// Whether a value is worked out here, as in `died - born`.
  private var isOperator: Bool {
    guard case .symbol(let symbol) = current.kind else { return false }
    return [
      .plus, .minus, .star, .slash, .percent, .concatenate, .equal, .doubleEqual, .notEqual, .lessOrGreater,
      .less, .lessOrEqual, .greater, .greaterOrEqual,
    ].contains(symbol)
  }

  // MARK: Failures

  func failure(expecting expected: String) -> Diagnostic {
    switch current.kind {
    case .end: Diagnostic(.unexpectedEnd(expected: expected), at: current.range)
    case .invalid(let diagnostic): diagnostic
    default: Diagnostic(.unexpected(found: shown(current.range), expected: expected), at: current.range)
    }
  }

  /// For an opening sign that was just read and a closing sign that follows at once.
  func emptyGroup() -> Diagnostic {
    Diagnostic(.emptyBrackets, at: (previous ?? current).range.union(current.range))
  }

  /// The characters of a range, shortened when there are many.
  func shown(_ range: SourceRange) -> String {
    shortened(range.text(of: line))
  }

  func shortened(_ text: some StringProtocol) -> String {
    let beginning = text.prefix(40)
    return beginning.endIndex == text.endIndex ? String(text) : beginning + "…"
  }
}
