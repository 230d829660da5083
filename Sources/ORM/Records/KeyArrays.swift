package import SQL

/// Keys as the texts of JSON arrays: `[1,2]`, or `[[1,"a"],[2,"b"]]` where a key has several columns.
///
/// Many keys take several arrays: the engine reads each of them in one go, and hears nobody meanwhile.
package struct KeyArrays {
  private var arrays: [Value] = []
  /// The array that is being written.
  private var bytes: [UInt8] = []
  /// How many bytes an array has at the least before another one is begun: a few thousandths of a second to read.
  private static let size = 1 << 18

  private init() {}

  /// - Parameter checkInterrupt: asked now and then; what it throws ends the writing.
  /// - Returns: nil where a value is neither an integer nor a text that JSON can hold.
  package static func json<E: Error>(
    _ keys: [Key], asking checkInterrupt: () throws(E) -> Void
  ) throws(E) -> [Value]? {
    var arrays = KeyArrays()
    for (index, key) in keys.enumerated() {
      if Session.isDue(index) { try checkInterrupt() }
      arrays.begin()
      if key.values.count > 1 { arrays.bytes.append(UInt8(ascii: "[")) }
      for (position, value) in key.values.enumerated() {
        if position > 0 { arrays.bytes.append(UInt8(ascii: ",")) }
        guard append(value, to: &arrays.bytes) else { return nil }
      }
      if key.values.count > 1 { arrays.bytes.append(UInt8(ascii: "]")) }
    }
    return arrays.whole()
  }

  /// The same of records, by some of their columns: nothing is made for each of them.
  static func json<E: Error>(
    _ slots: [Slot], of store: RecordStore, by columns: [Int], asking checkInterrupt: () throws(E) -> Void
  ) throws(E) -> [Value]? {
    var arrays = KeyArrays()
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: columns.count)
    cells.initialize(repeating: .null)
    defer { cells.deallocate() }
    for (index, slot) in slots.enumerated() {
      if Session.isDue(index) { try checkInterrupt() }
      arrays.begin()
      guard store.withRow(slot, columns, in: cells, { append($0, to: &arrays.bytes) }) else { return nil }
    }
    return arrays.whole()
  }

  /// Makes room for another key.
  private mutating func begin() {
    if bytes.count >= Self.size { end() }
    bytes.append(UInt8(ascii: bytes.isEmpty ? "[" : ","))
  }

  private mutating func end() {
    bytes.append(UInt8(ascii: "]"))
    arrays.append(.text(Text(utf8: bytes)))
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func whole() -> [Value] {
    if bytes.isEmpty { bytes.append(UInt8(ascii: "[")) }
    end()
    return arrays
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
      bytes += "null".utf8
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
