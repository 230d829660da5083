package import SQL

/// Questions for the values that an attribute has within bounds, each of them answered from an index.
///
/// What no index answers is not asked, so that no table is read for it. Labels are the exception: whoever asks for
/// those that read `label … LIKE` gives little time for it.
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
    return schema[subject.entity].uniqueKeys.contains { Set($0.columns).isSubset(of: columns) }
  }

  /// How the values come into their order.
  package enum Order: Hashable, Sendable {
    case byIndex
    /// An index leads to the rows in question, whose values are sorted.
    case bySorting
  }

  /// - Returns: nil where all of a table would be read.
  package func order(of subject: Subject) -> Order? {
    let entity = schema[subject.entity]
    guard entity.kind == .table else { return nil }
    let given = subject.given.filter { $0 != subject.attribute }
    if entity.hasIndex(on: given, then: subject.attribute) { return .byIndex }
    return !given.isEmpty && entity.hasIndex(on: given) ? .bySorting : nil
  }

  /// The values in their order, and with each what names its record to a person, if that is asked for.
  ///
  /// - Returns: nil where no index leads to them.
  package func values(
    of subject: Subject, within bounds: Bounds, limit: Int, labelled: Bool
  ) -> Query? {
    let entity = schema[subject.entity]
    guard let order = order(of: subject) else { return nil }
    let value = column(subject.attribute, of: entity)
    var columns = [value]
    if labelled, let label = entity.label, label != subject.attribute {
      columns.append(column(label, of: entity))
    }
    var select = Select(columns: columns.map { Select.Column($0) }, from: source(entity))
    select.isDistinct = order == .bySorting && !isUnique(subject)
    select.conditions = zip(subject.given, subject.values).map {
      .infix(column($0, of: entity), "=", .value($1))
    }
    select.conditions += conditions(on: value, bounds)
    select.order = [Select.OrderTerm(value)]
    select.limit = Select.Limit(count: limit)
    return dialect.query(select)
  }

  /// Values, and beside each the label of its record, which lies within bounds; in the order of the labels.
  ///
  /// - Returns: nil where no index has the labels in their order.
  package func records(of subject: Subject, labelledWithin bounds: Bounds, limit: Int) -> Query? {
    let entity = schema[subject.entity]
    guard let label = entity.label, entity.kind == .table, entity.hasIndex(on: [], then: label) else {
      return nil
    }
    return records(of: subject, limit: limit) { conditions(on: $0, bounds) }
  }

  /// Where in a label a text stands.
  package enum LabelPart: Hashable, Sendable { case beginning, any }

  /// The same for labels that begin with a text or contain it, without case: all of the table is read.
  package func records(
    of subject: Subject, labelledWith text: String, at part: LabelPart, limit: Int
  ) -> Query? {
    guard schema[subject.entity].kind == .table else { return nil }
    return records(of: subject, limit: limit) { label in
      let place = SQLExpression.call(
        "instr", [.call("lower", [label]), .call("lower", [.value(Value(text))])])
      return [.infix(place, part == .beginning ? "=" : ">", .number(part == .beginning ? 1 : 0))]
    }
  }

  private func records(
    of subject: Subject, limit: Int, where conditions: (_ label: SQLExpression) -> [SQLExpression]
  ) -> Query? {
    let entity = schema[subject.entity]
    guard let index = entity.label else { return nil }
    let label = column(index, of: entity)
    var select = Select(
      columns: [Select.Column(column(subject.attribute, of: entity)), Select.Column(label)],
      from: source(entity))
    select.conditions = conditions(label)
    select.order = [Select.OrderTerm(label)]
    select.limit = Select.Limit(count: limit)
    return dialect.query(select)
  }

  private func conditions(on value: SQLExpression, _ bounds: Bounds) -> [SQLExpression] {
    let lower = SQLExpression.infix(value, bounds.includesLower ? ">=" : ">", .value(bounds.lower))
    return [lower] + (bounds.upper.map { [.infix(value, "<", .value($0))] } ?? [])
  }

  /// Beside each of the values what names the record that has it.
  ///
  /// - Returns: nil where nothing names the records, or no index leads to them.
  package func labels(of values: [Value], in subject: Subject) -> Query? {
    let entity = schema[subject.entity]
    guard entity.kind == .table, let label = entity.label, label != subject.attribute,
      entity.hasIndex(on: [], then: subject.attribute)
    else { return nil }
    let key = column(subject.attribute, of: entity)
    var select = Select(
      columns: [Select.Column(key), Select.Column(column(label, of: entity))], from: source(entity))
    select.conditions = [.within(key, values.map { .value($0) }, negated: false)]
    return dialect.query(select)
  }

  private func column(_ attribute: Int, of entity: Entity) -> SQLExpression {
    .column(entity.attributes[attribute].name, of: entity.table)
  }

  private func source(_ entity: Entity) -> Select.Source {
    .table(schema: entity.schema == "main" ? nil : entity.schema, name: entity.table, alias: entity.table)
  }
}

extension Entity {
  /// Whether an index leads over some attributes, in any order.
  fileprivate func hasIndex(on given: [Int]) -> Bool {
    indexes.contains { $0.count >= Set(given).count && Set($0.prefix(Set(given).count)) == Set(given) }
  }

  /// Whether an index leads over some attributes, in any order, to the values of another.
  fileprivate func hasIndex(on given: [Int], then attribute: Int) -> Bool {
    indexes.contains { index in
      index.count > given.count && Set(index.prefix(given.count)) == Set(given)
        && index[given.count] == attribute
    }
  }
}
