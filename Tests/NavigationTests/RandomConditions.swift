import ORM
import SQL
import TestSupport

/// What may stand in brackets as a filter.
extension RandomPath {
  mutating func condition(on entity: Entity, depth: Int) -> (OracleCondition, String) {
    switch Int.random(in: 0..<(depth > 0 ? 14 : 8), using: &generator) {
    case 0..<7: return test(on: entity, prefix: "")
    case 7:
      guard let relationship = entity.relationships.randomElement(using: &generator) else { fallthrough }
      return (.isMissing(relationship), "\(schema[relationship].name) is null")
    case 8:
      let (inner, typed) = condition(on: entity, depth: depth - 1)
      return (.not(inner), "not (\(typed))")
    case 9, 10:
      let (left, first) = condition(on: entity, depth: depth - 1)
      let (right, second) = condition(on: entity, depth: depth - 1)
      return generator.chance(50)
        ? (.and(left, right), "(\(first)) and (\(second))") : (.or(left, right), "(\(first)) or (\(second))")
    default:
      return overHops(from: entity, depth: depth) ?? condition(on: entity, depth: 0)
    }
  }

  /// A test of one attribute.
  ///
  /// - Parameter prefix: how the record is reached, `books.`.
  private mutating func test(on entity: Entity, prefix: String) -> (OracleCondition, String) {
    if let test = heldTest(on: entity, prefix: prefix) { return test }
    if prefix.isEmpty, let test = numberTest(on: entity) { return test }
    let (operand, name) = attribute(of: entity)
    let path = prefix + name
    switch Int.random(in: 0..<7, using: &generator) {
    case 0, 1, 2:
      let symbol = generator.pick(OracleSymbol.allCases)
      let value = literal(for: operand, of: entity)
      return (
        .compare(operand, symbol, .literal(value)), "\(path) \(symbol.rawValue) \(Self.literal(value))"
      )
    case 3:
      let (low, high) = (literal(for: operand, of: entity), literal(for: operand, of: entity))
      return (
        .between(operand, low, high), "\(path) between \(Self.literal(low)) and \(Self.literal(high))"
      )
    case 4:
      var members: [Value] = []
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        members.append(literal(for: operand, of: entity))
      }
      let isNegated = generator.chance(20)
      return (
        .within(operand, members, isNegated: isNegated),
        "\(path) \(isNegated ? "not " : "")in (\(members.map(Self.literal).joined(separator: ", ")))"
      )
    case 5: return (.isNull(operand), "\(path) is null")
    default:
      let part = generator.pick(["a", "B", "5", "é", ""])
      let isStart = generator.chance(50)
      return (.like(operand, part, isStart: isStart), "\(path) like \"\(isStart ? "" : "%")\(part)%\"")
    }
  }

  /// Compares what is worked out, or two attributes of the record.
  private mutating func numberTest(on entity: Entity) -> (OracleCondition, String)? {
    guard features.contains(.predicates), generator.chance(20) else { return nil }
    let symbol = generator.pick(OracleSymbol.allCases)
    if generator.chance(30) {
      guard let (left, first) = number(of: entity, depth: 1),
        let (right, second) = number(of: entity, depth: 1)
      else { return nil }
      return (.compare(left, symbol, right), "\(first) \(symbol.rawValue) \(second)")
    }
    guard
      let (number, text) = generator.chance(50)
        ? number(of: entity, depth: 1) : aggregate(over: entity, depth: 1)
    else { return nil }
    let value = literal(comparedWith: number, of: entity)
    return (.compare(number, symbol, .literal(value)), "\(text) \(symbol.rawValue) \(Self.literal(value))")
  }

  /// A text for the least or the greatest of texts, a small number for anything else.
  private mutating func literal(comparedWith expression: OracleExpression, of entity: Entity) -> Value {
    guard case .aggregate(let aggregate, let hops) = expression, let argument = aggregate.argument,
      let last = hops.last
    else { return literal(for: expression, of: entity) }
    return literal(for: argument, of: schema[schema[last.relationship].target])
  }

  // MARK: Over hops

  /// Conditions over to-many hops, or over a to-one hop by the other side's key.
  private mutating func overHops(from entity: Entity, depth: Int) -> (OracleCondition, String)? {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0, 1:
      guard let (hops, text, target) = hops(from: entity, depth: depth, needsMany: true) else { return nil }
      let (inner, typed) = test(on: target, prefix: "\(text).")
      return (.any(hops, inner), typed)
    case 2 where features.contains(.predicates): return againstOwn(from: entity, depth: depth)
    case 2, 3:
      guard let (hops, text, target) = hops(from: entity, depth: depth, needsMany: false) else { return nil }
      let symbol = generator.pick(OracleSymbol.allCases)
      let number = Value.integer(Int64.random(in: 0...3, using: &generator))
      var count = OracleAggregate(function: .count)
      var typed = ""
      if generator.chance(50) {
        let (inner, condition) = condition(on: target, depth: depth - 1)
        count.condition = inner
        typed = condition
      }
      return (
        .compare(.aggregate(count, over: hops), symbol, .literal(number)),
        "\(text).count(\(typed)) \(symbol.rawValue) \(Self.literal(number))"
      )
    default:
      guard let (hops, text, target) = hops(from: entity, depth: depth, needsMany: false) else { return nil }
      if generator.chance(30) { return (.any(hops, nil), "\(text).any()") }
      let (inner, typed) = condition(on: target, depth: depth - 1)
      if features.contains(.predicates), generator.chance(40) {
        return (.all(hops, inner), "\(text).all(\(typed))")
      }
      return (.any(hops, inner), "\(text).any(\(typed))")
    }
  }

  /// As in `books.year < born`.
  private mutating func againstOwn(from entity: Entity, depth: Int) -> (OracleCondition, String)? {
    guard let (hops, text, target) = hops(from: entity, depth: depth, needsMany: true) else { return nil }
    let (theirs, name) = attribute(of: target)
    for _ in 0..<6 {
      let (own, ownName) = attribute(of: entity)
      guard attribute(own, of: entity)?.affinity == attribute(theirs, of: target)?.affinity else { continue }
      let symbol = generator.pick(OracleSymbol.allCases)
      let isFlipped = generator.chance(50)
      let path = "\(text).\(name)"
      return (
        .anyAgainst(hops, theirs, symbol, own, isFlipped: isFlipped),
        isFlipped ? "\(ownName) \(symbol.rawValue) \(path)" : "\(path) \(symbol.rawValue) \(ownName)"
      )
    }
    return nil
  }

  // MARK: Variables

  private mutating func heldTest(on entity: Entity, prefix: String) -> (OracleCondition, String)? {
    guard features.contains(.heldConditions), generator.chance(25),
      let variable = variables.randomElement(using: &generator)
    else { return nil }
    switch variable.content {
    case .records(let id, let records, let isSingle):
      if isSingle, let record = records.first, generator.chance(50) {
        return valueTest(on: entity, prefix, of: variable, schema[id], record)
      }
      return recordTest(on: entity, prefix, variable, id, Set(records))
    case .values(let id, let index, let values):
      guard let (operand, name) = attribute(of: entity, like: schema[id].attributes[index]),
        values.allSatisfy({ $0 == .null || Self.fits($0, schema[id].attributes[index]) })
      else { return nil }
      if values.count == 1 {
        let symbol = generator.pick(OracleSymbol.allCases)
        return (
          .compare(operand, symbol, .literal(values[0])),
          "\(prefix)\(name) \(symbol.rawValue) \(variable.name)"
        )
      }
      guard features.contains(.heldLists) else { return nil }
      return (
        .within(operand, values, isNegated: false),
        "\(prefix)\(name) \(generator.pick(["in", "="])) \(variable.name)"
      )
    }
  }

  /// As in `year > a.born`, where `a` holds one record.
  private mutating func valueTest(
    on entity: Entity, _ prefix: String, of variable: OracleVariable, _ holder: Entity, _ record: Int
  ) -> (OracleCondition, String)? {
    let index = Int.random(in: holder.attributes.indices, using: &generator)
    let value = oracle.rows[holder.id.index][record][index]
    guard value == .null || Self.fits(value, holder.attributes[index]),
      let (operand, name) = attribute(of: entity, like: holder.attributes[index])
    else { return nil }
    let symbol = generator.pick(OracleSymbol.allCases)
    return (
      .compare(operand, symbol, .literal(value)),
      "\(prefix)\(name) \(symbol.rawValue) \(variable.name).\(holder.attributes[index].name)"
    )
  }

  /// As in `author = a`, `owner.books != a`.
  private mutating func recordTest(
    on entity: Entity, _ prefix: String, _ variable: OracleVariable, _ id: EntityID, _ held: Set<Int>
  ) -> (OracleCondition, String)? {
    // A variable of a path's own entity says nothing of the record itself, only of where a hop leads.
    var entity = entity
    var hops: [OracleHop] = []
    var text = prefix
    if prefix.isEmpty, generator.chance(30),
      let first = entity.relationships.randomElement(using: &generator)
    {
      hops.append(OracleHop(relationship: first))
      text += "\(schema[first].name)."
      entity = schema[schema[first].target]
    }
    let candidates = entity.relationships.filter {
      schema[$0].target == id && !oracle.isUncertain(schema[$0])
    }
    guard let relationship = candidates.randomElement(using: &generator) else { return nil }
    let isNegated = generator.chance(30)
    var sign = isNegated ? "!=" : generator.pick(["=", "=="])
    if features.contains(.heldLists), generator.chance(50) { sign = isNegated ? "not in" : "in" }
    return (
      .isHeld(hops, relationship, held, isNegated: isNegated),
      "\(text)\(schema[relationship].name) \(sign) \(variable.name)"
    )
  }

  /// An attribute that holds the same kind of values as another.
  private mutating func attribute(
    of entity: Entity, like other: Attribute
  ) -> (OracleExpression, String)? {
    for _ in 0..<6 {
      let (expression, text) = attribute(of: entity)
      if attribute(expression, of: entity)?.affinity == other.affinity { return (expression, text) }
    }
    return nil
  }
}
