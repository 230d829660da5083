/// Records that were met: a bit at the place of each slot, so that nothing is hashed.
package struct SlotSet {
  private var words: [UInt64] = []

  package init() {}

  /// - Returns: whether it was not there yet.
  @discardableResult
  package mutating func insert(_ slot: Slot) -> Bool {
    let index = Int(slot >> 6)
    if index >= words.count {
      words += repeatElement(0, count: max(index + 1, words.count * 2) - words.count)
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
