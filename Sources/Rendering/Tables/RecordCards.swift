internal import SQL

/// Records as cards: what each is called, its attributes, and where its relationships lead.
///
/// ```
///  copy[5, 2]
///  ══════════
///  book_id      5
///  number       2
///  branch_code  MAIN
///
///  ● book       → book[5]  Pippi Långstrump
///  ○ branch     → branch["MAIN"]
///  ○ loans      →→ loan
///  .loans leads on · ● loaded  ○ not loaded
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
      write(context, row, &facts)
      onBy = context.onBy
      signs.formUnion(context.ways.map(\.isLoaded))
      return !output.isClosed
    }
    writeLegend(signs, onBy)
    return facts
  }

  private func write(_ context: RecordContext, _ row: Row, _ facts: inout RenderedFacts) {
    writeHead(context)
    let ways = WayLines(context, isOneOfSeveral: grid.rowCount != 1, output, presentation)
    let count = min(row.count, grid.columns.count)
    let cells = CellText(presentation, limit: isWhole ? nil : presentation.width)
    let values = (0..<count).map { cells.text(of: row[$0]) }
    let names = grid.columns[..<count].map(\.name)
    let keys = Set(grid.columns.indices.filter { grid.columns[$0].isKey })
    var left = 0
    if let flow = AttributeFlow(names: names, keys: keys, values: values, presentation) {
      // A blob tells how long it is, and yet is not whole.
      facts.shortenedCells += (0..<count).count { cells.isBeginning(of: row[$0]) }
      facts.shownColumns = min(facts.shownColumns, flow.write(to: output))
      facts.shortenedCells += flow.shortened
    } else {
      let lines = CardLines(names: names, keys: keys, besides: ways.left, output, presentation)
      left = lines.left
      for (index, value) in values.enumerated() {
        var shown = value
        if !isWhole, let width = presentation.width {
          shown = value.shortened(to: 3 * max(20, width - left), charset: charset)
        }
        lines.write(shown, index)
        if shown != value || cells.isBeginning(of: row[index]) { facts.shortenedCells += 1 }
      }
    }
    ways.write(left: left)
  }

  /// The double rule marks a key, as in a table.
  private func writeHead(_ context: RecordContext) {
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
    write(head)
    write(rule)
  }

  /// How to go on, and what the signs mean that were shown.
  private func writeLegend(_ signs: Set<Bool>, _ onBy: String?) {
    guard let onBy else { return }
    var meanings: [String] = []
    if signs.contains(true) { meanings.append("\(charset.loaded) loaded") }
    if signs.contains(false) { meanings.append("\(charset.notLoaded) not loaded") }
    var line = StyledText(" ")
    line.append(VisibleText.styled(onBy, .hint, charset: charset))
    line.append(" leads on", .dim)
    let legend = StyledText(meanings.joined(separator: "  "), .dim)
    if line.width + charset.separator.count + legend.width > presentation.width ?? .max {
      write(line)
      line = StyledText(" ")
    } else {
      line.append(charset.separator, .dim)
    }
    line.append(legend)
    write(line)
  }

  private func write(_ line: StyledText) {
    for part in line.broken(to: presentation.width.map { max(CardLines.readable, $0) }) {
      output.write(part.text(presentation.style) + "\n")
    }
  }
}

/// Where the relationships of one record lead, a line each.
private struct WayLines {
  private let context: RecordContext
  private let ways: [RecordContext.Way]
  /// Of which no more is known than of any other record's; where there are several records, not a line each.
  private let unknown: [RecordContext.Way]
  private let output: Output
  private let presentation: Presentation
  private var charset: Charset { presentation.charset }
  /// The column in which the targets begin.
  let left: Int

  init(
    _ context: RecordContext, isOneOfSeveral: Bool, _ output: Output, _ presentation: Presentation
  ) {
    self.context = context
    self.output = output
    self.presentation = presentation
    func isKnown(_ way: RecordContext.Way) -> Bool { !isOneOfSeveral || way.isLoaded || way.hasKey }
    ways = context.ways.filter(isKnown)
    unknown = context.ways.filter { !isKnown($0) }
    let names = ways.map { Self.head($0, presentation.charset).width }
    left = ways.isEmpty ? 0 : (names.max() ?? 0) + TableLayout.gap
  }

  private static func head(_ way: RecordContext.Way, _ charset: Charset) -> StyledText {
    var head = StyledText(" ")
    head.append(way.isLoaded ? charset.loaded : charset.notLoaded, way.isLoaded ? .mark : .dim)
    head.append(" ")
    head.append(VisibleText.styled(way.name, .heading, charset: charset))
    return head
  }

  /// - Parameter left: where the attributes' values begin, which the targets keep to where there is room.
  func write(left attributes: Int) {
    guard !context.ways.isEmpty else { return }
    output.write("\n")
    let isRoomy = presentation.width.map { $0 - left >= CardLines.readable } ?? true
    let indent = isRoomy ? CardLines.common(left, attributes, presentation.width) : 5
    var shown = ways.count
    if let maximum = presentation.maxRows, shown > maximum + 8 { shown = maximum + 7 }
    for way in ways.prefix(shown) {
      var line = Self.head(way, charset)
      if line.width > indent - TableLayout.gap {
        for part in line.broken(to: presentation.width) { write(part) }
        line = StyledText()
      }
      let room = presentation.width.map { max(20, $0 - indent) }
      for part in text(of: way, namesAll: (room ?? .max) >= 40).broken(to: room) {
        line.pad(to: indent)
        line.append(part)
        write(line)
        line = StyledText()
      }
    }
    writeUnknown()
    guard shown < ways.count else { return }
    var more = StyledText(" ")
    more.append(StyledText.more(ways.count - shown, charset))
    more.append(": ", .dim)
    more.append(VisibleText.styled(context.allWaysBy, .hint, charset: charset))
    write(more)
  }

