import Rendering

/// A picture of a schema read back from its characters alone, as somebody sees it who knows only the names.
struct DrawnDiagram {
  struct Box: Hashable {
    var entity: Int
    var x: ClosedRange<Int>
    var y: ClosedRange<Int>
  }

  /// A line between two boxes, whichever stands above.
  struct Line: Hashable {
    struct End: Hashable {
      var entity: Int
      var end: Diagram.End
    }

    var ends: Set<End>
    var isDashed: Bool
  }

  enum Fault: Error, Hashable {
    case noBox(String)
    case brokenBox(String)
    case lineInBox(String)
    case lineToNowhere(x: Int, y: Int)
    case wrongTurn(x: Int, y: Int, Character)
  }

  private let cells: [[Character]]
  private(set) var boxes: [Box] = []
  private(set) var lines: [Line: Int] = [:]

  init(_ rows: [String], names: [String]) throws {
    cells = rows.map(Array.init)
    for (entity, name) in names.enumerated() { boxes.append(try box(entity, name)) }
    for box in boxes { try readLines(from: box) }
  }

  private subscript(x: Int, y: Int) -> Character {
    cells.indices.contains(y) && cells[y].indices.contains(x) ? cells[y][x] : " "
  }

  /// The text inside a box, row by row.
  func rows(of box: Box) -> [String] {
    (box.y.lowerBound + 1..<box.y.upperBound).map { y in
      String((box.x.lowerBound + 1..<box.x.upperBound).map { self[$0, y] })
    }
  }

  // MARK: Boxes

  private func box(_ entity: Int, _ name: String) throws -> Box {
    let wanted = Array("│ \(name) ")
    for y in cells.indices {
      for x in cells[y].indices where self[x, y - 1] == "┌" {
        guard wanted.indices.allSatisfy({ self[x + $0, y] == wanted[$0] }) else { continue }
        return try box(entity, name, left: x, top: y - 1)
      }
    }
    throw Fault.noBox(name)
  }

  private func box(_ entity: Int, _ name: String, left: Int, top: Int) throws -> Box {
    var right = left + 1
    while "─○╪".contains(self[right, top]) { right += 1 }
    var bottom = top + 1
    while self[left, bottom] == "│" { bottom += 1 }
    let isWhole =
      self[right, top] == "┐" && self[left, bottom] == "└" && self[right, bottom] == "┘"
      && (left + 1..<right).allSatisfy { "─○╪".contains(self[$0, bottom]) }
      && (top + 1..<bottom).allSatisfy { self[right, $0] == "│" }
    guard isWhole else { throw Fault.brokenBox(name) }
    let box = Box(entity: entity, x: left...right, y: top...bottom)
    let isClear = rows(of: box).joined().allSatisfy { $0.isLetter || $0.isNumber || " #_↺~".contains($0) }
    guard isClear else { throw Fault.lineInBox(name) }
    return box
  }

  // MARK: Lines

  private enum Direction: CaseIterable {
    case up, down, left, right

    var step: (x: Int, y: Int) {
      switch self {
      case .up: (0, -1)
      case .down: (0, 1)
      case .left: (-1, 0)
      case .right: (1, 0)
      }
    }
    var opposite: Direction {
      switch self {
      case .up: .down
      case .down: .up
      case .left: .right
      case .right: .left
      }
    }
  }

  private static let turns: [Character: [Direction]] = [
    "┘": [.up, .left], "└": [.up, .right], "┐": [.down, .left], "┌": [.down, .right],
    "┴": [.up, .left, .right], "┬": [.down, .left, .right], "┤": [.up, .down, .left],
    "├": [.up, .down, .right], "┼": [.up, .down, .left, .right],
  ]

  /// All lines that leave a box at its bottom.
  private mutating func readLines(from box: Box) throws {
    for x in box.x {
      let border = self[x, box.y.upperBound]
      let below = box.y.upperBound + 1
      let isFoot = self[x - 1, below] == "╲" && "│┊".contains(self[x, below]) && self[x + 1, below] == "╱"
      guard let end = isFoot ? Diagram.End.many : Self.end(border) else { continue }
      let start = Line.End(entity: box.entity, end: end)
      try walk(x: x, y: below, .down, from: start, isDashed: false)
    }
  }

  private static func end(_ sign: Character) -> Diagram.End? {
    switch sign {
    case "○": .oneOrNone
    case "╪": .one
    default: nil
    }
  }

  /// Follows a line into each of its branches; one that crosses another goes straight on.
  private mutating func walk(
    x: Int, y: Int, _ direction: Direction, from start: Line.End, isDashed: Bool
  ) throws {
    var (x, y, isDashed) = (x, y, isDashed)
    while true {
      if direction == .down, let box = boxes.first(where: { $0.x.contains(x) && $0.y.lowerBound == y }) {
        let isFoot = self[x - 1, y - 1] == "╱" && self[x + 1, y - 1] == "╲"
        guard let end = isFoot ? Diagram.End.many : Self.end(self[x, y]) else {
          throw Fault.lineToNowhere(x: x, y: y)
        }
        let line = Line(ends: [start, Line.End(entity: box.entity, end: end)], isDashed: isDashed)
        lines[line, default: 0] += 1
        return
      }
      let sign = self[x, y]
      switch sign {
      case "│", "┊":
        // A level line that comes to an upright one passes below it.
        if direction == .down { isDashed = isDashed || sign == "┊" }
      case "─", "┈":
        guard direction == .left || direction == .right else { throw Fault.wrongTurn(x: x, y: y, sign) }
        isDashed = isDashed || sign == "┈"
      default:
        guard let turns = Self.turns[sign], turns.contains(direction.opposite) else {
          throw Fault.wrongTurn(x: x, y: y, sign)
        }
        for turn in turns where turn != direction.opposite {
          try walk(x: x + turn.step.x, y: y + turn.step.y, turn, from: start, isDashed: isDashed)
        }
        return
      }
      x += direction.step.x
      y += direction.step.y
    }
  }
}

extension Diagram {
  /// The lines that a picture of it must show.
  var lines: [DrawnDiagram.Line: Int] {
    var lines: [DrawnDiagram.Line: Int] = [:]
    for relationship in relationships where relationship.parent != relationship.child {
      let line = DrawnDiagram.Line(
        ends: [
          .init(entity: relationship.parent, end: relationship.parentEnd),
          .init(entity: relationship.child, end: relationship.childEnd),
        ], isDashed: relationship.isInferred)
      lines[line, default: 0] += 1
    }
    return lines
  }
}
