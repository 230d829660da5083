package import SQL

/// The order of an entity's records by key, as the database would give them (https://sqlite.org/datatype3.html §4.1).
package struct KeyOrder {
  private let store: RecordStore
  private let columns: [Int]
  private let foldings: [KeyFolding]

  init(_ entity: Entity, in session: Session) {
    store = session.store(entity.id)
    // A key that may be NULL orders its rows all the same; the hidden identity tells those without one apart.
    columns = entity.hasHiddenIdentity ? entity.primaryKey + entity.identityIndexes : entity.identityIndexes
    foldings = columns.map { column in
      column < entity.attributes.count ? KeyFolding(entity.attributes[column].collation) : .exact
    }
  }

  /// - Parameter checkInterrupt: asked now and then; what it throws ends the sorting.
  func sorted<E: Error>(_ slots: [Slot], asking checkInterrupt: () throws(E) -> Void) throws(E) -> [Slot] {
    slots.count < 2 ? slots : try slots.sorted(asking: checkInterrupt, by: isBefore)
  }

  private func isBefore(_ left: Slot, _ right: Slot) -> Bool {
    for (column, folding) in zip(columns, foldings) {
      let order = Self.order(store.cell(left, column), store.cell(right, column), folding)
      if order != 0 { return order < 0 }
    }
    return false
  }

  /// Negative, zero or positive, as the database orders: NULL, then numbers, then texts, then blobs.
  package static func order(_ left: Cell, _ right: Cell, _ collation: Collation) -> Int {
    order(left, right, KeyFolding(collation))
  }

  private static func order(_ left: Cell, _ right: Cell, _ folding: KeyFolding) -> Int {
    switch (left.kind, right.kind) {
    case (.integer, .integer): left.integer < right.integer ? -1 : left.integer > right.integer ? 1 : 0
    case (.real, .real): left.real < right.real ? -1 : left.real > right.real ? 1 : 0
    case (.integer, .real): order(left.integer, right.real)
    case (.real, .integer): -order(right.integer, left.real)
    case (.text, .text): order(folding.significant(left.bytes), folding.significant(right.bytes), folding)
    case (.blob, .blob): order(left.bytes, right.bytes, .exact)
    default: rank(left) - rank(right)
    }
  }

  /// Exact where the number has no double of its own.
  private static func order(_ integer: Int64, _ real: Double) -> Int {
    if real >= 0x1p63 { return -1 }
    if real < -0x1p63 { return 1 }
    let whole = Int64(real.rounded(.down))
    if integer != whole { return integer < whole ? -1 : 1 }
    return Double(whole) < real ? -1 : 0
  }

  private static func order(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ folding: KeyFolding
  ) -> Int {
    for (first, second) in zip(left, right) {
      let (first, second) = (folding.fold(first), folding.fold(second))
      if first != second { return first < second ? -1 : 1 }
    }
    return left.count - right.count
  }

  private static func rank(_ cell: Cell) -> Int {
    switch cell.kind {
    case .null: 0
    case .integer, .real: 1
    case .text: 2
    case .blob: 3
    }
  }
}
