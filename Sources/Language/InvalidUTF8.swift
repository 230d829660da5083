/// The first byte of something that is read as text and is none, because it is not UTF-8.
package struct InvalidUTF8: Hashable, Sendable {
  package var byte: UInt8
  /// How many bytes stand before it.
  package var offset: Int

  package init(byte: UInt8, offset: Int) {
    self.byte = byte
    self.offset = offset
  }

  /// - Returns: nil for what is UTF-8.
  package init?(in bytes: some Collection<UInt8>) {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
    guard let byte = bytes.dropFirst(offset).first else { return nil }
    (self.byte, self.offset) = (byte, offset)
  }

  /// As in `E9`.
  package static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }

  /// What is said where the text is put together again with a sign in place of the byte.
  package var diagnostic: Diagnostic {
    Diagnostic(
      .notUTF8(byte), at: SourceRange(offset, offset + String(Self.standIn).utf8.count))
  }

  /// What stands in the place of bytes that are no UTF-8 where a text is repaired.
  package static let standIn: Unicode.Scalar = "\u{FFFD}"
}
