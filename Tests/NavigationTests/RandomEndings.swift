import ORM
import SQL
import TestSupport

/// What a path may end with.
extension RandomPath {
  private enum Kind { case records, values, number, group, shape }

  mutating func end(_ path: inout OraclePath, _ entity: Entity) {
    var kinds = [Kind](repeating: .values, count: 5) + [.records, .records, .number]
    if features.contains(.aggregates) { kinds += [.number, .number, .number] }
    if features.contains(.groups) { kinds += [.group, .group, .group] }
    if features.contains(.shapes) { kinds += [.shape, .shape, .shape, .shape] }
    switch generator.pick(kinds) {
    case .records: break
    case .values:
      path.ending = .values(values(of: entity, after: path, &path.text))
      if case .values(let values) = path.ending, generator.chance(12) {
        path.ending = .number(OracleAggregate(function: .count), of: values)
        path.text += ".count()"
      }
    case .number: path.ending = number(at: path, entity, &path.text)
    case .group: path.ending = .group(group(of: entity, &path.text))
    case .shape:
      let afterClosure = path.steps.last?.closure != nil
      let (fields, text) = shape(of: entity, depth: 3, hasDepth: afterClosure)
      path.text += text
      path.ending = .shape(fields)
    }
  }

  static func hasAttribute(_ name: String, _ entity: Entity) -> Bool {
    entity.attributes.contains { $0.name == name }
  }

  private mutating func values(
    of entity: Entity, after path: OraclePath, _ text: inout String
  ) -> OracleValues {
    if path.steps.last?.closure != nil, !Self.hasAttribute("depth", entity), generator.chance(50) {
      text += ".depth"
      return OracleValues(column: .depth)
    }
    let attribute = Int.random(in: entity.attributes.indices, using: &generator)
    var values = OracleValues(column: .attribute(attribute))
    text += ".\(entity.attributes[attribute].name)"
    if generator.chance(25) {
      values.isDistinct = true
      text += ".distinct()"
    }
    if generator.chance(20) { values.slice = slice(&text) }
    return values
  }

  // MARK: Numbers

  private mutating func number(
    at path: OraclePath, _ entity: Entity, _ text: inout String
  ) -> OraclePath.Ending {
    let count = OraclePath.Ending.number(OracleAggregate(function: .count), of: nil)
    guard features.contains(.aggregates) else {
      text += ".count()"
      return count
    }
    if generator.chance(35), let (ending, typed) = numberOfValues(at: path, entity) {
      text += typed
      return ending
    }
    if let (aggregate, typed) = aggregate(of: entity, depth: 1, isCondition: nil) {
      text += ".\(typed)"
      return .number(aggregate, of: nil)
    }
    text += ".count()"
    return count
  }

  /// As in `.year.max()`; here a sum may be too large.
  private mutating func numberOfValues(
    at path: OraclePath, _ entity: Entity
  ) -> (OraclePath.Ending, String)? {
    let index = Int.random(in: entity.attributes.indices, using: &generator)
    let function = generator.pick([OracleAggregate.Function.sum, .avg, .min, .max])
    let expression = OracleExpression.attribute([], index)
    switch function {
    case .count, .any, .all, .min, .max: break
    case .sum:
      let records = oracle.records(of: path)?.records ?? []
      guard entity.attributes[index].affinity.isNumeric,
        oracle.hasOneSum(expression, over: records, entity.id)
      else { return nil }
    case .avg:
      guard entity.attributes[index].affinity.isNumeric, oracle.isExact(expression, entity.id) else {
        return nil
      }
    }
    return (
      .number(OracleAggregate(function: function), of: OracleValues(column: .attribute(index))),
      ".\(entity.attributes[index].name).\(function.rawValue)()"
    )
  }

  // MARK: Groups

  private mutating func group(of entity: Entity, _ text: inout String) -> OracleGroup {
    var keys: [OracleGroup.Key] = []
    var names: [String] = []
    for _ in 0..<generator.pick([1, 1, 2, 3]) {
      let (key, name) = groupKey(of: entity, mayBeMany: !keys.contains { !$0.hops.isEmpty })
      guard !names.contains(SyntaxText.printed(name)) else { continue }
      keys.append(key)
      names.append(SyntaxText.printed(name))
    }
    text += ".group(\(names.joined(separator: ", ")))"
    var group = OracleGroup(
      keys: keys, columns: keys.indices.map(OracleGroup.Column.key), names: names)
    if generator.chance(60) {
      text += braces(&group, of: entity)
    } else {
      group.columns.append(.aggregate(OracleAggregate(function: .count)))
      group.names.append("count")
    }
    refine(&group, of: entity, &text)
    return group
  }

