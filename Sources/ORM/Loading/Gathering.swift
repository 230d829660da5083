/// Targets in first-seen order, with the number of ways to each.
package struct Gathering {
  package private(set) var slots: [Slot] = []
  private(set) var ways: [UInt32] = []
  /// Position + 1 of each slot; 0 for one that was not seen.
  private var positions: [UInt32] = []
  /// The same for few targets far apart: a list as long as the highest slot would cost more than they do.
  ///
  /// Empty as long as looking at each of the slots is faster.
  private var sparse: [Slot: Int] = [:]
  private static let fewSlots = 32
  private var isSparse = true
  private var highest: Slot = 0

  /// - Parameter capacity: how many targets there may be.
  package init(capacity: Int) {
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
    highest = max(highest, slot)
    slots.append(slot)
    ways.append(1)
    if isSparse { leaveSparse() }
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
      // What is made is written to, unlike room to grow: twice as much would be memory taken.
      let count = max(index + 1, positions.count + positions.count / 4)
      positions += repeatElement(0, count: count - positions.count)
    }
    return positions[index] == 0 ? nil : Int(positions[index]) - 1
  }

  /// Goes over to the list once it costs no more: four bytes for each slot up to the highest, against some thirty for
  /// each target.
  private mutating func leaveSparse() {
    guard slots.count >= Self.fewSlots, slots.count > Int(highest) / 8 else { return }
    isSparse = false
    sparse = [:]
    positions = Array(repeating: 0, count: Int(highest) + 1)
    for (position, slot) in slots.enumerated() { positions[Int(slot)] = UInt32(position + 1) }
  }
}
