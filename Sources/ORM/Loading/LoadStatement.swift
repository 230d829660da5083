import SQL

/// One SELECT that loads records: those of a base, and those that joined hops lead to from there.
struct LoadStatement {
  /// What the statement starts from.
  enum Base: Hashable {
    /// `FROM author`
    case all(EntityID, [Refinement])
    /// `FROM author WHERE id = ?`, or `IN (…)` for several keys.
    case byKey(EntityID, columns: [Int], [Refinement], keys: Int)
    /// `FROM book WHERE author_id = ?`, or `IN (…)` for several parents.
    ///
    /// - Parameter kinds: what the key is made of, where that decides how it compares.
    case collection(RelationshipID, [Refinement], keys: Int, kinds: [KeyKind] = [])
    /// `FROM book WHERE author_id IS NOT NULL`: what a relationship leads to from all records of its source.
    case whole(RelationshipID, [Refinement])
    /// `WITH RECURSIVE reached … FROM librarian WHERE manager_id IN (SELECT id FROM reached)`: what a relationship
    /// of an entity with itself leads to, however often it is followed.
    case closure(RelationshipID, keys: Int)
    /// `FROM book WHERE author_id IN (SELECT author.id FROM …)`: what a relationship leads to from all that a path leads
    /// to.
    case within(RelationshipID, [Refinement], FlatPrefix)
  }

  /// What tells statements apart: equal shapes are the same text.
  struct Shape: Hashable {
    var base: Base
    var tail: [JoinedHop]
  }

  let query: Query
  let layout: RowLayout

  init(_ base: Base, tail: [JoinedHop], schema: Schema, dialect: Dialect) {
    var builder = StatementBuilder(schema: schema)
    var source: RecordSource
    var commonTables: [Select.CommonTable] = []
    switch base {
    case .all(let entity, let refinements):
      source = builder.records(of: entity)
      builder.refine(&source, by: refinements, isPerParent: false)
    case .byKey(let entity, let columns, let refinements, let keys):
      source = builder.records(of: entity)
      let names = source.entity.storedColumns
      let operands = columns.map { SQLExpression.column(names[$0], of: source.alias) }
      source.conditions.append(Self.matching(operands, keys: keys) { .key($0) })
      // One row a key at the most: there is nothing to order, unless somebody asked.
      if keys == 1 { source.order = [] }
      builder.refine(&source, by: refinements, isPerParent: keys > 1)
    case .collection(let id, let refinements, let keys, let kinds):
      let relationship = schema[id]
      source = builder.targets(of: relationship)
      source.conditions.append(
        builder.belonging(source, of: relationship, toKeys: keys, kinds: kinds))
      builder.refine(&source, by: refinements, isPerParent: keys > 1)
      if keys == 1, relationship.kind.isForward, !relationship.isToMany, refinements.isEmpty {
        source.order = []
      }
    case .whole(let id, let refinements):
      source = builder.targets(of: schema[id])
      source.conditions += source.parent.map { .isNull($0, negated: true) }
      builder.refine(&source, by: refinements, isPerParent: true)
    case .closure(let id, let keys):
      let relationship = schema[id]
      source = builder.targets(of: relationship)
      let recursion = builder.recursion(over: relationship, from: .keys(keys))
      source.conditions.append(
        .rowWithinSelect(source.parent, Select(columns: recursion.names, from: recursion.table)))
      commonTables = [recursion.definition]
    case .within(let id, let refinements, let prefix):
      let relationship = schema[id]
      source = builder.targets(of: relationship)
      let before = prefix.keys(of: relationship, in: schema)
      source.conditions.append(.rowWithinSelect(source.parent, before.select))
      builder.refine(&source, by: refinements, isPerParent: true)
      commonTables = before.commonTables
    }
    if !tail.isEmpty {
      if source.limit != nil { source.wrap(positionName: source.positionName) }
      source.settleOrder()
    }

    var select = Select(columns: [], from: source.source)
    select.commonTables = commonTables
    select.joins = source.joins
    select.conditions = source.conditions
    select.order = source.order
    select.limit = source.limit
    var layout = RowLayout()
    if base.hasSeveralParents {
      layout.parent = Self.columns(source.parent, of: source, at: 0, in: &select)
      if base.comesByParent(in: schema) {
        select.order = source.parent.map { Select.OrderTerm($0) } + select.order
      }
    }
    layout.levels.append(Self.level(source, hop: nil, parent: 0, selectsLink: !tail.isEmpty, in: &select))
    if !tail.isEmpty { select.order += source.link.map { Select.OrderTerm($0) } }
    var aliases = [source.alias]
    // By level: the joins that lead to its records.
    var ways = [source.joins]
    // By level: how often the statement before stands in them again.
    var belongings = [0]
    for joined in tail {
      let hop = joined.hop
      let relationship = schema[hop.relationship]
      var target = builder.targets(of: relationship)
      var belonging: SQLExpression?
      if base.isNarrowed, belongings[joined.parent] < StatementBuilder.belongingsAtMost,
        target.source.isPair || hop.refinements.contains(where: \.isSlice)
      {
        var reached = select
        reached.joins = ways[joined.parent]
        belonging = builder.belonging(
          target, of: relationship, to: reached, alias: aliases[joined.parent])
      }
      if let belonging { target.conditions.append(belonging) }
      belongings.append(belongings[joined.parent] + (belonging == nil ? 0 : 1))
      builder.refine(&target, by: hop.refinements, isPerParent: true)
      if !target.isPlain || (belonging != nil && target.source.isPair) {
        target.wrap(positionName: target.positionName)
      }
      let join = Select.Join(
        .left, target.source,
        on: builder.join(relationship, from: aliases[joined.parent], to: target)
          + target.conditions.map(\.inOuterJoin))
      select.joins.append(join)
      ways.append(ways[joined.parent] + [join])
      if relationship.isToMany || relationship.kind == .oneToOneReverse || !hop.refinements.isEmpty {
        select.order += target.order + target.link.map { Select.OrderTerm($0) }
      }
      layout.levels.append(
        Self.level(target, hop: hop, parent: joined.parent, selectsLink: true, in: &select))
      aliases.append(target.alias)
    }
    // The key of a parent may be that of the record itself.
    select.order = select.order.reduce(into: []) { terms, term in
      if !terms.contains(where: { $0.expression == term.expression }) { terms.append(term) }
    }
    layout.width = select.columns.count
    query = dialect.query(select)
    self.layout = layout
  }

