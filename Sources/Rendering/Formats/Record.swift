internal import SQL

/// Each row as a card: a line for every column, long values over several lines, nothing left out.
///
/// To-one records stand among the values, `country.name`; lists stand below, as tables where they fit the
/// width and as trees where not.
extension OutputFormat {
  package static let record = OutputFormat(name: "record", summary: "a card a row, whole values") {
    (grid, output, presentation) throws(DatabaseError) in
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
      let card = CardLines(names: grid.columns.map(\.name), output, presentation)
      try grid.forEachRow { row in
        writeTitle()
        for index in 0..<min(row.count, grid.columns.count) { card.write(text.text(of: row[index]), index) }
        return !output.isClosed
      }
    }
    return RenderedFacts(rows: rows, columns: grid.columns.count)
  }
}

/// The lines of a card: names in one column, values in the other.
struct CardLines {
  private let names: [StyledText]
  private let output: Output
  private let presentation: Presentation
  private let left: Int
  /// A narrow terminal gives the values a line of their own.
  private let hangs: Bool

  init(names: [String], _ output: Output, _ presentation: Presentation) {
    let names = names.map { VisibleText.styled($0, .heading, charset: presentation.charset) }
    let left = 1 + (names.map(\.width).max() ?? 0) + 2
    self.names = names
    self.output = output
    self.presentation = presentation
    self.left = left
    hangs = presentation.width.map { $0 - left < 20 } ?? false
  }

  func write(_ value: StyledText, _ index: Int) {
    let indent = hangs ? 3 : left
    let lines = value.wrapped(to: presentation.width.map { max(10, $0 - indent) })
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
}
