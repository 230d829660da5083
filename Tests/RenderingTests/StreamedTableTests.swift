import Rendering
import SQL
import Testing

/// Tables of rows that stream: the first tell the widths, and no more of them is held.
@Suite struct StreamedTableTests {
  private static let columns = [
    Grid.Column(name: "id", type: "INTEGER", isKey: true, isNumeric: true), Grid.Column(name: "name"),
    Grid.Column(name: "size", type: "REAL", isNumeric: true), Grid.Column(name: "bytes", type: "BLOB"),
  ]

  /// Twelve thousand rows of every kind, of which those behind the first thousand are no wider.
  private static func row(_ index: Int) -> [Value] {
    let place = index % 1_000
    let names: [Value] = [
      .text(Text("plain \(place)")), .text(Text("日本 \(place) é|*")), .null, .text(Text("two\nlines")),
      .text(Text("")),
    ]
    return [
      .integer(Int64(place)), names[place % 5], place % 7 == 0 ? .null : .real(Double(place) / 4),
      place % 3 == 0 ? .blob([UInt8(place % 256), 7]) : .null,
    ]
  }

  private static func grid(
    streams: Bool, isSingleValue: Bool = false, rows count: Int = 12_000, columns: [Grid.Column] = columns,
    row: @escaping (Int) -> [Value] = row, onRead: @escaping (Int) -> Void = { _ in }
  ) -> Grid {
    Grid(
      columns: columns, rowCount: streams ? nil : count, isRepeatable: !streams, isSingleValue: isSingleValue
    ) { (body) throws(DatabaseError) in
      for index in 0..<count {
        onRead(index)
        guard try Row.lending(row(index), body) else { return }
      }
    }
  }

  @Test(
    arguments: [OutputFormat.table, .markdown],
    [
      Presentation(), Presentation(charset: .ascii), Presentation(width: 30),
      Presentation(nullText: "-", isTerminal: true),
    ])
  func theSameAsOfRowsThatAreHeld(_ format: OutputFormat, _ presentation: Presentation) throws {
    for rows in [0, 1, 4_999, 5_000, 5_001, 12_000] {
      let held = try render(Self.grid(streams: false, rows: rows), format, presentation)
      let streamed = try render(Self.grid(streams: true, rows: rows), format, presentation)
      #expect(streamed == held, "\(format.name) \(rows)")
    }
  }

  @Test(arguments: [0, 1])
  func oneValueAloneIsNoTable(rows: Int) throws {
    func text(streams: Bool) throws -> String {
      try render(
        Self.grid(
          streams: streams, isSingleValue: rows == 1 || streams, rows: rows,
          columns: [Grid.Column(name: "name")], row: { _ in [.text(Text("Ann"))] }),
        .table
      ).text
    }
    #expect(try text(streams: true) == text(streams: false))
    #expect(try text(streams: true) == (rows == 1 ? "Ann\n" : " name\n ────\n"))
  }

  private static let wide = [
    Grid.Column(name: "n", isNumeric: true), Grid.Column(name: "text"), Grid.Column(name: "last"),
  ]

  private static func wideRow(_ index: Int) -> [Value] {
    switch index {
    case 5_001: [.integer(123_456), .text(Text("wider than all before")), .text(Text("end"))]
    case 5_002: [.null, .null, .text(Text("a long last one"))]
    default: [.integer(7), .text(Text("text")), .text(Text("end"))]
    }
  }

  @Test func whatIsWiderLaterIsWholeAndPushesOutItsLine() throws {
    let streamed = try render(
      Self.grid(streams: true, rows: 5_004, columns: Self.wide, row: Self.wideRow), .table)
    #expect(streamed.facts == RenderedFacts(rows: 5_004, columns: 3))
    let lines = streamed.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines[..<3] + lines.suffix(5) == [
        " n  text  last",
        " ─  ────  ────",
        " 7  text  end",
        " 7  text  end",
        " 123456  wider than all before  end",
        " NULL  NULL  a long last one",
        " 7  text  end",
        "",
      ])
    let markdown = try render(
      Self.grid(streams: true, rows: 5_004, columns: Self.wide, row: Self.wideRow), .markdown)
    #expect(
      markdown.text.split(separator: "\n").suffix(4) == [
        "|    7 | text | end  |", "| 123456 | wider than all before | end  |",
        "| *NULL* | *NULL* | a long last one |", "|    7 | text | end  |",
      ])
  }

  @Test func whereThereIsAWidthNumbersAloneStayWhole() throws {
    let streamed = try render(
      Self.grid(streams: true, rows: 5_004, columns: Self.wide, row: Self.wideRow), .table,
      Presentation(width: 40))
    #expect(
      streamed.text.split(separator: "\n").suffix(4) == [
        " 7  text  end", " 123456  wid…  end", " …  NULL  a l…", " 7  text  end",
      ])
    #expect(streamed.facts.shortenedCells == 3)
  }

  @Test(arguments: [OutputFormat.table, .markdown])
  func rowsAreReadNoFurtherThanAnybodyReads(_ format: OutputFormat) throws {
    var read = 0
    let endless = Self.grid(streams: true, rows: .max, row: { _ in Self.row(1) }, onRead: { _ in read += 1 })
    let output = Output(capacity: 64) { _ in false }
    _ = try format.write(endless, to: output, as: Presentation())
    #expect(read == 5_001)
    // Long texts are measured sooner.
    read = 0
    let long = String(repeating: "x", count: 1 << 20)
    let large = Self.grid(
      streams: true, rows: .max, columns: [Grid.Column(name: "a")], row: { _ in [.text(Text(long))] },
      onRead: { _ in read += 1 })
    _ = try format.write(large, to: Output(capacity: 64) { _ in false }, as: Presentation())
    #expect(read == 5)
  }

  @Test func theFirstValuesTellWhereNumbersStand() throws {
    var grid = Self.grid(
      streams: true, rows: 6_000, columns: [Grid.Column(name: "number"), Grid.Column(name: "word")],
      row: { _ in [.integer(1), .text(Text("a"))] })
    grid.isNumeric = { _, kinds in kinds.count == 100 && kinds.allSatisfy { $0 == .integer } }
    #expect(
      try render(grid, .markdown).text.split(separator: "\n")[1...2] == [
        "| -----: | ---- |", "|      1 | a    |",
      ])
  }
}
