package import SQL

/// Questions for the values that an attribute has within bounds, each of them answered from an index.
///
/// What no index answers is not asked of all of a table, only of its first rows. Labels are the exception: whoever
/// asks for those that a text begins or stands in gives little time for it.
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
    /// The attributes whose values are given, and of each the values that it may have.
    package var given: [Int]
    package var values: [[Value]]
    /// Rows of another table that refer to the rows in question, then rows that refer to those, and so on.
    package var links: [Link]

    package init(
      _ entity: EntityID, _ attribute: Int, given: [Int] = [], values: [[Value]] = [], links: [Link] = []
    ) {
      self.entity = entity
      self.attribute = attribute
      self.given = given
      self.values = values
      self.links = links
    }

    /// Whether the rows in question are not simply all of the table.
    package var isNarrowed: Bool { !given.isEmpty || !links.isEmpty }
  }

  /// The rows of a table that refer to others, as those of a junction that hold one side's key.
  package struct Link: Hashable, Sendable {
    /// By what the others are referred to, or what of them refers to these.
    package var key: Int
    package var entity: EntityID
    /// What refers to it.
    package var column: Int
    package var given: [Int]
    package var values: [[Value]]

    package init(key: Int, entity: EntityID, column: Int, given: [Int], values: [[Value]]) {
      self.key = key
      self.entity = entity
      self.column = column
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
    let single = zip(subject.given, subject.values).filter { $1.count == 1 }.map(\.0)
    let columns = Set(single + [subject.attribute])
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
    if !subject.links.isEmpty { return isServed(subject.links, to: entity) ? .bySorting : nil }
    let others = subject.given.filter { $0 != subject.attribute }
    let isOneEach = subject.values.allSatisfy { $0.count == 1 }
    if isOneEach, entity.hasIndex(on: others, then: subject.attribute) { return .byIndex }
    let served = [subject.given, others].filter { !$0.isEmpty }
    return served.contains { entity.hasIndex(on: $0) } ? .bySorting : nil
  }

  /// Whether indexes lead from the last of the rows that refer to the first.
  private func isServed(_ links: [Link], to entity: Entity) -> Bool {
    guard let link = links.first else { return true }
    let linking = schema[link.entity]
    guard linking.kind == .table, entity.hasIndex(on: [link.key]) else { return false }
    return (link.given.isEmpty || linking.hasIndex(on: link.given))
      && isServed(Array(links.dropFirst()), to: linking)
  }

  /// The values in their order, and with each the parts of its record's label, if that is asked for.
  ///
  /// - Returns: nil where no index leads to them.
  package func values(
    of subject: Subject, within bounds: Bounds, limit: Int, labelled: Bool
  ) -> Query? {
    let entity = schema[subject.entity]
    guard let order = order(of: subject) else { return nil }
    let value = column(subject.attribute, of: entity)
    var columns = [value]
    if labelled, entity.label != [subject.attribute] {
      columns += entity.label.map { column($0, of: entity) }
    }
    var select = Select(columns: columns.map { Select.Column($0) }, from: source(entity))
    select.isDistinct = order == .bySorting && !isUnique(subject)
    select.conditions = holding(subject.given, subject.values, entity)
    select.conditions += linked(by: subject.links[...], to: entity)
    select.conditions += conditions(on: value, bounds)
    select.order = [Select.OrderTerm(value)]
    select.limit = Select.Limit(count: limit)
    return dialect.query(select)
  }

  /// The first key of a table, perhaps of those whose first value is given.
  ///
  /// - Returns: nil where no index has the key in its order.
  package func firstKey(of id: EntityID, beginningWith first: Value?) -> Query? {
    let entity = schema[id]
    guard entity.kind == .table, let lead = entity.primaryKey.first, entity.hasIndex(on: [], then: lead)
    else {
      return nil
    }
    let key = entity.primaryKey.map { column($0, of: entity) }
    var select = Select(columns: key.map { Select.Column($0) }, from: source(entity))
    if let first { select.conditions = holding([lead], [[first]], entity) }
    select.order = key.map { Select.OrderTerm($0) }
    select.limit = Select.Limit(count: 1)
    return dialect.query(select)
  }

  /// What is sought among values that no index has.
  package enum Sought: Hashable, Sendable {
    case within([Bounds])
    /// Texts that begin with a text or contain it, without case.
    case text(String, at: LabelPlace)
  }

  /// The most frequent values among the first rows of a table, and beside each how often it stands there.
  ///
  /// - Parameter rows: how many rows are looked at, however many there are.
  /// - Returns: nil where the rows in question are those that others refer to: these are not the first.
  package func frequentValues(
    of subject: Subject, _ sought: Sought, amongFirst rows: Int, limit: Int
  ) -> Query? {
    let entity = schema[subject.entity]
    guard entity.kind == .table, subject.links.isEmpty else { return nil }
    let value = column(subject.attribute, of: entity)
    let read = [subject.attribute] + subject.given.filter { $0 != subject.attribute }
    var first = Select(columns: read.map { Select.Column(column($0, of: entity)) }, from: source(entity))
    first.limit = Select.Limit(count: rows)
    var select = Select(
      columns: [Select.Column(value), Select.Column(.countAll)], from: .select(first, alias: entity.table))
    select.conditions = holding(subject.given, subject.values, entity) + [condition(on: value, sought)]
    select.grouping = [value]
    select.order = [Select.OrderTerm(.countAll, descending: true), Select.OrderTerm(value)]
    select.limit = Select.Limit(count: limit)
    return dialect.query(select)
  }

  private func condition(on value: SQLExpression, _ sought: Sought) -> SQLExpression {
    switch sought {
    case .within(let bounds):
      let alternatives = bounds.compactMap { SQLExpression.all(conditions(on: value, $0)) }
      guard let first = alternatives.first else { return .number(0) }
      return alternatives.dropFirst().reduce(first) { .infix($0, "OR", $1) }
    case .text(let text, let place):
      return .infix(.infix(value, ">=", .value("")), "AND", holds(value, text, at: place))
    }
  }

  /// A row that stands behind the first ones of a table, where there is one.
  package func row(ofEntity id: EntityID, behindFirst rows: Int) -> Query {
    var select = Select(columns: [Select.Column(.number(1))], from: source(schema[id]))
    select.limit = Select.Limit(count: 1, offset: rows)
    return dialect.query(select)
  }

  private func holding(_ attributes: [Int], _ values: [[Value]], _ entity: Entity) -> [SQLExpression] {
    zip(attributes, values).map { attribute, values in
      let column = column(attribute, of: entity)
      guard values.count == 1 else { return .within(column, values.map { .value($0) }, negated: false) }
      return .infix(column, "=", .value(values[0]))
    }
  }

  /// As in `id IN (SELECT book_id FROM loan WHERE …)`, and so on within.
  private func linked(by links: ArraySlice<Link>, to entity: Entity) -> [SQLExpression] {
    guard let link = links.first else { return [] }
    let linking = schema[link.entity]
    var rows = Select(columns: [Select.Column(column(link.column, of: linking))], from: source(linking))
    rows.conditions = holding(link.given, link.values, linking) + linked(by: links.dropFirst(), to: linking)
    return [.rowWithinSelect([column(link.key, of: entity)], rows)]
  }

  /// Values, and beside each the label of its record, one part of which lies within bounds; in the order of that part.
  ///
  /// - Returns: nil where no index has that part in its order.
  package func records(
    of subject: Subject, labelledWithin bounds: Bounds, on part: Int, limit: Int
  ) -> Query? {
    let entity = schema[subject.entity]
    guard entity.kind == .table, entity.hasIndex(on: [], then: part) else { return nil }
    let part = column(part, of: entity)
    return records(of: subject, where: conditions(on: part, bounds), order: [part], limit: limit)
  }

  /// Where in a label, or in one of its parts, a text stands.
  package enum LabelPlace: Hashable, Sendable { case beginning, anywhere }

  /// The same for labels that begin with a text or contain it, without case: all of the table is read.
  package func records(
    of subject: Subject, labelledWith text: String, at place: LabelPlace, limit: Int
  ) -> Query? {
    let entity = schema[subject.entity]
    let parts = entity.label.map { column($0, of: entity) }
    guard entity.kind == .table, let first = parts.first else { return nil }
    let whole = parts.dropFirst().reduce(first) { .infix(.infix($0, "||", .value(" ")), "||", $1) }
    // A name of several parts is known by each of them.
    let others = parts.count > 1 ? parts : []
    let condition = others.reduce(holds(whole, text, at: place)) {
      .infix($0, "OR", holds($1, text, at: place))
    }
    return records(of: subject, where: [condition], order: parts, limit: limit)
  }

  private func holds(_ text: SQLExpression, _ sought: String, at place: LabelPlace) -> SQLExpression {
    let folded = SQLExpression.call("lower", [.value(Value(sought))])
    let found = SQLExpression.call("instr", [.call("lower", [text]), folded])
    return switch place {
    case .beginning: .infix(found, "=", .number(1))
    case .anywhere: .infix(found, ">", .number(0))
    }
  }

  private func records(
    of subject: Subject, where conditions: [SQLExpression], order: [SQLExpression], limit: Int
  ) -> Query? {
    let entity = schema[subject.entity]
    let columns = [subject.attribute] + entity.label
    var select = Select(
      columns: columns.map { Select.Column(column($0, of: entity)) }, from: source(entity))
    select.conditions = conditions
    select.order = order.map { Select.OrderTerm($0) }
    select.limit = Select.Limit(count: limit)
    return dialect.query(select)
  }

  private func conditions(on value: SQLExpression, _ bounds: Bounds) -> [SQLExpression] {
    let lower = SQLExpression.infix(value, bounds.includesLower ? ">=" : ">", .value(bounds.lower))
    return [lower] + (bounds.upper.map { [.infix(value, "<", .value($0))] } ?? [])
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
