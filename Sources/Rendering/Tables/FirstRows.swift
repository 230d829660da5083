internal import SQL

/// The first rows of a stream, held until they tell how wide its columns are.
///
/// What comes after them is written as it comes, so that a stream without an end takes no more memory than they do.
struct FirstRows {
  /// A value, or where its bytes are among those of all.
  private struct Held {
    var bits: UInt64
    var count: UInt32
    var kind: Cell.Kind
  }

  private let width: Int
  private var cells: [Held] = []
  /// One more, so that an empty text still has an address.
  private var bytes: [UInt8] = [0]
  private(set) var count = 0

  /// Ordinary answers are whole with so many.
  static let most = 5_000
  private static let mostBytes = 4 << 20

  init(columns: Int) { width = columns }

  var isFull: Bool {
    count >= Self.most || bytes.count + cells.count * MemoryLayout<Held>.stride >= Self.mostBytes
  }

  mutating func append(_ row: Row) {
    for column in 0..<width {
      let cell = column < row.count ? row[column] : .null
      if cell.hasBytes {
        cells.append(Held(bits: UInt64(bytes.count), count: cell.count, kind: cell.kind))
        bytes += cell.bytes
      } else {
        cells.append(Held(bits: cell.bits, count: 0, kind: cell.kind))
      }
    }
    count += 1
  }

  /// Lends each in turn; stops when the body returns false.
  func forEach(_ body: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) {
    let lent = UnsafeMutableBufferPointer<Cell>.allocate(capacity: width)
    lent.initialize(repeating: .null)
    defer { lent.deallocate() }
    try bytes.withUnsafeBufferPointer { (bytes) throws(DatabaseError) in
      for row in 0..<count {
        for column in 0..<width { lent[column] = Self.cell(cells[row * width + column], bytes) }
        guard try body(Row(UnsafeBufferPointer(lent))) else { return }
      }
    }
  }

  /// The kinds of the first values of a column, as many as tell what stands in it.
  func kinds(ofColumn column: Int) -> [Cell.Kind] {
    (0..<min(count, Grid.tellingRows)).map { cells[$0 * width + column].kind }
  }

  private static func cell(_ held: Held, _ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
    func lent() -> UnsafeBufferPointer<UInt8> {
      let start = Int(held.bits)
      return UnsafeBufferPointer(rebasing: bytes[start..<(start + Int(held.count))])
    }
    switch held.kind {
    case .null: return .null
    case .integer: return .integer(Int64(bitPattern: held.bits))
    case .real: return .real(Double(bitPattern: held.bits))
    case .text: return .text(lent())
    case .blob: return .blob(lent())
    }
  }
}

extension Grid {
  /// How to write rows once the first have told how.
  struct Flow {
    var write: (Row) -> Void
    /// What is to be seen, of so many rows.
    var facts: (_ rows: Int) -> RenderedFacts
  }

  /// Writes rows that come only once: as any others, where the first are all; otherwise those that follow as they
  /// come.
  ///
  /// - Parameters:
  ///   - isWanted: whether there is anybody for the next one.
  ///   - whole: writes a grid that holds all of them.
  ///   - begin: writes a grid that holds but the first, and says how to go on.
  func writeOnce(
    while isWanted: () -> Bool, whole: (Grid) throws(DatabaseError) -> RenderedFacts,
    begin: (Grid) throws(DatabaseError) -> Flow
  ) throws(DatabaseError) -> RenderedFacts {
    var first = FirstRows(columns: columns.count)
    var flow: Flow?
    var count = 0
    try forEachRow { (row) throws(DatabaseError) in
      count += 1
      if let flow {
        flow.write(row)
      } else if first.isFull {
        let begun = try begin(holding(first))
        first = FirstRows(columns: 0)
        begun.write(row)
        flow = begun
      } else {
        first.append(row)
        return true
      }
      return isWanted()
    }
    if let flow { return flow.facts(count) }
    return try whole(holding(first))
  }
}
