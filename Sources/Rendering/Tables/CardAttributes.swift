/// The attributes of a card: a line for each, or columns beside each other where the screen is not tall enough.
struct CardAttributes {
  /// The attributes as they are printed.
  struct Lines {
    var texts: [StyledText]
    /// The column in which the values begin; 0 where that is several.
    var left = 0
    /// Attributes that are seen.
    var shown: Int
    /// Positions of those of whose value only the beginning is, and how many more are such in columns.
    var shortened: Set<Int> = []
    var shortenedInColumns = 0
  }

  private let names: [String]
  private let keys: Set<Int>
  private let values: [StyledText]
  private let presentation: Presentation

  /// - Parameter keys: positions of the attributes that belong to the primary key.
  init(names: [String], keys: Set<Int>, values: [StyledText], _ presentation: Presentation) {
    self.names = names
    self.keys = keys
    self.values = values
    self.presentation = presentation
  }

  /// As many as have a line of their own however tall the screen is; nil for all.
  private var most: Int? { presentation.maxRows.map { max(16, $0 + 8) } }

  private var items: [AttributeFlow.Item] {
    names.indices.map { index in
      let role: Role = keys.contains(index) ? .key : .heading
      return (VisibleText.styled(names[index], role, charset: presentation.charset), values[index])
    }
  }

  /// Whether they are more than have a line of their own.
  var isLong: Bool { most.map { names.count > $0 } ?? false }

  /// - Parameter other: where the values of lines beside these begin, so that all can stand in one column.
  func lines(besides other: Int) -> Lines {
    if let most, isLong { return Lines(AttributeFlow(items, height: most, presentation)) }
    return lines(of: Array(names.indices), besides: other)
  }

  /// In columns, of no more than so many lines where that can be; nil where columns are no help.
  func columns(height: Int) -> Lines? {
    if let shown = whole(height: height) { return shown }
    return isLong ? Lines(AttributeFlow(items, height: max(Self.least, height), presentation)) : nil
  }

  /// In columns of whole values, of no more than so many lines; nil where that cannot be.
  func whole(height: Int) -> Lines? {
    AttributeFlow(whole: items, height: height, presentation).map(Lines.init)
  }

  /// The first and the last of them, of no more than so many lines where that can be.
  func ends(height: Int) -> Lines { Lines(AttributeFlow(items, height: max(4, height), presentation)) }

  /// A card of fewer lines shows too little of what it is.
  private static let least = 8

  private func lines(of positions: [Int], besides other: Int) -> Lines {
    let keys = Set(positions.indices.filter { self.keys.contains(positions[$0]) })
    let card = CardLines(names: positions.map { names[$0] }, keys: keys, besides: other, presentation)
    var lines = Lines(texts: [], left: card.left, shown: positions.count)
    for (place, position) in positions.enumerated() {
      var value = values[position]
      if presentation.maxRows != nil, let width = presentation.width {
        value = value.shortened(
          to: 3 * max(CardLines.readable, width - card.left), charset: presentation.charset)
      }
      if value != values[position] { lines.shortened.insert(position) }
      lines.texts += card.lines(of: value, place)
    }
    return lines
  }
}

extension CardAttributes.Lines {
  fileprivate init(_ flow: AttributeFlow) {
    self.init(texts: flow.lines, shown: flow.shown, shortenedInColumns: flow.shortened)
  }
}
