/// What formats for other programs print, read as those programs read it.
import Foundation
import Rendering
import SQL
import Testing

@Suite struct ReadBackTests {
  private static var rows: [[Value]] {
    get throws {
      var rows: [[Value]] = []
      try NastyGrids.values.forEachRow { row in
        rows.append(row.values)
        return true
      }
      return rows
    }
  }

  private static var wideRows: [[Value]] {
    get throws {
      var rows: [[Value]] = []
      try NastyGrids.wide.forEachRow { row in
        rows.append(row.values)
        return true
      }
      return rows
    }
  }

  /// A value as text: the nearest that a format without types can come to it.
  private static func text(of value: Value, null: String) -> String {
    switch value {
    case .null: null
    case .integer(let integer): String(integer)
    case .real(let real): CellText.decimal(real)
    case .text(let text): text.string
    case .blob(let bytes): "x'" + bytes.map { String(format: "%02x", $0) }.joined() + "'"
    }
  }

  // MARK: CSV and TSV

  /// By the grammar of RFC 4180 with line feeds for line ends; nil for a field that is empty and not quoted.
  private static func csv(_ text: String) throws -> [[String?]] {
    var records: [[String?]] = []
    var fields: [String?] = []
    var rest = Array(text.unicodeScalars)[...]
    while !rest.isEmpty {
      var field: String.UnicodeScalarView?
      if rest.first == "\"" {
        rest = rest.dropFirst()
        var quoted = String.UnicodeScalarView()
        while true {
          let next = rest.popFirst()
          let scalar = try #require(next, "a quoted field ends")
          if scalar == "\"" {
            guard rest.first == "\"" else { break }
            rest = rest.dropFirst()
          }
          quoted.append(scalar)
        }
        field = quoted
      } else {
        let bare = rest.prefix { $0 != "," && $0 != "\n" }
        #expect(!bare.contains("\""))
        if !bare.isEmpty { field = String.UnicodeScalarView(bare) }
        rest = rest[bare.endIndex...]
      }
      fields.append(field.map { String($0) })
      switch rest.popFirst() {
      case ",": continue
      case "\n":
        records.append(fields)
        fields = []
      case let other: Issue.record("\(String(describing: other)) after a field")
      }
    }
    #expect(fields.isEmpty)
    return records
  }

