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
      typed.isAsTyped && ranges.allSatisfy { typed.place($0).row == last }
        && presentation.width.map { prompt + typed.rows[last].width <= $0 } ?? true
    }
    if isAbove == true { return [marks(typed, row: last, indent: promptWidth ?? 0, presentation)] }
    return typed.rows.indices.flatMap { row -> [StyledText] in
      var text = StyledText(" ")
      text.append(typed.rows[row].text)
      let marks = marks(typed, row: row, indent: 1, presentation)
      return marks.isEmpty ? [text] : [text, marks]
    }
  }

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
