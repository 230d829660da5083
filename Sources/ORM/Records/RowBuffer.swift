package import SQL

/// Rows that are kept as they came, without an identity.
package final class RowBuffer {
  private let store: RecordStore

  package init(columns: Int) { store = RecordStore(RecordLayout(columns: columns)) }

  /// Rows of one column, of which those that are there already are passed over.
  package init(distinctBy collation: Collation) {
    store = RecordStore(RecordLayout(distinctBy: collation))
  }

  package var count: Int { store.count }

  /// The memory held, room to grow counted in.
  package var bytes: Int { store.byteCount }

  package func append(_ row: Row) { _ = store.insert(row, at: 0) }

  package func append(_ values: [Value]) { Row.lending(values) { append($0) } }

  package func cell(_ row: Int, _ column: Int) -> Cell { store.cell(Slot(truncatingIfNeeded: row), column) }

  package func values(ofColumn column: Int) -> [Value] { (0..<count).map { cell($0, column).value } }

  /// Lends each row of a range in turn; stops when the body returns false.
  package func forEachRow(
    in range: Range<Int>, _ body: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) {
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: store.width)
    cells.initialize(repeating: .null)
    defer { cells.deallocate() }
    for row in range {
      guard
        try store.withRow(Slot(truncatingIfNeeded: row), 0..<store.width, in: cells, body)
      else { return }
    }
  }
}
