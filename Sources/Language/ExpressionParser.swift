/// What stands inside a predicate or an argument: the rules from the loosest operator to the tightest.
extension Parser {
  /// Reads `expression ::= conjunction ("or" conjunction)*`.
  mutating func expression() throws(Diagnostic) -> Expression {
    var left = try conjunction()
    while let token = accept(.or) {
      try operation(at: token)
      left = Self.binary(.or, left, try conjunction())
    }
    return left
  }

  /// Reads `conjunction ::= negation ("and" negation)*`.
  private mutating func conjunction() throws(Diagnostic) -> Expression {
    var left = try negation()
    while let token = accept(.and) {
      try operation(at: token)
      left = Self.binary(.and, left, try negation())
    }
    return left
  }

  /// Reads `negation ::= "not" negation | comparison`.
  private mutating func negation() throws(Diagnostic) -> Expression {
    guard let not = accept(.not) else { return try comparison() }
    let operand = try nested(at: not) { (parser: inout Parser) throws(Diagnostic) -> Expression in
      try parser.negation()
    }
    return Expression(.unary(.not, operand), range: not.range.union(operand.range))
  }

  /// Reads `comparison ::= sum (comparator sum | "is" "not"? "null" | "not"? test)?`.
  private mutating func comparison() throws(Diagnostic) -> Expression {
    let left = try sum()
    if let comparator = comparator(current) {
      let sign = advance()
      try operation(at: sign)
      if let meant = meantComparator(sign) { throw meant }
      let first = position
      let comparison = Self.binary(comparator, left, try sum())
      if self.comparator(current) != nil {
        throw meantOr(from: first) ?? failure(expecting: "and between two comparisons")
      }
      return comparison
    }
    if accept(.is) != nil {
      let negated = accept(.not) != nil
      guard let null = accept(.null) else { throw missingNull(after: left, negated: negated) }
      return Expression(.isNull(left, negated: negated), range: left.range.union(null.range))
    }
    if accept(.not) != nil {
      guard let test = try test(of: left, negated: true) else {
        throw failure(expecting: "in, like, glob or between after not")
      }
      return test
    }
    return try test(of: left, negated: false) ?? left
  }

  /// As in `name is "x"`, which is a comparison, and `name is none`.
  private func missingNull(after left: Expression, negated: Bool) -> Diagnostic {
    var failure = failure(expecting: negated ? "null" : "null or not null")
    let operand = left.range.text(of: line)
    switch current.kind {
    case .name(let word, _) where Self.wordsForNull.contains(word.lowercased()):
      failure.suggestions = ["\(operand) is \(negated ? "not " : "")null"]
    case .text, .integer, .real, .name:
      failure.suggestions = ["\(operand) \(negated ? "!=" : "=") \(current.range.text(of: line))"]
    case .symbol, .invalid, .end: break
    }
    if let first = tokens.firstIndex(where: { $0.range.lower == left.range.lower }) {
      failure.suggestions = failure.suggestions.map { meant($0, inPlaceOf: first, to: position) }
    }
    return failure
  }

  /// What other languages call NULL.
  private static let wordsForNull: Set<String> = ["none", "nil", "missing", "undefined", "empty", "unknown"]

  /// As in `year => 3`, whose signs stand the other way round.
  private func meantComparator(_ sign: Token) -> Diagnostic? {
    guard at(sign, .equal), at(.greater) || at(.less), current.range.lower == sign.range.upper else {
      return nil
    }
    let found = SourceRange(sign.range.lower, current.range.upper)
    return Diagnostic(
      .unexpected(found: String(found.text(of: line)), expected: "a comparison"), at: found,
      suggestions: [at(.greater) ? ">=" : "<="])
  }

  /// As in `year = 1960 || pages > 3`, where a sign that joins texts stands between two comparisons.
  private func meantOr(from first: Int) -> Diagnostic? {
    guard let sign = tokens[first..<position].last(where: { at($0, .concatenate) }) else { return nil }
    return Diagnostic(
      .unexpected(found: "||", expected: "or between two comparisons"), at: sign.range, suggestions: ["or"])
  }

