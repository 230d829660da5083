internal import SQL

/// One line of a table on its way out: pads each piece to its column, but leaves no space at the end.
struct TableLine {
  private let output: Output
  private let layout: TableLayout
  private let style: Style
  /// What stands in the column for those left out.
  var ellipsis: StyledText
  private var place = 0
  /// Spaces owed before the next piece.
  private var owed: Int
  private let margin: Int

  /// - Parameters:
  ///   - ellipsis: what stands for the columns left out.
  ///   - margin: columns before the first.
  init(
    _ output: Output, _ layout: TableLayout, _ style: Style, ellipsis: StyledText,
    margin: Int = TableLayout.margin
  ) {
    self.output = output
    self.layout = layout
    self.style = style
    self.ellipsis = ellipsis
    self.margin = margin
    owed = margin
  }

  mutating func write(_ text: StyledText, isRight: Bool) {
    // What is wider than was measured pushes out the rest of the line.
    let missing = max(0, layout.widths[place] - text.width)
    if isRight { owed += missing }
    if !text.isEmpty {
      output.write(spaces: owed)
      output.write(text.text(style))
      owed = 0
    }
    if !isRight { owed += missing }
    advance()
  }

  /// An integer, or a text of printable ASCII, that fits.
  mutating func write(plain cell: Cell, width: Int) {
    let missing = layout.widths[place] - width
    if cell.kind == .integer {
      output.write(spaces: owed + missing)
      output.write(integer: cell.integer)
      owed = 0
    } else {
      output.write(spaces: owed)
      output.write(bytes: cell.bytes)
      owed = missing
    }
    advance()
  }

  /// A text across the columns up to a place, what stands for those left out between them included.
  mutating func write(_ text: StyledText, through end: Int) {
    let columns = width(place..<end)
    output.write(spaces: owed)
    output.write(text.text(style))
    owed = columns - text.width
    place = end - 1
    advance()
  }

  /// In terminal columns, the gaps between included.
  func width(_ places: Range<Int>) -> Int {
    let widths = layout.widths[places].reduce(0, +) + TableLayout.gap * max(0, places.count - 1)
    let ellipses = layout.ellipses.count { $0 > places.lowerBound && $0 < places.upperBound }
    return widths + ellipses * (ellipsis.width + TableLayout.gap)
  }

  /// A sign in each column that rows are left out.
  mutating func writeGap(isNumeric: [Bool], _ charset: Charset) {
    let gap = StyledText(charset.verticalEllipsis, .dim)
    for column in layout.columns { write(gap, isRight: isNumeric[column]) }
    end()
  }

  mutating func end() {
    output.write(byte: 0x0A)
    place = 0
    owed = margin
  }

  private mutating func advance() {
    owed += TableLayout.gap
    place += 1
    guard layout.ellipses.contains(place) else { return }
    let isBlank = ellipsis.plain.allSatisfy { $0 == " " }
    if isBlank {
      owed += ellipsis.width
    } else {
      output.write(spaces: owed)
      output.write(ellipsis.text(style))
      owed = 0
    }
    owed += TableLayout.gap
  }
}
