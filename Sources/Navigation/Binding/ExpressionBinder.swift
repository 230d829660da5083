import Language
import ORM
import SQL

/// Binds what stands in brackets: names become attributes of the record in question, hops become joins or
/// subselects, and what can never hold is an error.
struct ExpressionBinder {
  let binder: Binder
  let entity: EntityID
  /// Whether a one-to-one hop from the other side's key is joined, as where one value a record is needed.
  private(set) var joinsOneToOne = false

  init(_ binder: Binder, entity: EntityID) {
    self.binder = binder
    self.entity = entity
  }

  /// A condition on a record.
  func predicate(_ expression: Expression) throws(Diagnostic) -> EntityExpression {
    switch expression.kind {
    case .unary(.not, let operand): return .not(try predicate(operand))
    case .binary(.and, let left, let right): return .binary(try predicate(left), .and, try predicate(right))
    case .binary(.or, let left, let right): return .binary(try predicate(left), .or, try predicate(right))
    case .literal(let literal):
      note(literal)
      guard case .boolean = literal else {
        let name = binder.schema[entity].attribute(spelledLike: literal)
        throw Diagnostic(
          .notAPredicate, at: expression.range, suggestions: name.map { [SyntaxPrinter.quoted($0)] } ?? [],
          examples: examples.conditions(about: nil))
      }
      return .value(literal.value)
    case .path, .call, .unary, .binary, .isNull, .between, .within, .matches:
      return try truth(of: operand(expression))
    }
  }

  /// Whether a value counts as true; of a relationship, whether there is a record.
  private func truth(of operand: Operand) throws(Diagnostic) -> EntityExpression {
    switch operand.end {
    case .existence: return operand.any(nil)
    case .toOne(let relationship, let path):
      // `book[publisher]`: there is one, whatever its key.
      if relationship.pairs.count == 1 { return operand.any(.isNull(operand.expression, negated: true)) }
      return operand.any(.not(Operand.isMissing(relationship, path: path)))
    case .value, .attribute, .records, .values: break
    }
    let value = try self.value(operand)
    if value.constant != nil { throw notAPredicate(operand, value.type) }
    switch value.type {
    case .text, .date: throw notAPredicate(operand, value.type)
    case .number, .boolean, .any: return value.any(value.expression)
    }
  }

  /// As in `-year`, `author.name`.
  func sortKey(_ expression: Expression) throws(Diagnostic) -> SortKey {
    if case .unary(.minus, let operand) = expression.kind {
      return SortKey(try single(operand).expression, descending: true)
    }
    return SortKey(try single(expression).expression)
  }

  /// Something that has one value for each record.
  struct Single {
    var expression: EntityExpression
    var type: ExpressionType
    /// As it is typed, for the head of a column.
    var name: String
  }

  func single(_ expression: Expression) throws(Diagnostic) -> Single {
    var binder = self
    binder.joinsOneToOne = true
    let operand = try binder.value(binder.operand(expression))
    for hop in operand.crossings.joined() where self.binder.schema[hop.relationship].isToMany {
      throw Diagnostic(
        .toManyInPredicate(self.binder.schema[hop.relationship].name), at: expression.range)
    }
    // Only to-one hops that are narrowed are left: the least of one value is that value.
    let single = operand.crossings.reversed().reduce(operand.expression) {
      .aggregate(.min, over: $1, argument: $0)
    }
    return Single(expression: single, type: operand.type, name: SyntaxPrinter.text(of: expression))
  }

  // MARK: Operands

