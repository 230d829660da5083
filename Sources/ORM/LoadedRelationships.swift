package import SQL

extension Session {
  /// The relationships that lead on from records without a statement: all of their targets are here, or known not
  /// to be there.
  package func loadedRelationships(of selection: Selection) -> [RelationshipID] {
    guard !selection.slots.isEmpty else { return [] }
    return schema[selection.entity].relationships.filter { isLoaded($0, from: selection) }
  }

  private func isLoaded(_ id: RelationshipID, from selection: Selection) -> Bool {
    let hop = LoadedHop(id)
    if needsTable(hop) {
      guard let table = loadedTable(hop) else { return false }
      return selection.slots.allSatisfy(table.isLoaded)
    }
    let relationship = schema[id]
    guard recordCount(relationship.target) > 0 else { return false }
    let target = store(relationship.target)
    let columns = relationship.pairs.map(\.to)
    var isReached = false
    for slot in selection.slots {
      let key = Key(relationship.pairs.map { cell(selection.entity, slot, $0.from).value })
      if key.values.contains(.null) { continue }
      guard target.find(key, by: columns) != nil else { return false }
      isReached = true
    }
    return isReached
  }

  /// What names a record to a person: its label, else its key; nil where it has neither.
  package func name(of slot: Slot, in id: EntityID) -> Value? {
    let entity = schema[id]
    if let label = entity.label { return cell(id, slot, label).value }
    return entity.primaryKey.first.map { cell(id, slot, $0).value }
  }
}
