/// A name as SQLite compares names: byte by byte, ASCII letters without case.
///
/// Swift's `String` compares canonical equivalence, where `é` composed and decomposed are one name; to SQLite
/// they are two tables.
package struct FoldedName: Hashable, Sendable {
  private let text: String

  package init(_ name: String) {
    let isFolded = name.utf8.allSatisfy { $0 == $0.folded }
    text = isFolded ? name : String(decoding: name.utf8.map(\.folded), as: UTF8.self)
  }

  package static func == (left: FoldedName, right: FoldedName) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    // Without an end two names in a row would hash like their parts cut elsewhere.
    hasher.combine(0xFF as UInt8)
  }
}

extension FoldedName: Comparable {
  package static func < (left: FoldedName, right: FoldedName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension String {
  /// Whether two names are the same bytes.
  package func hasSameBytes(as other: String) -> Bool {
    // Names that are not even equivalent are told apart many times faster than byte by byte.
    guard utf8.count == other.utf8.count, self == other else { return false }
    var (own, other) = (self, other)
    return own.withUTF8 { own in other.withUTF8 { own.elementsEqual($0) } }
  }
}

extension StringProtocol {
  /// Whether two names are the same bytes.
  package func hasSameBytes(as other: some StringProtocol) -> Bool {
    // Most names that are compared differ in their length already.
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }

  /// `hasSuffix` by bytes, which is also many times faster.
  func ends(in suffix: String) -> Bool {
    utf8.count >= suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// Whether two names are one name to SQLite.
  package func isSameName(as other: some StringProtocol) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) { $0.folded == $1.folded }
  }
}

extension UInt8 {
  fileprivate var folded: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
