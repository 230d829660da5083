internal import SQL

/// A quiet table for people: a header, the types, a thin rule, and the rows.
///
/// The rule is doubled under the columns of the primary key, as a key is underlined in a diagram. Numbers
/// stand right, everything else left. Where there is a width, text is shortened and middle columns are left
/// out; where there is a maximum of rows, the middle ones are. The facts tell. Of rows that stream the first tell
/// the widths; what is wider later pushes out the rest of its line.
extension OutputFormat {
  package static let table = OutputFormat(name: "table", summary: "a table to look at", hasColumns: true) {
    (grid, output, presentation) throws(DatabaseError) in
    // Where rows are left out in the middle, the last are read before the first are written.
    guard grid.isRepeatable || presentation.maxRows != nil else {
      return try writeOnce(grid, to: output, presentation)
    }
    return try writeHeld(grid, to: output, presentation)
  }

  private static func writeHeld(
    _ grid: Grid, to output: Output, _ presentation: Presentation
  ) throws(DatabaseError) -> RenderedFacts {
    if grid.isOneRecord, let context = grid.context {
      return try RecordCards(context, grid, output, presentation).write()
    }
    if grid.isSingleValue { return try writeSingleValue(of: grid, to: output, presentation) }
    if grid.forEachNestedRow != nil { return try writeNested(grid, to: output, presentation) }
    guard !grid.columns.isEmpty else { return RenderedFacts(rows: grid.rowCount ?? 0, columns: 0) }
    let rows = try TableRows(grid, maximum: presentation.maxRows)
    var table = TableWriter(grid, rows, presentation)
    try table.measure()
    return try table.write(to: output)
  }

  /// Rows that stream get the widths of the first.
  private static func writeOnce(
    _ grid: Grid, to output: Output, _ presentation: Presentation
  ) throws(DatabaseError) -> RenderedFacts {
    try grid.writeOnce(
      while: { !output.isClosed },
      whole: { (grid) throws(DatabaseError) in try writeHeld(grid, to: output, presentation) },
      begin: { (first) throws(DatabaseError) in
        var table = TableWriter(first, try TableRows(first, maximum: nil), presentation)
        try table.measure()
        return try table.begin(to: output)
      })
  }

  /// A table, or a card for a single row that is too wide for one.
  private static func writeNested(
    _ grid: Grid, to output: Output, _ presentation: Presentation
  ) throws(DatabaseError) -> RenderedFacts {
    let rows = try NestedTableRows(grid, maximum: presentation.maxRows)
    let table = try NestedTable(rows, presentation)
    guard rows.total == 1, !table.isWhole(in: presentation.width), let values = try rows.first() else {
      return try table.write(to: output)
    }
    return try NestedCard(values, grid.columns).write(to: output, presentation)
  }

  /// The value alone, on as many lines as it has; at a prompt the middle of one that is taller than the screen is
  /// left out.
  private static func writeSingleValue(
    of grid: Grid, to output: Output, _ presentation: Presentation
  ) throws(DatabaseError) -> RenderedFacts {
    var facts = RenderedFacts(rows: 0, columns: 1)
    facts.isSingleValue = true
    try grid.forEachRow { row in
      guard row.count > 0 else { return false }
      (facts.shownRows, facts.totalRows) = (1, 1)
      let isWhole = LoneValue(row[0], presentation).write(to: output)
      facts.shortenedCells = isWhole ? 0 : 1
      return false
    }
    return facts
  }
}

/// One table under way: measured in one pass over its rows, written in another.
private struct TableWriter {
  private let grid: Grid
  private let rows: TableRows
  private let presentation: Presentation
  private let cells: CellText
  private let head: TableHead
  private var needs: [TableLayout.Need]
  private var isNumeric: [Bool]
  /// Of the columns whose keys have labels beside them.
  private var labels: [Int: KeyLabels] = [:]

  private var columns: [Grid.Column] { grid.columns }
  private var charset: Charset { presentation.charset }

  init(_ grid: Grid, _ rows: TableRows, _ presentation: Presentation) {
    self.grid = grid
    self.rows = rows
    self.presentation = presentation
    cells = CellText(presentation, limit: presentation.width)
    head = TableHead(grid.columns, charset: presentation.charset)
    needs = head.needs
    isNumeric = grid.columns.map(\.isNumeric)
  }

  mutating func measure() throws(DatabaseError) {
    var widths = [Int](repeating: 0, count: columns.count)
    var numberWidths = widths
    var hasText = [Bool](repeating: false, count: columns.count)
    try rows.forEach { row, _ in
      for index in 0..<min(row.count, widths.count) {
        let cell = row[index]
        let width = cells.plainWidth(of: cell) ?? cells.text(of: cell).width
        switch cell.kind {
        case .integer, .real: numberWidths[index] = max(numberWidths[index], width)
        case .text where columns[index].isCount: numberWidths[index] = max(numberWidths[index], width)
        case .text, .blob: hasText[index] = true
        case .null: break
        }
        widths[index] = max(widths[index], width)
      }
    }
    for index in needs.indices {
      needs[index].data = widths[index]
      needs[index].numbers = numberWidths[index]
      // A computed column declares nothing: its values tell.
      isNumeric[index] = !hasText[index] && (numberWidths[index] > 0 || columns[index].isNumeric)
    }
    try addLabels()
  }

