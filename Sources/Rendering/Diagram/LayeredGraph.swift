internal import SQL

/// Boxes in layers, every line going down: parents stand above their children.
///
/// The first step of drawing a graph in layers (Sugiyama, Tagawa and Toda, 1981): cycles are broken by turning lines
/// round, each box gets its layer, and no layer becomes wider than there is room.
struct LayeredGraph {
  struct Box: Hashable {
    var width: Int
    var height: Int
  }

  /// A line between two boxes.
  struct Link: Hashable {
    var upper: Int
    var lower: Int
    var upperEnd: Diagram.End
    var lowerEnd: Diagram.End
    var isDashed: Bool
    /// What stands at its lower end.
    var label: String
    /// Whether both ends are alike, so that either may stand above.
    var isSymmetric: Bool
  }

  /// Lines that leave a box as one and part on their way.
  struct Net: Hashable {
    var upper: Int
    var links: [Int]
  }

  /// What takes room in a layer.
  enum Item: Hashable {
    case box(Int)
    /// The place where a net passes between boxes.
    case passage(net: Int, rank: Int)
  }

  private(set) var boxes: [Box]
  private(set) var links: [Link]
  private(set) var ranks: [Int]
  private(set) var nets: [Net] = []
  /// By box, known once no line turns any more: the boxes that its lines lead down to, one for each line.
  private var children: [[Int]] = []
  /// By box: the lines that come from above.
  private var up: [[Int]] = []
  /// By line.
  private var netOfLink: [Int] = []
  /// By net: the layer in which its last line ends.
  private var ends: [Int] = []
  /// By net: what its passages are numbered from.
  private var firstPassages: [Int] = []
  /// How many boxes and passages there are.
  private(set) var itemCount = 0
  /// By layer: what goes from it to the next one.
  private(set) var crossings: [[Crossing]] = []
  /// The items of each layer, from above and from the left.
  var layers: [[Item]] = []
  /// Columns between two items.
  let gap: Int

  /// - Parameters:
  ///   - width: columns that a layer may take.
  ///   - checkInterrupt: fails when a person has asked to stop.
  /// - Returns: nil where one box alone is wider.
  init?(
    boxes: [Box], links: [Link], width: Int, gap: Int, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    self.boxes = boxes
    self.links = links
    self.gap = gap
    ranks = Array(repeating: 0, count: boxes.count)
    turnCycles()
    try rankByLongestPath(checkInterrupt)
    turnSymmetric()
    gatherLinks()
    try rankByLongestPath(checkInterrupt)
    pullTowardsChildren()
    try checkInterrupt()
    gatherNets()
    widenForPorts()
    guard boxes.allSatisfy({ $0.width <= width }) else { return nil }
    guard try narrow(to: width, checkInterrupt) else { return nil }
    try arrange(checkInterrupt)
    try gatherCrossings(checkInterrupt)
  }

  // MARK: Directions

  /// Turns the lines that would lead up, in a walk from parents to children.
  private mutating func turnCycles() {
    enum State { case unseen, open, done }
    var states = Array(repeating: State.unseen, count: boxes.count)
    var turned: Set<Int> = []
    let down = Dictionary(grouping: links.indices.filter { !links[$0].isSymmetric }) { links[$0].upper }
    func visit(_ box: Int) {
      states[box] = .open
      for link in down[box] ?? [] {
        switch states[links[link].lower] {
        case .unseen: visit(links[link].lower)
        case .open: turned.insert(link)
        case .done: break
        }
      }
      states[box] = .done
    }
    let children = Set(links.filter { !$0.isSymmetric }.map(\.lower))
    for box in boxes.indices.sorted(by: {
      (children.contains($0) ? 1 : 0, $0) < (children.contains($1) ? 1 : 0, $1)
    })
    where states[box] == .unseen { visit(box) }
    for link in turned { links[link].turn() }
  }

  /// A many-to-many goes down to whichever box stands lower anyway.
  private mutating func turnSymmetric() {
    for index in links.indices where links[index].isSymmetric {
      let link = links[index]
      if (ranks[link.lower], link.lower) < (ranks[link.upper], link.upper) { links[index].turn() }
    }
    for index in links.indices { links[index].isSymmetric = false }
  }

