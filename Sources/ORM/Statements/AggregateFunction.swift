/// What SQL works out over many records: one number, or whether something holds.
package enum AggregateFunction: String, Hashable, Sendable, CaseIterable {
  case count, sum, avg, min, max, any, all

  /// How it is typed after a relationship.
  package var usage: String {
    switch self {
    case .count: "count() or count(condition)"
    case .sum: "sum(value)"
    case .avg: "avg(value)"
    case .min: "min(value)"
    case .max: "max(value)"
    case .any: "any() or any(condition)"
    case .all: "all(condition)"
    }
  }
}
