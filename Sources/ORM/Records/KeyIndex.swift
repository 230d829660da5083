import Glibc
import SQL

/// The identity map of one key of one entity: from key to slot.
///
/// It keeps slots only, and compares a key with the cells of the record, so nothing is boxed. As long as each key is one
/// more than that of the record before, as where a whole table is read, there is nothing to keep. Whole numbers that
/// lie close together, as most primary keys do, index an array; everything else goes into a hash table with open
/// addressing, where half of each entry is a piece of the hash, so that records of other keys are seldom looked at.
final class KeyIndex {
  let columns: [Int]
  private let foldings: [KeyFolding]
  /// The key of slot 0, while neither array nor table is there: that of slot n is n more.
  private var firstKey: Int64 = 0
  /// Slot + 1 by key, 0 for none, while all keys are whole numbers below `denseCapacity`.
  private var dense: UnsafeMutablePointer<UInt32>?
  private var denseCapacity = 0
  /// Once keys are anything else: half of the hash in the upper half, slot + 1 in the lower, 0 for a free place.
  ///
  /// Its size is a power of two, and it is at most half full. The place follows from the half that is kept, so that the
  /// table grows in one pass that looks at no record: whoever waits for a row cannot be asked meanwhile.
  private var table: UnsafeMutablePointer<UInt64>?
  private var tableCapacity = 0
  private var tableShift: UInt64 = 0
  private var count = 0
  /// One past the greatest key, while all keys are whole numbers from 0; nil once one was not.
  private var wholeLimit: Int64? = 0

  init(columns: [Int], foldings: [KeyFolding]) {
    self.columns = columns
    self.foldings = foldings
    // For one column it is decided by the first key.
    if columns.count > 1 { makeTable(0) }
  }

  deinit {
    free(dense)
    free(table)
  }

  /// The memory held, room to grow counted in.
  var byteCount: Int {
    denseCapacity * MemoryLayout<UInt32>.stride + tableCapacity * MemoryLayout<UInt64>.stride
  }

  // MARK: Finding

  func find(_ row: Row, at offset: Int, in store: RecordStore) -> Slot? {
    if table == nil, let key = Self.whole(row[offset + columns[0]]) { return find(whole: key) }
    return find(hash: hash { row[offset + columns[$0]] }, in: store) { row[offset + columns[$0]] }
  }

  func find(key: Row, in store: RecordStore) -> Slot? {
    if table == nil, let key = Self.whole(key[0]) { return find(whole: key) }
    return find(hash: hash { key[$0] }, in: store) { key[$0] }
  }

  func find(integer: Int64, in store: RecordStore) -> Slot? {
    if table == nil { return find(whole: integer) }
    return find(hash: Self.mix(0, UInt64(bitPattern: integer)), in: store) { _ in .integer(integer) }
  }

  private func find(whole key: Int64) -> Slot? {
    guard let dense else {
      // Keys that wrap around at the greatest number do so here as well.
      let slot = UInt64(bitPattern: key &- firstKey)
      return slot < UInt64(count) ? Slot(truncatingIfNeeded: slot) : nil
    }
    guard key >= 0, key < denseCapacity else { return nil }
    let entry = dense[Int(key)]
    return entry == 0 ? nil : entry - 1
  }

  private func find(hash: UInt64, in store: RecordStore, _ cell: (Int) -> Cell) -> Slot? {
    guard let table else { return nil }
    let mask = tableCapacity - 1
    var position = place(of: hash)
    while true {
      let entry = table[position]
      if entry == 0 { return nil }
      if entry >> 32 == hash & 0xFFFF_FFFF {
        let slot = Slot(truncatingIfNeeded: entry) - 1
        var isSame = true
        for index in 0..<columns.count where isSame {
          isSame = Self.same(store.cell(slot, columns[index]), cell(index), foldings[index])
        }
        if isSame { return slot }
      }
      position = (position + 1) & mask
    }
  }

  // MARK: Adding

