import SQL

/// Text from outside made safe to look at: what a terminal would obey or hide is shown by a stand-in.
package enum VisibleText {
  /// - Parameter role: the meaning of what needs no stand-in.
  static func styled(_ text: String, _ role: Role? = nil, charset: Charset) -> StyledText {
    if !text.unicodeScalars.contains(where: needsStandIn) { return StyledText(text, role) }
    var result = StyledText()
    var run = ""
    for scalar in text.unicodeScalars {
      if needsStandIn(scalar) {
        result.append(run, role)
        run = ""
        result.append(standIn(for: scalar, charset), .escape)
      } else {
        run.unicodeScalars.append(scalar)
      }
    }
    result.append(run, role)
    return result
  }

  package static func plain(_ text: String, charset: Charset) -> String {
    styled(text, charset: charset).plain
  }

  /// Control characters, line ends, invisible characters, and those that reorder the text around them.
  ///
  /// The joiners are left: emoji and several scripts are written with them.
  package static func needsStandIn(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFB:
      true
    default: false
    }
  }

  static func standIn(for scalar: Unicode.Scalar, _ charset: Charset) -> String {
    // A byte in the name of a file that is no UTF-8.
    if let half = FileName.shown(scalar) { return half }
    switch (scalar.value, charset) {
    case (0x0A, .unicode): return "⏎"
    case (0x0A, .ascii): return "\\n"
    case (0x09, .unicode): return "⇥"
    case (0x09, .ascii): return "\\t"
    case (0x0D, .ascii): return "\\r"
    case (0x1B, .ascii): return "\\e"
    case (0x7F, .unicode): return "␡"
    case (0x00...0x1F, .unicode):
      return Unicode.Scalar(0x2400 + scalar.value).map { String(Character($0)) } ?? "\u{FFFD}"
    default: return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
}
