/// What makes one value of many records.
package enum AggregateFunction: String, Hashable, Sendable, CaseIterable {
  case count, sum, avg, min, max
  /// Whether there is one, or one that a condition holds for.
  case any
  /// Whether a condition holds for each.
  case all
}