  /// Reads `comparator ::= "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">="`.
  private func comparator(_ token: Token) -> BinaryOperator? {
    switch token.kind {
    case .symbol(.equal), .symbol(.doubleEqual): .equal
    case .symbol(.notEqual), .symbol(.lessOrGreater): .notEqual
    case .symbol(.less): .less
    case .symbol(.lessOrEqual): .lessOrEqual
    case .symbol(.greater): .greater
    case .symbol(.greaterOrEqual): .greaterOrEqual
    default: nil
    }
  }

  /// Reads `test ::= "in" list | ("like" | "glob") sum | "between" sum "and" sum`.
  private mutating func test(of left: Expression, negated: Bool) throws(Diagnostic) -> Expression? {
    let start = left.range
    switch current.keyword {
    case .in:
      advance()
      let (values, range) = try list()
      return Expression(.within(left, values, negated: negated), range: start.union(range))
    case .like, .glob:
      let match: MatchOperator = advance().keyword == .glob ? .glob : .like
      let pattern = try sum()
      return Expression(.matches(left, match, pattern, negated: negated), range: start.union(pattern.range))
    case .between:
      advance()
      let lower = try sum()
      guard accept(.and) != nil else { throw failure(expecting: "and, then the upper bound of between") }
      let upper = try sum()
      return Expression(.between(left, lower, upper, negated: negated), range: start.union(upper.range))
    case .and, .or, .not, .is, .null, .true, .false, nil:
      return nil
    }
  }

  /// Reads `list ::= "(" expressions ")" | "[" expressions "]" | word Closure? Eager? hop*`.
  ///
  /// The last is a variable that holds several: `author in a`.
  private mutating func list() throws(Diagnostic) -> ([Expression], SourceRange) {
    if case .name = current.kind, current.keyword == nil, token(after: 1).kind != .symbol(.leftParenthesis) {
      let variable = try primary()
      return ([variable], variable.range)
    }
    guard at(.leftParenthesis) || at(.leftBracket) else {
      throw failure(expecting: "a list in parentheses after in")
    }
    let closing: Symbol = at(.leftBracket) ? .rightBracket : .rightParenthesis
    return try group(closedBy: closing) { (parser: inout Parser) throws(Diagnostic) -> [Expression] in
      if parser.at(closing) { throw parser.emptyGroup() }
      return try parser.expressions()
    }
  }

  /// Reads `expressions ::= expression ("," expression)*`.
  private mutating func expressions() throws(Diagnostic) -> [Expression] {
    var expressions = [try expression()]
    while accept(.comma) != nil {
      expressions.append(try expression())
    }
    return expressions
  }

  /// Reads `sum ::= product (("+" | "-" | "||") product)*`.
  private mutating func sum() throws(Diagnostic) -> Expression {
    var left = try product()
    while let sign = sign(of: [.plus: .add, .minus: .subtract, .concatenate: .concatenate]) {
      try operation(at: advance())
      left = Self.binary(sign, left, try product())
    }
    return left
  }

  /// Reads `product ::= factor (("*" | "/" | "%") factor)*`.
  private mutating func product() throws(Diagnostic) -> Expression {
    var left = try factor()
    while let sign = sign(of: [.star: .multiply, .slash: .divide, .percent: .remainder]) {
      try operation(at: advance())
      left = Self.binary(sign, left, try factor())
    }
    return left
  }

  private func sign(of signs: KeyValuePairs<Symbol, BinaryOperator>) -> BinaryOperator? {
    guard case .symbol(let symbol) = current.kind else { return nil }
    return signs.first { $0.key == symbol }?.value
  }

  private static func binary(_ sign: BinaryOperator, _ left: Expression, _ right: Expression) -> Expression {
    Expression(.binary(sign, left, right), range: left.range.union(right.range))
  }

  /// Reads `factor ::= literal | "-" factor | primary`.
  private mutating func factor() throws(Diagnostic) -> Expression {
    if let literal = try literal() { return Expression(.literal(literal.kind), range: literal.range) }
    guard let minus = accept(.minus) else { return try primary() }
    let operand = try nested(at: minus) { (parser: inout Parser) throws(Diagnostic) -> Expression in
      try parser.factor()
    }
    return Expression(.unary(.minus, operand), range: minus.range.union(operand.range))
  }

