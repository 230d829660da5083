import CSQLite
import Glibc
import SQL
import SQLite
import Testing

/// The engine's own check, which runs beside the connection where there is a file.
@Suite struct CheckTests {
  private final class File {
    let path: String

    init(_ script: String) throws {
      var template = Array("/tmp/kin-check-XXXXXX".utf8CString)
      let descriptor = mkstemp(&template)
      close(descriptor)
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      var database: OpaquePointer?
      sqlite3_open(path, &database)
      defer { sqlite3_close(database) }
      try #require(sqlite3_exec(database, script, nil, nil, nil) == SQLITE_OK)
    }

    deinit { unlink(path) }

    func overwrite(_ bytes: [UInt8], at offset: Int) {
      let file = open(path, O_WRONLY)
      defer { close(file) }
      pwrite(file, bytes, bytes.count, off_t(offset))
    }

    /// Says of a file without free pages that it has some (https://sqlite.org/fileformat.html#free_page_list).
    func claim(freePages: UInt8) { overwrite([0, 0, 0, freePages], at: 36) }

    /// What the engine says on a connection of the test's own.
    func check(as name: String) -> [String] {
      var database: OpaquePointer?
      var statement: OpaquePointer?
      sqlite3_open(":memory:", &database)
      sqlite3_exec(database, "ATTACH '\(path)' AS \(name)", nil, nil, nil)
      sqlite3_prepare_v2(database, "PRAGMA \(name).quick_check(20)", -1, &statement, nil)
      var lines: [String] = []
      while sqlite3_step(statement) == SQLITE_ROW {
        lines.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
      }
      sqlite3_finalize(statement)
      sqlite3_close(database)
      return lines
    }
  }

  private static let rows = """
    CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
      INSERT INTO a SELECT i, 'name ' || i FROM n;
    """

  @Test func whatMadeATableIsHeldAsItWasWritten() throws {
    let file = try File(
      """
      CREATE TABLE "Odd ''name" (id INTEGER PRIMARY KEY, -- the key
        code TEXT UNIQUE);
      CREATE INDEX codes ON "Odd ''name" (code);
      CREATE TRIGGER kept BEFORE DELETE ON "Odd ''name" BEGIN SELECT raise(ABORT, 'no'); END;
      CREATE VIEW shown AS SELECT 1;
      """)
    let connection = try SQLiteConnection.open(file.path, access: .readOnly) { false }
    let before = connection.tracedStatements
    let table = try connection.definitions(ofTable: "ODD ''NAME", in: "main")
    #expect(
      table == [
        "CREATE TABLE \"Odd ''name\" (id INTEGER PRIMARY KEY, -- the key\n  code TEXT UNIQUE)",
        "CREATE INDEX codes ON \"Odd ''name\" (code)",
        "CREATE TRIGGER kept BEFORE DELETE ON \"Odd ''name\" BEGIN SELECT raise(ABORT, 'no'); END",
      ])
    #expect(try connection.definitions(ofTable: "shown", in: "main") == ["CREATE VIEW shown AS SELECT 1"])
    #expect(try connection.definitions(ofTable: "nothing", in: "main") == [])
    #expect(connection.tracedStatements == before)
  }

  @Test(arguments: [SQLiteConnection.Access.readOnly, .write, .sandbox])
  func aSoundFileHasNoProblems(access: SQLiteConnection.Access) throws {
    let file = try File(Self.rows)
    let connection = try SQLiteConnection.open(file.path, access: access) { false }
    let before = connection.tracedStatements
    #expect(try connection.integrityProblems() == [])
    #expect(connection.tracedStatements == before)
  }

  @Test(arguments: [SQLiteConnection.Access.readOnly, .write])
  func damageIsToldAsTheEngineTellsIt(access: SQLiteConnection.Access) throws {
    let file = try File(Self.rows)
    file.claim(freePages: 7)
    let other = try File(Self.rows)
    other.claim(freePages: 9)
    let connection = try SQLiteConnection.open(file.path, access: access) { false }
    _ = try connection.prepare("ATTACH '\(other.path)' AS shop").run([]) { _ throws(DatabaseError) in true }
    #expect(
      file.check(as: "other") == ["*** in database other ***\nMain freelist: size is 0 but should be 7"])
    #expect(
      try connection.integrityProblems() == [
        "Main freelist: size is 0 but should be 7", "shop: Main freelist: size is 0 but should be 9",
      ])
  }

  @Test func damageThatEndsTheCheckIsTheLastProblem() throws {
    let file = try File(Self.rows)
    file.overwrite([UInt8](repeating: 0x55, count: 64), at: 3 * 4_096)
    let connection = try SQLiteConnection.open(file.path, access: .readOnly) { false }
    #expect(
      try connection.integrityProblems() == [
        "Page 4: btreeInitPage() returns error code 11", "database disk image is malformed",
      ])
  }

  @Test func inATransactionOfOnesOwnItsRowsAreChecked() throws {
    let file = try File("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL);")
    let connection = try SQLiteConnection.open(file.path, access: .write) { false }
    for sql in ["BEGIN", "PRAGMA ignore_check_constraints = ON", "INSERT INTO a VALUES (1, 'x')"] {
      _ = try connection.prepare(sql).run([]) { _ throws(DatabaseError) in true }
    }
    #expect(connection.isInTransaction)
    #expect(try connection.integrityProblems() == [])
  }

  @Test func whoAsksToStopLeavesAndTheConnectionLives() throws {
    let file = try File(Self.rows)
    var isStopped = false
    let connection = try SQLiteConnection.open(file.path, access: .readOnly) { isStopped }
    isStopped = true
    let error = #expect(throws: DatabaseError.self) { try connection.integrityProblems() }
    #expect(error?.kind == .interrupted)
    isStopped = false
    #expect(try connection.integrityProblems() == [])
  }

  @Test(arguments: [SQLiteConnection.Access.write, .sandbox])
  func whoAsksToStopInATransactionKeepsIt(access: SQLiteConnection.Access) throws {
    let file = try File("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL);")
    var asked = 0
    var isStopped = false
    let connection = try SQLiteConnection.open(file.path, access: access) {
      asked += 1
      return isStopped && asked > 3
    }
    func run(_ sql: String) throws -> [Int64] {
      var numbers: [Int64] = []
      _ = try connection.prepare(sql).run([]) { row throws(DatabaseError) in
        numbers.append(row[0].integer)
        return true
      }
      return numbers
    }
    _ = try run("BEGIN")
    let numbers = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400000)"
    _ = try run("\(numbers) INSERT INTO a SELECT i, 'name ' || i FROM n")
    // The first asks are those of what is looked up before; the check then has many pages before it.
    (asked, isStopped) = (0, true)
    let error = #expect(throws: DatabaseError.self) { try connection.integrityProblems() }
    #expect(error?.kind == .interrupted && asked == 4)
    isStopped = false
    #expect(connection.isInTransaction)
    #expect(try run("SELECT count(*) FROM a") == [400_000])
    #expect(try connection.integrityProblems() == [])
    // And what runs is heard as before.
    isStopped = true
    #expect(throws: DatabaseError.self) { try run("\(numbers) SELECT count(*) FROM n") }
    isStopped = false
    _ = try run("COMMIT")
    #expect(try run("SELECT count(*) FROM a") == [400_000])
  }
}
