/// How the columns of a table share the width: one thing gives way after another, columns in the middle last.
struct TableLayout: Hashable, Sendable {
  /// What one column needs, in terminal columns.
  struct Need: Hashable, Sendable {
    /// Of the widest cell.
    var data: Int
    /// Of the widest number, which is shown whole or not at all: a cut number is another number.
    var numbers: Int
    var name: Int
    var type: Int
    var isKey = false
    /// Whether it says what the row is called: it stays when its neighbours go.
    var isLabel = false
    /// Columns of the lowest rank stay the longest; nil where the outermost do.
    var rank: Int?

    /// What tells the rows apart is cut when nothing else is left to be.
    private var namesRow: Bool { isKey || rank == 0 }

    /// With its values and its name whole.
    var natural: Int { width(after: .types) }

    /// With less than this it does not stand beside columns that are left out: those that are shown then can be read.
    fileprivate var legible: Int {
      max(width(after: rank == 0 ? .shortNames : .keys), min(name, Self.readable))
    }

    /// What is left to it when all of this has given way.
    fileprivate func width(after concession: Concession) -> Int {
      let whole = namesRow && concession < .keys ? data : numbers
      let data =
        switch concession {
        case .nothing, .types: data
        case .longTexts, .names: max(whole, min(data, Self.comfortable))
        case .texts, .shortNames, .keys: max(whole, min(data, Self.readable))
        }
      let name =
        switch concession {
        case .nothing, .types, .longTexts: name
        case .names, .texts: name <= Self.short ? name : Self.recognisable
        case .shortNames, .keys: min(name, Self.recognisable)
        }
      return max(1, data, name, concession == .nothing ? type : 0)
    }

    /// A longer text is cut in most tables: it takes no letter from a name.
    private static let comfortable = 40
    /// A text of less says nothing.
    private static let readable = 10
    /// To cut a name of no more brings little.
    private static let short = 8
    /// A name of less does not remind of itself.
    private static let recognisable = 5
  }

  /// What gives way where room is short, each when those before it were not enough.
  fileprivate enum Concession: Int, CaseIterable, Comparable {
    case nothing, types, longTexts, names, texts, shortNames, keys

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Between two columns, and before the first.
  static let gap = 2
  static let margin = 1

  /// Positions of the shown columns, in order.
  private(set) var columns: [Int]
  private(set) var widths: [Int]
  /// The places, among the shown, before which something stands for columns left out.
  private(set) var ellipses: Set<Int> = []

  /// - Parameters:
  ///   - width: what there is; nil for as much as needed.
  ///   - ellipsis: the width of the column that stands for those left out.
  init(_ needs: [Need], width: Int?, ellipsis: Int) {
    columns = Array(needs.indices)
    let room = width.map { max(1, $0 - Self.margin) } ?? .max
    let isRanked = needs.contains { $0.rank != nil }
    if let widths = Self.share(needs, room, upTo: isRanked ? .shortNames : .keys) {
      self.widths = widths
      return
    }
    if isRanked {
      columns = Self.foremost(needs, room: room)
      widths = Self.share(columns.map { needs[$0] }, room) ?? [room]
      return
    }
    columns = Self.outermost(needs, room: room, ellipsis: ellipsis + Self.gap)
    ellipses = Self.ellipses(between: columns, of: needs.count)
    let keptRoom = max(1, room - ellipses.count * (ellipsis + Self.gap))
    widths = Self.share(columns.map { needs[$0] }, keptRoom) ?? [keptRoom]
  }

  /// Whether nothing at all is cut.
  static func isWhole(_ needs: [Need], in width: Int?) -> Bool {
    guard let width else { return true }
    return total(needs.map { $0.width(after: .nothing) }) <= width - margin
  }

  private static func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }

  /// The columns that fit of those that are to stay the longest, in their order; at least one.
  private static func foremost(_ needs: [Need], room: Int) -> [Int] {
    let ranked = needs.indices.sorted { (needs[$0].rank ?? .max, $0) < (needs[$1].rank ?? .max, $1) }
    var kept: [Int] = []
    for column in ranked {
      guard kept.isEmpty || total((kept + [column]).map { needs[$0].legible }) <= room else { break }
      kept.append(column)
    }
    return kept.sorted()
  }

  /// The columns that fit, in their order: the first, those that say what a row is called, and from either end in
  /// turn until the next has no room; at least the first.
  private static func outermost(_ needs: [Need], room: Int, ellipsis: Int) -> [Int] {
    func fit(_ columns: [Int]) -> Bool {
      total(columns.map { needs[$0].legible }) + ellipsis * ellipses(between: columns, of: needs.count).count
        <= room
    }
    var kept = [0]
    for label in needs.indices.dropFirst() where needs[label].isLabel && fit(kept + [label]) {
      kept.append(label)
    }
    var others = needs.indices.filter { !kept.contains($0) }[...]
    var right = 0
    var isOpen = (left: true, right: true)
    while let first = others.first, let last = others.last, isOpen.left || isOpen.right {
      let isLeft = isOpen.left && (!isOpen.right || kept.count - right <= right)
      let more = (kept + [isLeft ? first : last]).sorted()
      if fit(more) {
        kept = more
        _ = isLeft ? others.removeFirst() : others.removeLast()
        right += isLeft ? 0 : 1
      } else if isLeft {
        isOpen.left = false
      } else {
        isOpen.right = false
      }
    }
    return kept
  }

  /// The places among these columns at which others are missing.
  private static func ellipses(between columns: [Int], of count: Int) -> Set<Int> {
    let ends = [-1] + columns + [count]
    return Set((0...columns.count).filter { ends[$0] + 1 < ends[$0 + 1] })
  }

  /// Widths that fill the room, with as little given way as can be; nil where not even all of it is enough.
  private static func share(_ needs: [Need], _ room: Int, upTo most: Concession = .keys) -> [Int]? {
    var upper: [Int]?
    for concession in Concession.allCases where concession <= most {
      let lower = needs.map { $0.width(after: concession) }
      if total(lower) <= room { return share(lower, upper ?? lower, room) }
      upper = lower
    }
    return nil
  }

  /// Every column up to one common level, so that the widest give way first.
  private static func share(_ lower: [Int], _ upper: [Int], _ room: Int) -> [Int] {
    func widths(_ level: Int) -> [Int] { zip(lower, upper).map { max($0, min($1, level)) } }
    var low = 0
    var high = upper.max() ?? 0
    while low < high {
      let middle = (low + high + 1) / 2
      if total(widths(middle)) <= room { low = middle } else { high = middle - 1 }
    }
    var result = widths(low)
    var left = room - total(result)
    for index in result.indices where left > 0 && result[index] < upper[index] {
      result[index] += 1
      left -= 1
    }
    return result
  }
}
