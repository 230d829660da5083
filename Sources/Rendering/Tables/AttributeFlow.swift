/// Attributes in columns beside each other like those of a newspaper, where a screen has too few lines for them.
///
/// They keep their order: down each column. One that no column has room for ends the columns, and others begin below it.
struct AttributeFlow {
  typealias Item = (name: StyledText, value: StyledText)

  private var widths: [(name: Int, value: Int)] = []
  private let presentation: Presentation
  private(set) var lines: [StyledText] = []
  /// Attributes that are seen.
  private(set) var shown: Int
  /// Values of which only the beginning is seen.
  private(set) var shortened = 0

  private static let gap = 3
  private static let readable = 12
  /// More columns than this are no card any more.
  private static let most = 4

  /// Every value whole in one of several columns, or on lines of its own; nil where no such columns save enough.
  ///
  /// - Parameters:
  ///   - height: the lines there are.
  ///   - ownLines: an attribute by itself, where the values beside it begin in such a column.
  init?(
    whole items: [Item], height: Int, _ presentation: Presentation,
    ownLines: (_ position: Int, _ besides: Int) -> [StyledText]
  ) {
    guard let width = presentation.width else { return nil }
    self.presentation = presentation
    shown = items.count
    let byWidth = items.indices.sorted { items[$0].value.width > items[$1].value.width }
    for count in 2...Self.most {
      // The widest give way first, but a card of nothing but such lines is none.
      for left in 0...(items.count / 3) {
        let long = Set(byWidth.prefix(left))
        let runs = items.indices.split(whereSeparator: long.contains)
        guard runs.reduce(left, { $0 + Self.rows($1.count, in: count) }) <= height else { break }
        let blocks = runs.map { run in
          Self.columns(of: run.map { items[$0] }, rows: Self.rows(run.count, in: count))
        }
        widths = Self.widths(blocks, besides: long.map { items[$0].name.width })
        guard total <= width - TableLayout.margin else { continue }
        var columns = blocks[...]
        lines = items.indices.flatMap { position in
          if long.contains(position) {
            return ownLines(position, TableLayout.margin + widths[0].name + TableLayout.gap)
          }
          let isFirst = position == 0 || long.contains(position - 1)
          return isFirst ? columns.popFirst().map(rows) ?? [] : []
        }
        if lines.count <= height { return }
      }
    }
    return nil
  }

  /// As many columns as there is room for, values shortened; where not even that is enough, the ends of them.
  init(_ items: [Item], height: Int, _ presentation: Presentation) {
    let charset = presentation.charset
    self.presentation = presentation
    let wanted = (items.count + height - 1) / height
    let room = (presentation.width ?? .max) - TableLayout.margin
    var fitting = 1
    let widestName = items.map(\.name.width).max() ?? 0
    for count in 1...max(1, wanted) where Self.fits(widestName, in: count, room) { fitting = count }
    var flowing = items
    if fitting < wanted {
      let kept = height * fitting - 1
      let tail = kept / 2
      let gap: Item = (
        StyledText(charset.verticalEllipsis, .dim), StyledText.more(items.count - kept, charset)
      )
      flowing = items.prefix(kept - tail) + [gap] + items.suffix(tail)
      shown = kept
    } else {
      shown = items.count
    }
    let columns = Self.columns(of: flowing, rows: Self.rows(flowing.count, in: fitting))
    widths = Self.widths([columns])
    share(room - total + widths.reduce(0) { $0 + $1.value })
    for (column, width) in zip(columns, widths) {
      shortened += column.count { $0.value.width > width.value }
    }
    lines = rows(columns)
  }

  private static func rows(_ count: Int, in columns: Int) -> Int { max(1, (count + columns - 1) / columns) }

  private static func columns(of items: [Item], rows: Int) -> [[Item]] {
    stride(from: 0, to: items.count, by: rows).map { Array(items[$0..<min($0 + rows, items.count)]) }
  }

  /// Columns below each other are as wide as each other.
  ///
  /// - Parameter names: the widths of names that stand by themselves, above or below those of the first column.
  private static func widths(_ blocks: [[[Item]]], besides names: [Int] = []) -> [(name: Int, value: Int)] {
    (0..<(blocks.map(\.count).max() ?? 0)).map { index in
      let items = blocks.flatMap { $0.indices.contains(index) ? $0[index] : [] }
      return (
        max(items.map(\.name.width).max() ?? 0, index == 0 ? names.max() ?? 0 : 0),
        items.map(\.value.width).max() ?? 0
      )
    }
  }

  /// In terminal columns, with every value whole.
  private var total: Int {
    widths.reduce(Self.gap * (widths.count - 1)) { $0 + $1.name + TableLayout.gap + $1.value }
  }

  /// Whether so many columns leave every value enough to be read.
  private static func fits(_ name: Int, in count: Int, _ room: Int) -> Bool {
    count * (name + TableLayout.gap + readable) + gap * (count - 1) <= room
  }

  /// Every column of values up to one common width, none beyond its need.
  private mutating func share(_ room: Int) {
    func total(_ level: Int) -> Int { widths.reduce(0) { $0 + min($1.value, level) } }
    var low = 1
    var high = max(1, widths.map(\.value).max() ?? 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if total(middle) <= room { low = middle } else { high = middle - 1 }
    }
    for index in widths.indices { widths[index].value = min(widths[index].value, low) }
  }

  private func rows(_ columns: [[Item]]) -> [StyledText] {
    (0..<(columns.first?.count ?? 0)).map { row in
      var line = StyledText()
      var start = TableLayout.margin
      for (column, width) in zip(columns, widths) where row < column.count {
        let isKey = column[row].name.spans.first?.role == .key
        line.pad(to: start - CardLines.keySign.count)
        line.append(isKey ? CardLines.keySign : " ", isKey ? .key : nil)
        line.append(column[row].name)
        line.pad(to: start + width.name + TableLayout.gap)
        line.append(column[row].value.shortened(to: width.value, charset: presentation.charset))
        start += width.name + TableLayout.gap + width.value + Self.gap
      }
      return line
    }
  }
}
