import DatabaseSupport
import Language
import Navigation
import ORM
import SQL
import SQLite
import TestSupport
import Testing

/// What is worked out of values that a variable or the last result keeps, against what SQLite works out of the column.
@Suite struct KeptValuesTests {
  private static let columns = ["loose", "plain", "folded", "trimmed", "amount", "size"]

  private static let definition = """
    CREATE TABLE s (id INTEGER PRIMARY KEY, loose, plain TEXT, folded TEXT COLLATE NOCASE, trimmed COLLATE RTRIM,
      amount NUMERIC COLLATE NOCASE, size REAL);
    """

  private static let texts = [
    "", " ", "12abc", " 4", "4 ", "4", "+4", "-4", "- 4", "4.", ".5", ".", "-.5x", "5e1x", "5e", "5e+",
    "5e+1", "5E-1",
    "1_", "1_0", "inf", "nan", "-inf", "Infinity", "0x10", "1e400", "-1e400", "1e-400", "9223372036854775807",
    "9223372036854775808", "0000000000000000000000007", "\t7\n", "\u{A0}7", "７", "a", "A", "a ", "A  ", "b",
    "ä", "Ä",
    "1,5", "--1", "+-1", "1.5.5", "true", "1e1e1",
  ]

  private static let others: [Value] = [
    .null, 0, 1, -1, 7, .integer(.max), .integer(.min), 1.0, 1.5, -0.25, .real(.infinity), .real(-.infinity),
    9.5e15,
    .blob([]), .blob(Array("70".utf8)), .blob(Array("7x".utf8)), .blob([0xFF, 0x30]), .blob(Array("a".utf8)),
  ]

  private let connection: SQLiteConnection
  private let schema: Schema

  init() throws {
    connection = try memory(Self.definition)
    schema = SchemaBuilder.schema(from: try connection.catalog())
  }

  @Test func valuesThatAreKeptGiveWhatSQLiteGives() throws {
    for seed in 1...300 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      _ = try connection.prepare("DELETE FROM s").run([]) { _ in true }
      let insertion = try connection.prepare("INSERT INTO s VALUES (NULL, ?, ?, ?, ?, ?, ?)")
      for _ in 0..<Int.random(in: 0...7, using: &generator) {
        let values = Self.columns.map { _ in
          generator.chance(60) ? Value(generator.pick(Self.texts)) : generator.pick(Self.others)
        }
        _ = try insertion.run(values) { _ in true }
      }
      for column in Self.columns {
        for function in ["sum", "avg", "min", "max", "count"] {
          let expected = try asked("SELECT \(function)(\(function == "count" ? "*" : column)) FROM s")
          expect(expected, of: ".\(function)()", column, seed)
        }
        let distinct = try asked("SELECT DISTINCT \(column) FROM s")
        expect(distinct, of: ".distinct()", column, seed)
        expect(
          try asked("SELECT count(*) FROM (SELECT DISTINCT \(column) FROM s)"), of: ".distinct().count()",
          column,
          seed)
      }
    }
  }

  /// One value, or one row for each value; nil where SQLite finds the sum too large.
  private func asked(_ sql: String) throws -> [[Value]]? {
    var rows: [[Value]] = []
    do throws(DatabaseError) {
      _ = try connection.prepare(sql).run([]) { row throws(DatabaseError) in
        rows.append(row.values)
        return true
      }
    } catch {
      guard error.kind == .overflow else { throw error }
      return nil
    }
    return rows
  }

  /// By a variable, by the last result, by a variable of a variable, and by a slice that leaves everything.
  private func expect(_ expected: [[Value]]?, of ending: String, _ column: String, _ seed: UInt64) {
    let session = Session(schema: schema, executor: Executor(connection: connection))
    var scope = Scope()
    scope.session = session
    do {
      let values = try answer(to: "s.\(column)", session, scope)
      (scope.variables["x"], scope.last) = (values.held(), values.held())
      scope.variables["y"] = try answer(to: "x[0:]", session, scope).held()
      for line in ["x\(ending)", ending, "y\(ending)", "x[0:]\(ending)"] {
        if line.hasSuffix("[0:].distinct()") || line.hasSuffix("[0:].distinct().count()") { continue }
        var rows: [[Value]]? = []
        do {
          try answer(to: line, session, scope).forEachRow { row throws(DatabaseError) in
            rows?.append(row.values)
            return true
          }
        } catch let diagnostic as Diagnostic where diagnostic.problem == .integerOverflow { rows = nil }
        #expect(rows == expected, "seed \(seed), \(line) of \(column)")
      }
    } catch { Issue.record("seed \(seed), \(ending) of \(column): \(error)") }
  }

  private func answer(to line: String, _ session: Session, _ scope: Scope) throws -> Answer {
    let path = try Binder(schema: schema, scope: scope).bind(Parser.path(line))
    return try Evaluator(session: session, strategy: .selectin).answer(path)
  }
}
