package import SQL

/// What a relationship of an entity with itself leads to, followed level by level until nothing new is met.
package struct ClosureReached {
  /// Level by level, and within a level by key.
  package var slots: [Slot]
  /// The least number of hops to each.
  package var depths: Depths
  package var event: LoadEvent
}

/// How far records are that stand level by level: one entry for a level.
package struct Depths {
  private var levels: [(depth: UInt32, count: Int)] = []

  package init() {}

  package init(_ depths: some Sequence<UInt32>) {
    for depth in depths { append(depth, count: 1) }
  }

  mutating func append(_ depth: UInt32, count: Int) {
    if let last = levels.indices.last, levels[last].depth == depth {
      levels[last].count += count
    } else {
      levels.append((depth, count))
    }
  }

  /// That of each record in turn.
  package var all: [UInt32] { levels.flatMap { repeatElement($0.depth, count: $0.count) } }
}

extension Session {
  /// Follows a relationship from these records again and again; a cycle ends where it comes back.
  ///
  /// `lazy` asks at each level for what it needs, as any lazy hop does. The other strategies fetch all of it by
  /// `WITH RECURSIVE`, one statement for each chunk of records whose links are not loaded, and walk in memory.
  ///
  /// - Parameter includesStart: whether the start itself belongs to it, with depth 0.
  package func followAll(
    _ id: RelationshipID, from sources: [Slot], includesStart: Bool, by strategy: LoadingStrategy, mark: Int,
    cause: Cause
  ) throws(DatabaseError) -> ClosureReached {
    let before = executor.log.statements
    let earlier = events.count
    let order = KeyOrder(schema[schema[id].target], in: self)
    let checkInterrupt = executor.connection.checkInterrupt
    if strategy != .lazy, strategy != .raise { try fetchClosure(id, from: sources, cause: cause) }
    var reached = ClosureReached(
      slots: [], depths: Depths(),
      event: LoadEvent(
        relationship: id, mark: mark, strategy: strategy, cohort: sources.count, statements: 0))
    // Room that is not written to is no memory, unlike a copy of half of them.
    reached.slots.reserveCapacity(recordCount(schema[id].target))
    var seen = SlotSet()
    if includesStart {
      for slot in sources { seen.insert(slot) }
      reached.slots += try order.sorted(sources, asking: checkInterrupt)
      reached.depths.append(0, count: sources.count)
    }
    var level = sources
    var depth: UInt32 = 0
    while !level.isEmpty {
      let next = try follow(LoadedHop(id), from: level, by: strategy, mark: mark, cause: cause)
      depth += 1
      level = try order.sorted(next.slots.filter { seen.insert($0) }, asking: checkInterrupt)
      reached.slots += level
      reached.depths.append(depth, count: level.count)
      reached.event.add(next.event)
    }
    reached.event.statements = executor.log.statements - before
    if strategy != .lazy, reached.event.statements > 0 {
      // What the recursion brought was not there when the walk over it began to be wanted.
      reached.event.misses += reached.event.hits
      reached.event.hits = 0
    }
    reached.event.eagerStatements =
      walksAtOnce(id) ? (sources.count + chunkSize - 1) / chunkSize : reached.event.statements
    events.removeSubrange(earlier...)
    events.append(reached.event)
    return reached
  }

  /// The same once every link is loaded: nothing is sent.
  package func loadedClosure(
    of id: RelationshipID, from sources: [Slot], includesStart: Bool
  ) throws(DatabaseError) -> (slots: [Slot], depths: [UInt32]) {
    let checkInterrupt = executor.connection.checkInterrupt
    let order = KeyOrder(schema[schema[id].target], in: self)
    let links = Links(LoadedHop(id), in: self)
    // One of many small ones, where a shape asks for each record's own.
    var seen = includesStart ? Set(sources) : []
    var slots = includesStart ? try order.sorted(sources, asking: checkInterrupt) : []
    var depths: [UInt32] = Array(repeating: 0, count: slots.count)
    var level = sources
    var depth: UInt32 = 0
    while !level.isEmpty {
      depth += 1
      var next: [Slot] = []
      for (index, slot) in level.enumerated() {
        try look(index)
        for target in links.targets(of: slot) where seen.insert(target).inserted { next.append(target) }
      }
      level = try order.sorted(next, asking: checkInterrupt)
      slots += level
      depths += repeatElement(depth, count: level.count)
    }
    return (slots, depths)
  }

