import DatabaseSupport
import Language
import Navigation
import ORM
import SQL
import Testing

/// The same path under every strategy: what each costs, and whether all give the same.
@Suite struct ComparisonTests {
  private let connection: RecordingConnection
  private let session: Session

  init() throws {
    connection = RecordingConnection(try memory(Library.script))
    session = Session(
      schema: SchemaBuilder.schema(from: try connection.catalog()), executor: Executor(connection: connection)
    )
  }

  private func compare(_ path: String, repeats: Int = 1) throws -> Comparison {
    var time: Int64 = 0
    let bound = try Binder(schema: session.schema, scope: Scope()).bind(Parser.path(path))
    return try Comparison(
      of: bound, in: session, inForce: .lazy,
      clock: {
        time += 5
        return time
      }, repeats: repeats)
  }

  @Test func eachStrategyIsMeasuredByItself() throws {
    let comparison = try compare("author.books.title")
    #expect(comparison.differences.isEmpty)
    #expect(comparison.isComplete)
    let found = comparison.runs.map {
      "\($0.name) \($0.statements) queries, \($0.rows) rows, \($0.cells) cells, \($0.repeatedCells) repeated,"
        + " \($0.resultRows) in all, \($0.nanoseconds)"
    }
    #expect(
      found == [
        "lazy 5 queries, 10 rows, 46 cells, 0 repeated, 6 in all, 5",
        "peers 2 queries, 10 rows, 46 cells, 0 repeated, 6 in all, 5",
        "selectin 2 queries, 10 rows, 46 cells, 0 repeated, 6 in all, 5",
        "joined 1 queries, 7 rows, 63 cells, 17 repeated, 6 in all, 5",
        "subquery 2 queries, 10 rows, 46 cells, 0 repeated, 6 in all, 5",
        "flat 1 queries, 6 rows, 6 cells, 0 repeated, 6 in all, 5",
      ])
    #expect(session.executor.log.statements == 0)
  }

  /// What joins bring beyond what the hops bring apart; a number repeats nothing.
  @Test(arguments: [("author.books.count()", 1, 0), ("author.books.title", 63, 17)])
  func whatAJoinRepeats(path: String, cells: Int, repeated: Int) throws {
    let runs = try compare(path).runs
    let joined = try #require(runs.first { $0.strategy == .joined })
    let apart = try #require(runs.first { $0.strategy == .selectin })
    #expect(joined.cells == cells)
    #expect(joined.repeatedCells == repeated)
    #expect(joined.cells - joined.repeatedCells == apart.cells)
  }

  /// An engine that answers one form of a question wrongly is found out, with the row and both answers.
  @Test func whatDiffersIsShown() throws {
    connection.rewrite = { sql in
      sql.contains("LEFT JOIN") ? sql.replacing("author.id, book.id", with: "author.id, book.id DESC") : sql
    }
    let difference = try #require(compare("author.books.title").differences.first)
    #expect(difference.name == "joined")
    #expect(difference.row == 0)
    #expect(difference.expected == [.value("Earthsea")])
    #expect(difference.found == [.value("Lathe")])
  }

  @Test func aMissingRowDiffersToo() throws {
    connection.rewrite = { sql in sql.contains("LEFT JOIN") ? sql + " LIMIT 2" : sql }
    let difference = try #require(compare("author.books.title").differences.first)
    #expect(difference.row == 2)
    #expect(difference.found == nil)
  }

  @Test func whatIsMeasuredIsKeptWhenAPersonStopsIt() throws {
    connection.patience = 8
    let comparison = try compare("author.books.title")
    #expect(comparison.runs.map(\.name) == ["lazy", "peers"])
    #expect(comparison.unmeasured.names == ["selectin", "joined", "subquery", "flat"])
    #expect(comparison.unmeasured.problem?.problem == .interrupted)
  }

  @Test func aBudgetHoldsForEachStrategyByItself() throws {
    session.executor.budget = 2
    let comparison = try compare("author.books.title")
    #expect(comparison.runs.map(\.name) == ["peers", "selectin", "joined", "subquery", "flat"])
    #expect(comparison.overBudget.names == ["lazy"])
    #expect(comparison.overBudget.problem?.problem == .budgetExceeded(limit: 2, instead: nil))
    session.executor.budget = 1
    #expect(try compare("author.books.title").runs.map(\.name) == ["joined", "flat"])
  }

  @Test func stoppedBeforeAnythingIsMeasuredIsStopped() throws {
    connection.patience = 3
    #expect(throws: Diagnostic.self) { try compare("author.books.title") }
  }
}
