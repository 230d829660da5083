internal import SQL

/// Each row as a card: a line for every column, long values over several lines, nothing left out.
///
/// To-one records stand among the values, `country.name`; lists stand below, as tables where they fit the
/// width and as trees where not. At a prompt a card begins with what the record is called and ends with where its
/// relationships lead; for programs it is lines of names and values.
extension OutputFormat {
  package static let record = OutputFormat(name: "record", summary: "a card a row, whole values") {
    (grid, output, presentation) throws(DatabaseError) in
    if let context = grid.context {
      var whole = presentation
      (whole.maxRows, whole.height) = (nil, nil)
      return try RecordCards(context, grid, output, whole).write()
    }
    var rows = 0
    func writeTitle() {
      rows += 1
      guard (grid.rowCount ?? 2) > 1 else { return }
      let title = StyledText(" \(presentation.charset.rule)\(presentation.charset.rule) \(rows)", .dim)
      output.write(title.text(presentation.style) + "\n")
    }
    if let forEachNestedRow = grid.forEachNestedRow {
      var whole = presentation
      whole.maxRows = nil
      try forEachNestedRow { (values) throws(DatabaseError) in
        writeTitle()
        _ = try NestedCard(values, grid.columns).write(to: output, whole)
        return !output.isClosed
      }
    } else {
      let text = CellText(presentation, limit: nil)
      let card = CardLines(names: grid.columns.map(\.name), presentation)
      try grid.forEachRow { row in
        writeTitle()
        for index in 0..<min(row.count, grid.columns.count) {
          card.write(text.text(of: row[index]), index, to: output)
        }
        return !output.isClosed
      }
    }
    return RenderedFacts(rows: rows, columns: grid.columns.count)
  }
}
