import SQL

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

/// The identity map of one key of one entity: from key to slot, by open addressing over the stored cells.
///
/// It keeps slots only, four bytes each; a key is compared with the cells of the record, so nothing is boxed.
final class KeyIndex {
  let columns: [Int]
  private let foldings: [KeyFolding]
  /// Slot + 1; 0 is free. Its size is a power of two, at most two thirds full.
  private var table: [UInt32]
  private var count = 0

  init(columns: [Int], foldings: [KeyFolding]) {
    self.columns = columns
    self.foldings = foldings
    table = [UInt32](repeating: 0, count: 32)
  }

  func hash(_ row: Row, at offset: Int) -> UInt64 {
    var hash: UInt64 = 0
    for position in 0..<columns.count {
      hash = Self.combine(hash, row[offset + columns[position]], foldings[position])
    }
    return hash
  }

  func hash(key: Row) -> UInt64 {
    var hash: UInt64 = 0
    for position in 0..<columns.count { hash = Self.combine(hash, key[position], foldings[position]) }
    return hash
  }

  private func hash(_ slot: Slot, in store: RecordStore) -> UInt64 {
    var hash: UInt64 = 0
    for position in 0..<columns.count {
      hash = Self.combine(hash, store.cell(slot, columns[position]), foldings[position])
    }
    return hash
  }

  func find(_ hash: UInt64, _ row: Row, at offset: Int, in store: RecordStore) -> Slot? {
    probe(hash) { slot in
      for position in 0..<columns.count
      where !Self.same(store.cell(slot, columns[position]), row[offset + columns[position]], foldings[position]) {
        return false
      }
      return true
    }
  }

  func find(_ hash: UInt64, key: Row, in store: RecordStore) -> Slot? {
    probe(hash) { slot in
      for position in 0..<columns.count
      where !Self.same(store.cell(slot, columns[position]), key[position], foldings[position]) {
        return false
      }
      return true
    }
  }

  func find(integer: Int64, in store: RecordStore) -> Slot? {
    let column = columns[0]
    return probe(Self.mix(0, UInt64(bitPattern: integer))) { slot in
      let cell = store.cell(slot, column)
      return cell.kind == .integer ? cell.integer == integer : Self.same(cell, .integer(integer), .exact)
    }
  }

  private func probe(_ hash: UInt64, _ matches: (Slot) -> Bool) -> Slot? {
    table.withUnsafeBufferPointer { table in
      let mask = table.count - 1
      var position = Int(truncatingIfNeeded: hash >> 20) & mask
      while table[position] != 0 {
        let slot = table[position] - 1
        if matches(slot) { return slot }
        position = (position + 1) & mask
      }
      return nil
    }
  }

  /// Adds a record whose key is not in the index.
  func add(_ slot: Slot, _ hash: UInt64, in store: RecordStore) {
    growIfNeeded(in: store)
    place(slot, hash)
    count += 1
  }

  /// Adds a record unless another one has the same key, as in a file that breaks its own rules.
  func addIfNew(_ slot: Slot, in store: RecordStore) {
    growIfNeeded(in: store)
    let hash = hash(slot, in: store)
    let existing = probe(hash) { other in
      columns.indices.allSatisfy {
        Self.same(store.cell(other, columns[$0]), store.cell(slot, columns[$0]), foldings[$0])
      }
    }
    if existing == nil {
      place(slot, hash)
      count += 1
    }
  }

  private func place(_ slot: Slot, _ hash: UInt64) {
    let mask = table.count - 1
    var position = Int(truncatingIfNeeded: hash >> 20) & mask
    while table[position] != 0 { position = (position + 1) & mask }
    table[position] = slot + 1
  }

  private func growIfNeeded(in store: RecordStore) {
    guard count * 3 >= table.count * 2 else { return }
    let old = table
    table = [UInt32](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 { place(entry - 1, hash(entry - 1, in: store)) }
  }

  /// Two cells that the column's collation calls equal; an integer equals the real of the same value.
  static func same(_ left: Cell, _ right: Cell, _ folding: KeyFolding) -> Bool {
    switch (left.kind, right.kind) {
    case (.integer, .integer): return left.integer == right.integer
    case (.real, .real): return left.real == right.real
    case (.integer, .real): return Double(left.integer) == right.real && Int64(exactly: right.real) == left.integer
    case (.real, .integer): return Double(right.integer) == left.real && Int64(exactly: left.real) == right.integer
    case (.null, .null): return true
    case (.blob, .blob): return left.bytes.elementsEqual(right.bytes)
    case (.text, .text):
      let first = folding.significant(left.bytes)
      let second = folding.significant(right.bytes)
      guard first.count == second.count else { return false }
      for index in 0..<first.count where folding.fold(first[index]) != folding.fold(second[index]) { return false }
      return true
    default: return false
    }
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
      return mix(result, UInt64(cell.kind.rawValue))
    }
  }

  private static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 29)
  }
}
