/// Records that were met: a bit at the place of each slot, so that nothing is hashed.
package struct SlotSet {
  private var words: [UInt64] = []

  package init() {}

  /// - Returns: whether it was not there yet.
  @discardableResult
  package mutating func insert(_ slot: Slot) -> Bool {
    let index = Int(slot >> 6)
    if index >= words.count {
      words += repeatElement(0, count: Swift.max(index + 1, words.count * 2) - words.count)
    }
    let bit: UInt64 = 1 &<< UInt64(slot & 63)
    if words[index] & bit != 0 { return false }
    words[index] |= bit
    return true
  }

  package func contains(_ slot: Slot) -> Bool {
    let index = Int(slot >> 6)
    return index < words.count && words[index] & (1 &<< UInt64(slot & 63)) != 0
  }
}

/// In the order of their places.
extension SlotSet: Sequence {
  package struct Iterator: IteratorProtocol {
    fileprivate let words: [UInt64]
    fileprivate var index = 0
    /// What is left of the word before the index.
    fileprivate var rest: UInt64 = 0

    package mutating func next() -> Slot? {
      while rest == 0 {
        guard index < words.count else { return nil }
        rest = words[index]
        index += 1
      }
      defer { rest &= rest - 1 }
      return Slot(truncatingIfNeeded: (index - 1) * 64 + rest.trailingZeroBitCount)
    }
  }

  package func makeIterator() -> Iterator { Iterator(words: words) }
}
