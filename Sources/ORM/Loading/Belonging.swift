import SQL

/// Keeping a subselect inside a statement to what the records before it lead to.
///
/// A subselect that counts positions for each parent is worked out whole before it is joined, and so is a junction with
/// its target after LEFT JOIN. Without a condition of its own that is the whole table, for one parent as for all.
extension StatementBuilder {
  /// How often a statement may be said again inside itself: each time doubles its text and nests it deeper, and the
  /// seventh is more than SQLite parses (https://sqlite.org/compile.html#yystackdepth).
  static let belongingsAtMost = 2

  /// The condition that targets of a relationship belong to records that the statement has reached already.
  ///
  /// - Parameters:
  ///   - reached: a statement of these records; its columns do not matter.
  ///   - alias: what the records are called in it.
  /// - Returns: nil where keys are compared in a way that the condition could not repeat.
  func belonging(
    _ target: RecordSource, of relationship: Relationship, to reached: Select, alias: String
  ) -> SQLExpression? {
    let isPlain = schema.comparesPlainly(relationship.id)
    guard isPlain || !relationship.kind.isForward else { return nil }
    let attributes = schema[relationship.source].attributes
    let columns = (relationship.junction?.sourcePairs ?? relationship.pairs).map { pair in
      SQLExpression.column(attributes[pair.from].name, of: alias)
    }
    let values = columns.compactMap { $0.value(in: reached.conditions) }
    if isPlain, values.count == columns.count {
      return SQLExpression.all(zip(target.parent, values).map { .infix($0, "=", $1) })
    }
    var keys = reached
    keys.commonTables = []
    keys.columns = columns.map { Select.Column($0) }
    // Membership knows no order, unless a position is counted in it.
    if keys.limit == nil { keys.order = [] }
    return .rowWithinSelect(target.parent, keys)
  }
}

extension SQLExpression {
  /// The one value that a column has where all of these conditions hold.
  fileprivate func value(in conditions: [SQLExpression]) -> SQLExpression? {
    for case .infix(self, "=", let value) in conditions {
      switch value {
      case .value, .key: return value
      default: continue
      }
    }
    return nil
  }
}

extension [Refinement] {
  /// Whether they leave out any record.
  var narrow: Bool {
    contains { refinement in
      switch refinement {
      case .filter, .slice: true
      case .sort: false
      }
    }
  }
}

extension RecordSource {
  /// Makes an order that takes a statement for each record one number for each, before joins repeat the record.
  mutating func settleOrder() {
    guard order.contains(where: \.expression.holdsSelect) else { return }
    wrap(positionName: positionName)
  }
}
