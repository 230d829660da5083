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

  private static func append(_ value: Value, to bytes: inout [UInt8]) -> Bool {
    switch value {
    case .integer(let integer):
      bytes += Array(String(integer).utf8)
      return true
    case .null:
      bytes += Array("null".utf8)
      return true
    case .text(let text): return append(text.utf8, to: &bytes)
    case .real, .blob: return false
    }
  }

  private static func append(_ text: [UInt8], to bytes: inout [UInt8]) -> Bool {
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