  @Test func csvReadsBack() throws {
    let records = try Self.csv(try render(NastyGrids.values, .csv).text)
    #expect(records.first == ["id", "what", "text", "size", "any"])
    let expected = try Self.rows.map { row in
      row.map { $0.isNull ? nil : Self.text(of: $0, null: "") }
    }
    #expect(Array(records.dropFirst()) == expected)
    let wide = try Self.csv(try render(NastyGrids.wide, .csv).text)
    #expect(wide.first == NastyGrids.wide.columns.map(\.name))
    #expect(
      try Array(wide.dropFirst()) == Self.wideRows.map { row in row.map { Self.text(of: $0, null: "") } })
    // The reader has a case of its own for each of these.
    #expect(try Self.csv("a,\"\",\n\"b\"\"c\n\",d,e\n") == [["a", "", nil], ["b\"c\n", "d", "e"]])
  }

  @Test func tsvReadsBack() throws {
    func field(_ text: Substring.UnicodeScalarView) -> String {
      var result = String.UnicodeScalarView()
      var rest = text
      while let scalar = rest.popFirst() {
        guard scalar == "\\", let next = rest.popFirst() else {
          result.append(scalar)
          continue
        }
        result.append(["t": "\t", "n": "\n", "r": "\r"][next] ?? next)
      }
      return String(result)
    }
    let text = try render(NastyGrids.values, .tsv).text
    let records = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map
    {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(field)
    }
    #expect(records.first == ["id", "what", "text", "size", "any"])
    let expected = try Self.rows.map { row in row.map { Self.text(of: $0, null: "") } }
    #expect(Array(records.dropFirst()) == expected)
  }

  // MARK: Markdown

  @Test func markdownReadsBack() throws {
    let lines = try render(NastyGrids.values, .markdown).text.split(separator: "\n")
    let cells = try lines.map { line in
      try #require(line.wholeMatch(of: /\| (.*) \|/)).1.split(
        separator: " | ", omittingEmptySubsequences: false
      )
      .map { Self.unescaped(String($0)) }
    }
    #expect(cells.first == ["id", "what", "text", "size", "any"])
    #expect(
      try cells[1].map { String(try #require($0.wholeMatch(of: /-+(:?)/)).1) } == [":", "", "", ":", ""])
    let expected = try Self.rows.map { row in
      row.map { value in
        let text = Self.text(of: value, null: "*NULL*")
        // What a terminal would obey is shown by its stand-in; blanks around a cell are the table's.
        let lines = text.replacing("\r\n", with: "\n").split(
          separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.map { VisibleText.plain(String($0), charset: .unicode) }.joined(separator: "\n")
        return shown.trimmingCharacters(in: [" "])
      }
    }
    #expect(cells.dropFirst(2).count == expected.count)
    for (read, row) in zip(cells.dropFirst(2), expected) { #expect(read == row) }
  }

  /// A cell of a table in GitHub-flavoured Markdown as the text that a reader sees.
  private static func unescaped(_ cell: String) -> String {
    var cell = cell.trimmingCharacters(in: [" "])
    if cell == "*NULL*" { return cell }
    if let code = cell.wholeMatch(of: /`(.*)`/) { return String(code.1) }
    cell = cell.replacing("<br>", with: "\n")
    var result = ""
    var rest = Substring(cell)
    while let character = rest.popFirst() {
      // Before anything but punctuation a backslash is one.
      if character == "\\", let next = rest.first, next.isASCII, !next.isLetter, !next.isNumber {
        result.append(next)
        rest = rest.dropFirst()
      } else if character == "&" {
        let name = rest.prefix { $0 != ";" }
        rest = rest.dropFirst(name.count + 1)
        result += ["lt": "<", "amp": "&"][String(name)] ?? "?"
      } else {
        result.append(character)
      }
    }
    return result
  }

  // MARK: HTML

  @Test func htmlReadsBack() throws {
    let table = try HTMLElement.parse(try render(NastyGrids.values, .html).text)
    #expect(table.name == "table")
    #expect(table.children.map(\.name) == ["thead", "tbody"])
    let heads = table.children[0].children[0].children
    #expect(heads.map(\.text) == ["id", "what", "text", "size", "any"])
    #expect(heads.map { $0.attributes["class"] } == ["key number", nil, nil, "number", nil])
    let rows = table.children[1].children
    let expected = try Self.rows
    #expect(rows.count == expected.count)
    for (row, values) in zip(rows, expected) {
      #expect(
        row.children.map(\.text)
          == values.map { value in
            Self.text(of: value, null: "NULL").replacing("\r\n", with: "\n").unicodeScalars
              .reduce(into: "") { text, scalar in
                let isControl =
                  scalar.value < 0x20 && scalar != "\n" && scalar != "\t"
                  || (0x7F..<0xA0).contains(scalar.value)
                text += isControl ? VisibleText.plain(String(scalar), charset: .unicode) : String(scalar)
              }
          })
      #expect(
        row.children.map { $0.attributes["class"] }
          == values.map { value in
            switch value {
            case .null: "null"
            case .integer, .real: "number"
            case .text: nil
            case .blob: "blob"
            }
          })
    }
  }

  @Test func htmlOfManyColumnsReadsBack() throws {
    let table = try HTMLElement.parse(try render(NastyGrids.wide, .html).text)
    let names = NastyGrids.wide.columns.map { $0.name.replacing("\u{1B}", with: "␛") }
    #expect(table.children[0].children[0].children.map(\.text) == names)
    let cells = table.children[1].children.map { $0.children.map(\.text) }
    #expect(try cells == Self.wideRows.map { row in row.map { Self.text(of: $0, null: "") } })
  }

  @Test(arguments: Charset.allCases)
  func htmlIsWellFormedWhateverItHolds(charset: Charset) throws {
    let grids = [
      NastyGrids.wide, NastyGrids.values, NestedGrids.nasty, NestedGrids.deep, NestedGrids.lists,
      NestedGrids.nested(6), NestedGrids.noAuthors,
    ]
    for grid in grids {
      let table = try HTMLElement.parse(
        try render(grid, .html, Presentation(charset: charset, isTerminal: true)).text)
      #expect(table.children.map(\.name) == ["thead", "tbody"])
      #expect(table.children[0].children[0].children.map(\.name) == grid.columns.map { _ in "th" })
      #expect(table.children[1].children.count == grid.rowCount)
      #expect(
        table.names.isSubset(of: ["table", "thead", "tbody", "tr", "th", "td", "ul", "li", "br", "span"]))
    }
  }

  @Test func htmlThatIsNotWellFormedIsFound() {
    for text in [
      "<table>", "<table></tr></table>", "<table>&</table>", "<table>&copy;</table>", "<b>\u{1}</b>",
    ] {
      #expect(throws: HTMLElement.Malformed.self) { try HTMLElement.parse(text) }
    }
  }
}

