/// Records that were met: a mark at the place of each slot, so that nothing is hashed.
package struct SlotSet {
  private var marks: [Bool] = []

  package init() {}

  package func contains(_ slot: Slot) -> Bool { Int(slot) < marks.count && marks[Int(slot)] }

  /// - Returns: whether it was not there yet.
  @discardableResult
  package mutating func insert(_ slot: Slot) -> Bool {
    let index = Int(slot)
    if index >= marks.count {
      marks += repeatElement(false, count: max(index + 1, marks.count * 2) - marks.count)
    }
    if marks[index] { return false }
    marks[index] = true
    return true
  }
}
