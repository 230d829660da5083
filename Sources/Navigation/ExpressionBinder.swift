import Language
import ORM
import SQL

/// Binds what stands in brackets: names become attributes of the record in question, hops become joins or EXISTS.
struct ExpressionBinder {
  private let binder: Binder
  private let entity: EntityID

  init(_ binder: Binder, entity: EntityID) {
    self.binder = binder
    self.entity = entity
  }

  /// A condition on a record.
  func predicate(_ expression: Expression) throws(Diagnostic) -> EntityExpression {
    if case .literal(let literal) = expression.kind {
      guard case .boolean = literal else { throw Diagnostic(.notAPredicate, at: expression.range) }
    }
    if case .path(let hops) = expression.kind {
      // `book[publisher]`: there is one, whatever its key.
      let operand = try self.operand(hops, expression.range)
      guard let isMissing = operand.isMissing else {
        if attribute(of: operand)?.affinity == .text {
          throw Diagnostic(.notAPredicate, at: expression.range)
        }
        return operand.wrapped(operand.expression)
      }
      return operand.wrapped(
        operand.isValueless ? .not(isMissing) : .isNull(operand.expression, negated: true))
    }
    return try bind(expression)
  }

  /// As in `-year`, `author.name`.
  func sortKey(_ expression: Expression) throws(Diagnostic) -> SortKey {
    if case .unary(.minus, let operand) = expression.kind {
      return SortKey(try single(operand), descending: true)
    }
    return SortKey(try single(expression))
  }

  /// Something that has one value for each record.
  func single(_ expression: Expression) throws(Diagnostic) -> EntityExpression {
    if case .path(let hops) = expression.kind, case .member(let name, _)? = hops.first?.kind {
      let operand = try value(hops, expression.range)
      guard operand.crossings.isEmpty else {
        throw Diagnostic(.toManyInPredicate(name.text), at: expression.range)
      }
    }
    return try bind(expression)
  }

  private func bind(_ expression: Expression) throws(Diagnostic) -> EntityExpression {
    switch expression.kind {
    case .literal(let literal): return .value(literal.value)
    case .path(let hops):
      let operand = try self.value(hops, expression.range)
      return operand.wrapped(operand.expression)
    case .call(let name, let arguments): return try call(name, arguments, expression.range)
    case .unary(.not, let operand): return .not(try predicate(operand))
    case .unary(.minus, let operand): return .negated(try bind(operand))
    case .binary(let symbol, let left, let right):
      switch symbol {
      case .and, .or: return .binary(try predicate(left), symbol.bound, try predicate(right))
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .add, .subtract, .concatenate,
        .multiply, .divide, .remainder:
        return try lifted([left, right]) { .binary($0[0], symbol.bound, $0[1]) }
      }
    case .isNull(let operand, let negated): return try isNull(operand, negated: negated)
    case .between(let operand, let low, let high, let negated):
      return try lifted([operand, low, high]) { .between($0[0], $0[1], $0[2], negated: negated) }
    case .within(let operand, let members, let negated):
      return try lifted([operand] + members) { .within($0[0], Array($0.dropFirst()), negated: negated) }
    case .matches(let operand, let match, let pattern, let negated):
      return try lifted([operand, pattern]) { .matches($0[0], match.bound, $0[1], negated: negated) }
    }
  }

  /// Combines operands; one that leads over a to-many hop means "any of them".
  private func lifted(
    _ operands: [Expression], _ combine: ([EntityExpression]) -> EntityExpression
  ) throws(Diagnostic) -> EntityExpression {
    var expressions: [EntityExpression] = []
    var many: Operand?
    for operand in operands {
      guard case .path(let hops) = operand.kind else {
        expressions.append(try bind(operand))
        continue
      }
      let bound = try value(hops, operand.range)
      if !bound.crossings.isEmpty {
        guard many == nil else {
          throw Diagnostic(.misplaced(.twoToManyCompared), at: operand.range)
        }
        many = bound
      }
      expressions.append(bound.expression)
    }
    guard let many else { return combine(expressions) }
    // Inside EXISTS a name means the other record, so this record's own attributes cannot be meant there.
    let others = expressions.filter { $0 != many.expression }
    guard !others.contains(where: \.readsRecord) else {
      throw Diagnostic(
        .misplaced(.ownAgainstToMany),
        at: operands[0].range)
    }
    return many.wrapped(combine(expressions))
  }

  // MARK: Paths

  /// An operand that a path leads to, with the to-many hops it crosses on its way.
  private struct Operand {
    var expression: EntityExpression
    var crossings: [(path: [RelationshipID], relationship: RelationshipID)] = []
    /// For a to-one relationship at the end: that its foreign key is NULL, in whole or in part.
    var isMissing: EntityExpression?
    /// Whether it has no value of its own, as a to-one of several columns.
    var isValueless = false
    /// Whether it says no more than that there is one, as a to-many relationship at the end.
    var isExistence = false
    /// The entity of the last hop.
    var owner: EntityID

