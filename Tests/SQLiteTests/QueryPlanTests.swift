import DatabaseSupport
import CSQLite
import SQL
import SQLite
import Testing

/// What a plan says, whatever a statement calls its tables; and what the engine has counted.
@Suite struct QueryPlanTests {
  private static let script = """
    COMMIT; BEGIN;
    CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT, boss INTEGER);
    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER, year INTEGER, UNIQUE (title, year));
    CREATE INDEX "by year" ON book (year);
    CREATE TABLE "odd USING name" (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE TABLE link (a, b);
    WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 50)
      INSERT INTO author SELECT i, 'A' || i, i / 2 FROM n;
    INSERT INTO book SELECT id, name, id % 7, id FROM author;
    INSERT INTO link SELECT id, id FROM author;

    """

  private func connection() throws -> SQLiteConnection {
    try memory(Self.script)
  }

  private func text(_ plan: QueryPlan) -> [String] {
    plan.steps.map { step in
      String(repeating: "  ", count: step.depth) + text(step.kind)
    }
  }

  private func text(_ kind: QueryPlan.Kind) -> String {
    switch kind {
    case .read(let reading):
      let each = reading.isRepeated ? " for each" : ""
      let terms = { (terms: [QueryPlan.Term]) in
        terms.map { "\($0.column)\($0.comparison)" }.joined(separator: ", ")
      }
      switch reading.access {
      case .all(let index): return "all \(reading.table)\(index.map { " by \($0)" } ?? "")\(each)"
      case .key(let found): return "key \(reading.table) (\(terms(found)))\(each)"
      case .index(let name, let found, let isCovering):
        return "index \(name) of \(reading.table) (\(terms(found)))\(isCovering ? " alone" : "")\(each)"
      case .automaticIndex(let found): return "automatic \(reading.table) (\(terms(found)))\(each)"
      case .ownWay: return "own way \(reading.table)\(each)"
      }
    case .sort(let sorting): return "sort \(sorting)"
    case .subquery(let subquery): return "\(subquery)"
    case .other(let text): return "other \(text)"
    }
  }

  typealias Case = (sql: String, plan: [String]?)
  static let cases: [Case] = [
    ("SELECT 1", []),
    ("SELECT * FROM author", ["all author"]),
    ("SELECT * FROM author AS a WHERE a.id = ?", ["key author (rowid=)"]),
    ("SELECT * FROM author a WHERE a.id > ?", ["key author (rowid>)"]),
    ("SELECT * FROM book WHERE year = 3 AND title > 'a'", ["index by year of book (year=)"]),
    ("SELECT title FROM book ORDER BY title, year", ["all book"]),
    ("SELECT id FROM book WHERE year BETWEEN 1 AND 2", ["index by year of book (year>, year<) alone"]),
    ("SELECT * FROM book WHERE title = ? AND year = ?", ["key book (title=, year=)"]),
    ("SELECT * FROM \"odd USING name\" WHERE a = 1", ["key odd USING name (a=)"]),
    ("SELECT * FROM book ORDER BY author_id", ["all book", "sort order"]),
    ("SELECT * FROM book ORDER BY year, author_id", ["all book by by year", "sort restOfOrder"]),
    ("SELECT author_id, count(*) FROM book GROUP BY author_id", ["all book", "sort grouping"]),
    ("SELECT DISTINCT author_id FROM book", ["all book", "sort distinct"]),
    (
      "SELECT * FROM author AS x LEFT JOIN book AS y ON y.author_id = x.id",
      ["all author", "automatic book (author_id=) for each"]
    ),
    (
      "SELECT * FROM author WHERE EXISTS (SELECT 1 FROM book b WHERE b.year = author.id)",
      ["all author", "forEachRow", "  index by year of book (year=) alone for each"]
    ),
    (
      "SELECT * FROM author WHERE id IN (SELECT author_id FROM book)",
      ["key author (rowid=)", "once(name: \"\")", "  all book"]
    ),
    (
      "SELECT id FROM author WHERE id = 1 OR id = 2 UNION SELECT id FROM book",
      ["key author (rowid=)", "sort union", "  all book by by year"]
    ),
    ("SELECT * FROM author WHERE nothing = ", nil),
  ]

  @Test(arguments: cases)
  func plans(_ sql: String, _ expected: [String]?) throws {
    let connection = try connection()
    let before = connection.tracedStatements
    guard let expected else {
      #expect(throws: DatabaseError.self) { try connection.plan(of: sql) }
      return
    }
    #expect(text(try connection.plan(of: sql)) == expected)
    // Asking is Kin's own business.
    #expect(connection.tracedStatements == before)
  }

  static let works: [(String, EngineWork)] = [
    ("SELECT * FROM author", EngineWork(scannedRows: 49)),
    ("SELECT * FROM author WHERE id = 3", EngineWork()),
    ("SELECT * FROM author ORDER BY name", EngineWork(scannedRows: 49, sorts: 1)),
    ("SELECT * FROM author LIMIT 3", EngineWork(scannedRows: 2)),
    (
      "SELECT * FROM author LEFT JOIN book ON author_id = author.id",
      EngineWork(scannedRows: 49, automaticIndexRows: 49)
    ),
  ]

  @Test(arguments: works)
  func work(_ sql: String, _ expected: EngineWork) throws {
    let connection = try connection()
    let statement = try connection.prepare(sql)
    // Each run is counted by itself, also after one that was left early or failed.
    #expect(try statement.run([]) { _ in true }.work == expected)
    _ = try statement.run([]) { _ in false }
    #expect(throws: DatabaseError.self) {
      try statement.run([]) { _ throws(DatabaseError) in throw DatabaseError(.other, message: "enough") }
    }
    #expect(try statement.run([]) { _ in true }.work == expected)
    withExtendedLifetime(connection) {}
  }
}
