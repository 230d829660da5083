import SQL

/// What a hop would ask for from records that are held, before it asks.
package struct HopOutlook: Sendable {
  /// Distinct keys that the session has no answer to.
  package var missing: Int
  /// Where the hop leads, each target once and in first-seen order; nil unless the session knows all of them.
  package var targets: [Slot]?
}

extension Session {
  /// Looks at what is held; nothing is loaded and nothing is remembered.
  package func outlook(of hop: LoadedHop, from sources: [Slot]) -> HopOutlook {
    let relationship = schema[hop.relationship]
    let following = Following(session: self, hop: hop, cause: Cause(mark: nil))
    let isTable = needsTable(hop)
    let table = isTable ? loadedTable(hop) : nil
    let columns = relationship.pairs.map(\.to)
    let stored = isTable ? [] : columns.map { schema[relationship.target].attributes[$0] }
    let absences = KeyColumns(entity: relationship.target, columns: columns)
    var outlook = HopOutlook(missing: 0, targets: nil)
    var keys: Set<Key> = []
    var gathering = Gathering(capacity: sources.count)
    for slot in sources {
      if isTable, let table, table.isLoaded(slot) {
        for target in table.targets(slot) { gathering.add(target) }
        continue
      }
      guard let own = following.key(slot) else { continue }
      if isTable {
        // Children that share a parent ask for it once.
        if !following.sharesKeys || keys.insert(following.compared(own)).inserted { outlook.missing += 1 }
        continue
      }
      let key = own.compared(with: stored)
      if let target = store(relationship.target).find(key, by: columns) {
        gathering.add(target)
      } else if !isAbsent(key, absences), keys.insert(key).inserted {
        outlook.missing += 1
      }
    }
    if outlook.missing == 0 { outlook.targets = gathering.slots }
    return outlook
  }

  /// A record by its primary key, where it is held.
  package func held(_ key: Key, of id: EntityID) -> Slot? {
    let entity = schema[id]
    return recordCount(id) == 0
      ? nil
      : store(id).find(
        key.stored(in: entity.primaryKey.map { entity.attributes[$0] }), by: entity.primaryKey)
  }

  /// How many of the keys that a hop asks for may need no statement: never fewer than do.
  package func heldAtMost(targetsOf hop: LoadedHop) -> Int {
    if needsTable(hop) { return loadedTable(hop)?.loadedCount ?? 0 }
    let relationship = schema[hop.relationship]
    let columns = KeyColumns(entity: relationship.target, columns: relationship.pairs.map(\.to))
    return recordCount(relationship.target) + absenceCount(columns)
  }
}
