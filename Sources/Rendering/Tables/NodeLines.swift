/// The text of one node of a tree, on as many lines as it takes beside its branches.
struct NodeLines {
  /// Before the first line.
  let first: String
  /// Before all others.
  let hanging: String
  /// What stands before the first line leaves so much to the text; nil where there is no width.
  private let room: Int?
  /// How much less that is in the others.
  private let less: Int

  /// Deep in a narrow tree the branches lose their beginning, so that the text keeps what it needs to be read.
  init(first: String, hanging: String, _ presentation: Presentation) {
    guard let width = presentation.width else {
      (self.first, self.hanging, room, less) = (first, hanging, nil, 0)
      return
    }
    // Branches are drawn with characters of one column each.
    let most = max(0, width - CardLines.readable)
    self.first = String(first.suffix(most))
    self.hanging = String(hanging.suffix(most))
    room = width - self.first.count
    less = max(0, self.hanging.count - self.first.count)
  }

  func write(_ text: StyledText, to output: Output, _ style: Style) {
    for (number, line) in text.broken(to: room, hanging: less).enumerated() {
      output.write(style.applied(to: number == 0 ? first : hanging, .dim) + line.text(style) + "\n")
    }
  }
}
