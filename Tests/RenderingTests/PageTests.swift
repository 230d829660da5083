/// What goes to a pager, and what to the screen.
import Rendering
import SQL
import Testing

@Suite struct PageTests {
  /// A pager that keeps what it gets, and is left after so many blocks.
  private final class Shelf {
    var screen = ""
    var pages = ""
    var starts = 0
    var finishes = 0
    var patience = Int.max
    var isThere = true
    /// What it gives up with.
    var failure: Int?

    func output(capacity: Int = 8) -> Output {
      Output(capacity: capacity) {
        self.screen += String(decoding: $0, as: UTF8.self)
        return true
      }
    }

    func page(columns: Int = 10, rows: Int = 3) -> Page {
      Page(columns: columns, rows: rows) {
        guard self.isThere else { return nil }
        self.starts += 1
        return Page.Reader(
          read: {
            self.pages += String(decoding: $0, as: UTF8.self)
            self.patience -= 1
            return self.patience > 0
          },
          finish: {
            self.finishes += 1
            return self.failure
          })
      }
    }
  }

  private func show(_ text: String, _ shelf: Shelf) -> Output {
    let output = shelf.output()
    output.write("before\n")
    output.begin(shelf.page())
    for character in text { output.write(String(character)) }
    output.endPage()
    output.write("after\n")
    output.flush()
    return output
  }

  @Test func whatFitsTheScreenStaysThere() {
    let shelf = Shelf()
    _ = show("1\n2\n3\n", shelf)
    #expect(shelf.screen == "before\n1\n2\n3\nafter\n")
    #expect((shelf.pages, shelf.starts, shelf.finishes) == ("", 0, 0))
  }

  @Test func whatIsTallerGoesToThePagerFromItsBeginning() {
    let shelf = Shelf()
    _ = show("1\n2\n3\n4\n5\n6\n7\n8\n9\n", shelf)
    #expect(shelf.screen == "before\nafter\n")
    #expect((shelf.pages, shelf.starts, shelf.finishes) == ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", 1, 1))
  }

  @Test func linesCountAsTheTerminalBreaksThem() {
    let shelf = Shelf()
    _ = show("\u{1B}[1m123456789\u{1B}[0m\n2\n3\n", shelf)
    #expect((shelf.screen, shelf.starts) == ("before\n\u{1B}[1m123456789\u{1B}[0m\n2\n3\nafter\n", 0))
    let broken = Shelf()
    _ = show("表表表表表表\n2\n3\n", broken)
    #expect((broken.screen, broken.pages) == ("before\nafter\n", "表表表表表表\n2\n3\n"))
  }

  @Test func whoLeavesEarlyIsSparedTheRest() {
    let shelf = Shelf()
    shelf.patience = 1
    let output = shelf.output()
    output.begin(shelf.page())
    output.write("1\n2\n3\n4\n5\n6\n")
    #expect(output.wasLeft)
    #expect(output.isClosed)
    output.write("7\n8\n9\n10\n")
    output.endPage()
    #expect(!output.isClosed)
    output.write("after\n")
    output.flush()
    #expect((shelf.screen, shelf.pages, shelf.finishes) == ("after\n", "1\n2\n3\n4\n5\n6\n", 1))
  }

  /// Before it has read a block, after one, and at the end.
  @Test(arguments: [1, 2, Int.max]) func ofAPagerThatGivesUpNothingIsLost(patience: Int) {
    let shelf = Shelf()
    (shelf.patience, shelf.failure) = (patience, 1)
    _ = show("1\n2\n3\n4\n5\n6\n7\n8\n9\n", shelf)
    #expect(shelf.screen == "before\n1\n2\n3\n4\n5\n6\n7\n8\n9\nafter\n")
    #expect((shelf.starts, shelf.finishes) == (1, 1))
  }

  @Test(arguments: [1 << 13, Int.max]) func whatIsTooMuchToBeKeptIsNotShownInPart(patience: Int) {
    let shelf = Shelf()
    (shelf.patience, shelf.failure) = (patience, 1)
    let output = show(String(repeating: "1234567\n", count: 1 << 14), shelf)
    #expect(shelf.screen == "before\nafter\n")
    #expect((shelf.finishes, output.isClosed) == (1, false))
  }

  @Test func withoutAPagerNothingIsLost() {
    let shelf = Shelf()
    shelf.isThere = false
    _ = show("1\n2\n3\n4\n5\n6\n", shelf)
    #expect((shelf.screen, shelf.finishes) == ("before\n1\n2\n3\n4\n5\n6\nafter\n", 0))
  }

  @Test func theInterruptIsThePagersWhileItIsOpen() {
    let shelf = Shelf()
    var isStopped = false
    let output = Output(capacity: 8, isStopped: { isStopped }) {
      shelf.screen += String(decoding: $0, as: UTF8.self)
      return true
    }
    output.begin(shelf.page())
    output.write("1\n2\n3\n4\n")
    isStopped = true
    output.write("5\n6\n7\n8\n")
    #expect(!output.isStopRequested)
    isStopped = false
    output.endPage()
    #expect((output.isInterrupted, shelf.pages) == (false, "1\n2\n3\n4\n5\n6\n7\n8\n"))
    output.begin(shelf.page())
    output.write("1\n2\n")
    isStopped = true
    output.endPage()
    #expect((output.isInterrupted, shelf.screen, shelf.starts) == (true, "", 1))
  }

  /// Rows that are kept are measured before; of those that are written nobody waits for the rest.
  @Test(arguments: OutputFormat.all.map(\.name))
  func whoLeavesThePagerWaitsForNoMoreRows(format: String) throws {
    var lent = 0
    let grid = Grid(columns: [Grid.Column(name: "n"), Grid.Column(name: "m")], rowCount: 10_000) {
      (body) throws(DatabaseError) in
      for number in 0..<10_000 {
        lent += 1
        guard try Row.lending([.integer(Int64(number)), "text"], body) else { return }
      }
    }
    let format = try #require(OutputFormat.named(format))
    _ = try format.write(grid, to: Output(capacity: 64) { _ in false }, as: Presentation())
    #expect(lent < (format.hasColumns ? 10_100 : 100))
  }

  /// Rows that come once are copied to be measured, and then nobody asks where they came from.
  @Test func aPersonCanStopWhileCopiedRowsAreWritten() throws {
    var isStopped = false
    let grid = Grid(columns: [Grid.Column(name: "n")], rowCount: nil, isRepeatable: false) {
      (body) throws(DatabaseError) in
      for number in 0..<1_000 { guard try Row.lending([.integer(Int64(number))], body) else { return } }
      isStopped = true
    }
    var written = 0
    let error = #expect(throws: DatabaseError.self) {
      try OutputFormat.table.write(
        grid.stopping { isStopped },
        to: Output { _ in
          written += 1
          return true
        }, as: Presentation())
    }
    #expect(error?.kind == .interrupted && written == 0)
  }
}