  /// All of them or none: a key that had to give way to a label would be a bad bargain.
  private mutating func addLabels() throws(DatabaseError) {
    guard !grid.references.isEmpty, TableLayout.isWhole(needs, in: presentation.width) else { return }
    var labelled = needs
    var found: [Int: KeyLabels] = [:]
    for (column, reference) in grid.references where needs.indices.contains(column) {
      guard
        let labels = try KeyLabels(
          reference, keys: needs[column].data, isNumeric: isNumeric[column], rows, cells)
      else { continue }
      labelled[column].data = labels.width
      found[column] = labels
    }
    guard TableLayout.isWhole(labelled, in: presentation.width) else { return }
    needs = labelled
    labels = found
    for column in found.keys { isNumeric[column] = false }
  }

  func write(to output: Output) throws(DatabaseError) -> RenderedFacts {
    let (layout, line) = writeHead(to: output)
    let shortened = try writeRows(line, layout, to: output)
    return facts(layout, shown: rows.shown, total: rows.total, shortened: shortened)
  }

  /// Writes the rows there are, and tells how to go on with what they do not tell the width of.
  func begin(to output: Output) throws(DatabaseError) -> Grid.Flow {
    let (layout, line) = writeHead(to: output)
    var shortened = try writeRows(line, layout, to: output)
    var written = line
    return Grid.Flow(
      write: { row in shortened += write(row, at: 0, &written, layout, mayStickOut: true) },
      facts: { facts(layout, shown: $0, total: $0, shortened: shortened) })
  }

  private func writeHead(to output: Output) -> (TableLayout, TableLine) {
    let ellipsis = StyledText(charset.ellipsis, .dim)
    let layout = TableLayout(needs, width: presentation.width, ellipsis: ellipsis.width)
    var line = TableLine(output, layout, presentation.style, ellipsis: ellipsis)
    head.write(&line, layout, isNumeric: isNumeric)
    return (layout, line)
  }

  private func facts(_ layout: TableLayout, shown: Int, total: Int, shortened: Int) -> RenderedFacts {
    RenderedFacts(
      shownRows: shown, totalRows: total, shownColumns: layout.columns.count, totalColumns: columns.count,
      shortenedCells: shortened, shortenedNames: head.shortenedNames(in: layout))
  }

  /// - Returns: how many cells were cut.
  private func writeRows(
    _ line: TableLine, _ layout: TableLayout, to output: Output
  ) throws(DatabaseError) -> Int {
    var shortened = 0
    var written = line
    // Whoever has left the pager waits for the prompt.
    try rows.forEach(while: { !output.isClosed }) { row, position in
      if position == rows.head { written.writeGap(isNumeric: isNumeric, charset) }
      shortened += write(row, at: position, &written, layout, mayStickOut: false)
    }
    return shortened
  }

  /// - Parameter mayStickOut: whether it was not measured: a number then pushes out what follows, for a cut one is
  ///   another, and so does all that is wider where nothing is ever cut.
  /// - Returns: how many cells were cut.
  private func write(
    _ row: Row, at position: Int, _ line: inout TableLine, _ layout: TableLayout, mayStickOut: Bool
  ) -> Int {
    var shortened = 0
    for (place, column) in layout.columns.enumerated() {
      let cell = column < row.count ? row[column] : .null
      let width = layout.widths[place]
      if let labels = labels[column] {
        if cells.isBeginning(of: cell) { shortened += 1 }
        line.write(labels.text(of: cell, at: rows.row(shownAt: position)), isRight: false)
      } else if !columns[column].isCount, let plain = cells.plainWidth(of: cell), plain <= width {
        line.write(plain: cell, width: plain)
      } else {
        let text = cells.text(of: cell)
        let isWhole =
          mayStickOut && (presentation.width == nil || cell.kind == .integer || cell.kind == .real)
        let shown = isWhole ? text : text.shortened(to: width, charset: charset)
        if shown != text || cells.isBeginning(of: cell) { shortened += 1 }
        line.write(shown, isRight: isRight(cell, column))
      }
    }
    line.end()
    return shortened
  }

  /// Numbers stand right, text left even among numbers: `42` and `'42'` are told apart.
  private func isRight(_ cell: Cell, _ column: Int) -> Bool {
    switch cell.kind {
    case .integer, .real: true
    case .text, .blob: columns[column].isCount
    case .null: isNumeric[column]
    }
  }
}
