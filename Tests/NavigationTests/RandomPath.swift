import ORM
import SQL
import TestSupport

/// Paths over a schema, as text and as the oracle reads them.
struct RandomPath {
  private let oracle: Oracle
  private let schema: Schema
  private var generator: SeededGenerator

  init(oracle: Oracle, seed: UInt64) {
    self.oracle = oracle
    schema = oracle.schema
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> OraclePath {
    let root = generator.pick(schema.entities)
    var path = OraclePath(root: root.id)
    path.text = root.name
    if !root.primaryKey.isEmpty, generator.chance(30) {
      let key = self.key(of: root)
      path.key = key
      path.text += "[\(key.map(Self.literal).joined(separator: ", "))]"
    }
    if path.key == nil || generator.chance(10) {
      path.refinements = refinements(of: root, &path.text, mayBeginWithKey: path.key != nil)
    }
    var entity = root
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      guard let id = entity.relationships.randomElement(using: &generator) else { break }
      let relationship = schema[id]
      entity = schema[relationship.target]
      var step = OraclePath.Step(relationship: relationship)
      path.text += ".\(relationship.name)"
      if generator.chance(15) {
        let mark = generator.pick([LoadingStrategy.lazy, .selectin, .joined])
        step.mark = mark
        path.text += mark == .selectin && generator.chance(50) ? "!" : "!\(mark.rawValue)"
      }
      step.refinements = refinements(of: entity, &path.text)
      path.steps.append(step)
    }
    end(&path, entity)
    return path
  }

  private mutating func end(_ path: inout OraclePath, _ entity: Entity) {
    if generator.chance(60) {
      let attribute = Int.random(in: entity.attributes.indices, using: &generator)
      path.attribute = attribute
      path.text += ".\(entity.attributes[attribute].name)"
      if generator.chance(25) {
        path.isDistinct = true
        path.text += ".distinct()"
      }
      if generator.chance(20) { path.slice = slice(&path.text) }
    }
    if generator.chance(15) {
      path.counts = true
      path.text += ".count()"
    }
  }

  // MARK: Refinements

