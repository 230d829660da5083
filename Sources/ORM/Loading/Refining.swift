import SQL

/// Narrowing and ordering records that are loaded already, as after a variable: positions need no SQL, conditions
/// and orders are answered by the database over the records' keys.
struct Refining {
  let session: Session
  let entity: EntityID
  let cause: Cause

  /// Narrows the members of each of several sets by itself, all of them by the same statements.
  func apply(_ refinements: [Refinement], to sets: [[Slot]]) throws(DatabaseError) -> [[Slot]] {
    var sets = sets
    for refinement in refinements {
      var union = Gathering(capacity: sets.count)
      for (index, set) in sets.enumerated() {
        try session.look(index)
        for slot in set { union.add(slot) }
      }
      switch refinement {
      case .slice(let slice): sets = try each(sets) { Array($0[slice.range(count: $0.count)]) }
      case .filter:
        var kept = SlotSet()
        for slot in try self.kept(union.slots, by: refinement) { kept.insert(slot) }
        sets = try each(sets) { $0.filter(kept.contains) }
      case .sort(let keys):
        guard sets.contains(where: { $0.count > 1 }) else { break }
        let ranks = try ranks(of: union.slots, by: keys)
        sets = try each(sets) { (set) throws(DatabaseError) in try sorted(set, by: ranks) { $0 ?? 0 } }
      }
    }
    return sets
  }

  private func each(
    _ sets: [[Slot]], _ narrow: ([Slot]) throws(DatabaseError) -> [Slot]
  ) throws(DatabaseError) -> [[Slot]] {
    var results: [[Slot]] = []
    results.reserveCapacity(sets.count)
    for (index, set) in sets.enumerated() {
      try session.look(index)
      results.append(try narrow(set))
    }
    return results
  }

  func apply(_ refinements: [Refinement], to slots: [Slot]) throws(DatabaseError) -> [Slot] {
    var slots = slots
    for refinement in refinements {
      switch refinement {
      case .slice(let slice): slots = Array(slots[slice.range(count: slots.count)])
      case .filter: slots = try kept(slots, by: refinement)
      case .sort(let keys): slots = try sorted(slots, by: keys)
      }
    }
    return slots
  }

  /// Keeps what a condition holds for: `SELECT … FROM book WHERE id IN (…) AND condition`.
  private func kept(_ slots: [Slot], by filter: Refinement) throws(DatabaseError) -> [Slot] {
    var kept = SlotSet()
    // What the condition binds takes its share of what one statement may bind.
    let identity = session.schema[entity].identityIndexes
    let one = LoadStatement(
      .byKey(entity, columns: identity, [filter], keys: 1), tail: [], schema: session.schema,
      dialect: session.executor.connection.dialect)
    try inChunks(slots, of: chunkSize(reserving: one.query.bindings.count - identity.count)) {
      chunk throws(DatabaseError) in
      for slot in try load(chunk, [filter]) { kept.insert(slot) }
    }
    return slots.filter(kept.contains)
  }

  /// `SELECT id, dense_rank() OVER (ORDER BY year) … WHERE id IN (…)`: the database says which record goes before
  /// which, and equal ones stay in the order they had.
  private func sorted(_ slots: [Slot], by keys: [SortKey]) throws(DatabaseError) -> [Slot] {
    guard slots.count > 1 else { return slots }
    return try sorted(slots, by: try ranks(of: slots, by: keys)) { $0 }
  }

  /// - Parameter place: where a slot goes by its rank, which one that is there no more has not; nil leaves it out.
  private func sorted(
    _ slots: [Slot], by ranks: [Slot: Int64], _ place: (Int64?) -> Int64?
  ) throws(DatabaseError) -> [Slot] {
    var ranked: [(rank: Int64, slot: Slot)] = []
    ranked.reserveCapacity(slots.count)
    for (index, slot) in slots.enumerated() {
      try session.look(index)
      if let rank = place(ranks[slot]) { ranked.append((rank, slot)) }
    }
    return try ranked.sorted(asking: session.executor.connection.checkInterrupt) { $0.rank < $1.rank }
      .map(\.slot)
  }

  /// Which place each record has in an order; equal ones have the same.
  func ranks(of slots: [Slot], by keys: [SortKey]) throws(DatabaseError) -> [Slot: Int64] {
    var builder = StatementBuilder(schema: session.schema)
    var source = builder.records(of: entity)
    let identity = source.identity
    try checkIdentity(identity.count)
    // More keys than one statement takes: the whole table is ranked, and the ranks of others are passed over.
    let namesKeys = slots.count <= chunkSize(reserving: 0, most: Self.mostRanked)
    if namesKeys {
      source.conditions = [LoadStatement.matching(identity, keys: slots.count) { .key($0) }]
    }
    source.order = []
    builder.refine(&source, by: [.sort(keys)], isPerParent: false)
    var select = Select(columns: identity.map { Select.Column($0) }, from: source.source)
    select.columns.append(
      Select.Column(.window("dense_rank", partition: [], order: source.order), as: source.positionName))
    select.joins = source.joins
    select.conditions = source.conditions

    let store = session.store(entity)
    let columns = session.schema[entity].identityIndexes
    var ranks: [Slot: Int64] = [:]
    let query = session.executor.connection.dialect.query(select)
    try session.executor.run(query, keys: namesKeys ? identities(of: slots) : [], cause: cause) {
      row throws(DatabaseError) in
      let key = Key(columns.indices.map { row[$0].value })
      if let slot = store.find(key, by: columns) { ranks[slot] = row[columns.count].integer }
      return true
    }
    return ranks
  }

  private func identities(of slots: [Slot]) -> [Value] {
    (session.recordKeys(of: Selection(entity, slots)) ?? []).flatMap(\.values)
  }

  /// Rows of a view cannot be told apart, so nothing can be asked of some of them.
  private func checkIdentity(_ width: Int) throws(DatabaseError) {
    guard width == 0 else { return }
    throw DatabaseError(
      .statement,
      message: "rows of \(session.schema[entity].name) have no key; narrow and sort them where they are read")
  }

  private func load(_ slots: [Slot], _ refinements: [Refinement]) throws(DatabaseError) -> [Slot] {
    let identity = session.schema[entity].identityIndexes
    try checkIdentity(identity.count)
    let load = LoadStatement(
      .byKey(entity, columns: identity, refinements, keys: slots.count), tail: [], schema: session.schema,
      dialect: session.executor.connection.dialect)
    return try session.collect(load, keys: identities(of: slots), cause: cause)
  }

  /// Records in one statement, at the most: to prepare one that names more takes longer than anybody waits for Ctrl-C.
  private static let mostRecords = 30_000
  /// Where they cannot be asked for in parts, it may take a little longer.
  private static let mostRanked = 100_000

  /// How many records one statement can name, beside other values that it binds.
  private func chunkSize(reserving values: Int, most: Int = mostRecords) -> Int {
    let width = max(1, session.schema[entity].identityIndexes.count)
    let limit = session.executor.connection.limits.parameters - values
    return max(1, min(limit / width - 100, most))
  }

  private func inChunks(
    _ slots: [Slot], of size: Int, _ body: ([Slot]) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    var start = 0
    while start < slots.count {
      try body(Array(slots[start..<min(start + size, slots.count)]))
      start += size
    }
  }
}
