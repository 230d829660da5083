import Language
import ORM
import SQL

/// Binds one path inside a condition: to-one hops are joined, of to-many hops any target counts, and at the end
/// stands an attribute, a verb or nothing.
struct OperandBinder {
  private let expressions: ExpressionBinder
  private let binder: Binder
  private let syntax: Expression
  /// The entity reached so far.
  private var entity: EntityID
  /// To-one hops since the last crossing.
  private var path: [RelationshipID] = []
  private var crossings: [[PredicateHop]] = []
  private var last: Relationship?

  init(_ expressions: ExpressionBinder, _ syntax: Expression) {
    self.expressions = expressions
    self.syntax = syntax
    binder = expressions.binder
    entity = expressions.entity
  }

  mutating func operand(_ hops: [Hop]) throws(Diagnostic) -> Operand {
    if let variable = try VariableOperand(binder, entity)?.operand(hops, syntax) { return variable }
    var rest = hops[...]
    while let hop = rest.popFirst() {
      guard case .member(let name, let eager) = hop.kind else { throw misplaced(hop) }
      if let eager { throw Diagnostic(.misplaced(.eagerMarkInCondition), at: eager.range) }
      switch try binder.member(name, of: entity, isSingle: expressions.joinsOneToOne) {
      case .attribute(let attribute):
        guard let next = rest.popFirst() else { return self.attribute(attribute) }
        if case .verb(let verb, let arguments) = next.kind {
          return try value(attribute, name, verb, arguments, next, before: rest.first)
        }
        guard let relationship = try binder.relationship(ofColumn: attribute, in: entity, at: name.range)
        else {
          throw Diagnostic(
            .hopAfterValue(
              hop: SyntaxPrinter.text(of: [next]),
              attribute: binder.schema[entity].attributes[attribute].name,
              relationships: binder.schema.relationships(wantingNameOf: attribute, in: entity)),
            at: next.range)
        }
        rest = hops[rest.startIndex - 1..<hops.endIndex]
        try follow(relationship, &rest)
      case .relationship(let relationship):
        try follow(relationship, &rest)
      }
      guard case .verb(let verb, let arguments)? = rest.first?.kind, let hop = rest.popFirst() else {
        continue
      }
      return try aggregate(verb, arguments, hop, before: rest.first)
    }
    return try end()
  }

  private func checkEnd(_ hop: Hop?) throws(Diagnostic) {
    guard let hop else { return }
    throw Diagnostic(.misplaced(.hopAfterVerbInCondition), at: hop.range)
  }

  // MARK: Hops

  /// Goes over a relationship, with the brackets that narrow it.
  private mutating func follow(
    _ relationship: Relationship, _ rest: inout ArraySlice<Hop>
  ) throws(Diagnostic) {
    let condition = try narrowing(relationship.target, &rest)
    let isJoined =
      condition == nil && !relationship.isToMany
      && (relationship.kind.isForward || expressions.joinsOneToOne)
    if isJoined {
      path.append(relationship.id)
    } else {
      crossings.append(path.map { PredicateHop($0) } + [PredicateHop(relationship.id, condition)])
      path = []
    }
    entity = relationship.target
    last = relationship
  }

  private func narrowing(
    _ target: EntityID, _ rest: inout ArraySlice<Hop>
  ) throws(Diagnostic) -> EntityExpression? {
    var condition: EntityExpression?
    while let hop = rest.first {
      let next: EntityExpression
      switch hop.kind {
      case .filter(let filter): next = try ExpressionBinder(binder, entity: target).predicate(filter)
      case .keys(let keys): next = try binder.keyCondition(keys, of: target, at: hop.range)
      case .slice, .closure, .shape: throw misplaced(hop)
      case .member, .verb: return condition
      }
      condition = condition.map { .binary($0, .and, next) } ?? next
      rest.removeFirst()
    }
    return condition
  }

  private func misplaced(_ hop: Hop) -> Diagnostic {
    switch hop.kind {
    case .verb(let name, _): Diagnostic(.unknownVerb(name.text), at: name.range)
    case .closure(let name, _, _): Diagnostic(.misplaced(.closureInCondition(name.text)), at: hop.range)
    case .shape: Diagnostic(.misplaced(.shapeInCondition), at: hop.range)
    case .member, .keys, .filter, .slice: Diagnostic(.misplaced(.sliceInCondition), at: hop.range)
    }
  }

  // MARK: Ends

  private func attribute(_ index: Int) -> Operand {
    var operand = Operand(
      .attribute(path, index), ValueFitting.type(of: binder.schema[entity].attributes[index]), syntax)
    operand.crossings = crossings
    operand.end = .attribute(entity, index, path: path)
    return operand
  }

  /// The path ends at a relationship: a to-one stands for its key, any other for "there is one".
  private func end() throws(Diagnostic) -> Operand {
    guard let last else { throw Diagnostic(.notAPredicate, at: syntax.range) }
    guard path.last == last.id, last.kind.isForward, let pair = last.pairs.first else {
      var operand = Operand(.value(.integer(1)), .boolean, syntax)
      operand.crossings = crossings + (path.isEmpty ? [] : [path.map { PredicateHop($0) }])
      operand.end = .existence(last)
      return operand
    }
    let near = Array(path.dropLast())
    var operand = Operand(
      .attribute(near, pair.from),
      ValueFitting.type(of: binder.schema[last.source].attributes[pair.from]), syntax)
    operand.crossings = crossings
    operand.end = .toOne(last, path: near)
    return operand
  }

