internal import SQL

/// One `INSERT` statement a row, names quoted and values exact, to be run on another database.
///
/// Rows that are no table's, such as groups, go into a table called `result`. What is nested has no place in a
/// row, and columns that the database computes take no value.
extension OutputFormat {
  package static let insert = streaming(
    name: "insert", summary: "SQL that inserts the rows", holdsNested: false,
    begin: { grid, output, presentation in
      let columns = grid.columns.indices.filter { !grid.columns[$0].isComputed }
      let names = columns.map { quoted(grid.columns[$0].name) }.joined(separator: ", ")
      let beginning = "INSERT INTO \(quoted(grid.table ?? "result")) (\(names)) VALUES ("
      return { row, _ in
        beginning.withBytes { output.write(text: $0, isTerminal: presentation.isTerminal) }
        for (position, column) in columns.enumerated() where column < row.count {
          if position > 0 { output.write(", ") }
          write(row[column], to: output, isExact: grid.isExact)
        }
        output.write(");\n")
      }
    })

  /// Every engine has its own words that cannot stand bare, so none does.
  private static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static func write(_ cell: Cell, to output: Output, isExact: (String, Double) -> Bool) {
    switch cell.kind {
    case .integer: output.write(integer: cell.integer)
    case .blob: output.write(blob: cell.bytes)
    case .null, .real, .text: output.write(cell.value.literal(isExact: isExact))
    }
  }
}
