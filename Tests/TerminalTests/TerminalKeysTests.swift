/// The real program on a terminal: what a user's keys do to the line.
import Glibc
import Testing

@Suite(.serialized) struct TerminalKeysTests {
  // MARK: - Completion

  @Test func tabCompletesAName() throws {
    let kin = try Session()
    kin.type("auth")
    kin.expectInput("auth")
    kin.type("\t")
    kin.expectInput("author")
  }

  @Test func tabIsTextWhileMoreIsWaiting() throws {
    let kin = try Session()
    kin.type("auth\t[1]")
    // The tab reaches from column 17 to the next multiple of 8.
    kin.expectInput("auth       [1]")
  }

  // MARK: - Lines that go on

  @Test func whatIsOpenIsToldAndAnEmptyLineEndsIt() throws {
    let kin = try Session()
    kin.type("author[\"abc\r")
    let hint = "\" is open: an empty line ends it, Ctrl-C gives up"
    let row = "         ..> "
    let whole = row + String(repeating: " ", count: 80 - row.count - hint.count) + hint
    #expect(kin.terminal.wait { $0.lines.contains(whole) })
    kin.type("help\r")
    #expect(kin.terminal.wait { $0.lines.count { $0.hasPrefix(row) } == 2 })
    kin.type("\r")
    kin.expectInput("")
    #expect(
      Array(kin.screenLines.suffix(4)) == [
        row + "help", "  author[\"abc", "         ^^^^  This text has no closing quote.", "kin library>",
      ])
    #expect(kin.historyFile == "author[\"abc\\nhelp\n")
  }

  @Test func emptyLinesOfAPasteStay() throws {
    let kin = try Session()
    kin.type("\u{1B}[200~author[\n\n1\n].name\u{1B}[201~")
    kin.terminal.expectLine("         ..> ].name", column: 19)
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Mary Shelley"))
  }

  @Test func aTypedDeleteWaitsForItsEnd() throws {
    let kin = try Session()
    kin.type("delete from review\r")
    let hint = "; or an empty line runs it, Ctrl-C gives up"
    let row = "         ..> "
    let whole = row + String(repeating: " ", count: 80 - row.count - hint.count) + hint
    #expect(kin.terminal.wait { $0.lines.contains(whole) })
    kin.type("where id = 1;\r")
    kin.expectInput("")
    #expect(kin.screenLines.suffix(2) == [" 1 row changed.", "kin library>"])
    kin.type("delete from review where id = 2\r")
    #expect(kin.terminal.wait { $0.lines.contains(whole) })
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.screenLines.suffix(2) == [" 1 row changed.", "kin library>"])
    #expect(kin.leave() == .exit(0))
    #expect(kin.historyFile == "delete from review\\nwhere id = 1;\ndelete from review where id = 2\n")
  }

  @Test func aPastedStatementIsOneLine() throws {
    let kin = try Session()
    kin.type("\u{1B}[200~delete from review\nwhere id = 1;\nselect count(*)\nfrom review\nload\n\u{1B}[201~")
    #expect(kin.terminal.wait { $0.lines.contains { $0.hasPrefix(" load is") } })
    kin.expectInput("")
    #expect(kin.screenLines.contains(" 1 row changed."))
    #expect(kin.screenLines.contains("       52"))
    #expect(kin.leave() == .exit(0))
    #expect(
      kin.historyFile
        == "delete from review\\nwhere id = 1;\nselect count(*)\\nfrom review\nload\n")
  }

  // MARK: - The file of commands

  @Test func thePromptBeginsWithTheFileOfCommands() throws {
    let kin = try Session(configuration: "set load joined\nset limit 7\nnope\n", arguments: ["--limit", "9"])
    #expect(
      Array(kin.terminal.screen.lines.dropFirst().prefix(3)) == [
        "  nope", "  ^^^^  There is no table or variable \"nope\".", "        To see what there is: tables",
      ])
    kin.enter("load")
    kin.enter("set limit")
    let told = kin.terminal.screen.lines.filter { $0.hasPrefix(" l") }
    #expect(told.map { String($0.prefix { $0 != ":" }) } == [" load is joined", " limit is 9"])
  }

  @Test func tabShowsWhatThereIsToChooseFrom() throws {
    let kin = try Session()
    kin.type("country[\"F")
    kin.expectInput("country[\"F")
    kin.type("\t")
    #expect(kin.terminal.wait { $0.lines.contains { $0.contains("France") } })
    kin.expectInput("country[\"F")
    #expect(
      kin.terminal.screen.lines.suffix(3) == [
        Session.prompt + "country[\"F", "\"FI\"  Finland   \"FR\"  France", Session.prompt + "country[\"F",
      ])
    kin.type("R\"].na")
    kin.expectInput("country[\"FR\"].na")
    kin.type("\t")
    kin.expectInput("country[\"FR\"].name")
  }

  // MARK: - History

  @Test func upRecallsTheLineBefore() throws {
    let kin = try Session()
    kin.enter("author[1].name")
    kin.type(Key.up)
    kin.expectInput("author[1].name")
  }

  @Test func upAfterAPrefixRecallsWhatBeginsWithIt() throws {
    let kin = try Session()
    kin.enter("author[1].name")
    kin.enter("book[1].title")
    kin.type("au")
    kin.expectInput("au")
    kin.type(Key.up)
    kin.expectInput("author[1].name")
    kin.type(Key.down)
    kin.expectInput("au")
  }

  @Test func controlRSearches() throws {
    let kin = try Session()
    kin.enter("author[1].name")
    kin.enter("book[1].title")
    kin.type("\u{12}r[1")
    kin.terminal.expectLine("(search) r[1: author[1].name", column: 19)
    kin.type("\u{1B}")
    kin.expectInput("author[1].name")
  }

  @Test func anOpenBracketGoesOnAndIsRecalledWhole() throws {
    let kin = try Session()
    kin.type("author[\r")
    kin.terminal.wait { $0.cursor.row > 0 && $0.lines.last?.contains("library") == false }
    kin.type("1].name\r")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
    #expect(kin.historyFile == "author[\\n1].name\n")
  }

  @Test func enterInTheMiddleOfAnOpenLineGoesOnBehindItsEnd() throws {
    let kin = try Session()
    kin.type("author[3")
    kin.expectInput("author[3")
    kin.type(Key.left + Key.left)
    kin.expectInput("author[3", cursor: 6)
    kin.type("\r")
    kin.terminal.expectLine("         ..> ")
    // From the first of the lines it leads to the empty one, and adds none.
    kin.type(Key.up)
    kin.expectInput("author[3", cursor: 0)
    kin.type("\r")
    kin.terminal.expectLine("         ..> ")
    kin.type("].name\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
    kin.type(Key.up)
    kin.terminal.expectLine("         ..> ].name")
    kin.type(Key.up + "\r")
    kin.expectInput("")
    #expect(kin.screenLines.count { $0 == "Ursula K. Le Guin" } == 2)
    #expect(kin.leave() == .exit(0))
    #expect(kin.historyFile == "author[3\\n].name\n")
  }

  @Test func whatIsPastedIntoTheMiddleStaysThere() throws {
    let kin = try Session()
    kin.type("author[3")
    kin.expectInput("author[3")
    kin.type(Key.left)
    kin.expectInput("author[3", cursor: 7)
    kin.type("\u{1B}[200~id =\n\u{1B}[201~")
    kin.terminal.expectLine("         ..> 3", column: 13)
    kin.type("\u{5}].name\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains(" Ursula K. Le Guin"))
    #expect(kin.historyFile == "author[id =\\n3].name\n")
  }

  @Test func aLeadingSpaceKeepsALineOut() throws {
    let kin = try Session()
    kin.enter("author[1].name")
    kin.enter("author[1].name")
    kin.enter(" author[2].name")
    #expect(kin.leave() == .exit(0))
    #expect(kin.historyFile == "author[1].name\n")
  }

  @Test func aRejectedLineComesBack() throws {
    let kin = try Session()
    kin.enter("author.bokos")
    kin.type(Key.up)
    kin.expectInput("author.bokos")
  }

  @Test func twoSessionsShareTheHistory() throws {
    let first = try Session()
    let second = try Session(sharing: first)
    first.enter("author[1].name")
    second.enter("book[1].title")
    first.enter("genre[1].name")
    #expect(first.leave() == .exit(0))
    #expect(second.leave() == .exit(0))
    #expect(first.historyFile == "author[1].name\nbook[1].title\ngenre[1].name\n")
    #expect(first.historyMode == 0o600)
    let third = try Session(sharing: first)
    third.type(Key.up + Key.up)
    third.expectInput("book[1].title")
  }

  @Test func withoutAPlaceForTheHistoryTheUserIsToldOnce() throws {
    let kin = try Session(environment: ["KIN_HISTORY": "/proc/nowhere/history"])
    kin.enter("author[1].name")
    kin.type(Key.up)
    kin.expectInput("author[1].name")
    let warnings = kin.terminal.screen.plainLines.filter { $0.contains("is not kept") }
    #expect(
      warnings == [
        " The history of this session is not kept: /proc/nowhere/history: No such file or"
      ])
  }

  // MARK: - Control keys

  @Test func controlCTwiceTellsHowToLeave() throws {
    let kin = try Session()
    kin.type("\u{3}")
    #expect(
      kin.terminal.wait {
        $0.plainLines.last == "kin library>" && $0.plainLines.contains { $0.hasSuffix("> ^C") }
      })
    kin.type("\u{3}")
    #expect(kin.terminal.wait { $0.plainLines.contains(" Ctrl-D or quit leaves.") })
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
  }

  @Test func controlCClearsTheLine() throws {
    let kin = try Session()
    kin.type("autho")
    kin.expectInput("autho")
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.terminal.screen.plainLines.suffix(2) == [Session.prompt + "autho^C", "kin library>"])
    #expect(kin.leave() == .exit(0))
    #expect(kin.historyFile == "")
  }

  @Test func controlCStopsAQueryAndTheSessionLives() throws {
    let kin = try Session()
    kin.type(
      "with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c\r")
    // The query runs when the terminal is as it was: pastes are not marked while nothing is edited.
    #expect(kin.terminal.wait { !$0.marksPastes })
    usleep(200_000)
    kin.type("\u{3}")
    kin.expectInput("")
    kin.enter("select 6 * 7")
    let answers = kin.terminal.screen.plainLines.map { line in line.filter { !"│|".contains($0) } }
    #expect(answers.contains { $0.allSatisfy { " 42".contains($0) } && $0.contains("42") })
  }

  @Test func controlDDeletesAndLeavesOnAnEmptyLine() throws {
    let kin = try Session()
    kin.type("ab" + Key.left + Key.left + "\u{4}")
    kin.expectInput("b", cursor: 0)
    kin.type("\u{4}")
    kin.expectInput("")
    kin.type("\u{4}")
    #expect(kin.terminal.ending() == .exit(0))
  }

  // MARK: - Characters

  @Test(arguments: ["C.UTF-8", "C", ""])
  func charactersAreTypedAndEditedWhole(locale: String) throws {
    let kin = try Session(environment: ["LANG": locale])
    kin.type("aé中😀e\u{301}b")
    kin.expectInput("aé中😀e\u{301}b", cursor: 8)
    kin.type(Key.left + Key.left + Key.left)
    kin.expectInput("aé中😀e\u{301}b", cursor: 4)
    kin.type("\u{7F}")
    kin.expectInput("aé😀e\u{301}b", cursor: 2)
    kin.type(Key.right + "\u{1B}[3~x")
    kin.expectInput("aé😀xb", cursor: 5)
  }

  @Test func aLongLineGoesOnInTheNextRow() throws {
    let kin = try Session(columns: 20)
    kin.type("abcdefg")
    kin.terminal.expectLine("", column: 0)
    kin.type("hi" + Key.left + Key.left + Key.left + "X")
    kin.terminal.expectLine("ghi", column: 0)
    #expect(kin.terminal.screen.plainLines.suffix(2) == ["kin library> abcdefX", "ghi"])
  }

  // MARK: - Pastes

  @Test func aPasteIsTakenLiterallyAndItsLinesRun() throws {
    let kin = try Session()
    kin.type("\u{1B}[200~author[1]\t.name\rauthor[2].name\rauth\t\u{1B}[201~")
    // The tab reaches from column 17 to the next multiple of 8.
    kin.expectInput("auth       ")
    kin.type("\u{15}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
    #expect(kin.historyFile == "author[1]\t.name\nauthor[2].name\n")
  }

  @Test func noHintIsWorkedOutForPastedLinesThatRun() throws {
    let kin = try Session()
    kin.type("\u{1B}[200~author[1].name\rauthor[2].name\r\u{1B}[201~")
    #expect(kin.terminal.wait { _ in kin.historyFile == "author[1].name\nauthor[2].name\n" })
    kin.expectInput("")
    #expect(kin.hintCount == 0)
    kin.type("author")
    kin.expectInput("author")
    #expect(kin.terminal.wait { $0.lines.last?.hasSuffix("→ authors · 1 query") == true })
    #expect(kin.hintCount > 0)
  }

  @Test func anOpenLineGoesOnBehindItsEndAlsoFromVisCommands() throws {
    let kin = try Session(editrc: "bind -v\n")
    kin.type("author[3")
    kin.expectInput("author[3")
    kin.type("\u{1B}")
    kin.terminal.expectLine("kin library> author[3", column: 20)
    kin.type("\r")
    kin.terminal.expectLine("         ..> ")
    kin.type("].name\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
  }

  @Test func aPasteIntoVisCommandsIsText() throws {
    let kin = try Session(editrc: "bind -v\n")
    kin.enter("author[1].name")
    kin.type("\u{1B}[200~abc\u{1B}[201~")
    kin.expectInput("abc")
    kin.type("\u{3}")
    kin.expectInput("")
    kin.type(Key.up)
    kin.expectInput("author[1].name")
    kin.type("\u{3}")
    kin.expectInput("")
    kin.type("\u{12}[1")
    kin.terminal.expectLine("(search) [1: author[1].name", column: 19)
    kin.type("\u{3}")
    kin.expectInput("")
    kin.type("auth")
    kin.expectInput("auth")
    kin.type("\t")
    kin.expectInput("author")
  }
}
