/// The real program on a terminal: what a user's keys do.
import Glibc
import Testing

@Suite(.serialized) struct TerminalSessionTests {
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

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE])
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
    usleep(500_000)
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
      "KIN_PAGER": "{ trap 'echo TRAPPED' INT; cat >/dev/null; echo READ; read x </dev/tty; echo LEFT; }"
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

private enum Key {
  static let up = "\u{1B}[A"
  static let down = "\u{1B}[B"
  static let right = "\u{1B}[C"
  static let left = "\u{1B}[D"
}

/// Kin on the sample library, with a home of its own.
private final class Session {
  static let prompt = "kin library> "
  let terminal: PseudoTerminal
  private let home: String
  private let ownsHome: Bool

  /// - Parameter other: a session whose home this one has, and which must outlive it.
  init(
    environment: [String: String] = [:], columns: Int = 80, editrc: String = "", configuration: String = "",
    arguments: [String] = [], sharing other: Session? = nil
  ) throws {
    home = try other?.home ?? TemporaryFolder.make()
    ownsHome = other == nil
    if !configuration.isEmpty {
      mkdir(home + "/.config", 0o700)
      mkdir(home + "/.config/kin", 0o700)
      try TemporaryFolder.write(configuration, to: home + "/.config/kin/init.kin")
    }
    if !editrc.isEmpty { try TemporaryFolder.write(editrc, to: home + "/.editrc") }
    let own = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home, "KIN_HISTORY": home + "/history",
      "PATH": "/usr/bin:/bin", "NO_COLOR": "1",
    ]
    terminal = try PseudoTerminal(
      Self.program, arguments: arguments, environment: own.merging(environment) { $1 }, columns: columns)
    expectInput("")
  }

  deinit { if ownsHome { TemporaryFolder.remove(home) } }

  /// The program lies beside the tests.
  static var program: String {
    var path = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &path, path.count - 1)
    let parts = String(decoding: path[..<max(length, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .split(separator: "/")
    return "/" + parts.dropLast().joined(separator: "/") + "/kin"
  }

  /// The lines of the screen up to the last that is not empty, without blanks at their ends.
  var screenLines: [String] {
    let lines = terminal.screen.lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    return Array(lines[...(lines.lastIndex { !$0.isEmpty } ?? -1)])
  }

  var historyFile: String { TemporaryFolder.contents(of: home + "/history") }

  var historyMode: mode_t {
    var status = stat()
    return stat(home + "/history", &status) == 0 ? status.st_mode & 0o777 : 0
  }

  /// How often a hint was drawn: nothing else is dimmed without colours.
  var hintCount: Int { terminal.transcript.occurrences(of: Array("\u{1B}[2m→".utf8)) }

  func type(_ keys: String) { terminal.send(keys) }

  /// Types a line and waits for the next prompt.
  func enter(_ line: String) {
    let count = readingCount
    type(line + "\r")
    #expect(terminal.wait { _ in readingCount > count })
    expectInput("")
  }

  /// How often a line was asked for: each time pastes are marked from then on, if the terminal can do that.
  private var readingCount: Int {
    let mark = terminal.transcript.contains(0x1B) ? "\u{1B}[?2004h" : Self.prompt
    return terminal.transcript.occurrences(of: Array(mark.utf8))
  }

  /// Waits for a prompt with this input, and the cursor so many columns into it: at its end unless said otherwise.
  func expectInput(_ input: String, cursor: Int? = nil, _ location: SourceLocation = #_sourceLocation) {
    terminal.expectLine(
      Self.prompt + input, column: Self.prompt.count + (cursor ?? input.count), location)
  }

  func leave() -> PseudoTerminal.Ending {
    type("\u{4}")
    return terminal.ending()
  }
}

extension [UInt8] {
  fileprivate func occurrences(of part: [UInt8]) -> Int {
    guard count >= part.count else { return 0 }
    return (0...(count - part.count)).count { self[$0...].starts(with: part) }
  }
}
