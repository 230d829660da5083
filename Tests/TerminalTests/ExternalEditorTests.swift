/// The line in the person's own editor, and what stands on the terminal meanwhile and afterwards.
import Glibc
import Testing

@Suite(.serialized) struct ExternalEditorTests {
  private static let key = "\u{18}\u{5}"

  /// A session whose editor is this script, which finds the file in `$1`.
  private static func session(
    _ script: String, in folder: String, editrc: String = "", environment: [String: String] = [:]
  ) throws -> Session {
    try TemporaryFolder.write("#!/bin/sh\n" + script + "\n", to: folder + "/edit")
    chmod(folder + "/edit", 0o755)
    let own = ["EDITOR": folder + "/edit", "TMPDIR": folder + "/tmp"]
    mkdir(folder + "/tmp", 0o700)
    return try Session(environment: own.merging(environment) { $1 }, editrc: editrc)
  }

  private static func files(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  @Test(arguments: ["", "bind -v\n"])
  func theLineComesBackAsTheEditorLeftIt(editrc: String) throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let kin = try Self.session(
      """
      stat -c %a "$1" > "\(folder)/mode"
      cat "$1" > "\(folder)/before"
      stty -a | tr ' ' '\\n' | grep -x -e icanon -e echo > "\(folder)/terminal"
      echo 'author[3].name' > "$1"
      """, in: folder, editrc: editrc)
    kin.type("author[1].nam")
    kin.expectInput("author[1].nam")
    let mode = kin.terminal.mode
    kin.type(Self.key)
    kin.expectInput("author[3].name")
    #expect(TemporaryFolder.contents(of: folder + "/mode") == "600\n")
    #expect(TemporaryFolder.contents(of: folder + "/before") == "author[1].nam\n")
    #expect(TemporaryFolder.contents(of: folder + "/terminal") == "icanon\necho\n")
    #expect(Self.files(in: folder + "/tmp") == [])
    #expect(kin.terminal.mode == mode)
    #expect(kin.terminal.screen.marksPastes)
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
    #expect(kin.historyFile == "author[3].name\n")
    #expect(kin.leave() == .exit(0))
  }

  @Test func amongVisCommandsItIsV() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let kin = try Self.session("echo 'author[3].name' > \"$1\"", in: folder, editrc: "bind -v\n")
    kin.type("author\u{1B}")
    usleep(100_000)
    kin.type("v")
    kin.expectInput("author[3].name")
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
    #expect(kin.leave() == .exit(0))
  }

  @Test func severalLinesRunAsIfTheyWerePasted() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let kin = try Self.session(
      "printf 'author[3].name\\nbook[\\n  year < 1800].count()\\n\\n' > \"$1\"", in: folder)
    kin.type(Self.key)
    kin.terminal.expectLine("         ..>   year < 1800].count()")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.historyFile == "author[3].name\nbook[\\n  year < 1800].count()\n")
    #expect(kin.leave() == .exit(0))
  }

  @Test(arguments: ["exit 1", "rm \"$1\"", "kill -9 $$"])
  func whoGivesUpKeepsTheLine(script: String) throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let kin = try Self.session("echo other > \"$1\"; " + script, in: folder)
    let mode = kin.terminal.mode
    kin.type("author[1].name")
    kin.expectInput("author[1].name")
    kin.type(Self.key)
    #expect(kin.terminal.wait { $0.plainLines.count { $0 == Session.prompt + "author[1].name" } == 2 })
    kin.expectInput("author[1].name")
    #expect(kin.terminal.mode == mode)
    #expect(Self.files(in: folder + "/tmp") == [])
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
  }

  @Test func whatCannotBeTypedStaysInItsFile() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let kin = try Self.session(
      "printf 'author\\nbook[title = \"\\351\"]\\n' > \"$1\"", in: folder)
    kin.type("author[1].name")
    kin.expectInput("author[1].name")
    kin.type(Self.key)
    #expect(kin.terminal.wait { $0.plainLines.count { $0 == Session.prompt + "author[1].name" } == 2 })
    let files = Self.files(in: folder + "/tmp")
    let file = folder + "/tmp/" + (try #require(files.first))
    #expect(files.count == 1)
    let text = kin.screenLines.joined().replacing(" ", with: "")
    let sentence =
      "What was written cannot be typed and stays in \(file): line 2 is not UTF-8: it has the byte E9."
    #expect(text.contains(sentence.replacing(" ", with: "")), "\(kin.screenLines)")
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
  }

  @Test func visualGoesBeforeEditorAndMayHaveOptions() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let kin = try Self.session(
      "[ \"$1\" = -x ] && echo 'author[3].name' > \"$2\"", in: folder,
      environment: ["VISUAL": "'\(folder)/edit' -x", "EDITOR": "false"])
    kin.type("a" + Self.key)
    kin.expectInput("author[3].name")
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
  }

  @Test func controlCIsForTheEditor() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let kin = try Self.session(
      "trap 'echo \"author[3].name\" > \"$1\"; exit 0' INT; echo READY; while :; do sleep 0.05; done",
      in: folder)
    kin.type("author" + Self.key)
    #expect(kin.terminal.wait { $0.plainLines.contains("READY") })
    kin.type("\u{3}")
    kin.expectInput("author[3].name")
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Ursula K. Le Guin"))
    #expect(kin.leave() == .exit(0))
  }

  @Test func controlZInTheEditorGoesToTheShellAndFgComesBack() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    try TemporaryFolder.write(
      "#!/bin/sh\necho READY\nkill -STOP $$\necho AGAIN\necho 'author[3].name' > \"$1\"\n",
      to: folder + "/edit")
    chmod(folder + "/edit", 0o755)
    let terminal = try PseudoTerminal(
      "/bin/bash", arguments: ["--norc", "--noprofile", "--noediting", "-i"],
      environment: [
        "TERM": "xterm", "LANG": "C.UTF-8", "HOME": folder, "KIN_HISTORY": folder + "/history",
        "PATH": "/usr/bin:/bin", "NO_COLOR": "1", "PS1": "shell: ", "KIN": Session.program,
        "EDITOR": folder + "/edit",
      ])
    terminal.expectLine("shell: ")
    let mode = terminal.mode
    terminal.send("\"$KIN\"\r")
    terminal.expectLine(Session.prompt)
    terminal.send("author" + Self.key)
    terminal.expectLine("shell: ")
    #expect(terminal.mode == mode)
    terminal.send("fg\r")
    terminal.expectLine(Session.prompt + "author[3].name")
    terminal.send("\r")
    #expect(terminal.wait { $0.plainLines.contains("Ursula K. Le Guin") })
    terminal.expectLine(Session.prompt)
    terminal.send("\u{4}")
    terminal.expectLine("shell: ")
    #expect(terminal.mode == mode)
  }
}
