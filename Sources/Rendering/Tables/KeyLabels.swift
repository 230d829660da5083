internal import SQL

/// A column of keys with what the records are called that they refer to, as far as that is known.
///
/// ```
///     3 · Ursula K. Le Guin
///    12 · Jorge Luis Borges
///  NULL
/// ```
/// Where nobody declared what the keys refer to, `~` stands between the two.
struct KeyLabels {
  private let reference: Grid.Reference
  /// Of the widest key.
  private let keys: Int
  private let isNumeric: Bool
  private let cells: CellText
  private let separator: String
  /// Of the widest cell.
  let width: Int

  /// nil where no label is known.
  ///
  /// - Parameters:
  ///   - keys: the width of the widest key.
  ///   - isNumeric: whether a NULL stands right.
  init?(
    _ reference: Grid.Reference, keys: Int, isNumeric: Bool, _ rows: TableRows, _ cells: CellText
  ) throws(DatabaseError) {
    var widest: Int?
    // By the rows, which answer to a person who asks to stop.
    try rows.forEach { _, position in
      guard let label = reference.label(rows.row(shownAt: position)) else { return }
      let width = label.withCell { cells.plainWidth(of: $0) ?? cells.text(of: $0).width }
      widest = max(widest ?? 0, width)
    }
    guard let widest else { return nil }
    self.reference = reference
    self.keys = keys
    self.isNumeric = isNumeric
    self.cells = cells
    separator = reference.isDeclared ? cells.charset.separator : " ~ "
    width = keys + DisplayWidth.columns(of: separator) + widest
  }

  /// - Parameter position: of the row in the grid.
  func text(of key: Cell, at position: Int) -> StyledText {
    let shown = cells.text(of: key)
    let padding = String(repeating: " ", count: max(0, keys - shown.width))
    let isRight =
      switch key.kind {
      case .integer, .real: true
      case .text, .blob: false
      case .null: isNumeric
      }
    var text = StyledText(isRight ? padding : "")
    text.append(shown)
    guard let label = reference.label(position) else { return text }
    if !isRight { text.append(padding) }
    text.append(separator, .dim)
    for span in label.withCell(cells.text).spans { text.append(span.text, span.role ?? .dim) }
    return text
  }
}
