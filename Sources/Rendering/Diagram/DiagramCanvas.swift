/// A layout drawn with characters.
struct DiagramCanvas {
  private struct Cell {
    var text = " "
    var role: Role?
  }

  private var rows: [[Cell]]
  private let charset: Charset

  init(_ layout: DiagramLayout, _ boxes: [DiagramBox], charset: Charset) {
    self.charset = charset
    rows = Array(repeating: Array(repeating: Cell(), count: layout.width), count: layout.height)
    var grid = LineGrid(layout)
    for y in rows.indices {
      grid.go(to: y)
      for x in grid.columns { put(line(grid[x]), x: x, y: y) }
    }
    for box in layout.boxes { draw(box, boxes[box.entity]) }
    for end in layout.ends { draw(end) }
    for label in layout.labels { put(StyledText(label.text, .hint), x: label.x, y: label.y) }
  }

  /// The rows from the top, without blanks at their ends.
  var lines: [StyledText] {
    rows.map { row in
      var line = StyledText()
      let end = row.lastIndex { $0.text != " " } ?? -1
      for cell in row[...end] { line.append(cell.text, cell.role) }
      return line
    }
  }

  // MARK: Drawing

  private mutating func put(_ text: String, _ role: Role? = nil, x: Int, y: Int) {
    guard rows.indices.contains(y), rows[y].indices.contains(x) else { return }
    rows[y][x] = Cell(text: text, role: role)
  }

  private mutating func put(_ text: StyledText, x: Int, y: Int) {
    var x = x
    for span in text.spans {
      for character in span.text {
        let width = DisplayWidth.columns(of: character)
        if width == 0, rows.indices.contains(y), rows[y].indices.contains(x - 1) {
          rows[y][x - 1].text.append(character)
          continue
        }
        put(String(character), span.role, x: x, y: y)
        for more in 1..<max(1, width) { put("", x: x + more, y: y) }
        x += width
      }
    }
  }

  private mutating func draw(_ place: DiagramLayout.PlacedBox, _ box: DiagramBox) {
    let right = place.x + place.width - 1
    let bottom = place.y + place.height - 1
    for x in (place.x + 1)..<right {
      put(charset.pick("─", "-"), .dim, x: x, y: place.y)
      put(charset.pick("─", "-"), .dim, x: x, y: bottom)
    }
    for y in (place.y + 1)..<bottom {
      put(charset.pick("│", "|"), .dim, x: place.x, y: y)
      put(charset.pick("│", "|"), .dim, x: right, y: y)
    }
    put(charset.pick("┌", "+"), .dim, x: place.x, y: place.y)
    put(charset.pick("┐", "+"), .dim, x: right, y: place.y)
    put(charset.pick("└", "+"), .dim, x: place.x, y: bottom)
    put(charset.pick("┘", "+"), .dim, x: right, y: bottom)
    for (index, row) in box.rows.enumerated() { put(row, x: place.x + 2, y: place.y + 1 + index) }
  }

  private mutating func draw(_ end: DiagramLayout.EndMark) {
    switch end.end {
    case .one: put(charset.one, x: end.x, y: end.y)
    case .oneOrNone: put(charset.oneOrNone, x: end.x, y: end.y)
    case .many:
      let foot = end.isBelowBox ? charset.footBelow : charset.footAbove
      for (x, toe) in zip([end.x - 1, end.x + 1], [foot.left, foot.right]) { put(toe, x: x, y: end.y) }
    }
  }

  /// Where two lines cross, the level one is broken, so that it does not look as if they met.
  private func line(_ pieces: [LineGrid.Piece]) -> String {
    let piece = pieces.first { $0.directions == .upright } ?? pieces.first
    guard let piece else { return " " }
    return charset.line(piece.directions, isDashed: piece.isDashed)
  }
}

extension Charset {
  var one: String { pick("╪", "1") }
  var oneOrNone: String { pick("○", "o") }
  /// The outer toes of a foot that stands upon a box, and of one that hangs below it.
  var footAbove: (left: String, right: String) { self == .unicode ? ("╱", "╲") : ("/", "\\") }
  var footBelow: (left: String, right: String) { self == .unicode ? ("╲", "╱") : ("\\", "/") }
  /// A whole foot, for the key to the signs.
  var foot: String { pick("╱│╲", "/|\\") }

  fileprivate func line(_ directions: LineGrid.Directions, isDashed: Bool) -> String {
    switch directions {
    case .upright, .up, .down: isDashed ? pick("┊", ":") : pick("│", "|")
    case .level, .left, .right: isDashed ? pick("┈", ".") : pick("─", "-")
    case [.up, .left]: pick("┘", "+")
    case [.up, .right]: pick("└", "+")
    case [.down, .left]: pick("┐", "+")
    case [.down, .right]: pick("┌", "+")
    case [.up, .left, .right]: pick("┴", "+")
    case [.down, .left, .right]: pick("┬", "+")
    case [.up, .down, .left]: pick("┤", "+")
    case [.up, .down, .right]: pick("├", "+")
    default: pick("┼", "+")
    }
  }
}
