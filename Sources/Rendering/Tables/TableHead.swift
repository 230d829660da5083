/// What stands above the rows of a table: the names, the types, a rule, and over them the heads of groups.
struct TableHead {
  private let names: [StyledText]
  private let types: [StyledText]
  private let columns: [Grid.Column]
  private let groups: [NestedColumns.Group]
  private let charset: Charset

  init(_ columns: [Grid.Column], groups: [NestedColumns.Group] = [], charset: Charset) {
    names = columns.map { VisibleText.styled($0.name, $0.isKey ? .key : .heading, charset: charset) }
    types = columns.map { VisibleText.styled(Self.short(type: $0.type), .dim, charset: charset) }
    self.columns = columns
    self.groups = groups
    self.charset = charset
  }

  /// What the columns need for their heads alone.
  var needs: [TableLayout.Need] {
    var needs = names.indices.map {
      TableLayout.Need(
        data: 0, numbers: 0, name: names[$0].width, type: types[$0].width, isKey: columns[$0].isKey,
        isLabel: columns[$0].isLabel, rank: columns[$0].rank)
    }
    for group in groups {
      guard let last = group.leaves.last else { continue }
      let width = needs[group.leaves].reduce(TableLayout.gap * (group.leaves.count - 1)) { $0 + $1.name }
      needs[last].name += max(0, name(of: group).width - width)
    }
    return needs
  }

  /// `varchar` for `VARCHAR(40)`, `int` for `INTEGER`.
  private static func short(type: String) -> String {
    let name = type.prefix { $0 != "(" }.lowercased()
    return name.hasPrefix("integer") ? "int" + name.dropFirst(7) : name
  }

  func write(_ line: inout TableLine, _ layout: TableLayout, isNumeric: [Bool]) {
    let ellipsis = line.ellipsis
    defer { line.ellipsis = ellipsis }
    let blank = StyledText(String(repeating: " ", count: ellipsis.width))
    line.ellipsis = blank
    writeGroups(&line, layout)
    line.ellipsis = ellipsis
    write(names, &line, layout, isNumeric)
    if types.contains(where: { !$0.isEmpty }) {
      line.ellipsis = blank
      write(readable(types, in: layout), &line, layout, isNumeric)
    }
    line.ellipsis = StyledText(String(repeating: charset.rule, count: ellipsis.width), .dim)
    for (place, column) in layout.columns.enumerated() {
      let piece = columns[column].isKey ? charset.keyRule : charset.rule
      line.write(StyledText(String(repeating: piece, count: layout.widths[place]), .dim), isRight: false)
    }
    line.end()
  }

  /// How many of the shown columns are not called by all of their name.
  func shortenedNames(in layout: TableLayout) -> Int {
    zip(layout.columns, layout.widths).count { names[$0].width > $1 }
  }

  /// One or two letters of a type tell nothing.
  private func readable(_ types: [StyledText], in layout: TableLayout) -> [StyledText] {
    var readable = types
    for (place, column) in layout.columns.enumerated()
    where layout.widths[place] < 4 && types[column].width > layout.widths[place] {
      readable[column] = StyledText()
    }
    return readable
  }

  private func write(
    _ texts: [StyledText], _ line: inout TableLine, _ layout: TableLayout, _ isNumeric: [Bool]
  ) {
    for (place, column) in layout.columns.enumerated() {
      line.write(
        texts[column].shortened(to: layout.widths[place], charset: charset), isRight: isNumeric[column])
    }
    line.end()
  }

  /// The outermost first, each right above what it holds.
  private func writeGroups(_ line: inout TableLine, _ layout: TableLayout) {
    for height in (0...(groups.map(\.height).max() ?? 0)).reversed() {
      let level = groups.filter { $0.height == height }
      guard level.contains(where: { $0.leaves.contains(where: layout.columns.contains) }) else { continue }
      write(level, &line, layout) { group, width in
        name(of: group).shortened(to: width, charset: charset)
      }
      write(level, &line, layout) { _, width in
        StyledText(String(repeating: charset.rule, count: width), .dim)
      }
    }
  }

  private func write(
    _ groups: [NestedColumns.Group], _ line: inout TableLine, _ layout: TableLayout,
    text: (NestedColumns.Group, _ width: Int) -> StyledText
  ) {
    var place = 0
    while place < layout.columns.count {
      let column = layout.columns[place]
      if let group = groups.first(where: { $0.leaves.contains(column) }) {
        let end = layout.columns[place...].firstIndex { !group.leaves.contains($0) } ?? layout.columns.count
        line.write(text(group, line.width(place..<end)), through: end)
        place = end
      } else {
        line.write(StyledText(), isRight: false)
        place += 1
      }
    }
    line.end()
  }

  private func name(of group: NestedColumns.Group) -> StyledText {
    VisibleText.styled(group.name, .heading, charset: charset)
  }
}
