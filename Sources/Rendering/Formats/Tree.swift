internal import SQL

/// Each row as a node: its values in the first line, below it what is nested in it, nothing left out.
extension OutputFormat {
  package static let tree = OutputFormat(name: "tree", summary: "a tree, whole values") {
    (grid, output, presentation) throws(DatabaseError) in
    var tree = TreeWriter(output, presentation)
    var rows = 0
    func write(_ values: [NestedValue]) -> Bool {
      rows += 1
      tree.write(values, of: grid.columns)
      return !output.isClosed
    }
    if let forEachNestedRow = grid.forEachNestedRow {
      try forEachNestedRow(write)
    } else {
      try grid.forEachRow { row in write(row.values.map(NestedValue.value)) }
    }
    return RenderedFacts(rows: rows, columns: grid.columns.count)
  }
}

/// Writes nodes with their branches, each node's text wrapped to the width.
struct TreeWriter {
  /// What stands before the lines of a node.
  private struct Lead {
    var first: String
    /// Before all lines but the first, and before the node's own branches.
    var rest: String

    func branch(isLast: Bool, _ charset: Charset) -> Lead {
      Lead(
        first: rest + (isLast ? charset.lastBranch : charset.branch),
        rest: rest + (isLast ? "   " : charset.trunk))
    }
  }

  private let output: Output
  private let presentation: Presentation
  private let cells: CellText
  private let margin: String
  /// Columns that a value may take; nil for all of it.
  private let mostOfValue: Int?
  /// Values of which only the beginning was written.
  private(set) var shortenedCells = 0

  private var charset: Charset { presentation.charset }

  /// - Parameters:
  ///   - margin: columns before the roots.
  ///   - mostOfValue: columns that a value may take; nil for all of it.
  init(
    _ output: Output, _ presentation: Presentation, margin: Int = TableLayout.margin, mostOfValue: Int? = nil
  ) {
    self.output = output
    self.presentation = presentation
    self.mostOfValue = mostOfValue
    cells = CellText(presentation, limit: mostOfValue, nothing: presentation.nothingText)
    self.margin = String(repeating: " ", count: margin)
  }

  /// A node of its own.
  mutating func write(_ values: [NestedValue], of columns: [Grid.Column]) {
    write(values, of: columns, label: StyledText(), Lead(first: margin, rest: margin))
  }

  /// An element of a list as a node of its own.
  mutating func write(_ element: NestedValue, elementOf column: Grid.Column) {
    write(element, elementOf: column, Lead(first: margin, rest: margin))
  }

  /// The place of so many nodes that are left out.
  func write(more count: Int) {
    write(StyledText.more(count, charset), Lead(first: margin, rest: margin), hasBranches: false)
  }

  private mutating func write(
    _ values: [NestedValue], of columns: [Grid.Column], label: StyledText, _ lead: Lead
  ) {
    var text = StyledText()
    var branches: [(Grid.Column, NestedValue)] = []
    for (column, value) in zip(columns, values) {
      guard column.content == .value, case .value(let value) = value else {
        branches.append((column, value))
        continue
      }
      if !text.isEmpty { text.append(charset.separator, .dim) }
      text.append(VisibleText.styled(column.name, .dim, charset: charset))
      text.append(": ", .dim)
      text.append(shown(value))
    }
    var line = label
    if !label.isEmpty, !text.isEmpty { line.append("  ") }
    line.append(text)
    if line.isEmpty { line.append(charset.node, .dim) }
    write(line, lead, hasBranches: !branches.isEmpty)
    for (index, (column, value)) in branches.enumerated() {
      write(value, of: column, lead.branch(isLast: index + 1 == branches.count, charset))
    }
  }

  private mutating func write(_ value: NestedValue, of column: Grid.Column, _ lead: Lead) {
    var label = VisibleText.styled(column.name, .heading, charset: charset)
    switch value {
    case .record(let values): write(values, of: column.content.columns, label: label, lead)
    case .list(let elements):
      label.append(" (\(Quantity.grouped(elements.count)))", .dim)
      write(label, lead, hasBranches: !elements.isEmpty)
      for (index, element) in elements.enumerated() {
        write(element, elementOf: column, lead.branch(isLast: index + 1 == elements.count, charset))
      }
    case .value(let value):
      label.append("  ")
      if value.isNull {
        label.append(presentation.nothingText, .dim)
      } else {
        label.append(shown(value))
      }
      write(label, lead, hasBranches: false)
    }
  }

  private mutating func write(_ element: NestedValue, elementOf column: Grid.Column, _ lead: Lead) {
    switch element {
    case .record(let values): write(values, of: column.content.columns, label: StyledText(), lead)
    case .value(let value): write(shown(value), lead, hasBranches: false)
    case .list: write(shown(JSONText(column).flat(element)), lead, hasBranches: false)
    }
  }

  private mutating func shown(_ value: Value) -> StyledText {
    let text = value.withCell(cells.text)
    let isBeginning = value.withCell(cells.isBeginning)
    guard let mostOfValue, text.width > mostOfValue || isBeginning else { return text }
    shortenedCells += 1
    return text.shortened(to: mostOfValue, charset: charset)
  }

  /// The text of a node, broken to what the branches leave of the width.
  private func write(_ text: StyledText, _ lead: Lead, hasBranches: Bool) {
    let hanging = lead.rest + (hasBranches ? charset.trunk : "   ")
    NodeLines(first: lead.first, hanging: hanging, presentation).write(text, to: output, presentation.style)
  }
}

extension StyledText {
  /// As in `… 38 more`.
  static func more(_ count: Int, _ charset: Charset) -> StyledText {
    StyledText("\(charset.ellipsis) \(Quantity.grouped(count)) more", .dim)
  }
}
