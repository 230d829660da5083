/// How the columns of a table share the width: text gives way first, then columns in the middle.
struct TableLayout: Hashable, Sendable {
  /// What one column needs, in terminal columns.
  struct Need: Hashable, Sendable {
    /// Of the widest cell.
    var data: Int
    /// Of the widest number, which is shown whole or not at all: a cut number is another number.
    var numbers: Int
    var name: Int
    var type: Int

    /// With its type spelled out.
    var comfortable: Int { max(natural, type) }
    var natural: Int { max(1, data, name) }
    /// Below this a column says nothing.
    var minimum: Int { max(1, numbers, min(data, Self.readable), min(name, Self.readable)) }

    private static let readable = 10
  }

  /// Between two columns, and before the first.
  static let gap = 2
  static let margin = 1

  /// Positions of the shown columns, in order.
  private(set) var columns: [Int]
  private(set) var widths: [Int]
  /// How many of the shown stand before those left out; nil when none are.
  private(set) var leftOutAfter: Int?

  /// - Parameters:
  ///   - width: what there is; nil for as much as needed.
  ///   - ellipsis: the width of the column that stands for those left out.
  init(_ needs: [Need], width: Int?, ellipsis: Int) {
    columns = Array(needs.indices)
    widths = needs.map(\.comfortable)
    guard let width else { return }
    let room = max(1, width - Self.margin)
    if Self.total(widths) <= room { return }
    if Self.total(needs.map(\.minimum)) <= room {
      widths = Self.share(needs, room: room)
      return
    }
    let (left, right) = Self.outermost(needs, room: room - ellipsis - Self.gap)
    columns = Array(0..<left) + Array((needs.count - right)..<needs.count)
    if columns.count < needs.count { leftOutAfter = left }
    let kept = columns.map { needs[$0] }
    let keptRoom = leftOutAfter == nil ? room : room - ellipsis - Self.gap
    widths = Self.share(kept, room: max(1, keptRoom))
  }

  private static func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }

  /// How many columns from either end fit at their minimum, taken in turn; at least the first.
  private static func outermost(_ needs: [Need], room: Int) -> (left: Int, right: Int) {
    var left = 1
    var right = 0
    var used = needs[0].minimum
    while left + right < needs.count {
      let isLeftsTurn = left <= right
      let next = isLeftsTurn ? needs[left] : needs[needs.count - 1 - right]
      used += gap + next.minimum
      if used > room { break }
      if isLeftsTurn { left += 1 } else { right += 1 }
    }
    return (left, right)
  }

  /// Widths that fill the room: every column up to one common level, none below its minimum or beyond its
  /// need.
  private static func share(_ needs: [Need], room: Int) -> [Int] {
    func widths(_ level: Int, _ upper: (Need) -> Int) -> [Int] {
      needs.map { max($0.minimum, min(upper($0), level)) }
    }
    func level(_ upper: (Need) -> Int) -> Int {
      var low = 1
      var high = max(1, room)
      while low < high {
        let middle = (low + high + 1) / 2
        if total(widths(middle, upper)) <= room { low = middle } else { high = middle - 1 }
      }
      return low
    }
    var result = widths(level(\.natural), \.natural)
    let spare = room - total(result)
    if spare < 0, let only = result.first, result.count == 1 { return [min(only, room)] }
    // The types come last: they may widen a column only into what is left.
    let isTight = zip(result, needs).contains { $0 < $1.natural }
    if !isTight {
      result = widths(level(\.comfortable), \.comfortable).enumerated().map { max($1, result[$0]) }
    }
    if total(result) > room { result = widths(level(\.natural), \.natural) }
    var left = room - total(result)
    for index in result.indices where left > 0 && result[index] < needs[index].natural {
      result[index] += 1
      left -= 1
    }
    return result
  }
}
