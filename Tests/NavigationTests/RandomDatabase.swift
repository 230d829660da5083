import ORM
import SQL
import TestSupport

/// Tables with every kind of key and of foreign key, and rows that break what may be broken.
struct RandomDatabase {
  /// What only some trials can take.
  struct Oddities: OptionSet {
    let rawValue: Int
    /// Foreign keys to what nothing makes unique.
    static let sharedKeys = Oddities(rawValue: 1)
    /// Keys of any kind in columns of any type, `'x'` among numbers, 1 and 1.0 and `'1'` where no type is declared.
    static let mixedKeys = Oddities(rawValue: 2)
    /// Bytes among them.
    static let bytes = Oddities(rawValue: 4)
    /// A view, whose rows have no order of their own.
    static let views = Oddities(rawValue: 8)
    static let all: Oddities = [.sharedKeys, .mixedKeys, .bytes, .views]
  }

  struct Column {
    var name: String
    var affinity: Affinity
    var collation = Collation.binary
    var constraints = ""
    /// Whether its numbers are small enough to be added up.
    var isSmall = false

    var declaration: String {
      let type =
        switch affinity {
        case .integer: " INTEGER"
        case .text: " TEXT"
        case .real: " REAL"
        case .numeric: " NUMERIC"
        case .blob: ""
        }
      return name + type
        + (collation == .binary ? "" : " COLLATE \(collation == .noCase ? "NOCASE" : "RTRIM")")
        + constraints
    }
  }

  struct ForeignKey {
    var columns: [Int]
    var parent: Int
    var parentColumns: [Int]
  }

  struct Table {
    var name: String
    var columns: [Column] = []
    var primaryKey: [Int] = []
    /// Column lists that must be unique, the primary key among them.
    var uniqueKeys: [[Int]] = []
    var foreignKeys: [ForeignKey] = []
    /// Clauses behind the columns.
    var clauses: [String] = []
    var isWithoutRowid = false
    /// Whether rows are told apart by their hidden rowid, the value behind the columns.
    var isHidden = false
    var rows: [[Value]] = []
  }

  var tables: [Table] = []
  private var generator: SeededGenerator
  private let oddities: Oddities
  /// What stands behind the tables.
  private(set) var views: [String] = []

  init(seed: UInt64, oddities: Oddities) {
    generator = SeededGenerator(seed: seed)
    self.oddities = oddities
    let names = ["author", generator.chance(25) ? "v1.item" : "book", "city"]
    for name in names.prefix(Int.random(in: 1...3, using: &generator)) { addEntity(name) }
    let entities = tables.indices
    for index in entities { addForeignKeys(to: index, parents: entities) }
    for name in ["tag_link", "profile"].prefix(Int.random(in: 0...2, using: &generator)) {
      if generator.chance(70) { addJunction(name, between: entities) } else { addProfile(name, of: entities) }
    }
    if oddities.contains(.views), generator.chance(30) { addView() }
    for index in tables.indices { fill(index) }
    for index in tables.indices { link(index) }
  }

  // MARK: Tables

