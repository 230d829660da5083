/// A name as SQLite compares names: byte by byte, ASCII letters without case.
///
/// Swift's `String` compares canonical equivalence, where `é` composed and decomposed are one name; to SQLite
/// they are two tables.
package struct FoldedName: Hashable, Sendable {
  private let bytes: [UInt8]

  package init(_ name: some StringProtocol) {
    bytes = name.utf8.map(\.folded)
  }
}

extension FoldedName: Comparable {
  package static func < (left: FoldedName, right: FoldedName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension StringProtocol {
  /// Whether two names are the same bytes.
  package func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether two names are one name to SQLite.
  package func isSameName(as other: some StringProtocol) -> Bool {
    utf8.elementsEqual(other.utf8) { $0.folded == $1.folded }
  }
}

extension UInt8 {
  fileprivate var folded: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
