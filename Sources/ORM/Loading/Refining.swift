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
      for set in sets { for slot in set { union.add(slot) } }
      switch refinement {
      case .slice(let slice): sets = sets.map { Array($0[slice.range(count: $0.count)]) }
      case .filter:
        let kept = Set(try kept(union.slots, by: refinement))
        sets = sets.map { $0.filter(kept.contains) }
      case .sort(let keys):
        guard sets.contains(where: { $0.count > 1 }) else { break }
        let ranks = try ranks(of: union.slots, by: keys)
        sets = sets.map { set in
          set.enumerated().sorted {
            (ranks[$0.element] ?? 0, $0.offset) < (ranks[$1.element] ?? 0, $1.offset)
          }
          .map(\.element)
        }
      }
    }
    return sets
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
    var kept: Set<Slot> = []
    // What the condition binds takes its share of what one statement may bind.
    let identity = session.schema[entity].identityIndexes
    let one = LoadStatement(
      .byKey(entity, columns: identity, [filter], keys: 1), tail: [], schema: session.schema,
      dialect: session.executor.connection.dialect)
    try inChunks(slots, of: chunkSize(reserving: one.query.bindings.count - identity.count)) {
      chunk throws(DatabaseError) in
      kept.formUnion(try load(chunk, [filter]))
    }
    return slots.filter(kept.contains)
  }

  /// `SELECT id, dense_rank() OVER (ORDER BY year) … WHERE id IN (…)`: the database says which record goes before
  /// which, and equal ones stay in the order they had.
  private func sorted(_ slots: [Slot], by keys: [SortKey]) throws(DatabaseError) -> [Slot] {
    guard slots.count > 1 else { return slots }
    let ranks = try ranks(of: slots, by: keys)
    return slots.enumerated().compactMap { offset, slot in
      ranks[slot].map { (rank: $0, offset: offset, slot: slot) }
    }
    .sorted { ($0.rank, $0.offset) < ($1.rank, $1.offset) }.map(\.slot)
  }

  /// Which place each record has in an order; equal ones have the same.
  func ranks(of slots: [Slot], by keys: [SortKey]) throws(DatabaseError) -> [Slot: Int64] {
    var builder = StatementBuilder(schema: session.schema)
    var source = builder.records(of: entity)
    let identity = source.identity
    try checkIdentity(identity.count)
    // More keys than one statement takes: the whole table is ranked, and the ranks of others are passed over.
    let namesKeys = slots.count <= chunkSize(reserving: 0)
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

  /// How many records one statement can name, beside other values that it binds.
  private func chunkSize(reserving values: Int) -> Int {
    let width = max(1, session.schema[entity].identityIndexes.count)
    return max(1, (session.executor.connection.limits.parameters - values) / width - 100)
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