  /// Adds a record of the store whose key is not in the index.
  func add(_ slot: Slot, in store: RecordStore) {
    let key = columns.count == 1 ? Self.whole(store.cell(slot, columns[0])) : nil
    if let key, key >= 0, key < .max, let limit = wholeLimit {
      wholeLimit = max(limit, key + 1)
    } else {
      wholeLimit = nil
    }
    if table == nil {
      if dense == nil {
        if count == 0, let key { firstKey = key }
        if let key, Int(slot) == count, key &- firstKey == Int64(count) {
          count += 1
          return
        }
        leaveRun()
      }
      if table == nil, let key, fitsDense(key) {
        dense?[Int(key)] = slot + 1
        count += 1
        return
      }
      if table == nil { leaveDense() }
    }
    if count * 2 >= tableCapacity {
      if let limit = wholeLimit, fitsDense(limit - 1) {
        returnToDense(in: store, before: slot)
        dense?[Int(key ?? 0)] = slot + 1
        count += 1
        return
      }
      grow()
    }
    place(slot, hash { store.cell(slot, columns[$0]) })
    count += 1
  }

  /// Adds a record unless another one has the same key, as in a file that breaks its own rules.
  func addIfNew(_ slot: Slot, in store: RecordStore) {
    let existing =
      if table == nil, let key = Self.whole(store.cell(slot, columns[0])) {
        find(whole: key)
      } else {
        find(hash: hash { store.cell(slot, columns[$0]) }, in: store) { store.cell(slot, columns[$0]) }
      }
    if existing == nil { add(slot, in: store) }
  }

  // MARK: Close whole numbers

  private static func whole(_ cell: Cell) -> Int64? {
    switch cell.kind {
    case .integer: cell.integer
    case .real: Int64(exactly: cell.real)
    case .null, .text, .blob: nil
    }
  }

  /// Whether an array up to this key is worth its place: at most eight times as many keys as records.
  private func fitsDense(_ key: Int64) -> Bool {
    guard key >= 0 else { return false }
    if key < denseCapacity { return true }
    guard key < Int64(max(128, (count + 1) * 8)) else { return false }
    growDense(to: max(64, Int(key) + 1, denseCapacity * 2))
    return true
  }

  private func growDense(to capacity: Int) {
    // Fresh zeros take no memory until they are written to, unlike those that would be written behind `realloc`.
    guard let grown = calloc(capacity, 4) else {
      preconditionFailure("out of memory for \(capacity) keys")
    }
    let entries = grown.bindMemory(to: UInt32.self, capacity: capacity)
    if let dense { memcpy(entries, dense, denseCapacity * 4) }
    free(dense)
    dense = entries
    denseCapacity = capacity
  }

  /// A key has come that does not follow the one before.
  private func leaveRun() {
    let (lastKey, isTooGreat) = firstKey.addingReportingOverflow(Int64(count) - 1)
    if count == 0 { return }
    if firstKey >= 0, !isTooGreat, fitsDense(lastKey), let dense {
      for slot in 0..<count { dense[Int(firstKey) + slot] = Slot(truncatingIfNeeded: slot) + 1 }
    } else {
      makeTable(count)
      for slot in 0..<count {
        place(Slot(truncatingIfNeeded: slot), Self.mix(0, UInt64(bitPattern: firstKey &+ Int64(slot))))
      }
    }
  }

  private func leaveDense() {
    makeTable(count)
    if let dense {
      for key in 0..<denseCapacity where dense[key] != 0 {
        place(dense[key] - 1, Self.mix(0, UInt64(key)))
      }
    }
    free(dense)
    dense = nil
    denseCapacity = 0
  }

  /// Keys that were far apart at first have come close: a lazy walk meets them in any order.
  ///
  /// The records are looked at as they lie, which is many times as fast as in the order of the table. Of several with one
  /// key the first is the one that is found.
  private func returnToDense(in store: RecordStore, before limit: Slot) {
    guard let old = table, let dense else { return }
    for slot in 0..<limit {
      if let key = Self.whole(store.cell(slot, columns[0])), dense[Int(key)] == 0 {
        dense[Int(key)] = slot + 1
      }
    }
    free(old)
    table = nil
    tableCapacity = 0
  }