    /// "Any of them": EXISTS around the condition, one for each crossing.
    func wrapped(_ condition: EntityExpression) -> EntityExpression {
      crossings.reversed().reduce(condition) { .any($1.path, $1.relationship, $0) }
    }
  }

  /// A path that is compared or ordered by.
  private func value(_ hops: [Hop], _ range: SourceRange) throws(Diagnostic) -> Operand {
    let operand = try self.operand(hops, range)
    guard case .member(let name, _)? = hops.last?.kind else { return operand }
    if operand.isExistence, let crossing = operand.crossings.last,
      binder.schema[crossing.relationship].isToMany
    {
      throw Diagnostic(.toManyInPredicate(name.text), at: name.range)
    }
    if operand.isValueless || operand.isExistence {
      throw Diagnostic(
        .notAnAttribute(entity: binder.schema[operand.owner].name, name: name.text), at: name.range)
    }
    return operand
  }

  private func operand(_ hops: [Hop], _ range: SourceRange) throws(Diagnostic) -> Operand {
    var current = entity
    var path: [RelationshipID] = []
    var operand = Operand(expression: .value(.null), owner: entity)
    var last: Relationship?
    for (index, hop) in hops.enumerated() {
      switch hop.kind {
      case .member(let name, let eager):
        if let eager { throw Diagnostic(.misplaced(.eagerMarkInCondition), at: eager.range) }
        let isLast = index == hops.count - 1
        switch try binder.member(name, of: current) {
        case .attribute(let attribute):
          if isLast || isVerb(hops[index + 1]) {
            operand.expression = .attribute(path, attribute)
            if isLast { return operand }
            return try verb(hops[index + 1], of: operand, after: hops, index + 1)
          }
          guard let relationship = try binder.relationship(ofColumn: attribute, in: current, at: name.range)
          else {
            throw Diagnostic(
              .hopAfterValue(hop: name.text, attribute: binder.schema[current].attributes[attribute].name),
              at: hops[index + 1].range)
          }
          path.append(relationship.id)
          current = relationship.target
          last = relationship
        case .relationship(let relationship):
          if !isLast, isVerb(hops[index + 1]) {
            return try collectionVerb(
              hops[index + 1], relationship, path, operand.crossings, after: hops, index + 1)
          }
          if relationship.kind.isForward && !relationship.isToMany {
            path.append(relationship.id)
          } else {
            operand.crossings.append((path, relationship.id))
            path = []
          }
          current = relationship.target
          last = relationship
        }
      case .verb(let name, _):
        throw Diagnostic(.unknownVerb(name.text), at: name.range)
      case .keys, .slice, .filter, .closure, .shape:
        throw Diagnostic(.misplaced(.bracketsInCondition), at: hop.range)
      }
    }
    // The path ends at a relationship: a to-one stands for its key, a to-many for "there is one".
    guard let last else { throw Diagnostic(.notAPredicate, at: range) }
    guard last.kind.isForward, !last.isToMany else {
      operand.expression = .value(.integer(1))
      operand.isExistence = true
      operand.owner = last.source
      return operand
    }
    let columns = last.pairs.map { EntityExpression.attribute(Array(path.dropLast()), $0.from) }
    let nulls = columns.map { EntityExpression.isNull($0, negated: false) }
    operand.isMissing = nulls.dropFirst().reduce(nulls.first) { found, next in
      found.map { .binary($0, .or, next) }
    }
    operand.isValueless = columns.count > 1
    operand.owner = last.source
    operand.expression = columns.first ?? .value(.null)
    return operand
  }

  /// The attribute that an operand is, if it is one.
  private func attribute(of operand: Operand) -> Attribute? {
    guard case .attribute(let path, let index) = operand.expression else { return nil }
    let crossed = operand.crossings.last.map { binder.schema[$0.relationship].target }
    let owner = path.last.map { binder.schema[$0].target } ?? crossed ?? entity
    return binder.schema[owner].attributes[index]
  }

  private func isVerb(_ hop: Hop) -> Bool {
    if case .verb = hop.kind { true } else { false }
  }

  /// `publisher is null`: a to-one that is not there, or a value that is NULL.
  private func isNull(_ operand: Expression, negated: Bool) throws(Diagnostic) -> EntityExpression {
    guard case .path(let hops) = operand.kind else { return .isNull(try bind(operand), negated: negated) }
    let bound = try self.operand(hops, operand.range)
    if bound.isExistence {
      // `profile is null`: no row of the other table refers to this one.
      let exists = bound.wrapped(bound.expression)
      return negated ? exists : .not(exists)
    }
    let isNull = bound.isMissing ?? .isNull(bound.expression, negated: false)
    if !negated { return bound.wrapped(isNull) }
    if bound.isValueless { return bound.wrapped(.not(isNull)) }
    return bound.wrapped(.isNull(bound.expression, negated: true))
  }

  // MARK: Verbs and functions

