/// Targets in first-seen order, with the number of ways to each.
package struct Gathering {
  package private(set) var slots: [Slot] = []
  private(set) var ways: [UInt32] = []
  /// Position + 1 of each slot; 0 for one that was not seen.
  private var positions: [UInt32] = []
  /// The same for few sources: a list as long as the highest slot would cost more than the sources.
  ///
  /// Empty as long as looking at each of the slots is faster.
  private var sparse: [Slot: Int] = [:]
  private static let fewSlots = 32
  private let isSparse: Bool

  /// - Parameter capacity: how many targets are expected.
  package init(capacity: Int) {
    isSparse = capacity < 64
    slots.reserveCapacity(max(capacity, 16))
    ways.reserveCapacity(max(capacity, 16))
  }

  package mutating func add(_ slot: Slot) {
    if let position = position(of: slot) {
      ways[position] += 1
      return
    }
    if !isSparse {
      positions[Int(slot)] = UInt32(slots.count + 1)
    } else if !sparse.isEmpty {
      sparse[slot] = slots.count
    }
    slots.append(slot)
    ways.append(1)
  }

  /// At which place of the slots a target stands; nil for one that was not added.
  package mutating func position(of slot: Slot) -> Int? {
    if isSparse {
      if slots.count < Self.fewSlots { return slots.firstIndex(of: slot) }
      if sparse.isEmpty { for (position, slot) in slots.enumerated() { sparse[slot] = position } }
      return sparse[slot]
    }
    let index = Int(slot)
    if index >= positions.count {
      positions += repeatElement(0, count: max(index + 1, positions.count * 2) - positions.count)
    }
    return positions[index] == 0 ? nil : Int(positions[index]) - 1
  }
}