  // MARK: The hash table

  /// - Parameter keys: how many it has to hold at once.
  private func makeTable(_ keys: Int) {
    var capacity = 64
    while capacity <= keys * 2 { capacity *= 2 }
    guard let entries = calloc(capacity, 8) else { preconditionFailure("out of memory for \(capacity) keys") }
    table = entries.bindMemory(to: UInt64.self, capacity: capacity)
    tableCapacity = capacity
    tableShift = 32 - UInt64(capacity.trailingZeroBitCount)
  }

  private func place(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash & 0xFFFF_FFFF) >> tableShift)
  }

  private func grow() {
    guard let old = table else { return }
    let oldCapacity = tableCapacity
    makeTable(count)
    for position in 0..<oldCapacity where old[position] != 0 { place(entry: old[position]) }
    free(old)
  }

  private func place(_ slot: Slot, _ hash: UInt64) {
    place(entry: (hash & 0xFFFF_FFFF) << 32 | UInt64(slot + 1))
  }

  private func place(entry: UInt64) {
    guard let table else { return }
    let mask = tableCapacity - 1
    var position = place(of: entry >> 32)
    while table[position] != 0 { position = (position + 1) & mask }
    table[position] = entry
  }

  // MARK: Hashing and comparing

  private func hash(_ cell: (Int) -> Cell) -> UInt64 {
    var hash: UInt64 = 0
    for index in 0..<columns.count { hash = Self.combine(hash, cell(index), foldings[index]) }
    return hash
  }

  private static func combine(_ hash: UInt64, _ cell: Cell, _ folding: KeyFolding) -> UInt64 {
    switch cell.kind {
    case .null: return mix(hash, 0x9E37)
    case .integer: return mix(hash, UInt64(bitPattern: cell.integer))
    case .real:
      if let integer = Int64(exactly: cell.real) { return mix(hash, UInt64(bitPattern: integer)) }
      return mix(hash, cell.real.bitPattern)
    case .text, .blob:
      var result: UInt64 = 0xCBF2_9CE4_8422_2325 ^ hash
      for byte in folding.significant(cell.bytes) {
        result = (result ^ UInt64(folding.fold(byte))) &* 0x100_0000_01B3
      }
      return mix(result, cell.kind == .text ? 1 : 2)
    }
  }

  /// Both halves of the result are well mixed; the lower is kept, and its upper bits choose the place.
  private static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 32)
  }

  /// Two cells that the column's collation calls equal; an integer equals the real of the same value.
  static func same(_ left: Cell, _ right: Cell, _ folding: KeyFolding) -> Bool {
    switch (left.kind, right.kind) {
    case (.integer, .integer): return left.integer == right.integer
    case (.real, .real): return left.real == right.real
    case (.integer, .real): return Int64(exactly: right.real) == left.integer
    case (.real, .integer): return Int64(exactly: left.real) == right.integer
    case (.null, .null): return true
    case (.blob, .blob):
      return left.count == right.count && left.bytes.elementsEqual(right.bytes)
    case (.text, .text):
      let first = folding.significant(left.bytes)
      let second = folding.significant(right.bytes)
      guard first.count == second.count else { return false }
      if case .exact = folding { return first.elementsEqual(second) }
      for index in 0..<first.count where folding.fold(first[index]) != folding.fold(second[index]) {
        return false
      }
      return true
    default: return false
    }
  }
}

/// What makes two values of a key column the same to the database.
enum KeyFolding: Sendable {
  case exact
  case noCase
  case rightTrim

  /// A collation that an application defines is taken as exact: at worst a row is fetched again.
  init(_ collation: Collation) {
    switch collation {
    case .binary, .custom: self = .exact
    case .noCase: self = .noCase
    case .rightTrim: self = .rightTrim
    }
  }

  func fold(_ byte: UInt8) -> UInt8 {
    if case .noCase = self, byte >= 0x41, byte <= 0x5A { return byte | 0x20 }
    return byte
  }

  func significant(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard case .rightTrim = self else { return bytes }
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[..<end])
  }
}
