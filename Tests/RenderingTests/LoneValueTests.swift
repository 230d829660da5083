/// A value that stands alone: whole in a pipe, its middle left out at a prompt, broken to the screen for a pager.
import Rendering
import SQL
import Testing

@Suite struct LoneValueTests {
  private static let numbers = (1...12).map { "line \($0)" }.joined(separator: "\n")
  private static let words = (1...40).map { "word\($0)" }.joined(separator: " ")

  private func alone(_ value: Value, _ presentation: Presentation) throws -> (text: String, shortened: Int) {
    let grid = NastyGrids.grid(columns: [Grid.Column(name: "body")], rows: [[value]], isSingleValue: true)
    let (text, facts) = try render(grid, .table, presentation)
    #expect(facts.isSingleValue && facts.totalRows == 1 && facts.shownRows == 1)
    return (text, facts.shortenedCells)
  }

  private func atPrompt(height: Int?, maxRows: Int? = 8, _ charset: Charset = .unicode) -> Presentation {
    Presentation(charset: charset, width: 20, maxRows: maxRows, height: height)
  }

  @Test func whatFitsTheScreenIsAsItIs() throws {
    #expect(try alone(.text(Text(Self.numbers)), atPrompt(height: 12)) == (Self.numbers + "\n", 0))
    let line = String(repeating: "x", count: 240)
    #expect(try alone(.text(Text(line)), atPrompt(height: 12)) == (line + "\n", 0))
  }

  @Test func ofWhatIsTallerTheMiddleIsLeftOut() throws {
    let lines = "line 1\nline 2\nline 3\n⋮\nline 11\nline 12\n"
    #expect(try alone(.text(Text(Self.numbers)), atPrompt(height: 6)) == (lines, 1))
    let ascii = lines.replacing("⋮", with: ":")
    #expect(try alone(.text(Text(Self.numbers)), atPrompt(height: 6, .ascii)) == (ascii, 1))
    let words = """
      word1 word2 word3
      word4 word5 word6
      word7 word8 word9
      ⋮
      word37 word38 word39
      word40

      """
    #expect(try alone(.text(Text(Self.words)), atPrompt(height: 6)) == (words, 1))
    let long = String(repeating: "x", count: 200_000)
    let row = String(repeating: "x", count: 20) + "\n"
    let whole = try alone(.text(Text(long)), atPrompt(height: nil, maxRows: 5))
    #expect(whole == (row + row + "⋮\n" + row + row, 1))
    let wide = String(repeating: "年", count: 1_000)
    let tens = String(repeating: "年", count: 10) + "\n"
    #expect(try alone(.text(Text(wide)), atPrompt(height: 5)) == (tens + tens + "⋮\n" + tens + "年年年\n", 1))
  }

  @Test func ofABlobTheBeginningAndTheLengthAreShown() throws {
    let blob = Value.blob([UInt8](repeating: 0xAB, count: 2_000))
    #expect(try alone(blob, atPrompt(height: 10)) == ("x'abababababab…' 2,000 bytes\n", 1))
  }

  @Test func aPipeHasAllOfIt() throws {
    for text in [Self.numbers, Self.words] {
      #expect(try alone(.text(Text(text)), Presentation()) == (text + "\n", 0))
      #expect(try alone(.text(Text(text)), Presentation(width: 20)) == (text + "\n", 0))
    }
  }

  @Test func aPagerHasLinesOfTheScreen() throws {
    func paged(_ value: String, rows: Int) throws -> String {
      var pages = ""
      let output = Output { block in
        pages += String(decoding: block, as: UTF8.self)
        return true
      }
      output.begin(
        Page(columns: 20, rows: rows) {
          Page.Reader(
            read: { block in
              pages += String(decoding: block, as: UTF8.self)
              return true
            }, finish: { nil })
        })
      let grid = NastyGrids.grid(
        columns: [Grid.Column(name: "body")], rows: [[.text(Text(value))]], isSingleValue: true)
      let facts = try OutputFormat.table.write(grid, to: output, as: Presentation(width: 20))
      output.endPage()
      #expect(facts.isComplete)
      return pages
    }
    let words = (1...6).map { "word\($0)" }.joined(separator: " ")
    #expect(try paged(words, rows: 3) == words + "\n")
    #expect(try paged(words, rows: 1) == "word1 word2 word3\nword4 word5 word6\n")
    #expect(
      try paged(String(repeating: "x", count: 30) + "\n\ny", rows: 2)
        == String(repeating: "x", count: 20) + "\n" + String(repeating: "x", count: 10) + "\n\ny\n")
  }
}
