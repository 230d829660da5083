/// What a line says to people alone: from two dashes, or a number sign, that stand between white space to the end of
/// the line.
///
/// At the beginning of a line they need no space before them. Inside quotes they are text.
package enum LineComment {
  /// The line with blanks in place of its comments, byte by byte, so that places in it stay what they are.
  package static func blanked(_ line: String) -> String {
    var bytes = Array(line.utf8)
    guard bytes.contains(where: { $0 == dash || $0 == numberSign }) else { return line }
    var quote: UInt8?
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if let opened = quote {
        if byte == opened { quote = nil }
      } else if isQuote(byte) {
        quote = byte
      } else if isComment(bytes, at: position) {
        while position < bytes.count, bytes[position] != 0x0A {
          bytes[position] = 0x20
          position += 1
        }
      }
      position += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same without the blanks at both ends: what the line says to the program.
  package static func removed(_ line: String) -> String { blanked(line).trimmed }

  private static let dash = UInt8(ascii: "-")
  private static let numberSign = UInt8(ascii: "#")

  /// Without a space behind them they may be a value: `set null --`, `set null #`, `[year > --5]`.
  private static func isComment(_ bytes: [UInt8], at position: Int) -> Bool {
    guard position == 0 || isBlank(bytes[position - 1]) else { return false }
    var end = position
    while end < bytes.count, bytes[end] == bytes[position] { end += 1 }
    let length = end - position
    guard end < bytes.count, isBlank(bytes[end]) else { return false }
    // At the end of a line, too, it may be a value.
    return bytes[position] == dash
      ? length == 2 : bytes[position] == numberSign && length == 1 && bytes[end] != 0x0A
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
