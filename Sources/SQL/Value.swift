/// One value as a database stores it.
package enum Value: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(Text)
  case blob([UInt8])
}

/// Text as its UTF-8 bytes.
///
/// Databases compare bytes where Swift's `String` compares canonical equivalence, and files hold text that is
/// no valid UTF-8 at all: a key must find its row again in both cases. `string` is for people.
package struct Text: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package var utf8: [UInt8]

  package init(utf8: [UInt8]) { self.utf8 = utf8 }
  package init(_ string: some StringProtocol) { utf8 = Array(string.utf8) }
  package init(stringLiteral value: String) { utf8 = Array(value.utf8) }

  /// The text for people: bytes that are no UTF-8 become U+FFFD.
  package var string: String { String(decoding: utf8, as: UTF8.self) }
  package var description: String { string }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByFloatLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(stringLiteral value: String) { self = .text(Text(stringLiteral: value)) }
  package init(floatLiteral value: Double) { self = .real(value) }
  package init(_ string: some StringProtocol) { self = .text(Text(string)) }

  package var isNull: Bool {
    if case .null = self { true } else { false }
  }
}
