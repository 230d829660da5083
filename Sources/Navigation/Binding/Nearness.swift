/// How near two names are, for "did you mean".
package enum Nearness {
  /// The names that a typing error may have meant, the nearest first.
  package static func nearest(_ name: String, in names: some Sequence<String>, limit: Int = 3) -> [String] {
    let typed = Array(name.lowercased().unicodeScalars)
    var found: [(name: String, distance: Int)] = []
    for candidate in names where !found.contains(where: { $0.name == candidate }) {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      // Letters may be left out anywhere but at the beginning: `bok` is near `books`, and `mem` near `members`.
      let isShortened = typed.count >= 3 && isShortened(typed, scalars)
      // Of a single letter nothing would be left.
      if typed.count == 1, scalars.first != typed[0] { continue }
      let distance = typed == scalars ? 0 : isShortened ? 1 : distance(typed, scalars)
      // Who has left out a letter has typed a short name, and means the longer.
      let length = typed.first == scalars.first ? max(typed.count, scalars.count) : typed.count
      if distance <= max(1, length / 3) { found.append((candidate, distance)) }
    }
    return found.enumerated()
      .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
      .prefix(limit).map(\.element.name)
  }

  /// Whether a name begins with what was typed, or has its letters in order and at most three more.
  private static func isShortened(_ typed: [Unicode.Scalar], _ name: [Unicode.Scalar]) -> Bool {
    if name.starts(with: typed) { return true }
    guard name.first == typed.first, name.count > typed.count, name.count - typed.count <= 3 else {
      return false
    }
    var rest = typed[...]
    for scalar in name where scalar == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    guard abs(left.count - right.count) <= 4, left.count <= 64, right.count <= 64 else { return .max }
    var beforeLast = Array(repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
