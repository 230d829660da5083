import Rendering
import SQL
import TestSupport
import Testing

/// Nested results that are larger than the screen, or than memory.
@Suite struct NestedLimitTests {
  private func table(
    _ sizes: [Int], _ maxRows: Int, width: Int = 80
  ) throws -> (text: String, facts: RenderedFacts) {
    try render(NestedGrids.lists(of: sizes), .table, Presentation(width: width, maxRows: maxRows))
  }

  private func facts(_ shown: Int, of total: Int, columns: Int = 3, lists: Int) -> RenderedFacts {
    RenderedFacts(
      shownRows: shown, totalRows: total, shownColumns: columns, totalColumns: columns, shortenedLists: lists)
  }

  @Test func aRowTallerThanTheScreen() throws {
    let (text, facts) = try table([10_000], 5)
    #expect(
      text == """
              items
              ─────────────
          id   id  title
         int  int  text
         ═══  ═══  ────────
           0    0  item 0
                1  item 1
                2  item 2
                3  item 3
                4  item 4
              … 9,995 more

        """)
    #expect(facts == self.facts(1, of: 1, lists: 1))
    // One element too many takes the place of the line that would say so.
    #expect(try table([6], 5).facts == RenderedFacts(rows: 1, columns: 3))
    #expect(try table([7], 5).facts == self.facts(1, of: 1, lists: 1))
  }

  @Test func longListsGiveWayBeforeRowsDo() throws {
    let (text, facts) = try table([3, 100, 2], 13)
    #expect(
      text == """
              items
              ───────────
          id   id  title
         int  int  text
         ═══  ═══  ──────
           0    0  item 0
                1  item 1
                2  item 2

           1    0  item 0
                1  item 1
                2  item 2
                3  item 3
                4  item 4
                5  item 5
              … 94 more

           2    0  item 0
                1  item 1

        """)
    #expect(facts == self.facts(3, of: 3, lists: 1))
  }

  @Test func thenMiddleRowsAreLeftOut() throws {
    let (text, facts) = try table([3, 100, 2, 0, 100, 100, 100, 1, 1, 9], 16)
    #expect(
      text == """
              items
              ───────────
          id   id  title
         int  int  text
         ═══  ═══  ──────
           0    0  item 0
                1  item 1
                2  item 2

           1    0  item 0
                1  item 1
                2  item 2
              … 97 more
           ⋮    ⋮  ⋮
           7    0  item 0
           8    0  item 0

           9    0  item 0
                1  item 1
                2  item 2
              … 6 more

        """)
    #expect(facts == self.facts(5, of: 10, lists: 2))
  }

  @Test(arguments: [(true, true, true), (true, true, false), (false, true, false), (false, false, false)])
  func howeverTheRowsCome(isCounted: Bool, isRepeatable: Bool, access: Bool) throws {
    func numbers(_ count: Int) -> Grid {
      NestedGrids.streaming(count, isCounted: isCounted, isRepeatable: isRepeatable, access: access)
    }
    let presentation = Presentation(width: 80, maxRows: 5)
    let (text, facts) = try render(numbers(1_000), .table, presentation)
    #expect(
      text == """
          id  items
         int
         ═══  ─────
           0      0
           1      1
           2      2
           ⋮      ⋮
         998    998
         999    999

        """)
    #expect(facts == self.facts(5, of: 1_000, columns: 2, lists: 0))
    for count in [0, 1, 4, 5, 6] {
      #expect(
        try render(numbers(count), .table, presentation).facts == RenderedFacts(rows: count, columns: 2))
    }
    #expect(try render(numbers(7), .table, presentation).facts == self.facts(5, of: 7, columns: 2, lists: 0))
    // Without a maximum, all.
    let all = try render(numbers(1_000), .table)
    #expect(all.facts == RenderedFacts(rows: 1_000, columns: 2))
    #expect(all.text.split(separator: "\n").count == 1_003)
  }

  @Test func onlyRowsThatCouldBeShownAreRead() throws {
    var read: [Int] = []
    let grid = NestedGrids.streaming(1_000_000, isCounted: true, isRepeatable: true, access: true) {
      read.append($0)
    }
    _ = try render(grid, .table, Presentation(width: 80, maxRows: 4))
    #expect(read == [0, 1, 2, 3, 999_996, 999_997, 999_998, 999_999])
  }

  /// No row is asked for before the one before it is on its way out.
  @Test func whoeverReadsMayGo() throws {
    for format in [OutputFormat.jsonl, .json, .csv, .tsv, .tree, .record] {
      var read = 0
      let grid = NestedGrids.streaming(100_000, isCounted: true, isRepeatable: false, access: false) { _ in
        read += 1
      }
      let output = Output(capacity: 100) { _ in false }
      _ = try format.write(grid, to: output, as: Presentation())
      #expect(read < 100)
    }
  }

  @Test func manyRows() throws {
    let grid = NestedGrids.streaming(
      100_000, isCounted: false, isRepeatable: false, access: false, children: 2)
    let (bytes, facts) = try renderBytes(grid, .jsonl)
    let expected = (0..<100_000).reduce(into: "") {
      $0 += #"{"id":\#($1),"items":[\#($1),\#($1 + 1)]}"# + "\n"
    }
    #expect(bytes == Array(expected.utf8))
    #expect(facts == RenderedFacts(rows: 100_000, columns: 2))
  }

  @Test func manyChildrenInOneCell() throws {
    let grid = NestedGrids.streaming(1, isCounted: true, isRepeatable: true, access: false, children: 10_000)
    let numbers = (0..<10_000).map(String.init)
    #expect(
      try render(grid, .jsonl).text == #"{"id":0,"items":["# + numbers.joined(separator: ",") + "]}\n")
    #expect(
      try render(grid, .markdown).text.split(separator: "\n").last
        == "|    0 | \(numbers.joined(separator: "<br>")) |")
    let branches = numbers.dropLast().map { "    ├─ \($0)\n" }.joined() + "    └─ 9999\n"
    #expect(try render(grid, .tree).text == " id: 0\n └─ items (10,000)\n" + branches)
    let cells = numbers.map { String(repeating: " ", count: 5 - $0.count) + $0 }
    #expect(
      try render(grid, .table).text
        == "  id  items\n int\n ═══  ─────\n   0  " + cells.joined(separator: "\n      ") + "\n")
  }

  @Test func aSingleRowTooWideForATableIsACard() throws {
    let presentation = Presentation(width: 60, maxRows: 6)
    let (text, facts) = try render(NestedGrids.author, .table, presentation)
    #expect(
      text == """
         id            3
         name          Ursula K. Le Guin
         country.name  United States
         n             4
         books (4)
           title                         year
           text                           int
           ────────────────────────────  ────
           A Wizard of Earthsea          1968
           The Left Hand of Darkness     1969
           The Dispossessed              1974
           The Word for World Is Forest  1972

        """)
    #expect(facts == RenderedFacts(rows: 1, columns: 5))
    let long = String(repeating: "word ", count: 100)
    let columns = [
      Grid.Column(name: "text"), Grid.Column(name: "none", content: .values),
      Grid.Column(name: "numbers", content: .values),
      Grid.Column(name: "items", content: .records([Grid.Column(name: "n")])),
    ]
    let numbers = (1...1_000).map { NestedValue.value(.integer($0)) }
    let grid = Grid(
      columns: columns,
      nestedRows: [
        [.value(Value(long)), .list([]), .list(numbers), .list(numbers.map { .record([$0]) })]
      ])
    let card = try render(grid, .table, Presentation(charset: .ascii, width: 40, maxRows: 6))
    #expect(
      card.text == """
         text  word word word word word word
               word word word word word word
               word word word word word word
               word word word word word wo...
         none (0)
         numbers (1,000, 3 shown)
           1
           2
           3
           ... 997 more
         items (1,000, 3 shown)
              n
           ----
              1
              2
              :
           1000

        """)
    #expect(
      card.facts
        == RenderedFacts(
          shownRows: 1, totalRows: 1, shownColumns: 4, totalColumns: 4, shortenedCells: 1, shortenedLists: 2))
  }

  @Test func theFooterSaysSo() {
    func text(_ facts: RenderedFacts) -> String {
      Footer(count: facts.totalRows, facts: facts).text(as: Presentation())
    }
    #expect(text(facts(3, of: 3, lists: 2)) == " 3 rows · 2 lists shortened: last\n")
    #expect(text(facts(3, of: 30, lists: 1)) == " 30 rows, 3 shown: last · 1 list shortened\n")
    #expect(!facts(3, of: 3, lists: 1).isComplete)
  }
}

