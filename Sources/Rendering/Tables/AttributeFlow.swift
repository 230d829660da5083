/// Attributes in columns beside each other like those of a newspaper, where a screen has too few lines for them.
///
/// They keep their order: down each column. A value that no column has room for runs on to the edge of the page, and
/// the columns beside it leave its lines free.
struct AttributeFlow {
  typealias Item = (name: StyledText, value: StyledText)

  private struct Column {
    /// The widths of its names and its values.
    var name = 0
    var value = 0
    /// The same of the lines that run on.
    var longest = 0
    /// By line of the card; nil where it has nothing.
    var cells: [Item?]

    var width: Int { name + TableLayout.gap + value }
  }

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

  /// Every value whole; nil where no columns save enough lines.
  ///
  /// - Parameter height: the lines there are.
  init?(whole items: [Item], height: Int, _ presentation: Presentation) {
    guard let width = presentation.width else { return nil }
    self.presentation = presentation
    shown = items.count
    let byWidth = items.indices.sorted { items[$0].value.width > items[$1].value.width }
    for count in 2...Self.most {
      let least = Self.rows(items.count, in: count)
      guard least <= height else { continue }
      // The widest run on first, but a card of nothing but such lines is none.
      for long in 0...(items.count / 3) {
        let runningOn = Set(byWidth.prefix(long))
        let placed = (least...height).lazy.compactMap { rows in
          Self.columns(of: items, count, rows: rows, runningOn, to: width)
        }.first
        guard let placed else { break }
        guard Self.edge(of: placed) <= width else { continue }
        lines = lines(of: placed)
        return
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
    var columns = Self.columns(of: flowing, fitting, rows: Self.rows(flowing.count, in: fitting)) ?? []
    Self.share(room, columns: &columns)
    for column in columns.indices {
      let width = columns[column].value
      for row in columns[column].cells.indices {
        guard let value = columns[column].cells[row]?.value, value.width > width else { continue }
        columns[column].cells[row]?.value = value.shortened(to: width, charset: charset)
        shortened += 1
      }
    }
    lines = lines(of: columns)
  }

  private static func rows(_ count: Int, in columns: Int) -> Int { max(1, (count + columns - 1) / columns) }

  /// Down each column, and then down the next; nil where so many columns of so many lines do not hold them all.
  ///
  /// - Parameters:
  ///   - long: positions of those that run on to the edge of the page.
  ///   - edge: the width of the page.
  private static func columns(
    of items: [Item], _ count: Int, rows: Int, _ long: Set<Int> = [], to edge: Int = .max
  ) -> [Column]? {
    let widestName = items.map(\.name.width).max() ?? 0
    var columns: [Column] = []
    var isFree = [Bool](repeating: true, count: rows)
    var start = TableLayout.margin
    var rest = items.indices[...]
    while !rest.isEmpty {
      guard columns.count < count else { return nil }
      var column = Column(cells: Array(repeating: nil, count: rows))
      var longRows: [Range<Int>] = []
      let room = max(CardLines.readable, edge - start - widestName - TableLayout.gap)
      var row = 0
      while let position = rest.first {
        let item = items[position]
        let isLong = long.contains(position)
        let parts = isLong ? item.value.broken(to: room) : [item.value]
        let places = (row..<max(row, rows - parts.count + 1)).lazy.map { $0..<($0 + parts.count) }
        guard let place = places.first(where: { isFree[$0].allSatisfy(\.self) }) else { break }
        for (row, part) in zip(place, parts) {
          column.cells[row] = (row == place.lowerBound ? item.name : StyledText(), part)
        }
        column.name = max(column.name, item.name.width)
        let width = parts.map(\.width).max() ?? 0
        if isLong {
          column.longest = max(column.longest, width)
          longRows.append(place)
        } else {
          column.value = max(column.value, width)
        }
        row = place.upperBound
        rest.removeFirst()
      }
      if column.longest > column.value {
        for row in longRows.joined() { isFree[row] = false }
      }
      start += column.width + gap
      columns.append(column)
    }
    return columns
  }

  /// The column of the terminal behind all of them, and behind what runs on.
  private static func edge(of columns: [Column]) -> Int {
    var (start, edge) = (TableLayout.margin, 0)
    for column in columns {
      edge = max(edge, start + column.name + TableLayout.gap + max(column.value, column.longest))
      start += column.width + gap
    }
    return edge
  }

  /// In terminal columns, but for what runs on.
  private static func total(_ columns: [Column]) -> Int {
    columns.reduce(gap * (columns.count - 1)) { $0 + $1.width }
  }

  /// Whether so many columns leave every value enough to be read.
  private static func fits(_ name: Int, in count: Int, _ room: Int) -> Bool {
    count * (name + TableLayout.gap + readable) + gap * (count - 1) <= room
  }

  /// Every column of values up to one common width, none beyond its need.
  private static func share(_ room: Int, columns: inout [Column]) {
    let values = columns.map(\.value)
    let left = room - total(columns) + values.reduce(0, +)
    func taken(_ level: Int) -> Int { values.reduce(0) { $0 + min($1, level) } }
    var low = 1
    var high = max(1, values.max() ?? 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if taken(middle) <= left { low = middle } else { high = middle - 1 }
    }
    for index in columns.indices { columns[index].value = min(values[index], low) }
  }

  private func lines(of columns: [Column]) -> [StyledText] {
    (0..<(columns.first?.cells.count ?? 0)).map { row in
      var line = StyledText()
      var start = TableLayout.margin
      for column in columns {
        if let (name, value) = column.cells[row] {
          let isKey = name.spans.first?.role == .key
          line.pad(to: start - CardLines.keySign.count)
          line.append(isKey ? CardLines.keySign : " ", isKey ? .key : nil)
          line.append(name)
          line.pad(to: start + column.name + TableLayout.gap)
          line.append(value)
        }
        start += column.width + Self.gap
      }
      return line
    }
  }
}
