internal import SQL

/// Where everything in a picture of a schema stands, in columns and rows from the top left.
///
/// The same layout is drawn with characters and as SVG.
struct DiagramLayout {
  struct PlacedBox: Hashable {
    var entity: Int
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  /// A straight piece of a line from the middle of one cell to that of another; lines begin and end in the borders
  /// of boxes.
  struct Stroke: Hashable {
    var net: Int
    var x: ClosedRange<Int>
    var y: ClosedRange<Int>
    var isDashed: Bool
  }

  /// How a line ends at a box.
  struct EndMark: Hashable {
    var net: Int
    var x: Int
    /// The row of the border, or for many the row beside it.
    var y: Int
    var end: Diagram.End
    /// Whether the box stands above the line.
    var isBelowBox: Bool
    /// Index of the relationship in the diagram.
    var relationship: Int
  }

  struct Label: Hashable {
    var x: Int
    var y: Int
    var text: String
    var relationship: Int
  }

  private(set) var boxes: [PlacedBox] = []
  private(set) var strokes: [Stroke] = []
  private(set) var ends: [EndMark] = []
  private(set) var labels: [Label] = []
  private(set) var width = 0
  private(set) var height = 0
  private var nets = 0

  /// - Parameters:
  ///   - boxes: the contents of each entity's box.
  ///   - labels: what stands beside the line of each relationship.
  ///   - width: columns that the whole may take.
  ///   - checkInterrupt: fails when a person has asked to stop.
  /// - Returns: nil where it does not fit, or where lines could be taken for one another.
  init?(
    _ diagram: Diagram, boxes: [DiagramBox], labels: [String], width: Int,
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    var corner = (x: 0, y: 0)
    var shelf = 0
    let outgoing = Dictionary(grouping: diagram.relationships.indices) { diagram.relationships[$0].child }
    for part in diagram.parts {
      try checkInterrupt()
      let relationships = part.flatMap { outgoing[$0] ?? [] }.sorted()
      guard
        let layout = try Self.part(part, relationships, of: diagram, boxes, labels, width, checkInterrupt)
      else { return nil }
      if corner.x > 0, corner.x + layout.width > width {
        corner = (0, corner.y + shelf + 1)
        shelf = 0
      }
      add(layout, at: corner)
      corner.x += layout.width + 2
      shelf = max(shelf, layout.height)
    }
  }

  private init() {}