  private mutating func gatherLinks() {
    children = Array(repeating: [], count: boxes.count)
    up = children
    for (index, link) in links.enumerated() {
      children[link.upper].append(link.lower)
      up[link.lower].append(index)
    }
  }

  // MARK: Layers

  private mutating func rankByLongestPath(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    ranks = Array(repeating: 0, count: boxes.count)
    for _ in boxes.indices {
      try checkInterrupt()
      var isSettled = true
      for link in links where !link.isSymmetric && ranks[link.lower] <= ranks[link.upper] {
        ranks[link.lower] = ranks[link.upper] + 1
        isSettled = false
      }
      if isSettled { return }
    }
  }

  /// Shortens lines: a box with more below it than above stands right above its nearest child.
  private mutating func pullTowardsChildren() {
    for _ in 0..<2 {
      for box in boxes.indices.sorted(by: { (ranks[$1], $0) < (ranks[$0], $1) }) {
        let below = children[box].map { ranks[$0] }
        guard let nearest = below.min(), below.count >= up[box].count else { continue }
        ranks[box] = nearest - 1
      }
    }
    let top = ranks.min() ?? 0
    for box in boxes.indices { ranks[box] -= top }
  }

  /// Lines of a box that say the same at its border leave it as one; a many-to-many is always on its own.
  private mutating func gatherNets() {
    struct Trunk: Hashable {
      var upper: Int
      var end: Diagram.End
      var isDashed: Bool
      var own: Int?
    }
    var known: [Trunk: Int] = [:]
    netOfLink = Array(repeating: 0, count: links.count)
    for (index, link) in links.enumerated() {
      let trunk = Trunk(
        upper: link.upper, end: link.upperEnd, isDashed: link.isDashed,
        own: link.upperEnd == .many ? index : nil)
      if let net = known[trunk] {
        nets[net].links.append(index)
        netOfLink[index] = net
      } else {
        known[trunk] = nets.count
        netOfLink[index] = nets.count
        nets.append(Net(upper: link.upper, links: [index]))
      }
    }
  }

  /// Every line has a place at the border of its boxes, and a label room beside it.
  private mutating func widenForPorts() {
    var above = Array(repeating: 3, count: boxes.count)
    var below = above
    for link in links { above[link.lower] += link.portWidth }
    for net in nets { below[net.upper] += Link.footWidth }
    for box in boxes.indices { boxes[box].width = max(boxes[box].width, above[box], below[box]) }
  }

  private mutating func findEnds() {
    ends = nets.map { net in net.links.reduce(0) { max($0, ranks[links[$1].lower]) } }
  }

  private func passes(_ net: Int, through rank: Int) -> Bool {
    rank < ends[net] && ranks[nets[net].upper] < rank
  }

