internal import SQL

/// An HTML table (https://html.spec.whatwg.org/multipage/tables.html), to be put into a page: its classes say what
/// a cell is, and it has no style and no script of its own.
///
/// The classes are `key`, `number`, `null`, `blob`, `none` (no record where one could be) and `control` (a stand-in
/// for a character that HTML cannot hold). A line end in a text is `<br>`. What is nested is a table in a cell, and a
/// list of values an unordered list.
extension OutputFormat {
  package static let html = OutputFormat(name: "html", summary: "an HTML table") {
    (grid, output, presentation) throws(DatabaseError) in
    let table = HTMLTable(output, presentation)
    var rows = 0
    func count(_ write: () -> Void) -> Bool {
      if rows == 0 { table.begin(grid.columns, indent: "\n") }
      write()
      rows += 1
      return !output.isClosed
    }
    // However the rows end, a table that was begun is closed; an empty one would say that there are none.
    defer { if rows > 0 { table.end(indent: "\n") } }
    if let forEachNestedRow = grid.forEachNestedRow {
      try forEachNestedRow { values in count { table.write(values, of: grid.columns, indent: "\n") } }
    } else {
      try grid.forEachRow { row in count { table.write(row) } }
    }
    if rows == 0 {
      table.begin(grid.columns, indent: "\n")
      table.end(indent: "\n")
    }
    return RenderedFacts(rows: rows, columns: grid.columns.count)
  }
}

/// The pieces of a table, and of the tables within its cells.
private struct HTMLTable {
  private let output: Output
  private let presentation: Presentation

  init(_ output: Output, _ presentation: Presentation) {
    self.output = output
    self.presentation = presentation
  }

  /// - Parameter indent: what stands between two rows.
  func begin(_ columns: [Grid.Column], indent: String) {
    output.write("<table>\(indent)<thead>\(indent)<tr>")
    for column in columns {
      let classes = (column.isKey ? ["key"] : []) + (column.isNumeric ? ["number"] : [])
      output.write("<th scope=\"col\"")
      if !classes.isEmpty { output.write(" class=\"\(classes.joined(separator: " "))\"") }
      output.write(">")
      write(column.name)
      output.write("</th>")
    }
    output.write("</tr>\(indent)</thead>\(indent)<tbody>\(indent)")
  }

  func end(indent: String) { output.write("</tbody>\(indent)</table>\(indent)") }

  func write(_ row: Row) {
    output.write("<tr>")
    for index in 0..<row.count { write("td", row[index]) }
    output.write("</tr>\n")
  }

  func write(_ values: [NestedValue], of columns: [Grid.Column], indent: String) {
    output.write("<tr>")
    for (column, value) in zip(columns, values) { write(value, of: column) }
    output.write("</tr>\(indent)")
  }

  private func write(_ value: NestedValue, of column: Grid.Column) {
    switch value {
    case .value(.null) where column.content != .value: writeNothing()
    case .value(let value): value.withCell { write("td", $0) }
    case .record(let values):
      output.write("<td>")
      write([values], of: column.content.columns)
      output.write("</td>")
    case .list(let elements) where elements.isEmpty: writeNothing()
    case .list(let elements):
      output.write("<td>")
      write(elements, elementsOf: column)
      output.write("</td>")
    }
  }

  private func write(_ elements: [NestedValue], elementsOf column: Grid.Column) {
    if case .records(let columns) = column.content {
      return write(
        elements.map { element in if case .record(let values) = element { values } else { [element] } },
        of: columns)
    }
    output.write("<ul>")
    for element in elements { JSONText(column).flat(element).withCell { write("li", $0) } }
    output.write("</ul>")
  }

  /// A table within a cell, in one line.
  private func write(_ rows: [[NestedValue]], of columns: [Grid.Column]) {
    begin(columns, indent: "")
    for row in rows { write(row, of: columns, indent: "") }
    end(indent: "")
  }

  private func writeNothing() {
    output.write("<td class=\"none\">")
    write(presentation.nothingText)
    output.write("</td>")
  }

  private func write(_ tag: StaticString, _ cell: Cell) {
    let tag = tag.description
    switch cell.kind {
    case .null:
      output.write("<\(tag) class=\"null\">")
      write(presentation.nullText ?? "NULL")
    case .integer:
      output.write("<\(tag) class=\"number\">")
      output.write(integer: cell.integer)
    case .real:
      output.write("<\(tag) class=\"number\">")
      output.write(CellText.decimal(cell.real))
    case .text:
      output.write("<\(tag)>")
      write(cell.bytes)
    case .blob:
      output.write("<\(tag) class=\"blob\">")
      output.write(blob: cell.bytes)
    }
    output.write("</\(tag)>")
  }

  // MARK: Text

  private func write(_ text: String) { text.withBytes(write) }

  private func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x26 && $0 != 0x3C && $0 != 0x3E }) {
      return output.write(bytes: bytes)
    }
    var isAfterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      // Both characters of a line end are one `<br>`.
      if isAfterReturn, scalar != "\n" { writeStandIn("\r") }
      isAfterReturn = scalar == "\r"
      if !isAfterReturn { write(scalar) }
    }
    if isAfterReturn { writeStandIn("\r") }
  }

  private func write(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "&": output.write("&amp;")
    case "<": output.write("&lt;")
    case ">": output.write("&gt;")
    case "\n": output.write("<br>")
    case "\t": output.write("&#9;")
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": writeStandIn(scalar)
    case _ where VisibleText.needsStandIn(scalar):
      output.write("&#x\(String(scalar.value, radix: 16, uppercase: true));")
    default: output.write(bytes: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// HTML has no way to spell a control character.
  private func writeStandIn(_ scalar: Unicode.Scalar) {
    output.write("<span class=\"control\">")
    output.write(VisibleText.standIn(for: scalar, presentation.charset))
    output.write("</span>")
  }
}
