import DatabaseSupport
import ORM
import SQL
import SQLite
import Testing

/// What is kept of rows is what came, and each key leads to its record.
@Suite struct RecordStoreTests {
  @Test func valuesOfEachSizeComeBack() {
    var values: [Value] = [.null, .integer(0), .real(-0.0), .real(.infinity), .blob([]), .blob([0, 255])]
    for bits in 1..<64 {
      let power = Int64(1) << Int64(bits)
      values += [power, power &- 1, 0 &- power, ~power].map { .integer($0) }
    }
    values += [.integer(.max), .integer(.min)]
    for length in [0, 1, 242, 243, 244, 245, 255, 256, 257, 65_535, 65_536, 20_000_000] {
      values.append(.text(Text(utf8: Array(repeating: UInt8(ascii: "x"), count: length))))
      values.append(.blob(Array(repeating: 7, count: length)))
    }
    let one = RowBuffer(columns: 1)
    for value in values { one.append([value]) }
    #expect(one.values(ofColumn: 0) == values)
    // Each stands behind values of all sizes, and is reached over them.
    let all = RowBuffer(columns: values.count)
    for _ in 0..<3 { all.append(values) }
    #expect(values.indices.map { all.cell(2, $0).value } == values)
  }

  static let orders: [[Int64]] = {
    var orders: [[Int64]] = [Array(1...500), Array(-3...200), Array((1...500).reversed())]
    orders.append(Array(1...10) + [12, 11] + Array(13...40))
    orders.append(Array(1...200) + [1_000_000] + Array(201...300))
    orders.append(Array(1_000_000...1_000_300) + [7])
    orders.append([900, 1, 2, 3, 4, 5])
    orders.append([.max - 1, .max, .min, .min + 1, 0])
    orders.append([0, -1, 1])
    orders.append(Array(stride(from: 3, to: 300_000, by: 997)))
    return orders
  }()

  /// The order in which keys come decides how they are found.
  @Test(arguments: orders)
  func eachKeyLeadsToItsRecord(keys: [Int64]) throws {
    let rows = keys.map { "(\($0), 'n\($0)')" }.joined(separator: ", ")
    let script = "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO a VALUES \(rows);"
    let connection = try memory(script)
    let schema = SchemaBuilder.schema(from: try connection.catalog())
    let session = Session(schema: schema, executor: Executor(connection: connection))
    let entity = schema.entities[0].id
    for (index, key) in keys.enumerated() {
      let found = try session.find(entity, Key([.integer(key)]), cause: Cause(mark: nil))
      #expect(found.slot == Slot(index) && !found.isHit, "\(key)")
    }
    for (index, key) in keys.enumerated() {
      let found = try session.find(entity, Key([.integer(key)]), cause: Cause(mark: nil))
      #expect(found.slot == Slot(index) && found.isHit, "\(key)")
      #expect(session.cell(entity, Slot(index), 1).value == Value("n\(key)"))
    }
    let others = Set(keys.flatMap { [$0 &- 1, $0 &+ 1] }).subtracting(keys)
    for key in others {
      #expect(try session.find(entity, Key([.integer(key)]), cause: Cause(mark: nil)).slot == nil, "\(key)")
    }
  }
}
