internal import SQL

/// Columns for boxes, passages and the ends of lines.
///
/// In turn each layer is moved towards what it is joined to above and below, as far as its order and the distances
/// allow; then the lines get their places at the borders.
struct LayerPlacement {
  let graph: LayeredGraph
  /// By item: its leftmost column.
  private var lefts: [Int]
  /// By net: where it leaves its box.
  private var trunks: [Int]
  /// By link: where it meets its lower box.
  private(set) var ports: [Int]
  private let width: Int
  /// By item: what it is joined to above and below.
  private var above: [[LayeredGraph.Item]]
  private var below: [[LayeredGraph.Item]]

  /// - Parameter checkInterrupt: fails when a person has asked to stop.
  /// - Returns: nil where a layer has no room for its items.
  init?(
    _ graph: LayeredGraph, width: Int, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    self.graph = graph
    self.width = width
    lefts = Array(repeating: 0, count: graph.itemCount)
    trunks = Array(repeating: 0, count: graph.nets.count)
    ports = Array(repeating: 0, count: graph.links.count)
    above = Array(repeating: [], count: graph.itemCount)
    below = above
    join()
    guard try placeItems(checkInterrupt) else { return nil }
    for rank in graph.layers.indices.dropLast() {
      try checkInterrupt()
      guard placeTrunks(rank), placePorts(rank) else { return nil }
      separate(rank)
    }
  }

  private mutating func join() {
    for crossing in graph.crossings.joined() {
      for item in graph.targets(of: crossing) {
        below[graph.number(of: crossing.from)].append(item)
        above[graph.number(of: item)].append(crossing.from)
      }
    }
  }

  /// The leftmost column of an item.
  func left(of item: LayeredGraph.Item) -> Int { lefts[graph.number(of: item)] }

  private func center(_ item: LayeredGraph.Item) -> Double {
    Double(left(of: item)) + Double(graph.width(of: item) - 1) / 2
  }

  /// The columns of a box between which a line may meet it.
  private func span(_ item: LayeredGraph.Item) -> ClosedRange<Int> {
    let left = left(of: item)
    guard case .box = item else { return left...left }
    return (left + 2)...(left + max(2, graph.width(of: item) - 3))
  }

  // MARK: Items

