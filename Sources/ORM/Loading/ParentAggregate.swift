package import SQL

extension Session {
  /// One value of what a to-many hop leads to, for each of several parents: `SELECT author_id, count(*) FROM book
  /// WHERE author_id IN (…) GROUP BY author_id`, or a statement for each parent.
  ///
  /// - Parameters:
  ///   - areAll: whether the parents are all records of their entity: more of them than one statement takes then share
  ///     one without their keys.
  ///   - hops: what follows the first hop.
  ///   - canShare: whether parents can share statements; where positions count over a whole set they cannot.
  /// - Returns: the parents that any row was found for; for a statement of its own, each has a value.
  package func aggregate(
    _ output: FlatStatement.Output, over hop: LoadedHop, then hops: [LoadedHop], slice: Slice?,
    of parents: [Slot], areAll: Bool, by strategy: LoadingStrategy, canShare: Bool, mark: Int, cause: Cause
  ) throws(DatabaseError) -> [Slot: Value] {
    let before = executor.log.statements
    var following = Following(session: self, hop: hop, cause: cause)
    following.areAll = areAll && canShare
    var known: [Slot] = []
    known.reserveCapacity(parents.count)
    for (index, parent) in parents.enumerated() {
      try look(index)
      if following.key(parent) != nil { known.append(parent) }
    }
    if strategy == .raise, !known.isEmpty {
      throw DatabaseError(.notLoaded, code: known.count, message: following.relationship.name)
    }
    let together = canShare && strategy != .lazy
    let size = together && comparesPlainly(hop.relationship) ? following.chunkSize : 1
    let isWhole = together && following.readsWhole(missing: known.count, of: parents.count)
    var cause = cause
    cause.isOfAll = isWhole
    var values: [Slot: Value] = [:]
    var start = 0
    while start < known.count {
      let chunk = isWhole ? known : Array(known[start..<min(start + size, known.count)])
      start += chunk.count
      let statement = FlatStatement(
        root: .targets(hop, keys: isWhole ? nil : chunk.count), hops: hops.map { .once($0) }, output: output,
        slice: slice,
        schema: schema,
        dialect: executor.connection.dialect)
      let keys = isWhole ? [] : chunk.flatMap { following.key($0)?.values ?? [] }
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
      canShare ? following.eagerStatements(insteadOf: known.count, from: parents.count) : event.statements
    events.append(event)
    return values
  }

  /// One value for each of several sets of records, by one statement for as many sets as it can name: `WITH
  /// member(number, id) AS (VALUES …) SELECT number, avg(year) FROM book JOIN member ON book.id = member.id GROUP BY
  /// number`.
  ///
  /// - Parameter sets: with no more members than `membersAtMost` each.
  /// - Returns: a value for each set that has any members.
  package func aggregate(
    _ output: FlatStatement.Output, of id: EntityID, sets: [[Slot]], cause: Cause
  ) throws(DatabaseError) -> [Int: Value] {
    let size = membersAtMost(of: id)
    var values: [Int: Value] = [:]
    var next = 0
    while next < sets.count {
      var keys: [Value] = []
      var members = 0
      while next < sets.count, members == 0 || members + sets[next].count <= size {
        for key in recordKeys(of: Selection(id, sets[next])) ?? [] {
          keys += [.integer(Int64(next))] + key.values
        }
        members += sets[next].count
        next += 1
      }
      if members == 0 { break }
      let statement = FlatStatement(
        root: .sets(id, members: members), hops: [], output: output, schema: schema,
        dialect: executor.connection.dialect)
      try executor.run(statement.query, keys: keys, cause: cause) { row throws(DatabaseError) in
        values[Int(row[0].integer)] = row[1].value
        return true
      }
    }
    return values
  }

  /// How many members of sets one statement can name; none where rows cannot be told apart.
  package func membersAtMost(of id: EntityID) -> Int {
    let width = schema[id].identityIndexes.count
    // A hundred are left for what the statement binds besides.
    return width == 0 ? 0 : max(0, executor.connection.limits.parameters - 100) / (width + 1)
  }

  /// How many targets a loaded hop has from a record; nil while it is not loaded.
  package func loadedCount(_ hop: LoadedHop, of slot: Slot) -> Int? {
    guard needsTable(hop), let table = loadedTable(hop), table.isLoaded(slot) else { return nil }
    return Links(hop, in: self).targets(of: slot).count
  }
}
