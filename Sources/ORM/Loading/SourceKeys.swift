import SQL

/// What the sources of a hop are told by: their keys, and which of them share one.
extension Following {
  func key(_ slot: Slot) -> Key? {
    var values: [Value] = []
    values.reserveCapacity(keyColumns.count)
    for column in keyColumns {
      let cell = source.cell(slot, column)
      // MATCH SIMPLE: one NULL in the key, and there is no parent (https://sqlite.org/foreignkeys.html §4.1).
      if cell.isNull { return nil }
      values.append(cell.value)
    }
    return Key(values)
  }

  /// The key as the parent's columns compare it: the same for all that lead to the same records.
  func compared(_ key: Key) -> Key {
    let parents =
      relationship.kind.isForward
      ? relationship.pairs.map { session.schema[relationship.target].attributes[$0.to] }
      : keyColumns.map { sourceAttributes[$0] }
    return key.compared(with: parents)
  }

  /// The keys that sources have, each once.
  func distinctKeys(of sources: [Slot]) throws(DatabaseError) -> Set<Key> {
    var keys: Set<Key> = []
    for (index, slot) in sources.enumerated() {
      try session.look(index)
      if let key = key(slot) { keys.insert(compared(key)) }
    }
    return keys
  }

  /// Whether several sources may have one key: children that share a parent, and parents whose key nothing makes unique.
  var sharesKeys: Bool { relationship.kind.isForward || !relationship.hasUniqueParent }

  /// What a key is made of, where that decides how it compares.
  func kinds(of key: Key) -> [KeyKind] {
    relationship.kind.isForward || session.comparesPlainly(relationship.id)
      ? [] : key.values.map(KeyKind.init)
  }

  /// The first record that has the key of this one; nil when its key is NULL.
  func holder(of slot: Slot) -> Slot? {
    if keyColumns.count == 1 {
      let cell = source.cell(slot, keyColumns[0])
      if cell.isNull { return nil }
      if cell.kind == .integer { return source.find(integer: cell.integer, by: keyColumns[0]) ?? slot }
    }
    return key(slot).map { source.find($0, by: keyColumns) ?? slot }
  }

  /// The sources that have a key, the first of each key apart from those that share it.
  func oneForEachKey(
    of slots: [Slot]
  ) throws(DatabaseError) -> (firsts: [Slot], sharers: [(slot: Slot, first: Slot)]) {
    let isPlain = session.comparesPlainly(relationship.id)
    var firsts: [Slot] = []
    var sharers: [(slot: Slot, first: Slot)] = []
    var seen: Set<Slot> = []
    var byKey: [Key: Slot] = [:]
    for (index, slot) in slots.enumerated() {
      try session.look(index)
      guard let key = key(slot) else { continue }
      var first = slot
      if isPlain {
        // Rows of several parents name the record that the session finds by their key.
        first = holder(of: slot) ?? slot
      } else if sharesKeys {
        let compared = compared(key)
        first = byKey[compared] ?? slot
        byKey[compared] = first
      }
      if seen.insert(first).inserted { firsts.append(first) }
      if first != slot { sharers.append((slot, first)) }
    }
    return (firsts, sharers)
  }
}