  private mutating func addEntity(_ name: String) {
    var table = Table(name: name)
    let collation = generator.pick([Collation.binary, .binary, .noCase, .rightTrim])
    switch Int.random(in: 0..<8, using: &generator) {
    case 0, 1, 2:
      table.columns = [Column(name: "id", affinity: .integer, constraints: " PRIMARY KEY")]
      table.primaryKey = [0]
    case 3:
      table.columns = [Column(name: "id", affinity: .integer, constraints: " NOT NULL")]
      table.clauses = ["PRIMARY KEY (id DESC)"]
      table.primaryKey = [0]
      table.isWithoutRowid = generator.chance(50)
    case 4:
      table.columns = [
        Column(name: "code", affinity: .text, collation: collation, constraints: " NOT NULL PRIMARY KEY")
      ]
      table.primaryKey = [0]
      table.isWithoutRowid = generator.chance(50)
    case 5:
      table.columns = [
        Column(name: "k1", affinity: .integer, constraints: " NOT NULL"),
        Column(name: "k2", affinity: .text, collation: collation, constraints: " NOT NULL"),
      ]
      table.clauses = ["PRIMARY KEY (k2, k1)"]
      table.primaryKey = [1, 0]
      table.isWithoutRowid = generator.chance(50)
    case 6:
      table.columns = [
        Column(
          name: "code", affinity: oddities.contains(.mixedKeys) && generator.chance(50) ? .blob : .text,
          collation: collation, constraints: " PRIMARY KEY")
      ]
      table.primaryKey = [0]
      table.isHidden = true
    default: table.isHidden = true
    }
    if !table.primaryKey.isEmpty { table.uniqueKeys = [table.primaryKey] }
    table.columns.append(
      Column(name: "name", affinity: .text, collation: generator.pick([.binary, .noCase, .rightTrim])))
    table.columns.append(Column(name: "size", affinity: .integer))
    if generator.chance(70) {
      let name = generator.chance(20) ? "depth" : "score"
      table.columns.append(Column(name: name, affinity: .integer, isSmall: true))
    }
    if generator.chance(50) || table.primaryKey.isEmpty {
      let affinity =
        oddities.contains(.mixedKeys)
        ? generator.pick([Affinity.integer, .text, .blob, .blob, .real, .numeric])
        : generator.pick([.integer, .text])
      table.columns.append(
        Column(
          name: "mark", affinity: affinity,
          collation: affinity == .text ? generator.pick([.binary, .noCase]) : .binary, constraints: " UNIQUE")
      )
      table.uniqueKeys.append([table.columns.count - 1])
    }
    tables.append(table)
  }

  private mutating func addForeignKeys(to index: Int, parents: Range<Int>) {
    for number in 0..<Int.random(in: 0...2, using: &generator) {
      // A table that refers to itself has trees and cycles to walk.
      let parent = generator.chance(35) ? index : Int.random(in: parents, using: &generator)
      let keys = tables[parent].uniqueKeys
      guard !keys.isEmpty else { continue }
      // What nothing makes unique is referred to as well.
      let target =
        oddities.contains(.sharedKeys) && generator.chance(12)
        ? sizes(of: parent) ?? generator.pick(keys) : generator.pick(keys)
      let isUnique = generator.chance(20)
      addForeignKey(
        to: index, ["mentor", "owner"][number], parent, target,
        constraints: isUnique && target.count == 1 ? " UNIQUE" : "", mayDiffer: !isUnique)
      if isUnique, target.count == 1 { tables[index].uniqueKeys.append([tables[index].columns.count - 1]) }
    }
  }

  /// A column that has values more than once.
  private func sizes(of table: Int) -> [Int]? {
    tables[table].columns.firstIndex { $0.name == "size" }.map { [$0] }
  }

  @discardableResult
  private mutating func addForeignKey(
    to index: Int, _ role: String, _ parent: Int, _ target: [Int], constraints: String = "",
    mayDiffer: Bool = true
  ) -> [Int] {
    let first = tables[index].columns.count
    for (position, column) in target.enumerated() {
      let far = tables[parent].columns[column]
      var near = Column(
        name: target.count == 1 ? "\(role)_id" : "\(role)_\(far.name)", affinity: far.affinity,
        collation: far.collation, constraints: position == 0 ? constraints : "")
      if mayDiffer, generator.chance(8) { near.affinity = generator.pick([.integer, .text, .blob, .real]) }
      if mayDiffer, generator.chance(8) { near.collation = generator.pick([.binary, .noCase]) }
      if near.affinity != .text { near.collation = .binary }
      tables[index].columns.append(near)
    }
    let columns = Array(first..<tables[index].columns.count)
    tables[index].foreignKeys.append(ForeignKey(columns: columns, parent: parent, parentColumns: target))
    tables[index].clauses.append(
      "FOREIGN KEY (\(names(columns, tables[index]))) REFERENCES \"\(tables[parent].name)\""
        + (target == tables[parent].primaryKey && generator.chance(50)
          ? "" : " (\(names(target, tables[parent])))"))
    return columns
  }

