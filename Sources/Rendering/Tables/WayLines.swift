internal import SQL

/// Where the relationships of one record lead, a line each.
struct WayLines {
  private let context: RecordContext
  private let ways: [RecordContext.Way]
  /// Those that have no lines of their own.
  private let named: [RecordContext.Way]
  /// How many lines these may take; nil for as many as they need.
  private let mostNamed: Int?
  private let presentation: Presentation
  private var charset: Charset { presentation.charset }
  /// Whether those that are loaded, and those that are not, have signs that want to be told.
  var signs: Set<Bool> { mostNamed == nil ? Set(context.ways.map(\.isLoaded)) : [] }
  /// The column in which the targets begin.
  let left: Int

  /// Which ways are only named, on lines that they share.
  enum Folding {
    case none
    /// Those of which no more is known than of any other record's.
    case unknown
    /// All of them, the loaded ones first, in no more lines than two.
    case all
  }

  init(_ context: RecordContext, folding: Folding, _ presentation: Presentation) {
    self.context = context
    self.presentation = presentation
    func isNamed(_ way: RecordContext.Way) -> Bool {
      switch folding {
      case .none: false
      case .unknown: !way.isLoaded && !way.hasKey
      case .all: true
      }
    }
    ways = context.ways.filter { !isNamed($0) }
    let others = context.ways.filter(isNamed)
    named = others.filter(\.isLoaded) + others.filter { !$0.isLoaded }
    mostNamed = folding == .all ? 2 : nil
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
    lines += namedLines
    guard shown < ways.count else { return lines }
    var text = StyledText(" ")
    text.append(more(ways.count - shown))
    return lines + text.broken(to: presentation.width)
  }

  /// As in `… 9 more: book?`.
  private func more(_ count: Int) -> StyledText {
    var more = StyledText.more(count, charset)
    more.append(": ", .dim)
    more.append(VisibleText.styled(context.allWaysBy, .hint, charset: charset))
    return more
  }

  /// As many as have room, and at least one.
  private var namedLines: [StyledText] {
    guard !named.isEmpty else { return [] }
    var count = named.count
    while true {
      let lines = namedLines(named.prefix(count))
      guard let mostNamed, lines.count > mostNamed, count > 1 else { return lines }
      count -= 1
    }
  }

  /// As in `● books  ○ reviews, awards, genres`.
  private func namedLines(_ shown: ArraySlice<RecordContext.Way>) -> [StyledText] {
    var names = StyledText()
    var isLoaded: Bool?
    for way in shown {
      if way.isLoaded != isLoaded {
        if isLoaded != nil { names.append("  ") }
        names.append(way.isLoaded ? charset.loaded : charset.notLoaded, way.isLoaded ? .mark : .dim)
        names.append(" ")
      } else {
        names.append(", ", .dim)
      }
      isLoaded = way.isLoaded
      names.append(VisibleText.styled(way.name, .heading, charset: charset))
    }
    if shown.count < named.count {
      names.append(", ", .dim)
      names.append(more(named.count - shown.count))
    }
    var line = StyledText(" ")
    let indent = 1 + charset.notLoaded.count + 1
    let room = presentation.width.map { max(CardLines.readable, $0 - indent) }
    return names.broken(to: room.map { $0 + indent - 1 }, hanging: indent - 1).map { part in
      line.append(part)
      defer { line = StyledText(String(repeating: " ", count: indent)) }
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
