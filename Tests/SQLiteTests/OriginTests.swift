import DatabaseSupport
import SQL
import SQLite
import Testing

/// Where the columns of a result come from, as SQLite tells it.
@Suite struct OriginTests {
  private let connection: SQLiteConnection

  init() throws {
    let script = """
      CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE b (code TEXT PRIMARY KEY, a_id INTEGER);
      CREATE TABLE c (k1, k2, PRIMARY KEY (k1, k2)) WITHOUT ROWID;
      CREATE VIEW v AS SELECT name AS called, id FROM a;
      CREATE VIEW u AS SELECT id FROM a UNION ALL SELECT a_id FROM b;
      ATTACH ':memory:' AS other;
      CREATE TABLE other.a (id INTEGER PRIMARY KEY);
      """
    connection = try memory(script)
  }

  @Test(arguments: [
    ("SELECT * FROM a", ["main.a.id", "main.a.name"]),
    ("SELECT x.id AS n, x.name || '' AS name FROM a AS x", ["main.a.id", "-"]),
    ("SELECT rowid, oid FROM a", ["main.a.id", "main.a.id"]),
    ("SELECT rowid, * FROM b", ["main.b.rowid", "main.b.code", "main.b.a_id"]),
    ("SELECT k2 FROM c", ["main.c.k2"]),
    ("SELECT * FROM v", ["main.a.name", "main.a.id"]),
    ("SELECT * FROM (SELECT id AS n FROM a) WHERE n > 1", ["main.a.id"]),
    ("WITH w AS (SELECT * FROM a) SELECT id FROM w", ["main.a.id"]),
    ("SELECT id FROM other.a", ["other.a.id"]),
    ("SELECT id + 0 AS id, max(id), 1 FROM a", ["-", "-", "-"]),
    ("VALUES (1)", ["-"]),
    ("PRAGMA user_version", ["-"]),
    ("INSERT INTO a (name) VALUES ('x') RETURNING id, name", ["main.a.id", "main.a.name"]),
  ])
  func origins(_ sql: String, _ expected: [String]) throws {
    let origins = try connection.prepare(sql).columns.map { column in
      column.origin.map { "\($0.schema).\($0.table).\($0.column)" } ?? "-"
    }
    #expect(origins == expected)
  }

  @Test(arguments: [
    ("SELECT * FROM a", false),
    ("SELECT * FROM v JOIN b ON b.a_id = v.id", false),
    ("SELECT id FROM a INTERSECT SELECT a_id FROM b", false),
    ("SELECT id FROM a WHERE id IN (SELECT a_id FROM b UNION SELECT 1)", false),
    ("SELECT id FROM a UNION SELECT a_id FROM b", true),
    ("SELECT id FROM a UNION ALL SELECT a_id FROM b ORDER BY 1", true),
    ("SELECT * FROM u", true),
    ("SELECT * FROM u WHERE id = ?", true),
    ("SELECT id FROM a UNION ALL VALUES (1)", true),
    (
      "WITH RECURSIVE n(i) AS (SELECT id FROM a UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
      true
    ),
  ])
  func rowsOfSeveralSelects(_ sql: String, _ expected: Bool) throws {
    let traced = connection.tracedStatements
    #expect(try connection.prepare(sql).mixesSelects == expected)
    #expect(connection.tracedStatements == traced)
  }
}