/// Whatever the shape, the promises hold.
@Suite struct RandomNestedTests {
  private static func columns(_ depth: Int, _ random: inout SeededGenerator) -> [Grid.Column] {
    (0..<Int.random(in: 1...4, using: &random)).map { number in
      let name = "c\(number)" + String(repeating: "x", count: Int.random(in: 0...12, using: &random))
      var content = Grid.Content.value
      switch Int.random(in: 0...5, using: &random) {
      case 0: content = .values
      case 1 where depth > 0: content = .record(columns(depth - 1, &random))
      case 2 where depth > 0, 3 where depth > 0: content = .records(columns(depth - 1, &random))
      default: break
      }
      return Grid.Column(name: name, type: Bool.random(using: &random) ? "TEXT" : "", content: content)
    }
  }

  private static func value(_ column: Grid.Column, _ random: inout SeededGenerator) -> NestedValue {
    func list(_ element: (inout SeededGenerator) -> NestedValue) -> NestedValue {
      .list((0..<Int.random(in: 0...7, using: &random)).map { _ in element(&random) })
    }
    switch column.content {
    case .value: return .value(scalar(&random))
    case .values: return list { .value(scalar(&$0)) }
    case .record(let columns):
      if Int.random(in: 0...3, using: &random) == 0 { return .value(.null) }
      return .record(columns.map { value($0, &random) })
    case .records(let columns):
      return list { random in .record(columns.map { value($0, &random) }) }
    }
  }