  // MARK: Verbs

  /// As in `title.contains("left")`, `books.year.max()`.
  private func value(
    _ attribute: Int, _ name: Name, _ verb: Name, _ arguments: [Argument], _ hop: Hop, before next: Hop?
  ) throws(Diagnostic) -> Operand {
    if let verb = TextVerb(rawValue: verb.text.lowercased()) {
      try checkEnd(next)
      return try verb.applied(to: self.attribute(attribute), arguments, hop, syntax)
    }
    guard let function = AggregateFunction(rawValue: verb.text.lowercased()) else {
      // A function takes what stands before the dot into its parentheses.
      let function =
        ScalarFunction.all.first { $0.name == verb.text.lowercased() }.map { ["\($0.name)(\(name.text))"] }
        ?? []
      let names = TextVerb.allCases.map(\.rawValue) + AggregateFunction.allCases.map(\.rawValue)
      throw Diagnostic(
        .unknownVerb(verb.text), at: verb.range,
        suggestions: function.isEmpty ? Nearness.nearest(verb.text, in: names) : function)
    }
    try checkEnd(next)
    guard !hops.isEmpty, function != .any, function != .all else {
      throw Diagnostic(
        .misplaced(.aggregateOfOneValue(verb: function.rawValue, of: name.text)), at: hop.range)
    }
    let argument = try expressions.argument(
      of: function, overAttribute: attribute, in: entity, arguments, hop)
    return aggregate(function, argument)
  }

  /// As in `books.any()`, `books.all(year > 1960)`, `books.count()`, `books.avg(year)`.
  private func aggregate(
    _ verb: Name, _ arguments: [Argument], _ hop: Hop, before next: Hop?
  ) throws(Diagnostic) -> Operand {
    guard let function = AggregateFunction(rawValue: verb.text.lowercased()) else {
      if Verb(rawValue: verb.text.lowercased()) != nil {
        throw Diagnostic(.misplaced(.verbInCondition(verb.text)), at: hop.range)
      }
      throw Diagnostic(
        .unknownVerb(verb.text), at: verb.range,
        suggestions: meant
          ?? Nearness.nearest(verb.text, in: AggregateFunction.allCases.map(\.rawValue)))
    }
    try checkEnd(next)
    return aggregate(
      function, try ExpressionBinder(binder, entity: entity).argument(of: function, arguments, hop))
  }

  private func aggregate(_ function: AggregateFunction, _ argument: ExpressionBinder.AggregateArgument)
    -> Operand
  {
    Operand(.aggregate(function, over: hops, argument: argument.expression), argument.type, syntax)
  }

  /// The path that is meant where verbs of other ORMs stand in it, as in `books.filter(year > 1960).size()`.
  private var meant: [String]? {
    guard case .path(let hops) = syntax.kind, let rewritten = BorrowedVerb.rewritten(hops) else { return nil }
    do throws(Diagnostic) {
      _ = try expressions.operand(Expression(.path(rewritten), range: syntax.range))
    } catch { return nil }
    return [SyntaxPrinter.text(of: rewritten)]
  }

  /// Every hop so far: an aggregate is worked out over all that they reach.
  private var hops: [PredicateHop] { crossings.flatMap { $0 } + path.map { PredicateHop($0) } }
}

/// What can be asked of a text.
package enum TextVerb: String, CaseIterable, Sendable {
  case contains, startswith, endswith

  /// How it is typed.
  package var usage: String { "\(rawValue)(\"text\")" }

  fileprivate func applied(
    to operand: Operand, _ arguments: [Argument], _ hop: Hop, _ syntax: Expression
  ) throws(Diagnostic) -> Operand {
    guard arguments.count == 1, case .literal(.text(let text)) = arguments[0].expression.kind else {
      throw Diagnostic(.wrongArgument(verb: rawValue, expected: "one text in quotes"), at: hop.range)
    }
    var result = Operand(condition(operand.expression, text), .boolean, syntax)
    result.crossings = operand.crossings
    return result
  }

  private func condition(_ operand: EntityExpression, _ text: String) -> EntityExpression {
    guard text.contains(where: { $0 == "%" || $0 == "_" }) else {
      let pattern =
        switch self {
        case .contains: "%\(text)%"
        case .startswith: "\(text)%"
        case .endswith: "%\(text)"
        }
      return .matches(operand, .like, .value(Value(pattern)), negated: false)
    }
    // LIKE would read % and _ as wildcards; instr() does not, and lower() ignores case as LIKE does.
    let sought = EntityExpression.call("lower", [.value(Value(text))])
    let place = EntityExpression.call("instr", [.call("lower", [operand]), sought])
    switch self {
    case .contains: return .binary(place, .greater, .value(0))
    case .startswith: return .binary(place, .equal, .value(1))
    case .endswith:
      let length = Value.integer(-Int64(text.unicodeScalars.count))
      return .binary(.call("lower", [.call("substr", [operand, .value(length)])]), .equal, sought)
    }
  }
}
