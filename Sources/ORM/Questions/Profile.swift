package import SQL

/// What the columns of an entity hold: how many NULLs and different values, from where to where, and what most often.
package struct Profile: Sendable {
  package struct Column: Sendable {
    /// Index into the entity's attributes.
    package var attribute: Int
    /// Rows in which it is not NULL.
    package var present: Int
    package var distinct: Int
    package var least: Value
    package var greatest: Value
    /// The most frequent values with their numbers, where any stands twice.
    package var common: [(value: Value, count: Int)]
    /// Only of a column that is looked at alone.
    package var detail: Detail?
  }

  package struct Detail: Sendable {
    /// The mean of the numbers; NULL where there is none.
    package var mean: Value
    package var shortest: Value
    package var longest: Value
    package var empty: Int
  }

  /// Rows that were looked at.
  package var rows: Int
  package var total: RowCount
  package var columns: [Column]

  /// Whether all rows were looked at.
  package var isWhole: Bool { total == .exactly(rows) }
}

/// Reads the profile of an entity: one scan for the facts of all columns, and one for the most frequent values of each
/// column that repeats any.
package struct Profiler {
  private let executor: Executor
  private let entity: Entity
  private var source: Select.Source
  private var total = RowCount.moreThan(0)

  /// Rows that are looked at where a table has more and nobody asked for all.
  package static let sampleRows = 100_000
  /// An engine gives so many columns in one result; each is asked for four facts.
  private static let columnsAtOnce = 100

  package init(_ executor: Executor, _ entity: Entity) {
    self.executor = executor
    self.entity = entity
    source = entity.asSource
  }

  /// - Parameters:
  ///   - attribute: the one column to look at; nil for all.
  ///   - isFull: whether all rows are looked at.
  ///   - common: how many of the most frequent values are wanted.
  package mutating func profile(
    of attribute: Int? = nil, isFull: Bool, common: Int
  ) throws(DatabaseError) -> Profile {
    total = try executor.connection.rowCount(of: entity, upTo: isFull ? .max - 1 : Self.sampleRows)
    let wanted = attribute.map { [$0] } ?? Array(entity.attributes.indices)
    if case .exactly = total {} else { source = entity.sample(wanted, limit: Self.sampleRows) }
    var profile = Profile(rows: 0, total: total, columns: [])
    for start in stride(from: 0, to: wanted.count, by: Self.columnsAtOnce) {
      let some = Array(wanted[start..<min(start + Self.columnsAtOnce, wanted.count)])
      try read(some, isAlone: attribute != nil, into: &profile)
    }
    for index in profile.columns.indices
    where profile.columns[index].distinct < profile.columns[index].present {
      profile.columns[index].common = try mostCommon(profile.columns[index].attribute, common)
    }
    return profile
  }

  private func column(_ attribute: Int) -> SQLExpression {
    .column(entity.attributes[attribute].name, of: entity.table)
  }

  /// `SELECT count(*), count(a), count(DISTINCT a), min(a), max(a), … FROM entity`.
  private func read(_ attributes: [Int], isAlone: Bool, into profile: inout Profile) throws(DatabaseError) {
    var select = Select(columns: [Select.Column(.countAll)], from: source)
    for attribute in attributes {
      let column = column(attribute)
      select.columns += [
        .call("count", [column]), .callDistinct("count", column), .call("min", [column]),
        .call("max", [column]),
      ].map { Select.Column($0) }
      guard isAlone else { continue }
      let length = SQLExpression.call("length", [column])
      select.columns += [
        entity.attributes[attribute].affinity.isNumeric ? .call("avg", [column]) : .value(.null),
        .call("min", [length]), .call("max", [length]),
        .call("count", [.position([.infix(column, "=", .value(""))])]),
      ].map { Select.Column($0) }
    }
    guard let row = try rows(of: select).first else { return }
    profile.rows = row[0].count
    let facts = isAlone ? 8 : 4
    for (position, attribute) in attributes.enumerated() {
      let start = 1 + position * facts
      guard start + facts <= row.count else { return }
      let cells = Array(row[start..<(start + facts)])
      profile.columns.append(
        Profile.Column(
          attribute: attribute, present: cells[0].count, distinct: cells[1].count, least: cells[2],
          greatest: cells[3], common: [],
          detail: isAlone
            ? Profile.Detail(mean: cells[4], shortest: cells[5], longest: cells[6], empty: cells[7].count)
            : nil))
    }
  }

  /// `SELECT a, count(*) FROM entity WHERE a IS NOT NULL GROUP BY a ORDER BY count(*) DESC, a LIMIT 3`.
  private func mostCommon(
    _ attribute: Int, _ limit: Int
  ) throws(DatabaseError) -> [(value: Value, count: Int)] {
    let column = column(attribute)
    var select = Select(columns: [Select.Column(column), Select.Column(.countAll)], from: source)
    select.conditions = [.isNull(column, negated: true)]
    select.grouping = [column]
    select.order = [Select.OrderTerm(.countAll, descending: true), Select.OrderTerm(column)]
    select.limit = Select.Limit(count: limit)
    return try rows(of: select).map { ($0[0], $0[1].count) }
  }

  private func rows(of select: Select) throws(DatabaseError) -> [[Value]] {
    var rows: [[Value]] = []
    let cause = Cause(mark: nil, subject: entity.name)
    try executor.run(executor.connection.dialect.query(select), cause: cause) {
      row throws(DatabaseError) in
      rows.append(row.values)
      return true
    }
    return rows
  }
}

extension Value {
  /// A number of rows as an engine counts them.
  fileprivate var count: Int {
    if case .integer(let number) = self { Int(number) } else { 0 }
  }
}
