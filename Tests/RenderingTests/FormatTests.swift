import Foundation
import Rendering
import SQL
import Testing

@Suite struct FormatTests {
  @Test(arguments: [40, 80, 200], Charset.allCases)
  func table(width: Int, charset: Charset) throws {
    let presentation = Presentation(charset: charset, width: width)
    let values = try render(NastyGrids.values, .table, presentation)
    let wide = try render(NastyGrids.wide, .table, presentation)
    expectGolden(
      "table-\(width)-\(charset).txt",
      "\(values.text)\(described(values.facts))\n\n\(wide.text)\(described(wide.facts))\n")
    for line in (values.text + wide.text).split(separator: "\n") {
      #expect(DisplayWidth.columns(of: line) <= width)
    }
  }

  @Test(arguments: Charset.allCases)
  func tableInAPipeIsNeverCut(charset: Charset) throws {
    let (text, facts) = try render(NastyGrids.values, .table, Presentation(charset: charset))
    expectGolden("table-pipe-\(charset).txt", text)
    #expect(facts == RenderedFacts(rows: 24, columns: 5))
    #expect(try render(NastyGrids.wide, .table).facts == RenderedFacts(rows: 3, columns: 200))
  }

  @Test func tableInColor() throws {
    let presentation = Presentation(style: .dark, width: 80, maxRows: 12)
    expectGolden("table-color.txt", try render(NastyGrids.values, .table, presentation).text)
  }

  @Test(arguments: OutputFormat.all.filter { $0.name != "table" }.map(\.name))
  func wholeFormat(name: String) throws {
    let format = try #require(OutputFormat.named(name))
    // A width and a maximum that these formats must not heed; record breaks lines at it and leaves nothing out.
    let presentation = Presentation(width: 40, maxRows: 2)
    let (values, facts) = try renderBytes(NastyGrids.values, format, presentation)
    let (wide, wideFacts) = try renderBytes(NastyGrids.wide, format, presentation)
    expectGolden("values.\(name)", String(decoding: values, as: UTF8.self))
    expectGolden("wide.\(name)", String(decoding: wide, as: UTF8.self))
    #expect(facts == RenderedFacts(rows: 24, columns: 5))
    #expect(wideFacts == RenderedFacts(rows: 3, columns: 200))
  }

  @Test(arguments: OutputFormat.all.map(\.name))
  func nothingThatATerminalObeysReachesIt(name: String) throws {
    let format = try #require(OutputFormat.named(name))
    for charset in Charset.allCases {
      let presentation = Presentation(charset: charset, width: 80, isTerminal: true)
      for grid in [NastyGrids.values, NastyGrids.wide] {
        let text = try render(grid, format, presentation).text
        let obeyed = text.unicodeScalars.filter { Self.isObeyed($0.value, isJSON: name.hasPrefix("json")) }
        #expect(String(String.UnicodeScalarView(obeyed)) == "")
      }
    }
  }