  private static func scalar(_ random: inout SeededGenerator) -> Value {
    switch Int.random(in: 0...4, using: &random) {
    case 0: .null
    case 1, 2: .integer(Int64.random(in: 0...99_999, using: &random))
    default: Value(String(repeating: "words ", count: Int.random(in: 0...5, using: &random)))
    }
  }

  @Test(arguments: 1...40) func promises(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let columns = Self.columns(3, &random)
    let rows = (0..<Int.random(in: 2...16, using: &random)).map { _ in
      columns.map { Self.value($0, &random) }
    }
    let grid = Grid(columns: columns, nestedRows: rows)
    let whole = try render(grid, .table)
    #expect(whole.facts.isComplete)
    #expect(whole.facts.totalRows == rows.count)
    let empty = try render(Grid(columns: columns, nestedRows: []), .table).text
    let headLines = empty.split(separator: "\n").count
    for maxRows in [2, 3, 9, 24] {
      for width in [20, 40, 80, 200] {
        let (text, facts) = try render(grid, .table, Presentation(width: width, maxRows: maxRows))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
        #expect(lines.count <= headLines + maxRows + 1)
        #expect(facts.totalRows == rows.count)
        #expect(lines.contains { $0.contains("⋮") } == (facts.shownRows < facts.totalRows))
      }
      let unlimited = try render(grid, .table, Presentation(maxRows: maxRows))
      if unlimited.facts.isComplete { #expect(unlimited.text == whole.text) }
      #expect(unlimited.text.count { $0 == "…" } == unlimited.facts.shortenedLists)
    }
    for format in OutputFormat.all {
      for width in [nil, 30] { _ = try render(grid, format, Presentation(width: width)) }
    }
  }
}
