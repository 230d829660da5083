internal import SQL

/// Where the relationships of one record lead, a line each.
struct WayLines {
  private let context: RecordContext
  private let ways: [RecordContext.Way]
  /// Of which no more is known than of any other record's, where these have no lines of their own.
  private let unknown: [RecordContext.Way]
  private let presentation: Presentation
  private var charset: Charset { presentation.charset }
  /// The column in which the targets begin.
  let left: Int

  /// - Parameter folds: whether those of which nothing is known share a line.
  init(_ context: RecordContext, folds: Bool, _ presentation: Presentation) {
    self.context = context
    self.presentation = presentation
    func isKnown(_ way: RecordContext.Way) -> Bool { !folds || way.isLoaded || way.hasKey }
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
  func lines(left attributes: Int) -> [StyledText] {
    guard !context.ways.isEmpty else { return [] }
    var lines = [StyledText()]
    let isRoomy = presentation.width.map { $0 - left >= CardLines.readable } ?? true
    let indent = isRoomy ? CardLines.common(left, attributes, presentation.width) : 5
    var shown = ways.count
    if let maximum = presentation.maxRows, shown > maximum + 8 { shown = maximum + 7 }
    for way in ways.prefix(shown) {
      var line = Self.head(way, charset)
      if line.width > indent - TableLayout.gap {
        lines += line.broken(to: presentation.width)
        line = StyledText()
      }
      let room = presentation.width.map { max(20, $0 - indent) }
      for part in text(of: way, namesAll: (room ?? .max) >= 40).broken(to: room) {
        line.pad(to: indent)
        line.append(part)
        lines.append(line)
        line = StyledText()
      }
    }
    lines += unknownLines
    guard shown < ways.count else { return lines }
    var more = StyledText(" ")
    more.append(StyledText.more(ways.count - shown, charset))
    more.append(": ", .dim)
    more.append(VisibleText.styled(context.allWaysBy, .hint, charset: charset))
    return lines + more.broken(to: presentation.width)
  }

  /// As in `○ reviews, awards, genres`.
  private var unknownLines: [StyledText] {
    guard !unknown.isEmpty else { return [] }
    var line = StyledText(" " + charset.notLoaded + " ", .dim)
    let indent = line.width
    var names = StyledText()
    for (index, way) in unknown.enumerated() {
      if index > 0 { names.append(", ", .dim) }
      names.append(VisibleText.styled(way.name, .heading, charset: charset))
    }
    return names.broken(to: presentation.width.map { max(CardLines.readable, $0 - indent) }).map { part in
      line.pad(to: indent)
      line.append(part)
      defer { line = StyledText() }
      return line
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
}
