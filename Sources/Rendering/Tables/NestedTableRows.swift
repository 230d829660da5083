internal import SQL

/// The rows of a nested grid that a table shows, laid out in lines and readable as often as it likes.
///
/// With a maximum of lines all rows are shown if their lists can be shortened to fit it and still say
/// something; else the first and the last. No more rows are held than there are lines.
struct NestedTableRows {
  private enum Source {
    /// Straight from the grid, whole.
    case grid(Grid)
    /// Copied, with the lines that each may take.
    case copies([[NestedValue]], limit: Int)
  }

  let columns: NestedColumns
  private let source: Source
  let total: Int
  /// Rows shown before those left out.
  let head: Int
  /// Rows shown after those left out; 0 when none are.
  let tail: Int

  var shown: Int { head + tail }

  /// - Parameter maximum: how many lines to take; one more is taken in the place of the line that would say
  ///   that rows are missing.
  init(_ grid: Grid, maximum: Int?) throws(DatabaseError) {
    let columns = NestedColumns(grid.columns)
    self.columns = columns
    guard let maximum else {
      if grid.isRepeatable {
        var count = 0
        if let known = grid.rowCount {
          count = known
        } else {
          try grid.forEachNestedRow? { _ in
            count += 1
            return true
          }
        }
        (source, total, head, tail) = (.grid(grid), count, count, 0)
      } else {
        var copies: [[NestedValue]] = []
        try grid.forEachNestedRow? { values in
          copies.append(values)
          return true
        }
        (source, total, head, tail) = (.copies(copies, limit: .max), copies.count, copies.count, 0)
      }
      return
    }
    let limit = max(2, maximum)
    let window = try Window(grid, limit: limit)
    total = window.total
    if let share = Self.share(window.first, total: window.total, columns, limit: limit) {
      (source, head, tail) = (.copies(window.first, limit: share), window.total, 0)
      return
    }
    let least = Self.least(limit)
    let first = Self.count(window.first, columns, limit: limit - limit / 2, least: least)
    let rest = window.last.suffix(window.total - first)
    let last = Self.count(rest.reversed(), columns, limit: limit / 2, least: least)
    source = .copies(window.first.prefix(first) + rest.suffix(last), limit: least)
    // Lists within lists may take fewer lines than were meant for them: then no row is missing after all.
    (head, tail) = first + last == total ? (total, 0) : (first, last)
  }

  /// The lines to which the lists of a row may be shortened to make room for other rows.
  private static func least(_ limit: Int) -> Int { max(1, min(max(3, limit / 4), limit / 2)) }

  /// The most lines that each row can have if all are shown; nil when that is too few.
  private static func share(
    _ rows: [[NestedValue]], total: Int, _ columns: NestedColumns, limit: Int
  ) -> Int? {
    guard total <= limit + 1, rows.count == total else { return nil }
    let room = limit + 1
    let heights = rows.map { values in
      let block = NestedBlock(values, in: columns, limit: room)
      // A row that does not fit by itself is taller than any room.
      return block.shortenedLists > 0 ? room + 1 : block.lineCount
    }
    func lines(_ share: Int) -> Int {
      let shares = heights.map { min($0, share) }
      return zip(shares, shares.dropFirst()).reduce(shares.reduce(0, +)) { $0 + separator($1.0, $1.1) }
    }
    return stride(from: room, through: rows.count == 1 ? 1 : least(limit), by: -1)
      .first { lines($0) <= room }
  }

  /// Lines between two rows of so many lines: those of one are told apart without any.
  static func separator(_ above: Int, _ below: Int) -> Int { max(above, below) > 1 ? 1 : 0 }

  /// How many of the rows fit, at least one.
  private static func count(
    _ rows: [[NestedValue]], _ columns: NestedColumns, limit: Int, least: Int
  ) -> Int {
    var lines = 0
    var above: Int?
    for (count, row) in rows.enumerated() {
      let height = NestedBlock(row, in: columns, limit: least).lineCount
      lines += height + (above.map { separator($0, height) } ?? 0)
      if count > 0, lines > limit { return count }
      above = height
    }
    return rows.count
  }

  /// The first row; nil when there is none.
  func first() throws(DatabaseError) -> [NestedValue]? {
    switch source {
    case .copies(let copies, _): return copies.first
    case .grid(let grid):
      var first: [NestedValue]?
      try grid.forEachNestedRow? { values in
        first = values
        return false
      }
      return first
    }
  }

  /// Lends the shown rows in turn, each with its position among the shown.
  func forEach(_ body: (NestedBlock, Int) -> Void) throws(DatabaseError) {
    switch source {
    case .grid(let grid):
      var position = 0
      try grid.forEachNestedRow? { values in
        guard position < shown else { return false }
        body(NestedBlock(values, in: columns), position)
        position += 1
        return true
      }
    case .copies(let copies, let limit):
      for (position, values) in copies.enumerated() {
        body(NestedBlock(values, in: columns, limit: limit), position)
      }
    }
  }
}

/// The first and the last rows of a grid, as many as there could be lines for.
private struct Window {
  /// All rows where they are at most one more than the limit.
  private(set) var first: [[NestedValue]] = []
  private(set) var last: [[NestedValue]] = []
  private(set) var total = 0

  init(_ grid: Grid, limit: Int) throws(DatabaseError) {
    if grid.isRepeatable, let count = grid.rowCount, count > limit + 1,
      let range = grid.forEachNestedRowInRange
    {
      total = count
      first = try Self.rows(0..<limit, range)
      last = try Self.rows((count - limit)..<count, range)
      return
    }
    var ring: [[NestedValue]] = []
    try grid.forEachNestedRow? { values in
      if first.count <= limit { first.append(values) }
      if ring.count < limit { ring.append(values) } else { ring[total % limit] = values }
      total += 1
      return true
    }
    let oldest = ring.count < limit ? 0 : total % limit
    last = Array(ring[oldest...] + ring[..<oldest])
  }

  private static func rows(
    _ range: Range<Int>, _ lend: Grid.NestedRowsInRange
  ) throws(DatabaseError) -> [[NestedValue]] {
    var rows: [[NestedValue]] = []
    try lend(range) { values in
      rows.append(values)
      return rows.count < range.count
    }
    return rows
  }
}
