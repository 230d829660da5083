import ORM
import SQL

/// What a path means, by nested loops over rows in memory: no SQL, and nothing of how Kin loads.
///
/// A record is its place among the rows of its entity, which stand in key order.
struct Oracle {
  let schema: Schema
  /// By entity; a hidden identity stands behind the attributes.
  let rows: [[[Value]]]
  /// By relationship and source record: the targets in key order, one for each way to it.
  private let linked: [[[Int]]]

  init(schema: Schema, rows: [[[Value]]]) {
    self.schema = schema
    self.rows = rows
    linked = schema.relationships.map { relationship in
      rows[relationship.source.index].indices.map { source in
        Self.links(relationship, from: source, in: schema, rows)
      }
    }
  }

  // MARK: Paths

  struct Result {
    var entity: EntityID
    var records: [Int]
    /// nil where nobody counts: no hop, or a set that was narrowed as a whole.
    var ways: [Int]?
    /// After a closure, the level at which each record was met.
    var depths: [Int: Int] = [:]
  }

  /// The records at the end of a path; nil when the root's key leads to no row.
  func records(of path: OraclePath) -> Result? {
    guard let root = root(of: path) else { return nil }
    return follow(path.steps, from: refined(root, path.refinements, path.root), of: path.root)
  }

  func root(of path: OraclePath) -> [Int]? {
    if let held = path.held { return held }
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

  func follow(_ steps: [OraclePath.Step], from sources: [Int], of entity: EntityID) -> Result {
    var result = Result(entity: entity, records: sources)
    for step in steps { result = follow(step, from: result.records) }
    return result
  }

  /// One hop: refinements narrow the targets of each record after a to-many hop, all of them after a to-one hop and
  /// after a closure.
  func follow(_ step: OraclePath.Step, from sources: [Int]) -> Result {
    let target = step.relationship.target
    if let closure = step.closure {
      let depths = depths(closure, of: step.relationship, from: sources)
      let records = depths.keys.sorted { (depths[$0] ?? 0, $0) < (depths[$1] ?? 0, $1) }
      return Result(entity: target, records: refined(records, step.refinements, target), depths: depths)
    }
    var records: [Int] = []
    var ways: [Int: Int] = [:]
    for source in sources {
      let links = links(step.relationship, from: source)
      for record in step.narrowsEach ? refined(Self.unique(links), step.refinements, target) : links {
        if ways[record] == nil { records.append(record) }
        ways[record, default: 0] += step.narrowsEach ? links.count { $0 == record } : 1
      }
    }
    if step.narrowsEach || step.refinements.isEmpty {
      return Result(entity: target, records: records, ways: records.map { ways[$0] ?? 0 })
    }
    return Result(entity: target, records: refined(records, step.refinements, target))
  }

  /// The level at which a closure meets each record; with one or more hops, a record that it starts from is met only
  /// where a hop leads back to it.
  func depths(_ closure: OracleClosure, of relationship: Relationship, from sources: [Int]) -> [Int: Int] {
    var depths: [Int: Int] = [:]
    if closure == .zeroOrMore {
      for source in sources { depths[source] = 0 }
    }
    var level = sources
    var depth = 0
    while !level.isEmpty {
      depth += 1
      var next: [Int] = []
      for source in level {
        for target in links(relationship, from: source) where depths[target] == nil {
          depths[target] = depth
          next.append(target)
        }
      }
      level = next
    }
    return depths
  }

  /// The targets of one record in key order, one for each way to it.
  func links(_ relationship: Relationship, from source: Int) -> [Int] {
    linked[relationship.id.index][source]
  }

  private static func links(
    _ relationship: Relationship, from source: Int, in schema: Schema, _ rows: [[[Value]]]
  ) -> [Int] {
    let row = rows[relationship.source.index][source]
    let targets = rows[relationship.target.index]
    guard let junction = relationship.junction else {
      return targets.indices.filter { target in
        relationship.pairs.allSatisfy { pair in
          let near = (row[pair.from], schema[relationship.source].attributes[pair.from])
          let far = (targets[target][pair.to], schema[relationship.target].attributes[pair.to])
          return relationship.kind.isForward ? refers(near, to: far) : refers(far, to: near)
        }
      }
    }
    let link = schema[junction.entity].attributes
    return targets.indices.flatMap { target in
      rows[junction.entity.index].compactMap { middle in
        let isNear = junction.sourcePairs.allSatisfy { pair in
          refers(
            (middle[pair.to], link[pair.to]),
            to: (row[pair.from], schema[relationship.source].attributes[pair.from]))
        }
        let isFar = junction.targetPairs.allSatisfy { pair in
          refers(
            (middle[pair.from], link[pair.from]),
            to: (targets[target][pair.to], schema[relationship.target].attributes[pair.to]))
        }
        return isNear && isFar ? target : nil
      }
    }
  }

  /// Whether a foreign key dangles whose two sides compare in different ways: not settled is whether it leads to
  /// another record than a variable's, or to none.
  func isUncertain(_ relationship: Relationship) -> Bool {
    guard relationship.kind.isForward, !schema.comparesPlainly(relationship.id) else { return false }
    return rows[relationship.source.index].indices.contains { record in
      links(relationship, from: record).isEmpty && !hasNullKey(relationship, record)
    }
  }

  func hasNullKey(_ relationship: Relationship, _ record: Int) -> Bool {
    relationship.pairs.contains { rows[relationship.source.index][record][$0.from] == .null }
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
            let first = term(key.expression, entity, left.element)
            let second = term(key.expression, entity, right.element)
            let order = Self.order(first.value, second.value, first.collation ?? .binary)
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
    var seen: Set<Int> = []
    return records.filter { seen.insert($0).inserted }
  }

  // MARK: Values

  /// Whether a foreign key's value leads to a parent: compared as the parent's column compares.
  private static func refers(_ child: (Value, Attribute), to parent: (Value, Attribute)) -> Bool {
    guard child.0 != .null, parent.0 != .null else { return false }
    // A column of reals compares whole numbers digit by digit, though it would not store them so.
    let affinity: Affinity = parent.1.affinity == .real ? .numeric : parent.1.affinity
    return order(stored(child.0, affinity), parent.0, parent.1.collation) == 0
  }

  static func stored(_ value: Value, _ affinity: Affinity) -> Value {
    switch (affinity, value) {
    case (.text, .integer(let integer)): return Value(String(integer))
    case (.text, .real(let real)): return Value(String(real))
    case (.integer, .text(let text)), (.numeric, .text(let text)), (.real, .text(let text)):
      let spelled = String(text.string.drop { $0 == " " })
      let number = Int64(spelled).map(Value.integer) ?? Double(spelled).map(Value.real)
      return number.map { stored($0, affinity) } ?? value
    case (.integer, .real(let real)), (.numeric, .real(let real)):
      return Int64(exactly: real).map(Value.integer) ?? value
    case (.real, .integer(let integer)): return .real(Double(integer))
    default: return value
    }
  }

  /// A value as it compares with a column: a whole number is one, however it is stored.
  static func compared(_ value: Value, with affinity: Affinity) -> Value {
    switch (affinity, value) {
    case (.text, .real), (.blob, .text), (.blob, .blob): value
    case (.text, _): stored(value, .text)
    default: stored(value, .numeric)
    }
  }

  /// Negative, zero or positive, as SQL orders: NULL, numbers, text, bytes.
  static func order(_ left: Value, _ right: Value, _ collation: Collation) -> Int {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return left < right ? -1 : left == right ? 0 : 1
    case (.real(let left), .real(let right)): return left < right ? -1 : left == right ? 0 : 1
    case (.integer(let left), .real(let right)): return order(left, right)
    case (.real(let left), .integer(let right)): return -order(right, left)
    case (.blob(let left), .blob(let right)):
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    case (.text(let left), .text(let right)):
      let (left, right) = (key(left.utf8, collation), key(right.utf8, collation))
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    default: return rank(left) - rank(right)
    }
  }

  /// To the last digit, where the integer has no double of its own.
  private static func order(_ integer: Int64, _ real: Double) -> Int {
    if real >= 0x1p63 { return -1 }
    if real < -0x1p63 { return 1 }
    let whole = Int64(real.rounded(.down))
    return integer == whole ? (Double(whole) < real ? -1 : 0) : integer < whole ? -1 : 1
  }

  private static func key(_ bytes: [UInt8], _ collation: Collation) -> [UInt8] {
    switch collation {
    case .noCase: bytes.map(folded)
    case .rightTrim: Array(bytes.reversed().drop { $0 == 0x20 }.reversed())
    case .binary, .custom: bytes
    }
  }

  static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 32 : byte }

  private static func rank(_ value: Value) -> Int {
    switch value {
    case .null: 0
    case .integer, .real: 1
    case .text: 2
    case .blob: 3
    }
  }
}
