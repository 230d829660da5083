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
  /// A few are bound one by one; many as one JSON array, which holds whole numbers and texts only.
  package func keys(of selection: Selection) -> EntityExpression.KeyList? {
    guard let keys = recordKeys(of: selection) else { return nil }
    let columns = schema[selection.entity].identityIndexes
    if keys.count * columns.count > chunkSize, let array = KeyArray.json(keys) { return .array(array) }
    return keys.count * columns.count <= executor.connection.limits.parameters - 100 ? .keys(keys) : nil
  }

  /// The identity of each record; nil where rows cannot be told apart.
  package func recordKeys(of selection: Selection) -> [Key]? {
    let columns = schema[selection.entity].identityIndexes
    guard !columns.isEmpty else { return nil }
    let store = store(selection.entity)
    return selection.slots.map { slot in Key(columns.map { store.cell(slot, $0).value }) }
  }

  /// Whether these hops lead from these records through nothing but loaded collections.
  package func holds(_ hops: [FlatStatement.Hop], from selection: Selection?) -> Bool {
    guard var slots = selection.map({ Set($0.slots) }), !hops.isEmpty else { return false }
    for hop in hops {
      switch hop {
      case .once(let hop):
        guard let targets = loadedTargets(hop, from: slots) else { return false }
        slots = targets
      case .closure(let hop, let includesStart):
        var reached = includesStart ? slots : []
        while !slots.isEmpty {
          guard let targets = loadedTargets(hop, from: slots) else { return false }
          slots = targets.subtracting(reached)
          reached.formUnion(slots)
        }
        slots = reached
      }
    }
    return true
  }

  private func loadedTargets(_ hop: LoadedHop, from slots: Set<Slot>) -> Set<Slot>? {
    guard hop.refinements.isEmpty, needsTable(hop), let table = loadedTable(hop),
      slots.allSatisfy(table.isLoaded)
    else { return nil }
    return Set(slots.flatMap(table.targets))
  }
}
