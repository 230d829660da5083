/// Reads a line into syntax, by recursive descent: a method for each rule of the grammar in `docs/grammar.md`.
///
/// The rules of what stands inside brackets and arguments are in `ExpressionParser`, those of tokens in `Lexer`.
package struct Parser {
  /// In bytes.
  package static let longestLine = 1 << 20
  /// Brackets, braces, parentheses, `not`s and minuses inside one another.
  package static let deepestNesting = 200
  /// Operators in one line: what reads the syntax goes as deep as a chain of operators is long.
  package static let mostOperators = 1_000
  /// Hops of one path; a path inside its brackets or braces is counted for itself.
  package static let mostHops = 1_000

  let line: String
  let tokens: [Token]
  var position = 0
  var depth = 0
  var operators = 0
  var taken = 0

  init(_ line: String, from start: Int) throws(Diagnostic) {
    let length = line.utf8.count
    guard length <= Self.longestLine else {
      throw Diagnostic(.lineTooLong(limit: Self.longestLine), at: SourceRange(0, length))
    }
    self.line = line
    tokens = Lexer.tokens(of: line, from: start)
  }

  // MARK: What can be read

  /// A whole line of the path language.
  package static func statement(_ line: String) throws(Diagnostic) -> Statement {
    var parser = try Parser(line, from: 0)
    let statement = try parser.statement()
    try parser.end()
    return statement
  }

  /// The path that stands in a line from the byte `start` on, as after the word of a command.
  ///
  /// Ranges count from the beginning of the line.
  package static func path(_ line: String, from start: Int = 0) throws(Diagnostic) -> PathSyntax {
    var parser = try Parser(line, from: start)
    let path = try parser.path()
    try parser.end()
    return path
  }

  /// Reads `paths ::= path (Name hop*)*`, as in `how author[3] member[7]`.
  package static func paths(_ line: String, from start: Int = 0) throws(Diagnostic) -> [PathSyntax] {
    var parser = try Parser(line, from: start)
    var paths = [try parser.path()]
    while case .name = parser.current.kind {
      paths.append(try parser.path())
    }
    try parser.end()
    return paths
  }

  /// What may stand in brackets as a filter.
  package static func predicate(_ line: String, from start: Int = 0) throws(Diagnostic) -> Expression {
    var parser = try Parser(line, from: start)
    let expression = try parser.expression()
    guard case .end = parser.current.kind else { throw parser.failure(expecting: "an operator or the end") }
    return expression
  }

  /// How many tokens are taken until a line is read or rejected, one that is put back and taken again counted
  /// twice: the work, which stays in proportion to the line.
  package static func tokensTaken(reading line: String) -> Int {
    guard var parser = try? Parser(line, from: 0) else { return 0 }
    _ = try? parser.statement()
    return parser.taken
  }

  // MARK: Rules

  /// Reads `statement ::= (Name - "_") "=" path | path "?"?`.
  private mutating func statement() throws(Diagnostic) -> Statement {
    if case .name = current.kind, token(after: 1).kind == .symbol(.equal) {
      let name = try name("a name")
      guard name.text != "_" || name.isQuoted else { throw Diagnostic(.reservedName("_"), at: name.range) }
      advance()
      return .assignment(name, try path())
    }
    let path = try path()
    return accept(.question) == nil ? .path(path) : .question(path)
  }

  /// Reads `path ::= (Name | "." (member | bracketed | shape)) hop*`.
  private mutating func path() throws(Diagnostic) -> PathSyntax {
    let root = try root()
    let start = rangeOf(root)
    let hops = try hops()
    return PathSyntax(root: root, hops: hops, range: start.union(hops.last?.range ?? start))
  }

  /// An entity, a variable or `_`, or nothing before a leading dot.
  ///
  /// That dot may also stand before a bracket or a brace: `.[year > 1960]`.
  private mutating func root() throws(Diagnostic) -> PathSyntax.Root {
    if at(.dot) {
      let place = SourceRange(current.range.lower, current.range.lower)
      switch token(after: 1).kind {
      case .symbol(.leftBracket), .symbol(.leftBrace): advance()
      default: break
      }
      return .lastResult(place)
    }
    let name = try name("a path")
    return name.text == "_" && !name.isQuoted ? .lastResult(name.range) : .name(name)
  }

  private func rangeOf(_ root: PathSyntax.Root) -> SourceRange {
    switch root {
    case .name(let name): name.range
    case .lastResult(let range): range
    }
  }

  /// All hops that stand here, behind the one with which the path begins when it has no root.
  mutating func hops(after first: Hop? = nil) throws(Diagnostic) -> [Hop] {
    var hops = first.map { [$0] } ?? []
    while let hop = try hop(isAllowed: hops.count < Self.mostHops) {
      hops.append(hop)
    }
    return hops
  }

  /// Reads `hop ::= "." member | bracketed | shape`.
  private mutating func hop(isAllowed: Bool) throws(Diagnostic) -> Hop? {
    guard at(.dot) || at(.leftBracket) || at(.leftBrace) else { return nil }
    guard isAllowed else { throw Diagnostic(.tooManyHops(limit: Self.mostHops), at: current.range) }
    if let dot = accept(.dot) { return try member("a name after the dot", from: dot.range.lower) }
    return at(.leftBracket) ? try bracketed() : try shape()
  }

  /// Reads `member ::= Name (arguments | Closure? Eager?)`.
  mutating func member(_ expected: String, from start: Int) throws(Diagnostic) -> Hop {
    let name = try name(expected)
    guard at(.leftParenthesis) else { return try relationship(name) }
    let (arguments, range) = try arguments()
    return Hop(.verb(name, arguments), range: SourceRange(start, range.upper))
  }

  /// The marks of a name that was read just now, and with them what kind of hop this is.
  mutating func relationship(_ name: Name) throws(Diagnostic) -> Hop {
    let sign = closure(after: name)
    let eager = try eager()
    var range = sign.map { name.range.union($0.range) } ?? name.range
    if let eager { range = range.union(eager.range) }
    guard let sign else { return Hop(.member(name, eager: eager), range: range) }
    return Hop(
      .closure(name, includesStart: sign.kind == .symbol(.star), eager: eager), range: range)
  }

  /// Reads `Eager ::= "!" Name?`, the name without a space before it.
  private mutating func eager() throws(Diagnostic) -> EagerMark? {
    guard let bang = accept(.bang) else { return nil }
    guard case .name = current.kind, current.range.lower == bang.range.upper else {
      return EagerMark(strategy: nil, range: bang.range)
    }
    let strategy = try name("a strategy")
    return EagerMark(strategy: strategy, range: bang.range.union(strategy.range))
  }

  /// Reads `Closure ::= "+" | "*"`, the sign without a space behind its name.
  ///
  /// If a value follows the sign, it adds or multiplies.
  private mutating func closure(after name: Name) -> Token? {
    guard at(.plus) || at(.star), current.range.lower == name.range.upper, endsHop(token(after: 1)) else {
      return nil
    }
    return advance()
  }

  /// Whether the token after the next one shows that the sign before it repeats a hop.
  private func endsHop(_ token: Token) -> Bool {
    switch token.kind {
    case .end:
      return true
    case .symbol(.dot):
      return !isNumber(self.token(after: 2), rightAfter: token)
    case .symbol(let symbol):
      let followers: [Symbol] = [
        .bang, .leftBracket, .leftBrace, .rightBracket, .rightParenthesis, .rightBrace, .comma, .colon,
        .question,
      ]
      return followers.contains(symbol)
    case .name, .text, .integer, .real, .invalid:
      return false
    }
  }

  /// Reads `bracketed ::= "[" (keys | slice | expression) "]"`.
  private mutating func bracketed() throws(Diagnostic) -> Hop {
    let (kind, range) = try group(closedBy: .rightBracket) {
      (parser: inout Parser) throws(Diagnostic) -> Hop.Kind in
      if parser.at(.rightBracket) { throw parser.emptyGroup() }
      if let slice = try parser.slice() { return slice }
      if let keys = try parser.keys() { return .keys(keys) }
      let predicate = try parser.expression()
      if parser.at(.comma) { throw parser.failure(expecting: "and between two conditions, or ]") }
      return .filter(predicate)
    }
    return Hop(kind, range: range)
  }

  /// Reads `slice ::= position? ":" position?`.
  private mutating func slice() throws(Diagnostic) -> Hop.Kind? {
    let start = position
    let lower = try literal()
    guard accept(.colon) != nil else {
      position = start
      return nil
    }
    let upper = at(.rightBracket) ? nil : try literal()
    for bound in [lower, upper] {
      guard let bound, Self.position(bound) == nil else { continue }
      let found = shown(bound.range)
      throw Diagnostic(.unexpected(found: found, expected: "a whole number as a position"), at: bound.range)
    }
    if upper == nil, !at(.rightBracket) {
      throw failure(expecting: "a whole number or ] after the colon")
    }
    return .slice(lower: lower.flatMap(Self.position), upper: upper.flatMap(Self.position))
  }

  /// Reads `position ::= "-"? Integer`.
  private static func position(_ literal: Literal) -> Int? {
    guard case .integer(let value) = literal.kind else { return nil }
    return Int(exactly: value)
  }

  /// Reads `keys ::= literal ("," literal)*`.
  private mutating func keys() throws(Diagnostic) -> [Literal]? {
    let start = position
    guard let first = try literal(), at(.comma) || at(.rightBracket) else {
      position = start
      return nil
    }
    var keys = [first]
    while accept(.comma) != nil {
      guard let key = try literal() else {
        throw failure(expecting: "a number or a text as the next value of the key")
      }
      keys.append(key)
    }
    return keys
  }

  /// Reads `shape ::= "{" field ("," field)* "}"`.
  private mutating func shape() throws(Diagnostic) -> Hop {
    let (fields, range) = try group(closedBy: .rightBrace) {
      (parser: inout Parser) throws(Diagnostic) -> [Field] in
      if parser.at(.rightBrace) { throw parser.emptyGroup() }
      var fields = [try parser.field()]
      while parser.accept(.comma) != nil {
        fields.append(try parser.field())
      }
      return fields
    }
    return Hop(.shape(fields), range: range)
  }

  /// Reads `field ::= (Name ":")? member hop*`.
  private mutating func field() throws(Diagnostic) -> Field {
    let start = current.range
    var alias: Name?
    if case .name = current.kind, token(after: 1).kind == .symbol(.colon) {
      alias = try name("a name")
      advance()
    }
    let expected = alias == nil ? "a field" : "a path after the colon"
    let hops = try hops(after: member(expected, from: current.range.lower))
    return Field(alias: alias, hops: hops, range: start.union(hops.last?.range ?? start))
  }

  /// Reads `arguments ::= "(" (argument ("," argument)*)? ")"`.
  private mutating func arguments() throws(Diagnostic) -> ([Argument], SourceRange) {
    try group(closedBy: .rightParenthesis) { (parser: inout Parser) throws(Diagnostic) -> [Argument] in
      if parser.at(.rightParenthesis) { return [] }
      var arguments = [try parser.argument()]
      while parser.accept(.comma) != nil {
        arguments.append(try parser.argument())
      }
      return arguments
    }
  }

  /// Reads `argument ::= expression (":" Name)?`.
  private mutating func argument() throws(Diagnostic) -> Argument {
    let expression = try expression()
    guard accept(.colon) != nil else { return Argument(expression) }
    return Argument(expression, label: try name("a strategy after the colon"))
  }

  private func end() throws(Diagnostic) {
    if case .end = current.kind { return }
    let isName = if case .name = current.kind { true } else { false }
    var failure = failure(
      expecting: isName ? "a dot before the next name, or the end of the line" : "the end of the line")
    // What joins two conditions has no sense behind a path.
    failure.suggestions = failure.suggestions.filter { $0 != "and" && $0 != "or" } + meantBehindPath()
    throw failure
  }

  /// A name, in backquotes or not.
  ///
  /// In place of one, a text or a number is told how to become one.
  mutating func name(_ expected: String) throws(Diagnostic) -> Name {
    if case .name(let text, let isQuoted) = current.kind {
      return Name(text, isQuoted: isQuoted, range: advance().range)
    }
    var failure = failure(expecting: expected)
    switch current.kind {
    case .text(let text):
      failure.suggestions = [SyntaxPrinter.quoted(text)]
    case .invalid(let diagnostic):
      guard case .malformedNumber(let text) = diagnostic.problem else { break }
      failure.problem = .unexpected(found: text, expected: expected)
      failure.suggestions = [SyntaxPrinter.quoted(text)]
    case .integer where previous?.kind == .symbol(.dot):
      failure.suggestions = meantBehindDot() + [SyntaxPrinter.quoted(String(current.range.text(of: line)))]
    case .symbol where previous?.kind == .symbol(.dot):
      failure.suggestions = meantBehindDot()
    case .symbol(.star):
      failure.suggestions = meantInShape()
    case .name, .integer, .real, .symbol, .end:
      break
    }
    throw failure
  }
}
