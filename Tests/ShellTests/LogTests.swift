import Language
import Navigation
import SQL
import Shell
import Testing

/// What the log keeps, and what it lets go.
@Suite struct LogTests {
  private func group(
    _ sql: String, _ cause: Cause = Cause(mark: 0, subject: "author"), nanoseconds: Int64 = 10
  ) -> StatementGroup {
    StatementGroup(
      sql: sql, cause: cause, number: 1, bindings: [], rows: 2, cells: 4, nanoseconds: nanoseconds)
  }

  @Test func theOldestLinesGoAndTheTotalsStay() {
    var log = ConversationLog()
    for number in 1...(ConversationLog.maximumLines + 3) {
      log.record([group("SELECT \(number)")], marks: [], line: "author")
    }
    #expect(log.lines.count == ConversationLog.maximumLines)
    #expect(log.droppedLines == 3)
    #expect(log.lines.first?.number == 4)
    #expect(log.totals.map(\.statements) == [ConversationLog.maximumLines + 3])
  }

  @Test func longStatementsTakeNoMoreMemoryThanManyShortOnes() {
    var log = ConversationLog()
    let long = String(repeating: "x", count: ConversationLog.maximumWeight / 3)
    for _ in 0..<5 { log.record([group(long)], marks: [], line: "author") }
    #expect(log.lines.map(\.number) == [4, 5])
    // The last line stays, whatever it takes.
    log.record([group(long + long + long + long)], marks: [], line: "book")
    #expect(log.lines.map(\.number) == [6])
    #expect(log.droppedLines == 5)
  }

  @Test func totalsAreOfARelationshipAStrategyAndAPiece() {
    var log = ConversationLog()
    let books = Cause(mark: 1, strategy: "lazy", relationship: "author.books")
    var many = group("SELECT b", books, nanoseconds: 30)
    many.add(rows: 1, cells: 2, nanoseconds: 50)
    log.record([group("SELECT a"), many], marks: [], line: "author.books")
    log.record(
      [group("SELECT b", Cause(mark: 1, strategy: "selectin", relationship: "author.books"))], marks: [],
      line: "author.books!")
    log.record([group("SELECT 1", Cause(mark: nil))], marks: [], line: "select 1")
    let texts = log.totals.map { total in
      "\(total.kind.subject ?? "SQL") \(total.kind.strategy ?? "–") \(total.kind.hop ?? -1): "
        + "\(total.statements) \(total.rows) \(total.nanoseconds) \(total.slowest)"
    }
    #expect(
      texts == [
        "author.books lazy 1: 2 3 80 50", "SQL – -1: 1 2 10 10", "author – 0: 1 2 10 10",
        "author.books selectin 1: 1 2 10 10",
      ])
    log.resetTotals()
    #expect(log.totals.isEmpty)
    #expect(log.lines.count == 3)
  }
}
