package import Language

/// The marks of a path under the pieces they stand for.
package struct MarkLine: Hashable, Sendable {
  package var line: String
  /// What each mark stands for, the root first; a mark is placed under the beginning.
  package var ranges: [SourceRange]
  /// Columns of the prompt, when the line stands on the terminal just above; nil to repeat the line.
  package var promptWidth: Int?

  package init(line: String, ranges: [SourceRange], promptWidth: Int?) {
    self.line = line
    self.ranges = ranges
    self.promptWidth = promptWidth
  }

  func lines(_ presentation: Presentation) -> [StyledText] {
    guard !ranges.isEmpty else { return [] }
    let typed = TypedLine(line, charset: presentation.charset)
    let last = typed.rows.count - 1
    let isAbove = promptWidth.map { prompt in
      // A line that ends where the screen does leaves an empty one below itself.
      typed.isAsTyped && ranges.allSatisfy { typed.place($0).row == last }
        && presentation.width.map { prompt + typed.rows[last].width < $0 } ?? true
    }
    if isAbove == true { return [marks(typed, row: last, indent: promptWidth ?? 0, presentation)] }
    return repeated(typed, presentation)
  }

  /// The line in parts that the page has room for, each with its marks below.
  private func repeated(_ typed: TypedLine, _ presentation: Presentation) -> [StyledText] {
    // A mark may begin under the last character of a part, and stands right beside the one before it.
    let widest = ranges.indices.map { DisplayWidth.columns(of: presentation.charset.mark($0)) }.max() ?? 1
    let room = presentation.width.map { max(20, $0 - Self.margin - (widest - 1)) } ?? .max
    let parts = typed.broken(first: room, rest: room - StyledText.indentation)
    return parts.rows.indices.flatMap { row -> [StyledText] in
      let indent = Self.margin + (parts.rows[row].isRest ? StyledText.indentation : 0)
      var text = StyledText(String(repeating: " ", count: indent))
      text.append(parts.rows[row].text)
      let marks = marks(parts, row: row, indent: indent, presentation)
      return marks.isEmpty ? [text] : [text, marks]
    }
  }

  private static let margin = 1

  private func marks(_ typed: TypedLine, row: Int, indent: Int, _ presentation: Presentation) -> StyledText {
    var text = StyledText()
    for (index, range) in ranges.enumerated() {
      let place = typed.place(range)
      guard place.row == row else { continue }
      if !text.isEmpty, text.width >= indent + place.columns.lowerBound { text.append(" ") }
      text.pad(to: indent + place.columns.lowerBound)
      text.append(presentation.charset.mark(index), .mark)
    }
    return text
  }
}
