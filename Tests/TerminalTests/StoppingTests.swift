/// How one gets out of a line: while it runs, and while it goes on in the next.
import Glibc
import Testing

@Suite(.serialized) struct StoppingTests {
  /// One call of a function that takes seconds, during which the database hears nobody.
  private static let deaf = "instr(hex(zeroblob(12000000)), hex(zeroblob(2000)) || '1') as place"

  /// Types a line, and Ctrl-C once it runs, until that is answered.
  ///
  /// - Returns: the answer, without the time.
  private func answer(toCtrlCIn line: String, _ kin: Session) -> String? {
    func answer(_ screen: Screen) -> String? { screen.plainLines.first { $0.hasPrefix(" stopping: ") } }
    // A Ctrl-C that comes before the database is deaf ends the line, which is then typed again.
    for _ in 0..<8 where answer(kin.terminal.screen) == nil {
      kin.type(line + "\r")
      kin.terminal.wait { !$0.marksPastes }
      kin.terminal.wait(seconds: 0.3) { _ in false }
      kin.type("\u{3}")
      kin.terminal.wait { answer($0) != nil || $0.marksPastes }
    }
    return answer(kin.terminal.screen).map { $0.split(separator: " · ").dropLast().joined(separator: " · ") }
  }

  @Test(arguments: [
    ("select \(deaf)", "the database ends the step it is at"),
    ("create table found as select \(deaf)", "the database undoes what the statement wrote"),
  ])
  func ctrlCIsAnsweredWhileTheDatabaseDoesNotHear(line: String, what: String) throws {
    let kin = try Session()
    #expect(answer(toCtrlCIn: line, kin) == " stopping: \(what)")
    kin.expectInput("")
    #expect(!kin.screenLines.contains { $0.contains("stopping") })
    kin.enter("author[3].born")
    #expect(kin.screenLines.contains("1929"))
  }

  @Test func aLongWaitSaysHowToEndIt() throws {
    let kin = try Session()
    kin.type("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n\r")
    #expect(kin.terminal.wait { $0.plainLines.contains { $0.hasSuffix(" s · Ctrl-C stops it") } })
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.screenLines.suffix(3) == ["", " Interrupted.", "kin library>"])
  }

  // MARK: - Lines that go on

  @Test(arguments: ["xterm", "dumb"])
  func ctrlDGivesUpALineThatGoesOn(terminal: String) throws {
    let kin = try Session(environment: ["TERM": terminal])
    kin.type("author[\r")
    kin.terminal.expectLine("         ..> ")
    kin.type("\u{4}")
    kin.expectInput("")
    // Nothing of it is left, and an empty line still ends the program so.
    kin.enter("author[3].born")
    #expect(kin.screenLines.contains("1929"))
    #expect(kin.leave() == .exit(0))
  }

  @Test(arguments: ["quit", "help", "exit"])
  func aCommandAloneInALineThatGoesOnIsTold(word: String) throws {
    let kin = try Session()
    kin.type("update book set title = 'x' where id = 1\r")
    kin.terminal.expectLine("         ..> ")
    kin.type(word + "\r")
    kin.terminal.expectLine("         ..> ")
    let hint = "\(word) is part of the line: an empty line ends it, Ctrl-C gives up"
    #expect(kin.terminal.wait { $0.lines.contains { $0.hasSuffix(hint + " ") || $0.hasSuffix(hint) } })
    kin.type("\u{3}")
    kin.expectInput("")
  }

  @Test func whoStopsTheCountingSeesTheTables() throws {
    let kin = try Session()
    kin.enter(
      "create view zoo as with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n;"
    )
    kin.type("tables\r")
    #expect(kin.terminal.wait { !$0.marksPastes })
    usleep(300_000)
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(
      kin.screenLines.suffix(5) == [
        " zoo                  ?  view", "", " 17 entities · 31 relationships · author? explains one",
        " Not counted to the end: zoo. To wait for it: zoo.count()", "kin library>",
      ])
  }

  // MARK: - The pager

  @Test func keysForThePagerAreNoKeysForThePrompt() throws {
    let kin = try Session(environment: ["KIN_PAGER": "cat > /dev/null; sleep 1"])
    kin.enter("book")
    kin.type("last\r")
    #expect(kin.terminal.wait { !$0.marksPastes })
    kin.type("\u{1B}[B\u{1B}[A\u{1B}OBcountry\u{1B}[5~.name")
    kin.expectInput("country.name")
    kin.type("\u{15}")
    kin.expectInput("")
  }
}
