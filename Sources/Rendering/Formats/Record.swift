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
      try forEachNestedRow { (values) throws(DatabaseError) in
        writeTitle()
        try NestedCard(values, grid.columns).write(to: output, presentation)
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
private struct CardLines {
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

/// A nested row as a card: its values and those of its to-one records, then its lists.
private struct NestedCard {
  /// nil for no record.
  private var values: [(name: String, value: Value?)] = []
  private var lists: [(column: Grid.Column, elements: [NestedValue])] = []

  init(_ values: [NestedValue], _ columns: [Grid.Column]) { add(values, columns, path: "") }

  private mutating func add(_ values: [NestedValue], _ columns: [Grid.Column], path: String) {
    for (var column, value) in zip(columns, values) {
      column.name = path + column.name
      switch value {
      case .value(let value):
        self.values.append((column.name, column.content != .value && value.isNull ? nil : value))
      case .record(let fields): add(fields, column.content.columns, path: column.name + ".")
      case .list(let elements): lists.append((column, elements))
      }
    }
  }

  func write(to output: Output, _ presentation: Presentation) throws(DatabaseError) {
    let nothing = StyledText(presentation.nothingText, .dim)
    let cells = CellText(presentation, limit: nil, nothing: presentation.nothingText)
    let lines = CardLines(names: values.map(\.name), output, presentation)
    for (index, (_, value)) in values.enumerated() {
      lines.write(value.map { $0.withCell(cells.text) } ?? nothing, index)
    }
    for (column, elements) in lists {
      var title = StyledText(" ")
      title.append(VisibleText.styled(column.name, .heading, charset: presentation.charset))
      title.append(" (\(Quantity.grouped(elements.count)))", .dim)
      output.write(title.text(presentation.style) + "\n")
      try Self.write(elements, of: column, to: output, presentation)
    }
  }

  private static let indent = 3

  private static func write(
    _ elements: [NestedValue], of column: Grid.Column, to output: Output, _ presentation: Presentation
  ) throws(DatabaseError) {
    if case .records(let columns) = column.content, !elements.isEmpty {
      var whole = presentation
      whole.width = nil
      let rows = elements.map { element in
        if case .record(let values) = element { values } else { [element] }
      }
      let table = try NestedTable(
        NestedTableRows(Grid(columns: columns, nestedRows: rows), maximum: nil), whole, margin: indent)
      if table.isWhole(in: presentation.width) {
        _ = try table.write(to: output)
        return
      }
    }
    let tree = TreeWriter(output, presentation, margin: indent)
    for element in elements { tree.write(element, elementOf: column) }
  }
}
