import SQL

/// Closures inside one statement: `WITH RECURSIVE reached(id, depth) AS (…)`.
extension FlatChain {
  /// Follows a relationship of an entity with itself until nothing new is met, nearest first.
  ///
  /// No way is longer than there are records, so that is where a cycle ends: with a depth in the row, UNION alone would
  /// never end it.
  mutating func followAll(_ hop: LoadedHop, includesStart: Bool) {
    wrapIfCut()
    let relationship = schema[hop.relationship]
    let entity = schema[relationship.target]
    let identity = entity.identityColumns
    let name = builder.recursionName()
    var depthName = "depth"
    while identity.contains(depthName) { depthName += "_" }

    var start = plain(source.identity + [.number(0)])
    start.order = []
    recursions.append(
      Select.Recursion(
        name: name, columns: identity + [depthName], start: .select(start),
        step: step(over: relationship, from: name, depthName)))

    var least = Select(
      columns: identity.map { Select.Column(.column($0, of: name)) }
        + [Select.Column(.call("min", [.column(depthName, of: name)]), as: depthName)],
      from: .table(schema: nil, name: name, alias: name))
    least.grouping = identity.map { .column($0, of: name) }
    if !includesStart { least.conditions = [.infix(.column(depthName, of: name), ">", .number(0))] }

    // What the recursion begins with is out of sight now, so the tables have their own names again.
    builder = StatementBuilder(schema: schema)
    for recursion in recursions { _ = builder.alias(for: recursion.name) }
    source = builder.records(of: entity.id)
    let on = identity.map { SQLExpression.infix(.column($0, of: source.alias), "=", .column($0, of: name)) }
    let depth = SQLExpression.column(depthName, of: name)
    source.joins = [Select.Join(.inner, .select(least, alias: name), on: on)]
    source.order = [Select.OrderTerm(depth)] + source.order
    source.depth = depth
    isSet = true
    isSingle = false
    builder.refine(&source, by: hop.refinements, isPerParent: false)
  }

  /// As in `SELECT librarian.id, reached.depth + 1 FROM reached JOIN librarian ON …`.
  private func step(over relationship: Relationship, from name: String, _ depthName: String) -> Select {
    let entity = schema[relationship.source]
    var inner = StatementBuilder(schema: schema)
    var target = inner.targets(of: relationship)
    if !target.isPlain { target.wrap(positionName: target.positionName) }
    let depth = SQLExpression.column(depthName, of: name)
    var select = Select(
      columns: (target.identity + [.infix(depth, "+", .number(1))]).map { Select.Column($0) },
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
    var counting = StatementBuilder(schema: schema)
    let all = counting.records(of: entity.id)
    select.conditions = [
      .infix(depth, "<", .subselect(Select(columns: [Select.Column(.countAll)], from: all.source)))
    ]
    return select
  }
}
