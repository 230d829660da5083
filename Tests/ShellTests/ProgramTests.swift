import Foundation
import Testing

@Suite("The program's contract with scripts")
struct ProgramTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  // MARK: Lines

  @Test("lines run in the order in which they stand on the command line")
  func order() throws {
    try folder.write("two.kin", Data("author[2].id\r\n# it's a comment\nauthor[1].id".utf8))
    let run = try folder.kin(
      "-c", "book.count()", "-f", "two.kin", "shelf.db", "-c", "author.count()", "-f", "-", "author[1].name",
      input: "book[3].title\n")
    #expect((run.output, run.notes, run.code) == ("3\n2\n1\n2\nDrei\nAnn\n", "", 0))
  }

  @Test("a line of a file or of standard input that fails is told with its place")
  func places() throws {
    try folder.write("bad.kin", Data("author.count()\n\nnope\nbook.count()\n".utf8))
    let sentence =
      "  nope\n  ^^^^  There is no table or variable \"nope\".\n        To see what there is: tables\n"
    let file = try folder.kin("shelf.db", "-f", "bad.kin")
    #expect((file.output, file.notes, file.code) == ("2\n", "bad.kin:3:\n" + sentence, 1))
    let input = try folder.kin("shelf.db", "--on-error", "continue", input: "nope\nbook.count()\n")
    #expect((input.output, input.notes, input.code) == ("3\n", "standard input:1:\n" + sentence, 1))
    let read = try folder.kin("shelf.db", "read bad.kin", "author.count()")
    #expect((read.output, read.notes, read.code) == ("2\n", "bad.kin:3:\n" + sentence, 1))
    let missing = try folder.kin("shelf.db", "read nothing.kin")
    #expect(
      (missing.output, missing.notes, missing.code) == (
        "",
        "  read nothing.kin\n       ^^^^^^^^^^^  nothing.kin cannot be read: No such file or directory.\n", 1
      ))
  }

  @Test(
    "a folder and an endless file are no files of lines",
    arguments: [("/", "Is a directory"), ("/dev/zero", "File too large")])
  func noFiles(name: String, reason: String) throws {
    let run = try folder.kin("shelf.db", "read \(name)")
    #expect(run.notes.split(separator: "  ").last == "\(name) cannot be read: \(reason).\n")
    #expect(run.code == 1)
  }

  @Test("a batch does not read the file of commands")
  func configuration() throws {
    try makeSettings("set format json\nnope\n")
    let run = try folder.kin("shelf.db", "book.title")
    #expect((run.output, run.notes, run.code) == (" title\n text\n ─────\n One\n NULL\n Drei\n", "", 0))
  }

  @Test("save makes the folder that is not there, and the next one begins with it")
  func save() throws {
    let run = try folder.kin("shelf.db", "set load joined", "save")
    let path = folder.url.path() + "/.config/kin/init.kin"
    #expect((run.output, run.notes, run.code) == ("", " Saved in \(path): load joined.\n", 0))
    #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8) == "set load joined\n")
  }

  @Test(
    "save leaves alone what a batch did not read, and what options said for once",
    arguments: [[], ["--no-init"]])
  func saveUnread(options: [String]) throws {
    try makeSettings("set limit 40\nset theme light  # it's bright\nset null -\n")
    let path = folder.url.path() + "/.config/kin/init.kin"
    let run = try Kin(["--jsonl"] + options + ["-c", "set null X", "-c", "save"], in: folder.url)
    #expect((run.output, run.notes, run.code) == ("", " Saved in \(path): null X.\n", 0))
    #expect(
      try String(contentsOf: URL(filePath: path), encoding: .utf8)
        == "set limit 40\nset theme light  # it's bright\nset null X\n")
  }

  @Test("save and keep write where a link leads, and leave the mode of the file", arguments: [0o600, 0o640])
  func links(mode: Int) throws {
    let files = FileManager.default
    let texts = ["init": "set limit 40 -- mine\n", "shelf": "-- mine\n"]
    try makeSettings("")
    try files.removeItem(at: folder.url.appending(path: ".config/kin/init.kin"))
    try files.createDirectory(at: folder.url.appending(path: "own"), withIntermediateDirectories: true)
    for (name, text) in texts {
      try folder.write("own/\(name)", Data(text.utf8))
      try files.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: folder.url.appending(path: "own/\(name)").path())
      try folder.makeLink("own/\(name)-link", to: name)
    }
    let links = [
      ".config/kin/init.kin": folder.url.appending(path: "own/init-link").path(),
      "shelf.db.kin": "own/shelf-link",
    ]
    for (name, target) in links { try folder.makeLink(name, to: target) }
    let run = try folder.kin("shelf.db", "set null X", "label author id", "save", "keep")
    #expect(run.code == 0)
    for (name, target) in links {
      #expect(try files.destinationOfSymbolicLink(atPath: folder.url.appending(path: name).path()) == target)
    }
    for (name, line) in [("init", "set null X"), ("shelf", "label author id")] {
      let file = folder.url.appending(path: "own/\(name)")
      #expect(try String(contentsOf: file, encoding: .utf8) == (texts[name] ?? "") + line + "\n")
      #expect(try files.attributesOfItem(atPath: file.path())[.posixPermissions] as? Int == mode)
    }
    let names = try files.contentsOfDirectory(atPath: folder.url.appending(path: "own").path())
    #expect(names.sorted() == ["init", "init-link", "shelf", "shelf-link"])
  }

  @Test("a link to a file that is not there yet makes it")
  func danglingLink() throws {
    try makeSettings("")
    try FileManager.default.removeItem(at: folder.url.appending(path: ".config/kin/init.kin"))
    try folder.makeLink(".config/kin/init.kin", to: "../../settings")
    let run = try folder.kin("shelf.db", "set null X", "save")
    #expect(run.code == 0)
    #expect(try String(contentsOf: folder.url.appending(path: "settings"), encoding: .utf8) == "set null X\n")
  }

  private func makeSettings(_ text: String) throws {
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: ".config/kin"), withIntermediateDirectories: true)
    try folder.write(".config/kin/init.kin", Data(text.utf8))
  }

  // MARK: Samples

  @Test("a sample stands in the place of a file")
  func samples() throws {
    let run = try folder.kin("--sample", "school", "teacher.count()", "student[1].name")
    #expect((run.output, run.notes, run.code) == ("10\nAmelia Hart\n", "", 0))
    let unknown = try folder.kin("--sample", "zoo")
    #expect(
      (unknown.output, unknown.notes, unknown.code) == (
        "", "kin: --sample can be library, school, shop, family or blog, not zoo.\n", 2
      ))
    let list = try folder.kin("--samples")
    #expect(
      list.output.lines.map { String($0.prefix { $0 != " " }) } == [
        "library", "school", "shop", "family", "blog", "",
      ])
  }

  @Test("open comes back to the sample")
  func reopen() throws {
    let run = try folder.kin("-c", "open shelf.db", "-c", "open sample library", "-c", "author.count()")
    #expect((run.output, run.code) == ("40\n", 0))
  }

  // MARK: Output

  @Test("a database is not written over, and what cannot be written ends with 1")
  func outputs() throws {
    let before = try #require(try folder.contents()["shelf.db"])
    let over = try folder.kin("shelf.db", "-o", "shelf.db", "book")
    #expect(
      (over.output, over.notes, over.code) == (
        "", "kin: cannot write shelf.db: it is a database, which would be lost.\n", 2
      ))
    #expect(try folder.contents()["shelf.db"] == before)
    let full = try folder.kin("shelf.db", "-o", "/dev/full", "book")
    #expect(
      (full.output, full.notes, full.code) == (
        "", "kin: cannot write /dev/full: No space left on device.\n", 1
      ))
  }

  @Test("a reader that goes away ends an endless batch silently")
  func brokenPipe() throws {
    let run = try shell("yes book | '\(Kin.program.path())' shelf.db 2>notes | head -1; cat notes")
    #expect(run == "  id  title  author_id\n")
  }

  // MARK: Signals

  @Test(
    "a signal ends a query that runs, with the exit code that everybody expects",
    arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
  func signals(name: String, code: Int) throws {
    // Without job control a shell starts what is in its background with SIGINT ignored.
    // The first line says that the second is about to run, which would never end.
    let run = try shell(
      """
      set -m
      ulimit -t 60
      mkfifo lines
      '\(Kin.program.path())' --csv -c 'author.count()' -c "$ENDLESS" -c 'author.count()' >lines 2>notes &
      read first <lines
      kill -\(name) $!
      wait $!
      echo "$first $?"
      """, with: "bash",
      environment: [
        "ENDLESS": "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
      ])
    #expect(run == "count \(code)\n")
  }

  @Test("Ctrl-C while it waits for a line ends with 130")
  func interruptedInput() throws {
    let run = try shell(
      """
      set -m
      mkfifo lines out
      '\(Kin.program.path())' <lines >out 2>notes &
      exec 3>lines 4<out
      echo 'author.count()' >&3
      read first <&4
      kill -INT $!
      wait $!
      echo "$first $?"
      """, with: "bash")
    #expect(run == "40 130\n")
  }

  // MARK: Pages about the program

  @Test("the completion for bash offers options, formats, strategies, samples and databases")
  func bashCompletion() throws {
    let script = try folder.kin("--completions", "bash")
    #expect((script.notes, script.code) == ("", 0))
    try folder.write("kin.bash", Data(script.output.utf8))
    try folder.write("notes.txt", Data())
    try folder.write("two words.txt", Data())
    let answers = try shell(
      """
      source ./kin.bash
      offered() { COMP_WORDS=(kin "$@"); COMP_CWORD=$#; _kin; echo "${COMPREPLY[*]}"; }
      offered --sam
      offered --format js
      offered --format = js
      offered --load s
      offered --sample s
      offered --on-error ''
      offered s
      offered -f n
      offered --limit ''
      offered -f t
      offered shelf.db ''
      offered --sample school s
      """, with: "bash")
    #expect(
      answers.lines == [
        "--sample --samples", "json jsonl", "json jsonl", "selectin subquery", "school shop", "stop continue",
        "shelf.db", "notes.txt", "", "two words.txt", "", "", "",
      ])
  }

  @Test("the completions for zsh and fish name every option")
  func otherCompletions() throws {
    let options = try folder.kin("--help").output.lines.compactMap {
      $0.firstMatch(of: /^  (?:-\w, |    )(--[\w-]+)/).map { String($0.1) }
    }
    #expect(options.count > 25)
    let zsh = try folder.kin("--completions", "zsh").output
    let fish = try folder.kin("--completions", "fish").output
    #expect(options.filter { !zsh.contains("'\($0)") && !zsh.contains(")\($0)") } == [])
    #expect(options.filter { !fish.contains(" -l \($0.dropFirst(2)) ") } == [])
    for (shell, script) in [("zsh", zsh), ("fish", fish)] where Self.isInstalled(shell) {
      try folder.write("script", Data(script.utf8))
      #expect(try self.shell("\(shell) -n script 2>&1") == "")
    }
  }

  @Test("the manual page is clean, and has every option, command and setting")
  func manual() throws {
    let page = try folder.kin("--man")
    #expect((page.notes, page.code) == ("", 0))
    guard Self.isInstalled("groff") else { return }
    try folder.write("kin.1", Data(page.output.utf8))
    #expect(try shell("groff -man -Tutf8 -ww -z kin.1 2>&1") == "")
    let text = try shell("groff -man -Tascii -P-cbou kin.1")
    let sections = text.lines.filter {
      $0.first?.isUppercase == true && !$0.hasPrefix("KIN(1)") && !$0.hasPrefix("kin ")
    }
    #expect(
      sections == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "PATHS", "OPTIONS", "COMMANDS", "SETTINGS", "SAMPLES",
        "EXIT STATUS",
        "FILES",
        "ENVIRONMENT", "EXAMPLES", "SEE ALSO",
      ])
  }

  // MARK: -

  private static func isInstalled(_ program: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + program)
    }
  }

  /// What a script prints.
  private func shell(
    _ script: String, with shell: String = "sh", environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [shell, "-c", script]
    process.currentDirectoryURL = folder.url
    process.environment = [
      "HOME": folder.url.path(), "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    .merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }
}
