import SQL

/// What a session keeps from line to line: the records that somebody can still reach.
extension Session {
  /// A session with the records that these selections reach, over relationships that are loaded, and nothing else.
  ///
  /// It is this one when everything in it is reachable; otherwise a copy, so that the old one stays as it was
  /// for whoever still holds it.
  package func keeping(_ selections: [Selection]) -> (session: Session, selections: [Selection]) {
    var marks = Marks(schema: schema)
    for selection in selections {
      for slot in selection.slots { marks.add(selection.entity, slot) }
    }
    while let (entity, slot) = marks.next() { reach(from: entity, slot, &marks) }
    let isComplete = schema.entities.allSatisfy { marks.count($0.id) == recordCount($0.id) }
    if isComplete { return (self, selections) }
    return copy(marks, selections)
  }

  /// A session of its own with these records and nothing that they lead to, as if they had just been read.
  package func copying(_ selection: Selection, executor: Executor) -> (session: Session, selection: Selection)
  {
    let session = Session(schema: schema, executor: executor)
    session.chunkSize = chunkSize
    let moved = session.store(selection.entity).insert(selection.slots, of: store(selection.entity))
    var selection = selection
    selection.slots = selection.slots.compactMap { moved[$0] }
    return (session, selection)
  }

  private func reach(from id: EntityID, _ slot: Slot, _ marks: inout Marks) {
    for relationship in schema[id].relationships.map({ schema[$0] }) {
      let hop = LoadedHop(relationship.id)
      if needsTable(hop) {
        guard let table = loadedTable(hop) else { continue }
        for target in table.targets(slot) { marks.add(relationship.target, target) }
      } else if recordCount(relationship.target) > 0,
        let target = store(relationship.target).find(
          Key(relationship.pairs.map { cell(id, slot, $0.from).value }), by: relationship.pairs.map(\.to))
      {
        marks.add(relationship.target, target)
      }
    }
  }

  private func copy(_ marks: Marks, _ selections: [Selection]) -> (Session, [Selection]) {
    let session = Session(schema: schema, executor: executor)
    session.chunkSize = chunkSize
    var moved: [[Slot: Slot]] = Array(repeating: [:], count: schema.entities.count)
    for entity in schema.entities where marks.count(entity.id) > 0 {
      moved[entity.id.index] = session.store(entity.id).insert(marks.slots(entity.id), of: store(entity.id))
    }
    session.adopt(from: self) { entity, slot in moved[entity.index][slot] }
    return (
      session,
      selections.map { selection in
        var selection = selection
        selection.slots = selection.slots.compactMap { moved[selection.entity.index][$0] }
        return selection
      }
    )
  }
}

/// Which records were reached, and which of them still have to be looked at.
private struct Marks {
  private var reached: [[Bool]]
  private var counts: [Int]
  private var waiting: [(EntityID, Slot)] = []

  init(schema: Schema) {
    reached = Array(repeating: [], count: schema.entities.count)
    counts = Array(repeating: 0, count: schema.entities.count)
  }

  mutating func add(_ entity: EntityID, _ slot: Slot) {
    let index = Int(slot)
    let size = reached[entity.index].count
    if index >= size {
      reached[entity.index] += repeatElement(false, count: max(index + 1, size * 2) - size)
    }
    guard !reached[entity.index][index] else { return }
    reached[entity.index][index] = true
    counts[entity.index] += 1
    waiting.append((entity, slot))
  }

  mutating func next() -> (EntityID, Slot)? { waiting.popLast() }

  func count(_ entity: EntityID) -> Int { counts[entity.index] }

  func slots(_ entity: EntityID) -> [Slot] {
    reached[entity.index].indices.filter { reached[entity.index][$0] }.map { Slot(truncatingIfNeeded: $0) }
  }
}