  /// - Parameter mayBeginWithKey: false where a key would be the root's own.
  private mutating func refinements(
    of entity: Entity, _ text: inout String, mayBeginWithKey: Bool = true
  ) -> [OracleRefinement] {
    var refinements: [OracleRefinement] = []
    for _ in 0..<generator.pick([0, 0, 0, 0, 1, 1, 1, 2, 3]) {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<4:
        let (condition, typed) = self.condition(on: entity, depth: 2)
        refinements.append(.filter(condition))
        text += "[\(typed)]"
      case 4 where !entity.primaryKey.isEmpty && (mayBeginWithKey || !refinements.isEmpty):
        let key = self.key(of: entity)
        text += "[\(key.map(Self.literal).joined(separator: ", "))]"
        refinements += zip(entity.primaryKey, key).map { column, value in
          .filter(.compare(OracleOperand(attribute: column), .equal, value))
        }
      case 4..<7: refinements.append(.sort(sortKeys(of: entity, &text)))
      default: refinements.append(.slice(slice(&text)))
      }
    }
    return refinements
  }

  private mutating func sortKeys(of entity: Entity, _ text: inout String) -> [OracleSortKey] {
    var keys: [OracleSortKey] = []
    var typed: [String] = []
    for _ in 0..<Int.random(in: 1...2, using: &generator) {
      let (operand, name) = self.operand(of: entity)
      let isDescending = generator.chance(40)
      keys.append(OracleSortKey(operand: operand, isDescending: isDescending))
      typed.append((isDescending ? "-" : "") + name)
    }
    text += ".sort(\(typed.joined(separator: ", ")))"
    return keys
  }

  private mutating func slice(_ text: inout String) -> OracleSlice {
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

  // MARK: Conditions

  private mutating func condition(on entity: Entity, depth: Int) -> (OracleCondition, String) {
    switch Int.random(in: 0..<(depth > 0 ? 14 : 8), using: &generator) {
    case 0, 1, 2:
      let (operand, name) = self.operand(of: entity)
      let symbol = generator.pick(OracleSymbol.allCases)
      let value = literal(for: operand, of: entity)
      return (.compare(operand, symbol, value), "\(name) \(symbol.rawValue) \(Self.literal(value))")
    case 3:
      let (operand, name) = self.operand(of: entity)
      let (low, high) = (literal(for: operand, of: entity), literal(for: operand, of: entity))
      return (
        .between(operand, low, high), "\(name) between \(Self.literal(low)) and \(Self.literal(high))"
      )
    case 4:
      let (operand, name) = self.operand(of: entity)
      var members: [Value] = []
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        members.append(literal(for: operand, of: entity))
      }
      return (.within(operand, members), "\(name) in (\(members.map(Self.literal).joined(separator: ", ")))")
    case 5:
      let (operand, name) = self.operand(of: entity)
      return (.isNull(operand), "\(name) is null")
    case 6:
      let (operand, name) = self.operand(of: entity)
      let part = generator.pick(["a", "B", "5", "é", ""])
      let isStart = generator.chance(50)
      return (.like(operand, part, isStart: isStart), "\(name) like \"\(isStart ? "" : "%")\(part)%\"")
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
      return overMany(of: entity, depth: depth) ?? condition(on: entity, depth: 0)
    }
  }

  /// Conditions over a to-many hop, or over a to-one hop by the other side's key.
  private mutating func overMany(of entity: Entity, depth: Int) -> (OracleCondition, String)? {
    let candidates = entity.relationships.map { schema[$0] }.filter { $0.isToMany || !$0.kind.isForward }
    guard let relationship = candidates.randomElement(using: &generator) else { return nil }
    let target = schema[relationship.target]
    let name = relationship.name
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return (.any(relationship.id, nil), "\(name).any()")
    case 1:
      let (inner, typed) = condition(on: target, depth: depth - 1)
      return (.any(relationship.id, inner), "\(name).any(\(typed))")
    case 2:
      let (operand, path) = operand(of: target)
      let symbol = generator.pick(OracleSymbol.allCases)
      let value = literal(for: operand, of: target)
      return (
        .any(relationship.id, .compare(operand, symbol, value)),
        "\(name).\(path) \(symbol.rawValue) \(Self.literal(value))"
      )
    default:
      let symbol = generator.pick(OracleSymbol.allCases)
      let number = Int.random(in: 0...3, using: &generator)
      guard generator.chance(50) else {
        return (.count(relationship.id, nil, symbol, number), "\(name).count() \(symbol.rawValue) \(number)")
      }
      let (inner, typed) = condition(on: target, depth: depth - 1)
      return (
        .count(relationship.id, inner, symbol, number), "\(name).count(\(typed)) \(symbol.rawValue) \(number)"
      )
    }
  }

  private mutating func operand(of entity: Entity) -> (OracleOperand, String) {
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
    return (OracleOperand(path: path, attribute: attribute), text + entity.attributes[attribute].name)
  }

  // MARK: Values

  private mutating func literal(for operand: OracleOperand, of entity: Entity) -> Value {
    let target = operand.path.last.map { schema[$0].target } ?? entity.id
    return value(of: operand.attribute, in: schema[target])
  }

  private mutating func key(of entity: Entity) -> [Value] {
    var key: [Value] = []
    let row = oracle.rows[entity.id.index].randomElement(using: &generator)
    for column in entity.primaryKey {
      // A text is no key for a column of numbers.
      let isNumber = entity.attributes[column].affinity.isNumeric
      if let row, row[column] != .null, !isNumber || row[column].isInteger, generator.chance(90) {
        key.append(row[column])
      } else if isNumber {
        key.append(.integer(generator.pick(RandomDatabase.integers)))
      } else {
        key.append(value(of: column, in: entity))
      }
    }
    return key
  }

  private mutating func value(of attribute: Int, in entity: Entity) -> Value {
    // A column of numbers is not compared with a text, even where it holds one.
    let isNumber = entity.attributes[attribute].affinity == .integer
    let held = oracle.rows[entity.id.index].map { $0[attribute] }
      .filter { $0 != .null && (!isNumber || $0.isInteger) }
    if generator.chance(60), let value = held.randomElement(using: &generator) { return value }
    switch entity.attributes[attribute].affinity {
    case .integer, .real, .numeric: return .integer(generator.pick(RandomDatabase.integers))
    case .text, .blob: return Value(generator.pick(RandomDatabase.texts))
    }
  }

  private static func literal(_ value: Value) -> String {
    switch value {
    case .integer(let integer): String(integer)
    case .text(let text): "\"\(text.string)\""
    case .null, .real, .blob: "null"
    }
  }
}

extension Value {
  fileprivate var isInteger: Bool {
    if case .integer = self { true } else { false }
  }
}
