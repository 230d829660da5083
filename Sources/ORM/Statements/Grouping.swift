import SQL

/// Records counted by what they have in common: one row for each combination of keys.
package struct Grouping: Sendable {
  package struct Key: Hashable, Sendable {
    package var value: EntityExpression
    /// Whether it tells groups apart; the name of a record goes along with its key, which does.
    package var tellsApart: Bool

    package init(_ value: EntityExpression, tellsApart: Bool = true) {
      self.value = value
      self.tellsApart = tellsApart
    }
  }

  package struct Aggregate: Hashable, Sendable {
    package var function: AggregateFunction
    package var argument: EntityExpression?

    package init(_ function: AggregateFunction, _ argument: EntityExpression? = nil) {
      self.function = function
      self.argument = argument
    }
  }

  package var keys: [Key]
  package var aggregates: [Aggregate]
  /// The groups seen as records: an attribute for each key, then one for each aggregate.
  package var entity: Entity
  /// Which attributes are shown, in order.
  package var shown: [Int]
  /// The attribute that holds the number of records, by which the largest group comes first.
  package var count: Int
  /// Whether a key leads over a to-many hop, so that a record belongs to several groups.
  package var crossesToMany: Bool
  /// Which rows of the joined keys count: where one way of a record leads nowhere, its others still do.
  package var membership: EntityExpression?
  /// Over the groups' attributes.
  package var refinements: [Refinement] = []

  package init(
    keys: [Key], aggregates: [Aggregate], entity: Entity, shown: [Int], count: Int, crossesToMany: Bool
  ) {
    self.keys = keys
    self.aggregates = aggregates
    self.entity = entity
    self.shown = shown
    self.count = count
    self.crossesToMany = crossesToMany
  }
}

extension FlatChain {
  /// As in `SELECT genre.name, count(*) FROM … GROUP BY genre.name HAVING … ORDER BY count(*) DESC, genre.name`.
  mutating func groups(_ grouping: Grouping) -> Select {
    let (base, columns) = grouped(grouping)
    // The groups as records, so that what narrows them is read as it is for records.
    let alias = "groups"
    let names = grouping.entity.attributes.map(\.name)
    var records = RecordSource(entity: grouping.entity, alias: alias, source: .nothing, order: [])
    records.order =
      [Select.OrderTerm(.column(names[grouping.count], of: alias), descending: true)]
      + grouping.keys.indices.map { Select.OrderTerm(.column(names[$0], of: alias)) }
    var refining = StatementBuilder(
      schema: Schema(entities: [grouping.entity], relationships: []))
    let sliceIndex = grouping.refinements.firstIndex { if case .slice = $0 { true } else { false } }
    let isLastSlice = sliceIndex.map { $0 == grouping.refinements.count - 1 } ?? true
    if isLastSlice, grouping.refinements.allSatisfy(\.isFromStart) {
      refining.refine(&records, by: grouping.refinements, isPerParent: false)
      // A term that stands before makes its repetition idle.
      var terms: [Select.OrderTerm] = []
      for term in records.order where !terms.contains(where: { $0.expression == term.expression }) {
        terms.append(term)
      }
      func grouped(_ expression: SQLExpression) -> SQLExpression {
        expression.replacingColumns { name, _ in names.firstIndex(of: name).map { columns[$0] } }
      }
      var select = base
      select.columns = grouping.shown.map { Select.Column(columns[$0]) }
      select.having = records.conditions.map(grouped)
      select.order = terms.map {
        Select.OrderTerm(grouped($0.expression), descending: $0.isDescending)
      }
      select.limit = records.limit
      return select
    }
    var inner = base
    inner.columns = zip(columns, names).map { Select.Column($0, as: $1) }
    records.source = .select(inner, alias: alias)
    refining.refine(&records, by: grouping.refinements, isPerParent: false)
    var select = Select(
      columns: grouping.shown.map { Select.Column(.column(names[$0], of: alias)) }, from: records.source)
    select.conditions = records.conditions
    select.order = records.order
    select.limit = records.limit
    return select
  }

  /// The groups before anything narrows them, and the expression of each attribute.
  private mutating func grouped(_ grouping: Grouping) -> (Select, [SQLExpression]) {
    wrapIfCut()
    if let membership = grouping.membership {
      let condition = builder.sql(membership, in: &source)
      source.conditions.append(condition)
    }
    var keys = grouping.keys.map { builder.sql($0.value, in: &source) }
    var operands = grouping.aggregates.map { aggregate in
      aggregate.argument.map { builder.sql($0, in: &source) }
    }
    var select = plain([])
    if (!isSet || grouping.crossesToMany), !source.identity.isEmpty {
      let alias = source.alias
      let inner = distinctRecords(with: keys + operands.compactMap(\.self))
      select = Select(columns: [], from: .select(inner, alias: alias))
      var position = 0
      func next() -> SQLExpression {
        position += 1
        return .column("value_\(position)", of: alias)
      }
      keys = keys.map { _ in next() }
      operands = operands.map { $0 == nil ? nil : next() }
    }
    select.order = []
    select.grouping = zip(grouping.keys, keys).compactMap { $0.tellsApart ? $1 : nil }
    return (select, keys + zip(grouping.aggregates, operands).map { $0.function.sql(of: $1) })
  }
}

extension Refinement {
  fileprivate var isFromStart: Bool {
    if case .slice(let slice) = self { slice.isFromStart } else { true }
  }
}
