/// The cells that the lines of a layout go through, and in which directions they leave each.
struct LineGrid {
  struct Directions: OptionSet, Hashable {
    let rawValue: Int
    static let up = Directions(rawValue: 1)
    static let down = Directions(rawValue: 2)
    static let left = Directions(rawValue: 4)
    static let right = Directions(rawValue: 8)
    static let level: Directions = [.left, .right]
    static let upright: Directions = [.up, .down]
  }

  struct Point: Hashable {
    var x: Int
    var y: Int
  }

  /// What one net does in a cell.
  struct Piece: Hashable {
    var net: Int
    var directions: Directions
    var isDashed: Bool
  }

  /// At most two nets cross in a cell.
  private(set) var cells: [Point: [Piece]] = [:]

  init(_ layout: DiagramLayout) {
    for stroke in layout.strokes {
      for y in stroke.y {
        for x in stroke.x {
          var directions: Directions = []
          if y > stroke.y.lowerBound { directions.insert(.up) }
          if y < stroke.y.upperBound { directions.insert(.down) }
          if x > stroke.x.lowerBound { directions.insert(.left) }
          if x < stroke.x.upperBound { directions.insert(.right) }
          add(
            Piece(net: stroke.net, directions: directions, isDashed: stroke.isDashed), at: Point(x: x, y: y))
        }
      }
    }
  }

  private mutating func add(_ piece: Piece, at point: Point) {
    if let index = cells[point]?.firstIndex(where: { $0.net == piece.net }) {
      cells[point]?[index].directions.formUnion(piece.directions)
    } else {
      cells[point, default: []].append(piece)
    }
  }
}

extension DiagramLayout {
  /// Whether each line can be told from every other: they only ever cross at right angles, and none goes through a box,
  /// a label or the foot of another.
  var isClear: Bool {
    let cells = LineGrid(self).cells
    for pieces in cells.values where pieces.count > 1 {
      guard pieces.count == 2, Set(pieces.map(\.directions)) == [.level, .upright] else { return false }
    }
    for box in boxes {
      for y in box.y..<(box.y + box.height) {
        let isBorder = y == box.y || y == box.y + box.height - 1
        for x in box.x..<(box.x + box.width) {
          guard let pieces = cells[LineGrid.Point(x: x, y: y)] else { continue }
          let isEnd = isBorder && pieces.count == 1 && pieces[0].directions.isDisjoint(with: .level)
          guard isEnd else { return false }
        }
      }
    }
    for end in ends where end.end == .many {
      for x in [end.x - 1, end.x + 1] where cells[LineGrid.Point(x: x, y: end.y)] != nil { return false }
    }
    for label in labels {
      for x in label.x..<(label.x + DisplayWidth.columns(of: label.text))
      where cells[LineGrid.Point(x: x, y: label.y)] != nil { return false }
    }
    return true
  }
}