  private mutating func addJunction(_ name: String, between entities: Range<Int>) {
    let candidates = entities.filter { !tables[$0].uniqueKeys.isEmpty }
    guard !candidates.isEmpty else { return }
    tables.append(Table(name: name))
    let index = tables.count - 1
    let form = Int.random(in: 0..<5, using: &generator)
    if form == 0 {
      tables[index].columns = [Column(name: "id", affinity: .integer, constraints: " PRIMARY KEY")]
      tables[index].primaryKey = [0]
      tables[index].uniqueKeys = [[0]]
    }
    var linking: [Int] = []
    let near = generator.pick(candidates)
    let far = generator.chance(35) ? near : generator.pick(candidates)
    for (role, parent) in [("near", near), ("far", far)] {
      linking += addForeignKey(to: index, role, parent, generator.pick(tables[parent].uniqueKeys))
    }
    switch form {
    case 0: break
    case 1: tables[index].isHidden = true
    case 2, 3:
      if form == 3 { tables[index].columns.append(Column(name: "amount", affinity: .integer)) }
      tables[index].primaryKey = linking
    default:
      tables[index].columns.append(Column(name: "day", affinity: .integer, constraints: " NOT NULL"))
      tables[index].primaryKey = linking + [tables[index].columns.count - 1]
    }
    guard form > 1 else { return }
    for column in linking { tables[index].columns[column].constraints = " NOT NULL" }
    tables[index].clauses.append("PRIMARY KEY (\(names(tables[index].primaryKey, tables[index])))")
    tables[index].uniqueKeys = [tables[index].primaryKey]
    tables[index].isWithoutRowid = generator.chance(50)
  }

  /// A table whose key is a foreign key.
  private mutating func addProfile(_ name: String, of entities: Range<Int>) {
    let candidates = entities.filter { !tables[$0].uniqueKeys.isEmpty }
    guard let parent = candidates.randomElement(using: &generator) else { return }
    tables.append(Table(name: name))
    let index = tables.count - 1
    let columns = addForeignKey(
      to: index, "owner", parent, generator.pick(tables[parent].uniqueKeys), mayDiffer: false)
    for column in columns { tables[index].columns[column].constraints = " NOT NULL" }
    tables[index].primaryKey = columns
    tables[index].uniqueKeys = [columns]
    tables[index].clauses.append("PRIMARY KEY (\(names(columns, tables[index])))")
    tables[index].columns.append(Column(name: "size", affinity: .integer))
    // A key of one INTEGER would be the rowid, which takes whole numbers only.
    tables[index].isWithoutRowid = columns.count == 1 && oddities.contains(.mixedKeys)
  }

  /// A view of which some columns are in an index, so that it is read in another order when only these are asked for.
  private mutating func addView() {
    var table = Table(name: "entry", isHidden: true)
    table.columns = [
      Column(name: "noise", affinity: .integer), Column(name: "name", affinity: .text),
      Column(name: "size", affinity: .integer), Column(name: "score", affinity: .integer, isSmall: true),
    ]
    tables.append(table)
    let condition = generator.pick(["", "", " WHERE size > 1"])
    views = [
      "CREATE INDEX entry_index ON entry (noise, name, size);",
      "CREATE VIEW latest AS SELECT name, size, score FROM entry\(condition);",
    ]
  }

  private func names(_ columns: [Int], _ table: Table) -> String {
    columns.map { table.columns[$0].name }.joined(separator: ", ")
  }

  // MARK: Rows

