import Glibc
package import SQL

/// A record's place in the store of its entity.
package typealias Slot = UInt32

/// All records of one entity that a session holds, packed: nine bytes a cell, text beside them in one arena.
///
/// A path over a million rows must not make a million small objects. A row is `width` payloads of eight bytes
/// followed by `width` kinds of one byte; the payload of a text is its offset in the arena (40 bits) and its
/// length (24 bits). Both buffers grow by `realloc`, which moves large ones by remapping pages, not bytes.
package final class RecordStore {
  /// Attributes, and the hidden identity column when the entity has one.
  let width: Int
  package private(set) var count = 0
  /// Where each cohort begins: the records that one result or one hop brought in together, which stand side by side.
  private var cohortStarts: [Slot] = []
  private let stride: Int
  private var rows: UnsafeMutableRawPointer?
  private var rowCapacity = 0
  private var arena: UnsafeMutableRawPointer?
  private var arenaCount = 0
  private var arenaCapacity = 0
  /// By identity; nil when rows of the entity cannot be told apart.
  private let identityIndex: KeyIndex?
  /// By other unique keys that relationships refer to, made when first asked for.
  private var otherIndexes: [KeyIndex] = []
  private let foldings: [KeyFolding]

  /// Texts of this length and more carry their length in the arena.
  private static let longLength: UInt64 = 0xFF_FFFF

  init(_ layout: RecordLayout) {
    width = layout.width
    foldings = layout.foldings
    let identity = layout.identity
    stride = (width * 9 + 7) & ~7
    identityIndex =
      identity.isEmpty ? nil : KeyIndex(columns: identity, foldings: identity.map { layout.foldings[$0] })
  }

  deinit {
    free(rows)
    free(arena)
  }

  /// The memory held, room to grow counted in.
  var byteCount: Int {
    rowCapacity * stride + arenaCapacity + cohortStarts.count * MemoryLayout<Slot>.stride
      + otherIndexes.reduce(identityIndex?.byteCount ?? 0) { $0 + $1.byteCount }
  }

  /// The value of one attribute, lent until the store changes.
  package func cell(_ slot: Slot, _ column: Int) -> Cell {
    guard let rows else { return .null }
    let row = rows + Int(slot) * stride
    let payload = row.load(fromByteOffset: column * 8, as: UInt64.self)
    switch row.load(fromByteOffset: width * 8 + column, as: Cell.Kind.self) {
    case .null: return .null
    case .integer: return .integer(Int64(bitPattern: payload))
    case .real: return .real(Double(bitPattern: payload))
    case .text: return .text(bytes(payload))
    case .blob: return .blob(bytes(payload))
    }
  }

  /// Lends some attributes of one record as a row.
  func withRow<R, E: Error>(
    _ slot: Slot, _ columns: some Collection<Int>, in cells: UnsafeMutableBufferPointer<Cell>,
    _ body: (Row) throws(E) -> R
  ) throws(E) -> R {
    for (position, column) in columns.enumerated() { cells[position] = cell(slot, column) }
    return try body(Row(UnsafeBufferPointer(rebasing: cells[..<columns.count])))
  }

  private func bytes(_ payload: UInt64) -> UnsafeBufferPointer<UInt8> {
    guard let arena else { return UnsafeBufferPointer(start: nil, count: 0) }
    var offset = Int(payload >> 24)
    var length = Int(payload & Self.longLength)
    if length == Int(Self.longLength) {
      length = arena.loadUnaligned(fromByteOffset: offset, as: Int.self)
      offset += 8
    }
    return UnsafeBufferPointer(start: (arena + offset).assumingMemoryBound(to: UInt8.self), count: length)
  }

  /// The slot of the record in this row: the one that is held already, unchanged, or a new one.
  func insert(_ row: Row, at offset: Int) -> Slot {
    guard let identityIndex else { return append(row, at: offset) }
    if let slot = identityIndex.find(row, at: offset, in: self) { return slot }
    let slot = append(row, at: offset)
    identityIndex.add(slot, in: self)
    for index in otherIndexes { index.addIfNew(slot, in: self) }
    return slot
  }

  /// What is inserted from here on came in together.
  func beginCohort() {
    let start = Slot(truncatingIfNeeded: count)
    if cohortStarts.last != start { cohortStarts.append(start) }
  }

  /// The records that came in together with this one.
  func cohort(of slot: Slot) -> Range<Slot> {
    var low = 0
    var high = cohortStarts.count
    while low < high {
      let middle = (low + high) / 2
      if cohortStarts[middle] <= slot { low = middle + 1 } else { high = middle }
    }
    let start = low == 0 ? 0 : cohortStarts[low - 1]
    return start..<(low < cohortStarts.count ? cohortStarts[low] : Slot(truncatingIfNeeded: count))
  }

  /// Copies records of another store of the same entity.
  ///
  /// - Parameter checkInterrupt: asked now and then; what it throws ends the copying.
  /// - Returns: where each of them is now.
  func insert<E: Error>(
    _ slots: [Slot], of other: RecordStore, _ checkInterrupt: () throws(E) -> Void
  ) throws(E) -> SlotMap {
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: width)
    cells.initialize(repeating: .null)
    defer { cells.deallocate() }
    var moved = SlotMap(upTo: slots.max())
    var cohort: Range<Slot>?
    for (index, slot) in slots.enumerated() {
      if Session.isDue(index) { try checkInterrupt() }
      if cohort?.contains(slot) != true {
        cohort = other.cohort(of: slot)
        beginCohort()
      }
      moved[slot] = other.withRow(slot, 0..<width, in: cells) { insert($0, at: 0) }
    }
    return moved
  }

  private func append(_ row: Row, at offset: Int) -> Slot {
    if count == rowCapacity {
      rowCapacity = max(16, rowCapacity * 2)
      rows = realloc(rows, rowCapacity * stride)
    }
    guard let rows else { preconditionFailure("out of memory for \(rowCapacity) records") }
    let target = rows + count * stride
    for column in 0..<width {
      let cell = row[offset + column]
      let payload = cell.hasBytes ? store(cell.bytes) : cell.bits
      target.storeBytes(of: payload, toByteOffset: column * 8, as: UInt64.self)
      target.storeBytes(of: cell.kind, toByteOffset: width * 8 + column, as: Cell.Kind.self)
    }
    defer { count += 1 }
    return Slot(truncatingIfNeeded: count)
  }

  private func store(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return 0 }
    let isLong = bytes.count >= Int(Self.longLength)
    let needed = bytes.count + (isLong ? 8 : 0)
    if arenaCount + needed > arenaCapacity {
      arenaCapacity = max(512, arenaCapacity * 2, arenaCount + needed)
      arena = realloc(arena, arenaCapacity)
    }
    guard let arena else { preconditionFailure("out of memory for \(arenaCapacity) bytes of text") }
    let offset = UInt64(arenaCount)
    if isLong {
      arena.storeBytes(of: bytes.count, toByteOffset: arenaCount, as: Int.self)
      arenaCount += 8
    }
    memcpy(arena + arenaCount, source, bytes.count)
    arenaCount += bytes.count
    return offset << 24 | (isLong ? Self.longLength : UInt64(bytes.count))
  }

  /// The record whose columns hold this key, which is already in the form that these columns store.
  func find(_ key: borrowing Key, by columns: [Int]) -> Slot? {
    let index = index(by: columns)
    if key.values.count == 1, case .integer(let integer) = key.values[0] {
      return index.find(integer: integer, in: self)
    }
    return key.withRow { index.find(key: $0, in: self) }
  }

  private func index(by columns: [Int]) -> KeyIndex {
    if let identityIndex, identityIndex.columns == columns { return identityIndex }
    if let index = otherIndexes.first(where: { $0.columns == columns }) { return index }
    let index = KeyIndex(columns: columns, foldings: columns.map { foldings[$0] })
    for slot in 0..<Slot(truncatingIfNeeded: count) { index.addIfNew(slot, in: self) }
    otherIndexes.append(index)
    return index
  }

  /// The record of an integer key, without the detour over a `Key`.
  func find(integer: Int64, by column: Int) -> Slot? {
    let index = index(byColumn: column)
    return index.find(integer: integer, in: self)
  }

  private func index(byColumn column: Int) -> KeyIndex {
    if let identityIndex, identityIndex.columns.count == 1, identityIndex.columns[0] == column {
      return identityIndex
    }
    return index(by: [column])
  }
}
