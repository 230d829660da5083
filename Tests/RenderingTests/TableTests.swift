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

  /// Cells are cut while they are written, so their count tells how many rows were.
  @Test func nothingIsWrittenForAReaderThatHasGone() throws {
    func shortened(_ isThere: Bool) throws -> Int {
      let row: [Value] = [.text(Text(String(repeating: "long ", count: 20)))]
      let grid = NastyGrids.grid(
        columns: [Grid.Column(name: "a")], rows: [[Value]](repeating: row, count: 100))
      let output = Output(capacity: 1) { _ in isThere }
      return try OutputFormat.table.write(grid, to: output, as: Presentation(width: 40)).shortenedCells
    }
    #expect([try shortened(true), try shortened(false)] == [100, 0])
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
      for grid in [NastyGrids.values, NastyGrids.wide, NastyGrids.books, labelled()] {
        let text = try render(grid, .table, Presentation(width: width)).text
        let widest = text.split(separator: "\n").map { DisplayWidth.columns(of: $0) }.max() ?? 0
        // Narrower than this there is no column to show.
        #expect(widest <= max(width, 20), "at \(width)")
      }
    }
  }

  // MARK: Widths

  private func facts(
    _ shownColumns: Int, of columns: Int, shortened: Int = 0, names: Int = 0
  ) -> RenderedFacts {
    RenderedFacts(
      shownRows: 2, totalRows: 2, shownColumns: shownColumns, totalColumns: columns,
      shortenedCells: shortened, shortenedNames: names)
  }

  /// A name says less than a value: it gives way first, the longest names before the others.
  @Test func namesGiveWayBeforeValues() throws {
    let grid = NastyGrids.grid(
      columns: [
        Grid.Column(name: "id", type: "INTEGER", isKey: true, isNumeric: true),
        Grid.Column(name: "title", type: "TEXT"), Grid.Column(name: "original_title", type: "TEXT"),
        Grid.Column(name: "publisher_id", type: "INTEGER", isNumeric: true),
        Grid.Column(name: "pages", type: "INTEGER", isNumeric: true),
        Grid.Column(name: "sequel_of_id", type: "INTEGER", isNumeric: true),
      ],
      rows: [
        [7, "The Left Hand of Darkness", .null, 3, 286, .null],
        [212, "Rocannon's World", .null, 3, 117, 1_234_567],
      ])
    let (at200, all) = try render(grid, .table, Presentation(width: 200))
    #expect(
      at200 == """
          id  title                      original_title  publisher_id  pages  sequel_of_id
         int  text                       text                     int    int           int
         ═══  ─────────────────────────  ──────────────  ────────────  ─────  ────────────
           7  The Left Hand of Darkness  NULL                       3    286          NULL
         212  Rocannon's World           NULL                       3    117       1234567

        """)
    #expect(all == facts(6, of: 6))
    let (at80, cutNames) = try render(grid, .table, Presentation(width: 80))
    #expect(
      at80 == """
          id  title                      original_ti…  publisher_id  pages  sequel_of_id
         int  text                       text                   int    int           int
         ═══  ─────────────────────────  ────────────  ────────────  ─────  ────────────
           7  The Left Hand of Darkness  NULL                     3    286          NULL
         212  Rocannon's World           NULL                     3    117       1234567

        """)
    #expect(cutNames == facts(6, of: 6, names: 1))
    let (at60, cutValue) = try render(grid, .table, Presentation(charset: .ascii, width: 60))
    #expect(
      at60 == """
          id  title                     orig~  publ~  pages  sequel~
         int  text                      text     int    int      int
         ===  ------------------------  -----  -----  -----  -------
           7  The Left Hand of Dark...  NULL       3    286     NULL
         212  Rocannon's World          NULL       3    117  1234567

        """)
    #expect(cutValue == facts(6, of: 6, shortened: 1, names: 3))
    let (at40, leftOut) = try render(grid, .table, Presentation(width: 40))
    #expect(
      at40 == """
          id  title            …  pages  sequel…
         int  text                  int      int
         ═══  ───────────────  ─  ─────  ───────
           7  The Left Hand …  …    286     NULL
         212  Rocannon's Wor…  …    117  1234567

        """)
    #expect(leftOut == facts(4, of: 6, shortened: 2, names: 1))
  }

  /// A text that is cut anyway takes nothing from the names, and a short name is not worth cutting.
  @Test func whatALongTextLeaves() throws {
    let long = Value.text(Text(String(repeating: "All work and no play. ", count: 20)))
    let grid = NastyGrids.grid(
      columns: [
        Grid.Column(name: "code", isKey: true), Grid.Column(name: "measured_on"),
        Grid.Column(name: "distinct"),
        Grid.Column(name: "remarks"), Grid.Column(name: "other remarks"),
      ],
      rows: [
        ["8b0b4d62-9f1e-4f0e", 1, 2, long, "short"], ["c", 1, 2, "none", "The Left Hand of Darkness"],
      ])
    let (at120, _) = try render(grid, .table, Presentation(width: 120))
    #expect(
      at120 == """
         code                measured_on  distinct  remarks                                            other remarks
         ══════════════════  ───────────  ────────  ─────────────────────────────────────────────────  ─────────────────────────
         8b0b4d62-9f1e-4f0e            1         2  All work and no play. All work and no play. All …  short
         c                             1         2  none                                               The Left Hand of Darkness

        """)
    let (at80, facts80) = try render(grid, .table, Presentation(width: 80))
    #expect(
      at80 == """
         code                meas…  distinct  remarks               other remarks
         ══════════════════  ─────  ────────  ────────────────────  ────────────────────
         8b0b4d62-9f1e-4f0e      1         2  All work and no pla…  short
         c                       1         2  none                  The Left Hand of Da…

        """)
    #expect(facts80 == facts(5, of: 5, shortened: 2, names: 1))
    let (at57, facts57) = try render(grid, .table, Presentation(width: 57))
    #expect(
      at57 == """
         code                meas…  dist…  remarks     other rem…
         ══════════════════  ─────  ─────  ──────────  ──────────
         8b0b4d62-9f1e-4f0e      1      2  All work …  short
         c                       1      2  none        The Left …

        """)
    #expect(facts57 == facts(5, of: 5, shortened: 2, names: 3))
    let (at49, facts49) = try render(grid, .table, Presentation(width: 49))
    #expect(
      at49 == """
         code        meas…  dist…  remarks     other rem…
         ══════════  ─────  ─────  ──────────  ──────────
         8b0b4d62-…      1      2  All work …  short
         c               1      2  none        The Left …

        """)
    #expect(facts49 == facts(5, of: 5, shortened: 3, names: 3))
  }

  // MARK: Labels

  private func labelled(isDeclared: Bool = true) -> Grid {
    let names: [Value?] = ["Ursula K. Le Guin", nil, nil, "村上 \u{1B}[31m春樹", ""]
    let countries: [Value?] = ["Great Britain", "Österreich", nil, "NULL", "Österreich"]
    var grid = NastyGrids.grid(
      columns: [
        Grid.Column(name: "author_id", type: "INTEGER", isNumeric: true),
        Grid.Column(name: "country_code", type: "TEXT"), Grid.Column(name: "publisher_id", isNumeric: true),
      ],
      rows: [[3, "GBR", 1], [1_000, "AT", .null], [.null, .null, 2], [6, "GBR", 3], [7, "AT", 4]])
    grid.references = [
      0: Grid.Reference(isDeclared: isDeclared) { names[$0] },
      1: Grid.Reference(isDeclared: true) { countries[$0] },
      2: Grid.Reference(isDeclared: true) { _ in nil },
    ]
    return grid
  }

  /// What a row is called by stays when its neighbours go, and each place at which something is missing shows it.
  @Test func labelsStayLikeTheKey() throws {
    let names = ["id", "user_id", "slug", "title", "published", "body", "views"]
    var columns = names.map { Grid.Column(name: $0, type: "", isKey: $0 == "id") }
    let row: [Value] = [1, 7, "a-long-slug", "Bread in a day", "2024-05-01", "The oven was hot", 12]
    let unlabelled = try render(Grid(columns: columns, rows: [row]), .table, Presentation(width: 40)).text
    #expect(
      unlabelled == """
         id  user_id  …  body              views
         ══  ───────  ─  ────────────────  ─────
          1        7  …  The oven was hot     12

        """)
    columns[3].isLabel = true
    let narrow = try render(Grid(columns: columns, rows: [row]), .table, Presentation(width: 40))
    #expect(
      narrow.text == """
         id  …  title       …  body        views
         ══  ─  ──────────  ─  ──────────  ─────
          1  …  Bread in …  …  The oven …     12

        """)
    #expect(
      narrow.facts
        == RenderedFacts(shownRows: 1, totalRows: 1, shownColumns: 4, totalColumns: 7, shortenedCells: 2))
    let narrowest = try render(Grid(columns: columns, rows: [row]), .table, Presentation(width: 16)).text
    #expect(
      narrowest == """
         id  …  views
         ══  ─  ─────
          1  …     12

        """)
  }

  @Test func labelsStandBesideKeys() throws {
    let (text, facts) = try render(labelled(), .table, Presentation(width: 80))
    #expect(
      text == """
         author_id                 country_code          publisher_id
         int                       text
         ────────────────────────  ────────────────────  ────────────
            3 · Ursula K. Le Guin  GBR  · Great Britain             1
         1000                      AT   · Österreich             NULL
         NULL                      NULL                             2
            6 · 村上 ␛[31m春樹     GBR  · 'NULL'                    3
            7 · ''                 AT   · Österreich                4

        """)
    #expect(facts == RenderedFacts(rows: 5, columns: 3))
    let guessed = try render(
      labelled(isDeclared: false), .table, Presentation(style: .dark, charset: .ascii, maxRows: 2)
    ).text
    #expect(
      guessed.split(separator: "\n").dropFirst(3) == [
        " 3\u{1B}[2m ~ Ursula K. Le Guin\u{1B}[0m  GBR\u{1B}[2m | Great Britain\u{1B}[0m             1",
        " \u{1B}[2m:\u{1B}[0m                      \u{1B}[2m:\u{1B}[0m                               \u{1B}[2m:\u{1B}[0m",
        " 7\u{1B}[2m ~ \u{1B}[0m\u{1B}[2m''\u{1B}[0m                 AT \u{1B}[2m | Österreich\u{1B}[0m                4",
      ])
  }

  @Test func labelsTakeNothingFromTheTable() throws {
    var grid = labelled()
    for width in [40, 60] {
      let shown = try render(grid, .table, Presentation(width: width))
      grid.references = [:]
      #expect(try render(grid, .table, Presentation(width: width)) == shown)
      grid = labelled()
    }
    #expect(
      try render(grid, .table, Presentation(width: 61)) == render(grid, .table, Presentation(width: 80)))
    for format in OutputFormat.all where format.name != OutputFormat.table.name {
      let shown = try render(grid, format, Presentation(width: 200))
      grid.references = [:]
      #expect(try render(grid, format, Presentation(width: 200)) == shown)
      grid = labelled()
    }
  }
}
