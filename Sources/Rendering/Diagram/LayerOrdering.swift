internal import SQL

/// The order of boxes in their layers, so that few lines cross.
///
/// Each item goes to the mean place of what it is joined to in the layer before, down and up again (the barycentre
/// method); then neighbours are exchanged as long as that helps.
struct LayerOrdering {
  /// By item, numbered: those of the layer above and of the layer below that it is joined to.
  private var above: [[Int]]
  private var below: [[Int]]
  /// The numbers of the items in each layer, in order.
  private var layers: [[Int]]
  /// By item: its place in its layer.
  private var places: [Int]

  /// - Parameter checkInterrupt: fails when a person has asked to stop.
  static func order(
    _ graph: inout LayeredGraph, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    let items = graph.layers.flatMap { $0 }
    let first = try LayerOrdering(graph, items, checkInterrupt)
    var best = first.layers
    var fewest = try first.crossings(checkInterrupt)
    for start in [first.layers, first.layers.map { $0.reversed() }] {
      var ordering = first
      for rank in start.indices { ordering.put(start[rank], in: rank) }
      for round in 0..<16 where fewest > 0 || round < 4 {
        try ordering.sweep(down: round.isMultiple(of: 2), checkInterrupt)
        try ordering.exchange(checkInterrupt)
        let crossings = try ordering.crossings(checkInterrupt)
        if crossings < fewest {
          fewest = crossings
          best = ordering.layers
        }
      }
    }
    graph.layers = best.map { layer in layer.map { items[$0] } }
  }

  private init(
    _ graph: LayeredGraph, _ items: [LayeredGraph.Item],
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    var numbers = Array(repeating: 0, count: graph.itemCount)
    for (index, item) in items.enumerated() { numbers[graph.number(of: item)] = index }
    above = Array(repeating: [], count: items.count)
    below = above
    places = Array(repeating: 0, count: items.count)
    layers = []
    var next = 0
    for layer in graph.layers {
      layers.append(Array(next..<(next + layer.count)))
      for place in layer.indices { places[next + place] = place }
      next += layer.count
    }
    for crossings in graph.crossings {
      try checkInterrupt()
      for crossing in crossings {
        let from = numbers[graph.number(of: crossing.from)]
        for item in graph.targets(of: crossing) {
          let target = numbers[graph.number(of: item)]
          below[from].append(target)
          above[target].append(from)
        }
      }
    }
  }

  private mutating func put(_ layer: [Int], in rank: Int) {
    layers[rank] = layer
    for (place, item) in layer.enumerated() { places[item] = place }
  }

  private mutating func sweep(
    down: Bool, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    for rank in down ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed() {
      try checkInterrupt()
      let means = layers[rank].enumerated().map { index, item -> (item: Int, mean: Double, index: Int) in
        let others = down ? above[item] : below[item]
        guard !others.isEmpty else { return (item, Double(index), index) }
        return (item, Double(others.reduce(0) { $0 + places[$1] }) / Double(others.count), index)
      }
      put(means.sorted { ($0.mean, $0.index) < ($1.mean, $1.index) }.map(\.item), in: rank)
    }
  }

  private mutating func exchange(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    for _ in 0..<4 {
      var isBetter = false
      for rank in layers.indices {
        try checkInterrupt()
        for index in layers[rank].indices.dropLast() {
          let (left, right) = (layers[rank][index], layers[rank][index + 1])
          guard isBetterExchanged(left, right) else { continue }
          layers[rank].swapAt(index, index + 1)
          (places[left], places[right]) = (index + 1, index)
          isBetter = true
        }
      }
      if !isBetter { return }
    }
  }

  // MARK: Crossings

  /// Two neighbours change only how their own lines cross each other.
  private func isBetterExchanged(_ left: Int, _ right: Int) -> Bool {
    gain(above[left], above[right]) + gain(below[left], below[right]) > 0
  }

  private func gain(_ left: [Int], _ right: [Int]) -> Int {
    var gain = 0
    for one in left {
      let place = places[one]
      for other in right { gain += (place - places[other]).signum() }
    }
    return gain
  }

  private func crossings(_ checkInterrupt: () throws(DatabaseError) -> Void) throws(DatabaseError) -> Int {
    var count = 0
    for rank in layers.indices.dropLast() {
      try checkInterrupt()
      count += crossings(below: rank)
    }
    return count
  }

  /// The lines from left to right by their upper ends: each crosses those before it that end further right.
  private func crossings(below rank: Int) -> Int {
    /// How many lines end at a place or left of it, by the places whose lowest bit they share (Fenwick, 1994).
    var ends = [Int](repeating: 0, count: layers[rank + 1].count + 1)
    var (crossings, lines) = (0, 0)
    for item in layers[rank] {
      let own = below[item].map { places[$0] }.sorted()
      for place in own {
        var (index, notFurther) = (place + 1, 0)
        while index > 0 {
          notFurther += ends[index]
          index -= index & -index
        }
        crossings += lines - notFurther
      }
      for place in own {
        var index = place + 1
        while index < ends.count {
          ends[index] += 1
          index += index & -index
        }
      }
      lines += own.count
    }
    return crossings
  }
}
