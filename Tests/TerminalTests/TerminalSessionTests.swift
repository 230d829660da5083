/// The real program on a terminal: its window, its signals, its pager, and what it leaves behind.
import Glibc
import Testing

@Suite(.serialized) struct TerminalSessionTests {
  // MARK: - The terminal

  @Test func fortyColumnsAreEnough() throws {
    let kin = try Session(columns: 40)
    kin.enter("author[1].name")
    kin.type("country[\"F")
    kin.expectInput("country[\"F")
    kin.type("\t")
    #expect(kin.terminal.wait { $0.lines.contains { $0.contains("France") } })
    kin.expectInput("country[\"F")
    #expect(kin.terminal.screen.lines.contains("\"FI\"  Finland   \"FR\"  France"))
  }

  @Test func aNarrowerWindowFoldsTheLine() throws {
    let kin = try Session(columns: 60)
    kin.type("abcdefghij")
    kin.expectInput("abcdefghij")
    kin.terminal.resize(columns: 30, rows: 24)
    kin.type("klmnopqrst")
    kin.terminal.expectLine("rst", column: 3)
    #expect(kin.terminal.screen.plainLines.suffix(2) == ["kin library> abcdefghijklmnopq", "rst"])
  }

  @Test func aLineLongerThanTheWindowSurvivesASmallerOne() throws {
    let kin = try Session()
    let long = String(repeating: "a", count: 400)
    kin.type(long)
    #expect(kin.terminal.wait { $0.plainLines.joined().hasSuffix(long) })
    kin.terminal.resize(columns: 40, rows: 5)
    kin.type("b")
    #expect(kin.terminal.wait { $0.plainLine.hasSuffix("ab") })
    kin.type("\u{15}")
    kin.expectInput("")
    kin.enter("author[1].name")
    #expect(kin.leave() == .exit(0))
  }

  @Test(arguments: [(80, 50), (60, 120)])
  func anAnswerHasTheWidthOfTheWindowAsItIs(before: Int, after: Int) throws {
    func answer(_ kin: Session) -> ArraySlice<String> {
      kin.type("book[1:3]")
      kin.expectInput("book[1:3]")
      kin.enter("")
      // But for the time that the line took.
      return kin.screenLines.drop { $0 != Session.prompt + "book[1:3]" }.filter { !$0.contains(" ms") }[...]
    }
    let kin = try Session(columns: before)
    kin.terminal.resize(columns: after, rows: 24)
    let other = try Session(columns: after)
    let expected = answer(other)
    #expect(expected.count > 5)
    #expect(answer(kin) == expected)
  }

  @Test func aDumbTerminalGetsNoEscapeSequences() throws {
    let kin = try Session(environment: ["TERM": "dumb"])
    kin.enter("author[1].name")
    // Neither a hint nor what Tab would offer: the terminal edits the line.
    kin.type("author")
    kin.expectInput("author")
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
    #expect(kin.terminal.transcript.firstIndex(of: 0x1B) == nil)
    #expect(kin.historyFile == "author[1].name\n")
  }

  @Test func viKeysComeFromEditrc() throws {
    let kin = try Session(editrc: "bind -v\nbind \"^[[5~\" ed-move-to-beg\n")
    kin.type("abc")
    kin.expectInput("abc")
    kin.type("\u{1B}")
    kin.expectInput("abc", cursor: 2)
    kin.type("xiQ")
    kin.expectInput("aQb", cursor: 2)
    kin.type("\u{1B}[5~!")
    kin.expectInput("!aQb", cursor: 1)
  }

  @Test func theTerminalIsRestoredAtTheEnd() throws {
    let kin = try Session()
    #expect(kin.terminal.mode != kin.terminal.originalMode)
    #expect(kin.leave() == .exit(0))
    #expect(kin.terminal.mode == kin.terminal.originalMode)
    #expect(!kin.terminal.screen.marksPastes)
  }

