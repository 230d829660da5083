import ORM
import SQL
import TestSupport

/// What has one value for each record, and where hops inside a condition lead.
extension RandomPath {
  /// An attribute, over no more than two to-one hops.
  mutating func attribute(of entity: Entity) -> (OracleExpression, String) {
    var entity = entity
    var path: [RelationshipID] = []
    var text = ""
    while path.count < 2, generator.chance(25) {
      let hops = entity.relationships.map { schema[$0] }.filter { $0.kind.isForward && !$0.isToMany }
      guard let hop = hops.randomElement(using: &generator) else { break }
      path.append(hop.id)
      text += "\(hop.name)."
      entity = schema[hop.target]
    }
    let attribute = Int.random(in: entity.attributes.indices, using: &generator)
    return (.attribute(path, attribute), text + entity.attributes[attribute].name)
  }

  /// An attribute whose values are small integers, if one is found.
  private mutating func exactAttribute(of entity: Entity) -> (OracleExpression, String)? {
    for _ in 0..<6 {
      let (expression, text) = attribute(of: entity)
      if isNumeric(expression, entity), oracle.isExact(expression, entity.id) { return (expression, text) }
    }
    return nil
  }

  /// A number that is a small integer or NULL for each record: an attribute, a sum, an aggregate over hops.
  ///
  /// - Parameter depth: aggregates inside one another.
  mutating func number(of entity: Entity, depth: Int) -> (OracleExpression, String)? {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0, 1: return exactAttribute(of: entity)
    case 2, 3:
      guard let (left, first) = exactAttribute(of: entity) else { return nil }
      let sign = generator.pick(OracleArithmetic.allCases)
      if generator.chance(40), let (right, second) = exactAttribute(of: entity) {
        let number = OracleExpression.arithmetic(left, sign, right)
        return oracle.isExact(number, entity.id) ? (number, "\(first) \(sign.rawValue) \(second)") : nil
      }
      let value = Value.integer(Int64.random(in: -2...4, using: &generator))
      let number = OracleExpression.arithmetic(left, sign, .literal(value))
      guard oracle.isExact(number, entity.id) else { return nil }
      return (number, "\(first) \(sign.rawValue) \(Self.literal(value))")
    default:
      guard depth > 0, let (number, text) = aggregate(over: entity, depth: depth - 1) else { return nil }
      return isNumeric(number, entity) && oracle.isExact(number, entity.id) ? (number, text) : nil
    }
  }

  /// As in `books.count()`, `books[year > 1960].genres.max(size)`: what SQL works out over hops from a record.
  mutating func aggregate(over entity: Entity, depth: Int) -> (OracleExpression, String)? {
    guard let (hops, text, target) = hops(from: entity, depth: depth, needsMany: false),
      let (aggregate, verb) = aggregate(of: target, depth: depth, isCondition: false)
    else { return nil }
    return (.aggregate(aggregate, over: hops), "\(text).\(verb)")
  }

  /// As in `count()`, `sum(size - 1)`, `all(year > 1960)`, over a set of records.
  ///
  /// - Parameter isCondition: nil for any function; true for those that say yes or no, false for numbers.
  mutating func aggregate(
    of entity: Entity, depth: Int, isCondition: Bool?
  ) -> (OracleAggregate, String)? {
    let functions = OracleAggregate.Function.allCases.filter { function in
      isCondition.map { $0 == (function == .any || function == .all) } ?? true
    }
    let function = generator.pick(functions)
    var aggregate = OracleAggregate(function: function)
    switch function {
    case .count, .any, .all:
      if function != .all, generator.chance(50) { return (aggregate, "\(function.rawValue)()") }
      let (condition, typed) = condition(on: entity, depth: depth)
      aggregate.condition = condition
      return (aggregate, "\(function.rawValue)(\(typed))")
    case .min, .max:
      let (expression, typed) = attribute(of: entity)
      guard oracle.isUnambiguous(expression, entity.id) else { return nil }
      aggregate.argument = expression
      return (aggregate, "\(function.rawValue)(\(typed))")
    case .sum, .avg:
      guard let (expression, typed) = number(of: entity, depth: depth) else { return nil }
      aggregate.argument = expression
      return (aggregate, "\(function.rawValue)(\(typed))")
    }
  }

  /// Hops inside a condition, with filters and keys on them.
  ///
  /// - Parameter needsMany: whether they must mean "any of them" up to the last one; a to-one hop behind that belongs to
  ///   the value, which is NULL where it leads nowhere.
  mutating func hops(
    from entity: Entity, depth: Int, needsMany: Bool
  ) -> (hops: [OracleHop], text: String, target: Entity)? {
    let goesFar = features.contains(.predicates)
    var hops: [OracleHop] = []
    var texts: [String] = []
    var entity = entity
    for _ in 0..<(goesFar ? generator.pick([1, 1, 1, 2, 2, 3]) : 1) {
      let candidates = entity.relationships.map { schema[$0] }
        .filter { goesFar || $0.isToMany || !$0.kind.isForward }
      guard let relationship = candidates.randomElement(using: &generator) else { break }
      entity = schema[relationship.target]
      var hop = OracleHop(relationship: relationship.id)
      var text = relationship.name
      if goesFar, generator.chance(25) {
        if !entity.primaryKey.isEmpty, generator.chance(30) {
          let key = key(of: entity)
          hop.conditions = Self.conditions(of: key, entity)
          text += Self.bracketed(key)
        } else {
          let (condition, typed) = condition(on: entity, depth: min(0, depth - 1))
          hop.conditions = [condition]
          text += "[\(typed)]"
        }
      }
      hops.append(hop)
      texts.append(text)
    }
    guard let last = hops.last, !needsMany || !oracle.isPlainToOne(last) else { return nil }
    return (hops, texts.joined(separator: "."), entity)
  }

  // MARK: Kinds of values

  func attribute(_ expression: OracleExpression, of entity: Entity) -> Attribute? {
    guard case .attribute(let path, let index) = expression else { return nil }
    return schema[path.last.map { schema[$0].target } ?? entity.id].attributes[index]
  }

  func isNumeric(_ expression: OracleExpression, _ entity: Entity) -> Bool {
    switch expression {
    case .literal, .arithmetic: return true
    case .attribute: return attribute(expression, of: entity)?.affinity.isNumeric == true
    case .aggregate(let aggregate, let hops):
      guard let argument = aggregate.argument, let last = hops.last else { return true }
      return isNumeric(argument, schema[schema[last.relationship].target])
    }
  }

  /// A value to compare an attribute with.
  mutating func literal(for expression: OracleExpression, of entity: Entity) -> Value {
    guard case .attribute(let path, let index) = expression else {
      return .integer(Int64.random(in: -2...6, using: &generator))
    }
    return value(of: index, in: schema[path.last.map { schema[$0].target } ?? entity.id])
  }
}
