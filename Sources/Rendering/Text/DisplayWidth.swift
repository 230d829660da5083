/// How many columns a terminal gives to a text.
///
/// Measured by grapheme: combining marks take none, East Asian wide characters two, an emoji sequence two
/// however long it is. Ambiguous characters count as one, as every terminal outside East Asia has them.
package enum DisplayWidth {
  package static func columns(of text: some StringProtocol) -> Int {
    if let count = text.utf8.withContiguousStorageIfAvailable(plainCount), let count { return count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  package static func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.isASCII, scalars.count == 1 { return columns(of: first) }
    if isEmojiSequence(first, scalars) { return 2 }
    return scalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The longest beginning that takes no more than so many columns.
  package static func prefix<S: StringProtocol>(of text: S, columns limit: Int) -> S.SubSequence {
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      used += columns(of: text[end])
      if used > limit { break }
      end = text.index(after: end)
    }
    return text[..<end]
  }

  /// The text itself where it fits, else its beginning and the sign that something is missing.
  package static func shortened(_ text: String, to limit: Int, charset: Charset) -> String {
    if columns(of: text) <= limit { return text }
    let ellipsis = charset.ellipsis(within: limit)
    return prefix(of: text, columns: max(0, limit - ellipsis.count)) + ellipsis
  }

  /// The number of bytes when all of them are printable ASCII, one column each.
  static func plainCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    for byte in bytes where byte < 0x20 || byte > 0x7E { return nil }
    return bytes.count
  }

  /// A base that a variation selector, a joiner, a skin tone or a second regional indicator makes one
  /// picture.
  private static func isEmojiSequence(_ first: Unicode.Scalar, _ scalars: Character.UnicodeScalarView) -> Bool
  {
    guard scalars.count > 1, first.properties.isEmoji || isRegionalIndicator(first) else { return false }
    return scalars.dropFirst().contains { scalar in
      scalar.value == 0xFE0F || scalar.value == 0x200D || scalar.properties.isEmojiModifier
        || isRegionalIndicator(scalar) || (0xE0020...0xE007F).contains(scalar.value)
    }
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x20 || (0x7F..<0xA0).contains(value) { return 0 }
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    // The vowels and final consonants of a Hangul syllable written as separate letters.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: return WideCharacters.contains(value) ? 2 : 1
    }
  }
}
