/// What the line looks like, for texts and terminals of all widths.
import Testing
import kin

@Suite struct LineViewTests {
  init() { Terminal.useUTF8() }

  private struct Example: Sendable, CustomTestStringConvertible {
    var text: String
    var cursor: Int
    var hint = ""
    var columns = 12
    var rows: [String]
    var at: (row: Int, column: Int)
    var testDescription: String { text }
  }

  @Test(arguments: [
    Example(text: "", cursor: 0, rows: [">"], at: (0, 2)),
    Example(text: "abc", cursor: 1, rows: ["> abc"], at: (0, 3)),
    Example(text: "abcdefghij", cursor: 10, rows: ["> abcdefghij"], at: (1, 0)),
    Example(text: "abcdefghij", cursor: 9, rows: ["> abcdefghij"], at: (0, 11)),
    Example(text: "abcdefghijk", cursor: 10, rows: ["> abcdefghij", "k"], at: (1, 0)),
    Example(text: "abcdefghi中", cursor: 9, rows: ["> abcdefghi", "中"], at: (1, 0)),
    Example(text: "e\u{301}中b", cursor: 3, rows: ["> e\u{301}中b"], at: (0, 5)),
    Example(text: "a[\nb\n]", cursor: 4, rows: ["> a[", ". b", ". ]"], at: (1, 3)),
    Example(text: "\tx\u{7}\u{7F}", cursor: 1, rows: [">       x^G", "^?"], at: (0, 8)),
    Example(text: "ab", cursor: 2, hint: "hint", rows: ["> ab    hint"], at: (0, 4)),
    Example(text: "abcd", cursor: 4, hint: "hint", rows: ["> abcd"], at: (0, 6)),
  ])
  private func aLineIsDrawn(example: Example) {
    var view = LineView()
    var screen = Screen(columns: example.columns, rows: 6)
    let size = TerminalSize(columns: example.columns, rows: 6)
    // From another line before it: nothing of that may stay.
    let former = LineView.Content(
      prompt: "> ", continuation: ". ", text: "xxxxxxxxxxxxxxxxxx\nyyyyyyyyyy\nzz", cursor: 31, hint: "")
    screen.feed(view.draw(former, size: size).utf8)
    let content = LineView.Content(
      prompt: "\u{1B}[1;32m>\u{1B}[0m ", continuation: ". ", text: example.text, cursor: example.cursor,
      hint: example.hint)
    screen.feed(view.draw(content, size: size).utf8)
    #expect(screen.lines == example.rows)
    #expect(screen.cursor == example.at)
  }

  @Test func ofATextTallerThanTheScreenTheCursorIsShown() {
    var view = LineView()
    var screen = Screen(columns: 10, rows: 3)
    let text = (0..<10).map { "\($0)" }.joined(separator: "\n")
    let views = [(19, ["7", "8", "9"], 2), (10, ["4", "5", "6"], 1), (0, ["0", "1", "2"], 0)]
    for (cursor, rows, row) in views {
      let content = LineView.Content(prompt: "", continuation: "", text: text, cursor: cursor)
      screen.feed(view.draw(content, size: TerminalSize(columns: 10, rows: 3)).utf8)
      #expect(screen.lines == rows)
      #expect(screen.cursor.row == row)
    }
  }

  @Test(arguments: [
    ("abc", 3), ("中", 2), ("e\u{301}", 1), ("😀", 2), ("👩‍🚀", 2), ("🇫🇷", 2), ("❤️", 2), ("👍🏽", 2),
    ("\u{301}", 0),
  ])
  func widthsAreThoseOfWhatIsSeen(text: String, width: Int) {
    #expect(Cell.width(of: text) == width)
  }
}
