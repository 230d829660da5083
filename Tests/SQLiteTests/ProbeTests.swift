import DatabaseSupport
import SQL
import SQLite
import Testing

/// Questions that must be cheap, and what SQLite knows of a table without reading it.
@Suite struct ProbeTests {
  private let connection: SQLiteConnection

  init() throws {
    let script = """
      CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER, name TEXT);
      CREATE INDEX a_b ON a (b_id, name);
      CREATE TABLE k (code TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE VIEW v AS SELECT id FROM a;
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO a SELECT i + 10, i % 20, 'n' || i FROM n;
      INSERT INTO k VALUES ('x'), ('y');
      """
    connection = try memory(script)
  }

  private func count(_ sql: String, steps: Int) -> (number: Int?, left: Int) {
    var allowance = ProbeAllowance(steps: steps)
    let number = connection.probe(Query(sql: sql), within: &allowance)
    return (number, allowance.steps)
  }

  @Test func countsAreNeitherTracedNorFree() throws {
    let before = connection.tracedStatements
    let (number, left) = count("SELECT count(*) FROM (SELECT 1 FROM a LIMIT 100)", steps: 10_000)
    #expect(number == 100)
    #expect((9_000..<10_000).contains(left))
    #expect(connection.tracedStatements == before)
  }

  @Test func whatTakesTooLongIsGivenUp() throws {
    let (number, left) = count("SELECT count(*) FROM a AS x, a AS y WHERE x.name <> y.name", steps: 5_000)
    #expect(number == nil)
    #expect(left <= 100)
    #expect(count("SELECT 1", steps: left).number == (left > 0 ? 1 : nil))
    // What is not limited runs to its end afterwards.
    var rows: Int64 = 0
    let all = "SELECT count(*) FROM a AS x, a AS y WHERE x.id < 60 AND x.name <> y.name"
    _ = try connection.prepare(all).run([]) { row throws(DatabaseError) in
      rows = row[0].integer
      return true
    }
    #expect(rows == 49 * 1_999)
  }

  @Test func timeIsALimitToo() {
    var allowance = ProbeAllowance(steps: 1 << 40, nanoseconds: 2_000_000)
    let endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    #expect(connection.probe(Query(sql: endless), within: &allowance) == nil)
  }

  @Test func whatIsLimitedStopsAtItsAllowanceAndIsCounted() throws {
    let endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    let before = connection.tracedStatements
    var allowance = ProbeAllowance(steps: 1_000_000, nanoseconds: 60_000_000_000)
    func count(_ sql: String) throws(DatabaseError) -> Int64? {
      try connection.run(within: &allowance) { () throws(DatabaseError) in
        var number: Int64 = 0
        _ = try connection.prepare(sql).run([]) { row throws(DatabaseError) in
          number = row[0].integer
          return true
        }
        return number
      }
    }
    #expect(try count("SELECT count(*) FROM a") == 2_000)
    #expect(try count(endless) == nil)
    #expect((allowance.steps, connection.tracedStatements - before) == (0, 2))
    let error = #expect(throws: DatabaseError.self) { try count("SELECT nowhere") }
    #expect(error?.message == "no such column: nowhere")
  }

  @Test(arguments: ["SELECT nothing", "SELECT 'text'", "SELECT NULL", "", "SELECT 1 WHERE 0"])
  func whatIsNoNumberIsNothing(sql: String) { #expect(count(sql, steps: 1_000).number == nil) }

  @Test func statisticsComeFromTheEndsOfTheTable() {
    #expect(
      connection.statistics(ofTable: "a", in: "main") == TableStatistics(rows: 2_000, rowsAtMost: 2_000))
    #expect(connection.statistics(ofTable: "k", in: "main") == TableStatistics())
    #expect(connection.statistics(ofTable: "v", in: "main") == TableStatistics())
    #expect(connection.statistics(ofTable: "nothing", in: "main") == TableStatistics())
  }

  @Test func statisticsComeFromAnalyze() throws {
    _ = try connection.prepare("ANALYZE").run([]) { _ in true }
    #expect(
      connection.statistics(ofTable: "a", in: "main")
        == TableStatistics(
          rows: 2_000, rowsAtMost: 2_000, rowsPerKey: [["b_id"]: 100, ["b_id", "name"]: 1]))
    #expect(connection.statistics(ofTable: "k", in: "main").rows == 2)
  }
}
