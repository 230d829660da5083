/// What a line says to people alone: from two dashes that stand between white space to the end of the line.
///
/// At the beginning of a line they need no space before them. Inside quotes they are text.
package enum LineComment {
  /// The line with blanks in place of its comments, byte by byte, so that places in it stay what they are.
  package static func blanked(_ line: String) -> String {
    var bytes = Array(line.utf8)
    let dash = UInt8(ascii: "-")
    guard bytes.contains(dash) else { return line }
    var quote: UInt8?
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if let opened = quote {
        if byte == opened { quote = nil }
      } else if isQuote(byte) {
        quote = byte
      } else if byte == dash, isComment(bytes, at: position) {
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
  package static func removed(_ line: String) -> String {
    let rest = blanked(line).drop(while: \.isWhitespace)
    return String(rest.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Without a space behind them two dashes may be a value: `set null --`, `[year > --5]`.
  private static func isComment(_ bytes: [UInt8], at position: Int) -> Bool {
    guard position == 0 || isBlank(bytes[position - 1]), position + 2 < bytes.count else { return false }
    return bytes[position + 1] == bytes[position] && isBlank(bytes[position + 2])
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
