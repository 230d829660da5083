internal import SQL

/// Rows for the level pieces of lines between two layers, so that no two lie upon each other.
///
/// Two nets may share a row where their pieces do not touch; a net that begins in the column in which another ends
/// lies above it (the vertical constraints of channel routing, Hashimoto and Stevens, 1971).
struct ChannelRouting {
  /// One net between two layers.
  struct Wire: Hashable {
    let net: Int
    let top: Int
    let bottoms: [Int]
    let extent: ClosedRange<Int>

    init(net: Int, top: Int, bottoms: [Int]) {
      self.net = net
      self.top = top
      self.bottoms = bottoms
      extent = bottoms.reduce(top) { min($0, $1) }...bottoms.reduce(top) { max($0, $1) }
    }

    var isStraight: Bool { extent.lowerBound == extent.upperBound }
  }

  /// The row of each net that has a level piece, from 0.
  private(set) var rows: [Int: Int] = [:]
  private(set) var count = 0
  private let wires: [Wire]
  /// By wire: those that begin in a column in which it ends, and so lie above it.
  private let above: [[Int]]

  /// So few wires are tried in every order that one exchange leads to.
  private static let fewWires = 24

  /// - Parameters:
  ///   - all: one for each net.
  ///   - checkInterrupt: fails when a person has asked to stop.
  /// - Returns: nil where lines would lie upon each other however they are ordered.
  init?(
    _ all: [Wire], _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    var users: [Int: Set<Int>] = [:]
    for wire in all {
      for column in [wire.top] + wire.bottoms { users[column, default: []].insert(wire.net) }
    }
    for wire in all where wire.isStraight && users[wire.top] != [wire.net] { return nil }
    wires = all.filter { !$0.isStraight }
    let tops = Dictionary(grouping: wires.indices) { [wires] in wires[$0].top }
    above = wires.indices.map { [wires] wire in
      Set(wires[wire].bottoms.flatMap { tops[$0] ?? [] }).filter { $0 != wire }.sorted()
    }
    var order = Array(wires.indices)
    guard var best = levels(in: order) else { return nil }
    if wires.count < Self.fewWires {
      let crossings = Crossings(wires)
      var cost = crossings.cost(best)
      for _ in 0..<4 {
        var isBetter = false
        for one in order.indices {
          try checkInterrupt()
          for other in order.indices.dropFirst(one + 1) {
            order.swapAt(one, other)
            if let levels = levels(in: order), crossings.cost(levels) < cost {
              cost = crossings.cost(levels)
              best = levels
              isBetter = true
            } else {
              order.swapAt(one, other)
            }
          }
        }
        if !isBetter { break }
      }
    }
    for (wire, level) in zip(wires, best) { rows[wire.net] = level }
    count = (best.max() ?? -1) + 1
  }

  /// Each wire, in this order, in the highest row that is free and below all that must lie above it.
  private func levels(in order: [Int]) -> [Int]? {
    /// By wire; -1 until it is known.
    var levels = Array(repeating: -1, count: wires.count)
    var extents: [[ClosedRange<Int>]] = []
    var waiting = order
    while !waiting.isEmpty {
      guard let next = waiting.firstIndex(where: { above[$0].allSatisfy { levels[$0] >= 0 } }) else {
        return nil
      }
      let wire = waiting.remove(at: next)
      let extent = wires[wire].extent
      var level = above[wire].reduce(0) { max($0, levels[$1] + 1) }
      while level < extents.count, extents[level].contains(where: { Self.touches($0, extent) }) { level += 1 }
      while extents.count <= level { extents.append([]) }
      extents[level].append(extent)
      levels[wire] = level
    }
    return levels
  }

  private static func touches(_ one: ClosedRange<Int>, _ other: ClosedRange<Int>) -> Bool {
    one.lowerBound - 1 <= other.upperBound && other.lowerBound - 1 <= one.upperBound
  }

  /// How often two wires cross, by which of them lies above the other.
  private struct Crossings {
    /// By wire and other wire: when the other lies below, and when it lies above.
    private var whenAbove: [Int] = []
    private var whenBelow: [Int] = []
    private let count: Int

    init(_ wires: [Wire]) {
      count = wires.count
      for wire in wires {
        for other in wires {
          // What comes down to its own row, and what goes down from it, meets the level piece of the other.
          let isOther = wire.net != other.net
          whenBelow.append(isOther && other.extent.contains(wire.top) ? 1 : 0)
          whenAbove.append(isOther ? wire.bottoms.count { other.extent.contains($0) } : 0)
        }
      }
    }

    /// Crossings, then rows.
    func cost(_ levels: [Int]) -> (Int, Int) {
      var crossings = 0
      for wire in 0..<count {
        for other in 0..<count {
          if levels[other] < levels[wire] {
            crossings += whenBelow[wire * count + other]
          } else if levels[other] > levels[wire] {
            crossings += whenAbove[wire * count + other]
          }
        }
      }
      return (crossings, (levels.max() ?? -1) + 1)
    }
  }
}