  private mutating func placeItems(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> Bool {
    for layer in graph.layers {
      var left = 0
      for item in layer {
        lefts[graph.number(of: item)] = left
        left += graph.width(of: item) + graph.gap
      }
      guard left - graph.gap <= width else { return false }
    }
    let ranks = Array(graph.layers.indices)
    for round in 0..<12 {
      let isLast = round >= 8
      for rank in round.isMultiple(of: 2) ? ranks : ranks.reversed() {
        try checkInterrupt()
        let wanted = graph.layers[rank].map { item in
          let down = above[graph.number(of: item)]
          let up = below[graph.number(of: item)]
          let others = isLast ? down + up : round.isMultiple(of: 2) ? down : up
          let center =
            others.isEmpty ? center(item) : others.reduce(0) { $0 + self.center($1) } / Double(others.count)
          return center - Double(graph.width(of: item) - 1) / 2
        }
        guard place(graph.layers[rank], wanted) else { return false }
      }
    }
    return true
  }

  private mutating func place(_ layer: [LayeredGraph.Item], _ wanted: [Double]) -> Bool {
    guard let last = layer.last else { return true }
    let distances = layer.dropLast().map { graph.width(of: $0) + graph.gap }
    let room = width - graph.width(of: last)
    guard room >= 0, let places = OrderedPlacement.places(wanted, distances: distances, in: 0...room) else {
      return false
    }
    for (item, left) in zip(layer, places) { lefts[graph.number(of: item)] = left }
    return true
  }

  // MARK: Ends of lines

  /// Where the net of a crossing comes down from its layer.
  func top(of crossing: LayeredGraph.Crossing) -> Int {
    switch crossing.from {
    case .box: trunks[crossing.net]
    case .passage: left(of: crossing.from)
    }
  }

  private mutating func placeTrunks(_ rank: Int) -> Bool {
    let crossings = Dictionary(grouping: graph.crossings[rank]) { graph.number(of: $0.from) }
    for item in graph.layers[rank] {
      guard case .box = item, let leaving = crossings[graph.number(of: item)] else { continue }
      let own = leaving.map { crossing in
        (crossing.net, target: self.wanted(crossing, alone: leaving.count == 1))
      }.sorted { ($0.target, $0.0) < ($1.target, $1.0) }
      let distances = Array(repeating: LayeredGraph.Link.footWidth, count: max(0, own.count - 1))
      guard let places = OrderedPlacement.places(own.map(\.target), distances: distances, in: span(item))
      else {
        return false
      }
      for ((net, _), place) in zip(own, places) { trunks[net] = place }
    }
    return true
  }

  /// The middle of the box, or where the one line of the net goes straight down.
  private func wanted(_ crossing: LayeredGraph.Crossing, alone: Bool) -> Double {
    let targets = graph.targets(of: crossing)
    let middle = center(crossing.from).rounded(.down)
    if targets.count == 1, let target = targets.first {
      var span = span(target)
      if let link = crossing.links.first {
        let end = span.upperBound + LayeredGraph.Link.footWidth - graph.links[link].portWidth
        span = span.lowerBound...max(span.lowerBound, end)
      }
      let straight = min(max(Int(middle), span.lowerBound), span.upperBound)
      if self.span(crossing.from).contains(straight) || !alone { return Double(straight) }
      return middle
    }
    return alone ? middle : targets.reduce(0) { $0 + center($1) } / Double(max(1, targets.count))
  }

  /// A line goes straight down where it can, and never ends in the column in which another begins.
  private mutating func placePorts(_ rank: Int) -> Bool {
    var arriving: [Int: [(link: Int, net: Int, top: Int)]] = [:]
    for crossing in graph.crossings[rank] {
      for link in crossing.links {
        arriving[graph.links[link].lower, default: []].append((link, crossing.net, top(of: crossing)))
      }
    }
    let nets = netsByTop(rank)
    for item in graph.layers[rank + 1] {
      guard case .box(let box) = item else { continue }
      let own = (arriving[box] ?? []).sorted { ($0.top, $0.link) < ($1.top, $1.link) }
      guard let last = own.last else { continue }
      let span = span(item)
      let end = span.upperBound + LayeredGraph.Link.footWidth - graph.links[last.link].portWidth
      guard end >= span.lowerBound else { return false }
      let room = span.lowerBound...end
      let wanted = own.enumerated().map { index, port in
        room.contains(port.top)
          ? port.top : span.lowerBound + (span.count - 1) * (2 * index + 1) / (2 * own.count)
      }
      let distances = own.dropLast().map { graph.links[$0.link].portWidth }
      let places =
        OrderedPlacement.columns(wanted, distances: distances, in: room) { index, column in
          nets[column]?.allSatisfy { $0 == own[index].net } ?? true
        } ?? OrderedPlacement.columns(wanted, distances: distances, in: room) { _, _ in true }
      guard let places else { return false }
      for (port, place) in zip(own, places) { ports[port.link] = place }
    }
    return true
  }

  // MARK: Columns of their own

  /// Where a passage would begin in the column in which another line comes down, it moves a little if it can.
  private mutating func separate(_ rank: Int) {
    let nets = netsByTop(rank)
    for crossing in graph.crossings[rank] {
      func isTaken(_ column: Int) -> Bool { nets[column]?.contains { $0 != crossing.net } ?? false }
      guard let passage = crossing.passage, isTaken(left(of: passage)) else { continue }
      let column = left(of: passage)
      let room = room(of: passage, graph.layers[rank + 1])
      let near = (1...8).lazy.flatMap { [column + $0, column - $0] }
      if let free = near.first(where: { room.contains($0) && !isTaken($0) }) {
        lefts[graph.number(of: passage)] = free
      }
    }
  }

  /// By column: the nets that come down there from a layer.
  private func netsByTop(_ rank: Int) -> [Int: [Int]] {
    Dictionary(grouping: graph.crossings[rank], by: top).mapValues { $0.map(\.net) }
  }

  /// The columns to which a passage may move without coming too close to its neighbours.
  private func room(of item: LayeredGraph.Item, _ layer: [LayeredGraph.Item]) -> ClosedRange<Int> {
    let own = left(of: item)
    guard let index = layer.firstIndex(of: item) else { return own...own }
    let low = index == 0 ? 0 : left(of: layer[index - 1]) + graph.width(of: layer[index - 1]) + 1
    let high = index == layer.count - 1 ? width - 1 : left(of: layer[index + 1]) - 2
    return low <= high ? low...high : own...own
  }
}
