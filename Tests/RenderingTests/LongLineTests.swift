import Language
import Rendering
import SQL
import Testing

/// Lines and statements of megabytes, of which the neighbourhood is shown.
@Suite struct LongLineTests {
  private static let filler = String(repeating: "é, ", count: 400_000)

  @Test(arguments: [Charset.unicode, .ascii])
  func theNeighbourhoodOfAnError(_ charset: Charset) {
    let line = "select \(Self.filler)x frm y, \(Self.filler)"
    let short = "select \(Self.filler.prefix(300))x frm y, \(Self.filler.prefix(300))"
    func text(_ line: String) -> String {
      let start = line.utf8.count - line.drop { $0 != "f" }.utf8.count
      let diagnostic = Diagnostic(
        .database(message: "near \"frm\": syntax error", sql: nil), at: SourceRange(start, start + 3))
      return DiagnosticText(diagnostic, in: line)
        .text(as: Presentation(charset: charset, width: 40), promptWidth: 13)
    }
    #expect(text(line) == text(short))
  }

  @Test func aLongNameInASentenceIsLeftOutInTheMiddle() {
    let name = String(repeating: "y", count: 1_000_000)
    let diagnostic = Diagnostic(.unknownRoot(name), at: SourceRange(0, name.utf8.count))
    let sentence = "There is no table or variable \"\(name)\"."
    #expect(
      DiagnosticText(diagnostic, in: name).oneLine()
        == "kin: \(sentence.prefix(400))… (999,433 characters left out) …\(sentence.suffix(200))")
  }

  @Test func theStatementOfALongTypedLine() {
    let sql = "SELECT \(String(repeating: "x, ", count: 300_000))y FROM t"
    let text = SQLText(sql, charset: .unicode, most: 1_000)
    #expect(text.line.width == 1_001)
    #expect(text.shortened(to: 30).plain == "SELECT x, x, x, x, x, x, x, …")
  }
}
