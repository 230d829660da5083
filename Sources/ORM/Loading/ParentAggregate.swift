package import SQL

extension Session {
  /// One value of what a to-many hop leads to, for each of several parents: `SELECT author_id, count(*) FROM book
  /// WHERE author_id IN (…) GROUP BY author_id`, or a statement for each parent.
  ///
  /// - Parameters:
  ///   - hops: what follows the first hop.
  ///   - canShare: whether parents can share statements; where positions count over a whole set they cannot.
  /// - Returns: the parents that any row was found for; for a statement of its own, each has a value.
  package func aggregate(
    _ output: FlatStatement.Output, over hop: LoadedHop, then hops: [LoadedHop], slice: Slice?,
    of parents: [Slot], by strategy: LoadingStrategy, canShare: Bool, mark: Int, cause: Cause
  ) throws(DatabaseError) -> [Slot: Value] {
    let before = executor.log.statements
    let following = Following(session: self, hop: hop, cause: cause)
    let known = parents.filter { following.key($0) != nil }
    if strategy == .raise, !known.isEmpty {
      throw DatabaseError(.notLoaded, code: known.count, message: following.relationship.name)
    }
    let together = canShare && strategy != .lazy
    let size = together && comparesPlainly(hop.relationship) ? following.chunkSize : 1
    var values: [Slot: Value] = [:]
    var start = 0
    while start < known.count {
      let chunk = Array(known[start..<min(start + size, known.count)])
      start += chunk.count
      let statement = FlatStatement(
        root: .targets(hop, keys: chunk.count), hops: hops.map { .once($0) }, output: output, slice: slice,
        schema: schema,
        dialect: executor.connection.dialect)
      let keys = chunk.flatMap { following.key($0)?.values ?? [] }
      try executor.run(statement.query, keys: keys, cause: cause) { row throws(DatabaseError) in
        let width = row.count - 1
        let parent =
          chunk.count == 1
          ? chunk[0]
          : following.source.find(Key((0..<width).map { row[$0].value }), by: following.keyColumns)
        if let parent { values[parent] = row[width].value }
        return true
      }
    }
    var event = LoadEvent(
      relationship: hop.relationship, mark: mark, strategy: together ? .selectin : .lazy,
      cohort: parents.count,
      statements: executor.log.statements - before)
    event.eagerStatements =
      canShare && comparesPlainly(hop.relationship)
      ? (known.count + following.chunkSize - 1) / following.chunkSize : event.statements
    events.append(event)
    return values
  }

  /// How many targets a loaded hop has from a record; nil while it is not loaded.
  package func loadedCount(_ hop: LoadedHop, of slot: Slot) -> Int? {
    guard needsTable(hop), let table = loadedTable(hop), table.isLoaded(slot) else { return nil }
    return Links(hop, in: self).targets(of: slot).count
  }
}
