/// One cell of a row on its way from an engine: the kind, and the value or a view of its bytes.
///
/// The bytes belong to whoever lent the row and are valid only while it is lent. Sixteen bytes, so that a row
/// of a million passes without an allocation.
///
/// `Cell` and `Row` alone are `public`: what is `package` the compiler does not inline in other targets, and these are
/// touched for every value that is read.
@frozen
public struct Cell {
  @frozen
  public enum Kind: UInt8, Sendable {
    case null, integer, real, text, blob
  }

  /// The integer, the bit pattern of the double, or the address of the first byte.
  public let bits: UInt64
  /// The number of bytes of a text or blob; 0 otherwise.
  public let count: UInt32
  public let kind: Kind

  @inlinable
  init(bits: UInt64, count: UInt32, kind: Kind) {
    self.bits = bits
    self.count = count
    self.kind = kind
  }

  @inlinable public static var null: Cell { Cell(bits: 0, count: 0, kind: .null) }
  @inlinable public static func integer(_ value: Int64) -> Cell {
    Cell(bits: UInt64(bitPattern: value), count: 0, kind: .integer)
  }
  @inlinable public static func real(_ value: Double) -> Cell {
    Cell(bits: value.bitPattern, count: 0, kind: .real)
  }
  @inlinable public static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
    Cell(
      bits: UInt64(UInt(bitPattern: bytes.baseAddress)), count: UInt32(truncatingIfNeeded: bytes.count),
      kind: .text)
  }
  @inlinable public static func blob(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
    Cell(
      bits: UInt64(UInt(bitPattern: bytes.baseAddress)), count: UInt32(truncatingIfNeeded: bytes.count),
      kind: .blob)
  }

  /// The integer of an `.integer` cell; meaningless for another kind.
  @inlinable public var integer: Int64 { Int64(bitPattern: bits) }
  /// The double of a `.real` cell; meaningless for another kind.
  @inlinable public var real: Double { Double(bitPattern: bits) }
  /// The bytes of a `.text` or `.blob` cell, valid while the row is lent; empty for another kind.
  @inlinable public var bytes: UnsafeBufferPointer<UInt8> {
    guard hasBytes else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(
      start: UnsafePointer(bitPattern: UInt(truncatingIfNeeded: bits)), count: Int(count))
  }
  @inlinable public var isNull: Bool { kind == .null }
  /// Whether the value lies elsewhere, as that of a text or blob; otherwise it is in `bits`.
  @inlinable public var hasBytes: Bool { kind == .text || kind == .blob }

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
public struct Row {
  @usableFromInline let cells: UnsafeBufferPointer<Cell>

  @inlinable public init(_ cells: UnsafeBufferPointer<Cell>) { self.cells = cells }
  @inlinable public var count: Int { cells.count }
  @inlinable public subscript(index: Int) -> Cell { cells[index] }

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
