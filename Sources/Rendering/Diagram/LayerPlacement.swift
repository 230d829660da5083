/// Columns for boxes, passages and the ends of lines.
///
/// In turn each layer is moved towards what it is joined to above and below, as far as its order and the distances
/// allow; then the lines get their places at the borders.
struct LayerPlacement {
  let graph: LayeredGraph
  /// The leftmost column of each item.
  private(set) var lefts: [LayeredGraph.Item: Int] = [:]
  /// Where a net leaves its box.
  private(set) var trunks: [Int: Int] = [:]
  /// Where a link meets its lower box.
  private(set) var ports: [Int: Int] = [:]
  private let width: Int
  /// By item: what it is joined to above and below.
  private var above: [LayeredGraph.Item: [LayeredGraph.Item]] = [:]
  private var below: [LayeredGraph.Item: [LayeredGraph.Item]] = [:]

  /// - Returns: nil where a layer has no room for its items.
  init?(_ graph: LayeredGraph, width: Int) {
    self.graph = graph
    self.width = width
    join()
    guard placeItems() else { return nil }
    for rank in graph.layers.indices.dropLast() {
      let crossings = graph.crossings(below: rank)
      guard placeTrunks(crossings, rank), placePorts(crossings, rank) else { return nil }
      separate(crossings, rank)
    }
  }

  private mutating func join() {
    for rank in graph.layers.indices.dropLast() {
      for crossing in graph.crossings(below: rank) {
        for item in targets(of: crossing) {
          below[crossing.from, default: []].append(item)
          above[item, default: []].append(crossing.from)
        }
      }
    }
  }

  private func targets(of crossing: LayeredGraph.Crossing) -> [LayeredGraph.Item] {
    crossing.links.map { .box(graph.links[$0].lower) }
      + (crossing.passage.map { [$0] } ?? [])
  }

  private func center(_ item: LayeredGraph.Item) -> Double {
    Double(lefts[item] ?? 0) + Double(graph.width(of: item) - 1) / 2
  }

  /// The columns of a box between which a line may meet it.
  private func span(_ item: LayeredGraph.Item) -> ClosedRange<Int> {
    let left = lefts[item] ?? 0
    guard case .box = item else { return left...left }
    return (left + 2)...(left + max(2, graph.width(of: item) - 3))
  }

  // MARK: Items

  private mutating func placeItems() -> Bool {
    for layer in graph.layers {
      var left = 0
      for item in layer {
        lefts[item] = left
        left += graph.width(of: item) + graph.gap
      }
      guard left - graph.gap <= width else { return false }
    }
    let ranks = Array(graph.layers.indices)
    for round in 0..<12 {
      let isLast = round >= 8
      for rank in round.isMultiple(of: 2) ? ranks : ranks.reversed() {
        let wanted = graph.layers[rank].map { item in
          let down = above[item] ?? []
          let up = below[item] ?? []
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
    for (item, left) in zip(layer, places) { lefts[item] = left }
    return true
  }

  // MARK: Ends of lines

  /// Where the net of a crossing comes down from its layer.
  func top(of crossing: LayeredGraph.Crossing) -> Int {
    switch crossing.from {
    case .box: trunks[crossing.net] ?? 0
    case .passage: lefts[crossing.from] ?? 0
    }
  }

  private mutating func placeTrunks(_ crossings: [LayeredGraph.Crossing], _ rank: Int) -> Bool {
    for item in graph.layers[rank] {
      guard case .box = item else { continue }
      let own = crossings.filter { $0.from == item }.map { crossing in
        (crossing.net, target: self.wanted(crossing, alone: crossings.count { $0.from == item } == 1))
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
    let targets = targets(of: crossing)
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
  private mutating func placePorts(_ crossings: [LayeredGraph.Crossing], _ rank: Int) -> Bool {
    for item in graph.layers[rank + 1] {
      guard case .box(let box) = item else { continue }
      let own = crossings.flatMap { crossing in
        crossing.links.filter { graph.links[$0].lower == box }.map {
          (link: $0, net: crossing.net, top: top(of: crossing))
        }
      }.sorted { ($0.top, $0.link) < ($1.top, $1.link) }
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
      let tops = crossings.map { (net: $0.net, column: top(of: $0)) }
      let places =
        OrderedPlacement.columns(wanted, distances: distances, in: room) { index, column in
          !tops.contains { $0.column == column && $0.net != own[index].net }
        } ?? OrderedPlacement.columns(wanted, distances: distances, in: room) { _, _ in true }
      guard let places else { return false }
      for (port, place) in zip(own, places) { ports[port.link] = place }
    }
    return true
  }

  // MARK: Columns of their own

  /// Where a passage would begin in the column in which another line comes down, it moves a little if it can.
  private mutating func separate(_ crossings: [LayeredGraph.Crossing], _ rank: Int) {
    for crossing in crossings {
      let taken = Set(crossings.filter { $0.net != crossing.net }.map(top))
      guard let passage = crossing.passage, let column = lefts[passage], taken.contains(column) else {
        continue
      }
      if let free = Self.nearest(to: column, in: room(of: passage, graph.layers[rank + 1]), avoiding: taken) {
        lefts[passage] = free
      }
    }
  }

  private static func nearest(to column: Int, in room: ClosedRange<Int>, avoiding taken: Set<Int>) -> Int? {
    (1...8).lazy.flatMap { [column + $0, column - $0] }.first { room.contains($0) && !taken.contains($0) }
  }

  /// The columns to which a passage may move without coming too close to its neighbours.
  private func room(of item: LayeredGraph.Item, _ layer: [LayeredGraph.Item]) -> ClosedRange<Int> {
    guard let index = layer.firstIndex(of: item), let own = lefts[item] else { return 0...0 }
    let low = index == 0 ? 0 : (lefts[layer[index - 1]] ?? 0) + graph.width(of: layer[index - 1]) + 1
    let high = index == layer.count - 1 ? width - 1 : (lefts[layer[index + 1]] ?? 0) - 2
    return low <= high ? low...high : own...own
  }
}
