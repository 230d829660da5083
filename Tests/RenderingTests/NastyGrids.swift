import Rendering
import SQL

/// Grids that hold what breaks tables.
enum NastyGrids {
  static let invalid = Value.text(Text(utf8: [0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x7A]))

  static var values: Grid { grid(columns: valueColumns, rows: valueRows) }
  static var books: Grid { grid(columns: bookColumns, rows: bookRows) }

  private static let valueColumns = [
    Grid.Column(name: "id", type: "INTEGER", isKey: true, isNumeric: true),
    Grid.Column(name: "what", type: "TEXT"),
    Grid.Column(name: "text", type: "VARCHAR(40)"),
    Grid.Column(name: "size", type: "REAL", isNumeric: true),
    Grid.Column(name: "any"),
  ]

  private static let valueRows: [[Value]] = [
    [1, "CJK", "百年の孤独", 1.0, 9_007_199_254_740_993],
    [2, "emoji", "👩‍👩‍👧 👍🏽 🇩🇪 1️⃣ ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🙂", 0.1, "🙂"],
    [3, "combining", "Cafe\u{301} n\u{303} Z\u{334}\u{335}\u{336}", -0.0, "e\u{301}"],
    [4, "right to left", "שלום עולם العربية", 1e16, "ש"],
    [5, "escape sequence", "\u{1B}[31mred\u{1B}[0m\u{7}", 1e-7, "\u{9B}2J"],
    [6, "controls", "a\u{0}b\u{8}c\u{7F}d", .real(.leastNonzeroMagnitude), "\u{202E}drowssap\u{202C}"],
    [7, "line breaks", "one\ntwo\r\nthree\tfour", .real(.greatestFiniteMagnitude), "\n"],
    [8, "NULL", .null, .null, .null],
    [9, "text that spells NULL", "NULL", .real(.nan), "NULL"],
    [10, "empty", "", .real(.infinity), ""],
    [11, "spaces", "   ", .real(-.infinity), " x "],
    [12, "quotes", "'quoted'", 0.30000000000000004, "it's \"so\", he said"],
    [13, "looks like a blob", "x'00'", 1.5, "X'ff'"],
    [14, "blob", .blob([0, 255, 16]), 2.5, .blob(Array(0..<12))],
    [15, "empty blob", .blob([]), 3.5, .blob([UInt8](repeating: 0xAB, count: 2_000))],
    [16, "no UTF-8", invalid, 4.5, invalid],
    [17, "number as text", "42", 42.0, "42"],
    [18, "text among numbers", "x", "42", 42],
    [.integer(.min), "least", "-9223372036854775808", -1.5, .integer(.min)],
    [.integer(.max), "greatest", "9223372036854775807", 1e300, .integer(.max)],
    [19, "markup", "a|b *c* _d_ e_f `g` <b> & [h](i) \\ ~j~", 5.5, "a,b;c\td"],
    [20, "invisible", "zero\u{200B}width \u{FEFF}bom soft\u{AD}hyphen", 6.5, "\u{2028}"],
    [21, "long", .text(Text(String(repeating: "All work and no play. ", count: 20))), 7.5, "end"],
    [22, "long CJK", .text(Text(String(repeating: "長い文章", count: 40))), 8.5, "终"],
  ]

  /// 200 columns, some of them named like nothing good.
  static var wide: Grid {
    let columns = (1...200).map { number -> Grid.Column in
      switch number {
      case 1: Grid.Column(name: "id", type: "INTEGER", isKey: true, isNumeric: true)
      case 2: Grid.Column(name: "a\nname\u{1B}[1m", type: "TEXT")
      case 3: Grid.Column(name: "名前", type: "TEXT")
      case 4, 5: Grid.Column(name: "same", type: "TEXT")
      default: Grid.Column(name: "column_\(number)", type: "INTEGER", isNumeric: number % 2 == 0)
      }
    }
    let rows = (1...3).map { row in
      (1...200).map { column -> Value in
        if column % 2 == 0, column > 5 { return .integer(Int64(row * column)) }
        return .text(Text("value \(row).\(column)"))
      }
    }
    return grid(columns: columns, rows: rows)
  }

  private static let bookColumns = [
    Grid.Column(name: "id", type: "INTEGER", isKey: true, isNumeric: true),
    Grid.Column(name: "title", type: "TEXT"),
    Grid.Column(name: "year", type: "INTEGER", isNumeric: true),
    Grid.Column(name: "author", type: "INTEGER", isNumeric: true),
  ]

  private static let bookRows: [[Value]] = [
    [1, "A Wizard of Earthsea", 1968, 3], [2, "The Left Hand of Darkness", 1969, 3],
    [3, "The Dispossessed", 1974, 3], [4, "Untitled", .null, .null],
  ]

  /// - Parameter access: whether rows can be reached by position.
  static func numbers(
    _ count: Int, isCounted: Bool = true, isRepeatable: Bool = true, access: Bool = false,
    onRead: @escaping (Int) -> Void = { _ in }
  ) -> Grid {
    typealias Receive = (Row) throws(DatabaseError) -> Bool
    func lend(_ range: Range<Int>, _ body: Receive) throws(DatabaseError) {
      for index in range {
        onRead(index)
        let values: [Value] = [.integer(Int64(index)), .text(Text("row \(index)"))]
        guard try Row.lending(values, body) else { return }
      }
    }
    return Grid(
      columns: [Grid.Column(name: "n", isNumeric: true), Grid.Column(name: "text")],
      rowCount: isCounted ? count : nil, isRepeatable: isRepeatable,
      forEachRowInRange: access ? { (range, body) throws(DatabaseError) in try lend(range, body) } : nil,
      forEachRow: { (body) throws(DatabaseError) in try lend(0..<count, body) })
  }

  static func grid(columns: [Grid.Column], rows: [[Value]], isSingleValue: Bool = false) -> Grid {
    Grid(columns: columns, rowCount: rows.count, isSingleValue: isSingleValue) {
      (body) throws(DatabaseError) in
      for row in rows {
        guard try Row.lending(row, body) else { return }
      }
    }
  }
}

func render(
  _ grid: Grid, _ format: OutputFormat, _ presentation: Presentation = Presentation()
) throws -> (text: String, facts: RenderedFacts) {
  let (bytes, facts) = try renderBytes(grid, format, presentation)
  return (String(decoding: bytes, as: UTF8.self), facts)
}

func renderBytes(
  _ grid: Grid, _ format: OutputFormat, _ presentation: Presentation = Presentation()
) throws -> (bytes: [UInt8], facts: RenderedFacts) {
  var bytes: [UInt8] = []
  let output = Output(capacity: 64) { block in
    bytes += block
    return true
  }
  let facts = try format.write(grid, to: output, as: presentation)
  output.flush()
  return (bytes, facts)
}

/// The facts as a golden file has them: lists are spoken of only where some are shortened.
func described(_ facts: RenderedFacts) -> String {
  let lists = facts.shortenedLists > 0 ? ", shortenedLists: \(facts.shortenedLists)" : ""
  return "RenderedFacts(shownRows: \(facts.shownRows), totalRows: \(facts.totalRows), "
    + "shownColumns: \(facts.shownColumns), totalColumns: \(facts.totalColumns), "
    + "shortenedCells: \(facts.shortenedCells)\(lists))"
}