  /// Reads `primary ::= "(" expression ")" | word "(" expressions? ")" | word Closure? Eager? hop*`.
  private mutating func primary() throws(Diagnostic) -> Expression {
    if at(.leftParenthesis) {
      let (inner, range) = try group(closedBy: .rightParenthesis) {
        (parser: inout Parser) throws(Diagnostic) -> Expression in
        if parser.at(.rightParenthesis) { throw parser.emptyGroup() }
        return try parser.expression()
      }
      return Expression(inner.kind, range: range)
    }
    let name = try word()
    if at(.leftParenthesis) {
      let (arguments, range) = try group(closedBy: .rightParenthesis) {
        (parser: inout Parser) throws(Diagnostic) -> [Expression] in
        parser.at(.rightParenthesis) ? [] : try parser.expressions()
      }
      return Expression(.call(name, arguments), range: name.range.union(range))
    }
    let hops = try hops(after: relationship(name))
    return Expression(.path(hops), range: name.range.union(hops.last?.range ?? name.range))
  }

  /// Reads `word ::= Name - keyword`.
  private mutating func word() throws(Diagnostic) -> Name {
    guard case .name = current.kind, current.keyword == nil else { throw missingValue() }
    return try name("a name")
  }

  /// Says after what a value is missing, and how a keyword becomes a name or `!` becomes `not`.
  private func missingValue() -> Diagnostic {
    let expected =
      switch previous?.kind {
      case nil: "a condition"
      case .symbol(.leftBracket): "a key, a slice or a condition after the ["
      case .some: "a value after \(previous.map { shown($0.range) } ?? "")"
      }
    var failure = failure(expecting: expected)
    // A list behind `in` shows that it is no name.
    let isOperator =
      current.keyword == .in && (at(token(after: 1), .leftParenthesis) || at(token(after: 1), .leftBracket))
    if case .name(let text, _) = current.kind, !isOperator {
      failure.suggestions = [SyntaxPrinter.quoted(text)]
    }
    if at(.bang) { failure.suggestions = ["not"] }
    failure.suggestions += meantByColons()
    return failure
  }

  /// Reads `literal ::= "-"? number | Text | "true" | "false" | "null"`.
  ///
  /// A minus before a number is part of it, so that the least integer can be written.
  mutating func literal() throws(Diagnostic) -> Literal? {
    switch current.kind {
    case .text(let text):
      return Literal(.text(text), range: advance().range)
    case .integer, .real, .symbol(.dot):
      return try number()
    case .symbol(.minus):
      guard isNumber(from: 1) else { return nil }
      let minus = advance()
      return try number(after: minus)
    case .name:
      let kind: Literal.Kind? =
        switch current.keyword {
        case .true: .boolean(true)
        case .false: .boolean(false)
        case .null: .null
        case .and, .or, .not, .in, .like, .glob, .between, .is, nil: nil
        }
      guard let kind else { return nil }
      return Literal(kind, range: advance().range)
    case .symbol, .invalid, .end:
      return nil
    }
  }

  private func isNumber(from count: Int) -> Bool {
    let first = token(after: count)
    if first.kind == .integer || first.kind == .real { return true }
    return first.kind == .symbol(.dot) && isNumber(token(after: count + 1), rightAfter: first)
  }

  /// Reads `number ::= Integer | Real`, a Real that begins with its dot being two tokens of the lexer.
  private mutating func number(after minus: Token? = nil) throws(Diagnostic) -> Literal? {
    guard isNumber(from: 0) else { return nil }
    var range = current.range
    let isInteger = advance().kind == .integer
    if previous?.kind == .symbol(.dot) { range = range.union(advance().range) }
    var digits = String(range.text(of: line))
    if minus != nil { digits = "-" + digits }
    if let minus { range = minus.range.union(range) }
    if isInteger {
      guard let value = Int64(digits) else {
        throw Diagnostic(.integerOutOfRange(shortened(digits)), at: range)
      }
      return Literal(.integer(value), range: range)
    }
    guard let value = Double(digits), value.isFinite else {
      throw Diagnostic(.malformedNumber(shortened(digits)), at: range)
    }
    return Literal(.real(value), range: range)
  }
}
