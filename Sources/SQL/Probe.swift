/// How much work may go into numbers that are only wanted while they are cheap.
package struct ProbeAllowance: Hashable, Sendable {
  /// Steps of the engine that are left, for all probes together.
  package var steps: Int
  /// Nanoseconds that are left, for all probes together; nil for no limit.
  ///
  /// One probe may take half of them, so that a dear question leaves the next ones some.
  package var nanoseconds: Int64?
  /// Nanoseconds that probes have taken of it.
  package var spent: Int64 = 0

  package init(steps: Int, nanoseconds: Int64? = nil) {
    self.steps = steps
    self.nanoseconds = nanoseconds
  }
}

/// What an engine knows of a table without reading it.
package struct TableStatistics: Hashable, Sendable {
  /// About how many rows there are; nil when nothing is known.
  package var rows: Int?
  /// There are no more rows than that; nil when nothing is known.
  package var rowsAtMost: Int?
  /// For leading columns of an index, about how many rows share their values.
  package var rowsPerKey: [IndexKey: Int]

  /// The names of an index's leading columns, in any order.
  package typealias IndexKey = Set<String>

  package init(rows: Int? = nil, rowsAtMost: Int? = nil, rowsPerKey: [IndexKey: Int] = [:]) {
    self.rows = rows
    self.rowsAtMost = rowsAtMost
    self.rowsPerKey = rowsPerKey
  }
}