  /// The condition of a key or of several: `a = ?`, `a IN (?, …)`, `a = ? AND b = ?` or `(a, b) IN (…)`.
  static func matching(
    _ operands: [SQLExpression], keys: Int, _ key: (Int) -> SQLExpression
  ) -> SQLExpression {
    if keys > 1 {
      guard operands.count == 1, let operand = operands.first else { return .rowWithin(operands, keys: keys) }
      return .within(operand, (0..<keys).map { .key($0) }, negated: false)
    }
    let conditions = operands.enumerated().map { index, operand in
      SQLExpression.infix(operand, "=", key(index))
    }
    return SQLExpression.all(conditions) ?? .number(1)
  }

  private static func level(
    _ source: RecordSource, hop: LoadedHop?, parent: Int, selectsLink: Bool, in select: inout Select
  ) -> RowLayout.Level {
    let link = !selectsLink ? [] : columns(source.link, of: source, at: select.columns.count, in: &select)
    let offset = select.columns.count
    select.columns += source.columns.map { Select.Column($0) }
    return RowLayout.Level(
      entity: source.entity.id, offset: offset, identity: source.entity.identityIndexes.map { offset + $0 },
      link: link, hop: hop, parent: parent)
  }

  /// Selects expressions, unless the entity's own columns hold them already; answers where they are.
  private static func columns(
    _ expressions: [SQLExpression], of source: RecordSource, at start: Int, in select: inout Select
  ) -> [Int] {
    let areOwn = expressions.allSatisfy { source.columns.contains($0) }
    if areOwn, start == 0 { return expressions.compactMap { source.columns.firstIndex(of: $0) } }
    let first = select.columns.count
    select.columns += expressions.map { Select.Column($0) }
    return Array(first..<select.columns.count)
  }
}

/// A hop with what narrows it.
package struct LoadedHop: Hashable, Sendable {
  package var relationship: RelationshipID
  package var refinements: [Refinement]

  package init(_ relationship: RelationshipID, _ refinements: [Refinement] = []) {
    self.relationship = relationship
    self.refinements = refinements
  }
}

/// A hop that the statement of another one fetches along; each stands behind what it starts from and whatever that
/// leads to before it.
package struct JoinedHop: Hashable, Sendable {
  package var hop: LoadedHop
  /// What it starts from: 0 for the records of the statement itself, n for those of the n-th joined hop.
  package var parent: Int

  package init(_ hop: LoadedHop, parent: Int) {
    self.hop = hop
    self.parent = parent
  }
}

extension LoadStatement.Base {
  /// Whether it may be few records of many, in words that can be said twice.
  fileprivate var isNarrowed: Bool {
    switch self {
    case .all(_, let refinements): refinements.narrow
    case .byKey(_, _, _, let keys), .collection(_, _, let keys, _): keys == 1
    case .closure: true
    case .within, .whole: false
    }
  }

  /// Whether the rows of a parent stand together.
  ///
  /// What refers to its parent by itself is read in its own order, as it lies in the table. A junction is read parent by
  /// parent, for its targets would else have to be sorted all at once.
  fileprivate func comesByParent(in schema: Schema) -> Bool {
    if case .whole(let id, _) = self { schema[id].junction != nil } else { true }
  }

  /// Whether each row has to say whose it is.
  fileprivate var hasSeveralParents: Bool {
    switch self {
    case .collection(_, _, let keys, _): keys > 1
    case .closure, .within, .whole: true
    case .all, .byKey: false
    }
  }
}

/// Where in a row each thing is.
struct RowLayout {
  struct Level {
    var entity: EntityID
    var offset: Int
    /// Columns that are all NULL when an outer join found nothing.
    var identity: [Int]
    /// Columns that tell junction rows apart.
    var link: [Int]
    /// nil for the base.
    var hop: LoadedHop?
    /// The level that the hop starts from.
    var parent: Int
  }

  /// The columns that hold the parent's key, in a statement for several parents.
  var parent: [Int] = []
  var levels: [Level] = []
  var width = 0
}
