package import SQL

/// Questions of how many: what a path would lead to and what its statements would read, with nothing loaded.
///
/// Each counts up to a limit and stops there, so that a large answer costs no more than a small one.
package struct CountQueries {
  private let schema: Schema
  private let dialect: Dialect
  /// Where counting ends; an answer as large as that means as many or more.
  private let limit: Int

  package init(schema: Schema, dialect: Dialect, limit: Int) {
    self.schema = schema
    self.dialect = dialect
    self.limit = limit
  }

  /// The records at the end of a path, each once: `SELECT DISTINCT id FROM …`.
  ///
  /// - Returns: nil where hops lead to rows that nothing tells apart.
  package func records(of path: FlatPrefix) -> Query? {
    let chain = FlatChain(
      root: path.root, hops: path.hops, isOrdered: path.hops.countPositions(in: schema), schema: schema)
    let identity = chain.source.identity
    guard !identity.isEmpty || path.hops.isEmpty else { return nil }
    var select = chain.plain(identity.isEmpty ? [.number(1)] : identity)
    select.commonTables = chain.commonTables
    select.isDistinct = !chain.isSet && !identity.isEmpty
    if select.limit == nil { select.order = [] }
    return counting(dialect.query(select))
  }

  /// The keys that a relationship asks for from the end of a path, each once and none of them NULL.
  package func keys(of relationship: Relationship, from path: FlatPrefix) -> Query {
    let before = path.keys(of: relationship, in: schema)
    let alias = "sources"
    let names = before.select.columns.compactMap { column -> String? in
      if case .column(let name, _) = column.expression { name } else { nil }
    }
    let columns = names.map { SQLExpression.column($0, of: alias) }
    var select = Select(
      columns: columns.map { Select.Column($0) }, from: .select(before.select, alias: alias))
    select.isDistinct = true
    select.conditions = columns.map { .isNull($0, negated: true) }
    select.commonTables = before.commonTables
    return counting(dialect.query(select))
  }

  /// The rows that a hop reads from the end of a path, with what is joined to it.
  package func rows(of hop: LoadedHop, from path: FlatPrefix, joining tail: [JoinedHop]) -> Query {
    counting(statement(.within(hop.relationship, hop.refinements, path), tail))
  }

  /// The rows that a hop reads from all records of its source in one pass.
  package func rows(ofAllBy hop: LoadedHop) -> Query {
    counting(statement(.whole(hop.relationship, hop.refinements), []))
  }

  /// The rows that the statement of a root reads, with what is joined to it.
  package func rows(ofAll entity: EntityID, _ refinements: [Refinement], joining tail: [JoinedHop]) -> Query {
    counting(statement(.all(entity, refinements), tail))
  }

  /// The same for one record by its primary key.
  package func rows(of key: Key, in id: EntityID, joining tail: [JoinedHop]) -> Query {
    let columns = schema[id].primaryKey
    var query = statement(.byKey(id, columns: columns, [], keys: 1), tail)
    query.bindings = query.values(keys: key.values).map { .value($0) }
    return counting(query)
  }

  /// The rows of any statement.
  package func rows(of query: Query) -> Query { counting(query) }

  private func statement(_ base: LoadStatement.Base, _ tail: [JoinedHop]) -> Query {
    LoadStatement(base, tail: tail, schema: schema, dialect: dialect).query
  }

  private func counting(_ query: Query) -> Query {
    Query(
      sql: "SELECT count(*) FROM (SELECT 1 FROM (\(query.sql)) AS found LIMIT \(limit)) AS counted",
      bindings: query.bindings)
  }
}
