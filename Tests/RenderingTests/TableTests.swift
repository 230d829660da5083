import Rendering
import SQL
import Testing

@Suite struct TableTests {
  @Test func look() throws {
    #expect(
      try render(NastyGrids.books, .table, Presentation(width: 80)).text
        == """
         id  title                      year  author
        int  text                        int     int
        ═══  ─────────────────────────  ────  ──────
          1  A Wizard of Earthsea       1968       3
          2  The Left Hand of Darkness  1969       3
          3  The Dispossessed           1974       3
          4  Untitled                   NULL    NULL

        """.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : " " + $0 }
        .joined(separator: "\n"))
  }

  @Test(arguments: [(true, true, true), (true, true, false), (false, true, false), (false, false, false)])
  func middleRowsAreLeftOut(isCounted: Bool, isRepeatable: Bool, access: Bool) throws {
    func numbers(_ count: Int) -> Grid {
      NastyGrids.numbers(count, isCounted: isCounted, isRepeatable: isRepeatable, access: access)
    }
    let presentation = Presentation(width: 80, maxRows: 5)
    let (text, facts) = try render(numbers(1_000), .table, presentation)
    #expect(
      text == """
           n  text
         ───  ───────
           0  row 0
           1  row 1
           2  row 2
           ⋮  ⋮
         998  row 998
         999  row 999

        """)
    #expect(
      facts
        == RenderedFacts(shownRows: 5, totalRows: 1_000, shownColumns: 2, totalColumns: 2, shortenedCells: 0))
    // One row too many takes the place of the line that would say so.
    for count in [0, 1, 4, 5, 6] {
      #expect(
        try render(numbers(count), .table, presentation).facts == RenderedFacts(rows: count, columns: 2))
    }
    let seven = try render(numbers(7), .table, presentation)
    #expect(seven.facts.shownRows == 5)
    #expect(
      seven.text.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ")[0] } == [
        "0", "1", "2", "⋮", "5", "6",
      ])
    // Without a maximum, all.
    #expect(try render(numbers(1_000), .table).facts == RenderedFacts(rows: 1_000, columns: 2))
  }

  @Test func onlyTheShownRowsAreRead() throws {
    var read: [Int] = []
    let grid = NastyGrids.numbers(1_000_000, access: true) { read.append($0) }
    _ = try render(grid, .table, Presentation(width: 80, maxRows: 4))
    #expect(read == [0, 1, 999_998, 999_999, 0, 1, 999_998, 999_999])
  }

  @Test func whoeverReadsMayGo() throws {
    var read = 0
    let grid = NastyGrids.numbers(1_000_000) { _ in read += 1 }
    let output = Output(capacity: 100) { _ in false }
    _ = try OutputFormat.csv.write(grid, to: output, as: Presentation())
    #expect(read < 100)
  }

  @Test func everyWidthIsHeld() throws {
    for width in 1...120 {
      for grid in [NastyGrids.values, NastyGrids.wide, NastyGrids.books] {
        let text = try render(grid, .table, Presentation(width: width)).text
        let widest = text.split(separator: "\n").map { DisplayWidth.columns(of: $0) }.max() ?? 0
        // Narrower than this there is no column to show.
        #expect(widest <= max(width, 20), "at \(width)")
      }
    }
  }
}
