/// The real program on a terminal: pastes of many lines.
import Glibc
import Testing

@Suite(.serialized) struct PasteTests {
  private func paste(_ text: String) -> String { "\u{1B}[200~" + text + "\u{1B}[201~" }

  @Test func aStatementOfManyLinesIsRun() throws {
    let kin = try Session()
    kin.enter("create table p (id integer primary key, n text)")
    let rows = (0..<8_000).map { "(\($0), 'n\($0)')" }.joined(separator: ",\n")
    kin.terminal.feed(paste("insert into p values\n\(rows);\np.max(id)\nselect count(*) as n from p\n"))
    #expect(kin.terminal.wait(seconds: 60) { $0.lines.contains { $0.hasPrefix(" 8000") } })
    kin.expectInput("")
    #expect(kin.screenLines.contains("7999"))
  }

  @Test(arguments: ["author[", "select '", "select 1 /*", "author{"])
  func whatStaysOpenIsGivenUp(beginning: String) throws {
    let kin = try Session()
    kin.terminal.feed(paste(beginning + "\n" + String(repeating: "id = 3 or\n", count: 8_000) + "id"))
    #expect(kin.terminal.wait(seconds: 60) { $0.plainLine.hasSuffix("..> id") })
    kin.type("\u{3}")
    kin.expectInput("")
    kin.enter("author[1].name")
    #expect(kin.screenLines.contains("Mary Shelley"))
  }

  @Test func aPasteInFrontOfATextGoesOnInIt() throws {
    let kin = try Session()
    kin.type(".name")
    kin.expectInput(".name")
    kin.type("\u{1}")
    kin.expectInput(".name", cursor: 0)
    kin.type(paste("author[\n\n1]"))
    kin.terminal.expectLine("         ..> 1].name", column: 15)
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Mary Shelley"))
  }

  @Test func aPastedPathGoesOnWithAnIndentedCondition() throws {
    let kin = try Session()
    kin.terminal.feed(paste("author\n  [3]\n  {name}\nbook[7].title\n"))
    #expect(kin.terminal.wait(seconds: 60) { $0.lines.contains { $0.hasPrefix("The Left Hand of Dark") } })
    kin.expectInput("")
    #expect(
      kin.screenLines.filter { $0.hasPrefix("kin library>") || $0.contains("..>") } == [
        "kin library> author", "         ..>   [3]", "         ..>   {name}", "kin library> book[7].title",
        "kin library>",
      ])
  }

  /// A terminal that is not set to UTF-8 sends such bytes.
  @Test func bytesThatAreNoTextAreNotRun() throws {
    let kin = try Session(columns: 120)
    kin.terminal.feed(Array("select 'Caf".utf8) + [0xE9] + Array("' as a".utf8))
    kin.expectInput("select 'Caf\u{FFFD}' as a")
    kin.type("\r")
    kin.expectInput("")
    let mark = String(repeating: " ", count: Session.prompt.count + 11)
    #expect(
      kin.screenLines.contains(mark + "^  The byte E9 here is not UTF-8, so the line was not run."),
      "\(kin.screenLines)")
    kin.enter("select 'Caf\u{FFFD}' as a")
    #expect(kin.screenLines.contains { $0.hasPrefix(" Caf\u{FFFD}") })
  }
}
