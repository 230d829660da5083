internal import SQL

/// The rows of a nested grid that a table shows, laid out in lines and readable as often as it likes.
///
/// With a maximum of lines all rows are shown if their lists can be shortened to fit it and still say
/// something; else the first and the last. No more rows are held than there are lines.
struct NestedTableRows {
  private enum Source {
    /// Straight from the grid, whole.
    case grid(Grid)
    case blocks([NestedBlock])
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
        var blocks: [NestedBlock] = []
        try grid.forEachNestedRow? { values in
          blocks.append(NestedBlock(values, in: columns))
          return true
        }
        (source, total, head, tail) = (.blocks(blocks), blocks.count, blocks.count, 0)
      }
      return
    }
    let limit = max(2, maximum)
    let window = try Window(grid, limit: limit)
    total = window.total
    if let blocks = Self.fitting(window.first, total: window.total, columns, limit: limit) {
      (source, head, tail) = (.blocks(blocks), blocks.count, 0)
      return
    }
    let least = Self.least(limit)
    let first = Self.blocks(window.first, columns, limit: limit - limit / 2, least: least)
    let rest = window.last.suffix(window.total - first.count)
    let last = Self.blocks(Array(rest.reversed()), columns, limit: limit / 2, least: least)
    source = .blocks(first + last.reversed())
    (head, tail) = (first.count, last.count)
  }

  /// The lines to which the lists of a row may be shortened to make room for other rows.
  private static func least(_ limit: Int) -> Int { max(1, min(max(3, limit / 4), limit / 2)) }

  /// All rows, shortened no more than needed; nil when they do not fit.
  private static func fitting(
    _ rows: [[NestedValue]], total: Int, _ columns: NestedColumns, limit: Int
  ) -> [NestedBlock]? {
    guard total <= limit + 1, rows.count == total else { return nil }
    let room = limit + 1
    let whole = rows.map { NestedBlock($0, in: columns, limit: room) }
    // A row that does not fit by itself is taller than any room.
    let heights = whole.map { $0.shortenedLists > 0 ? room + 1 : $0.lineCount }
    func lines(_ cap: Int) -> Int {
      let capped = heights.map { min($0, cap) }
      let separators = zip(capped, capped.dropFirst()).count { max($0, $1) > 1 }
      return capped.reduce(separators, +)
    }
    let caps = stride(from: room, through: rows.count == 1 ? 1 : least(limit), by: -1)
    guard let cap = caps.first(where: { lines($0) <= room }) else { return nil }
    return rows.map { NestedBlock($0, in: columns, limit: cap) }
  }

  /// As many of the rows as fit, at least one.
  private static func blocks(
    _ rows: [[NestedValue]], _ columns: NestedColumns, limit: Int, least: Int
  ) -> [NestedBlock] {
    var blocks: [NestedBlock] = []
    var lines = 0
    for row in rows {
      let block = NestedBlock(row, in: columns, limit: least)
      let separator = blocks.last.map { max($0.lineCount, block.lineCount) > 1 ? 1 : 0 } ?? 0
      if !blocks.isEmpty, lines + separator + block.lineCount > limit { break }
      lines += separator + block.lineCount
      blocks.append(block)
    }
    return blocks
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
    case .blocks(let blocks):
      for (position, block) in blocks.enumerated() { body(block, position) }
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
