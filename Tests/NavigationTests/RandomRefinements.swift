import ORM
import SQL
import TestSupport

/// What narrows, orders and loads ahead.
extension RandomPath {
  mutating func refinements(of entity: Entity, _ text: inout String) -> [OracleRefinement] {
    var pick: OraclePick?
    return refinements(of: entity, &text, mayBeginWithKey: true, pick: &pick)
  }

  /// - Parameters:
  ///   - mayBeginWithKey: false where a key would be the root's own.
  ///   - pick: what leaves one record at the most, if anything does.
  mutating func refinements(
    of entity: Entity, _ text: inout String, mayBeginWithKey: Bool, pick: inout OraclePick?
  ) -> [OracleRefinement] {
    var refinements: [OracleRefinement] = []
    for _ in 0..<generator.pick([0, 0, 0, 0, 1, 1, 1, 2, 3]) {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<4:
        let (condition, typed) = self.condition(on: entity, depth: 2)
        refinements.append(.filter(condition))
        text += "[\(typed)]"
      case 4 where !entity.primaryKey.isEmpty && (mayBeginWithKey || !refinements.isEmpty):
        pick = .key
        let key = self.key(of: entity)
        text += Self.bracketed(key)
        refinements += Self.conditions(of: key, entity).map(OracleRefinement.filter)
      case 4..<7: refinements.append(.sort(sortKeys(of: entity, &text)))
      default:
        let slice = slice(&text)
        if text.hasSuffix(".first()") || text.hasSuffix(".last()") { pick = pick ?? .position }
        refinements.append(.slice(slice))
      }
    }
    return refinements
  }

  static func conditions(of key: [Value], _ entity: Entity) -> [OracleCondition] {
    zip(entity.primaryKey, key).map { column, value in
      .compare(.attribute([], column), .equal, .literal(value))
    }
  }

  private mutating func sortKeys(of entity: Entity, _ text: inout String) -> [OracleSortKey] {
    var keys: [OracleSortKey] = []
    var typed: [String] = []
    for _ in 0..<Int.random(in: 1...2, using: &generator) {
      var (expression, name) = attribute(of: entity)
      if features.contains(.predicates), generator.chance(20), let number = number(of: entity, depth: 1) {
        (expression, name) = number
      }
      let isDescending = generator.chance(40)
      keys.append(OracleSortKey(expression: expression, isDescending: isDescending))
      if isDescending, case .arithmetic = expression { name = "(\(name))" }
      typed.append((isDescending ? "-" : "") + name)
    }
    text += ".sort(\(typed.joined(separator: ", ")))"
    return keys
  }

  mutating func slice(_ text: inout String) -> OracleSlice {
    let number = Int.random(in: 0...4, using: &generator)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0:
      text += ".take(\(number))"
      return OracleSlice(lower: nil, upper: number)
    case 1:
      text += ".skip(\(number))"
      return OracleSlice(lower: number, upper: nil)
    case 2:
      text += ".first()"
      return OracleSlice(lower: nil, upper: 1)
    case 3:
      text += ".last()"
      return OracleSlice(lower: -1, upper: nil)
    default:
      func position(_ generator: inout SeededGenerator) -> Int? {
        if generator.chance(30) { return nil }
        if generator.chance(4) { return generator.chance(50) ? .max : -.max }
        return Int.random(in: -4...4, using: &generator)
      }
      let slice = OracleSlice(lower: position(&generator), upper: position(&generator))
      text += "[\(slice.lower.map(String.init) ?? ""):\(slice.upper.map(String.init) ?? "")]"
      return slice
    }
  }

  /// What `with` loads ahead of these records.
  mutating func loads(of entity: Entity, _ text: inout String) -> [OracleLoad] {
    guard features.contains(.loads), !entity.relationships.isEmpty, generator.chance(10) else { return [] }
    var loads: [OracleLoad] = []
    var typed: [String] = []
    for _ in 0..<Int.random(in: 1...2, using: &generator) {
      var relationships: [Relationship] = []
      var entity = entity
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        guard let id = entity.relationships.randomElement(using: &generator) else { break }
        relationships.append(schema[id])
        entity = schema[schema[id].target]
      }
      let strategy = generator.chance(30) ? generator.pick([LoadingStrategy.selectin, .joined]) : nil
      Self.add(relationships[...], strategy, to: &loads)
      let name = relationships.map(\.name).joined(separator: ".")
      typed.append(strategy.map { "\(name): \($0.rawValue)" } ?? name)
    }
    text += ".with(\(typed.joined(separator: ", ")))"
    return loads
  }

  /// A strategy is that of the last hop; a beginning that is there already is shared.
  private static func add(
    _ relationships: ArraySlice<Relationship>, _ strategy: LoadingStrategy?, to loads: inout [OracleLoad]
  ) {
    guard let first = relationships.first else { return }
    if !loads.contains(where: { $0.relationship.id == first.id }) {
      loads.append(OracleLoad(relationship: first))
    }
    for index in loads.indices where loads[index].relationship.id == first.id {
      if relationships.count == 1, let strategy { loads[index].strategy = strategy }
      add(relationships.dropFirst(), strategy, to: &loads[index].loads)
    }
  }
}
