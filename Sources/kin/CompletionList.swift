package import Rendering

/// What a piece of the line may be completed to.
package struct CompletionList: Equatable {
  package struct Candidate: Equatable {
    /// What is put into the line.
    package var text: String
    /// What it is, in a few words; shown beside it, never put into the line.
    package var note: String

    package init(text: String, note: String = "") {
      self.text = text
      self.note = note
    }
  }

  /// The bytes of the line (UTF-8 offsets) that a candidate takes the place of.
  package var replace: Range<Int>
  package var candidates: [Candidate]
  /// Whether there are more of them than these, nobody knows how many.
  package var hasMore: Bool
  /// What the terminal can show.
  package var charset: Charset

  package init(
    replace: Range<Int>, candidates: [Candidate], hasMore: Bool = false, charset: Charset = .unicode
  ) {
    self.replace = replace
    self.candidates = candidates
    self.hasMore = hasMore
    self.charset = charset
  }

  /// What all candidates begin with.
  package var commonPrefix: String {
    guard let first = candidates.first?.text else { return "" }
    return candidates.dropFirst().reduce(first) { prefix, candidate in
      String(zip(prefix, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
  }

  /// The candidates in columns, read downwards, as many rows as the screen has room for; notes stand beside
  /// them.
  package func rows(in size: TerminalSize) -> [String] {
    let cells = candidates.map { candidate in
      (text: printable(candidate.text), note: printable(charset.spelled(candidate.note)))
    }
    let textWidth = cells.map { Cell.width(of: $0.text) }.max() ?? 0
    let noteWidth = cells.map { Cell.width(of: $0.note) }.max() ?? 0
    let cellWidth = min(size.columns - 1, textWidth + (noteWidth > 0 ? 2 + noteWidth : 0))
    guard cellWidth > 0 else { return [] }
    let columnCount = max(1, (size.columns - 1 + 3) / (cellWidth + 3))
    let rowCount = (cells.count + columnCount - 1) / columnCount
    let shownCount = min(rowCount, max(size.rows - 3, 1))
    var rows = (0..<shownCount).map { row in
      var line = ""
      for index in stride(from: row, to: cells.count, by: rowCount) {
        let (text, note) = cells[index]
        let shownText = cut(text, to: cellWidth)
        line += shownText
        var used = Cell.width(of: shownText)
        if !note.isEmpty, cellWidth > textWidth + 2 {
          let shownNote = cut(note, to: cellWidth - textWidth - 2)
          line += String(repeating: " ", count: textWidth - used + 2) + "\u{1B}[2m\(shownNote)\u{1B}[0m"
          used = textWidth + 2 + Cell.width(of: shownNote)
        }
        if index + rowCount < cells.count { line += String(repeating: " ", count: cellWidth + 3 - used) }
      }
      return line
    }
    let shown = (0..<shownCount).reduce(0) { $0 + (cells.count - $1 + rowCount - 1) / rowCount }
    let hidden = cells.count - shown
    if hidden > 0 || hasMore {
      let number = hidden > 0 ? "\(hasMore ? "at least " : "")\(hidden) more" : "more"
      rows.append("\u{1B}[2m\(charset.ellipsis) and \(number): type on\u{1B}[0m")
    }
    return rows
  }

  private func printable(_ text: String) -> String {
    VisibleText.plain(text, charset: charset).reduce(into: "") { $0 += Cell.shown($1, at: 0).text }
  }

  private func cut(_ text: String, to width: Int) -> String {
    guard Cell.width(of: text) > width else { return text }
    let mark = charset.ellipsis
    guard width > mark.utf16.count else { return String(mark.prefix(max(0, width))) }
    var shown = ""
    var used = 0
    for character in text {
      let next = Cell.shown(character, at: used).width
      if used + next > width - mark.utf16.count { break }
      shown.append(character)
      used += next
    }
    return shown + mark
  }
}