  @Test(arguments: [
    SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGUSR1, SIGUSR2, SIGALRM,
    SIGVTALRM, SIGXCPU, SIGPROF, SIGSYS, 40,
  ])
  func theTerminalIsRestoredAfterASignal(number: Int32) throws {
    let kin = try Session()
    kin.type("autho")
    kin.expectInput("autho")
    kin.terminal.signal(number)
    #expect(kin.terminal.ending() == .signal(number))
    #expect(kin.terminal.mode == kin.terminal.originalMode)
    #expect(!kin.terminal.screen.marksPastes)
  }

  // MARK: - Pager

  @Test func whatIsTallerThanTheScreenGoesToThePager() throws {
    let kin = try Session(environment: ["KIN_PAGER": "{ echo BEGIN; sed -n '3p;$p'; echo END; }"])
    kin.enter("book.sort(id).title")
    #expect(!kin.screenLines.contains("BEGIN"))
    kin.enter("last")
    #expect(
      kin.screenLines.suffix(5) == [
        "BEGIN", " ───────────────────────────────────────────────", " Rocannon's World", "END",
        "kin library>",
      ])
    kin.enter("set pager off")
    kin.enter("last")
    #expect(kin.screenLines.suffix(2) == [" Rocannon's World", "kin library>"])
    #expect(kin.screenLines.count { $0 == "END" } == 0)
  }

  @Test func whatAPagerThatGivesUpWasToShowIsPrinted() throws {
    let kin = try Session(environment: ["KIN_PAGER": "false"])
    kin.enter("book.title")
    kin.enter("last")
    #expect(
      kin.screenLines.suffix(4) == [
        " Rocannon's World", " The pager false gave up, with exit code 1. KIN_PAGER names another, and",
        " set pager off does without.", "kin library>",
      ])
  }

  /// Its own prompt is a colon, at which nobody can guess how to go back.
  @Test func theUsualPagerSaysHowToGoBack() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    try TemporaryFolder.write(
      "#!/bin/sh\ncat > /dev/null\nprintf '%s\\n' BEGIN \"$@\" \"$LESS\"\n", to: folder + "/less")
    chmod(folder + "/less", 0o755)
    let kin = try Session(environment: ["PATH": "\(folder):/usr/bin:/bin"])
    kin.enter("set limit all")
    kin.enter("book.sort(id).title")
    #expect(
      kin.screenLines.drop { $0 != "BEGIN" }.dropFirst().prefix(4) == [
        "-SRX", "-+F", "-Ps?eThe end\\: q goes back:q goes back, space goes on.",
        "-SRX -Ps?eThe end\\: q goes back:q goes back, space goes on.$",
      ])
    #expect(kin.leave() == .exit(0))
  }

  @Test func whatIsOnlyTooWideGoesToThePager() throws {
    let kin = try Session(environment: ["KIN_PAGER": "{ echo BEGIN; wc -l; echo END; }"])
    kin.enter("loan[:1]{a: member.name, b: member.email, c: book.title, d: book.title, e: book.title}")
    #expect(!kin.screenLines.contains("BEGIN"))
    kin.enter("last table")
    #expect(kin.screenLines.suffix(4) == ["BEGIN", "4", "END", "kin library>"])
    // What has no columns is broken by the screen.
    kin.enter("last csv")
    #expect(kin.screenLines.count { $0 == "END" } == 1)
  }

  @Test func aLongValueIsShortenedAtThePromptAndWholeInThePager() throws {
    let kin = try Session(environment: [
      "KIN_PAGER": "{ echo BEGIN; awk '{ print NR, length($0) }'; echo END; }"
    ])
    kin.enter("sql off")
    kin.enter("update author set name = replace(hex(zeroblob(400)), '00', 'word ') where id = 1;")
    kin.type("\u{C}")
    kin.expectInput("")
    kin.enter("author[1].name")
    let row = Array(repeating: "word", count: 16).joined(separator: " ")
    let lines = kin.screenLines
    let expected = ["kin library> author[1].name"] + [String](repeating: row, count: 14) + ["⋮", row, row]
    #expect(Array(lines.prefix(18)) == expected)
    #expect(
      lines.dropFirst(18).first?.hasPrefix(" 1 row · 1 value shortened: last · 1 query · lazy · ") == true)
    kin.type("\u{C}")
    kin.expectInput("")
    kin.enter("last")
    let lengths = (1...25).map { "\($0) 79" }
    let page: [String] = lengths.suffix(22) + ["END", "kin library>"]
    #expect(kin.screenLines == page)
  }

  @Test func whoLeavesThePagerEarlyIsBackAtThePrompt() throws {
    let kin = try Session(environment: ["PAGER": "head -1"])
    let mode = kin.terminal.mode
    kin.enter("set limit all")
    kin.enter("a = book")
    kin.enter("a.count()")
    #expect(kin.screenLines.contains("212"))
    #expect(kin.terminal.mode == mode)
    #expect(kin.leave() == .exit(0))
  }

  @Test func controlCStopsTheSearchForAChain() throws {
    let kin = try Session()
    kin.enter("a = author[3]")
    kin.enter("set latency 300ms")
    kin.type("how author[1] member[7]\r")
    // The search takes a dozen statements; it is somewhere among the first of them.
    #expect(kin.terminal.wait { !$0.marksPastes })
    usleep(1_000_000)
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.screenLines.contains { $0.hasPrefix(" Interrupted after ") })
    kin.enter("set latency off")
    kin.enter("a.name")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
    #expect(kin.leave() == .exit(0))
  }

  @Test func controlCInThePagerLeavesTheSessionIntact() throws {
    let kin = try Session(environment: [
      // A signal may end the reading, which then begins again.
      "KIN_PAGER":
        "{ trap 'echo TRAPPED' INT; cat >/dev/null; echo READ; until read x </dev/tty; do :; done; echo LEFT; }"
    ])
    kin.enter("a = author[3]")
    kin.enter("book.title")
    kin.type("last\r")
    #expect(kin.terminal.wait { $0.lines.contains { $0.hasPrefix("READ") } })
    for _ in 0..<4 { kin.type("\u{3}") }
    #expect(kin.terminal.wait { $0.lines.contains { $0.contains("TRAPPED") } })
    kin.type("\r")
    // What a Ctrl-C echoes may stand before it.
    #expect(kin.terminal.wait { $0.lines.contains { $0.contains("LEFT") } })
    kin.expectInput("")
    #expect(!kin.screenLines.contains { $0.contains("Interrupted") })
    kin.enter("a.name")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
    #expect(kin.leave() == .exit(0))
  }

  @Test func aPagerThatIsNotThereIsOneNotice() throws {
    let kin = try Session(environment: ["KIN_PAGER": "no-such-pager -x"])
    kin.enter("book.title")
    kin.enter("last")
    #expect(
      kin.screenLines.suffix(4) == [
        " Rocannon's World", " There is no pager no-such-pager here. KIN_PAGER names one, and set pager off",
        " does without.", "kin library>",
      ])
    kin.enter("last")
    #expect(kin.screenLines.suffix(2) == [" Rocannon's World", "kin library>"])
  }

  // MARK: - Progress

  @Test func progressIsThereWhileOneWaitsAndGoneAfterwards() throws {
    let kin = try Session()
    kin.enter("set latency 30ms")
    kin.type("author.books.title\r")
    #expect(kin.terminal.wait { $0.lines.contains { $0.contains("queries · 0.") } })
    kin.expectInput("")
    #expect(!kin.screenLines.contains { $0.contains("left") })
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalEndsARunningQueryToo(number: Int32) throws {
    let kin = try Session()
    kin.type("with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c\r")
    #expect(kin.terminal.wait { !$0.marksPastes })
    kin.terminal.signal(number)
    #expect(kin.terminal.ending() == .signal(number))
    #expect(kin.terminal.mode == kin.terminal.originalMode)
    #expect(!kin.terminal.screen.marksPastes)
  }

  @Test func theLineIsDrawnAgainAfterAStop() throws {
    let kin = try Session()
    let editingMode = kin.terminal.mode
    kin.type("autho")
    kin.expectInput("autho")
    kin.terminal.signal(SIGSTOP)
    kin.terminal.signal(SIGCONT)
    kin.type("r")
    kin.expectInput("author")
    #expect(kin.terminal.mode == editingMode)
  }
}
