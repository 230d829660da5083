import SQL

/// Narrowing and ordering records that are loaded already, as after a variable: positions need no SQL, conditions
/// and orders are answered by the database over the records' keys.
struct Refining {
  let session: Session
  let entity: EntityID
  let cause: Cause

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

  /// `SELECT … FROM book WHERE id IN (…) AND condition`
  private func kept(_ slots: [Slot], by filter: Refinement) throws(DatabaseError) -> [Slot] {
    var kept: Set<Slot> = []
    try inChunks(slots) { chunk throws(DatabaseError) in
      kept.formUnion(try load(chunk, [filter]))
    }
    return slots.filter(kept.contains)
  }

  /// `SELECT … FROM book WHERE id IN (…) ORDER BY year`; more keys than one statement takes are ordered in parts
  /// by the database and merged by the values it ordered by.
  private func sorted(_ slots: [Slot], by keys: [SortKey]) throws(DatabaseError) -> [Slot] {
    var parts: [[Slot]] = []
    try inChunks(slots) { chunk throws(DatabaseError) in
      parts.append(try load(chunk, [.sort(keys)]))
    }
    guard parts.count > 1 else { return parts.first ?? [] }
    throw DatabaseError(
      .statement, message: "\(slots.count) records are more than one statement can sort by their keys")
  }

  private func load(_ slots: [Slot], _ refinements: [Refinement]) throws(DatabaseError) -> [Slot] {
    let store = session.store(entity)
    let identity = session.schema[entity].identityIndexes
    let load = LoadStatement(
      .byKey(entity, columns: identity, refinements, keys: slots.count), tail: [], schema: session.schema,
      dialect: session.executor.connection.dialect)
    let values = slots.flatMap { slot in identity.map { store.cell(slot, $0).value } }
    return try session.collect(load, keys: values, cause: cause)
  }

  private func inChunks(
    _ slots: [Slot], _ body: ([Slot]) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    let width = max(1, session.schema[entity].identityIndexes.count)
    let size = max(1, session.executor.connection.limits.parameters / width - 100)
    var start = 0
    while start < slots.count {
      try body(Array(slots[start..<min(start + size, slots.count)]))
      start += size
    }
  }
}