  private mutating func groupKey(of entity: Entity, mayBeMany: Bool) -> (OracleGroup.Key, String) {
    if mayBeMany, generator.chance(30) {
      let candidates = entity.relationships.map { schema[$0] }.filter(\.isToMany)
      if let relationship = candidates.randomElement(using: &generator) {
        let (expression, name) = attribute(of: schema[relationship.target])
        return (
          OracleGroup.Key(hops: [OracleHop(relationship: relationship.id)], expression: expression),
          "\(relationship.name).\(name)"
        )
      }
    }
    if generator.chance(20), let (number, name) = number(of: entity, depth: 1) {
      return (OracleGroup.Key(expression: number), name)
    }
    let (expression, name) = attribute(of: entity)
    return (OracleGroup.Key(expression: expression), name)
  }

  /// As in `{count(), avg(year), n: max(year)}`; keys that are not in it come first.
  private mutating func braces(_ group: inout OracleGroup, of entity: Entity) -> String {
    var items: [(column: OracleGroup.Column, name: String, text: String)] = []
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      guard let (aggregate, text) = aggregate(of: entity, depth: 1, isCondition: nil) else { continue }
      let isPlainCount = aggregate == OracleAggregate(function: .count)
      var item = (
        column: OracleGroup.Column.aggregate(aggregate),
        name: isPlainCount ? "count" : SyntaxText.printed(text), text: text
      )
      if generator.chance(30) || (items.map(\.name) + group.names).contains(item.name) {
        item.name = "n\(items.count)"
        item.text = "\(item.name): \(text)"
      }
      items.append(item)
    }
    var named: Set<Int> = []
    for key in group.keys.indices where generator.chance(30) {
      guard case .attribute = group.keys[key].expression else { continue }
      named.insert(key)
      items.append((.key(key), group.names[key], group.names[key]))
    }
    items.shuffle(using: &generator)
    guard !items.isEmpty else {
      group.columns.append(.aggregate(OracleAggregate(function: .count)))
      group.names.append("count")
      return ""
    }
    let first = group.keys.indices.filter { !named.contains($0) }
    group.names = first.map { group.names[$0] } + items.map(\.name)
    group.columns = first.map(OracleGroup.Column.key) + items.map(\.column)
    return "{\(items.map(\.text).joined(separator: ", "))}"
  }

  private mutating func refine(_ group: inout OracleGroup, of entity: Entity, _ text: inout String) {
    let columns = group.columns.indices.filter { column in
      switch group.columns[column] {
      case .key(let key):
        if case .attribute = group.keys[key].expression { true } else { false }
      case .aggregate: true
      }
    }
    while !columns.isEmpty, generator.chance(30) {
      let (condition, typed) = groupCondition(on: group, columns, entity, depth: 1)
      group.refinements.append(.filter(condition))
      text += "[\(typed)]"
    }
    if !columns.isEmpty, generator.chance(30) {
      var keys: [(column: Int, isDescending: Bool)] = []
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        keys.append((generator.pick(columns), generator.chance(50)))
      }
      group.refinements.append(.sort(keys))
      let typed = keys.map { ($0.isDescending ? "-" : "") + group.names[$0.column] }
      text += ".sort(\(typed.joined(separator: ", ")))"
    }
    if generator.chance(30) { group.refinements.append(.slice(slice(&text))) }
    if generator.chance(10) {
      group.counts = true
      text += ".count()"
    }
  }

  private mutating func groupCondition(
    on group: OracleGroup, _ columns: [Int], _ entity: Entity, depth: Int
  ) -> (OracleGroupCondition, String) {
    if depth > 0, generator.chance(30) {
      let (left, first) = groupCondition(on: group, columns, entity, depth: 0)
      let (right, second) = groupCondition(on: group, columns, entity, depth: 0)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: return (.not(left), "not (\(first))")
      case 1: return (.and(left, right), "\(first) and \(second)")
      default: return (.or(left, right), "\(first) or \(second)")
      }
    }
    let column = generator.pick(columns)
    var name = group.names[column]
    if name == "count", generator.chance(50) { name = "count()" }
    if generator.chance(20) { return (.isNull(column), "\(name) is null") }
    let symbol = generator.pick(OracleSymbol.allCases)
    let literal: Value
    switch group.columns[column] {
    case .key(let key):
      let last = group.keys[key].hops.last
      literal = self.literal(
        for: group.keys[key].expression, of: last.map { schema[schema[$0.relationship].target] } ?? entity)
    case .aggregate(let aggregate):
      literal =
        aggregate.argument.map { self.literal(for: $0, of: entity) }
        ?? .integer(Int64.random(in: 0...3, using: &generator))
    }
    return (.compare(column, symbol, literal), "\(name) \(symbol.rawValue) \(Self.literal(literal))")
  }
}
