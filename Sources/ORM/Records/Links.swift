import SQL

/// Where a hop leads from one record, once it is loaded: for results that say which record each came from.
package struct Links {
  private let relationship: Relationship
  private let source: RecordStore
  private let target: RecordStore
  private let targetAttributes: [Attribute]
  /// nil for a to-one hop, which the identity map answers.
  private let table: CollectionTable?
  private let mayRepeat: Bool

  package init(_ hop: LoadedHop, in session: Session) {
    relationship = session.schema[hop.relationship]
    source = session.store(relationship.source)
    target = session.store(relationship.target)
    targetAttributes = session.schema[relationship.target].attributes
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

  /// The target of a plain to-one hop, by its key.
  func target(of slot: Slot) -> Slot? {
    if relationship.pairs.count == 1 {
      let cell = source.cell(slot, relationship.pairs[0].from)
      if cell.isNull { return nil }
      if cell.kind == .integer { return target.find(integer: cell.integer, by: relationship.pairs[0].to) }
    }
    let values = relationship.pairs.map { source.cell(slot, $0.from).value }
    guard !values.contains(.null) else { return nil }
    let columns = relationship.pairs.map(\.to)
    return target.find(Key(values).compared(with: columns.map { targetAttributes[$0] }), by: columns)
  }
}
