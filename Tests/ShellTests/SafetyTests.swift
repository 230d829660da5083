import CSQLite
import Foundation
import Language
import Navigation
import Rendering
import SQL
import SQLite
import Testing

/// What the program never does to files, and what it still does when a file is not what it was.
@Suite struct SafetyTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test(arguments: ["shelf.db-wal", "shelf.db-shm", "other.db-journal", "link", "renamed"])
  func theFilesBesideADatabaseAreNeverWrittenOver(name: String) throws {
    try folder.write("shelf.db-wal", Data("rows".utf8))
    try folder.write("renamed", Data([0x37, 0x7F, 0x06, 0x82, 0, 0, 0, 0, 0]))
    try folder.makeLink("link", to: "shelf.db-wal")
    folder.make("b.db", "create table t (id integer primary key)")
    let before = try folder.contents()
    let run = try folder.kin("b.db", "-o", name, "tables")
    let reason = "it would take the place of the log or journal of a database"
    #expect((run.output, run.notes, run.code) == ("", "kin: cannot write \(name): \(reason).\n", 2))
    let redirected = try folder.kin("b.db", "diagram svg > \(name)")
    #expect(redirected.notes.contains("\(name) cannot be written: \(reason).\n"))
    #expect(redirected.code == 1)
    #expect(try folder.contents() == before)
  }

  @Test func readingNeverMakesAFile() throws {
    let before = try folder.contents()
    let vacuum = try folder.kin("shelf.db", "vacuum into 'copy.db'")
    #expect(
      vacuum.notes == """
          vacuum into 'copy.db'
          ^^^^^^^^^^^^^^^^^^^^^  The database is open for reading only.
                                 To write to the file: kin --write FILE
                                 To write to a copy in memory: kin --sandbox FILE

        """)
    #expect(vacuum.code == 1)
    for access in [[], ["--sandbox"], ["--write"]] {
      let attach = try Kin(
        ["shelf.db", "attach 'missing.db' as m", "create table m.t (id)"] + access, in: folder.url)
      #expect(
        attach.notes == """
            attach 'missing.db' as m
            ^^^^^^^^^^^^^^^^^^^^^^^^  The database says: unable to open database: missing.db

          """)
    }
    #expect(try Kin(["-c", "attach 'missing.db' as m"], in: folder.url).code == 1)
    #expect(try folder.contents() == before)
  }

  @Test("no file is written from a database in memory", arguments: [["shelf.db", "--sandbox"], []])
  func onlyMemoryIsWritten(options: [String]) throws {
    for (name, journal) in [("other.db", "delete"), ("log.db", "wal")] {
      folder.make(
        name,
        "pragma journal_mode = \(journal); create table t (id integer primary key); insert into t values (1)")
    }
    try folder.write("empty.db", Data())
    let before = try folder.contents()
    let refused = """
      Only the database in memory can be written: no file is changed, and none is made.
      To write to a file: kin --write FILE
      To write to a copy of it in memory: kin --sandbox FILE
      To make a new file of this database: backup FILE
      """
    for line in [
      "insert into o.t values (2)", "update w.t set id = 3", "delete from w.t", "create table o.u (id)",
      "drop table o.t", "alter table o.t rename to u", "pragma o.user_version = 7",
      "pragma w.journal_mode = delete", "pragma o.journal_mode = wal", "pragma journal_mode = wal",
      "vacuum into 'copy.db'",
      "vacuum into 'empty.db'", "vacuum main into 'file:copy.db'",
      "create temp trigger g after insert on mine begin insert into t values (9); end; insert into mine values (1)",
    ] {
      let attached = [
        "attach 'other.db' as o", "attach 'log.db' as w", "create table mine (id integer primary key)", line,
      ]
      let run = try Kin(options + attached.flatMap { ["-c", $0] }, in: folder.url)
      let lines = run.notes.lines.map { $0.drop { $0 == " " || $0 == "^" } }
      #expect(lines.dropFirst().filter { !$0.isEmpty }.joined(separator: "\n") == refused, "\(line)")
      #expect((run.output, run.code) == ("", 1))
      #expect(try folder.contents() == before, "\(line)")
    }
    let reading = [
      "attach 'other.db' as o", "attach 'log.db' as w", "pragma writable_schema = on",
      "create temp table mine as select * from w.t", "select count(*) as n from mine, o.t",
    ]
    let run = try Kin(options + ["--csv"] + reading.flatMap { ["-c", $0] }, in: folder.url)
    #expect((run.output.suffix(4), run.code) == ("n\n1\n", 0))
    let uri = try Kin(options + ["-c", "attach 'file:other.db?vfs=unix' as o"], in: folder.url)
    #expect(uri.code == 1)
    #expect(try folder.contents() == before)
  }

  @Test func whatIsAttachedToReadLeavesNothingBesideIt() throws {
    folder.make("log.db", "pragma journal_mode = wal; create table t (id integer primary key)")
    let before = try folder.contents()
    for options in [["shelf.db"], ["shelf.db", "--sandbox"], []] {
      let run = try Kin(
        options + ["-c", "attach 'log.db' as w", "-c", "select count(*) from w.t"], in: folder.url)
      #expect((run.notes, run.code) == ("", 0))
      #expect(try folder.contents() == before)
    }
  }

  // MARK: A file that is not what it was

  @Test func whatNeedsNoDatabaseGoesOnWhenTheFileIsOverwritten() throws {
    let lines = try Lines(on: "shelf.db", in: folder)
    #expect(try lines.answer(to: "a = author[1]") == "id,name\n1,Ann\n")
    try folder.write("shelf.db", Data(repeating: 0x61, count: 8_192))
    let sentence = "The file is not a database any more: something has written over it."
    let rest = try lines.finish(
      "author[1]\nselect 1\ntables\nvars\nset csv\nset limit\nopen other.db\nt.count()\nquit\nt.count()\n"
    ) {
      folder.make("other.db", "create table t (id integer primary key)")
    }
    #expect(rest.output == "variable,holds,first,loaded\na,1 author,Ann,\ncount\n0\n")
    #expect(rest.notes.components(separatedBy: sentence).count == 4)
    #expect(rest.code == 1)
  }

  @Test func whatNeedsNoDatabaseGoesOnWhenTheFileIsCut() throws {
    let lines = try Lines(on: "shelf.db", in: folder)
    #expect(try lines.answer(to: "author[1]") == "id,name\n1,Ann\n")
    let rest = try lines.finish("author[2]\nvars\nselect 1\nhelp save\nopen other.db\nt.count()\n") {
      folder.make("other.db", "create table t (id integer primary key)")
      let whole = try #require(try folder.contents()["shelf.db"])
      let file = try FileHandle(forWritingTo: folder.url.appending(path: "shelf.db"))
      try file.truncate(atOffset: UInt64(whole.count / 2))
      try file.close()
    }
    let sentence = """
        ^  The file is damaged: database disk image is malformed.
           To go on with another: open FILE

      """
    #expect(
      rest.output == """
         save
           keep the settings for next time
           Those that were changed since the start, each in its place in the file.
        count
        0

        """)
    #expect(
      rest.notes
        == "standard input:2:\n  author[2]\n\(sentence) No variables yet. a = … gives a result a name.\n"
        + "standard input:4:\n  select 1\n\(sentence) other   1 entity, 0 relationships\n")
    #expect(rest.code == 1)
  }

  @Test("a file that may not be written is told as that, whatever was asked for")
  func noPermission() throws {
    folder.make("read.db", "create table t (id integer primary key)")
    folder.make("folder.db", "create table t (id integer primary key)")
    let before = try folder.contents()
    // Whoever may do everything does it as nobody.
    let script = """
      chmod 444 read.db; chmod 666 folder.db; chmod 755 .
      as=
      [ "$(id -u)" = 0 ] && as="setpriv --reuid=65534 --regid=65534 --clear-groups" || chmod 555 .
      $as test -x "$KIN" || exit 9
      $as "$KIN" --write read.db 'insert into t values (1)' 2>&1
      $as "$KIN" --write folder.db 'insert into t values (1)' 2>&1
      chmod 755 .
      """
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder.url
    process.environment = [
      "KIN": try Kin.program.path(), "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    // Where the program lies may be closed to nobody.
    guard process.terminationStatus != 9 else { return }
    let sentence = """
        insert into t values (1)
        ^^^^^^^^^^^^^^^^^^^^^^^^  The system does not let the file be written: its permissions, or those of its folder, are for reading.
                                  To write to a copy in memory: kin --sandbox FILE

      """
    #expect(text == sentence + sentence)
    #expect(try folder.contents() == before)
  }

  @Test func aFileThatWasMovedIsNotWritten() throws {
    let path = folder.url.appending(path: "shelf.db").path()
    let connection = try SQLiteConnection.open(path, access: .write) { false }
    try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
    let before = try folder.contents()
    let insertion = try connection.prepare("insert into author values (3, 'Cy')")
    let error = #expect(throws: DatabaseError.self) {
      _ = try insertion.run([]) { _ throws(DatabaseError) in true }
    }
    let diagnostic = Diagnostic(try #require(error), at: SourceRange(0, 1))
    #expect(
      DiagnosticText(diagnostic, in: "x").sentences
        == "The file is not where it was opened any more, so nothing is written to it: it was moved or deleted."
        + " To go on with another: open FILE")
    #expect(try folder.contents() == before)
  }

  @Test func aTransactionThatAnotherProcessLeftIsToldAsThat() throws {
    try folder.write("shelf.db-journal", Self.journal(pages: 1))
    let before = try folder.contents()
    let run = try folder.kin("shelf.db", "author[1]")
    #expect(
      run.notes == "kin: another process has left a transaction in shelf.db unfinished."
        + " If that process has ended, kin --write shelf.db undoes it.\n")
    #expect(run.code == 3)
    #expect(try folder.contents() == before)

    let library = try Folder()
    let lines = try Lines(on: "shelf.db", in: library)
    #expect(try lines.answer(to: "author[1].name") == "name\nAnn\n")
    let rest = try lines.finish("author[2].name\nvars\n") {
      try library.write("shelf.db-journal", Self.journal(pages: 1))
    }
    #expect(rest.output == "")
    #expect(
      rest.notes == """
        standard input:2:
          author[2].name
          ^  Another process has left a transaction unfinished, and reading alone cannot undo it.
             If that process has ended, this undoes it: kin --write FILE
         No variables yet. a = … gives a result a name.

        """)
  }

  /// The head of a journal that has to be played back (https://sqlite.org/fileformat.html §3).
  private static func journal(pages: UInt8) -> Data {
    var bytes: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7, 0, 0, 0, 0, 1, 2, 3, 4]
    bytes += [0, 0, 0, pages, 0, 0, 2, 0, 0, 0, 0x10, 0]
    return Data(bytes + [UInt8](repeating: 0, count: 512 - bytes.count))
  }

  // MARK: Lines

  @Test func aByteOrderMarkIsNoPartOfALine() throws {
    let text = "\u{FEFF}author.count()\n"
    try folder.write("lines.kin", Data(text.utf8))
    let runs = [
      try folder.kin("shelf.db", "-f", "lines.kin"), try folder.kin("shelf.db", input: text),
      try folder.kin("shelf.db", "read lines.kin"),
    ]
    #expect(runs.map(\.output) == ["2\n", "2\n", "2\n"])
    #expect(runs.map(\.notes) == ["", "", ""])
  }

  @Test(arguments: ["shelf.db", "missing.sqlite", "b"])
  func aSampleAndAFileContradictEachOther(name: String) throws {
    folder.make("b", "create table t (id integer primary key)")
    let run = try folder.kin(name, "--sample", "shop", "tables")
    #expect(
      (run.output, run.notes, run.code) == (
        "", "kin: --sample and the file \(name) contradict each other.\n", 2
      ))
  }

  @Test func whatIsBrokenEndsABatchWith1() throws {
    var bytes = try #require(try folder.contents()["shelf.db"])
    bytes[39] = 7
    try folder.write("damaged.db", bytes)
    let sound = try folder.kin("shelf.db", "--csv", "doctor full", "author.count()")
    #expect((sound.output.suffix(2), sound.code) == ("2\n", 0))
    let damaged = try folder.kin("damaged.db", "--csv", "doctor full", "author.count()")
    #expect(
      damaged.output.hasPrefix(
        "severity,finding,remedy\nwrong,The file is damaged: Main freelist: size is 0 but should be 7,\n"))
    #expect((damaged.output.suffix(2), damaged.code) == ("2\n", 1))
    #expect(try folder.kin("shelf.db", "compare author.books").code == 0)
    // Another number each time is another answer for each strategy.
    folder.make("odd.db", "create view odd as select random() as number")
    let odd = try folder.kin("odd.db", "--csv", "--on-error", "continue", "compare odd.number", "odd.count()")
    #expect((odd.output.suffix(2), odd.code) == ("1\n", 1))
  }
}
