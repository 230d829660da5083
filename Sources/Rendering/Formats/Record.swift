internal import SQL

/// Each row as a card: a line for every column, long values over several lines, nothing left out.
extension OutputFormat {
  package static let record = OutputFormat(name: "record", summary: "a card a row, whole values") {
    (grid, output, presentation) throws(DatabaseError) in
    let text = CellText(presentation, limit: nil)
    let names = grid.columns.map { VisibleText.styled($0.name, .heading, charset: presentation.charset) }
    let left = 1 + (names.map(\.width).max() ?? 0) + 2
    // A narrow terminal gives the values a line of their own.
    let hangs = presentation.width.map { $0 - left < 20 } ?? false
    var rows = 0
    try grid.forEachRow { (row) throws(DatabaseError) in
      rows += 1
      if (grid.rowCount ?? 2) > 1 {
        let title = StyledText(" \(presentation.charset.rule)\(presentation.charset.rule) \(rows)", .dim)
        output.write(title.text(presentation.style) + "\n")
      }
      for index in 0..<min(row.count, names.count) {
        let indent = hangs ? 3 : left
        let lines = text.text(of: row[index]).wrapped(to: presentation.width.map { max(10, $0 - indent) })
        var first = StyledText(" ")
        first.append(names[index])
        if hangs {
          output.write(first.text(presentation.style) + "\n")
          first = StyledText()
        }
        for (number, line) in lines.enumerated() {
          var whole = number == 0 ? first : StyledText()
          whole.pad(to: indent)
          whole.append(line)
          output.write(whole.text(presentation.style) + "\n")
        }
      }
      return !output.isClosed
    }
    return RenderedFacts(rows: rows, columns: grid.columns.count)
  }
}
