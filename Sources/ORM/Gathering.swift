/// Targets in first-seen order, with the number of ways to each.
package struct Gathering {
  package private(set) var slots: [Slot] = []
  private(set) var ways: [UInt32] = []
  /// Position + 1 of each slot; 0 for one that was not seen.
  private var positions: [UInt32] = []
  /// The same for few sources: a list as long as the highest slot would cost more than the sources.
  private var sparse: [Slot: Int] = [:]
  private let isSparse: Bool

  /// - Parameter capacity: how many targets are expected.
  package init(capacity: Int) {
    isSparse = capacity < 64
    slots.reserveCapacity(capacity)
  }

  package mutating func add(_ slot: Slot) {
    if let position = position(of: slot) {
      ways[position] += 1
      return
    }
    if isSparse { sparse[slot] = slots.count } else { positions[Int(slot)] = UInt32(slots.count + 1) }
    slots.append(slot)
    ways.append(1)
  }

  private mutating func position(of slot: Slot) -> Int? {
    if isSparse { return sparse[slot] }
    let index = Int(slot)
    if index >= positions.count {
      positions += repeatElement(0, count: max(index + 1, positions.count * 2) - positions.count)
    }
    return positions[index] == 0 ? nil : Int(positions[index]) - 1
  }
}
