/// The line being edited as it stands on the terminal: prompt, text, hint and cursor, over as many rows as it
/// takes.
///
/// libedit places the cursor by code points and loses combining characters, so Kin draws the line itself.
/// Columns are only trusted to find where rows end: the cursor is placed by writing what stands before it
/// once more, and so stands right even on a terminal that disagrees about the width of an emoji.
import CLibedit
import Rendering

package struct LineView {
  /// What is to be seen.
  package struct Content {
    /// May hold escape sequences, which take no room.
    package var prompt: String
    /// Stands before each further line of a text of several lines.
    package var continuation: String
    package var text: String
    /// Where the cursor stands, in Unicode scalars from the start of `text`.
    package var cursor: Int
    /// Stands at the right edge while there is room for it.
    package var hint: String

    package init(prompt: String, continuation: String, text: String, cursor: Int, hint: String = "") {
      self.prompt = prompt
      self.continuation = continuation
      self.text = text
      self.cursor = cursor
      self.hint = hint
    }
  }

  private var cursorRow = 0
  private var rowCount = 1
  private var drawn: Content?

  package init() {}

  /// The bytes that turn what was drawn before into `content`.
  package mutating func draw(_ content: Content, size: TerminalSize) -> String {
    let layout = Layout(content, columns: max(size.columns, 2))
    let height = max(size.rows, 1)
    // Of a text taller than the screen the rows around the cursor are shown.
    let first = max(0, min(layout.cursorRow - height / 2, layout.rows.count - height))
    let rows = layout.rows[first..<min(first + height, layout.rows.count)]
    var output = cursorRow > 0 ? "\u{1B}[\(cursorRow)A\r" : "\r"
    if rowCount > rows.count { output += "\u{1B}[J" }
    output += rows.map { $0.text + ($0.width < size.columns ? "\u{1B}[K" : "") }.joined(separator: "\r\n")
    let last = rows.endIndex - 1
    if let hint = hint(for: content, beside: layout, columns: size.columns) {
      output += hint + "\r" + layout.beforeCursor
    } else if layout.cursorRow < last || !layout.isCursorAtEnd {
      let up = last - layout.cursorRow
      output += (up > 0 ? "\u{1B}[\(up)A\r" : "\r") + layout.beforeCursor
    }
    cursorRow = layout.cursorRow - first
    rowCount = rows.count
    drawn = content
    return output
  }

  /// Leaves the line as it stands, without its hint, and goes on at the start of the row below it.
  package mutating func finish(size: TerminalSize, with note: String = "") -> String {
    guard var content = drawn else { return "" }
    content.cursor = content.text.unicodeScalars.count
    content.hint = ""
    let output = draw(content, size: size) + note + "\r\n"
    forget()
    return output
  }

  /// The terminal shows something else now; the next `draw` begins on the row of the cursor.
  package mutating func forget() {
    cursorRow = 0
    rowCount = 1
    drawn = nil
  }

  /// The terminal has another width now and has folded the rows anew.
  package mutating func fold(to size: TerminalSize) {
    guard let drawn else { return }
    let layout = Layout(drawn, columns: max(size.columns, 2))
    cursorRow = min(layout.cursorRow, max(size.rows, 1) - 1)
    rowCount = max(layout.rows.count, 2)
  }

  private func hint(for content: Content, beside layout: Layout, columns: Int) -> String? {
    // A line that is folded has no room for one, but each line of several has its own right edge.
    guard layout.rows.count == 1 || content.text.utf8.contains(0x0A),
      layout.cursorRow == layout.rows.endIndex - 1, let row = layout.rows.last, !content.hint.isEmpty
    else { return nil }
    let width = Cell.width(of: content.hint)
    guard row.width + 3 + width <= columns else { return nil }
    return "\r\u{1B}[\(columns - width)C\u{1B}[2m\(content.hint)\u{1B}[0m"
  }
}

/// Rows of cells, and where among them the cursor is.
private struct Layout {
  struct Row {
    var text = ""
    var width = 0
  }

  private(set) var rows = [Row()]
  private(set) var cursorRow = 0
  private(set) var beforeCursor = ""
  private(set) var isCursorAtEnd = false
  private let columns: Int

  init(_ content: LineView.Content, columns: Int) {
    self.columns = columns
    append(prompt: content.prompt)
    var offset = 0
    var isCursorPlaced = false
    for character in content.text {
      let length = character.unicodeScalars.count
      if !isCursorPlaced, content.cursor < offset + length {
        // The cursor stands on a character: where that one does not fit, it stands with it in the next row.
        let width = character == "\n" ? 0 : Cell.shown(character, at: rows[rows.endIndex - 1].width).width
        if rows[rows.endIndex - 1].width + max(width, 1) > columns { rows.append(Row()) }
        placeCursor()
        isCursorPlaced = true
      }
      offset += length
      if character == "\n" {
        rows.append(Row())
        append(prompt: content.continuation)
      } else {
        append(character)
      }
    }
    if !isCursorPlaced {
      if rows[rows.endIndex - 1].width >= columns { rows.append(Row()) }
      placeCursor()
      isCursorAtEnd = true
    }
  }

  private mutating func placeCursor() {
    cursorRow = rows.endIndex - 1
    beforeCursor = rows[cursorRow].text
  }

  private mutating func append(_ character: Character) {
    let cell = Cell.shown(character, at: rows[rows.endIndex - 1].width)
    if rows[rows.endIndex - 1].width + cell.width > columns { rows.append(Row()) }
    rows[rows.endIndex - 1].text += cell.text
    rows[rows.endIndex - 1].width += min(cell.width, columns)
  }

  private mutating func append(prompt: String) {
    var isInSequence = false
    for character in prompt {
      if character == "\u{1B}" || isInSequence {
        rows[rows.endIndex - 1].text.append(character)
        isInSequence = character == "\u{1B}" || character == "[" || !character.isLetter
      } else if character == "\n" {
        rows.append(Row())
      } else {
        append(character)
      }
    }
  }
}

/// A character as it is put on the terminal, and the columns it takes there.
package enum Cell {
  /// - Parameter column: where it stands, for the tab.
  static func shown(_ character: Character, at column: Int) -> (text: String, width: Int) {
    guard let first = character.unicodeScalars.first else { return ("", 0) }
    switch first.value {
    case 0x09:
      let width = 8 - column % 8
      return (String(repeating: " ", count: width), width)
    case 0..<0x20: return ("^" + String(UnicodeScalar(UInt8(first.value) + 0x40)), 2)
    case 0x20..<0x7F where character.unicodeScalars.count == 1: return (String(character), 1)
    case 0x7F: return ("^?", 2)
    case 0x80..<0xA0: return ("\u{FFFD}", 1)
    case _ where character.unicodeScalars.contains(where: VisibleText.needsStandIn): return ("\u{FFFD}", 1)
    default: return (String(character), DisplayWidth.columns(of: character))
    }
  }

  /// Columns of a text without control characters.
  package static func width(of text: String) -> Int { text.reduce(0) { $0 + shown($1, at: $0).width } }
}
