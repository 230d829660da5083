import Foundation
import Testing

/// The program with standard streams that are closed, full or no stream at all.
@Suite struct StandardStreamTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// What a shell's redirections lead to: the output, the notes and the exit code.
  private func run(_ words: String) throws -> (output: String, notes: String, code: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "\"$0\" \(words)", try Kin.program.path()]
    process.currentDirectoryURL = folder.url
    process.environment = ["HOME": folder.url.path(), "LC_ALL": "C.UTF-8"]
    let (outgoing, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (outgoing, errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: try outgoing.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let notes = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (output, notes, process.terminationStatus)
  }

  private static let full = "kin: cannot write standard output: No space left on device.\n"
  private static let closed = "kin: cannot write standard output: Bad file descriptor.\n"
  private static let numbers =
    "'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n'"

  @Test(arguments: [
    ("shelf.db 'author[1].name' <&-", "Ann\n", "", Int32(0)), ("shelf.db <&-", "", "", 0),
    ("shelf.db 'author[1].name' >&-", "", closed, 1),
    ("shelf.db 'author[1].name' <&- >&-", "", closed, 1),
    ("shelf.db 'author[1].name' <&- >&- 2>&-", "", "", 1),
    ("shelf.db 'author[1].name' 2>&-", "Ann\n", "", 0), ("shelf.db 'author[1].nme' 2>&-", "", "", 1),
    ("shelf.db 'author[1].name' > /dev/full", "", full, 1), ("--help > /dev/full", "", full, 1),
    ("--samples >&-", "", closed, 1), ("shelf.db \(numbers) > /dev/full", "", full, 1),
    ("shelf.db 'author[1].name' 2> /dev/full", "Ann\n", "", 0),
    ("--stats shelf.db 'author[1].name' 2> /dev/full", "Ann\n", "", 1),
    ("shelf.db < /", "", "kin: cannot read standard input: Is a directory.\n", 2),
    ("shelf.db -f - < /", "", "kin: cannot read standard input: Is a directory.\n", 2),
  ])
  func closedAndFull(words: String, output: String, notes: String, code: Int32) throws {
    let run = try run(words)
    #expect((run.output, run.notes, run.code) == (output, notes, code), "\(words)")
  }

  @Test("streams that do not wait are read and written to the end, however late the other side is")
  func streamsThatDoNotWait() throws {
    let process = Process()
    process.executableURL = try Kin.program
    process.arguments = ["shelf.db", "--csv"]
    process.currentDirectoryURL = folder.url
    process.environment = ["HOME": folder.url.path(), "LC_ALL": "C.UTF-8"]
    let (incoming, outgoing, errors) = (Pipe(), Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (incoming, outgoing, errors)
    for file in [incoming.fileHandleForReading, outgoing.fileHandleForWriting].map(\.fileDescriptor) {
      #expect(fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK) == 0)
    }
    try process.run()
    // Long enough for it to look for a line, and then for the pipe to be full.
    usleep(300_000)
    let numbers =
      "with recursive n(i) as (select 1 union all select i + 1 from n limit 50000) select i from n;"
    try incoming.fileHandleForWriting.write(contentsOf: Data((numbers + "\n").utf8))
    try incoming.fileHandleForWriting.close()
    usleep(300_000)
    let output = String(decoding: try outgoing.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let notes = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect((notes, process.terminationStatus) == ("", 0))
    #expect(output == "i\n" + (1...50_000).map { "\($0)\n" }.joined())
  }

  @Test("a table ends with its reader, whatever it has read")
  func readersThatLeave() throws {
    for format in ["", "--markdown"] {
      let two = try run("shelf.db \(format) \(Self.numbers) | sed -n '1p;2q'")
      #expect((two.output, two.notes, two.code) == (format.isEmpty ? "    i\n" : "|    i |\n", "", 0))
      let none = try run("shelf.db \(format) \(Self.numbers) | true")
      #expect((none.output, none.notes, none.code) == ("", "", 0))
    }
  }

  @Test("a file that may not grow says so")
  func fileThatIsTooLarge() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -f 8; exec \"$0\" shelf.db -o rows.txt \(Self.numbers)", try Kin.program.path(),
    ]
    process.currentDirectoryURL = folder.url
    process.environment = ["HOME": folder.url.path(), "LC_ALL": "C.UTF-8"]
    let errors = Pipe()
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let notes = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect((notes, process.terminationStatus) == ("kin: cannot write rows.txt: File too large.\n", 1))
  }
}
