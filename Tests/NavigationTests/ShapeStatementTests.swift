import DatabaseSupport
import Foundation
import Language
import Navigation
import ORM
import Rendering
import SQL
import SQLite
import Testing

/// The statement that stands for a shape nests the same rows as JSON, when it is pasted into SQLite as it is printed.
@Suite struct ShapeStatementTests {
  @Test func randomShapesAsPrintedNestTheirRows() throws {
    let first = getenv("KIN_ORACLE_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1
    let count = getenv("KIN_ORACLE_SCHEMAS").flatMap { UInt64(String(cString: $0)) } ?? 40
    var (compared, tooLarge) = (0, 0)
    for seed in first..<(first + count) {
      let trial = try StrategyTrial(seed: seed, oddities: [.sharedKeys, .mixedKeys])
      var random = RandomPath(
        oracle: trial.oracle, seed: seed &+ 700, features: [.shapes, .aggregates, .predicates, .closures])
      for _ in 0..<40 {
        let text = random.next().text
        let session = Session(schema: trial.schema, executor: Executor(connection: trial.connection))
        let path = try Binder(schema: trial.schema, scope: Scope()).bind(Parser.path(text))
        guard case .shape = path.output else { continue }
        let sql: String
        do { sql = try Self.printed(path, session) } catch let error as Diagnostic {
          // The parser of the database has its limits; a few of the deepest go beyond.
          guard case .tooLargeForOneStatement = error.problem else { throw error }
          tooLarge += 1
          continue
        }
        guard let found = try Self.rows(sql, trial.connection) else { continue }
        let answer: Answer
        do { answer = try Evaluator(session: session, strategy: .lazy).answer(path) } catch {
          // A record that is not there has no rows.
          #expect(found.isEmpty)
          continue
        }
        #expect(
          found.map { Self.json($0, answer.columns) }
            == (try answer.nestedValues()).map { Self.json($0, answer.columns) },
          "seed \(seed): \(text)\n\(sql)\n\(trial.database.definitions)\n\(trial.database.insertions)")
        compared += 1
      }
    }
    #expect(compared > 100)
    #expect(tooLarge * 200 < compared)
  }

  /// JSON has no bytes; SQLite's functions refuse them.
  @Test(arguments: [
    ("album{photos{data, mark}}", #"[{"data":"00FF","mark":5},{"data":"t","mark":"41"}]"#),
    ("album{marks: photos.mark}", #"[5,"41"]"#),
    ("album{first: photos.data.distinct()}", #"["00FF","t"]"#),
    // Over hops to one, inside a list.
    ("album{photos{cover.data}}", #"[{"cover.data":"41"},{"cover.data":null}]"#),
    ("album{photos{cover{data}}}", #"[{"cover":{"data":"41"}},{"cover":null}]"#),
    ("album{photos{m: album.photos.max(data)}}", #"[{"m":"00FF"},{"m":"00FF"}]"#),
    ("album{photos{m: album.photos.max(cover.data)}}", #"[{"m":"41"},{"m":"41"}]"#),
    ("album{photos{m: album.photos.mark.max()}}", #"[{"m":"41"},{"m":"41"}]"#),
  ])
  func bytesAreNestedAsDigits(_ path: String, _ expected: String) throws {
    let connection = try memory(
      """
      CREATE TABLE album (id INTEGER PRIMARY KEY);
      CREATE TABLE cover (id INTEGER PRIMARY KEY, data BLOB);
      CREATE TABLE photo (id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES album, data BLOB, mark,
        cover_id INTEGER REFERENCES cover);
      INSERT INTO album VALUES (1);
      INSERT INTO cover VALUES (1, x'41');
      INSERT INTO photo VALUES (1, 1, x'00ff', 5, 1), (2, 1, 't', x'41', NULL);
      """)
    let schema = SchemaBuilder.schema(from: try connection.catalog())
    let session = Session(schema: schema, executor: Executor(connection: connection))
    let bound = try Binder(schema: schema, scope: Scope()).bind(Parser.path(path))
    #expect(
      try Self.rows(Self.printed(bound, session), connection) == [[.value(.text(Text(expected)))]])
  }

  private static func printed(_ path: BoundPath, _ session: Session) throws -> String {
    let query = try Evaluator(session: session, strategy: .flat).statement(of: path)
    let sql = query.text(dialect: session.executor.connection.dialect) { _, _ in true }
    return SQLScript(sql, width: 80).lines.joined(separator: "\n")
  }

  /// nil where the statement nests deeper than SQLite reads (https://sqlite.org/limits.html §5).
  private static func rows(_ sql: String, _ connection: SQLiteConnection) throws -> [[NestedValue]]? {
    var text = Substring(sql)
    let prepared: (any PreparedStatement)?
    do throws(DatabaseError) { prepared = try connection.prepareFirst(of: &text) } catch {
      guard error.message == "parser stack overflow" else { throw error }
      return nil
    }
    let statement = try #require(prepared)
    var rows: [[NestedValue]] = []
    _ = try statement.run([]) { row throws(DatabaseError) in
      rows.append(row.values.map { .value($0) })
      return true
    }
    return rows
  }

  /// A row as JSON with sorted keys; the text of a nested column is read as what it says.
  private static func json(_ row: [NestedValue], _ columns: [Answer.Column]) -> String {
    let fields = zip(row, columns).map { value, column -> Any in
      if column.content != .value, case .value(.text(let text)) = value {
        return (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
          ?? text.string
      }
      return object(value, column)
    }
    let data = try? JSONSerialization.data(withJSONObject: fields, options: .sortedKeys)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func object(_ value: NestedValue, _ column: Answer.Column) -> Any {
    switch value {
    case .value(.null): return NSNull()
    case .value(.integer(let integer)): return NSNumber(value: integer)
    // SQLite writes fifteen digits of a real into JSON.
    case .value(.real(let real)): return NSNumber(value: Double(String(format: "%.15g", real)) ?? real)
    case .value(.text(let text)): return text.string
    case .value(.blob(let bytes)): return Data(bytes).base64EncodedString()
    case .list(let elements): return elements.map { object($0, column) }
    case .record(let fields):
      switch column.content {
      case .record(let columns), .records(let columns):
        let pairs = zip(columns, fields).map { ($0.name, object($1, $0)) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
      case .value, .values: return NSNull()
      }
    }
  }
}
