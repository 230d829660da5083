import SQL

/// One value for everything that a path reaches, worked out by SQL.
extension FlatChain {
  /// `SELECT avg(year) FROM book`; with several parents `SELECT author_id, avg(year) … GROUP BY author_id`.
  ///
  /// A record that is reached in several ways goes in once.
  mutating func aggregate(_ function: AggregateFunction, _ argument: EntityExpression?) -> Select {
    wrapIfCut()
    let operand = argument.map { builder.sql($0, in: &source) }
    if parents.isEmpty {
      switch function {
      case .any: return exists(where: operand, negated: false)
      case .all: return exists(where: operand.map { .isTrue($0, negated: true) }, negated: true)
      case .count:
        if let operand { source.conditions.append(operand) }
        return counted()
      case .sum, .avg, .min, .max: break
      }
    } else if function == .count {
      if let operand { source.conditions.append(operand) }
      return counted()
    }
    guard isSet || source.identity.isEmpty else { return aggregateOfSet(function, operand) }
    var select = unordered(parents)
    select.columns.append(Select.Column(function.sql(of: operand)))
    select.grouping = parents
    return select
  }

  /// As in `SELECT avg(value_1) FROM (SELECT DISTINCT id, year AS value_1 …)`.
  private func aggregateOfSet(_ function: AggregateFunction, _ operand: SQLExpression?) -> Select {
    let (inner, alias) = (distinctRecords(with: [operand ?? .number(1)]), source.alias)
    var select = Select(columns: [], from: .select(inner, alias: alias))
    select.grouping = parents.indices.map { .column("parent_\($0 + 1)", of: alias) }
    select.columns =
      select.grouping.map { Select.Column($0) }
      + [Select.Column(function.sql(of: .column("value_1", of: alias)))]
    return select
  }

  /// Each record once, for each parent, with values of its own.
  func distinctRecords(with values: [SQLExpression]) -> Select {
    var select = unordered([])
    select.isDistinct = true
    select.columns =
      parents.enumerated().map { Select.Column($1, as: "parent_\($0 + 1)") }
      + source.identity.enumerated().map { Select.Column($1, as: "identity_\($0 + 1)") }
      + values.enumerated().map { Select.Column($1, as: "value_\($0 + 1)") }
    return select
  }

  /// Over the rows of another statement: `SELECT count(*) FROM (SELECT …)`.
  func aggregate(_ function: AggregateFunction, of rows: Select) -> Select {
    var inner = rows
    let name = "value"
    if function.readsValues { inner.columns[0].name = name }
    // Nobody sees the order, unless a position is counted in it.
    if inner.limit == nil { inner.order = [] }
    let value: SQLExpression? = function.readsValues ? .column(name, of: source.alias) : nil
    return Select(
      columns: [Select.Column(function.sql(of: value))], from: .select(inner, alias: source.alias))
  }

  private func exists(where condition: SQLExpression?, negated: Bool) -> Select {
    var inner = unordered([.number(1)])
    if let condition { inner.conditions.append(condition) }
    let exists = SQLExpression.exists(inner)
    return Select(
      columns: [Select.Column(negated ? .prefix("NOT", exists) : exists)], from: .nothing)
  }

  private func counted() -> Select {
    var select = unordered(parents)
    select.grouping = parents
    let identity = source.identity
    if isSet || identity.isEmpty {
      select.columns.append(Select.Column(.countAll))
      return select
    }
    if identity.count == 1 {
      select.columns.append(Select.Column(.callDistinct("count", identity[0])))
      return select
    }
    let inner = distinctRecords(with: [])
    select = Select(columns: [], from: .select(inner, alias: source.alias))
    select.grouping = parents.indices.map { .column("parent_\($0 + 1)", of: source.alias) }
    select.columns = select.grouping.map { Select.Column($0) } + [Select.Column(.countAll)]
    return select
  }

  private func unordered(_ columns: [SQLExpression]) -> Select {
    var select = plain(columns)
    select.order = []
    return select
  }
}

extension AggregateFunction {
  /// Whether it matters what the values are, and not only how many.
  fileprivate var readsValues: Bool {
    switch self {
    case .count, .any: false
    case .sum, .avg, .min, .max, .all: true
    }
  }

  /// The function over rows that are there; conditions become 1 and 0.
  func sql(of operand: SQLExpression?) -> SQLExpression {
    switch (self, operand) {
    case (.count, nil): .countAll
    case (.count, let condition?): .call("sum", [.isTrue(condition, negated: false)])
    case (.any, let condition?): .call("max", [.isTrue(condition, negated: false)])
    case (.any, nil): .infix(.countAll, ">", .number(0))
    case (.all, let condition?): .call("min", [.isTrue(condition, negated: false)])
    case (.sum, let value?), (.avg, let value?), (.min, let value?), (.max, let value?):
      .call(rawValue, [value])
    case (.all, nil), (.sum, nil), (.avg, nil), (.min, nil), (.max, nil): .value(.null)
    }
  }
}
