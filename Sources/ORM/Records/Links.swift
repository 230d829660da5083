import SQL

/// Where a hop leads from one record, once it is loaded: for results that say which record each came from.
package struct Links {
  private let session: Session
  private let relationship: Relationship
  /// nil for a to-one hop, which the identity map answers.
  private let table: CollectionTable?
  private let mayRepeat: Bool

  package init(_ hop: LoadedHop, in session: Session) {
    self.session = session
    relationship = session.schema[hop.relationship]
    table = session.needsTable(hop) ? session.table(hop) : nil
    mayRepeat = relationship.junction?.isBag == true
  }

  /// The targets of a record, each once and in order.
  package func targets(of slot: Slot) -> [Slot] {
    guard let table else { return target(of: slot).map { [$0] } ?? [] }
    let targets = table.targets(slot)
    guard mayRepeat else { return Array(targets) }
    var seen: Set<Slot> = []
    return targets.filter { seen.insert($0).inserted }
  }

  private func target(of slot: Slot) -> Slot? {
    let source = session.store(relationship.source)
    let target = session.store(relationship.target)
    if relationship.pairs.count == 1 {
      let cell = source.cell(slot, relationship.pairs[0].from)
      if cell.isNull { return nil }
      if cell.kind == .integer { return target.find(integer: cell.integer, by: relationship.pairs[0].to) }
    }
    let values = relationship.pairs.map { source.cell(slot, $0.from).value }
    guard !values.contains(.null) else { return nil }
    let columns = relationship.pairs.map(\.to)
    let attributes = session.schema[relationship.target].attributes
    return target.find(Key(values).stored(in: columns.map { attributes[$0] }), by: columns)
  }
}
