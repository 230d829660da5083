import ORM
import SQL

/// What a path means, by nested loops over rows in memory: no SQL, and nothing of how Kin loads.
///
/// A record is its place among the rows of its entity, which stand in key order.
struct Oracle {
  let schema: Schema
  /// By entity; a hidden identity stands behind the attributes.
  let rows: [[[Value]]]

  // MARK: Paths

  struct Result {
    var entity: EntityID
    var records: [Int]
    /// nil where nobody counts: no hop, or a set that was narrowed as a whole.
    var ways: [Int]?
  }

  /// The records at the end of a path; nil when the root's key leads to no row.
  func records(of path: OraclePath) -> Result? {
    guard var records = root(of: path) else { return nil }
    records = refined(records, path.refinements, path.root)
    var result = Result(entity: path.root, records: records)
    for step in path.steps { result = follow(step, from: result.records) }
    return result
  }

  /// The rows that the path prints; nil when the root's key leads to no row.
  func answer(to path: OraclePath) -> [[Value]]? {
    guard let result = records(of: path) else { return nil }
    let rows = result.records.map { self.rows[result.entity.index][$0] }
    var answer: [[Value]]
    if let attribute = path.attribute {
      answer = rows.map { [$0[attribute]] }
      if path.isDistinct {
        let collation = schema[result.entity].attributes[attribute].collation
        var seen: [Value] = []
        answer = answer.filter { row in
          defer { seen.append(row[0]) }
          return !seen.contains { Self.order($0, row[0], collation) == 0 }
        }
      }
    } else {
      answer = rows.map { Array($0.prefix(schema[result.entity].attributes.count)) }
    }
    if let slice = path.slice { answer = Self.slice(answer, slice) }
    return path.counts ? [[.integer(Int64(answer.count))]] : answer
  }

  func root(of path: OraclePath) -> [Int]? {
    let all = Array(rows[path.root.index].indices)
    guard let key = path.key else { return all }
    let entity = schema[path.root]
    let found = all.first { row in
      zip(entity.primaryKey, key).allSatisfy { column, value in
        let attribute = entity.attributes[column]
        let own = rows[path.root.index][row][column]
        return own != .null
          && Self.order(own, Self.stored(value, attribute.affinity), attribute.collation) == 0
      }
    }
    return found.map { [$0] }
  }

  /// One hop: refinements narrow the targets of each record after a to-many hop, all of them after a to-one hop.
  func follow(_ step: OraclePath.Step, from sources: [Int]) -> Result {
    let target = step.relationship.target
    let isToMany = step.relationship.isToMany
    var records: [Int] = []
    var ways: [Int: Int] = [:]
    for source in sources {
      let links = links(step.relationship, from: source)
      for record in isToMany ? refined(Self.unique(links), step.refinements, target) : links {
        if ways[record] == nil { records.append(record) }
        ways[record, default: 0] += isToMany ? links.count { $0 == record } : 1
      }
    }
    if isToMany || step.refinements.isEmpty {
      return Result(entity: target, records: records, ways: records.map { ways[$0] ?? 0 })
    }
    return Result(entity: target, records: refined(records, step.refinements, target))
  }

  /// The targets of one record in key order, one for each way to it.
  func links(_ relationship: Relationship, from source: Int) -> [Int] {
    let row = rows[relationship.source.index][source]
    let targets = rows[relationship.target.index]
    guard let junction = relationship.junction else {
      return targets.indices.filter { target in
        relationship.pairs.allSatisfy { pair in
          let near = (row[pair.from], schema[relationship.source].attributes[pair.from])
          let far = (targets[target][pair.to], schema[relationship.target].attributes[pair.to])
          return relationship.kind.isForward ? Self.refers(near, to: far) : Self.refers(far, to: near)
        }
      }
    }
    let link = schema[junction.entity].attributes
    return targets.indices.flatMap { target in
      rows[junction.entity.index].compactMap { middle in
        let isNear = junction.sourcePairs.allSatisfy { pair in
          Self.refers(
            (middle[pair.to], link[pair.to]),
            to: (row[pair.from], schema[relationship.source].attributes[pair.from]))
        }
        let isFar = junction.targetPairs.allSatisfy { pair in
          Self.refers(
            (middle[pair.from], link[pair.from]),
            to: (targets[target][pair.to], schema[relationship.target].attributes[pair.to]))
        }
        return isNear && isFar ? target : nil
      }
    }
  }

  // MARK: Refinements

  func refined(_ records: [Int], _ refinements: [OracleRefinement], _ entity: EntityID) -> [Int] {
    refinements.reduce(records) { records, refinement in
      switch refinement {
      case .filter(let condition): records.filter { holds(condition, entity, $0) == true }
      case .slice(let slice): Self.slice(records, slice)
      case .sort(let keys):
        records.enumerated().sorted { left, right in
          for key in keys {
            let (first, collation) = value(key.operand, entity, left.element)
            let (second, _) = value(key.operand, entity, right.element)
            let order = Self.order(first, second, collation)
            if order != 0 { return key.isDescending ? order > 0 : order < 0 }
          }
          return left.offset < right.offset
        }.map(\.element)
      }
    }
  }

  /// Positions as in Python.
  static func slice<Element>(_ elements: [Element], _ slice: OracleSlice) -> [Element] {
    func position(_ index: Int) -> Int {
      index < 0 ? max(0, elements.count + max(index, -1_000)) : min(index, elements.count)
    }
    let start = position(slice.lower ?? 0)
    let end = position(slice.upper ?? elements.count)
    return start < end ? Array(elements[start..<end]) : []
  }

