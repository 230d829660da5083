package import SQL

/// What a session keeps from line to line: the records that somebody can still reach.
///
/// It is asked for at each line, so whoever holds ten million records waits for it each time: it looks at a record once,
/// makes nothing for it, and copies only the stores of which something is dropped.
extension Session {
  /// A session with the records that these selections reach, over relationships that are loaded, and nothing else.
  ///
  /// It is this one when everything in it is reachable; otherwise another, so that the old one stays as it was
  /// for whoever still holds it.
  package func keeping(
    _ selections: [Selection]
  ) throws(DatabaseError) -> (session: Session, selections: [Selection]) {
    var marks = Marks(schema.entities.map { recordCount($0.id) })
    for selection in selections {
      for (index, slot) in selection.slots.enumerated() {
        try look(index)
        marks.add(selection.entity, slot)
      }
    }
    while let (entity, slots) = marks.next() { try reach(from: entity, slots, &marks) }
    if schema.entities.allSatisfy({ marks.isComplete($0.id) }) { return (self, selections) }
    let session = Session(schema: schema, executor: executor)
    session.chunkSize = chunkSize
    let moved = try session.adopt(
      from: self, schema.entities.map { marks.isComplete($0.id) ? nil : marks.slots($0.id) })
    return (
      session,
      selections.map { selection in
        var selection = selection
        let moved = moved[selection.entity.index]
        if !moved.isIdentity { selection.slots = selection.slots.compactMap { moved[$0] } }
        return selection
      }
    )
  }

  /// A session of its own with these records and nothing that they lead to, as if they had just been read.
  package func copying(
    _ selection: Selection, executor: Executor
  ) throws(DatabaseError) -> (session: Session, selection: Selection) {
    let session = Session(schema: schema, executor: executor)
    session.chunkSize = chunkSize
    let moved = try session.store(selection.entity).insert(
      selection.slots, of: store(selection.entity), executor.connection.checkInterrupt)
    var selection = selection
    selection.slots = selection.slots.compactMap { moved[$0] }
    return (session, selection)
  }

  private func reach(
    from id: EntityID, _ slots: [Slot], _ marks: inout Marks
  ) throws(DatabaseError) {
    for relationship in schema[id].relationships.map({ schema[$0] }) {
      let hop = LoadedHop(relationship.id)
      if needsTable(hop) {
        guard let table = loadedTable(hop) else { continue }
        for (index, slot) in slots.enumerated() {
          if marks.isComplete(relationship.target) { break }
          try look(index)
          for target in table.targets(slot) { marks.add(relationship.target, target) }
        }
      } else if !marks.isComplete(relationship.target) {
        let links = Links(hop, in: self)
        for (index, slot) in slots.enumerated() {
          if marks.isComplete(relationship.target) { break }
          try look(index)
          if let target = links.target(of: slot) { marks.add(relationship.target, target) }
        }
      }
    }
  }
}

/// Which records were reached, and which of them still have to be looked at.
private struct Marks {
  private let sizes: [Int]
  private var reached: [[Bool]]
  private var counts: [Int]
  private var waiting: [[Slot]]

  /// - Parameter sizes: how many records of each entity there are.
  init(_ sizes: [Int]) {
    self.sizes = sizes
    reached = Array(repeating: [], count: sizes.count)
    counts = Array(repeating: 0, count: sizes.count)
    waiting = reached.map { _ in [] }
  }

  mutating func add(_ entity: EntityID, _ slot: Slot) {
    if reached[entity.index].isEmpty {
      reached[entity.index] = Array(repeating: false, count: sizes[entity.index])
    }
    guard Int(slot) < sizes[entity.index], !reached[entity.index][Int(slot)] else { return }
    reached[entity.index][Int(slot)] = true
    counts[entity.index] += 1
    waiting[entity.index].append(slot)
  }

  /// All records of one entity that wait.
  mutating func next() -> (EntityID, [Slot])? {
    guard let index = waiting.firstIndex(where: { !$0.isEmpty }) else { return nil }
    defer { waiting[index] = [] }
    return (EntityID(index), waiting[index])
  }

  func isComplete(_ entity: EntityID) -> Bool { counts[entity.index] == sizes[entity.index] }

  /// In the order in which they stand.
  func slots(_ entity: EntityID) -> [Slot] {
    reached[entity.index].indices.filter { reached[entity.index][$0] }.map { Slot(truncatingIfNeeded: $0) }
  }
}
