internal import SQL

/// A nested row as a card: its values and those of its to-one records, then its lists.
struct NestedCard {
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

  /// Prints the card; with a maximum of rows only the beginning of long texts, and of long lists the ends.
  func write(to output: Output, _ presentation: Presentation) throws(DatabaseError) -> RenderedFacts {
    var facts = RenderedFacts(rows: 1, columns: values.count + lists.count)
    let nothing = StyledText(presentation.nothingText, .dim)
    let cells = CellText(presentation, limit: nil, nothing: presentation.nothingText)
    let lines = CardLines(names: values.map(\.name), presentation)
    for (index, (_, value)) in values.enumerated() {
      var text = value.map { $0.withCell(cells.text) } ?? nothing
      if presentation.maxRows != nil, let width = presentation.width, text.width > 3 * width {
        text = text.shortened(to: 3 * width, charset: presentation.charset)
        facts.shortenedCells += 1
      }
      lines.write(text, index, to: output)
    }
    var list = presentation
    list.maxRows = presentation.maxRows.map { max(3, ($0 - values.count) / max(1, lists.count)) }
    for (column, elements) in lists {
      try Self.write(elements, of: column, to: output, list, &facts)
    }
    return facts
  }

  private static let indent = 3

  private static func write(
    _ elements: [NestedValue], of column: Grid.Column, to output: Output, _ presentation: Presentation,
    _ facts: inout RenderedFacts
  ) throws(DatabaseError) {
    if case .records(let columns) = column.content, !elements.isEmpty {
      var wide = presentation
      wide.width = nil
      let rows = elements.map { element in
        if case .record(let values) = element { values } else { [element] }
      }
      let shown = try NestedTableRows(
        Grid(columns: columns, nestedRows: rows), maximum: presentation.maxRows)
      let table = try NestedTable(shown, wide, margin: indent)
      if table.isWhole(in: presentation.width) {
        writeTitle(column, count: elements.count, shown: shown.shown, to: output, presentation)
        facts.shortenedLists += try table.write(to: output).shortenedLists
        if shown.shown < elements.count { facts.shortenedLists += 1 }
        return
      }
    }
    let shown = presentation.maxRows.map { elements.count <= $0 + 1 ? elements.count : $0 }
    // What a line of the card may take, a value of a list may take as well.
    let mostOfValue = presentation.maxRows == nil ? nil : presentation.width.map { 3 * $0 }
    var tree = TreeWriter(output, presentation, margin: indent, mostOfValue: mostOfValue)
    writeTitle(column, count: elements.count, shown: shown ?? elements.count, to: output, presentation)
    for element in elements.prefix(shown ?? .max) { tree.write(element, elementOf: column) }
    facts.shortenedCells += tree.shortenedCells
    guard let shown, shown < elements.count else { return }
    tree.write(more: elements.count - shown)
    facts.shortenedLists += 1
  }

  /// As in `books (1,200, 20 shown)`.
  private static func writeTitle(
    _ column: Grid.Column, count: Int, shown: Int, to output: Output, _ presentation: Presentation
  ) {
    var title = StyledText(" ")
    title.append(VisibleText.styled(column.name, .heading, charset: presentation.charset))
    let missing = shown < count ? ", \(Quantity.grouped(shown)) shown" : ""
    title.append(" (\(Quantity.grouped(count))\(missing))", .dim)
    for line in title.broken(to: presentation.width.map { max(CardLines.readable, $0) }) {
      output.write(line.text(presentation.style) + "\n")
    }
  }
}