  /// A part that hangs together, with as much air as there is room for.
  private static func part(
    _ entities: [Int], _ candidates: [Int], of diagram: Diagram, _ boxes: [DiagramBox], _ labels: [String],
    _ width: Int, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> DiagramLayout? {
    var places: [Int: Int] = [:]
    for (place, entity) in entities.enumerated() { places[entity] = place }
    var relationships: [Int] = []
    var links: [LayeredGraph.Link] = []
    for index in candidates {
      let relationship = diagram.relationships[index]
      guard relationship.parent != relationship.child, let upper = places[relationship.parent],
        let lower = places[relationship.child]
      else { continue }
      relationships.append(index)
      links.append(
        LayeredGraph.Link(
          upper: upper, lower: lower, upperEnd: relationship.parentEnd, lowerEnd: relationship.childEnd,
          isDashed: relationship.isInferred, label: labels[index], isSymmetric: relationship.junction != nil))
    }
    let sizes = entities.map { LayeredGraph.Box(width: boxes[$0].width, height: boxes[$0].height) }
    for gap in [4, 3, 2, 6, 5] {
      guard
        var graph = try LayeredGraph(boxes: sizes, links: links, width: width, gap: gap, checkInterrupt)
      else { continue }
      try LayerOrdering.order(&graph, checkInterrupt)
      guard let placement = try LayerPlacement(graph, width: width, checkInterrupt) else { continue }
      var layout = DiagramLayout()
      guard try layout.draw(placement, entities, relationships, checkInterrupt) else { continue }
      guard try layout.isClear(checkInterrupt) else { continue }
      return layout
    }
    return nil
  }

  private mutating func add(_ part: DiagramLayout, at corner: (x: Int, y: Int)) {
    let (x, y) = corner
    boxes += part.boxes.map {
      PlacedBox(entity: $0.entity, x: $0.x + x, y: $0.y + y, width: $0.width, height: $0.height)
    }
    strokes += part.strokes.map {
      Stroke(
        net: $0.net + nets, x: ($0.x.lowerBound + x)...($0.x.upperBound + x),
        y: ($0.y.lowerBound + y)...($0.y.upperBound + y), isDashed: $0.isDashed)
    }
    ends += part.ends.map {
      EndMark(
        net: $0.net + nets, x: $0.x + x, y: $0.y + y, end: $0.end, isBelowBox: $0.isBelowBox,
        relationship: $0.relationship)
    }
    labels += part.labels.map {
      Label(x: $0.x + x, y: $0.y + y, text: $0.text, relationship: $0.relationship)
    }
    nets += part.nets
    width = max(width, part.width + x)
    height = max(height, part.height + y)
  }

  // MARK: One part

  private mutating func draw(
    _ placement: LayerPlacement, _ entities: [Int], _ relationships: [Int],
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> Bool {
    let graph = placement.graph
    let left = graph.layers.joined().map(placement.left).min() ?? 0
    nets = graph.nets.count
    var y = 0
    for (rank, layer) in graph.layers.enumerated() {
      let layerHeight =
        layer.map { item in
          if case .box(let box) = item { graph.boxes[box].height } else { 0 }
        }.max() ?? 0
      for item in layer {
        let x = placement.left(of: item) - left
        switch item {
        case .box(let box):
          let size = graph.boxes[box]
          boxes.append(
            PlacedBox(entity: entities[box], x: x, y: y, width: size.width, height: size.height))
          width = max(width, x + size.width)
        case .passage(let net, _):
          strokes.append(
            Stroke(net: net, x: x...x, y: y...(y + layerHeight - 1), isDashed: isDashed(net, graph)))
          width = max(width, x + 1)
        }
      }
      y += layerHeight
      guard rank + 1 < graph.layers.count else { break }
      let rows = try draw(
        placement, entities, relationships, below: rank, from: y, left, checkInterrupt)
      guard let rows else { return false }
      y += rows
    }
    height = y
    return true
  }

  private func isDashed(_ net: Int, _ graph: LayeredGraph) -> Bool {
    graph.nets[net].links.first.map { graph.links[$0].isDashed } ?? false
  }

  /// The lines between a layer and the next; answers how many rows they take.
  private mutating func draw(
    _ placement: LayerPlacement, _ entities: [Int], _ relationships: [Int], below rank: Int, from y: Int,
    _ left: Int, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> Int? {
    let graph = placement.graph
    let crossings = graph.crossings[rank]
    let wires = crossings.map { crossing in
      ChannelRouting.Wire(
        net: crossing.net, top: placement.top(of: crossing) - left,
        bottoms: crossing.links.map { placement.ports[$0] - left }
          + (crossing.passage.map { [placement.left(of: $0) - left] } ?? []))
    }
    guard let routing = try ChannelRouting(wires, checkInterrupt) else { return nil }
    let hasUpperFeet = crossings.contains { crossing in
      if case .box = crossing.from { return upperEnd(of: crossing, graph) == .many }
      return false
    }
    let first = y + (hasUpperFeet ? 1 : 0)
    let last = first + routing.count
    for (crossing, wire) in zip(crossings, wires) {
      let isDashed = isDashed(crossing.net, graph)
      var start = y
      if case .box(let box) = crossing.from {
        let border = boxes.first { $0.entity == entities[box] }.map { $0.y + $0.height - 1 } ?? y
        start = border + 1
        let end = upperEnd(of: crossing, graph)
        for link in graph.nets[crossing.net].links {
          ends.append(
            EndMark(
              net: crossing.net, x: wire.top, y: end == .many ? start : border, end: end, isBelowBox: true,
              relationship: relationships[link]))
        }
      }
      func add(_ x: ClosedRange<Int>, _ y: ClosedRange<Int>) {
        strokes.append(Stroke(net: crossing.net, x: x, y: y, isDashed: isDashed))
      }
      if let row = routing.rows[crossing.net] {
        add(wire.top...wire.top, (start - 1)...(first + row))
        add(wire.extent, (first + row)...(first + row))
        for bottom in wire.bottoms { add(bottom...bottom, (first + row)...(last + 1)) }
      } else {
        add(wire.top...wire.top, (start - 1)...(last + 1))
      }
      for link in crossing.links {
        let x = placement.ports[link] - left
        let end = graph.links[link].lowerEnd
        ends.append(
          EndMark(
            net: crossing.net, x: x, y: end == .many ? last : last + 1, end: end, isBelowBox: false,
            relationship: relationships[link]))
        let label = graph.links[link].label
        if !label.isEmpty {
          labels.append(Label(x: x + 3, y: last, text: label, relationship: relationships[link]))
        }
      }
    }
    return last + 1 - y
  }

  private func upperEnd(of crossing: LayeredGraph.Crossing, _ graph: LayeredGraph) -> Diagram.End {
    graph.nets[crossing.net].links.first.map { graph.links[$0].upperEnd } ?? .one
  }
}
