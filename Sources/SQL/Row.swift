/// One cell of a row on its way from an engine: the kind, and the value or a view of its bytes.
///
/// The bytes belong to whoever lent the row and are valid only while it is lent. Sixteen bytes, so that a row
/// of a million passes without an allocation.
@frozen
package struct Cell {
  @frozen
  package enum Kind: UInt8, Sendable {
    case null, integer, real, text, blob
  }

  /// The integer, the bit pattern of the double, or the address of the first byte.
  @usableFromInline let bits: UInt64
  /// The number of bytes of a text or blob; 0 otherwise.
  package let count: UInt32
  package let kind: Kind

  @inlinable @inline(__always)
  init(bits: UInt64, count: UInt32, kind: Kind) {
    self.bits = bits
    self.count = count
    self.kind = kind
  }

  @inlinable @inline(__always) package static var null: Cell { Cell(bits: 0, count: 0, kind: .null) }
  @inlinable @inline(__always) package static func integer(_ value: Int64) -> Cell {
    Cell(bits: UInt64(bitPattern: value), count: 0, kind: .integer)
  }
  @inlinable @inline(__always) package static func real(_ value: Double) -> Cell {
    Cell(bits: value.bitPattern, count: 0, kind: .real)
  }
  @inlinable @inline(__always) package static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
    Cell(
      bits: UInt64(UInt(bitPattern: bytes.baseAddress)), count: UInt32(truncatingIfNeeded: bytes.count),
      kind: .text)
  }
  @inlinable @inline(__always) package static func blob(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
    Cell(
      bits: UInt64(UInt(bitPattern: bytes.baseAddress)), count: UInt32(truncatingIfNeeded: bytes.count),
      kind: .blob)
  }

  /// The integer of an `.integer` cell; meaningless for another kind.
  @inlinable @inline(__always) package var integer: Int64 { Int64(bitPattern: bits) }
  /// The double of a `.real` cell; meaningless for another kind.
  @inlinable @inline(__always) package var real: Double { Double(bitPattern: bits) }
  /// The bytes of a `.text` or `.blob` cell, valid while the row is lent; empty for another kind.
  @inlinable @inline(__always) package var bytes: UnsafeBufferPointer<UInt8> {
    guard kind == .text || kind == .blob else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(
      start: UnsafePointer(bitPattern: UInt(truncatingIfNeeded: bits)), count: Int(count))
  }
  @inlinable @inline(__always) package var isNull: Bool { kind == .null }

  /// A copy of the value that outlives the row.
  package var value: Value {
    switch kind {
    case .null: .null
    case .integer: .integer(integer)
    case .real: .real(real)
    case .text: .text(Text(utf8: Array(bytes)))
    case .blob: .blob(Array(bytes))
    }
  }
}

/// One row, lent for the length of a call: whoever keeps a value copies it.
@frozen
package struct Row {
  @usableFromInline let cells: UnsafeBufferPointer<Cell>

  @inlinable @inline(__always) package init(_ cells: UnsafeBufferPointer<Cell>) { self.cells = cells }
  @inlinable @inline(__always) package var count: Int { cells.count }
  @inlinable @inline(__always) package subscript(index: Int) -> Cell { cells[index] }

  /// A copy of all values.
  package var values: [Value] { cells.map(\.value) }

  /// Lends a row made of values, for rows that come from no engine.
  package static func lending<R, E: Error>(_ values: [Value], _ body: (Row) throws(E) -> R) throws(E) -> R {
    var bytes: [UInt8] = []
    for value in values {
      switch value {
      case .text(let text): bytes += text.utf8
      case .blob(let blob): bytes += blob
      case .null, .integer, .real: break
      }
    }
    // One more byte, so that an empty text still has an address.
    bytes.append(0)
    let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { storage.deallocate() }
    _ = storage.initialize(from: bytes)
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: values.count)
    defer { cells.deallocate() }
    var offset = 0
    for (index, value) in values.enumerated() {
      func lent(_ count: Int) -> UnsafeBufferPointer<UInt8> {
        defer { offset += count }
        return UnsafeBufferPointer(rebasing: storage[offset..<(offset + count)])
      }
      let cell: Cell =
        switch value {
        case .null: .null
        case .integer(let integer): .integer(integer)
        case .real(let real): .real(real)
        case .text(let text): .text(lent(text.utf8.count))
        case .blob(let blob): .blob(lent(blob.count))
        }
      cells.initializeElement(at: index, to: cell)
    }
    return try body(Row(UnsafeBufferPointer(cells)))
  }
}
