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
    of entity: EntityID, _ slots: some Sequence<Slot>, attributes: [Int],
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
