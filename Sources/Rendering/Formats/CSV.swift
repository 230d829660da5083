internal import SQL

/// Comma-separated values after RFC 4180 but for its line ends, which are those of Unix, with a header line.
///
/// NULL is an empty field and an empty text a quoted one, so that the two can be told apart; a text that
/// spells `--null TEXT` is quoted too. A blob is the SQL literal `x'00ff'`.
extension OutputFormat {
  package static let csv = streaming(
    name: "csv", summary: "comma-separated values",
    begin: { grid, output, presentation in
      let field = CommaSeparatedField(
        nullText: Array((presentation.nullText ?? "").utf8), isTerminal: presentation.isTerminal)
      for (index, column) in grid.columns.enumerated() {
        if index > 0 { output.write(byte: CommaSeparatedField.comma) }
        column.name.withBytes { field.write(text: $0, to: output) }
      }
      output.write("\n")
      return { row, _ in
        for index in 0..<row.count {
          if index > 0 { output.write(byte: CommaSeparatedField.comma) }
          field.write(row[index], to: output)
        }
        output.write("\n")
      }
    })
}

private struct CommaSeparatedField {
  static let comma: UInt8 = 0x2C
  private static let quote: UInt8 = 0x22

  let nullText: [UInt8]
  let isTerminal: Bool

  func write(_ cell: Cell, to output: Output) {
    switch cell.kind {
    case .null: output.write(bytes: nullText)
    case .integer: output.write(integer: cell.integer)
    case .real: output.write(CellText.decimal(cell.real))
    case .text: write(text: cell.bytes, to: output)
    case .blob: output.write(blob: cell.bytes)
    }
  }

  func write(text bytes: UnsafeBufferPointer<UInt8>, to output: Output) {
    guard needsQuotes(bytes) else { return output.write(text: bytes, isTerminal: isTerminal) }
    output.write(byte: Self.quote)
    var rest = bytes[...]
    while let next = rest.firstIndex(of: Self.quote) {
      output.write(text: UnsafeBufferPointer(rebasing: rest[...next]), isTerminal: isTerminal)
      output.write(byte: Self.quote)
      rest = rest[(next + 1)...]
    }
    output.write(text: UnsafeBufferPointer(rebasing: rest), isTerminal: isTerminal)
    output.write(byte: Self.quote)
  }

  private func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    if first == 0x20 || last == 0x20 { return true }
    for byte in bytes where byte == Self.comma || byte == Self.quote || byte == 0x0A || byte == 0x0D {
      return true
    }
    return bytes.elementsEqual(nullText)
  }
}
