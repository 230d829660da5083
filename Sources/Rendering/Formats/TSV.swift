internal import SQL

/// Tab-separated values with a header line.
///
/// Tab, line feed, carriage return and backslash within a value are written `\t`, `\n`, `\r` and `\\`: one
/// line is one row whatever the data.
extension OutputFormat {
  package static let tsv = streaming(
    name: "tsv", summary: "tab-separated values, one line a row",
    begin: { grid, output, presentation in
      let isTerminal = presentation.isTerminal
      let nullText = Array((presentation.nullText ?? "").utf8)
      for (index, column) in grid.columns.enumerated() {
        if index > 0 { output.write(byte: tab) }
        column.name.withBytes { writeField($0, to: output, isTerminal: isTerminal) }
      }
      output.write("\n")
      return { row, _ in
        for index in 0..<row.count {
          if index > 0 { output.write(byte: tab) }
          let cell = row[index]
          switch cell.kind {
          case .null: output.write(bytes: nullText)
          case .integer: output.write(integer: cell.integer)
          case .real: output.write(CellText.decimal(cell.real))
          case .text: writeField(cell.bytes, to: output, isTerminal: isTerminal)
          case .blob: output.write(blob: cell.bytes)
          }
        }
        output.write("\n")
      }
    })
}

private let tab: UInt8 = 0x09

private func writeField(_ bytes: UnsafeBufferPointer<UInt8>, to output: Output, isTerminal: Bool) {
  var start = 0
  for (index, byte) in bytes.enumerated() {
    let escaped: String
    switch byte {
    case tab: escaped = "\\t"
    case 0x0A: escaped = "\\n"
    case 0x0D: escaped = "\\r"
    case 0x5C: escaped = "\\\\"
    default: continue
    }
    output.write(text: UnsafeBufferPointer(rebasing: bytes[start..<index]), isTerminal: isTerminal)
    output.write(escaped)
    start = index + 1
  }
  output.write(text: UnsafeBufferPointer(rebasing: bytes[start...]), isTerminal: isTerminal)
}