  static let integers: [Int64] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1, .max, .min, (1 << 53) + 1]
  static let texts = ["", "a", "A", "b", "B", "ab", "aB", "é", "b ", "5", "z", "c", "cd", "d"]

  private mutating func value(of column: Column) -> Value {
    if column.isSmall { return .integer(Int64.random(in: -3...9, using: &generator)) }
    if mixes(column), generator.chance(column.affinity == .blob ? 70 : 15) {
      let values = Self.mixed + (oddities.contains(.bytes) ? Self.bytes : [])
      return Oracle.stored(generator.pick(values), column.affinity)
    }
    switch column.affinity {
    case .integer, .numeric: return .integer(generator.pick(Self.integers))
    // An index of reals takes the least digits of large integers, a table does not: which is right is the database's own
    // affair.
    case .real: return .real(Double(Int64.random(in: -1...12, using: &generator)))
    case .text, .blob: return Value(generator.pick(Self.texts))
    }
  }

  /// Whether a column takes values of any kind: those that foreign keys may refer to.
  private func mixes(_ column: Column) -> Bool {
    oddities.contains(.mixedKeys)
      && (column.name == "mark" || column.name == "code" && column.affinity == .blob)
  }

  static let mixed: [Value] = [
    1, 1.0, "1", "01", "1.0", " 1", 2, 2.0, "2", 2.5, "2.5", 5, 5.0, "x", "a", "5x", "", "7",
    .integer((1 << 53) + 1), .real(Double(1 << 53)),
  ]
  static let bytes: [Value] = [.blob([0x61]), .blob([0x31]), .blob([0x37]), .blob([])]

  /// Rows with everything but their foreign keys.
  private mutating func fill(_ index: Int) {
    let linked = Set(tables[index].foreignKeys.flatMap(\.columns))
    for _ in 0..<Int.random(in: 0...14, using: &generator) {
      var row: [Value] = []
      for (position, column) in tables[index].columns.enumerated() {
        let isOptional = !column.constraints.contains("NOT NULL") && column.name != "id"
        if linked.contains(position) || isOptional && generator.chance(20) {
          row.append(.null)
        } else {
          row.append(value(of: column))
        }
      }
      if tables[index].isHidden { row.append(.integer(Int64.random(in: 1...1_000_000, using: &generator))) }
      if !breaksKey(row, in: tables[index]) { tables[index].rows.append(row) }
    }
  }

  /// Foreign keys: of a parent that exists, of none, dangling.
  ///
  /// Rows that would break a key go.
  private mutating func link(_ index: Int) {
    let rows = tables[index].rows
    tables[index].rows = []
    // Long ways and cycles, where a table refers to itself.
    let isChain = generator.chance(70)
    for (place, row) in rows.enumerated() {
      var row = row
      for key in tables[index].foreignKeys {
        let parents = key.parent == index ? rows : tables[key.parent].rows
        let choice = Int.random(in: 0..<10, using: &generator)
        let parent =
          isChain && key.parent == index
          ? rows[(place + 1) % rows.count] : parents.randomElement(using: &generator)
        for (near, far) in zip(key.columns, key.parentColumns) {
          let column = tables[index].columns[near]
          let needsValue = column.constraints.contains("NOT NULL")
          if choice < 7, let parent {
            row[near] = Oracle.stored(parent[far], column.affinity)
          } else if choice < 9 || needsValue {
            row[near] = Oracle.stored(value(of: tables[key.parent].columns[far]), column.affinity)
          }
          if needsValue, row[near] == .null { row[near] = value(of: column) }
          if !needsValue, generator.chance(8) { row[near] = .null }
          // The same key in another case, where the parent does not mind.
          if case .text(let text) = row[near], column.collation == .noCase, generator.chance(30) {
            row[near] = .text(Text(utf8: text.utf8.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }))
          }
        }
      }
      if !breaksKey(row, in: tables[index]) { tables[index].rows.append(row) }
    }
  }

  private func breaksKey(_ row: [Value], in table: Table) -> Bool {
    if table.isHidden, table.rows.contains(where: { $0.last == row.last }) { return true }
    return table.uniqueKeys.contains { key in
      !key.contains { row[$0] == .null }
        && table.rows.contains { other in
          key.allSatisfy { Oracle.order(row[$0], other[$0], table.columns[$0].collation) == 0 }
        }
    }
  }
}
