/// The real program as a job of a shell: Ctrl-Z, fg, and a window that changes meanwhile.
import Glibc
import Testing

@Suite(.serialized) struct JobControlTests {
  /// A shell with job control, which starts Kin.
  private static func shell(columns: Int = 80) throws -> (PseudoTerminal, home: String) {
    let home = try TemporaryFolder.make()
    let terminal = try PseudoTerminal(
      "/bin/bash", arguments: ["--norc", "--noprofile", "--noediting", "-i"],
      environment: [
        "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home, "KIN_HISTORY": home + "/history",
        "PATH": "/usr/bin:/bin", "NO_COLOR": "1", "PS1": "shell: ", "KIN": Session.program,
      ], columns: columns)
    terminal.expectLine("shell: ")
    return (terminal, home)
  }

  @Test func controlZAtThePromptGoesToTheShellAndFgComesBack() throws {
    let (terminal, home) = try Self.shell()
    defer { TemporaryFolder.remove(home) }
    let mode = terminal.mode
    terminal.send("\"$KIN\"\r")
    terminal.expectLine(Session.prompt)
    let editingMode = terminal.mode
    terminal.send("a = author[3]\r")
    #expect(terminal.wait { $0.plainLines.contains { $0.contains("1 author") } })
    terminal.expectLine(Session.prompt)
    terminal.send("a.na")
    terminal.expectLine(Session.prompt + "a.na")
    terminal.send("\u{1A}")
    terminal.expectLine("shell: ")
    #expect(terminal.mode == mode)
    #expect(!terminal.screen.marksPastes)
    terminal.resize(columns: 60, rows: 24)
    terminal.send("fg\r")
    terminal.expectLine(Session.prompt + "a.na")
    #expect(terminal.mode == editingMode)
    terminal.send("me\r")
    #expect(terminal.wait { $0.plainLines.contains("Ursula K. Le Guin") })
    terminal.expectLine(Session.prompt)
    terminal.send("\u{4}")
    terminal.expectLine("shell: ")
    #expect(terminal.mode == mode)
  }

  @Test func controlZWhileAQueryRunsStopsTheProgramAndFgGoesOn() throws {
    let (terminal, home) = try Self.shell()
    defer { TemporaryFolder.remove(home) }
    let mode = terminal.mode
    terminal.send("\"$KIN\"\r")
    terminal.expectLine(Session.prompt)
    terminal.send("with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c\r")
    #expect(terminal.wait { !$0.marksPastes })
    terminal.send("\u{1A}")
    terminal.expectLine("shell: ")
    #expect(terminal.mode == mode)
    terminal.send("fg\r")
    // The shell names the job; then the query runs on until it is stopped.
    #expect(terminal.wait { $0.plainLines.last == "\"$KIN\"" })
    usleep(200_000)
    terminal.send("\u{3}")
    terminal.expectLine(Session.prompt)
    terminal.send("select 6 * 7 as n\r")
    #expect(terminal.wait { $0.plainLines.contains { $0.contains("42") } })
    terminal.expectLine(Session.prompt)
    terminal.send("\u{4}")
    terminal.expectLine("shell: ")
  }

  @Test(arguments: ["quit", "\\q", ".exit", "\u{4}"])
  func theTerminalIsAsItWasOnEveryWayOut(line: String) throws {
    let (terminal, home) = try Self.shell()
    defer { TemporaryFolder.remove(home) }
    let mode = terminal.mode
    terminal.send("\"$KIN\"\r")
    terminal.expectLine(Session.prompt)
    terminal.send(line == "\u{4}" ? line : line + "\r")
    terminal.expectLine("shell: ")
    #expect(terminal.mode == mode)
  }
}