  /// JSON leaves the marks that reorder text as they are: no string may change, and no terminal is harmed.
  private static func isObeyed(_ scalar: UInt32, isJSON: Bool) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D: false
    case 0x00..<0x20, 0x7F..<0xA0: true
    case 0x202A...0x202E: !isJSON
    default: false
    }
  }

  @Test(arguments: ["record", "tree"], [40, 80, 200])
  func cardsAndTrees(name: String, width: Int) throws {
    let format = try #require(OutputFormat.named(name))
    for charset in Charset.allCases {
      let presentation = Presentation(charset: charset, width: width, maxRows: 2)
      let outputs = try [NastyGrids.values, NastyGrids.wide].map { try render($0, format, presentation) }
      for (_, facts) in outputs { #expect(facts.isComplete) }
      expectGolden("\(name)-\(width)-\(charset).txt", outputs.map(\.text).joined(separator: "\n"))
    }
  }

  /// What stands for a control character is drawn; all else is data, and the same.
  @Test(arguments: OutputFormat.all.map(\.name).filter { !["table", "record", "tree"].contains($0) })
  func dataInASCII(name: String) throws {
    let format = try #require(OutputFormat.named(name))
    let ascii = Presentation(charset: .ascii, width: 40, maxRows: 2)
    for (grid, title) in [(NastyGrids.values, "values"), (NastyGrids.wide, "wide")] {
      let bytes = try renderBytes(grid, format, ascii).bytes
      if ["html", "markdown"].contains(name) {
        expectGolden("\(title)-ascii.\(name)", String(decoding: bytes, as: UTF8.self))
      } else {
        #expect(try bytes == renderBytes(grid, format).bytes)
      }
    }
  }

  /// On a terminal nothing but control characters is different, and what is drawn.
  @Test(arguments: ["csv", "tsv", "json", "jsonl", "html", "insert", "markdown"])
  func dataIsTheSameWhateverTheWidth(name: String) throws {
    let format = try #require(OutputFormat.named(name))
    for grid in [NastyGrids.values, NastyGrids.wide, NestedGrids.nasty] {
      let pipe = try renderBytes(grid, format).bytes
      for width in [1, 40, 80, 200] {
        let terminal = Presentation(style: .dark, width: width, maxRows: 2)
        #expect(try renderBytes(grid, format, terminal).bytes == pipe)
      }
    }
  }

  @Test func rowsThatFailInTheMiddleLeaveWhatCanBeRead() throws {
    let failure = DatabaseError(.overflow, message: "integer overflow")
    func broken(after count: Int) -> Grid {
      Grid(columns: [Grid.Column(name: "n", isNumeric: true)], rowCount: nil, isRepeatable: false) {
        (body) throws(DatabaseError) in
        for number in 0..<count {
          guard try Row.lending([.integer(Int64(number))], body) else { return }
        }
        throw failure
      }
    }
    var texts: [String] = []
    for format in OutputFormat.all {
      for count in [0, 2] {
        var bytes: [UInt8] = []
        let output = Output { block in
          bytes += block
          return true
        }
        #expect(throws: failure) { try format.write(broken(after: count), to: output, as: Presentation()) }
        output.flush()
        let text = String(decoding: bytes, as: UTF8.self)
        texts.append("\(format.name), \(count) rows:\n\(text)")
        if count == 0 { #expect(bytes == [], "what is there would be taken for a result without rows") }
        if format.name == "json", count > 0 {
          let read = try JSONDecoder().decode([[String: Int]].self, from: Data(bytes))
          #expect(read == (0..<count).map { ["n": $0] })
        }
      }
    }
    expectGolden("failing.txt", texts.joined(separator: "\n"))
  }

  @Test func exactBytesOfTextInCSVAndTSV() throws {
    let grid = NastyGrids.grid(
      columns: [Grid.Column(name: "a"), Grid.Column(name: "b")],
      rows: [[NastyGrids.invalid, "\u{1B}[1m"], ["say \"hi\"", "a\tb\\c\nd\r"], [.null, ""]])
    let invalid: [UInt8] = [0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x7A]
    let csvEnd = ",\u{1B}[1m\n\"say \"\"hi\"\"\",\"a\tb\\c\nd\r\"\n,\"\"\n"
    #expect(try renderBytes(grid, .csv).bytes == Array("a,b\na".utf8) + invalid + Array(csvEnd.utf8))
    let tsvEnd = "\t\u{1B}[1m\nsay \"hi\"\ta\\tb\\\\c\\nd\\r\n\t\n"
    #expect(try renderBytes(grid, .tsv).bytes == Array("a\tb\na".utf8) + invalid + Array(tsvEnd.utf8))
  }

  @Test func textForNull() throws {
    let grid = NastyGrids.grid(
      columns: [Grid.Column(name: "a"), Grid.Column(name: "b")], rows: [[.null, "-"], ["NULL", ""]])
    let presentation = Presentation(nullText: "-")
    #expect(try render(grid, .csv, presentation).text == "a,b\n-,\"-\"\nNULL,\"\"\n")
    #expect(try render(grid, .tsv, presentation).text == "a\tb\n-\t-\nNULL\t\n")
    #expect(try render(grid, .table, presentation).text == " a     b\n ────  ───\n -     '-'\n NULL  ''\n")
    #expect(
      try render(grid, .markdown, presentation).text
        == "| a    | b    |\n| ---- | ---- |\n| -    | -    |\n| NULL |      |\n")
  }

  @Test func markdownIsAligned() throws {
    #expect(
      try render(NastyGrids.books, .markdown).text == """
        |   id | title                     |   year | author |
        | ---: | ------------------------- | -----: | -----: |
        |    1 | A Wizard of Earthsea      |   1968 |      3 |
        |    2 | The Left Hand of Darkness |   1969 |      3 |
        |    3 | The Dispossessed          |   1974 |      3 |
        |    4 | Untitled                  | *NULL* | *NULL* |

        """)
  }

  @Test func noRows() throws {
    let grid = NastyGrids.grid(columns: NastyGrids.books.columns, rows: [])
    let outputs = try OutputFormat.all.map { "\($0.name):\n\(try render(grid, $0).text)" }
    expectGolden("no-rows.txt", outputs.joined(separator: "\n"))
    #expect(try render(NastyGrids.grid(columns: [], rows: []), .table).text == "")
    #expect(try render(NastyGrids.grid(columns: [], rows: [[]]), .jsonl).text == "{}\n")
  }

  @Test func aSingleValueStandsAlone() throws {
    func alone(_ value: Value) throws -> String {
      let grid = NastyGrids.grid(columns: [Grid.Column(name: "name")], rows: [[value]], isSingleValue: true)
      return try render(grid, .table, Presentation(width: 10)).text
    }
    #expect(try alone("Ursula K. Le Guin") == "Ursula K. Le Guin\n")
    #expect(try alone("one\ntwo\u{1B}") == "one\ntwo␛\n")
    #expect(try alone(.null) == "NULL\n")
    #expect(try alone("NULL") == "'NULL'\n")
    #expect(try alone("") == "''\n")
    #expect(try alone(42) == "42\n")
    #expect(try alone(.blob(Array(0..<10))) == "x'00010203040506070809'\n")
  }

  // MARK: JSON read back

  @Test(arguments: ["json", "jsonl"])
  func jsonReadsBack(name: String) throws {
    let (text, _) = try render(NastyGrids.values, try #require(OutputFormat.named(name)))
    let array = name == "json" ? text : "[" + text.split(separator: "\n").joined(separator: ",") + "]"
    let objects = try JSONDecoder().decode([[String: ReadValue]].self, from: Data(array.utf8))
    var expected: [[Value]] = []
    try NastyGrids.values.forEachRow { row in
      expected.append(row.values)
      return true
    }
    #expect(objects.count == expected.count)
    for (object, values) in zip(objects, expected) {
      #expect(object.keys.sorted() == ["any", "id", "size", "text", "what"])
      for (column, value) in zip(["id", "what", "text", "size", "any"], values) {
        #expect(Self.isSame(try #require(object[column]), value), "\(column) of \(object)")
      }
    }
  }

  /// Whatever a JSON value can be read as.
  private struct ReadValue: Decodable {
    let isNull: Bool
    let integer: Int64?
    let double: Double?
    let string: String?
    let marked: [String: String]?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      isNull = container.decodeNil()
      integer = try? container.decode(Int64.self)
      double = try? container.decode(Double.self)
      string = try? container.decode(String.self)
      marked = try? container.decode([String: String].self)
    }
  }

  private static func isSame(_ read: ReadValue, _ value: Value) -> Bool {
    switch value {
    case .null: return read.isNull
    case .integer(let integer): return read.integer == integer
    case .real(let real) where real.isFinite: return read.double == real
    case .real(let real):
      return read.marked == ["$real": real.isNaN ? "NaN" : real < 0 ? "-Infinity" : "Infinity"]
    case .text(let text):
      guard String(validating: text.utf8, as: UTF8.self) != nil else {
        return read.marked == ["$text": Data(text.utf8).base64EncodedString()]
      }
      return read.string.map { Array($0.utf8) } == Array(text.utf8)
    case .blob(let bytes): return read.marked == ["$blob": Data(bytes).base64EncodedString()]
    }
  }

  @Test func jsonKeysAreDistinct() throws {
    let names = ["a", "a", "a_2", "a", "b\""]
    let grid = NastyGrids.grid(columns: names.map { Grid.Column(name: $0) }, rows: [[1, 2, 3, 4, 5]])
    #expect(try render(grid, .jsonl).text == #"{"a":1,"a_3":2,"a_2":3,"a_4":4,"b\"":5}"# + "\n")
  }
}
