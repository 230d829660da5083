import SQL

/// Closures inside one statement: `WITH RECURSIVE reached(id) AS (…)`.
extension FlatChain {
  /// The records that a recursion reached, each once.
  private struct ReachedTable {
    let recursion: Select.CommonTable
    let source: Select.Source
    /// How far each is, where the order asks for it.
    let depth: SQLExpression?
  }

  /// Follows a relationship of an entity with itself until nothing new is met.
  mutating func followAll(_ hop: LoadedHop, includesStart: Bool) {
    wrapIfCut()
    let relationship = schema[hop.relationship]
    let identity = schema[relationship.target].identityColumns
    let name = builder.commonTableName("reached")
    let reached =
      isOrdered
      ? nearestFirst(relationship, name, includesStart: includesStart)
      : inNoOrder(relationship, name, includesStart: includesStart)
    commonTables.append(reached.recursion)
    // It begins at a record of the statement around it, which a condition with tables of its own would hide.
    if source.isCorrelated { isNarrowed = false }

    // What the recursion begins with is out of sight now, so the tables have their own names again.
    builder = StatementBuilder(schema: schema)
    for recursion in commonTables { _ = builder.alias(for: recursion.name) }
    source = builder.records(of: relationship.target)
    let on = identity.map { SQLExpression.infix(.column($0, of: source.alias), "=", .column($0, of: name)) }
    source.joins = [Select.Join(.inner, reached.source, on: on)]
    if let depth = reached.depth {
      source.order = [Select.OrderTerm(depth)] + source.order
      source.depth = depth
    }
    isSet = true
    isSingle = false
    builder.refine(&source, by: hop.refinements, isPerParent: false)
  }

  /// As in `reached(id) AS (SELECT … UNION SELECT …)`: UNION keeps each record once, which ends every cycle.
  private mutating func inNoOrder(
    _ relationship: Relationship, _ name: String, includesStart: Bool
  ) -> ReachedTable {
    // Without the start the first hop begins the recursion, which meets the start again where a way leads back.
    if !includesStart { follow(LoadedHop(relationship.id)) }
    var start = plain(source.identity)
    start.order = []
    let columns = schema[relationship.target].identityColumns
    return ReachedTable(
      recursion: Select.CommonTable(
        name: name, columns: columns, start: .select(start), step: step(over: relationship, from: name)),
      source: .table(schema: nil, name: name, alias: name), depth: nil)
  }

  /// As in `reached(id, depth) AS (…)`, of which each record counts where it is nearest.
  private func nearestFirst(
    _ relationship: Relationship, _ name: String, includesStart: Bool
  ) -> ReachedTable {
    let columns = schema[relationship.target].identityColumns
    var depthName = "depth"
    while columns.contains(depthName) { depthName += "_" }
    let depth = SQLExpression.column(depthName, of: name)
    var start = plain(source.identity + [.number(0)])
    start.order = []
    var step = step(over: relationship, from: name)
    step.columns.append(Select.Column(.infix(depth, "+", .number(1))))
    // No way is longer than there are records, so that is where a cycle ends: with a depth in the row, UNION alone
    // would never end it.
    var counting = StatementBuilder(schema: schema)
    let all = counting.records(of: relationship.target)
    step.conditions = [
      .infix(depth, "<", .subselect(Select(columns: [Select.Column(.countAll)], from: all.source)))
    ]
    var least = Select(
      columns: columns.map { Select.Column(.column($0, of: name)) }
        + [Select.Column(.call("min", [depth]), as: depthName)],
      from: .table(schema: nil, name: name, alias: name))
    least.grouping = columns.map { .column($0, of: name) }
    if !includesStart { least.conditions = [.infix(depth, ">", .number(0))] }
    return ReachedTable(
      recursion: Select.CommonTable(
        name: name, columns: columns + [depthName], start: .select(start), step: step),
      source: .select(least, alias: name), depth: depth)
  }

  /// As in `SELECT librarian.id FROM reached JOIN librarian ON …`.
  private func step(over relationship: Relationship, from name: String) -> Select {
    let entity = schema[relationship.source]
    var inner = StatementBuilder(schema: schema)
    var target = inner.targets(of: relationship)
    if !target.isPlain { target.wrap(positionName: target.positionName) }
    var select = Select(
      columns: target.identity.map { Select.Column($0) },
      from: .table(schema: nil, name: name, alias: name))
    let keys = (relationship.junction?.sourcePairs ?? relationship.pairs).map(\.from)
    var from = name
    if !keys.allSatisfy({ entity.identityColumns.contains(entity.attributes[$0].name) }) {
      // The link starts at other columns than those that tell records apart: the record itself stands between.
      let near = inner.records(of: entity.id)
      let on = near.identity.enumerated().map { index, column in
        SQLExpression.infix(column, "=", .column(entity.identityColumns[index], of: name))
      }
      select.joins.append(Select.Join(.inner, near.source, on: on))
      from = near.alias
    }
    select.joins.append(
      Select.Join(.inner, target.source, on: inner.join(relationship, from: from, to: target)))
    return select
  }
}
