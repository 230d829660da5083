package import SQL

/// Which records a relationship joins, as keys only: for searches that look at no attribute.
extension Session {
  /// Gives the pairs of records, told by their identities, that a relationship joins to some of its sources.
  ///
  /// `SELECT author_id, id FROM book WHERE author_id IN (…) ORDER BY author_id, id LIMIT n`; where the key that is
  /// referred to is not the one that tells the records apart,
  /// `SELECT copy.book_id, copy.number, branch.id FROM copy JOIN branch ON … WHERE (…) IN (…)`.
  ///
  /// - Parameter limit: pairs at the most.
  /// - Returns: whether these were all; where not, what was given is not all there is of some record.
  package func forEachPair(
    _ id: RelationshipID, from keys: [Key], limit: Int, cause: Cause, _ body: (Key, Key) -> Void
  ) throws(DatabaseError) -> Bool {
    let relationship = schema[id]
    let width = schema[relationship.source].identityIndexes.count
    guard width > 0 else { return true }
    let size = max(1, min(chunkSize, executor.connection.limits.parameters / width))
    var left = limit
    for start in stride(from: 0, to: keys.count, by: size) {
      let chunk = keys[start..<min(start + size, keys.count)]
      let query = adjacency(relationship, keys: chunk.count, limit: left &+ 1)
      var isComplete = true
      try executor.run(query, keys: chunk.flatMap(\.values), cause: cause) { row throws(DatabaseError) in
        guard left > 0 else {
          isComplete = false
          return false
        }
        left -= 1
        let values = row.values
        body(Key(Array(values[..<width])), Key(Array(values[width...])))
        return true
      }
      guard isComplete else { return false }
    }
    return true
  }

  private func adjacency(_ relationship: Relationship, keys: Int, limit: Int) -> Query {
    var builder = StatementBuilder(schema: schema)
    var source: RecordSource
    var select: Select
    let near: [SQLExpression]
    if tellsSources(relationship) {
      source = builder.targets(of: relationship)
      select = Select(columns: [], from: source.source)
      near = source.parent
      select.columns = (near + source.identity).map { Select.Column($0) }
    } else {
      let start = builder.records(of: relationship.source)
      source = builder.targets(of: relationship)
      if !source.isPlain { source.wrap(positionName: source.positionName) }
      let joint = builder.join(relationship, from: start.alias, to: source)
      select = Select(columns: [], from: start.source)
      select.joins = [Select.Join(.inner, source.source, on: joint)]
      near = start.identity
      select.columns = (near + source.identity).map { Select.Column($0) }
    }
    select.conditions = [LoadStatement.matching(near, keys: keys) { .key($0) }]
    select.order = (near + source.identity).map { Select.OrderTerm($0) }
    select.limit = Select.Limit(count: limit)
    return executor.connection.dialect.query(select)
  }

  /// Whether what the other side holds of a source is, value for value, what tells it apart.
  private func tellsSources(_ relationship: Relationship) -> Bool {
    guard !relationship.kind.isForward, comparesPlainly(relationship.id) else { return false }
    let source = schema[relationship.source]
    let columns = (relationship.junction?.sourcePairs ?? relationship.pairs).map(\.from)
    return columns == source.identityIndexes
      && relationship.keyComparisons(in: schema.entities).allSatisfy {
        $0.parent.affinity == $0.child.affinity
      }
      && columns.allSatisfy { index in
        let attribute = source.attributes[index]
        return attribute.collation == .binary
          && (attribute.affinity == .integer || attribute.affinity == .text)
      }
  }

  /// Records by their identities, in the order in which the database gives them: `SELECT … FROM book WHERE id IN (…)`.
  package func records(_ id: EntityID, identities keys: [Key], cause: Cause) throws(DatabaseError) -> [Slot] {
    let columns = schema[id].identityIndexes
    guard !columns.isEmpty else { return [] }
    let size = max(1, min(chunkSize, executor.connection.limits.parameters / columns.count))
    var slots: [Slot] = []
    for start in stride(from: 0, to: keys.count, by: size) {
      let chunk = keys[start..<min(start + size, keys.count)]
      let load = executor.load(.byKey(id, columns: columns, [], keys: chunk.count), tail: [], schema: schema)
      slots += try collect(load, keys: chunk.flatMap(\.values), cause: cause)
    }
    return slots
  }
}
