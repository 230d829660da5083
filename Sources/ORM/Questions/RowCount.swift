package import SQL

/// How many rows an entity has, as far as that can be told without reading all of a large table.
package enum RowCount: Hashable, Sendable {
  case exactly(Int)
  /// Worked out from how its keys lie.
  case about(Int)
  case moreThan(Int)

  /// Up to this many rows are counted one by one.
  package static let counted = 100_000
  /// What may go into views for an overview: two seconds for all of them.
  package static var allowanceOfViews: ProbeAllowance {
    ProbeAllowance(steps: .max, nanoseconds: 2_000_000_000)
  }
}

extension Connection {
  /// Counts the rows of an entity up to a limit; beyond it, tells from the lowest key, the greatest, and the one in
  /// between how many there must be.
  package func rowCount(
    of entity: Entity, upTo limit: Int = RowCount.counted
  ) throws(DatabaseError) -> RowCount {
    var some = Select(columns: [Select.Column(.number(1))], from: entity.asSource)
    some.limit = Select.Limit(count: limit + 1)
    // All of them are counted faster without a subselect.
    let isLimited = limit < .max - 1
    let count = try row(
      of: Select(
        columns: [Select.Column(.countAll)],
        from: isLimited ? .select(some, alias: "counted") : entity.asSource))
    guard case .integer(let counted)? = count.first else { return .moreThan(0) }
    if counted <= limit { return .exactly(Int(counted)) }
    return try estimate(of: entity, from: limit).map { .about($0) } ?? .moreThan(limit)
  }

  /// The same of an entity that may take long, as a view may that goes on for ever.
  ///
  /// Its rows are counted as they come, so that of those that came before the allowance was used up it is known that
  /// they are there.
  ///
  /// - Returns: nil where it did not suffice for any.
  package func rowCount(
    of entity: Entity, within allowance: inout ProbeAllowance
  ) throws(DatabaseError) -> RowCount? {
    guard entity.kind != .table else { return try rowCount(of: entity) }
    var some = Select(columns: [Select.Column(.number(1))], from: entity.asSource)
    some.limit = Select.Limit(count: RowCount.counted + 1)
    let query = dialect.query(some)
    var rows = 0
    let facts = try run(within: &allowance) { () throws(DatabaseError) in
      try prepare(query.sql).run(query.values()) { _ in
        rows += 1
        return true
      }
    }
    if facts != nil, rows <= RowCount.counted { return .exactly(rows) }
    // The last that came may have been the last there is.
    return rows > 1 ? .moreThan(rows - 1) : nil
  }

  /// The keys of the first `known` rows span so much; all keys span so many times as much.
  private func estimate(of entity: Entity, from known: Int) throws(DatabaseError) -> Int? {
    guard let name = entity.orderedKey else { return nil }
    let key = SQLExpression.column(name, of: entity.table)
    func value(_ column: SQLExpression, at position: Int? = nil) throws(DatabaseError) -> Double? {
      var select = Select(columns: [Select.Column(column)], from: entity.asSource)
      if let position {
        select.order = [Select.OrderTerm(key)]
        select.limit = Select.Limit(count: 1, offset: position)
      }
      guard case .integer(let number)? = try row(of: select).first else { return nil }
      return Double(number)
    }
    guard let least = try value(.call("min", [key])), let greatest = try value(.call("max", [key])),
      let between = try value(key, at: known - 1), between > least
    else { return nil }
    let rows = (greatest - least) / (between - least) * Double(known - 1) + 1
    return rows.isFinite && rows < 1e15 ? Int(rows) : nil
  }

  /// The first row of a statement; empty where there is none.
  func row(of select: Select) throws(DatabaseError) -> [Value] {
    let query = dialect.query(select)
    var values: [Value] = []
    _ = try prepare(query.sql).run(query.values()) { row throws(DatabaseError) in
      values = (0..<row.count).map { row[$0].value }
      return false
    }
    return values
  }
}

extension Entity {
  /// The entity as it stands after FROM.
  package var asSource: Select.Source {
    .table(schema: qualifier, name: table, alias: table)
  }

  /// The first rows by its identity, under its own name, so that conditions read as if they were all; without an order
  /// the engine would take them from whichever index is shortest.
  func sample(_ columns: [Int], limit: Int) -> Select.Source {
    var select = Select(
      columns: columns.map { Select.Column(.column(attributes[$0].name, of: table)) }, from: asSource)
    select.order = identityColumns.map { Select.OrderTerm(.column($0, of: table)) }
    select.limit = Select.Limit(count: limit)
    return .select(select, alias: table)
  }

  /// A column of whole numbers in whose order rows can be reached.
  fileprivate var orderedKey: String? {
    switch identity {
    case .columns(let columns) where columns.count == 1 && attributes[columns[0]].affinity == .integer:
      attributes[columns[0]].name
    case .hidden(let name): name
    case .columns, .none: nil
    }
  }
}
