import Glibc
import Language
import Navigation
import ORM
import Rendering
import SQL
import SQLite
import TestSupport
import Testing

/// The statement that stands for a path gives its rows in its order, when it is pasted into SQLite as it is printed.
@Suite struct OneStatementTests {
  @Test func randomPathsAsPrintedGiveTheirRows() throws {
    let first = number("KIN_ORACLE_SEED") ?? 1
    var (tried, tooLarge) = (0, 0)
    for seed in first..<(first + (number("KIN_ORACLE_SCHEMAS") ?? 40)) {
      let trial = try StrategyTrial(seed: seed, oddities: [.sharedKeys, .mixedKeys, .bytes])
      // What nests has a suite of its own.
      let features = Set(PathFeature.allCases).subtracting([.shapes])
      var random = RandomPath(oracle: trial.oracle, seed: seed &+ 500, features: features)
      for _ in 0..<25 {
        let path = random.next()
        // A record that is not there has no rows and no number.
        let expected = trial.oracle.answer(to: path)
        guard case .rows(_, let columns) = expected else { continue }
        let session = Session(schema: trial.schema, executor: Executor(connection: trial.connection))
        let bound = try Binder(schema: trial.schema, scope: Scope()).bind(Parser.path(path.text))
        guard let sql = try Self.printed(bound, session) else {
          tooLarge += 1
          continue
        }
        tried += 1
        let found = OracleAnswer.rows(try Self.rows(sql, trial.connection), columns: columns)
        #expect(
          expected.matches(found),
          "seed \(seed): \(path.text)\n\(sql)\n\(trial.database.definitions)\n\(trial.database.insertions)")
        #expect(session.executor.log.statements == 0)
      }
    }
    #expect(tooLarge * 200 < tried)
  }

  @Test func heldRecordsAreNamedByTheirKeys() throws {
    let first = number("KIN_ORACLE_SEED") ?? 1
    var (tried, tooLarge) = (0, 0)
    for seed in first..<(first + (number("KIN_ORACLE_SCHEMAS") ?? 40)) {
      let trial = try StrategyTrial(seed: seed, oddities: [.sharedKeys, .mixedKeys, .bytes])
      var generator = SeededGenerator(seed: seed)
      for entity in trial.schema.entities where entity.identity != .none {
        let session = Session(schema: trial.schema, executor: Executor(connection: trial.connection))
        var slots = try session.all(entity.id, [], cause: Cause(mark: 0))
        slots.shuffle(using: &generator)
        slots = Array(slots.prefix(generator.pick([0, 1, 2, 5])))
        var scope = Scope()
        scope.variables["held"] = .records(Selection(entity.id, slots), isSingle: false)
        let features: Set<PathFeature> = [.closures, .predicates, .groups]
        var random = RandomPath(oracle: trial.oracle, seed: seed &+ 900, features: features)
        for _ in 0..<20 {
          let path = random.next()
          guard path.root == entity.id, path.key == nil else { continue }
          let text = "held" + path.text.dropFirst(SyntaxPrinter.root(entity.name).count)
          let bound = try Binder(schema: trial.schema, scope: scope).bind(Parser.path(text))
          guard let sql = try Self.printed(bound, session) else {
            tooLarge += 1
            continue
          }
          let answer = try Evaluator(session: session, strategy: .lazy).answer(bound)
          let found = try Self.rows(sql, trial.connection)
          var columns = answer.columns.map { _ in OracleColumn() }
          // Of spellings that are equal a group may show any.
          if case .rows(_, let known) = trial.oracle.answer(to: path) { columns = known }
          #expect(
            try OracleAnswer.rows(answer.values(), columns: columns)
              .matches(.rows(found, columns: columns)),
            "seed \(seed): \(text)\n\(sql)\n\(trial.database.definitions)\n\(trial.database.insertions)")
          tried += 1
        }
      }
    }
    #expect(tried > 0)
    #expect(tooLarge * 200 < tried)
  }

  /// The statement as `sql of` prints it; nil for one of the deepest, which go beyond the parser of the database.
  private static func printed(_ path: BoundPath, _ session: Session) throws -> String? {
    let query: Query
    do { query = try Evaluator(session: session, strategy: .flat).statement(of: path) } catch {
      guard case .tooLargeForOneStatement = error.problem else { throw error }
      return nil
    }
    let sql = query.text(dialect: session.executor.connection.dialect) { _, _ in true }
    return SQLScript(sql, width: 80).lines.joined(separator: "\n")
  }

  private static func rows(_ sql: String, _ connection: SQLiteConnection) throws -> [[Value]] {
    var text = Substring(sql)
    let statement = try #require(try connection.prepareFirst(of: &text))
    var rows: [[Value]] = []
    _ = try statement.run([]) { row throws(DatabaseError) in
      rows.append(row.values)
      return true
    }
    #expect(text == "")
    return rows
  }

  private func number(_ name: String) -> UInt64? {
    getenv(name).flatMap { UInt64(String(cString: $0)) }
  }
}
