internal import SQL

/// Records as cards: what each is called, its attributes, and where its relationships lead.
///
/// ```
///  copy[5, 2]
///  ══════════
/// #book_id      5
/// #number       2
///  branch_code  MAIN
///
///  ● book       → book[5]  Pippi Långstrump
///  ○ branch     → branch["MAIN"]
///  ○ loans      →→ loan
///  .loans leads on · # key  ● loaded  ○ not loaded
/// ```
struct RecordCards {
  private let context: (Int) -> RecordContext
  private let grid: Grid
  private let output: Output
  private let presentation: Presentation
  /// With a maximum of rows only the beginning of long texts, and of very many attributes the ends.
  private var isWhole: Bool { presentation.maxRows == nil }
  private var charset: Charset { presentation.charset }

  init(
    _ context: @escaping (Int) -> RecordContext, _ grid: Grid, _ output: Output, _ presentation: Presentation
  ) {
    self.context = context
    self.grid = grid
    self.output = output
    self.presentation = presentation
  }

  func write() throws(DatabaseError) -> RenderedFacts {
    var facts = RenderedFacts(rows: 0, columns: grid.columns.count)
    var signs: Set<Bool> = []
    var onBy: String?
    try grid.forEachRow { row in
      if facts.totalRows > 0 { output.write("\n") }
      let context = context(facts.totalRows)
      facts.totalRows += 1
      facts.shownRows += 1
      let ways = write(context, row, &facts)
      onBy = context.onBy
      signs.formUnion(ways.signs)
      return !output.isClosed
    }
    write(legend(signs, onBy))
    return facts
  }

  /// - Returns: where its relationships lead, as it was written.
  private func write(_ context: RecordContext, _ row: Row, _ facts: inout RenderedFacts) -> WayLines {
    let count = min(row.count, grid.columns.count)
    let cells = CellText(presentation, limit: isWhole ? nil : presentation.width)
    let attributes = CardAttributes(
      names: grid.columns[..<count].map(\.name), keys: Set((0..<count).filter { grid.columns[$0].isKey }),
      values: (0..<count).map { cells.text(of: row[$0]) }, presentation)
    let isOne = grid.rowCount == 1
    var ways = WayLines(context, folding: isOne ? .none : .unknown, presentation)
    var lines = attributes.lines(besides: ways.left)
    // What surrounds them: the name, and how to go on.
    if isOne, let screen = presentation.height {
      func height() -> Int {
        screen - 2 - legend(ways.signs, context.onBy).count - ways.lines(left: lines.left).count
      }
      func isTall() -> Bool { lines.texts.count > height() }
      if attributes.isLong, let whole = attributes.whole(height: height()) {
        lines = whole
      } else if isTall() {
        let folded = WayLines(context, folding: .unknown, presentation)
        if folded.lines(left: lines.left).count < ways.lines(left: lines.left).count { ways = folded }
        lines = attributes.lines(besides: ways.left)
        if isTall() { lines = attributes.columns(height: height()) ?? lines }
        if isTall() {
          ways = WayLines(context, folding: .all, presentation)
          lines = attributes.lines(besides: 0)
          if isTall() { lines = attributes.columns(height: height()) ?? lines }
          if isTall() { lines = attributes.ends(height: height() - longerFooter) }
        }
      }
    }
    // A blob tells how long it is, and yet is not whole.
    let beginnings = Set((0..<count).filter { cells.isBeginning(of: row[$0]) })
    // What shows the attributes that are left out shows the values whole.
    if lines.shown == count {
      facts.shortenedCells += lines.shortened.union(beginnings).count + lines.shortenedInColumns
    }
    facts.shownColumns = min(facts.shownColumns, lines.shown)
    write(head(context) + lines.texts + ways.lines(left: lines.left))
    return ways
  }

  /// Lines that the footer takes beyond one where it tells of attributes left out, on a narrow screen.
  private var longerFooter: Int { presentation.width.map { $0 < 60 ? 2 : 0 } ?? 0 }

  /// The double rule marks a key, as in a table.
  private func head(_ context: RecordContext) -> [StyledText] {
    let room = presentation.width.map { max(20, $0 - 1) } ?? .max
    let path = VisibleText.styled(context.path, context.hasKey ? .key : .heading, charset: charset)
      .shortened(to: room, charset: charset)
    var head = StyledText(" ")
    head.append(path)
    var rule = StyledText(" ")
    rule.append(
      String(repeating: context.hasKey ? charset.keyRule : charset.rule, count: path.width), .dim)
    if let label = context.label {
      let text = label.withCell(CellText(presentation, limit: room).text)
      let left = room - path.width - TableLayout.gap
      if left >= min(text.width, 10) {
        let shown = text.shortened(to: left, charset: charset)
        let gap = String(repeating: " ", count: TableLayout.gap)
        head.append(gap)
        for span in shown.spans { head.append(span.text, span.role ?? .heading) }
        rule.append(gap)
        rule.append(String(repeating: charset.rule, count: shown.width), .dim)
      }
    }
    return [head, rule].flatMap(broken)
  }

  /// How to go on, and what the signs mean that were shown.
  private func legend(_ signs: Set<Bool>, _ onBy: String?) -> [StyledText] {
    guard let onBy else { return [] }
    var meanings = grid.columns.contains(where: \.isKey) ? ["\(CardLines.keySign) key"] : []
    if signs.contains(true) { meanings.append("\(charset.loaded) loaded") }
    if signs.contains(false) { meanings.append("\(charset.notLoaded) not loaded") }
    var line = StyledText(" ")
    line.append(VisibleText.styled(onBy, .hint, charset: charset))
    line.append(" leads on", .dim)
    guard !meanings.isEmpty else { return broken(line) }
    let legend = StyledText(meanings.joined(separator: "  "), .dim)
    if line.width + charset.separator.count + legend.width > presentation.width ?? .max {
      var meaning = StyledText(" ")
      meaning.append(legend)
      return [line, meaning].flatMap(broken)
    }
    line.append(charset.separator, .dim)
    line.append(legend)
    return broken(line)
  }

  private func broken(_ line: StyledText) -> [StyledText] {
    line.broken(to: presentation.width.map { max(CardLines.readable, $0) })
  }

  private func write(_ lines: [StyledText]) {
    for line in lines { output.write(line.text(presentation.style) + "\n") }
  }
}
