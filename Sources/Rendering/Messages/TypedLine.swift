internal import Language

/// A line as it was typed, in rows of printable text, and where its bytes stand on the terminal.
struct TypedLine {
  struct Row {
    /// Offset of the row's first byte in the line, and of the byte behind its last.
    var bytes: Range<Int>
    /// One a grapheme.
    var pieces: [Piece]
    /// Whether it goes on with what the row before it had no room for.
    var isRest = false

    var text: StyledText { pieces.reduce(into: StyledText()) { $0.append($1.text) } }
    var width: Int { pieces.reduce(0) { $0 + $1.width } }

    /// Columns before this byte.
    func column(of byte: Int) -> Int {
      pieces.reduce(0) { $0 + ($1.offset + $1.length <= byte ? $1.width : 0) }
    }

    /// The row in parts, each within so many columns and as a line to type is broken.
    func parts(first: Int, rest: Int) -> [Row] {
      let line = LineToType(
        pieces.map { $0.text.plain.first ?? " " }, widths: pieces.map(\.width), isOffered: false)
      let ranges = line.pieces(first: first, rest: rest)
      guard ranges.count > 1 else { return [self] }
      return ranges.enumerated().map { index, range in
        // The spaces between two parts belong to the one before them.
        let start = index > 0 ? pieces[range.lowerBound].offset : bytes.lowerBound
        let end = index + 1 < ranges.count ? pieces[ranges[index + 1].lowerBound].offset : bytes.upperBound
        return Row(bytes: start..<end, pieces: Array(pieces[range]), isRest: index > 0)
      }
    }
  }

  struct Piece {
    var offset: Int
    var length: Int
    var text: StyledText
    var width: Int
  }

  let rows: [Row]
  /// Whether the terminal shows the same: no stand-in was needed.
  let isAsTyped: Bool

  init(_ line: String, charset: Charset) {
    var rows: [Row] = []
    var isAsTyped = true
    var offset = 0
    var start = 0
    var pieces: [Piece] = []
    for character in line {
      let length = character.utf8.count
      if character.isNewline {
        rows.append(Row(bytes: start..<offset, pieces: pieces))
        pieces = []
        start = offset + length
      } else {
        let text = VisibleText.styled(String(character), charset: charset)
        if text.spans.contains(where: { $0.role == .escape }) { isAsTyped = false }
        pieces.append(Piece(offset: offset, length: length, text: text, width: text.width))
      }
      offset += length
    }
    rows.append(Row(bytes: start..<offset, pieces: pieces))
    self.rows = rows
    self.isAsTyped = isAsTyped
  }

  private init(rows: [Row], isAsTyped: Bool) {
    self.rows = rows
    self.isAsTyped = isAsTyped
  }

  /// Each row in parts, the ones after its first with fewer columns.
  func broken(first: Int, rest: Int) -> TypedLine {
    TypedLine(rows: rows.flatMap { $0.parts(first: first, rest: rest) }, isAsTyped: isAsTyped)
  }

  /// The row in which a range begins, and its columns there: at least one, even behind the end.
  func place(_ range: SourceRange) -> (row: Int, columns: Range<Int>) {
    let row = rows.lastIndex { $0.bytes.lowerBound <= max(0, range.lower) } ?? 0
    let lower = rows[row].column(of: range.lower)
    // A byte inside a grapheme takes all of it.
    let upper = rows[row].pieces.reduce(0) { $0 + ($1.offset < range.upper ? $1.width : 0) }
    return (row, lower..<max(lower + 1, upper))
  }
}
