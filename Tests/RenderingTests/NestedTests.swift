import Foundation
import Rendering
import SQL
import Testing

@Suite struct NestedTests {
  private static let grids: [(name: String, grid: @Sendable () -> Grid)] = [
    ("authors", { NestedGrids.authors }), ("one author", { NestedGrids.author }),
    ("no author", { NestedGrids.noAuthors }), ("deep", { NestedGrids.deep }),
    ("lists", { NestedGrids.lists }), ("six levels", { NestedGrids.nested(6) }),
    ("nasty", { NestedGrids.nasty }),
  ]

  @Test(arguments: ["table", "record", "tree"], [40, 80, 200])
  func forPeople(name: String, width: Int) throws {
    for charset in Charset.allCases { try forPeople(name: name, width: width, charset: charset) }
  }

  private func forPeople(name: String, width: Int, charset: Charset) throws {
    let format = try #require(OutputFormat.named(name))
    let presentation = Presentation(charset: charset, width: width)
    let all = try Self.grids.map { title, grid in
      let (text, facts) = try render(grid(), format, presentation)
      if name == "table" {
        for line in text.split(separator: "\n") { #expect(DisplayWidth.columns(of: line) <= width) }
      }
      return "\(title):\n\(text)\(described(facts))\n"
    }
    expectGolden("nested-\(name)-\(width)-\(charset).txt", all.joined(separator: "\n"))
  }

  @Test(arguments: OutputFormat.all.filter(\.holdsNested).map(\.name))
  func inAPipe(name: String) throws {
    let format = try #require(OutputFormat.named(name))
    let all = try Self.grids.map { title, grid in
      let (text, facts) = try render(grid(), format)
      #expect(facts.isComplete)
      return "\(title):\n\(text)"
    }
    expectGolden("nested-pipe.\(name)", all.joined(separator: "\n"))
  }

  @Test func tableInColor() throws {
    let presentation = Presentation(style: .dark, width: 80, maxRows: 8)
    let outputs = try [OutputFormat.table, .tree, .record].map {
      try render(NestedGrids.authors, $0, presentation).text
    }
    expectGolden("nested-color.txt", outputs.joined(separator: "\n"))
  }

  @Test func everyWidthIsHeld() throws {
    for width in 1...120 {
      for maxRows in [nil, 2, 7] {
        for (name, grid) in Self.grids where name != "one author" {
          let text = try render(grid(), .table, Presentation(width: width, maxRows: maxRows)).text
          let widest = text.split(separator: "\n").map { DisplayWidth.columns(of: $0) }.max() ?? 0
          // Narrower than this there is no column to show.
          #expect(widest <= max(width, 20), "\(name) at \(width)")
        }
      }
    }
  }

  @Test(arguments: OutputFormat.all.map(\.name))
  func nothingThatATerminalObeysReachesIt(name: String) throws {
    let format = try #require(OutputFormat.named(name))
    for charset in Charset.allCases {
      let presentation = Presentation(charset: charset, width: 80, isTerminal: true)
      let obeyed = try render(NestedGrids.nasty, format, presentation).text.unicodeScalars
        .filter {
          $0.value < 0x20 && ![0x09, 0x0A, 0x0D].contains($0.value) || (0x7F..<0xA0).contains($0.value)
        }
      #expect(String(String.UnicodeScalarView(obeyed)) == "")
    }
  }

  @Test func whatIsNotThereIsToldApart() throws {
    let columns = [
      Grid.Column(name: "one", content: .record([Grid.Column(name: "a")])),
      Grid.Column(name: "many", content: .values),
    ]
    let grid = Grid(
      columns: columns,
      nestedRows: [
        [.value(.null), .list([])],
        [.record([.value(.null)]), .list([.value(.null)])],
        [.record([.value("")]), .list([.value("")])],
        [.record([.value("-")]), .list([.value("–")])],
      ])
    #expect(
      try render(grid, .table).text == """
         one
         ────
         a     many
         ────  ────
         –     –
         NULL  NULL
         ''    ''
         -     '–'

        """)
    #expect(
      try render(grid, .tree, Presentation(charset: .ascii, nullText: "-")).text == """
         *
         |- one  []
         `- many (0)
         *
         |- one  a: -
         `- many (1)
            `- -
         *
         |- one  a: ''
         `- many (1)
            `- ''
         *
         |- one  a: '-'
         `- many (1)
            `- –

        """)
    #expect(
      try render(grid, .csv).text == #"""
        one,many
        ,[]
        "{""a"":null}",[null]
        "{""a"":""""}","[""""]"
        "{""a"":""-""}","[""–""]"