  /// As in `○ reviews, awards, genres`.
  private func writeUnknown() {
    guard !unknown.isEmpty else { return }
    var line = StyledText(" " + charset.notLoaded + " ", .dim)
    let indent = line.width
    var names = StyledText()
    for (index, way) in unknown.enumerated() {
      if index > 0 { names.append(", ", .dim) }
      names.append(VisibleText.styled(way.name, .heading, charset: charset))
    }
    for part in names.broken(to: presentation.width.map { max(CardLines.readable, $0 - indent) }) {
      line.pad(to: indent)
      line.append(part)
      write(line)
      line = StyledText()
    }
  }

  /// As in `→→ book  10 books: A Wizard of Earthsea · … 9 more`.
  ///
  /// - Parameter namesAll: whether there is room for what several are called.
  private func text(of way: RecordContext.Way, namesAll: Bool) -> StyledText {
    var text = StyledText(charset.arrow(isToMany: way.isToMany) + " ", .mark)
    text.append(VisibleText.styled(way.target, charset: charset))
    if !way.count.isEmpty || !way.names.isEmpty { text.append("  ") }
    text.append(VisibleText.styled(way.count, .dim, charset: charset))
    if way.isToMany, !namesAll { return text }
    if !way.count.isEmpty, !way.names.isEmpty { text.append(": ", .dim) }
    let cells = CellText(presentation, limit: 40)
    for (index, name) in way.names.enumerated() {
      // A title may have commas of its own.
      if index > 0 { text.append(charset.separator, .dim) }
      text.append(name.withCell(cells.text).shortened(to: 40, charset: charset))
    }
    if way.unnamed > 0 {
      text.append(charset.separator, .dim)
      text.append(StyledText.more(way.unnamed, charset))
    }
    return text
  }

  private func write(_ line: StyledText) { output.write(line.text(presentation.style) + "\n") }
}

/// More attributes than a screen has lines, in columns beside each other like those of a newspaper.
private struct AttributeFlow {
  private typealias Item = (name: StyledText, value: StyledText)

  private var columns: [[Item]] = []
  private var widths: [(name: Int, value: Int)] = []
  private let presentation: Presentation
  private let shown: Int
  /// Values of which only the beginning is seen.
  private(set) var shortened = 0

  private static let gap = 3
  private static let readable = 12

  /// nil where one column has room for all.
  init?(names: [String], keys: Set<Int>, values: [StyledText], _ presentation: Presentation) {
    guard let maximum = presentation.maxRows else { return nil }
    let height = max(16, maximum + 8)
    guard names.count > height else { return nil }
    let charset = presentation.charset
    self.presentation = presentation
    let items: [Item] = names.indices.map { index in
      let role: Role = keys.contains(index) ? .key : .heading
      return (VisibleText.styled(names[index], role, charset: charset), values[index])
    }
    let wanted = (items.count + height - 1) / height
    var room = (presentation.width ?? .max) - 1
    var fitting = 1
    let widestName = items.map(\.name.width).max() ?? 0
    for count in 1...wanted where Self.fits(widestName, in: count, room) { fitting = count }
    var flowing = items
    if fitting < wanted {
      let kept = height * fitting - 1
      let tail = kept / 2
      let gap: Item = (
        StyledText(charset.verticalEllipsis, .dim), StyledText.more(items.count - kept, charset)
      )
      flowing = items.prefix(kept - tail) + [gap] + items.suffix(tail)
      shown = kept
    } else {
      shown = items.count
    }
    let rows = (flowing.count + fitting - 1) / fitting
    columns = stride(from: 0, to: flowing.count, by: rows).map {
      Array(flowing[$0..<min($0 + rows, flowing.count)])
    }
    widths = columns.map { column in
      (column.map(\.name.width).max() ?? 0, column.map(\.value.width).max() ?? 0)
    }
    room -= Self.gap * (columns.count - 1) + widths.reduce(0) { $0 + $1.name + TableLayout.gap }
    share(room)
    for (column, width) in zip(columns, widths) {
      shortened += column.count { $0.value.width > width.value }
    }
  }

  /// Whether so many columns leave every value enough to be read.
  private static func fits(_ name: Int, in count: Int, _ room: Int) -> Bool {
    count * (name + TableLayout.gap + readable) + gap * (count - 1) <= room
  }

  /// Every column of values up to one common width, none beyond its need.
  private mutating func share(_ room: Int) {
    func total(_ level: Int) -> Int { widths.reduce(0) { $0 + min($1.value, level) } }
    var low = 1
    var high = max(1, widths.map(\.value).max() ?? 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if total(middle) <= room { low = middle } else { high = middle - 1 }
    }
    for index in widths.indices { widths[index].value = min(widths[index].value, low) }
  }

  /// - Returns: how many attributes are shown.
  func write(to output: Output) -> Int {
    for row in 0..<(columns.first?.count ?? 0) {
      var line = StyledText(" ")
      var start = 1
      for (column, width) in zip(columns, widths) where row < column.count {
        line.pad(to: start)
        line.append(column[row].name)
        line.pad(to: start + width.name + TableLayout.gap)
        line.append(column[row].value.shortened(to: width.value, charset: presentation.charset))
        start += width.name + TableLayout.gap + width.value + Self.gap
      }
      output.write(line.text(presentation.style) + "\n")
    }
    return shown
  }
}
