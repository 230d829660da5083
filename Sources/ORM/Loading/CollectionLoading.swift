import SQL

/// Loading the collections of records that have none yet: one by one, together by their keys, or out of the whole table.
extension Following {
  /// Loads the collections that are not loaded yet.
  func fill(
    _ table: CollectionTable, from sources: [Slot], by strategy: LoadingStrategy, event: inout LoadEvent
  ) throws(DatabaseError) {
    try check(strategy, sources.count { !table.isLoaded($0) && key($0) != nil })
    if sources.count * 2 > source.count { table.makeRoom(for: source.count) }
    if strategy == .lazy || !session.comparesPlainly(relationship.id) {
      try fillEach(table, from: sources, event: &event)
    } else {
      try fillTogether(table, from: sources, event: &event)
    }
  }

  /// `SELECT … FROM book WHERE author_id = ? ORDER BY id`, for each parent.
  private func fillEach(
    _ table: CollectionTable, from sources: [Slot], event: inout LoadEvent
  ) throws(DatabaseError) {
    var lookup = try eachKey(base(keys: 1))
    // One list for all: each parent's targets are copied to their place in the table.
    var targets: [Slot] = []
    // Many children share a parent, and parents a key that nothing makes unique: each is asked for once.
    let isShared = relationship.kind.isForward || !relationship.hasUniqueParent
    var answers: [Key: [Slot]] = [:]
    for (position, slot) in sources.enumerated() {
      try session.look(position)
      session.executor.count(position, of: sources.count)
      guard !table.isLoaded(slot) else {
        event.hits += 1
        continue
      }
      guard let key = key(slot) else {
        event.nulls += 1
        table.set(slot, to: [])
        continue
      }
      if isShared, let targets = answers[key] {
        event.hits += 1
        table.set(slot, to: targets)
        continue
      }
      targets.removeAll(keepingCapacity: true)
      try lookup.append(recordsOf: key, to: &targets)
      event.misses += 1
      table.set(slot, to: targets)
      if isShared { answers[key] = targets }
    }
  }

  /// `SELECT … FROM book WHERE author_id IN (…) ORDER BY author_id, id`, for each chunk of parents.
  private func fillTogether(
    _ table: CollectionTable, from sources: [Slot], event: inout LoadEvent
  ) throws(DatabaseError) {
    // Sources of one key, as children that share a parent, have the same targets: one of them asks for all.
    var missing: [Slot] = []
    var sharers: [Slot: [Slot]] = [:]
    for (index, slot) in sources.enumerated() {
      try session.look(index)
      guard !table.isLoaded(slot) else {
        event.hits += 1
        continue
      }
      guard let first = holder(of: slot) else {
        event.nulls += 1
        table.set(slot, to: [])
        continue
      }
      if first == slot {
        missing.append(slot)
      } else {
        if sharers[first] == nil, !table.isLoaded(first) { missing.append(first) }
        event.hits += 1
        sharers[first, default: []].append(slot)
      }
    }
    if !sharers.isEmpty { missing = try uniqued(missing) }
    event.misses += missing.count
    if let prefix, !missing.isEmpty {
      try fill(table, missing, from: statement(.within(hop.relationship, hop.refinements, prefix)), keys: [])
      missing = []
    }
    if readsWhole(missing: missing.count, of: sources.count) {
      try fillWhole(table, missing)
      missing = []
    }
    try inChunks(inKeyOrder(missing)) { count in
      statement(base(keys: count))
    } _: { load, slots throws(DatabaseError) in
      try fill(table, slots, from: load, keys: slots.flatMap(keyValues))
    }
    for (index, (first, slots)) in sharers.enumerated() {
      try session.look(index)
      let targets = Array(table.targets(first))
      for slot in slots { table.set(slot, to: targets) }
    }
  }

  /// Reads the rows of one statement, which come grouped by the parent's key; a statement that fails has loaded nothing.
  func fill(
    _ table: CollectionTable, _ slots: [Slot], from load: LoadStatement, keys: [Value]
  ) throws(DatabaseError) {
    do throws(DatabaseError) { try read(load, keys, into: table, slots) } catch {
      table.forget(slots)
      throw error
    }
  }

  private func read(
    _ load: LoadStatement, _ keys: [Value], into table: CollectionTable, _ slots: [Slot]
  ) throws(DatabaseError) {
    for (index, slot) in slots.enumerated() {
      try session.look(index)
      table.set(slot, to: [])
    }
    let parent = load.layout.parent
    var reader = RowReader(load.layout, session: session)
    var current: Slot?
    var currentInteger: Int64?
    var targets: [Slot] = []
    try session.executor.run(load.query, keys: keys, cause: cause) {
      row throws(DatabaseError) in
      if parent.isEmpty {
        current = slots.first
      } else if parent.count == 1, row[parent[0]].kind == .integer {
        let integer = row[parent[0]].integer
        if integer != currentInteger {
          if let current { table.set(current, to: targets) }
          targets.removeAll(keepingCapacity: true)
          currentInteger = integer
          current = source.find(integer: integer, by: keyColumns[0])
          reader.restart()
        }
      } else {
        let holder = source.find(Key(parent.map { row[$0].value }), by: keyColumns)
        if holder != current {
          if let current { table.set(current, to: targets) }
          targets.removeAll(keepingCapacity: true)
          current = holder
          reader.restart()
        }
      }
      // A key that leads to no row has no owner.
      if current == nil { return true }
      let (target, isNew) = reader.read(row)
      if isNew { targets.append(target) }
      return true
    }
    if let current { table.set(current, to: targets) }
    reader.finish()
  }

  private func keyValues(_ slot: Slot) -> [Value] { keyColumns.map { source.cell(slot, $0).value } }

  /// Each slot once, where it stood first.
  private func uniqued(_ slots: [Slot]) throws(DatabaseError) -> [Slot] {
    var seen = SlotSet()
    var unique: [Slot] = []
    for (index, slot) in slots.enumerated() {
      try session.look(index)
      if seen.insert(slot) { unique.append(slot) }
    }
    return unique
  }

  private func base(keys: Int) -> LoadStatement.Base {
    .collection(hop.relationship, hop.refinements, keys: keys)
  }
}
