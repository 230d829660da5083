internal import SQL

/// The rows of a grid that a table shows, readable as often as it likes: all of them, or the first and the
/// last.
struct TableRows {
  private enum Source {
    /// Straight from the grid.
    case grid
    /// By position, without reading what lies between.
    case ranges(Grid.RowsInRange)
    /// Copied, since the grid can be read only once or only from its beginning.
    case copies(head: [[Value]], tail: [[Value]])
  }

  private let grid: Grid
  private let source: Source
  let total: Int
  /// Rows shown before those left out.
  let head: Int
  /// Rows shown after those left out; 0 when none are.
  let tail: Int

  var shown: Int { head + tail }
  var isComplete: Bool { shown == total }

  /// Where in the grid the row stands that is shown at a position.
  func row(shownAt position: Int) -> Int { position < head ? position : total - shown + position }

  /// - Parameter maximum: how many rows to show; one more is shown in the line that would say that it is
  ///   missing.
  init(_ grid: Grid, maximum: Int?) throws(DatabaseError) {
    self.grid = grid
    let limit = maximum.map { max(2, $0) } ?? Int.max
    let known = grid.rowCount
    if grid.isRepeatable, let known, known - 1 <= limit {
      (source, total, head, tail) = (.grid, known, known, 0)
    } else if grid.isRepeatable, maximum == nil {
      var count = 0
      try grid.forEachRow { _ in
        count += 1
        return true
      }
      (source, total, head, tail) = (.grid, count, count, 0)
    } else if let known, let range = grid.forEachRowInRange {
      (source, total, head, tail) = (.ranges(range), known, limit - limit / 2, limit / 2)
    } else {
      let copies = try Self.copy(grid, limit: limit)
      source = .copies(head: copies.head, tail: copies.tail)
      (total, head, tail) = (copies.total, copies.head.count, copies.tail.count)
    }
  }

  /// The first and the last rows, at most `limit` and one of them, and the count of all; holds no more than
  /// that.
  private static func copy(
    _ grid: Grid, limit: Int
  ) throws(DatabaseError) -> (head: [[Value]], tail: [[Value]], total: Int) {
    let headLimit = limit == Int.max ? limit : limit - limit / 2
    // One more than is shown after the gap: if just one row would be left out, it takes the gap's place.
    let tailLimit = limit / 2 + 1
    var head: [[Value]] = []
    var ring: [[Value]] = []
    var total = 0
    try grid.forEachRow { row in
      if head.count < headLimit {
        head.append(row.values)
      } else if ring.count < tailLimit {
        ring.append(row.values)
      } else {
        ring[(total - headLimit) % tailLimit] = row.values
      }
      total += 1
      return true
    }
    if ring.count < tailLimit || total == headLimit + tailLimit { return (head + ring, [], total) }
    let oldest = (total - headLimit) % tailLimit
    return (head, Array((ring[oldest...] + ring[..<oldest]).dropFirst()), total)
  }

  /// Lends the shown rows in turn, each with its position among the shown.
  ///
  /// - Parameter isWanted: whether there is anybody for the next one.
  func forEach(
    while isWanted: () -> Bool = { true }, _ body: (Row, Int) -> Void
  ) throws(DatabaseError) {
    var position = 0
    func receive(_ row: Row) -> Bool {
      body(row, position)
      position += 1
      return position < shown && isWanted()
    }
    guard shown > 0, isWanted() else { return }
    switch source {
    case .grid:
      try grid.forEachRow(receive)
    case .ranges(let range):
      try range(0..<head) { (row) throws(DatabaseError) in
        receive(row) && position < head
      }
      guard isWanted() else { return }
      try range((total - tail)..<total, receive)
    case .copies(let head, let tail):
      for values in [head, tail].joined() {
        try grid.look()
        guard Row.lending(values, receive) else { return }
      }
    }
  }
}
