internal import SQL

/// The cells of one row that the lines of a layout go through, and in which directions they leave each.
///
/// Row by row, so that a picture of a thousand entities takes no more than its widest row.
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

  /// What one net does in a cell.
  struct Piece: Hashable {
    var net: Int
    var directions: Directions
    var isDashed: Bool
  }

  private let strokes: [DiagramLayout.Stroke]
  /// By row: the strokes that go through it, in their order.
  private var strokesOfRows: [[Int]]
  private var row: [[Piece]]
  /// The columns of the row through which lines go.
  private(set) var columns: [Int] = []

  init(_ layout: DiagramLayout) {
    strokes = layout.strokes
    let width = strokes.reduce(layout.width) { max($0, $1.x.upperBound + 1) }
    let height = strokes.reduce(layout.height) { max($0, $1.y.upperBound + 1) }
    strokesOfRows = Array(repeating: [], count: height)
    row = Array(repeating: [], count: width)
    for (index, stroke) in strokes.enumerated() {
      for y in stroke.y { strokesOfRows[y].append(index) }
    }
  }

  /// What is in a column of the row; at most two nets cross in a cell.
  subscript(x: Int) -> [Piece] { row.indices.contains(x) ? row[x] : [] }

  /// Goes to a row; what was in the one before is forgotten.
  mutating func go(to y: Int) {
    for column in columns { row[column].removeAll(keepingCapacity: true) }
    columns.removeAll(keepingCapacity: true)
    guard strokesOfRows.indices.contains(y) else { return }
    for index in strokesOfRows[y] {
      let stroke = strokes[index]
      var directions: Directions = []
      if y > stroke.y.lowerBound { directions.insert(.up) }
      if y < stroke.y.upperBound { directions.insert(.down) }
      for x in stroke.x {
        var directions = directions
        if x > stroke.x.lowerBound { directions.insert(.left) }
        if x < stroke.x.upperBound { directions.insert(.right) }
        add(Piece(net: stroke.net, directions: directions, isDashed: stroke.isDashed), at: x)
      }
    }
  }

  private mutating func add(_ piece: Piece, at column: Int) {
    if row[column].isEmpty { columns.append(column) }
    for index in row[column].indices where row[column][index].net == piece.net {
      row[column][index].directions.formUnion(piece.directions)
      return
    }
    row[column].append(piece)
  }
}

extension DiagramLayout {
  /// Whether each line can be told from every other: they only ever cross at right angles, and none goes through a box,
  /// a label or the foot of another.
  ///
  /// - Parameter checkInterrupt: fails when a person has asked to stop.
  func isClear(_ checkInterrupt: () throws(DatabaseError) -> Void) throws(DatabaseError) -> Bool {
    var grid = LineGrid(self)
    let boxesOfRows = rows(of: boxes) { $0.y..<($0.y + $0.height) }
    let endsOfRows = rows(of: ends.filter { $0.end == .many }) { $0.y..<($0.y + 1) }
    let labelsOfRows = rows(of: labels) { $0.y..<($0.y + 1) }
    for y in 0..<height {
      try checkInterrupt()
      grid.go(to: y)
      for column in grid.columns where grid[column].count > 1 {
        guard Self.crosses(grid[column]) else { return false }
      }
      for box in boxesOfRows[y] {
        let isBorder = y == box.y || y == box.y + box.height - 1
        for x in box.x..<(box.x + box.width) where !grid[x].isEmpty {
          let isEnd = isBorder && grid[x].count == 1 && grid[x][0].directions.isDisjoint(with: .level)
          guard isEnd else { return false }
        }
      }
      for end in endsOfRows[y] {
        guard grid[end.x - 1].isEmpty, grid[end.x + 1].isEmpty else { return false }
      }
      for label in labelsOfRows[y] {
        for x in label.x..<(label.x + DisplayWidth.columns(of: label.text)) where !grid[x].isEmpty {
          return false
        }
      }
    }
    return true
  }

  private func rows<Thing>(of things: [Thing], _ extent: (Thing) -> Range<Int>) -> [[Thing]] {
    var rows: [[Thing]] = Array(repeating: [], count: height)
    for thing in things {
      for y in extent(thing) where rows.indices.contains(y) { rows[y].append(thing) }
    }
    return rows
  }

  private static func crosses(_ pieces: [LineGrid.Piece]) -> Bool {
    guard pieces.count == 2 else { return false }
    let (one, other) = (pieces[0].directions, pieces[1].directions)
    return (one == .level && other == .upright) || (one == .upright && other == .level)
  }
}
