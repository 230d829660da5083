package import SQL

/// Records of one entity in order, each once, as slots of the session that holds them.
package struct Selection: Sendable {
  package var entity: EntityID
  package var slots: [Slot]
  /// In how many ways each was reached; nil when nobody counted.
  package var ways: [UInt32]?

  package init(_ entity: EntityID, _ slots: [Slot], ways: [UInt32]? = nil) {
    self.entity = entity
    self.slots = slots
    self.ways = ways
  }
}

extension Session {
  /// Lends attributes of each record in turn; stops when the body returns false.
  package func forEachRow(
    of entity: EntityID, _ slots: ArraySlice<Slot>, attributes: [Int],
    _ body: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) {
    let store = store(entity)
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: attributes.count)
    cells.initialize(repeating: .null)
    defer { cells.deallocate() }
    for slot in slots {
      guard try store.withRow(slot, attributes, in: cells, body) else { return }
    }
  }
}

extension Session {
  /// The identities of records, for a statement that names them; nil when it cannot name so many.
  ///
  /// A few are bound one by one; many as JSON arrays, which hold whole numbers and texts only.
  package func keys(of selection: Selection) throws(DatabaseError) -> EntityExpression.KeyList? {
    let columns = schema[selection.entity].identityIndexes
    let count = selection.slots.count * columns.count
    if count > chunkSize,
      let arrays = try KeyArrays.json(
        selection.slots, of: store(selection.entity), by: columns,
        asking: executor.connection.checkInterrupt)
    {
      return .arrays(arrays)
    }
    guard count <= executor.connection.limits.parameters - 100 else { return nil }
    return recordKeys(of: selection).map { .keys($0) }
  }

  /// The identity of each record; nil where rows cannot be told apart.
  package func recordKeys(of selection: Selection) -> [Key]? {
    let columns = schema[selection.entity].identityIndexes
    guard !columns.isEmpty else { return nil }
    let store = store(selection.entity)
    return selection.slots.map { slot in Key(columns.map { store.cell(slot, $0).value }) }
  }

  /// Whether these hops lead from these records through nothing but loaded collections.
  package func holds(
    _ hops: [FlatStatement.Hop], from selection: Selection?
  ) throws(DatabaseError) -> Bool {
    guard var slots = selection?.slots, !hops.isEmpty else { return false }
    for hop in hops {
      switch hop {
      case .once(let hop):
        var seen = SlotSet()
        guard let targets = try newTargets(hop, from: slots, &seen) else { return false }
        slots = targets
      case .closure(let hop, let includesStart):
        var seen = SlotSet()
        var reached = includesStart ? slots : []
        for slot in reached { seen.insert(slot) }
        while !slots.isEmpty {
          guard let targets = try newTargets(hop, from: slots, &seen) else { return false }
          slots = targets
          reached += targets
        }
        slots = reached
      }
    }
    return true
  }

  /// Where a loaded hop leads that was not met before; nil while it is not loaded from all of these.
  private func newTargets(
    _ hop: LoadedHop, from slots: [Slot], _ seen: inout SlotSet
  ) throws(DatabaseError) -> [Slot]? {
    guard hop.refinements.isEmpty, needsTable(hop), let table = loadedTable(hop) else { return nil }
    var targets: [Slot] = []
    for (index, slot) in slots.enumerated() {
      try look(index)
      guard table.isLoaded(slot) else { return nil }
      for target in table.targets(slot) where seen.insert(target) { targets.append(target) }
    }
    return targets
  }
}
