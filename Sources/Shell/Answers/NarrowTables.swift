import Rendering
import SQL

/// Tables of commands on screens that are too narrow for them.
extension Conversation {
  /// Columns of the terminal that a table of short values takes.
  func width(of rows: [[Value]], columns names: [String]) -> Int {
    let cells = CellText(settings.presentation, limit: nil)
    let widths = names.indices.map { column in
      let widest = rows.map { $0[column].isNull ? 0 : $0[column].withCell(cells.text).width }.max() ?? 0
      return max(widest, DisplayWidth.columns(of: names[column]))
    }
    return widths.reduce(1 - 2) { $0 + $1 + 2 }
  }

  /// The columns of a table of short values that there is room for, in their order.
  ///
  /// - Parameter dispensable: the columns that may go, in this order; one that is empty in every row goes before them.
  func fittingColumns(
    of rows: [[Value]], columns names: [String], leavingOut dispensable: [String]
  ) -> [Int] {
    var kept = Array(names.indices)
    guard let room = settings.presentation.width else { return kept }
    func fit(_ columns: [Int]) -> Bool {
      width(of: rows.map { row in columns.map { row[$0] } }, columns: columns.map { names[$0] }) <= room
    }
    func isEmpty(_ column: Int) -> Bool { rows.allSatisfy { $0[column].isNull || $0[column] == "" } }
    let leaving = dispensable.compactMap { names.firstIndex(of: $0) }
    var leftOut: [Int] = []
    for column in leaving.filter(isEmpty) + leaving.filter({ !isEmpty($0) }) where !fit(kept) {
      kept.removeAll { $0 == column }
      leftOut.append(column)
    }
    // A wide one may have made room for more than one that went before it.
    for column in leftOut.reversed() where fit((kept + [column]).sorted()) {
      kept = (kept + [column]).sorted()
    }
    return kept
  }

  /// The rows with the sentences of their last column broken to the room there is, the rest of each in rows below.
  ///
  /// As they are where no screen sets a width, or too little of it is left.
  func wrapped(_ rows: [[Value]], columns names: [String]) -> [[Value]] {
    guard let room = settings.presentation.width, width(of: rows, columns: names) > room, names.count > 1
    else { return rows }
    let before = width(of: rows.map { Array($0.dropLast()) }, columns: names.dropLast())
    let limit = room - before - 2
    guard limit >= 10 else { return rows }
    return rows.flatMap { row -> [[Value]] in
      guard case .text(let text)? = row.last else { return [row] }
      return StyledText(text.string).wrapped(to: limit).enumerated().map { index, part in
        (index == 0 ? Array(row.dropLast()) : row.dropLast().map { _ in Value.null }) + [Value(part.plain)]
      }
    }
  }
}
