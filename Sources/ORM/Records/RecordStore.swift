import Glibc
package import SQL

/// A record's place in the store of its entity.
package typealias Slot = UInt32

/// All records of one entity that a session holds, packed one behind the other.
///
/// A path over a million rows must not make a million small objects, and the memory that it takes is what it waits for.
/// A record is one tag for each column, and behind them the values in as few bytes as they need (`CellTag`); five
/// bytes more tell where it begins. A cell is found by going over the tags before it.
package final class RecordStore {
  /// Attributes, and the hidden identity column when the entity has one.
  let width: Int
  package private(set) var count = 0
  /// Where each cohort begins: the records that one result or one hop brought in together, which stand side by side.
  private var cohortStarts: [Slot] = []
  private var records: UnsafeMutableRawPointer?
  private var recordsCount = 0
  private var recordsCapacity = 0
  /// Where each record begins: the first five bytes of a whole number.
  private var starts: UnsafeMutableRawPointer?
  private var startsCapacity = 0
  /// By identity; nil when rows of the entity cannot be told apart.
  private let identityIndex: KeyIndex?
  /// By other unique keys that relationships refer to, made when first asked for.
  private var otherIndexes: [KeyIndex] = []
  private let foldings: [KeyFolding]

  private static let startStride = 5
  /// Numbers are read and written as eight bytes, whatever of them counts.
  private static let slack = 8

  init(_ layout: RecordLayout) {
    width = layout.width
    foldings = layout.foldings
    let identity = layout.identity
    identityIndex =
      identity.isEmpty ? nil : KeyIndex(columns: identity, foldings: identity.map { layout.foldings[$0] })
  }

  deinit {
    free(records)
    free(starts)
  }

  /// The memory held, room to grow counted in.
  var byteCount: Int {
    startsCapacity * Self.startStride + recordsCapacity + cohortStarts.count * MemoryLayout<Slot>.stride
      + otherIndexes.reduce(identityIndex?.byteCount ?? 0) { $0 + $1.byteCount }
  }

  /// The value of one attribute, lent until the store changes.
  package func cell(_ slot: Slot, _ column: Int) -> Cell {
    guard let tags = record(slot) else { return .null }
    var value = tags + width
    for index in 0..<column { value += CellTag.size(tags[index], value) }
    return CellTag.cell(tags[column], value)
  }

  /// Lends some attributes of one record as a row.
  func withRow<R, E: Error>(
    _ slot: Slot, _ columns: some Collection<Int>, in cells: UnsafeMutableBufferPointer<Cell>,
    _ body: (Row) throws(E) -> R
  ) throws(E) -> R {
    if let tags = record(slot) {
      var next = 0
      var value = tags + width
      for (position, column) in columns.enumerated() {
        if column < next {
          next = 0
          value = tags + width
        }
        while next < column {
          value += CellTag.size(tags[next], value)
          next += 1
        }
        cells[position] = CellTag.cell(tags[column], value)
      }
    }
    return try body(Row(UnsafeBufferPointer(rebasing: cells[..<columns.count])))
  }

  /// The tags of a record, and behind them its values.
  private func record(_ slot: Slot) -> UnsafePointer<UInt8>? {
    guard let starts, let records else { return nil }
    let start = starts.loadUnaligned(fromByteOffset: Int(slot) * Self.startStride, as: UInt64.self)
    return UnsafePointer((records + Int(start & 0xFF_FFFF_FFFF)).assumingMemoryBound(to: UInt8.self))
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
    var most = width * CellTag.mostBeside
    for column in 0..<width { most += Int(row[offset + column].count) }
    makeRoom(for: most)
    guard let records, let starts else { preconditionFailure("out of memory for a record of \(most) bytes") }
    let tags = (records + recordsCount).assumingMemoryBound(to: UInt8.self)
    var value = tags + width
    for column in 0..<width { tags[column] = CellTag.store(row[offset + column], at: &value) }
    starts.storeBytes(of: UInt64(recordsCount), toByteOffset: count * Self.startStride, as: UInt64.self)
    recordsCount += value - tags
    defer { count += 1 }
    return Slot(truncatingIfNeeded: count)
  }

  private func makeRoom(for bytes: Int) {
    if recordsCount + bytes + Self.slack > recordsCapacity {
      recordsCapacity = max(512, recordsCapacity * 2, recordsCount + bytes + Self.slack)
      records = GrowingMemory.resize(records, to: recordsCapacity)
    }
    if count == startsCapacity {
      startsCapacity = max(16, startsCapacity * 2)
      starts = GrowingMemory.resize(starts, to: startsCapacity * Self.startStride + Self.slack)
    }
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