  /// Whether one statement gives all levels: keys that the engine compares in a way of its own are left to it, level by
  /// level.
  private func walksAtOnce(_ id: RelationshipID) -> Bool {
    let relationship = schema[id]
    return comparesPlainly(id) && !(relationship.kind.isForward && relationship.isToMany)
  }

  /// Loads every link that these records lead to, however far.
  private func fetchClosure(
    _ id: RelationshipID, from sources: [Slot], cause: Cause
  ) throws(DatabaseError) {
    guard walksAtOnce(id) else { return }
    beginCohort()
    let following = Following(session: self, hop: LoadedHop(id), cause: cause)
    if needsTable(LoadedHop(id)) {
      try following.fetchCollections(from: sources)
    } else {
      try following.fetchTargets(from: sources)
    }
  }
}

extension Following {
  /// Fills the collections of all records that these lead to.
  fileprivate func fetchCollections(from sources: [Slot]) throws(DatabaseError) {
    let table = session.table(hop)
    var missing = try unloaded(from: sources, table)[...]
    while !missing.isEmpty {
      // What one chunk leads to may be what the next would ask for.
      var chunk: [Slot] = []
      while chunk.count < startsInOneStatement, let slot = missing.popFirst() {
        if !table.isLoaded(slot) { chunk.append(slot) }
      }
      if !chunk.isEmpty { try fetch(chunk, into: table) }
    }
  }

  /// A recursion takes at most 499 rows of VALUES beside its step (https://sqlite.org/limits.html §4).
  private var startsInOneStatement: Int { min(chunkSize, 499) }

  /// The records at which what is loaded ends, one for each key.
  private func unloaded(
    from sources: [Slot], _ table: CollectionTable
  ) throws(DatabaseError) -> [Slot] {
    var seen = SlotSet()
    for slot in sources { seen.insert(slot) }
    var waiting = sources
    var asked = SlotSet()
    var missing: [Slot] = []
    var next = 0
    while next < waiting.count {
      try session.look(next)
      let own = waiting[next]
      next += 1
      // Whose key nothing makes unique has what the first one with it has.
      let slot = relationship.hasUniqueParent ? own : holder(of: own) ?? own
      if table.isLoaded(slot) {
        for target in table.targets(slot) where seen.insert(target) { waiting.append(target) }
      } else if key(slot) == nil {
        table.set(slot, to: [])
      } else if asked.insert(slot) {
        missing.append(slot)
      }
    }
    return missing
  }

  /// Fetches all that these lead to; a statement that fails has loaded nothing.
  private func fetch(_ starts: [Slot], into table: CollectionTable) throws(DatabaseError) {
    var targets = SlotSet()
    var parents = SlotSet()
    do throws(DatabaseError) { try read(starts, into: table, &targets, &parents) } catch {
      table.forget(parents)
      throw error
    }
    func settle(_ slot: Slot) {
      guard !table.isLoaded(slot) else { return }
      let first = relationship.hasUniqueParent ? nil : holder(of: slot)
      table.set(slot, to: first.map { Array(table.targets($0)) } ?? [])
    }
    for slot in starts { settle(slot) }
    for (index, slot) in targets.enumerated() {
      try session.look(index)
      settle(slot)
    }
  }

