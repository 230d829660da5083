import Rendering
import SQL
import Testing

@Suite struct RecordCardTests {
  @Test(arguments: [40, 80, 200], Charset.allCases)
  func cards(width: Int, charset: Charset) throws {
    let presentation = Presentation(charset: charset, width: width, maxRows: 10)
    var texts: [String] = []
    for grid in Self.grids {
      let short = try render(grid, .table, presentation)
      texts.append(short.text + described(short.facts))
      let whole = try render(grid, .record, presentation)
      #expect(whole.facts == RenderedFacts(rows: 1, columns: grid.columns.count))
      for line in (short.text + whole.text).split(separator: "\n") {
        #expect(DisplayWidth.columns(of: line) <= width)
      }
    }
    expectGolden("card-\(width)-\(charset).txt", texts.joined(separator: "\n\n") + "\n")
  }

  @Test func cardInColor() throws {
    expectGolden(
      "card-color.txt", try render(Self.author, .table, Presentation(style: .dark, width: 80)).text)
  }

  @Test(arguments: 1...130)
  func everyWidthIsHeld(width: Int) throws {
    for grid in Self.grids {
      for format in [OutputFormat.table, .record] {
        for maximum in [1, 10, nil] {
          let text = try render(grid, format, Presentation(width: width, maxRows: maximum)).text
          let widest = text.split(separator: "\n").map { DisplayWidth.columns(of: $0) }.max() ?? 0
          // Narrower than this nothing can be read.
          #expect(widest <= max(width, 26))
        }
      }
    }
  }

  /// Down the first column and then the second; a long value runs on over the second, which leaves its lines free.
  @Test func columnsAreReadLikeThoseOfANewspaper() throws {
    let values = [
      "1", "Luís", "Embraer - Empresa Brasileira de Aeronáutica S.A., which is the name of all of it",
      "Brazil",
      "+55 (12) 3923-5555", "luisg@embraer.com.br", "Brigadeiro Faria Lima, 2170, São José dos Campos",
    ]
    let names = ["id", "first", "company", "country", "phone", "mail", "address"]
    let grid = Self.grid(
      names.map { Grid.Column(name: $0, isKey: $0 == "id") }, values.map { Value($0) },
      RecordContext(path: "customer[1]", hasKey: true, label: nil, ways: [], allWaysBy: "", onBy: nil))
    let cards = try [60, 80, 120].map { width in
      try render(grid, .table, Presentation(width: width, maxRows: 10, height: 8)).text
    }
    expectGolden("card-newspaper.txt", cards.joined(separator: "\n"))
  }

