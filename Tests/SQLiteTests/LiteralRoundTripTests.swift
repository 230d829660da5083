import SQL
import SQLite
import Testing

/// SQLite reads each value that is written out as the very value that it was.
@Suite struct LiteralRoundTripTests {
  private let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection.inMemory { false }
  }

  private func read(_ sql: String) throws -> Value {
    var text = Substring("SELECT \(sql)")
    let statement = try #require(try connection.prepareFirst(of: &text))
    var value = Value.null
    _ = try statement.run([]) { row throws(DatabaseError) in
      value = row[0].value
      return false
    }
    return value
  }

  private func bits(_ value: Value) -> UInt64? {
    if case .real(let real) = value { real.bitPattern } else { nil }
  }

  @Test func realsOfAnySize() throws {
    var state: UInt64 = 7
    for index in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Every other one of a size that people store.
      let real =
        index % 2 == 0
        ? Double(bitPattern: state) : Double(Int64(bitPattern: state) >> 20) / Double(1 + state % 1_000_003)
      guard real.isFinite else { continue }
      let literals = [
        Value.real(real).literal { spelling, real in (try? bits(read(spelling))) == real.bitPattern },
        // As where the engine misses the last bit of a decimal.
        Value.real(real).literal { _, _ in false },
      ]
      for literal in literals {
        let found = try bits(read(literal))
        // SQLite has no negative zero.
        #expect(found == real.bitPattern || real == 0, "\(literal)")
        if found != real.bitPattern, real != 0 { return }
      }
    }
  }

  @Test(
    arguments: [
      .null, .integer(.min), .integer(.max), .integer(0), .real(.infinity), .real(-.infinity),
      .real(.leastNonzeroMagnitude), .real(.greatestFiniteMagnitude), "", "it's", "é", "a\nb",
      .text(Text(utf8: [0x61, 0x00, 0x62])), .text(Text(utf8: [0xFF, 0xFE])), .blob([]), .blob([0, 39, 255]),
    ] as [Value])
  func edges(_ value: Value) throws {
    let literal = value.literal { spelling, real in (try? bits(read(spelling))) == real.bitPattern }
    #expect(try read(literal) == value)
  }
}