  /// - Parameters:
  ///   - targets: every target that came.
  ///   - parents: whose collections were begun.
  private func read(
    _ starts: [Slot], into table: CollectionTable, _ targets: inout SlotSet, _ parents: inout SlotSet
  ) throws(DatabaseError) {
    let load = statement(.closure(hop.relationship, keys: starts.count))
    var reader = RowReader(load.layout, session: session)
    // The rows of a parent stand together, as one family for each spelling of its key, and may come before the parent
    // itself does.
    var parent: ParentKey?
    var family: [Slot] = []
    var early: [(parent: ParentKey, family: [Slot])] = []
    func keep(_ family: [Slot], of parent: Slot, isEarly: Bool) {
      if !table.isLoaded(parent) {
        parents.insert(parent)
        table.set(parent, to: family)
      } else if parents.contains(parent) {
        let known = Array(table.targets(parent))
        table.set(parent, to: isEarly ? family + known : known + family)
      }
    }
    func endFamily() {
      guard let parent else { return }
      if let holder = holder(of: parent) {
        keep(family, of: holder, isEarly: false)
      } else {
        early.append((parent, family))
      }
      family.removeAll(keepingCapacity: true)
    }
    let columns = load.layout.parent
    let keys = starts.flatMap { key($0)?.values ?? [] }
    try session.executor.run(load.query, keys: keys, cause: cause) { row throws(DatabaseError) in
      let key: ParentKey =
        columns.count == 1 && row[columns[0]].kind == .integer
        ? .integer(row[columns[0]].integer) : .any(Key(columns.map { row[$0].value }))
      if parent != key {
        endFamily()
        parent = key
      }
      let target = reader.read(row).slot
      targets.insert(target)
      family.append(target)
      return true
    }
    endFamily()
    // The tables of the recursion are gone; where they were small, to give them back would only take time.
    if source.count > 10_000 { GrowingMemory.returnFreed() }
    for (index, (key, family)) in early.reversed().enumerated() {
      try session.look(index)
      if let holder = holder(of: key) { keep(family, of: holder, isEarly: true) }
    }
  }

  /// What a row says of the record that it was reached from: a whole number needs no box.
  private enum ParentKey: Equatable {
    case integer(Int64)
    case any(Key)
  }

  private func holder(of key: ParentKey) -> Slot? {
    switch key {
    case .integer(let integer): source.find(integer: integer, by: keyColumns[0])
    case .any(let key): source.find(key, by: keyColumns)
    }
  }

  /// Loads all records that these lead to by their foreign keys.
  fileprivate func fetchTargets(from sources: [Slot]) throws(DatabaseError) {
    let links = Links(hop, in: session)
    let columns = relationship.pairs.map(\.to)
    let stored = columns.map { sourceAttributes[$0] }
    let absences = Session.KeyColumns(entity: relationship.target, columns: columns)
    func missingKeys(from sources: [Slot]) throws(DatabaseError) -> [Key] {
      var seen = Set(sources)
      var keys: Set<Key> = []
      var missing: [Key] = []
      var waiting = sources
      var next = 0
      while next < waiting.count {
        try session.look(next)
        let slot = waiting[next]
        next += 1
        if let target = links.targets(of: slot).first {
          if seen.insert(target).inserted { waiting.append(target) }
        } else if let key = key(slot)?.compared(with: stored), !session.isAbsent(key, absences),
          keys.insert(key).inserted
        {
          missing.append(key)
        }
      }
      return missing
    }
    var missing = try missingKeys(from: sources)[...]
    while !missing.isEmpty {
      var chunk: [Key] = []
      while chunk.count < startsInOneStatement, let key = missing.popFirst() {
        if source.find(key, by: columns) == nil, !session.isAbsent(key, absences) { chunk.append(key) }
      }
      if chunk.isEmpty { break }
      let load = statement(.closure(hop.relationship, keys: chunk.count))
      let found = try session.collect(load, keys: chunk.flatMap(\.values), cause: cause)
      // Whatever is not there now leads nowhere.
      for key in chunk where source.find(key, by: columns) == nil { session.rememberAbsence(key, absences) }
      for (index, slot) in found.enumerated() {
        try session.look(index)
        guard let key = key(slot)?.compared(with: stored), source.find(key, by: columns) == nil else {
          continue
        }
        session.rememberAbsence(key, absences)
      }
    }
  }
}
