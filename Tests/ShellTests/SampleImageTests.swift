import CSQLite
import DatabaseSupport
import Foundation
import SQL
import SQLite
import SampleData
import Testing

/// The samples that are in the program are what their scripts make.
///
/// With `KIN_RECORD=1` in the environment their images are written anew, and the test fails.
@Suite struct SampleImageTests {
  @Test(arguments: ["library", "school", "shop", "family", "blog"])
  func imageIsWhatTheScriptMakes(sample name: String) throws {
    let script = try Golden.text(of: "sample-data/\(name).sql")
    let made = try contents(memory(script))
    let sample = try #require(
      (0..<kin_sample_count).lazy.compactMap { kin_sample_at($0)?.pointee }.first {
        String(cString: $0.name) == name
      })
    let image = UnsafeBufferPointer(start: sample.image, count: sample.size)
    let held = try contents(SQLiteConnection.inMemory(image: image) { false })
    if held != made, Golden.records {
      try write(script, to: Golden.root.appending(path: "sample-data/\(name).db"))
      Issue.record("recorded sample-data/\(name).db")
      return
    }
    #expect(held == made)
  }

  /// The declarations in their order, and every row in its place, as literals of SQL.
  private func contents(_ connection: SQLiteConnection) throws -> [String] {
    let objects = "SELECT quote(type) || quote(name) || quote(tbl_name) || quote(sql) FROM sqlite_schema"
    let tables = try texts("SELECT name FROM sqlite_schema WHERE type = 'table'", connection)
    return try tables.reduce(into: try texts(objects, connection)) { contents, table in
      let name = "\"" + table.replacing("\"", with: "\"\"") + "\""
      let columns = try texts("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid", connection)
      let row = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
      contents += try texts("SELECT \(row) FROM \(name)", connection)
    }
  }

  private func texts(_ sql: String, _ connection: SQLiteConnection) throws -> [String] {
    var texts: [String] = []
    _ = try connection.prepare(sql).run([]) { row throws(DatabaseError) in
      texts.append(String(decoding: row[0].bytes, as: UTF8.self))
      return true
    }
    return texts
  }

  private func write(_ script: String, to file: URL) throws {
    var database: OpaquePointer?
    defer { sqlite3_close_v2(database) }
    try #require(sqlite3_open(":memory:", &database) == SQLITE_OK)
    try #require(sqlite3_exec(database, "BEGIN;\(script);COMMIT", nil, nil, nil) == SQLITE_OK)
    var size: Int64 = 0
    let bytes = try #require(sqlite3_serialize(database, "main", &size, 0))
    defer { sqlite3_free(bytes) }
    try Data(bytes: bytes, count: Int(size)).write(to: file)
  }
}
