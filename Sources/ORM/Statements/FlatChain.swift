import SQL

/// The records that a path has reached so far, inside one statement.
struct FlatChain {
  let schema: Schema
  var builder: StatementBuilder
  var source: RecordSource
  /// Whether each record is in it once, for each parent if there are several.
  var isSet = true
  /// Whether it starts from one record and only to-one hops followed.
  var isSingle = false
  /// Whether anything depends on the order of the records: that in which they were first seen.
  let isOrdered: Bool
  /// What stands before the statement.
  var commonTables: [Select.CommonTable] = []
  private let rootIdentity: SQLExpression?
  /// How often the chain before stands again in the conditions of a hop.
  private var belongings = 0
  /// Whether it starts from records that may be few of many, and can be said again inside a condition.
  var isNarrowed: Bool
  /// The key of the parent, where there are several and each has a row of its own.
  private(set) var parents: [SQLExpression] = []

  private init(root: FlatStatement.Root, isOrdered: Bool, schema: Schema) {
    self.schema = schema
    self.isOrdered = isOrdered
    builder = StatementBuilder(schema: schema)
    isNarrowed = root.isNarrowed
    switch root {
    case .all(let entity, let refinements):
      source = builder.records(of: entity)
      builder.refine(&source, by: refinements, isPerParent: false)
    case .key(let id, let key, let refinements):
      source = builder.records(of: id)
      let entity = schema[id]
      for (index, value) in zip(entity.primaryKey, key.values) {
        source.conditions.append(
          .infix(.column(entity.attributes[index].name, of: source.alias), "=", .value(value)))
      }
      source.order = []
      builder.refine(&source, by: refinements, isPerParent: false)
      isSingle = true
    case .records(let id, let keys):
      source = builder.records(of: id)
      source.conditions.append(StatementBuilder.membership(of: source.identity, in: keys, negated: false))
    case .targets(let hop, let keys, let kinds):
      let relationship = schema[hop.relationship]
      source = builder.targets(of: relationship)
      if let keys {
        source.conditions.append(
          builder.belonging(source, of: relationship, toKeys: keys, kinds: kinds))
      } else {
        source.conditions += source.parent.map { .isNull($0, negated: true) }
      }
      builder.refine(&source, by: hop.refinements, isPerParent: keys != 1)
      if keys != 1 { parents = source.parent }
      isSet = relationship.junction?.isBag != true
    case .sets(let id, let members):
      source = builder.records(of: id)
      let member = builder.membership(of: source.identity, members: members)
      commonTables = [member.definition]
      source.joins = [member.join]
      source.order = []
      parents = [member.number]
    case .held(let id, let keys, let refinements):
      source = builder.records(of: id)
      source.conditions.append(
        StatementBuilder.membership(of: source.identity, in: .keys(keys), negated: false))
      if keys.count > 1, source.order.count > 1 || !Self.areAscending(keys) {
        source.order = [Select.OrderTerm(Self.position(of: keys, in: source))]
      }
      builder.refine(&source, by: refinements, isPerParent: false)
    }
    rootIdentity = source.identity.count == 1 ? source.identity[0] : nil
  }

  private static func matching(_ key: Key, in source: RecordSource) -> SQLExpression {
    SQLExpression.all(zip(source.identity, key.values).map { .infix($0, "=", .value($1)) }) ?? .number(0)
  }

