internal import SQL

/// A nested table under way: measured in one pass over its rows, written in another.
struct NestedTable {
  private let rows: NestedTableRows
  private let presentation: Presentation
  private let cells: CellText
  private let head: TableHead
  private let margin: Int
  private var needs: [TableLayout.Need]
  private var isNumeric: [Bool]

  private var leaves: [Grid.Column] { rows.columns.leaves }
  private var charset: Charset { presentation.charset }

  /// - Parameter margin: columns before the first.
  init(
    _ rows: NestedTableRows, _ presentation: Presentation, margin: Int = TableLayout.margin
  ) throws(DatabaseError) {
    self.rows = rows
    self.presentation = presentation
    self.margin = margin
    cells = CellText(presentation, limit: presentation.width, nothing: presentation.nothingText)
    let leaves = rows.columns.leaves
    head = TableHead(leaves, groups: rows.columns.groups, charset: presentation.charset)
    needs = head.needs
    isNumeric = leaves.map(\.isNumeric)
    try measure()
  }

  private mutating func measure() throws(DatabaseError) {
    var widths = [Int](repeating: 0, count: leaves.count)
    var numberWidths = widths
    var hasText = [Bool](repeating: false, count: leaves.count)
    // Of texts across several columns.
    var spans: [Range<Int>: Int] = [:]
    try rows.forEach { block, _ in
      for line in 0..<block.lineCount {
        for leaf in widths.indices {
          switch block[line, leaf] {
          case .blank, .rule: break
          case .value(let value):
            let width = value.withCell { cells.plainWidth(of: $0) ?? cells.text(of: $0).width }
            switch value {
            case .integer, .real: numberWidths[leaf] = max(numberWidths[leaf], width)
            case .text, .blob: hasText[leaf] = true
            case .null: break
            }
            widths[leaf] = max(widths[leaf], width)
          case .nothing(let end): spans[leaf..<end] = max(spans[leaf..<end] ?? 0, nothing.width)
          case .more(let count, let end):
            let width = StyledText.more(count, charset).width
            spans[leaf..<end] = max(spans[leaf..<end] ?? 0, width)
          }
        }
      }
    }
    for leaf in needs.indices {
      needs[leaf].data = widths[leaf]
      needs[leaf].numbers = numberWidths[leaf]
      isNumeric[leaf] = !hasText[leaf] && (numberWidths[leaf] > 0 || leaves[leaf].isNumeric)
    }
    // The inner ones first: what they add, the outer ones need no more.
    for (leaves, width) in spans.sorted(by: { $0.key.count < $1.key.count }) {
      let gaps = TableLayout.gap * (leaves.count - 1)
      let missing = width - needs[leaves].reduce(gaps) { $0 + $1.natural }
      if missing > 0, let last = leaves.last { needs[last].data = needs[last].natural + missing }
    }
  }

  /// Whether all columns show and none is cut.
  func isWhole(in width: Int?) -> Bool {
    let layout = layout(in: width)
    return layout.ellipses.isEmpty && zip(layout.widths, needs).allSatisfy { $0 >= $1.natural }
  }

  private func layout(in width: Int?) -> TableLayout {
    TableLayout(
      needs, width: width.map { $0 - margin + TableLayout.margin }, ellipsis: charset.ellipsis.count)
  }

