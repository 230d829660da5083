package import ORM
package import SQL

/// How many rows there are of what, as far as that can be had cheaply.
///
/// Numbers are counted where counting ends soon. Where it does not, they are estimated from what the engine knows of
/// its tables: rows for each key of an index, else rows of one table divided by rows of the other. Of a condition is
/// assumed that `=` keeps what the index says, or a tenth without one, and any other a third. What was asked once is
/// remembered until somebody forgets it.
package final class DataEstimates {
  /// How much a forecast may cost.
  package struct Effort: Hashable, Sendable {
    /// Where counting ends.
    package var rows: Int
    package var allowance: ProbeAllowance

    /// For a person who waits for the answer.
    package static let command = Effort(rows: 20_000, allowance: ProbeAllowance(steps: 4_000_000))
    /// Between two keystrokes: what is slower than five milliseconds is felt, and this is not all that a hint does.
    package static let keystroke = Effort(
      rows: 1_000, allowance: ProbeAllowance(steps: 60_000, nanoseconds: 3_000_000))

    package init(rows: Int, allowance: ProbeAllowance) {
      self.rows = rows
      self.allowance = allowance
    }
  }

  /// What became of a question: a number, or the steps that did not suffice.
  private enum Reply {
    case number(Int)
    case tooDear(steps: Int)
  }

  let schema: Schema
  private let connection: any Connection
  private var effort = Effort.command
  private var replies: [Query: Reply] = [:]
  private var statistics: [EntityID: TableStatistics] = [:]
  /// What was counted since somebody wanted an account of it; nil where nobody does.
  package var asked: StatementLog?

  package init(schema: Schema, connection: any Connection) {
    self.schema = schema
    self.connection = connection
  }

  /// Begins a forecast, which may cost so much.
  func begin(_ effort: Effort) {
    self.effort = effort
    if replies.count > 2_000 { replies.removeAll() }
  }

  var queries: CountQueries {
    CountQueries(schema: schema, dialect: connection.dialect, limit: effort.rows)
  }

  /// The answer to a counting question; nil where it would have cost too much.
  func count(_ query: Query?) -> Estimate? {
    guard let query else { return nil }
    var number: Int?
    switch replies[query] {
    case .number(let known): number = known
    case .tooDear(let steps) where steps >= effort.allowance.steps: return nil
    case .tooDear, nil:
      let (steps, spent) = (effort.allowance.steps, effort.allowance.spent)
      number = connection.probe(query, within: &effort.allowance)
      if steps > 0 {
        asked?.record(
          query.sql, query.values(), cause: Cause(mark: nil, subject: "plan"), columns: 1,
          facts: RunFacts(rows: number == nil ? 0 : 1, nanoseconds: effort.allowance.spent - spent))
      }
      replies[query] = number.map { .number($0) } ?? .tooDear(steps: steps)
    }
    guard let number else { return nil }
    return number < effort.rows ? .exactly(number) : Estimate(from: number)
  }

  /// The records at the end of a path.
  func records(of path: FlatPrefix?) -> Estimate? { path.flatMap { count(queries.records(of: $0)) } }

  // MARK: Tables

  /// All rows of an entity.
  func rows(of id: EntityID) -> Estimate {
    let counted = records(of: FlatPrefix(root: .all(id, []))) ?? .unknown
    if counted.isExact { return counted }
    let known = statistics(of: id)
    return Estimate(
      from: counted.lower, to: known.rowsAtMost ?? .max, likely: known.rows.map(Double.init))
  }

  private func statistics(of id: EntityID) -> TableStatistics {
    if let known = statistics[id] { return known }
    let entity = schema[id]
    let known =
      entity.kind == .table
      ? connection.statistics(ofTable: entity.table, in: entity.schema) : TableStatistics()
    statistics[id] = known
    return known
  }

  /// How many rows share a key, by the engine's statistics.
  private func rowsPerKey(_ columns: [Int], of id: EntityID) -> Double? {
    let attributes = schema[id].attributes
    return statistics(of: id).rowsPerKey[Set(columns.map { attributes[$0].name })].map(Double.init)
  }

  // MARK: Averages

  /// How many targets a source has on average.
  func fanOut(of relationship: Relationship) -> Double? {
    let far = relationship.junction?.entity ?? relationship.target
    let pairs = relationship.junction?.sourcePairs ?? relationship.pairs
    if relationship.kind.isForward, !relationship.isToMany { return 1 }
    let sources = rows(of: relationship.source).likely
    let targets = rows(of: far).likely
    guard let sources, let targets else { return rowsPerKey(pairs.map(\.to), of: far) }
    let average = sources > 0 ? targets / sources : 0
    return relationship.isToMany ? average : min(1, average)
  }

  /// How many different ones so many draws out of so many bring, each as likely as the other.
  static func distinct(_ draws: Double?, outOf all: Double?) -> Double? {
    guard let draws else { return nil }
    guard let all, all > 0 else { return draws }
    var rest = 1.0
    // (1 - 1/all) to the power of draws, without a library of mathematics: squaring.
    var (base, power) = (1 - 1 / all, Int(min(draws.rounded(), 1e15)))
    while power > 0 {
      if power & 1 == 1 { rest *= base }
      base *= base
      power >>= 1
    }
    return all * (1 - rest)
  }

  /// The part of an entity's records that a condition keeps.
  func selectivity(of condition: EntityExpression, in id: EntityID) -> Double {
    switch condition {
    case .binary(let left, .and, let right):
      return selectivity(of: left, in: id) * selectivity(of: right, in: id)
    case .binary(let left, .or, let right):
      return min(1, selectivity(of: left, in: id) + selectivity(of: right, in: id))
    case .binary(.attribute([], let attribute), .equal, _), .binary(_, .equal, .attribute([], let attribute)):
      guard let rows = rows(of: id).likely, rows > 0 else { return 0.1 }
      if schema[id].uniqueKeys.contains(where: { $0.columns == [attribute] }) { return 1 / rows }
      return rowsPerKey([attribute], of: id).map { min(1, $0 / rows) } ?? 0.1
    case .binary(_, .equal, _), .isOneOf(_, _, negated: false): return 0.1
    case .within(let operand, let members, negated: false):
      let one = selectivity(of: .binary(operand, .equal, .value(.null)), in: id)
      return min(1, one * Double(members.count))
    case .not(let inner): return 1 - selectivity(of: inner, in: id)
    case .value, .attribute, .hiddenIdentity, .outer, .negated, .binary, .isNull, .between, .within, .matches,
      .call, .cast, .aggregate, .isOneOf:
      return 1.0 / 3
    }
  }

  /// What conditions and positions leave of records; of each set by itself where there are several.
  ///
  /// - Parameter sets: over how many sets the records are spread.
  func narrowed(
    _ count: Estimate, by refinements: [Refinement], in id: EntityID, sets: Double = 1
  ) -> Estimate {
    refinements.reduce(count) { count, refinement in
      switch refinement {
      case .filter(let condition):
        let part = selectivity(of: condition, in: id)
        return count.part(likely: count.likely.map { $0 * part })
      case .sort: return count
      case .slice(let slice):
        if sets == 1 { return count.cut { slice.range(count: $0).count } }
        let each = count.likely.map { max(1, $0 / max(1, sets)) }
        let kept = each.map { Double(slice.range(count: Int(min($0.rounded(), 1e15))).count) }
        return count.part(likely: kept.map { $0 * max(1, sets) })
      }
    }
  }
}
