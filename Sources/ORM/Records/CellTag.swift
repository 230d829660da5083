import Glibc
import SQL

/// How a value lies in a record: one byte that tells its kind and its size.
///
/// 0 is NULL and has no bytes; 1 to 8 an integer of so many, the lower ones first; 9 a double; 10 and 11 a text and a
/// blob whose length comes first, in four bytes; 12 and more a text of so many bytes less 12.
enum CellTag {
  private static let null: UInt8 = 0
  private static let integerLimit: UInt8 = 8
  private static let real: UInt8 = 9
  private static let longText: UInt8 = 10
  private static let blob: UInt8 = 11
  private static let text: UInt8 = 12
  private static let longestText = 255 - Int(text)

  /// What a value takes beside the bytes of a text or blob, at the most: its tag, and a number or a length.
  static let mostBeside = 9

  /// How many bytes a value takes.
  static func size(_ tag: UInt8, _ value: UnsafePointer<UInt8>) -> Int {
    if tag >= text { return Int(tag - text) }
    if tag <= integerLimit { return Int(tag) }
    return tag == real ? 8 : 4 + length(value)
  }

  private static func length(_ value: UnsafePointer<UInt8>) -> Int {
    Int(UnsafeRawPointer(value).loadUnaligned(as: UInt32.self))
  }

  /// The value, whose bytes are lent; eight bytes from where it begins must be readable.
  static func cell(_ tag: UInt8, _ value: UnsafePointer<UInt8>) -> Cell {
    if tag >= text { return .text(UnsafeBufferPointer(start: value, count: Int(tag - text))) }
    switch tag {
    case null: return .null
    case real: return .real(Double(bitPattern: UnsafeRawPointer(value).loadUnaligned(as: UInt64.self)))
    case longText: return .text(UnsafeBufferPointer(start: value + 4, count: length(value)))
    case blob: return .blob(UnsafeBufferPointer(start: value + 4, count: length(value)))
    default:
      // What lies behind the integer is shifted out, and its sign in.
      let unused = 64 - 8 * Int64(tag)
      return .integer((UnsafeRawPointer(value).loadUnaligned(as: Int64.self) &<< unused) &>> unused)
    }
  }

  /// Writes a value and goes behind it; eight bytes from there must be writable.
  ///
  /// - Returns: its tag.
  static func store(_ cell: Cell, at value: inout UnsafeMutablePointer<UInt8>) -> UInt8 {
    switch cell.kind {
    case .null: return null
    case .integer:
      UnsafeMutableRawPointer(value).storeBytes(of: cell.bits, as: UInt64.self)
      // One bit more than the number needs tells its sign.
      let bits = 65 - (cell.integer ^ (cell.integer &>> 63)).leadingZeroBitCount
      let size = (bits + 7) / 8
      value += size
      return UInt8(truncatingIfNeeded: size)
    case .real:
      UnsafeMutableRawPointer(value).storeBytes(of: cell.bits, as: UInt64.self)
      value += 8
      return real
    case .text, .blob:
      let bytes = cell.bytes
      let isShort = cell.kind == .text && bytes.count <= longestText
      if !isShort {
        UnsafeMutableRawPointer(value).storeBytes(of: cell.count, as: UInt32.self)
        value += 4
      }
      if let start = bytes.baseAddress {
        memcpy(value, start, bytes.count)
        value += bytes.count
      }
      if isShort { return text + UInt8(truncatingIfNeeded: bytes.count) }
      return cell.kind == .text ? longText : blob
    }
  }
}
