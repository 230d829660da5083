/// Sorting that a person can stop: short runs by themselves, then merged two by two, with a look in between.
///
/// The sort of the standard library asks nobody, and a million keys take it longer than anybody waits for Ctrl-C.
extension Array {
  /// The elements in order; equal ones stay as they were.
  ///
  /// - Parameter checkInterrupt: asked now and then; what it throws ends the sorting.
  package func sorted<E: Error>(
    asking checkInterrupt: () throws(E) -> Void, by isBefore: (Element, Element) -> Bool
  ) throws(E) -> [Element] {
    let longestRun = 1 << 14
    guard count > longestRun else { return sorted(by: isBefore) }
    var runs: [Element] = []
    runs.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: longestRun) {
      try checkInterrupt()
      runs += self[start..<Swift.min(start + longestRun, count)].sorted(by: isBefore)
    }
    var merged: [Element] = []
    merged.reserveCapacity(count)
    var length = longestRun
    while length < count {
      for start in stride(from: 0, to: count, by: length * 2) {
        let middle = Swift.min(start + length, count)
        let end = Swift.min(middle + length, count)
        var left = start
        var right = middle
        while left < middle, right < end {
          if Session.isDue(merged.count) { try checkInterrupt() }
          if isBefore(runs[right], runs[left]) {
            merged.append(runs[right])
            right += 1
          } else {
            merged.append(runs[left])
            left += 1
          }
        }
        try checkInterrupt()
        merged += runs[left..<middle]
        merged += runs[right..<end]
      }
      swap(&runs, &merged)
      merged.removeAll(keepingCapacity: true)
      length *= 2
    }
    return runs
  }
}
