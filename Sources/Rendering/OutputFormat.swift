package import SQL

/// A way to write a grid: one file in `Formats` and one line in `all`.
package struct OutputFormat: Sendable {
  /// As typed after `--format`.
  package let name: String
  /// One line for a list of the formats.
  package let summary: String
  /// Whether lists and records within a row have a place in it.
  package let holdsNested: Bool
  /// Whether values stand below each other, so that rows are measured before they are written.
  package let hasColumns: Bool
  /// What becomes of several tables in one text.
  package let severalTables: SeveralTables
  private let body: @Sendable (Grid, Output, Presentation) throws(DatabaseError) -> RenderedFacts

  /// How several tables stand in one text, so that it is what its readers take it for.
  package enum SeveralTables: Sendable {
    /// One below the other, as people read them.
    case apart
    /// One object, in which each has its name.
    case object
    /// The rows of all, each with the name of its table.
    case marked
    /// The first alone: a text holds one table.
    case first
  }

  init(
    name: String, summary: String, holdsNested: Bool = true, hasColumns: Bool = false,
    severalTables: SeveralTables = .apart,
    write: @escaping @Sendable (Grid, Output, Presentation) throws(DatabaseError) -> RenderedFacts
  ) {
    self.name = name
    self.summary = summary
    self.holdsNested = holdsNested
    self.hasColumns = hasColumns
    self.severalTables = severalTables
    body = write
  }

  /// Prints the grid and tells what of it is to be seen.
  package func write(
    _ grid: Grid, to output: Output, as presentation: Presentation
  ) throws(DatabaseError) -> RenderedFacts {
    try body(grid, output, presentation)
  }

  package static let all: [OutputFormat] = [
    .table, .record, .tree, .markdown, .csv, .tsv, .json, .jsonl, .html, .insert,
  ]

  /// By its name, or one that another shell has for it.
  package static func named(_ name: String) -> OutputFormat? {
    all.first { $0.name == foreignNames[name] ?? name }
  }

  /// Those of sqlite3's `.mode` and of psql.
  private static let foreignNames = [
    "column": "table", "box": "table", "aligned": "table", "line": "record", "tabs": "tsv",
  ]

  /// The formats of other shells that are none here, and the one that is most like each.
  package static let nearestToForeign = [
    "list": "tsv", "ascii": "tsv", "unaligned": "tsv", "quote": "insert", "tcl": "csv", "wrapped": "table",
    "expanded": "record", "vertical": "record", "latex": "markdown", "asciidoc": "markdown",
  ]
}

/// What of a result is to be seen, for the footer to say.
package struct RenderedFacts: Hashable, Sendable {
  package var shownRows: Int
  package var totalRows: Int
  package var shownColumns: Int
  package var totalColumns: Int
  /// Shown cells of which only the beginning is.
  package var shortenedCells: Int
  /// Shown columns of whose names only the beginning is.
  package var shortenedNames: Int
  /// Shown lists of which only the beginning is.
  package var shortenedLists: Int
  /// Whether it is one value that stands alone.
  package var isSingleValue = false

  package init(
    shownRows: Int, totalRows: Int, shownColumns: Int, totalColumns: Int, shortenedCells: Int = 0,
    shortenedNames: Int = 0, shortenedLists: Int = 0
  ) {
    self.shownRows = shownRows
    self.totalRows = totalRows
    self.shownColumns = shownColumns
    self.totalColumns = totalColumns
    self.shortenedCells = shortenedCells
    self.shortenedNames = shortenedNames
    self.shortenedLists = shortenedLists
  }

  /// All of it.
  package init(rows: Int, columns: Int) {
    self.init(shownRows: rows, totalRows: rows, shownColumns: columns, totalColumns: columns)
  }

  package var isComplete: Bool {
    shownRows == totalRows && shownColumns == totalColumns && shortenedCells == 0
      && shortenedLists == 0
  }
}

extension OutputFormat {
  /// A format that writes each row as it comes and holds none.
  ///
  /// - Parameter begin: writes what stands before the rows, and gives what writes a row, told its position.
  static func streaming(
    name: String, summary: String, holdsNested: Bool = true, severalTables: SeveralTables = .first,
    begin: @escaping @Sendable (Grid, Output, Presentation) -> (_ row: Row, _ position: Int) -> Void
  ) -> OutputFormat {
    OutputFormat(name: name, summary: summary, holdsNested: holdsNested, severalTables: severalTables) {
      (grid, output, presentation) throws(DatabaseError) in
      var write: (_ row: Row, _ position: Int) -> Void = { _, _ in }
      var rows = 0
      try grid.forEachRow { (row) throws(DatabaseError) in
        // Rows that stream may fail before the first: a head alone would say that there are none.
        if rows == 0 { write = begin(grid, output, presentation) }
        write(row, rows)
        rows += 1
        return !output.isClosed
      }
      if rows == 0 { _ = begin(grid, output, presentation) }
      return RenderedFacts(rows: rows, columns: grid.columns.count)
    }
  }
}

extension Output {
  /// Text as it is; on a terminal with stand-ins for the control characters that it would obey.
  func write(text bytes: UnsafeBufferPointer<UInt8>, isTerminal: Bool) {
    guard isTerminal, bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 >= 0x80 }) else {
      return write(bytes: bytes)
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if VisibleText.needsStandIn(scalar), scalar.value != 0x0A, scalar.value != 0x0D, scalar.value != 0x09 {
        write(VisibleText.standIn(for: scalar, .ascii))
      } else {
        write(bytes: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// `x'00ff'`, as SQL writes it.
  func write(blob bytes: UnsafeBufferPointer<UInt8>) {
    write("x'")
    for byte in bytes {
      write(byte: CellText.hexadecimalDigit(byte >> 4))
      write(byte: CellText.hexadecimalDigit(byte & 15))
    }
    write("'")
  }
}

extension String {
  /// Lends the text as a cell would lend it.
  func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var text = self
    text.withUTF8(body)
  }
}
