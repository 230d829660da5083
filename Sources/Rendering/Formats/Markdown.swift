internal import SQL

/// A table in GitHub-flavoured Markdown, aligned in the source as well, never cut.
extension OutputFormat {
  package static let markdown = OutputFormat(name: "markdown", summary: "a Markdown table", hasColumns: true)
  {
    (grid, output, presentation) throws(DatabaseError) in
    guard !grid.columns.isEmpty else { return RenderedFacts(rows: grid.rowCount ?? 0, columns: 0) }
    let text = MarkdownText(presentation)
    guard grid.forEachNestedRow == nil else { return try writeNested(grid, text, to: output) }
    func writeHeld(_ grid: Grid) throws(DatabaseError) -> RenderedFacts {
      let rows = try TableRows(grid, maximum: nil)
      return try begin(grid, rows, text, to: output).facts(rows.total)
    }
    guard !grid.isRepeatable else { return try writeHeld(grid) }
    // Rows that stream get the widths of the first.
    return try grid.writeOnce(
      while: { !output.isClosed }, whole: writeHeld,
      begin: { (first) throws(DatabaseError) in
        try begin(first, TableRows(first, maximum: nil), text, to: output)
      })
  }

  /// Writes the rows there are, and tells how to go on.
  private static func begin(
    _ grid: Grid, _ rows: TableRows, _ text: MarkdownText, to output: Output
  ) throws(DatabaseError) -> Grid.Flow {
    let columns = grid.columns.indices
    var table = MarkdownTable(grid.columns.map { text.escaped($0.name) }, grid.columns, output)
    try rows.forEach { row, _ in
      for index in 0..<min(row.count, columns.count) {
        table.measure(text.text(of: row[index]), in: index)
      }
    }
    table.writeHead()
    let settled = table
    func write(_ row: Row) {
      settled.write(columns.map { $0 < row.count ? text.text(of: row[$0]) : "" })
    }
    // Whoever has left the pager waits for the prompt.
    try rows.forEach(while: { !output.isClosed }) { row, _ in write(row) }
    return Grid.Flow(write: write) { RenderedFacts(rows: $0, columns: columns.count) }
  }

  /// What is nested becomes columns of its own, `books.title`, and what is of several lines of a cell: the
  /// lines of one record stand beside each other.
  private static func writeNested(
    _ grid: Grid, _ text: MarkdownText, to output: Output
  ) throws(DatabaseError) -> RenderedFacts {
    let rows = try NestedTableRows(grid, maximum: nil)
    let columns = rows.columns
    var table = MarkdownTable(columns.paths.map(text.escaped), columns.leaves, output)
    try rows.forEach { block, _ in
      for index in columns.leaves.indices {
        table.measure(text.text(of: block, index, isStacked: columns.isStacked[index]), in: index)
      }
    }
    table.writeHead()
    try rows.forEach { block, _ in
      guard !output.isClosed else { return }
      table.write(
        columns.leaves.indices.map { text.text(of: block, $0, isStacked: columns.isStacked[$0]) })
    }
    return RenderedFacts(rows: rows.total, columns: grid.columns.count)
  }
}

/// The lines of a Markdown table, aligned as far as they are measured.
private struct MarkdownTable {
  private let names: [String]
  private let columns: [Grid.Column]
  private let output: Output
  private var widths: [Int]

  init(_ names: [String], _ columns: [Grid.Column], _ output: Output) {
    self.names = names
    self.columns = columns
    self.output = output
    // `---:` is the least that every reader takes for a rule.
    widths = names.map { max(4, DisplayWidth.columns(of: $0)) }
  }

  mutating func measure(_ cell: String, in index: Int) {
    // A longer cell sticks out; to align all others with it would help nobody.
    widths[index] = max(widths[index], min(60, DisplayWidth.columns(of: cell)))
  }

  func writeHead() {
    write(names)
    write(
      columns.indices.map { index in
        let dashes = String(repeating: "-", count: widths[index] - 1)
        return columns[index].isNumeric ? dashes + ":" : dashes + "-"
      })
  }

  func write(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      let missing = widths[index] - DisplayWidth.columns(of: cell)
      output.write("| ")
      if columns[index].isNumeric { output.write(spaces: missing) }
      output.write(cell)
      if !columns[index].isNumeric { output.write(spaces: missing) }
      output.write(" ")
    }
    output.write("|\n")
  }
}

/// Values as Markdown shows them unchanged.
private struct MarkdownText {
  /// What stands for NULL; nil for an emphasised word, which no value can look like.
  let nullText: String?
  let charset: Charset
  /// What stands for no record where one, or several, could be.
  private static let nothing = "*none*"

  init(_ presentation: Presentation) {
    nullText = presentation.nullText
    charset = presentation.charset
  }

  /// The lines of a column of a nested row; a line end within one of several is shown by its stand-in.
  func text(of block: NestedBlock, _ column: Int, isStacked: Bool) -> String {
    var text = ""
    var breaks = ""
    for line in 0..<block.lineCount {
      if line > 0 { breaks += "<br>" }
      let cell: String
      switch block[line, column] {
      case .blank, .rule, .more: continue
      case .value(.text(let value)) where isStacked:
        cell = escaped(VisibleText.plain(value.string, charset: charset))
      case .value(let value): cell = value.withCell(self.text)
      case .nothing: cell = Self.nothing
      }
      text += breaks + cell
      breaks = ""
    }
    return text
  }

  func text(of cell: Cell) -> String {
    switch cell.kind {
    case .null: nullText.map(escaped) ?? "*NULL*"
    case .integer: String(cell.integer)
    case .real: CellText.decimal(cell.real)
    case .text: escaped(String(decoding: cell.bytes, as: UTF8.self))
    case .blob: "`x'\(CellText.hexadecimal(cell.bytes))'`"
    }
  }

  func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy(Self.isPlain) { return text }
    var result = ""
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      switch character {
      case "_" where isInsideWord(index, characters): result.append(character)
      case "\\", "|", "*", "_", "`", "[", "]", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "\n", "\r\n": result += "<br>"
      default: result.append(character)
      }
    }
    return VisibleText.plain(result, charset: charset)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x26, 0x2A, 0x3C, 0x5B...0x5D, 0x5F, 0x60, 0x7C, 0x7E...0xFF, 0x00...0x1F: false
    default: true
    }
  }

  /// Such an underscore emphasises nothing.
  private func isInsideWord(_ index: Int, _ characters: [Character]) -> Bool {
    guard index > 0, index + 1 < characters.count else { return false }
    let (before, after) = (characters[index - 1], characters[index + 1])
    return (before.isLetter || before.isNumber) && (after.isLetter || after.isNumber)
  }
}