  func write(to output: Output) throws(DatabaseError) -> RenderedFacts {
    guard !leaves.isEmpty else { return RenderedFacts(rows: rows.total, columns: 0) }
    let layout = layout(in: presentation.width)
    var line = TableLine(
      output, layout, presentation.style, ellipsis: StyledText(charset.ellipsis, .dim), margin: margin)
    head.write(&line, layout, isNumeric: isNumeric)
    var facts = RenderedFacts(
      shownRows: rows.shown, totalRows: rows.total, shownColumns: layout.columns.count,
      totalColumns: leaves.count, shortenedNames: head.shortenedNames(in: layout))
    var above = 1
    try rows.forEach { block, position in
      // Whoever has left the pager waits for the prompt.
      guard !output.isClosed else { return }
      // A line of columns that are left out says nothing.
      let lines = (0..<block.lineCount).filter { $0 == 0 || !isBlank(block, $0, layout) }
      if position == rows.head {
        line.writeGap(isNumeric: isNumeric, charset)
      } else if position > 0, NestedTableRows.separator(above, lines.count) > 0 {
        output.write("\n")
      }
      above = lines.count
      for number in lines { write(block, number, layout, &line, &facts) }
    }
    return facts
  }

  private func write(
    _ block: NestedBlock, _ number: Int, _ layout: TableLayout, _ line: inout TableLine,
    _ facts: inout RenderedFacts
  ) {
    var place = 0
    while place < layout.columns.count {
      let column = layout.columns[place]
      switch piece(block, number, layout, at: place) {
      case .blank: line.write(StyledText(), isRight: false)
      case .value(let value): write(value, column, layout.widths[place], &line, &facts)
      case .rule(let lastColumn):
        let end = end(of: lastColumn, from: place, layout)
        line.write(rule(line.width(place..<end)), through: end)
        place = end
        continue
      case .nothing(let end):
        place = write(nothing, through: end, from: place, layout, &line)
        continue
      case .more(let count, let end):
        facts.shortenedLists += 1
        place = write(StyledText.more(count, charset), through: end, from: place, layout, &line)
        continue
      }
      place += 1
    }
    line.end()
  }

  /// What stands at a place; a text across columns of which the first are left out stands at the next.
  private func piece(
    _ block: NestedBlock, _ number: Int, _ layout: TableLayout, at place: Int
  ) -> NestedBlock.Piece {
    let column = layout.columns[place]
    guard layout.ellipses.contains(place) else { return block[number, column] }
    for hidden in (layout.columns[place - 1] + 1)..<column {
      switch block[number, hidden] {
      case .nothing(let end) where end > column, .more(_, let end) where end > column,
        .rule(let end) where end > column:
        return block[number, hidden]
      default: continue
      }
    }
    return block[number, column]
  }

  private func isBlank(_ block: NestedBlock, _ number: Int, _ layout: TableLayout) -> Bool {
    !layout.ellipses.isEmpty
      && layout.columns.indices.allSatisfy { place in
        if case .blank = piece(block, number, layout, at: place) { true } else { false }
      }
  }

  private func write(
    _ value: Value, _ column: Int, _ width: Int, _ line: inout TableLine, _ facts: inout RenderedFacts
  ) {
    let text = value.withCell(cells.text)
    let shown = text.shortened(to: width, charset: charset)
    if shown != text { facts.shortenedCells += 1 }
    let isRight =
      switch value {
      case .integer, .real: true
      case .text, .blob: false
      case .null: isNumeric[column]
      }
    line.write(shown, isRight: isRight)
  }

  /// - Returns: the place behind it.
  private func write(
    _ text: StyledText, through lastColumn: Int, from place: Int, _ layout: TableLayout,
    _ line: inout TableLine
  ) -> Int {
    let end = end(of: lastColumn, from: place, layout)
    let shown = text.shortened(to: line.width(place..<end), charset: charset)
    if end == place + 1 {
      line.write(shown, isRight: isNumeric[layout.columns[place]])
    } else {
      line.write(shown, through: end)
    }
    return end
  }

  private func end(of lastColumn: Int, from place: Int, _ layout: TableLayout) -> Int {
    layout.columns[place...].firstIndex { $0 >= lastColumn } ?? layout.columns.count
  }

  private func rule(_ width: Int) -> StyledText {
    StyledText(String(repeating: charset.rule, count: width), .dim)
  }

  private var nothing: StyledText { StyledText(presentation.nothingText, .dim) }
}
