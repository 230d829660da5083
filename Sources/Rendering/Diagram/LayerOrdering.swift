/// The order of boxes in their layers, so that few lines cross.
///
/// Each item goes to the mean place of what it is joined to in the layer before, down and up again (the barycentre
/// method); then neighbours are exchanged as long as that helps.
struct LayerOrdering {
  private let graph: LayeredGraph
  /// By layer: which item is joined to which of the next layer.
  private let joints: [[(LayeredGraph.Item, LayeredGraph.Item)]]

  static func order(_ graph: inout LayeredGraph) {
    let ordering = LayerOrdering(graph)
    var best = graph.layers
    var fewest = ordering.count(best)
    for start in [graph.layers, graph.layers.map { $0.reversed() }] {
      var layers = start
      for round in 0..<16 where fewest > 0 || round < 4 {
        ordering.sweep(&layers, down: round.isMultiple(of: 2))
        ordering.exchange(&layers)
        let crossings = ordering.count(layers)
        if crossings < fewest {
          fewest = crossings
          best = layers
        }
      }
    }
    graph.layers = best
  }

  private init(_ graph: LayeredGraph) {
    self.graph = graph
    joints = graph.layers.indices.dropLast().map { rank in
      graph.crossings(below: rank).flatMap { crossing in
        crossing.links.map { (crossing.from, .box(graph.links[$0].lower)) }
          + (crossing.passage.map { [(crossing.from, $0)] } ?? [])
      }
    }
  }

  private func places(_ layer: [LayeredGraph.Item]) -> [LayeredGraph.Item: Int] {
    Dictionary(uniqueKeysWithValues: layer.enumerated().map { ($1, $0) })
  }

  private func sweep(_ layers: inout [[LayeredGraph.Item]], down: Bool) {
    let ranks = down ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed()
    for rank in ranks {
      let places = places(layers[down ? rank - 1 : rank + 1])
      var sums: [LayeredGraph.Item: (total: Int, count: Int)] = [:]
      for (upper, lower) in joints[down ? rank - 1 : rank] {
        let (item, other) = down ? (lower, upper) : (upper, lower)
        let sum = sums[item] ?? (0, 0)
        sums[item] = (sum.total + (places[other] ?? 0), sum.count + 1)
      }
      let means = layers[rank].enumerated().map {
        index, item -> (item: LayeredGraph.Item, mean: Double, index: Int) in
        guard let sum = sums[item] else { return (item, Double(index), index) }
        return (item, Double(sum.total) / Double(sum.count), index)
      }
      layers[rank] = means.sorted { ($0.mean, $0.index) < ($1.mean, $1.index) }.map(\.item)
    }
  }

  private func exchange(_ layers: inout [[LayeredGraph.Item]]) {
    for _ in 0..<4 {
      var isBetter = false
      for rank in layers.indices {
        for index in layers[rank].indices.dropLast() {
          let before = count(layers, around: rank)
          guard before > 0 else { break }
          layers[rank].swapAt(index, index + 1)
          if count(layers, around: rank) < before {
            isBetter = true
          } else {
            layers[rank].swapAt(index, index + 1)
          }
        }
      }
      if !isBetter { return }
    }
  }

  // MARK: Crossings

  private func count(_ layers: [[LayeredGraph.Item]]) -> Int {
    joints.indices.reduce(0) { $0 + count(layers, below: $1) }
  }

  private func count(_ layers: [[LayeredGraph.Item]], around rank: Int) -> Int {
    (rank > 0 ? count(layers, below: rank - 1) : 0) + (rank < joints.count ? count(layers, below: rank) : 0)
  }

  private func count(_ layers: [[LayeredGraph.Item]], below rank: Int) -> Int {
    let (above, below) = (places(layers[rank]), places(layers[rank + 1]))
    let lines = joints[rank].map { (above[$0] ?? 0, below[$1] ?? 0) }
    var crossings = 0
    for (index, one) in lines.enumerated() {
      for other in lines[..<index] where (one.0 - other.0) * (one.1 - other.1) < 0 { crossings += 1 }
    }
    return crossings
  }
}
