package import SQL

/// Questions for the values that an attribute has within bounds, each of them answered from an index.
///
/// What no index answers is not asked, so that no table is read for it.
package struct ValueQueries {
  /// Values from one on, the bound itself included or not, up to another that is not included.
  package struct Bounds: Hashable, Sendable {
    package var lower: Value
    package var includesLower: Bool
    package var upper: Value?

    package init(from lower: Value, included: Bool = true, to upper: Value? = nil) {
      self.lower = lower
      includesLower = included
      self.upper = upper
    }
  }

  /// An attribute, and the values that others have in the rows in question.
  package struct Subject: Hashable, Sendable {
    package var entity: EntityID
    package var attribute: Int
    /// The attributes whose values are given, and the values.
    package var given: [Int]
    package var values: [Value]

    package init(_ entity: EntityID, _ attribute: Int, given: [Int] = [], values: [Value] = []) {
      self.entity = entity
      self.attribute = attribute
      self.given = given
      self.values = values
    }
  }

  private let schema: Schema
  private let dialect: Dialect

  package init(schema: Schema, dialect: Dialect) {
    self.schema = schema
    self.dialect = dialect
  }

  /// Whether no two of the rows in question have the same value.
  package func isUnique(_ subject: Subject) -> Bool {
    let columns = Set(subject.given + [subject.attribute])
    return schema[subject.entity].uniqueKeys.contains { Set($0.columns) == columns }
  }

  /// The values in their order, and with each the parts of its record's label, if that is asked for.
  ///
  /// - Returns: nil where no index has the values in their order.
  package func values(
    of subject: Subject, within bounds: Bounds, limit: Int, labelled: Bool
  ) -> Query? {
    let entity = schema[subject.entity]
    guard entity.kind == .table, entity.hasIndex(on: subject.given, then: subject.attribute) else {
      return nil
    }
    let value = column(subject.attribute, of: entity)
    var columns = [value]
    if labelled, entity.label != [subject.attribute] {
      columns += entity.label.map { column($0, of: entity) }
    }
    var select = Select(columns: columns.map { Select.Column($0) }, from: source(entity))
    select.conditions = zip(subject.given, subject.values).map {
      .infix(column($0, of: entity), "=", .value($1))
    }
    select.conditions.append(.infix(value, bounds.includesLower ? ">=" : ">", .value(bounds.lower)))
    if let upper = bounds.upper { select.conditions.append(.infix(value, "<", .value(upper))) }
    select.order = [Select.OrderTerm(value)]
    select.limit = Select.Limit(count: limit)
    return dialect.query(select)
  }

  /// Beside each of the values the parts of the label of the record that has it.
  ///
  /// - Returns: nil where nothing names the records, or no index leads to them.
  package func labels(of values: [Value], in subject: Subject) -> Query? {
    let entity = schema[subject.entity]
    guard entity.kind == .table, !entity.label.isEmpty, entity.label != [subject.attribute],
      entity.hasIndex(on: [], then: subject.attribute)
    else { return nil }
    let key = column(subject.attribute, of: entity)
    var select = Select(
      columns: ([key] + entity.label.map { column($0, of: entity) }).map { Select.Column($0) },
      from: source(entity))
    select.conditions = [.within(key, values.map { .value($0) }, negated: false)]
    return dialect.query(select)
  }

  private func column(_ attribute: Int, of entity: Entity) -> SQLExpression {
    .column(entity.attributes[attribute].name, of: entity.table)
  }

  private func source(_ entity: Entity) -> Select.Source {
    .table(schema: entity.qualifier, name: entity.table, alias: entity.table)
  }
}

extension Entity {
  /// Whether an index leads over some attributes, in any order, to the values of another.
  fileprivate func hasIndex(on given: [Int], then attribute: Int) -> Bool {
    indexes.contains { index in
      index.count > given.count && Set(index.prefix(given.count)) == Set(given)
        && index[given.count] == attribute
    }
  }
}