  /// Moves boxes down, and what hangs below them, until every layer has room.
  private mutating func narrow(
    to width: Int, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> Bool {
    var rank = 0
    var moves = 0
    var marks = Marks(count: boxes.count)
    findEnds()
    while rank <= ranks.max() ?? 0 {
      var inside = boxes.indices.filter { ranks[$0] == rank }
      var boxWidths = inside.reduce(0) { $0 + boxes[$1].width }
      while true {
        let passing = nets.indices.count { passes($0, through: rank) }
        guard boxWidths + passing + gap * max(0, inside.count + passing - 1) > width else { break }
        try checkInterrupt()
        moves += 1
        guard inside.count > 1, moves <= boxes.count * boxes.count else { return false }
        var cheapest: Cost?
        for box in inside {
          guard let cost = cost(ofMoving: box, most: cheapest?.moved ?? .max, &marks) else { continue }
          cheapest = cheapest.map { min($0, cost) } ?? cost
        }
        guard let box = cheapest?.box else { return false }
        push(box)
        inside.removeAll { $0 == box }
        boxWidths -= boxes[box].width
      }
      rank += 1
    }
    return true
  }

  private struct Cost: Comparable {
    var moved: Int
    var lengthened: Int
    var box: Int

    /// How much is moved along, then how many lines are made longer; the last of equal ones goes first.
    static func < (left: Cost, right: Cost) -> Bool {
      (left.moved, left.lengthened, right.box) < (right.moved, right.lengthened, left.box)
    }
  }

  /// Which boxes a walk has met; the next walk forgets them at once.
  private struct Marks {
    private var walks: [Int]
    private var walk = 0

    init(count: Int) { walks = Array(repeating: 0, count: count) }

    mutating func forgetAll() { walk += 1 }

    mutating func insert(_ box: Int) -> Bool {
      guard walks[box] != walk else { return false }
      walks[box] = walk
      return true
    }
  }

  /// - Parameter most: boxes that may be moved along.
  /// - Returns: nil where more would be.
  private func cost(ofMoving box: Int, most: Int, _ marks: inout Marks) -> Cost? {
    marks.forgetAll()
    _ = marks.insert(box)
    var moved = 1
    var waiting = [box]
    while let next = waiting.popLast() {
      for child in children[next] where ranks[child] == ranks[next] + 1 {
        guard marks.insert(child) else { continue }
        moved += 1
        if moved > most { return nil }
        waiting.append(child)
      }
    }
    return Cost(moved: moved, lengthened: up[box].count, box: box)
  }

  private mutating func push(_ box: Int) {
    ranks[box] += 1
    for link in up[box] { ends[netOfLink[link]] = max(ends[netOfLink[link]], ranks[box]) }
    for child in children[box] where ranks[child] <= ranks[box] { push(child) }
  }

  private mutating func arrange(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    layers = Array(repeating: [], count: (ranks.max() ?? 0) + 1)
    for box in boxes.indices { layers[ranks[box]].append(.box(box)) }
    itemCount = boxes.count
    for (index, net) in nets.enumerated() {
      if index.isMultiple(of: 64) { try checkInterrupt() }
      let first = ranks[net.upper] + 1
      firstPassages.append(itemCount - first)
      for rank in first..<max(first, ends[index]) { layers[rank].append(.passage(net: index, rank: rank)) }
      itemCount += max(0, ends[index] - first)
    }
  }

  private mutating func gatherCrossings(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    crossings = Array(repeating: [], count: layers.count)
    for (index, net) in nets.enumerated() {
      if index.isMultiple(of: 64) { try checkInterrupt() }
      let (top, last) = (ranks[net.upper], ends[index])
      for rank in top..<max(top, last) {
        crossings[rank].append(
          Crossing(
            net: index, rank: rank, from: top == rank ? .box(net.upper) : .passage(net: index, rank: rank),
            links: net.links.filter { ranks[links[$0].lower] == rank + 1 }, isContinued: last > rank + 1))
      }
    }
  }

  // MARK: Reading

  /// A net between two layers: where it comes from, and the lines and passages that it leads to.
  struct Crossing {
    var net: Int
    var rank: Int
    var from: Item
    var links: [Int]
    var isContinued: Bool

    /// Where it goes on in the next layer, if it does.
    var passage: Item? { isContinued ? .passage(net: net, rank: rank + 1) : nil }
  }

  /// The number of an item among all, from 0.
  func number(of item: Item) -> Int {
    switch item {
    case .box(let box): box
    case .passage(let net, let rank): firstPassages[net] + rank
    }
  }

  /// Where a net leads to in the next layer.
  func targets(of crossing: Crossing) -> [Item] {
    crossing.links.map { .box(links[$0].lower) } + (crossing.passage.map { [$0] } ?? [])
  }

  func width(of item: Item) -> Int {
    switch item {
    case .box(let box): boxes[box].width
    case .passage: 1
    }
  }
}

extension LayeredGraph.Link {
  /// Columns from one line to the next at a border: the three of a foot, and one between.
  static let footWidth = 4
  /// The same with the label.
  var portWidth: Int {
    let width = DisplayWidth.columns(of: label)
    return Self.footWidth + (width == 0 ? 0 : width + 1)
  }

  fileprivate mutating func turn() {
    swap(&upper, &lower)
    swap(&upperEnd, &lowerEnd)
  }
}