        """#)
    #expect(
      try render(grid, .markdown).text == """
        | one.a  | many   |
        | ------ | ------ |
        | *none* | *none* |
        | *NULL* | *NULL* |
        |        |        |
        | -      | –      |

        """)
  }

  @Test func markdownStaysOneTable() throws {
    let lines = try render(NestedGrids.nasty, .markdown).text.split(separator: "\n")
    #expect(lines.count == 13)
    for line in lines {
      let bars = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
      #expect(bars == 9)
    }
  }

  @Test func widthIsRightInTheEnd() throws {
    // The hidden columns between take no lines: only what shows does.
    let columns = [
      Grid.Column(name: "name"), Grid.Column(name: "hidden", content: .values), Grid.Column(name: "last"),
    ]
    let grid = Grid(
      columns: columns,
      nestedRows: [1, 2].map { number in
        [
          .value(Value("first number \(number)")), .list((0..<50).map { .value(Value("a long text \($0)")) }),
          .value(Value("last number \(number)")),
        ]
      })
    let text = try render(grid, .table, Presentation(width: 30)).text
    #expect(
      text == """
         name          …  last
         ────────────  ─  ────────────
         first numbe…  …  last number…
         first numbe…  …  last number…

        """)
  }

  // MARK: JSON read back

  private indirect enum ReadValue: Decodable, Equatable {
    case null, integer(Int64), double(Double), string([UInt8]), array([ReadValue]), object(
      [String: ReadValue])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let integer = try? container.decode(Int64.self) {
        self = .integer(integer)
      } else if let double = try? container.decode(Double.self) {
        self = .double(double)
      } else if let string = try? container.decode(String.self) {
        self = .string(Array(string.utf8))
      } else if let array = try? container.decode([ReadValue].self) {
        self = .array(array)
      } else {
        self = .object(try container.decode([String: ReadValue].self))
      }
    }

    init(_ value: NestedValue, _ columns: [Grid.Column]) {
      switch value {
      case .value(.null): self = .null
      case .value(.integer(let integer)): self = .integer(integer)
      // As JSON has it, a whole number is an integer.
      case .value(.real(let real)): self = Int64(exactly: real).map(ReadValue.integer) ?? .double(real)
      case .value(.text(let text)) where String(validating: text.utf8, as: UTF8.self) == nil:
        self = .object(["$text": .string(Array(Data(text.utf8).base64EncodedString().utf8))])
      case .value(.text(let text)): self = .string(Array(text.utf8))
      case .value(.blob(let bytes)):
        self = .object(["$blob": .string(Array(Data(bytes).base64EncodedString().utf8))])
      case .list(let elements): self = .array(elements.map { ReadValue($0, columns) })
      case .record(let values):
        self = .object(
          Dictionary(
            uniqueKeysWithValues: zip(columns, values).map { ($0.name, ReadValue($1, $0.content.columns)) }))
      }
    }
  }

  @Test(arguments: ["json", "jsonl", "tsv"])
  func jsonReadsBack(name: String) throws {
    var rows: [NestedValue] = []
    try NastyGrids.values.forEachRow { row in
      let isFinite = row.values.allSatisfy { if case .real(let real) = $0 { real.isFinite } else { true } }
      if isFinite { rows.append(.record(row.values.map(NestedValue.value))) }
      return true
    }
    let inner = NastyGrids.values.columns
    let columns = [
      Grid.Column(name: "one", content: .record(inner)), Grid.Column(name: "many", content: .records(inner)),
      Grid.Column(name: "values", content: .values),
    ]
    let values = [rows[0], .list(rows), .list([.value(.null), .value(""), .list([])])]
    let grid = Grid(columns: columns, nestedRows: [values])
    var text = try render(grid, try #require(OutputFormat.named(name))).text
    switch name {
    case "jsonl": text = "[\(text)]"
    case "tsv":
      // A line of cells, each of them JSON with its backslashes doubled.
      let cells = text.split(separator: "\n")[1].split(separator: "\t").map {
        $0.replacing("\\\\", with: "\\")
      }
      text = #"[{"one":\#(cells[0]),"many":\#(cells[1]),"values":\#(cells[2])}]"#
    default: break
    }
    let read = try JSONDecoder().decode(ReadValue.self, from: Data(text.utf8))
    #expect(read == ReadValue(.list([.record(values)]), columns))
  }
}