/// An element of HTML without omitted tags, as Kin writes it.
private struct HTMLElement {
  var name: String
  var attributes: [String: String] = [:]
  var children: [HTMLElement] = []
  /// What a reader sees of it.
  var text = ""

  struct Malformed: Error { var reason: String }

  /// The names of all elements.
  var names: Set<String> { children.reduce(into: [name]) { $0.formUnion($1.names) } }

  static func parse(_ text: String) throws -> HTMLElement {
    var rest = Substring(text)
    let element = try element(&rest)
    guard rest == "\n" || rest.isEmpty else { throw Malformed(reason: "after the end: \(rest)") }
    return element
  }

  private static func element(_ rest: inout Substring) throws -> HTMLElement {
    guard let start = rest.prefixMatch(of: /<([a-z]+)((?: [a-z]+="[^"<>&]*")*)>/) else {
      throw Malformed(reason: "no element: \(rest.prefix(20))")
    }
    var element = HTMLElement(name: String(start.1))
    for attribute in start.2.matches(of: #/ ([a-z]+)="([^"]*)"/#) {
      element.attributes[String(attribute.1)] = String(attribute.2)
    }
    rest = rest[start.range.upperBound...]
    if element.name == "br" {
      element.text = "\n"
      return element
    }
    let isFrame = ["table", "thead", "tbody", "tr"].contains(element.name)
    while !rest.hasPrefix("</") {
      if rest.hasPrefix("<") {
        let child = try Self.element(&rest)
        element.text += child.text
        element.children.append(child)
      } else {
        let run = try characters(&rest)
        if !isFrame { element.text += run } else if run != "\n" { throw Malformed(reason: "text in a frame") }
      }
    }
    let end = "</\(element.name)>"
    guard rest.hasPrefix(end) else { throw Malformed(reason: "\(end) expected: \(rest.prefix(20))") }
    rest = rest.dropFirst(end.count)
    return element
  }

  /// Text up to the next tag, its references resolved.
  private static func characters(_ rest: inout Substring) throws -> String {
    var text = ""
    while let scalar = rest.unicodeScalars.first, scalar != "<" {
      if let reference = rest.prefixMatch(of: /&(?:(amp|lt|gt)|#(x?)([0-9A-F]+));/) {
        if let name = reference.1 {
          text += ["amp": "&", "lt": "<", "gt": ">"][String(name)] ?? "?"
        } else {
          let number = reference.3.flatMap { UInt32($0, radix: reference.2 == "x" ? 16 : 10) }
          guard let named = number.flatMap(Unicode.Scalar.init) else { throw Malformed(reason: "reference") }
          text.unicodeScalars.append(named)
        }
        rest = rest[reference.range.upperBound...]
      } else if scalar == "&" || scalar == ">"
        || scalar.properties.generalCategory == .control && scalar != "\n"
      {
        throw Malformed(reason: "bare \(scalar)")
      } else {
        text.unicodeScalars.append(scalar)
        rest.unicodeScalars.removeFirst()
      }
    }
    guard !rest.isEmpty else { throw Malformed(reason: "it never ends") }
    return text
  }
}
