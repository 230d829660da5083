import SQL

/// Collections of all records of an entity at once: one pass over what refers to them, where their keys would take several
/// statements.
///
/// A list of keys makes the database look up each of its rows at a place of its own. When every key is in a list, that is
/// the whole table, read in the most expensive order (reference: performance).
extension Session {
  /// Whether collections of a hop can be read in one pass, given that every record of its source is asked for.
  ///
  /// Positions are counted and orders made for each parent: what a pass brings would be ranked or sorted as a whole.
  package func canReadWhole(_ hop: LoadedHop, joining tail: [JoinedHop]) -> Bool {
    !schema[hop.relationship].kind.isForward && tail.isEmpty && comparesPlainly(hop.relationship)
      && hop.refinements.allSatisfy { if case .filter = $0 { true } else { false } }
  }
}

extension Schema {
  /// Whether a relationship leads from all records of its source to all of its target, but for rows whose key leads
  /// nowhere: none of these may be without a key.
  package func leadsToAll(_ id: RelationshipID) -> Bool {
    let relationship = self[id]
    let attributes = self[relationship.target].attributes
    return !relationship.kind.isForward && relationship.junction == nil
      && relationship.pairs.allSatisfy { !attributes[$0.to].isNullable }
  }
}

extension Following {
  /// Whether one pass is due: for more keys than one statement takes, unless most collections are there already.
  func readsWhole(missing: Int, of sources: Int) -> Bool {
    areAll && prefix == nil && missing > chunkSize && missing >= sources / 4
      && session.canReadWhole(hop, joining: tail)
  }

  /// `SELECT … FROM book WHERE author_id IS NOT NULL ORDER BY id`; through a junction the rows come parent by parent.
  func fillWhole(_ table: CollectionTable, _ slots: [Slot]) throws(DatabaseError) {
    let load = statement(.whole(hop.relationship, hop.refinements))
    var whole = self
    whole.cause.isOfAll = true
    if relationship.junction == nil {
      try whole.distribute(load, to: table, slots)
    } else {
      try whole.fill(table, slots, from: load, keys: [])
    }
  }

  /// Reads the rows as they lie in their table, and then gives each parent its own.
  private func distribute(
    _ load: LoadStatement, to table: CollectionTable, _ slots: [Slot]
  ) throws(DatabaseError) {
    let parent = load.layout.parent
    var reader = RowReader(load.layout, session: session)
    var targets: [Slot] = []
    try session.executor.run(load.query, cause: cause) { row throws(DatabaseError) in
      let owner =
        parent.count == 1 && row[parent[0]].kind == .integer
        ? source.find(integer: row[parent[0]].integer, by: keyColumns[0])
        : source.find(Key(parent.map { row[$0].value }), by: keyColumns)
      // A key that leads to no row has no owner; what is loaded already stays.
      if let owner, !table.isLoaded(owner) { targets.append(reader.read(row).slot) }
      return true
    }
    reader.finish()
    // Looked up again: to remember them would take as much memory as the lists themselves.
    let store = session.store(relationship.target)
    let columns = relationship.pairs.map(\.to)
    try table.set(slots, to: targets, asking: session.executor.connection.checkInterrupt) { target in
      let cell = store.cell(target, columns[0])
      return columns.count == 1 && cell.kind == .integer
        ? source.find(integer: cell.integer, by: keyColumns[0])
        : source.find(Key(columns.map { store.cell(target, $0).value }), by: keyColumns)
    }
  }
}
