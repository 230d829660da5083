package import SQL

/// Values as people read them in a table: each kind looks different, and nothing in them reaches the terminal
/// raw.
///
/// In one colour too: NULL is a bare word, and a text that could be taken for it, for no text at all or for a
/// blob stands in quotes.
package struct CellText {
  package let charset: Charset
  package let nullText: String
  /// Columns after which a text need not be read on; nil to show all of it.
  package let limit: Int?
  /// What stands for a missing record, so that no text can be taken for it; nil where none can be missing.
  private let nothing: String?

  package init(_ presentation: Presentation, limit: Int?, nothing: String? = nil) {
    charset = presentation.charset
    nullText = presentation.nullText ?? "NULL"
    self.limit = limit
    self.nothing = nothing
  }

  package func text(of cell: Cell) -> StyledText {
    switch cell.kind {
    case .null: StyledText(nullText, .null)
    case .integer: StyledText(String(cell.integer))
    case .real: StyledText(Self.decimal(cell.real))
    case .text: text(cell.bytes)
    case .blob: blob(cell.bytes)
    }
  }

  /// The number of columns, when the cell is printed byte for byte or digit by digit.
  func plainWidth(of cell: Cell) -> Int? {
    if cell.kind == .integer { return Self.digits(of: cell.integer) }
    guard cell.kind == .text, let count = DisplayWidth.plainCount(cell.bytes), !needsQuotes(cell.bytes) else {
      return nil
    }
    return count
  }

  /// The shortest decimal that reads back as the same double, spelled as SQLite spells it: always with a
  /// point.
  package static func decimal(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
    let text = value.description
    guard let exponent = text.utf8.firstIndex(of: 0x65), !text.utf8.contains(0x2E) else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  /// With the sign.
  private static func digits(of integer: Int64) -> Int {
    var count = integer < 0 ? 2 : 1
    var rest = integer.magnitude
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    return count
  }

  private func text(_ bytes: UnsafeBufferPointer<UInt8>) -> StyledText {
    if needsQuotes(bytes) { return quoted(String(decoding: bytes, as: UTF8.self)) }
    var shown = bytes.count
    // Sixteen bytes a column are more than any legible grapheme takes.
    if let limit, limit < 1 << 20, shown > limit * 16 + 64 {
      shown = limit * 16 + 64
      while shown > 0, bytes[shown] & 0xC0 == 0x80 { shown -= 1 }
    }
    var text = VisibleText.styled(
      String(decoding: UnsafeBufferPointer(rebasing: bytes[..<shown]), as: UTF8.self), charset: charset)
    if shown < bytes.count { text.append(charset.ellipsis, .escape) }
    return text
  }

  private func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    if last == 0x27, first == 0x27 || (first | 0x20 == 0x78 && bytes.count > 2 && bytes[1] == 0x27) {
      return true
    }
    if first == 0x20, bytes.allSatisfy({ $0 == 0x20 }) { return true }
    if let nothing, bytes.count == nothing.utf8.count, bytes.elementsEqual(nothing.utf8) { return true }
    return bytes.count == nullText.utf8.count && bytes.elementsEqual(nullText.utf8)
  }

  private func quoted(_ text: String) -> StyledText {
    var result = StyledText("'", .escape)
    for (index, part) in text.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { result.append("''") }
      result.append(VisibleText.styled(String(part), charset: charset))
    }
    result.append("'", .escape)
    return result
  }

  /// Whether `text(of:)` shows but the first bytes of a blob.
  func isBeginning(of cell: Cell) -> Bool {
    limit != nil && cell.kind == .blob && cell.bytes.count > Self.wholeBlob
  }

  /// Bytes of a blob that are shown whole even where room is short.
  private static let wholeBlob = 8

  /// As in `x'00ff10…' 1,024 bytes`.
  private func blob(_ bytes: UnsafeBufferPointer<UInt8>) -> StyledText {
    let shown = limit == nil || bytes.count <= Self.wholeBlob ? bytes.count : 6
    var result = StyledText("x'", .escape)
    result.append(Self.hexadecimal(bytes[..<shown]))
    if shown < bytes.count { result.append(charset.ellipsis, .escape) }
    result.append("'", .escape)
    if shown < bytes.count { result.append(" " + Quantity.count(bytes.count, "byte"), .escape) }
    return result
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var digits: [UInt8] = []
    for byte in bytes {
      digits.append(hexadecimalDigit(byte >> 4))
      digits.append(hexadecimalDigit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  static func hexadecimalDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
}
