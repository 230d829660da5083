internal import SQL

/// A value that stands alone, on as many lines as it has.
///
/// At a prompt the middle of one that is taller than the screen is left out. On a page for the pager its lines are
/// broken to the screen, at whose edge a pager would cut them.
struct LoneValue {
  private let cell: Cell
  private let presentation: Presentation

  init(_ cell: Cell, _ presentation: Presentation) {
    self.cell = cell
    self.presentation = presentation
  }

  /// - Returns: whether all of it was written.
  func write(to output: Output) -> Bool {
    func write(_ line: StyledText) -> Bool {
      output.write(line.text(presentation.style) + "\n")
      return !output.isClosed
    }
    guard let width = presentation.width else {
      forEachLine(write)
      return true
    }
    if presentation.maxRows != nil, let room = presentation.height ?? presentation.maxRows,
      isTaller(than: room, width)
    {
      for line in shortened(to: room, width) where !write(line) { break }
      return false
    }
    if let rows = output.rowsOfPage, isTaller(than: rows, width) {
      forEachLine { $0.broken(to: width).allSatisfy(write) }
    } else {
      forEachLine(write)
    }
    return true
  }

  /// The lines that the value itself has: those of a text with line ends, else one.
  private func forEachLine(_ body: (StyledText) -> Bool) {
    guard cell.kind == .text, cell.bytes.contains(Self.lineEnd) else {
      _ = body(CellText(presentation, limit: nil).text(of: cell))
      return
    }
    for line in cell.bytes.split(separator: Self.lineEnd, omittingEmptySubsequences: false) {
      guard body(styled(line)) else { return }
    }
  }

  private func styled(_ bytes: some Collection<UInt8>) -> StyledText {
    VisibleText.styled(String(decoding: bytes, as: UTF8.self), charset: presentation.charset)
  }

  // MARK: On a screen

  private static let lineEnd = UInt8(ascii: "\n")
  /// Lines at the end of what is shortened.
  private static let end = 2

  /// Sixteen bytes a column are more than any legible grapheme takes.
  private static func bytes(of rows: Int, _ width: Int) -> Int {
    let (columns, isTooMuch) = rows.multipliedReportingOverflow(by: width)
    return isTooMuch || columns > 1 << 24 ? 1 << 28 : columns * 16
  }

  private func isTaller(than rows: Int, _ width: Int) -> Bool {
    guard cell.kind == .text || cell.kind == .blob else { return false }
    if cell.bytes.count > Self.bytes(of: rows, width) { return true }
    var height = 0
    forEachLine { line in
      height += max(1, (line.width + width - 1) / max(1, width))
      return height <= rows
    }
    return height > rows
  }

  /// The beginning and the end of a text, a sign between them; of a blob the beginning and its length.
  private func shortened(to rows: Int, _ width: Int) -> [StyledText] {
    guard cell.kind == .text else { return [CellText(presentation, limit: width).text(of: cell)] }
    let first = cell.bytes.prefix(Self.bytes(of: rows, width))
    let last = cell.bytes.suffix(Self.bytes(of: Self.end, width)).drop { $0 & 0xC0 == 0x80 }
    let beginning = broken(first, to: width).prefix(max(1, rows - Self.end - 1))
    return beginning + [StyledText(presentation.charset.verticalEllipsis, .dim)]
      + broken(last, to: width).suffix(Self.end)
  }

  private func broken(_ bytes: some Collection<UInt8>, to width: Int) -> [StyledText] {
    bytes.split(separator: Self.lineEnd, omittingEmptySubsequences: false).flatMap {
      styled($0).broken(to: width)
    }
  }
}