  /// Whether the order of the keys is that of the table anyway.
  private static func areAscending(_ keys: [Key]) -> Bool {
    if keys.count < 2 { return true }
    let integers = keys.compactMap { key -> Int64? in
      if key.values.count == 1, case .integer(let integer) = key.values[0] { integer } else { nil }
    }
    return integers.count == keys.count && zip(integers, integers.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// The place of a record in a list of keys.
  private static func position(of keys: [Key], in source: RecordSource) -> SQLExpression {
    .position(keys.map { matching($0, in: source) })
  }

  /// What hops lead to from one record of a statement around this one.
  init?(
    _ hops: [FlatStatement.Hop], from alias: String, within outer: StatementBuilder, isOrdered: Bool,
    schema: Schema
  ) {
    guard let first = hops.first else { return nil }
    self.schema = schema
    self.isOrdered = isOrdered
    builder = outer
    rootIdentity = nil
    isNarrowed = true
    switch first {
    case .once(let hop):
      let relationship = schema[hop.relationship]
      source = builder.targets(of: relationship)
      source.conditions += builder.join(relationship, from: alias, to: source)
      source.isCorrelated = true
      isSet = relationship.junction?.isBag != true
      isSingle = !relationship.isToMany
      builder.refine(&source, by: hop.refinements, isPerParent: false)
    case .closure(let hop, _):
      source = RecordSource(
        entity: schema[schema[hop.relationship].source], alias: alias, source: .nothing, order: [])
      source.isCorrelated = true
      isSingle = true
      follow(first)
    }
    for hop in hops.dropFirst() { follow(hop) }
  }

  init(root: FlatStatement.Root, hops: [FlatStatement.Hop], isOrdered: Bool, schema: Schema) {
    self.init(root: root, isOrdered: isOrdered, schema: schema)
    for hop in hops { follow(hop) }
  }

  mutating func follow(_ hop: FlatStatement.Hop) {
    switch hop {
    case .once(let hop): follow(hop)
    case .closure(let hop, let includesStart): followAll(hop, includesStart: includesStart)
    }
  }

  /// Goes on over a relationship: `… JOIN target ON …`.
  mutating func follow(_ hop: LoadedHop) {
    let relationship = schema[hop.relationship]
    wrapIfCut()
    // Each record goes on once, or the ways to it would multiply with every hop.
    if relationship.isToMany, parents.isEmpty { makeSet() }
    if relationship.isToMany { source.settleOrder() }
    var target = builder.targets(of: relationship)
    let narrowsEach = relationship.isToMany
    if narrowsEach, isNarrowed, belongings < StatementBuilder.belongingsAtMost,
      hop.refinements.contains(where: \.isSlice), source.source != .nothing,
      let condition = builder.belonging(target, of: relationship, to: plain([]), alias: source.alias)
    {
      target.conditions.append(condition)
      belongings += 1
    }
    if narrowsEach { builder.refine(&target, by: hop.refinements, isPerParent: true) }
    if !target.isPlain { target.wrap(positionName: target.positionName) }
    var next = RecordSource(
      entity: target.entity, alias: target.alias, source: source.source, order: source.order)
    let on = builder.join(relationship, from: source.alias, to: target)
    if case .nothing = source.source {
      // The record stands in the statement around this one.
      next.source = target.source
      next.conditions = on + target.conditions
    } else {
      next.joins = source.joins + [Select.Join(.inner, target.source, on: on)]
      next.conditions = source.conditions + target.conditions
    }
    next.isCorrelated = source.isCorrelated
    if relationship.isToMany { next.order += target.order }
    source = next
    isSet = relationship.leadsToEachOnce(fromEachOnce: isSet, fromOne: isSingle)
    if relationship.isToMany { isSingle = false }
    if !narrowsEach { refine(hop.refinements) }
  }

  /// Narrows everything reached so far.
  mutating func refine(_ refinements: [Refinement]) {
    let needsSet = refinements.contains { if case .filter = $0 { false } else { true } }
    if needsSet { makeSet() }
    builder.refine(&source, by: refinements, isPerParent: false)
  }

  /// Keeps each record once, where it was first seen.
  ///
  /// - Parameter wanted: the columns that are asked for afterwards; nil for all. What is not there need not be sorted.
  mutating func makeSet(of wanted: [SQLExpression]? = nil) {
    guard !isSet, !source.identity.isEmpty else { return }
    isSet = true
    guard isOrdered else { return makeSetInNoOrder() }
    let identity = source.identity
    let columns = source.columns.filter { column in
      wanted?.contains(column) != false || identity.contains(column)
    }
    rank(columns)
    guard let position = source.order.first?.expression else { return }
    let name = source.positionName
    var inner = Select(
      columns: columns.map { Select.Column($0) } + [Select.Column(.call("min", [position]), as: name)],
      from: source.source)
    inner.grouping = source.identity
    source.source = .select(inner, alias: source.alias)
    source.order = [Select.OrderTerm(.column(name, of: source.alias))]
  }

  private mutating func makeSetInNoOrder() {
    var inner = plain([])
    inner.columns = source.columns.map { Select.Column($0) }
    inner.order = []
    inner.grouping = source.identity
    stand(on: inner)
    source.order = source.identity.map { Select.OrderTerm($0) }
  }

  /// Makes the order one number a row.
  private mutating func rank(_ columns: [SQLExpression]) {
    let name = source.positionName
    var inner = Select(
      columns: columns.map { Select.Column($0) }
        + [Select.Column(.window("row_number", partition: [], order: source.order), as: name)],
      from: source.source)
    inner.isCorrelated = source.isCorrelated
    inner.joins = source.joins
    inner.conditions = source.conditions
    stand(on: inner)
    source.order = [Select.OrderTerm(.column(name, of: source.alias))]
  }

  /// Makes a subselect that says everything so far the source of what follows.
  private mutating func stand(on inner: Select) {
    source.source = .select(inner, alias: source.alias)
    source.joins = []
    source.conditions = []
    source.joined = [:]
  }

  /// What of the order says by its least value in a group where a record was first seen.
  ///
  /// It is the key of the root, which is never NULL: min() would pass over the NULLs of another column.
  private var firstSeen: SQLExpression? {
    guard let rootIdentity, source.order == [Select.OrderTerm(rootIdentity)] else { return nil }
    return rootIdentity
  }

  /// The whole statement, with the common tables that stand before it.
  mutating func select(_ output: FlatStatement.Output, slice: Slice? = nil) -> Select {
    var select = rows(output, slice: slice)
    select.commonTables = commonTables
    return select
  }

  private mutating func rows(_ output: FlatStatement.Output, slice: Slice?) -> Select {
    switch output {
    case .depth(let isDistinct):
      if isDistinct || slice != nil { wrapIfCut() }
      let depth = source.depth ?? .value(.null)
      var select = isDistinct ? distinct(depth) : plain([depth])
      if let slice { select = cut(select, slice) }
      return select
    case .records:
      return rows(source.entity.attributes.map { .column($0.name, of: source.alias) })
    case .attribute(let attribute):
      if slice != nil { wrapIfCut() }
      var select = rows([.column(source.entity.attributes[attribute].name, of: source.alias)])
      if let slice { select = cut(select, slice) }
      return select
    case .distinct(let attribute):
      wrapIfCut()
      var select = distinct(.column(source.entity.attributes[attribute].name, of: source.alias))
      if let slice { select = cut(select, slice) }
      return select
    case .aggregate(let function, let argument):
      return aggregate(function, argument)
    case .aggregateOfValues(let function, let values):
      return aggregate(function, of: rows(values, slice: slice))
    case .groups(let grouping):
      return groups(grouping)
    case .shape(let shape):
      return nested(shape)
    }
  }

  /// Each value of a column once, where it was first seen.
  private func distinct(_ column: SQLExpression) -> Select {
    let position = source.positionName
    var inner = Select(
      columns: [
        Select.Column(column),
        Select.Column(.window("row_number", partition: [], order: source.order), as: position),
      ], from: source.source)
    inner.isCorrelated = source.isCorrelated
    inner.joins = source.joins
    inner.conditions = source.conditions
    var value = column
    if case .column(let name, _) = column { value = .column(name, of: source.alias) }
    var select = Select(columns: [Select.Column(value)], from: .select(inner, alias: source.alias))
    select.grouping = [value]
    select.order = [Select.OrderTerm(.call("min", [.column(position, of: source.alias)]))]
    return select
  }

  /// A statement has one LIMIT: what is to come after it goes around it.
  mutating func wrapIfCut() {
    guard source.limit != nil else { return }
    source.wrap(positionName: source.positionName)
  }

  private mutating func rows(_ columns: [SQLExpression]) -> Select {
    if !isSet, !source.identity.isEmpty {
      if let first = firstSeen {
        var select = plain(columns)
        select.grouping = source.identity
        select.order = [Select.OrderTerm(.call("min", [first]))]
        return select
      }
      makeSet(of: columns)
    }
    return plain(columns)
  }

  func plain(_ columns: [SQLExpression]) -> Select {
    var select = Select(columns: columns.map { Select.Column($0) }, from: source.source)
    select.isCorrelated = source.isCorrelated
    select.joins = source.joins
    select.conditions = source.conditions
    select.order = source.order
    select.limit = source.limit
    return select
  }

  private func cut(_ select: Select, _ slice: Slice) -> Select {
    var select = select
    guard slice.isFromStart else { return cutFromEnd(select, slice) }
    let lower = slice.lower ?? 0
    select.limit = Select.Limit(count: slice.upper.map { max(0, $0 - lower) }, offset: lower)
    return select
  }

  /// Positions from the end need the number of all: each row is numbered, and all of them are counted beside it.
  private func cutFromEnd(_ select: Select, _ slice: Slice) -> Select {
    var inner = select
    let name = source.positionName
    let position = SQLExpression.column(name, of: source.alias)
    let total = SQLExpression.column(name + "_from_end", of: source.alias)
    inner.order = []
    inner.columns.append(Select.Column(.window("row_number", partition: [], order: select.order), as: name))
    inner.columns.append(Select.Column(.window("count", partition: [], order: []), as: name + "_from_end"))
    var outer = Select(
      columns: select.columns.map { column in
        guard case .column(let name, _) = column.expression else { return column }
        return Select.Column(.column(name, of: source.alias))
      }, from: .select(inner, alias: source.alias))
    /// The rank of the row before this place.
    func end(_ index: Int) -> SQLExpression {
      index >= 0 ? .number(index) : .infix(total, "-", .number(index == .min ? .max : -index))
    }
    if let lower = slice.lower, lower != 0 { outer.conditions.append(.infix(position, ">", end(lower))) }
    if let upper = slice.upper { outer.conditions.append(.infix(position, "<=", end(upper))) }
    outer.order = [Select.OrderTerm(position)]
    return outer
  }
}
