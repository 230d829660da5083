package import SQL

/// How far a relationship is loaded from some records.
package struct Coverage: Hashable, Sendable {
  /// The records asked about.
  package var records: Int
  /// Those of them from which it costs no statement: the targets are here, or are known not to be there.
  package var loaded: Int
  /// Where it leads, each once and in first-seen order.
  package var targets: [Slot]
  /// Whether what is loaded came in by following the relationship, and not only by a key that is NULL.
  package var isFollowed: Bool

  /// Of none, of some, of all of the records.
  package enum Extent: Hashable, Sendable { case none, part, whole }

  package var extent: Extent {
    if loaded == records { return .whole }
    return loaded > 0 && isFollowed ? .part : .none
  }
}

extension Session {
  /// The relationships that lead on from records without a statement: all of their targets are here, or known not
  /// to be there.
  package func loadedRelationships(of selection: Selection) throws(DatabaseError) -> [RelationshipID] {
    guard !selection.slots.isEmpty else { return [] }
    var loaded: [RelationshipID] = []
    for id in schema[selection.entity].relationships {
      let coverage = try coverage(of: id, from: selection.slots, executor.connection.checkInterrupt)
      if coverage.extent == .whole, coverage.isFollowed { loaded.append(id) }
    }
    return loaded
  }

  /// How far a relationship is loaded from these records of its source; nothing is loaded to tell.
  ///
  /// - Parameter checkInterrupt: asked now and then; what it throws ends the counting.
  package func coverage<E: Error>(
    of id: RelationshipID, from slots: some Collection<Slot>, _ checkInterrupt: () throws(E) -> Void
  ) throws(E) -> Coverage {
    var coverage = Coverage(records: slots.count, loaded: 0, targets: [], isFollowed: false)
    // A mark for each record there is would be too much for a few of them.
    let isMany = slots.count > 1_000
    var few: Set<Slot> = []
    var many = SlotSet()
    func add(_ target: Slot) {
      if isMany ? many.insert(target) : few.insert(target).inserted { coverage.targets.append(target) }
    }
    let hop = LoadedHop(id)
    if needsTable(hop) {
      guard let table = loadedTable(hop) else { return coverage }
      for (index, slot) in slots.enumerated() where table.isLoaded(slot) {
        if Self.isDue(index) { try checkInterrupt() }
        coverage.loaded += 1
        for target in table.targets(slot) { add(target) }
      }
      coverage.isFollowed = coverage.loaded > 0
      return coverage
    }
    let relationship = schema[id]
    let absences = KeyColumns(entity: relationship.target, columns: relationship.pairs.map(\.to))
    let hasAbsences = absenceCount(absences) > 0
    let links = Links(hop, in: self)
    for (index, slot) in slots.enumerated() {
      if Self.isDue(index) { try checkInterrupt() }
      if let target = links.target(of: slot) {
        coverage.loaded += 1
        coverage.isFollowed = true
        add(target)
      } else if relationship.pairs.contains(where: { cell(relationship.source, slot, $0.from).isNull }) {
        coverage.loaded += 1
      } else if hasAbsences, let key = comparedKey(from: slot, over: id), isAbsent(key, absences) {
        coverage.loaded += 1
        coverage.isFollowed = true
      }
    }
    return coverage
  }

  /// The key by which a record refers to the other side of a relationship, as that side keeps it; nil where a part of
  /// it is NULL.
  ///
  /// - Parameter id: a relationship whose foreign key is the record's own.
  package func reference(from slot: Slot, over id: RelationshipID) -> [Value]? {
    let relationship = schema[id]
    let attributes = schema[relationship.target].attributes
    let key = Key(relationship.pairs.map { cell(relationship.source, slot, $0.from).value })
    guard !key.values.contains(.null) else { return nil }
    return key.stored(in: relationship.pairs.map { attributes[$0.to] }).values
  }

  /// Where a to-one relationship leads from a record; nil where that is nowhere, or not here: nothing is loaded to
  /// tell.
  package func heldTarget(of id: RelationshipID, from slot: Slot) -> Slot? {
    let hop = LoadedHop(id)
    if needsTable(hop) {
      guard let table = loadedTable(hop), table.isLoaded(slot) else { return nil }
      return table.targets(slot).first
    }
    let relationship = schema[id]
    return comparedKey(from: slot, over: id).flatMap {
      store(relationship.target).find($0, by: relationship.pairs.map(\.to))
    }
  }

  private func comparedKey(from slot: Slot, over id: RelationshipID) -> Key? {
    let relationship = schema[id]
    let attributes = schema[relationship.target].attributes
    let key = Key(relationship.pairs.map { cell(relationship.source, slot, $0.from).value })
    return key.values.contains(.null) ? nil : key.compared(with: relationship.pairs.map { attributes[$0.to] })
  }

  /// What names a record to a person; nil where nothing does: its key alone does not.
  package func label(of slot: Slot, in id: EntityID) -> Value? {
    let entity = schema[id]
    guard !entity.label.isEmpty else { return nil }
    let value = Label.value(entity.label.map { cell(id, slot, $0).value })
    return value.isNull ? nil : value
  }

  /// What names a record to a person: its label, else its key; nil where it has neither.
  package func name(of slot: Slot, in id: EntityID) -> Value? {
    label(of: slot, in: id) ?? schema[id].primaryKey.first.map { cell(id, slot, $0).value }
  }
}
