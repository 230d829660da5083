package import SQL

/// Keys as the text of one JSON array: `[1,2]`, or `[[1,"a"],[2,"b"]]` where a key has several columns.
package enum KeyArray {
  /// - Returns: nil where a value is neither an integer nor a text that JSON can hold.
  package static func json(_ keys: [Key]) -> Value? {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    for (index, key) in keys.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if key.values.count > 1 { bytes.append(UInt8(ascii: "[")) }
      for (position, value) in key.values.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        guard append(value, to: &bytes) else { return nil }
      }
      if key.values.count > 1 { bytes.append(UInt8(ascii: "]")) }
    }
    bytes.append(UInt8(ascii: "]"))
    return .text(Text(utf8: bytes))
  }

  /// The same of records, by some of their columns: nothing is made for each of them.
  static func json(_ slots: [Slot], of store: RecordStore, by columns: [Int]) -> Value? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(slots.count * 8)
    bytes.append(UInt8(ascii: "["))
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: columns.count)
    cells.initialize(repeating: .null)
    defer { cells.deallocate() }
    for (index, slot) in slots.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      guard store.withRow(slot, columns, in: cells, { append($0, to: &bytes) }) else { return nil }
    }
    bytes.append(UInt8(ascii: "]"))
    return .text(Text(utf8: bytes))
  }

  private static func append(_ key: Row, to bytes: inout [UInt8]) -> Bool {
    if key.count > 1 { bytes.append(UInt8(ascii: "[")) }
    for position in 0..<key.count {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      guard append(key[position], to: &bytes) else { return false }
    }
    if key.count > 1 { bytes.append(UInt8(ascii: "]")) }
    return true
  }

  private static func append(_ value: Value, to bytes: inout [UInt8]) -> Bool {
    switch value {
    case .integer(let integer): return append(Cell.integer(integer), to: &bytes)
    case .null: return append(Cell.null, to: &bytes)
    case .text(let text): return text.utf8.withUnsafeBufferPointer { append($0, to: &bytes) }
    case .real, .blob: return false
    }
  }

  private static func append(_ cell: Cell, to bytes: inout [UInt8]) -> Bool {
    switch cell.kind {
    case .integer:
      append(cell.integer, to: &bytes)
      return true
    case .null:
      bytes += Array("null".utf8)
      return true
    case .text: return append(cell.bytes, to: &bytes)
    case .real, .blob: return false
    }
  }

  private static func append(_ integer: Int64, to bytes: inout [UInt8]) {
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = integer.magnitude
    repeat {
      bytes.append(UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0"))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Bool {
    guard String(validating: text, as: UTF8.self) != nil, !text.contains(0) else { return false }
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return true
  }
}
