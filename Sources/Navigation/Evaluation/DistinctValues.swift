import SQL

/// The values seen so far, compared as their column compares them.
struct DistinctValues {
  private let collation: Collation
  private var seen: Set<Value> = []

  /// - Parameter count: how many there are at the most; room is made for them at once, for a set that has grown large
  ///   takes longer to grow again than anybody waits for Ctrl-C.
  init(upTo count: Int, collation: Collation) {
    self.collation = collation
    seen.reserveCapacity(count)
  }

  /// Answers whether the value is new.
  mutating func insert(_ value: Value) -> Bool { seen.insert(folded(value)).inserted }

  private func folded(_ value: Value) -> Value {
    switch value {
    case .null, .integer, .blob: return value
    // To SQL 1.0 is 1.
    case .real(let real): return Int64(exactly: real).map(Value.integer) ?? value
    case .text(let text):
      switch collation {
      case .binary, .custom: return value
      case .noCase: return .text(Text(utf8: text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }))
      case .rightTrim: return .text(Text(utf8: Array(text.utf8.reversed().drop { $0 == 0x20 }.reversed())))
      }
    }
  }
}
