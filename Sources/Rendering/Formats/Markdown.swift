internal import SQL

/// A table in GitHub-flavoured Markdown, aligned in the source as well, never cut.
extension OutputFormat {
  package static let markdown = OutputFormat(name: "markdown", summary: "a Markdown table") {
    (grid, output, presentation) throws(DatabaseError) in
    guard !grid.columns.isEmpty else { return RenderedFacts(rows: grid.rowCount ?? 0, columns: 0) }
    let rows = try TableRows(grid, maximum: nil)
    let text = MarkdownText(nullText: presentation.nullText, charset: presentation.charset)
    let names = grid.columns.map { text.escaped($0.name) }
    // `---:` is the least that every reader takes for a rule.
    var widths = names.map { max(4, DisplayWidth.columns(of: $0)) }
    try rows.forEach { row, _ in
      for index in 0..<min(row.count, widths.count) {
        // A longer cell sticks out; to align all others with it would help nobody.
        widths[index] = max(widths[index], min(60, DisplayWidth.columns(of: text.text(of: row[index]))))
      }
    }
    func write(_ cells: [String]) {
      for (index, cell) in cells.enumerated() {
        let missing = widths[index] - DisplayWidth.columns(of: cell)
        output.write("| ")
        if grid.columns[index].isNumeric { output.write(spaces: missing) }
        output.write(cell)
        if !grid.columns[index].isNumeric { output.write(spaces: missing) }
        output.write(" ")
      }
      output.write("|\n")
    }
    write(names)
    write(
      grid.columns.indices.map { index in
        let dashes = String(repeating: "-", count: widths[index] - 1)
        return grid.columns[index].isNumeric ? dashes + ":" : dashes + "-"
      })
    try rows.forEach { row, _ in
      write(grid.columns.indices.map { $0 < row.count ? text.text(of: row[$0]) : "" })
    }
    return RenderedFacts(rows: rows.total, columns: grid.columns.count)
  }
}

/// Values as Markdown shows them unchanged.
private struct MarkdownText {
  /// What stands for NULL; nil for an emphasised word, which no value can look like.
  let nullText: String?
  let charset: Charset

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