  func operand(_ expression: Expression) throws(Diagnostic) -> Operand {
    switch expression.kind {
    case .literal(let literal):
      note(literal)
      return Operand(literal, expression)
    case .path(let hops):
      var path = OperandBinder(self, expression)
      return try path.operand(hops)
    case .call(let name, let arguments): return try call(name, arguments, expression)
    case .unary(.minus, let operand): return try negated(operand, expression)
    case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _):
      return Operand(try predicate(expression), .boolean, expression)
    case .binary(let sign, let left, let right):
      switch sign {
      case .and, .or, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        return Operand(try comparison(left, sign, right), .boolean, expression)
      case .add, .subtract, .multiply, .divide, .remainder:
        return try arithmetic(left, sign, right, expression)
      case .concatenate:
        let operands = [try value(left), try value(right)]
        return try combined(operands, .text, expression) { .binary($0[0], .concatenate, $0[1]) }
      }
    case .isNull(let operand, let negated):
      return Operand(try isNull(operand, negated: negated), .boolean, expression)
    case .between(let operand, let low, let high, let negated):
      let (first, bounds) = try ValueFitting.fitted(value(operand), to: [value(low), value(high)])
      let (parts, crossings) = try Operand.together([first] + bounds)
      return closed(.between(parts[0], parts[1], parts[2], negated: negated), crossings, expression)
    case .within(let operand, let members, let negated):
      try checkMembers(operand, members, negated: negated, at: expression.range)
      return Operand(try within(operand, members, negated: negated), .boolean, expression)
    case .matches(let operand, let match, let pattern, let negated):
      return try matches(operand, match, pattern, negated: negated, expression)
    }
  }

  private func note(_ literal: Literal.Kind) { binder.valueWords.note(literal, in: binder.schema[entity]) }

  private func value(_ expression: Expression) throws(Diagnostic) -> Operand {
    try value(operand(expression))
  }

  /// What can be compared and calculated with.
  private func value(_ operand: Operand) throws(Diagnostic) -> Operand {
    switch operand.end {
    case .value, .attribute: return operand
    case .toOne(let relationship, _):
      guard relationship.pairs.count > 1 else { return operand }
      throw notAnAttribute(relationship, operand)
    case .existence(let relationship):
      guard relationship.isToMany else { throw notAnAttribute(relationship, operand) }
      throw Diagnostic(
        .toManyInPredicate(Self.lastName(operand)?.text ?? relationship.name), at: lastRange(operand))
    case .records(let selection, let name):
      throw Diagnostic(
        .variableHoldsRecords(name, entity: binder.schema[selection.entity].name), at: operand.range)
    case .values(let values, let name):
      guard values.count == 1, let value = values.first else {
        throw Diagnostic(.variableHoldsManyValues(name, count: values.count), at: operand.range)
      }
      return Operand(constant: value, ValueFitting.type(of: value), operand.syntax)
    }
  }

  private func notAnAttribute(_ relationship: Relationship, _ operand: Operand) -> Diagnostic {
    Diagnostic(
      .notAnAttribute(
        entity: binder.schema[relationship.source].name,
        name: Self.lastName(operand)?.text ?? relationship.name),
      at: lastRange(operand))
  }

  private func lastRange(_ operand: Operand) -> SourceRange { Self.lastName(operand)?.range ?? operand.range }

  private static func lastName(_ operand: Operand) -> Name? {
    guard case .path(let hops) = operand.syntax.kind else { return nil }
    for hop in hops.reversed() {
      if case .member(let name, _) = hop.kind { return name }
    }
    return nil
  }

  /// A value made of others; to-many hops that one of them crosses are crossed by the whole.
  func combined(
    _ operands: [Operand], _ type: ExpressionType, _ syntax: Expression,
    _ combine: ([EntityExpression]) -> EntityExpression
  ) throws(Diagnostic) -> Operand {
    let (expressions, crossings) = try Operand.together(operands)
    var operand = Operand(combine(expressions), type, syntax)
    operand.crossings = crossings
    return operand
  }

  /// A condition over operands: what lies at the end of to-many hops holds of any of them.
  private func closed(
    _ condition: EntityExpression, _ crossings: [[PredicateHop]], _ syntax: Expression
  ) -> Operand {
    var operand = Operand(condition, .boolean, syntax)
    operand.crossings = crossings
    return Operand(operand.any(condition), .boolean, syntax)
  }

  // MARK: Conditions

  /// What something is compared with: a word that means nothing there was perhaps meant as a text.
  private func compared(_ expression: Expression) throws(Diagnostic) -> Operand {
    do throws(Diagnostic) { return try operand(expression) } catch {
      guard case .unknownMember(_, let name, _, _) = error.problem, error.range == expression.range else {
        throw error
      }
      var error = error
      error.suggestions.append(SyntaxPrinter.text(of: Literal.Kind.text(name)))
      throw error
    }
  }

  private func comparison(
    _ left: Expression, _ sign: BinaryOperator, _ right: Expression
  ) throws(Diagnostic) -> EntityExpression {
    try checkComparison(left, sign, right)
    let operands = (try operand(left), try compared(right))
    if sign == .equal || sign == .notEqual {
      let negated = sign == .notEqual
      let membership = VariableMembership(binder: binder, isNegated: negated, isList: false)
      if let found = try membership.condition(operands.0, among: [operands.1]) { return found }
      if let found = try membership.condition(operands.1, among: [operands.0]) { return found }
    }
    let (first, others) = try ValueFitting.fitted(value(operands.0), to: [value(operands.1)])
    let (parts, crossings) = try Operand.together([first] + others)
    return closed(.binary(parts[0], sign.bound, parts[1]), crossings, left).expression
  }

  private func within(
    _ operand: Expression, _ members: [Expression], negated: Bool
  ) throws(Diagnostic) -> EntityExpression {
    let operand = try self.operand(operand)
    var list: [Operand] = []
    for member in members { list.append(try compared(member)) }
    let membership = VariableMembership(binder: binder, isNegated: negated, isList: true)
    if let found = try membership.condition(operand, among: list) { return found }
    var values: [Operand] = []
    for member in list { values.append(try value(member)) }
    let (first, others) = try ValueFitting.fitted(value(operand), to: values)
    let (parts, crossings) = try Operand.together([first] + others)
    return closed(.within(parts[0], Array(parts.dropFirst()), negated: negated), crossings, operand.syntax)
      .expression
  }

  private func matches(
    _ operand: Expression, _ match: MatchOperator, _ pattern: Expression, negated: Bool,
    _ expression: Expression
  ) throws(Diagnostic) -> Operand {
    let operands = [try value(operand), try value(compared(pattern))]
    switch operands[1].type {
    case .number, .boolean:
      throw ValueFitting.incomparable(operands[0], operands[1])
    case .text, .date, .any: break
    }
    let (parts, crossings) = try Operand.together(operands)
    return closed(.matches(parts[0], match.bound, parts[1], negated: negated), crossings, expression)
  }

  /// `publisher is null`: a to-one that is not there, or a value that is NULL.
  private func isNull(_ expression: Expression, negated: Bool) throws(Diagnostic) -> EntityExpression {
    let operand = try self.operand(expression)
    switch operand.end {
    case .existence:
      // `profile is null`: no row of the other table refers to this one.
      return negated ? operand.any(nil) : .not(operand.any(nil))
    case .toOne(let relationship, let path) where relationship.pairs.count > 1:
      let isMissing = Operand.isMissing(relationship, path: path)
      return operand.any(negated ? .not(isMissing) : isMissing)
    case .value, .attribute, .toOne, .records, .values:
      let value = try self.value(operand)
      return value.any(.isNull(value.expression, negated: negated))
    }
  }

  // MARK: Calculations

  private func arithmetic(
    _ left: Expression, _ sign: BinaryOperator, _ right: Expression, _ expression: Expression
  ) throws(Diagnostic) -> Operand {
    let operands = [try value(left), try value(right)]
    for operand in operands { try ValueFitting.checkNumber(operand, by: sign.rawValue) }
    let constant = try ConstantArithmetic.result(
      operands[0].constant, sign, operands[1].constant, expression, right)
    var result = try combined(operands, .number, expression) { .binary($0[0], sign.bound, $0[1]) }
    result.constant = constant
    return result
  }

  private func negated(_ operand: Expression, _ expression: Expression) throws(Diagnostic) -> Operand {
    let value = try self.value(operand)
    try ValueFitting.checkNumber(value, by: "-")
    var result = try combined([value], .number, expression) { .negated($0[0]) }
    if let constant = value.constant {
      result.constant = try ConstantArithmetic.result(0, .subtract, constant, expression, operand)
    }
    return result
  }

  private func call(
    _ name: Name, _ arguments: [Expression], _ expression: Expression
  ) throws(Diagnostic) -> Operand {
    let function = try function(name, arguments.count, at: expression.range)
    var operands: [Operand] = []
    for (index, argument) in arguments.enumerated() {
      switch function.parameter(index) {
      case .condition: operands.append(Operand(try predicate(argument), .boolean, argument))
      case .number:
        let operand = try value(argument)
        try ValueFitting.checkNumber(operand, by: "\(function.name)()")
        operands.append(operand)
      case .date:
        let operand = try value(argument)
        if operand.type == .number || operand.type == .boolean, !Self.saysWhichNumber(arguments) {
          throw Diagnostic(
            .notADate(operand.typed, by: "\(function.name)()"), at: argument.range,
            suggestions: UnquotedDate.meant(by: argument).map { [$0] } ?? [])
        }
        operands.append(operand)
      case .text, .value: operands.append(try value(argument))
      }
    }
    let type = function.type(of: operands.map(\.type))
    return try combined(operands, type, expression) { parts in
      if let conversion = function.conversion, let part = parts.first { return .cast(part, conversion) }
      return .call(function.sqlName, parts)
    }
  }

  private func function(
    _ name: Name, _ count: Int, at range: SourceRange
  ) throws(Diagnostic) -> ScalarFunction {
    let groups = binder.scope.session?.executor.connection.dialect.functions ?? []
    let aggregate = AggregateFunction(rawValue: name.text.lowercased())
    guard let function = ScalarFunction.named(name.text, in: groups) else {
      if let aggregate {
        throw Diagnostic(.misplaced(.aggregateOfNothing(aggregate.rawValue)), at: name.range)
      }
      throw Diagnostic(
        .unknownFunction(name.text), at: name.range,
        suggestions: ScalarFunction.borrowed[name.text.lowercased()].map { [$0] }
          ?? Nearness.nearest(name.text, in: ScalarFunction.available(in: groups).map(\.name)))
    }
    guard function.takes(count) else {
      if let aggregate, count == 1 {
        throw Diagnostic(.misplaced(.aggregateOfNothing(aggregate.rawValue)), at: name.range)
      }
      throw Diagnostic(
        .wrongArgumentCount(verb: function.name, expected: function.usage, given: count), at: range)
    }
    return function
  }

  /// Whether a modifier says how a number is to be read as a date (https://sqlite.org/lang_datefunc.html).
  private static func saysWhichNumber(_ arguments: [Expression]) -> Bool {
    arguments.contains { argument in
      guard case .literal(.text(let text)) = argument.kind else { return false }
      return ["unixepoch", "julianday", "auto"].contains(text.lowercased())
    }
  }
}

extension BinaryOperator {
  fileprivate var bound: EntityExpression.Operator {
    switch self {
    case .or: .or
    case .and: .and
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .add: .add
    case .subtract: .subtract
    case .concatenate: .concatenate
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    }
  }
}

extension MatchOperator {
  fileprivate var bound: EntityExpression.Match {
    switch self {
    case .like: .like
    case .glob: .glob
    }
  }
}
