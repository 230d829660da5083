/// Places on a line for things in a given order, each as near as possible to where it wants to be.
enum OrderedPlacement {
  /// Least squares under an order: neighbours that would come too close are moved as one (pool adjacent violators).
  ///
  /// - Parameters:
  ///   - distances: from each to the next, at the least.
  ///   - range: where the first may be at the least and the last at the most.
  /// - Returns: nil when the range is too short.
  static func places(_ wanted: [Double], distances: [Int], in range: ClosedRange<Int>) -> [Int]? {
    guard !wanted.isEmpty else { return [] }
    var offsets = [0]
    for distance in distances { offsets.append((offsets.last ?? 0) + distance) }
    let room = range.upperBound - (offsets.last ?? 0)
    guard room >= range.lowerBound else { return nil }
    var blocks: [(sum: Double, count: Int)] = []
    for (index, place) in wanted.enumerated() {
      var block = (sum: place - Double(offsets[index]), count: 1)
      while let last = blocks.last, last.sum / Double(last.count) >= block.sum / Double(block.count) {
        block = (block.sum + last.sum, block.count + last.count)
        blocks.removeLast()
      }
      blocks.append(block)
    }
    var places: [Int] = []
    for block in blocks {
      let mean = (block.sum / Double(block.count)).rounded()
      let start = min(max(Int(mean), range.lowerBound), room)
      for _ in 0..<block.count { places.append(start + offsets[places.count]) }
    }
    return places
  }

  /// Whole columns under an order, with columns that may not be taken; the nearest in sum.
  ///
  /// - Parameters:
  ///   - distances: from each to the next, at the least.
  ///   - isFree: whether the n-th may be in a column.
  /// - Returns: nil when there are not enough columns.
  static func columns(
    _ wanted: [Int], distances: [Int], in range: ClosedRange<Int>, isFree: (Int, Int) -> Bool
  ) -> [Int]? {
    let count = range.count
    // By column: the least sum when the last so far stands there or before it, and where it stands.
    var steps: [[(cost: Int, place: Int)?]] = []
    for (index, place) in wanted.enumerated() {
      var step: [(cost: Int, place: Int)?] = Array(repeating: nil, count: count)
      for offset in 0..<count {
        var best = offset > 0 ? step[offset - 1] : nil
        let column = range.lowerBound + offset
        var before: Int? = index == 0 ? 0 : nil
        if index > 0, offset >= distances[index - 1] {
          before = steps[index - 1][offset - distances[index - 1]]?.cost
        }
        if isFree(index, column), let before {
          let cost = before + abs(column - place)
          if cost < best?.cost ?? .max { best = (cost, offset) }
        }
        step[offset] = best
      }
      steps.append(step)
    }
    var columns: [Int] = []
    var end = count - 1
    for index in wanted.indices.reversed() {
      guard end >= 0, let place = steps[index][end]?.place else { return nil }
      columns.append(range.lowerBound + place)
      if index > 0 { end = place - distances[index - 1] }
    }
    return columns.reversed()
  }
}
