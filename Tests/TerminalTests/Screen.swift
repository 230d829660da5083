/// What a terminal shows after the bytes it was sent: as much of a VT100 as a line editor needs.
import kin

struct Screen {
  struct Cell: Equatable {
    var text = " "
    var isDim = false
  }

  private(set) var columns: Int
  private(set) var rowCount: Int
  private(set) var cells: [[Cell]]
  private(set) var cursor = (row: 0, column: 0)
  /// Whether the terminal was asked to mark pastes.
  private(set) var marksPastes = false
  private var isDim = false
  /// The cursor stands behind the last column and wraps before the next character.
  private var isWrapPending = false
  private var pending: [UInt8] = []

  init(columns: Int, rows: Int) {
    // Widths come from the C library, which knows none beyond ASCII before it is told of UTF-8.
    Terminal.useUTF8()
    self.columns = columns
    rowCount = rows
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  /// The rows without the blanks at their ends, up to the last that is not blank.
  var lines: [String] { text { _ in true } }

  /// The same without what is dimmed: hints and notes.
  var plainLines: [String] { text { !$0.isDim } }

  private func text(where isShown: (Cell) -> Bool) -> [String] {
    var lines = cells.map { row in
      let line = row.map { isShown($0) ? $0.text : " " }.joined()
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Cuts or widens every row, as terminals do that do not fold text anew.
  mutating func resize(columns: Int) {
    for row in cells.indices {
      cells[row] = Array((cells[row] + Array(repeating: Cell(), count: columns)).prefix(columns))
    }
    self.columns = columns
    cursor.column = min(cursor.column, columns - 1)
    isWrapPending = false
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    while let length = nextLength() {
      let unit = Array(pending.prefix(length))
      pending.removeFirst(length)
      apply(unit)
    }
  }

  /// How many bytes the next control character, sequence or character takes; nil while it is not complete.
  private func nextLength() -> Int? {
    guard let first = pending.first else { return nil }
    if first == 0x1B {
      guard pending.count > 1 else { return nil }
      guard pending[1] == UInt8(ascii: "[") else { return 2 }
      return pending.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }.map { $0 + 1 }
    }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    return pending.count >= length ? length : nil
  }

  private mutating func apply(_ unit: [UInt8]) {
    switch unit[0] {
    case 0x1B: if unit.count > 2 { applySequence(unit) }
    case 0x0D: move(to: cursor.row, 0)
    case 0x0A: newLine()
    case 0x08: move(to: cursor.row, cursor.column - 1)
    case 0x00..<0x20: break
    default: put(String(decoding: unit, as: UTF8.self))
    }
  }

  private mutating func applySequence(_ unit: [UInt8]) {
    let parameters = String(decoding: unit.dropFirst(2).dropLast(), as: UTF8.self)
    let numbers = parameters.split(separator: ";").compactMap { Int($0) }
    let count = max(numbers.first ?? 1, 1)
    switch unit.last.map({ Character(Unicode.Scalar($0)) }) {
    case "A": move(to: cursor.row - count, cursor.column)
    case "B": move(to: cursor.row + count, cursor.column)
    case "C": move(to: cursor.row, cursor.column + count)
    case "D": move(to: cursor.row, cursor.column - count)
    case "H": move(to: count - 1, (numbers.count > 1 ? numbers[1] : 1) - 1)
    case "J":
      if numbers.first == 2 {
        for row in 0..<rowCount { erase(row: row, from: 0) }
      } else {
        erase(row: cursor.row, from: cursor.column)
        for row in (cursor.row + 1)..<max(rowCount, cursor.row + 1) { erase(row: row, from: 0) }
      }
    case "K": erase(row: cursor.row, from: cursor.column)
    case "m": isDim = numbers.contains(2) || (isDim && !numbers.isEmpty && !numbers.contains(0))
    case "h" where parameters == "?2004": marksPastes = true
    case "l" where parameters == "?2004": marksPastes = false
    default: break
    }
  }

  private mutating func put(_ text: String) {
    // A combining character joins what stands before it, which may be two columns wide.
    let before = cells[cursor.row][..<(cursor.column + (isWrapPending ? 1 : 0))].lastIndex { $0.text != "" }
    let width = kin.Cell.width(of: text)
    if let before, width == 0 || (cells[cursor.row][before].text + text).count == 1 {
      cells[cursor.row][before].text += text
      return
    }
    if isWrapPending || cursor.column + width > columns {
      newLine()
      cursor.column = 0
    }
    cells[cursor.row][cursor.column] = Cell(text: text, isDim: isDim)
    for column in (cursor.column + 1)..<max(cursor.column + width, cursor.column + 1) {
      cells[cursor.row][column] = Cell(text: "", isDim: isDim)
    }
    isWrapPending = cursor.column + width == columns
    cursor.column = min(cursor.column + width, columns - 1)
  }

  private mutating func newLine() {
    isWrapPending = false
    if cursor.row + 1 < rowCount {
      cursor.row += 1
    } else {
      cells.removeFirst()
      cells.append(Array(repeating: Cell(), count: columns))
    }
  }

  private mutating func move(to row: Int, _ column: Int) {
    isWrapPending = false
    cursor = (min(max(row, 0), rowCount - 1), min(max(column, 0), columns - 1))
  }

  private mutating func erase(row: Int, from column: Int) {
    for column in column..<columns { cells[row][column] = Cell() }
  }
}