  static func unique(_ records: [Int]) -> [Int] {
    records.enumerated().filter { records.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }

  // MARK: Conditions

  /// SQL's three values: nil is unknown.
  func holds(_ condition: OracleCondition, _ entity: EntityID, _ record: Int) -> Bool? {
    switch condition {
    case .compare(let operand, let symbol, let literal):
      return compare(operand, symbol, literal, entity, record)
    case .between(let operand, let low, let high):
      return Self.and(
        compare(operand, .greaterOrEqual, low, entity, record),
        compare(operand, .lessOrEqual, high, entity, record))
    case .within(let operand, let members):
      return members.reduce(false) { Self.or($0, compare(operand, .equal, $1, entity, record)) }
    case .isNull(let operand): return value(operand, entity, record).value == .null
    case .isMissing(let id):
      let relationship = schema[id]
      guard relationship.kind.isForward else { return links(relationship, from: record).isEmpty }
      return relationship.pairs.contains { rows[entity.index][record][$0.from] == .null }
    case .like(let operand, let part, let isStart):
      let text: [UInt8]
      switch value(operand, entity, record).value {
      case .text(let value): text = value.utf8.map(Self.folded)
      case .integer(let value): text = Array(String(value).utf8)
      case .null, .real, .blob: return nil
      }
      let wanted = part.utf8.map(Self.folded)
      return text.starts(with: wanted)
        || (!isStart && text.indices.contains { text[$0...].starts(with: wanted) })
    case .not(let operand): return holds(operand, entity, record).map { !$0 }
    case .and(let left, let right): return Self.and(holds(left, entity, record), holds(right, entity, record))
    case .or(let left, let right): return Self.or(holds(left, entity, record), holds(right, entity, record))
    case .any(let id, let inner): return !matching(id, inner, record).isEmpty
    case .count(let id, let inner, let symbol, let number):
      return symbol.holds(matching(id, inner, record).count - number)
    }
  }

  private func matching(_ id: RelationshipID, _ condition: OracleCondition?, _ record: Int) -> [Int] {
    Self.unique(links(schema[id], from: record)).filter { target in
      condition.map { holds($0, schema[id].target, target) == true } ?? true
    }
  }

  private func compare(
    _ operand: OracleOperand, _ symbol: OracleSymbol, _ literal: Value, _ entity: EntityID, _ record: Int
  ) -> Bool? {
    let (own, collation) = value(operand, entity, record)
    guard own != .null, literal != .null else { return nil }
    return symbol.holds(Self.order(own, Self.stored(literal, affinity(operand, entity)), collation))
  }

  /// An attribute of the record or of one that to-one hops lead to; NULL when they lead nowhere.
  private func value(
    _ operand: OracleOperand, _ entity: EntityID, _ record: Int
  ) -> (value: Value, collation: Collation) {
    var current: Int? = record
    var entity = entity
    for id in operand.path {
      current = current.flatMap { links(schema[id], from: $0).first }
      entity = schema[id].target
    }
    let value = current.map { rows[entity.index][$0][operand.attribute] } ?? .null
    return (value, schema[entity].attributes[operand.attribute].collation)
  }

  private func affinity(_ operand: OracleOperand, _ entity: EntityID) -> Affinity {
    schema[operand.path.last.map { schema[$0].target } ?? entity].attributes[operand.attribute].affinity
  }

  // MARK: Values

  /// Whether a foreign key's value leads to a parent: compared as the parent's column compares.
  private static func refers(_ child: (Value, Attribute), to parent: (Value, Attribute)) -> Bool {
    guard child.0 != .null, parent.0 != .null else { return false }
    return order(stored(child.0, parent.1.affinity), parent.0, parent.1.collation) == 0
  }

  static func stored(_ value: Value, _ affinity: Affinity) -> Value {
    switch (affinity, value) {
    case (.text, .integer(let integer)): Value(String(integer))
    case (.integer, .text(let text)): Int64(text.string).map(Value.integer) ?? value
    default: value
    }
  }

  /// Negative, zero or positive, as SQL orders: NULL, numbers, text.
  static func order(_ left: Value, _ right: Value, _ collation: Collation) -> Int {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return left < right ? -1 : left == right ? 0 : 1
    case (.text(let left), .text(let right)):
      let (left, right) = (key(left.utf8, collation), key(right.utf8, collation))
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    default: return rank(left) - rank(right)
    }
  }

  private static func key(_ bytes: [UInt8], _ collation: Collation) -> [UInt8] {
    switch collation {
    case .noCase: bytes.map(folded)
    case .rightTrim: Array(bytes.reversed().drop { $0 == 0x20 }.reversed())
    case .binary, .custom: bytes
    }
  }

  private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 32 : byte }

  private static func rank(_ value: Value) -> Int {
    switch value {
    case .null: 0
    case .integer, .real: 1
    case .text: 2
    case .blob: 3
    }
  }

  private static func and(_ left: Bool?, _ right: Bool?) -> Bool? {
    left == false || right == false ? false : left == nil || right == nil ? nil : true
  }

  private static func or(_ left: Bool?, _ right: Bool?) -> Bool? {
    left == true || right == true ? true : left == nil || right == nil ? nil : false
  }
}