  /// Whatever a screen leaves out, the footer has the number of it and the word that shows it.
  @Test func whatIsLeftOutIsCounted() throws {
    let presentation = Presentation(width: 40, maxRows: 10)
    let (text, facts) = try render(Self.wide, .table, presentation)
    #expect(facts.totalColumns == 60)
    #expect(text.split(separator: "\n").count { $0.dropFirst().hasPrefix("column_") } == facts.shownColumns)
    #expect(
      Footer(count: 1, noun: "row", facts: facts).text(as: Presentation())
        == " 1 row · 60 columns, 17 shown: last record\n")
    let whole = try render(Self.wide, .record, Presentation(width: 80, maxRows: 10))
    #expect(whole.text.split(separator: "\n").count == 62)
  }

  @Test func severalCards() throws {
    let rows: [[Value]] = [[1, "One"], [2, .null]]
    var grid = NastyGrids.grid(
      columns: [Grid.Column(name: "id", isKey: true), Grid.Column(name: "name")], rows: rows)
    grid.context = { position in
      RecordContext(
        path: "thing[\(position + 1)]", hasKey: true, label: position == 0 ? "One" : nil,
        ways: ["parts", "uses"].map {
          RecordContext.Way(name: $0, isToMany: true, target: $0, isLoaded: position == 1)
        },
        allWaysBy: "thing?", onBy: ".parts")
    }
    #expect(
      try render(grid, .record, Presentation(width: 80)).text == """
         thing[1]  One
         ════════  ───
        #id    1
         name  One

         ○ parts, uses

         thing[2]
         ════════
        #id       2
         name     NULL

         ● parts  →→ parts
         ● uses   →→ uses
         .parts leads on · # key  ● loaded  ○ not loaded

        """)
    // Rows that nobody asked for as one record stay a table.
    #expect(
      try render(grid, .table, Presentation(width: 80)).text == """
         id  name
         ══  ────
          1  One
          2  NULL

        """)
  }

  // MARK: Grids

  private static var grids: [Grid] { [author, nasty, wide, bare, many] }

  private static func grid(_ columns: [Grid.Column], _ row: [Value], _ context: RecordContext) -> Grid {
    var grid = NastyGrids.grid(columns: columns, rows: [row])
    grid.context = { _ in context }
    grid.isOneRecord = true
    return grid
  }

  private static func way(
    _ name: String, many: Bool = false, _ target: String, loaded: Bool = false, count: String = "",
    names: [Value] = [], unnamed: Int = 0
  ) -> RecordContext.Way {
    var way = RecordContext.Way(name: name, isToMany: many, target: target, isLoaded: loaded)
    way.count = count
    way.names = names
    way.unnamed = unnamed
    return way
  }

  private static var author: Grid {
    grid(
      [
        Grid.Column(name: "id", type: "INTEGER", isKey: true, isNumeric: true), Grid.Column(name: "name"),
        Grid.Column(name: "country_code"), Grid.Column(name: "influenced_by_id", isNumeric: true),
      ], [3, "Ursula K. Le Guin", "US", .null],
      RecordContext(
        path: "author[3]", hasKey: true, label: "Ursula K. Le Guin",
        ways: [
          way("country", "country[\"US\"]", loaded: true, names: ["United States"]),
          way("influenced_by", "author", loaded: true, count: "none: influenced_by_id is NULL"),
          way("~influenced", many: true, "author"),
          way(
            "books", many: true, "book", loaded: true, count: "10 books",
            names: ["A Wizard of Earthsea", "The Left Hand of Darkness", "The Tombs of Atuan"], unnamed: 7),
        ], allWaysBy: "author?", onBy: ".books"))
  }

  /// A key of two columns, values and names that break tables.
  private static var nasty: Grid {
    let texts: [(String, Value)] = [
      ("名前", "百年の孤独"), ("emoji", "👩‍👩‍👧 👍🏽 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿"), ("combining", "Cafe\u{301} Z\u{334}\u{335}"),
      ("right to left", "שלום עולם"), ("a\nname\u{1B}[1m", "\u{1B}[31mred\u{1B}[0m\u{7}"),
      ("lines", "one\ntwo\r\nthree\tfour"), ("null", .null), ("NULL", "NULL"), ("empty", ""),
      ("blob", .blob([0, 255])), ("long blob", .blob([UInt8](repeating: 0xAB, count: 300))),
      ("long", .text(Text(String(repeating: "All work and no play. ", count: 40)))),
      ("long CJK", .text(Text(String(repeating: "長い文章", count: 90)))),
      ("one word", .text(Text(String(repeating: "x", count: 700)))), ("no UTF-8", NastyGrids.invalid),
    ]
    return grid(
      texts.enumerated().map { Grid.Column(name: $1.0, isKey: $0 < 2) }, texts.map(\.1),
      RecordContext(
        path: "`odd name`[\"it's\u{1B}[31m\", 9223372036854775807]", hasKey: true,
        label: .text(Text(String(repeating: "長い題名 ", count: 30))),
        ways: [
          way("`a way`", "`other table`[\"\u{202E}x\"]"),
          way("gone", "parent[99]", loaded: true, count: "there is no such parent"),
          way(
            "titles", many: true, "title", loaded: true, count: "2 titles", names: ["a\u{1B}[2Jb", .null]),
        ], allWaysBy: "`odd name`?", onBy: ".titles"))
  }

  private static var wide: Grid {
    func value(_ number: Int) -> Value {
      number % 7 == 0 ? Value("a text of some length, number \(number)") : .integer(Int64(number))
    }
    return grid(
      (1...60).map { Grid.Column(name: "column_\($0)", isKey: $0 == 1) }, (1...60).map(value),
      RecordContext(path: "wide[1]", hasKey: true, label: nil, ways: [], allWaysBy: "wide?", onBy: nil))
  }

  /// Neither key nor relationship.
  private static var bare: Grid {
    grid(
      [Grid.Column(name: "line")], ["a line"],
      RecordContext(path: "log", hasKey: false, label: nil, ways: [], allWaysBy: "log?", onBy: nil))
  }

  private static var many: Grid {
    grid(
      [Grid.Column(name: "id", isKey: true)], [1],
      RecordContext(
        path: "hub[1]", hasKey: true, label: nil,
        ways: (1...40).map { way("spokes_by_a_long_name_\($0)", many: true, "spoke_\($0)") },
        allWaysBy: "hub?", onBy: ".spokes_by_a_long_name_1"))
  }
}
