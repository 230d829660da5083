/// Rows for the level pieces of lines between two layers, so that no two lie upon each other.
///
/// Two nets may share a row where their pieces do not touch; a net that begins in the column in which another ends
/// lies above it (the vertical constraints of channel routing, Hashimoto and Stevens, 1971).
struct ChannelRouting {
  /// One net between two layers.
  struct Wire: Hashable {
    var net: Int
    var top: Int
    var bottoms: [Int]

    var isStraight: Bool { bottoms.allSatisfy { $0 == top } }
    var extent: ClosedRange<Int> {
      let all = bottoms + [top]
      return (all.min() ?? top)...(all.max() ?? top)
    }
  }

  /// The row of each net that has a level piece, from 0.
  private(set) var rows: [Int: Int] = [:]
  private(set) var count = 0

  /// - Returns: nil where lines would lie upon each other however they are ordered.
  init?(_ wires: [Wire]) {
    for wire in wires where wire.isStraight {
      let isFree = wires.allSatisfy {
        $0.net == wire.net || ($0.top != wire.top && !$0.bottoms.contains(wire.top))
      }
      guard isFree else { return nil }
    }
    let bent = wires.filter { !$0.isStraight }
    guard var best = Self.rows(for: bent) else { return nil }
    var cost = Self.cost(bent, best)
    var order = bent
    // Few wires lie in one channel: trying all exchanges is quick.
    for _ in 0..<4 where order.count < 24 {
      var isBetter = false
      for one in order.indices {
        for other in order.indices.dropFirst(one + 1) {
          order.swapAt(one, other)
          if let rows = Self.rows(for: order), Self.cost(bent, rows) < cost {
            cost = Self.cost(bent, rows)
            best = rows
            isBetter = true
          } else {
            order.swapAt(one, other)
          }
        }
      }
      if !isBetter { break }
    }
    rows = best
    count = (best.values.max() ?? -1) + 1
  }

  /// Each wire, in this order, in the highest row that is free and below all that must lie above it.
  private static func rows(for wires: [Wire]) -> [Int: Int]? {
    var rows: [Int: Int] = [:]
    var waiting = wires
    while !waiting.isEmpty {
      let next = waiting.firstIndex { wire in
        !waiting.contains { $0.net != wire.net && wire.bottoms.contains($0.top) }
      }
      guard let next else { return nil }
      let wire = waiting.remove(at: next)
      var row = 0
      while true {
        let isTaken = wires.contains { other in
          guard let taken = rows[other.net] else { return false }
          if wire.bottoms.contains(other.top), taken >= row { return true }
          return taken == row && other.extent.lowerBound - 1 <= wire.extent.upperBound
            && wire.extent.lowerBound - 1 <= other.extent.upperBound
        }
        if !isTaken { break }
        row += 1
      }
      rows[wire.net] = row
    }
    return rows
  }

  /// Crossings, then rows.
  private static func cost(_ wires: [Wire], _ rows: [Int: Int]) -> (Int, Int) {
    var crossings = 0
    for wire in wires {
      for other in wires where other.net != wire.net {
        guard let row = rows[wire.net], let level = rows[other.net] else { continue }
        // What comes down to its own row, and what goes down from it, meets the level piece of the other.
        if level < row, other.extent.contains(wire.top) { crossings += 1 }
        if level > row { crossings += wire.bottoms.count { other.extent.contains($0) } }
      }
    }
    return (crossings, (rows.values.max() ?? -1) + 1)
  }
}