  /// As in `title.contains("left")`.
  private func verb(
    _ hop: Hop, of operand: Operand, after hops: [Hop], _ index: Int
  ) throws(Diagnostic) -> Operand {
    guard case .verb(let name, let arguments) = hop.kind else { return operand }
    guard let verb = TextVerb(rawValue: name.text.lowercased()) else {
      throw Diagnostic(
        .unknownVerb(name.text), at: name.range,
        suggestions: Nearness.nearest(name.text, in: TextVerb.allCases.map(\.rawValue)))
    }
    guard arguments.count == 1, index == hops.count - 1,
      case .literal(.text(let text)) = arguments[0].expression.kind
    else {
      throw Diagnostic(.wrongArgument(verb: name.text, expected: "one text in quotes"), at: hop.range)
    }
    var operand = operand
    let special = text.contains { $0 == "%" || $0 == "_" }
    if special {
      // LIKE would read % and _ as wildcards; instr() does not, and lower() ignores case as LIKE does.
      let place = EntityExpression.call(
        "instr", [.call("lower", [operand.expression]), .call("lower", [.value(Value(text))])])
      switch verb {
      case .contains: operand.expression = .binary(place, .greater, .value(0))
      case .startswith: operand.expression = .binary(place, .equal, .value(1))
      case .endswith:
        operand.expression = .binary(
          .call(
            "lower",
            [.call("substr", [operand.expression, .value(.integer(-Int64(text.unicodeScalars.count)))])]),
          .equal, .call("lower", [.value(Value(text))]))
      }
    } else {
      let pattern =
        switch verb {
        case .contains: "%\(text)%"
        case .startswith: "\(text)%"
        case .endswith: "%\(text)"
        }
      operand.expression = .matches(operand.expression, .like, .value(Value(pattern)), negated: false)
    }
    return operand
  }

  /// As in `books.any()`, `books.any(year > 1960)`, `books.all(year > 1960)`, `books.count()`.
  private func collectionVerb(
    _ hop: Hop, _ relationship: Relationship, _ path: [RelationshipID],
    _ crossings: [(path: [RelationshipID], relationship: RelationshipID)], after hops: [Hop], _ index: Int
  ) throws(Diagnostic) -> Operand {
    guard case .verb(let name, let arguments) = hop.kind, index == hops.count - 1 else {
      throw Diagnostic(.misplaced(.hopAfterVerbInCondition), at: hop.range)
    }
    guard let verb = CollectionVerb(rawValue: name.text.lowercased()) else {
      throw Diagnostic(
        .unknownVerb(name.text), at: name.range,
        suggestions: Nearness.nearest(name.text, in: CollectionVerb.allCases.map(\.rawValue)))
    }
    guard arguments.count <= 1, verb != .all || arguments.count == 1 else {
      throw Diagnostic(
        .wrongArgumentCount(verb: name.text, expected: verb.usage, given: arguments.count), at: hop.range)
    }
    var condition: EntityExpression?
    if let argument = arguments.first {
      condition = try ExpressionBinder(binder, entity: relationship.target).predicate(argument.expression)
    }
    let expression: EntityExpression =
      switch verb {
      case .any: .any(path, relationship.id, condition)
      case .all: .not(.any(path, relationship.id, condition.map { .not($0) }))
      case .count: .count(path, relationship.id, condition)
      }
    return Operand(expression: expression, crossings: crossings, owner: relationship.source)
  }

  private func call(
    _ name: Name, _ arguments: [Expression], _ range: SourceRange
  ) throws(Diagnostic) -> EntityExpression {
    guard let function = ScalarFunction.named(name.text) else {
      throw Diagnostic(
        .unknownFunction(name.text), at: name.range,
        suggestions: Nearness.nearest(name.text, in: ScalarFunction.all.map(\.name)))
    }
    guard function.arity.contains(arguments.count) else {
      throw Diagnostic(
        .wrongArgumentCount(verb: function.name, expected: function.usage, given: arguments.count), at: range)
    }
    return try lifted(arguments) { .call(function.name, $0) }
  }
}

private enum TextVerb: String, CaseIterable {
  case contains, startswith, endswith
}

private enum CollectionVerb: String, CaseIterable {
  case any, all, count

  var usage: String {
    switch self {
    case .any: "any() or any(condition)"
    case .all: "all(condition)"
    case .count: "count() or count(condition)"
    }
  }
}

extension EntityExpression {
  /// Whether it depends on the record in question, and is no constant.
  fileprivate var readsRecord: Bool {
    switch self {
    case .value: false
    case .attribute, .hiddenIdentity, .any, .count: true
    case .not(let operand), .negated(let operand), .isNull(let operand, _): operand.readsRecord
    case .binary(let left, _, let right), .matches(let left, _, let right, _):
      left.readsRecord || right.readsRecord
    case .between(let operand, let low, let high, _):
      operand.readsRecord || low.readsRecord || high.readsRecord
    case .within(let operand, let members, _): operand.readsRecord || members.contains(where: \.readsRecord)
    case .call(_, let arguments): arguments.contains(where: \.readsRecord)
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
