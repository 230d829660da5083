import CSQLite
import Foundation
import Rendering
import SQL
import SQLite
import Shell
import Testing

/// `backup FILE`: the database as it stands, in a new file.
@Suite("backup")
struct BackupTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Everything that a file says of itself: its statements, and each row as text.
  private func dump(_ name: String) throws -> [String] {
    var database: OpaquePointer?
    let path = folder.url.appending(path: name).path(percentEncoded: false)
    defer { sqlite3_close(database) }
    try #require(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK)
    func rows(_ sql: String) -> [String] {
      var statement: OpaquePointer?
      defer { sqlite3_finalize(statement) }
      sqlite3_prepare_v2(database, sql, -1, &statement, nil)
      var rows: [String] = []
      while sqlite3_step(statement) == SQLITE_ROW {
        rows.append(
          (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
          }.joined(separator: "|"))
      }
      return rows
    }
    let tables = rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return rows("PRAGMA integrity_check") + rows("PRAGMA user_version")
      + rows("SELECT sql FROM sqlite_schema ORDER BY name")
      + tables.flatMap { table in rows("SELECT * FROM \"\(table)\"") }
  }

  @Test(
    "of a file, whose folder gets the new one and nothing else",
    arguments: [[], ["--write"], ["--sandbox"]], ["delete", "wal"])
  func file(options: [String], journal: String) throws {
    folder.make("shelf.db", "pragma journal_mode = \(journal); pragma user_version = 7")
    let before = try folder.contents()
    let run = try Kin(["shelf.db"] + options + ["backup new.db"], in: folder.url)
    #expect((run.output, run.notes, run.code) == ("", "", 0))
    var after = try folder.contents()
    #expect(try dump("new.db") == dump("shelf.db"))
    after["new.db"] = nil
    #expect(after == before)
  }

  @Test("with the rows that stand in the log, while another has the file open")
  func log() throws {
    var database: OpaquePointer?
    let path = folder.url.appending(path: "shelf.db").path(percentEncoded: false)
    sqlite3_open(path, &database)
    defer { sqlite3_close(database) }
    sqlite3_exec(
      database, "pragma journal_mode = wal; insert into author values (3, 'Cy')", nil, nil, nil)
    let before = try folder.contents()["shelf.db-wal"]
    let run = try folder.kin("shelf.db", "backup new.db")
    #expect((run.output, run.notes, run.code) == ("", "", 0))
    #expect(try folder.contents()["shelf.db-wal"] == before)
    #expect(
      try folder.contents().keys.sorted() == ["new.db", "shelf.db", "shelf.db-shm", "shelf.db-wal"])
    #expect(try dump("new.db") == dump("shelf.db"))
  }

  @Test("of what is in memory, with what was written there")
  func memory() throws {
    let before = try folder.contents()
    let changes = ["delete from book where id = 3;", "insert into author values (3, 'Cy');"]
    let sandbox = try Kin(["shelf.db", "--sandbox"] + changes + ["backup 'the new.db'"], in: folder.url)
    #expect((sandbox.output, sandbox.notes, sandbox.code) == ("", "", 0))
    #expect(try folder.contents()["shelf.db"] == before["shelf.db"])
    folder.make("shelf.db", changes.joined())
    #expect(try dump("the new.db") == dump("shelf.db"))

    let begun = try folder.kin(
      ":memory:", "create table t (id integer primary key, name text);", "insert into t values (1, 'one');",
      ".save begun.db")
    #expect((begun.output, begun.notes, begun.code) == ("", "", 0))
    let goneOn = try folder.kin("--write", "begun.db", "insert into t values (2, 'two');", "t.name", "--csv")
    #expect((goneOn.output, goneOn.notes, goneOn.code) == ("name\none\ntwo\n", "", 0))

    let sample = try folder.kin("-c", "delete from review where id > 1;", "-c", "backup sample.db")
    #expect((sample.output, sample.notes, sample.code) == ("", "", 0))
    #expect(try folder.kin("sample.db", "review.count()", "doctor full", "--csv").code == 0)
    #expect(try folder.kin("sample.db", "review.count()", "--csv").output == "count\n1\n")
  }

  @Test(
    "takes no file's place, and makes none that would be taken for a part of another",
    arguments: [
      ("shelf.db", "it is there already, and a backup takes no file's place"),
      ("link.db", "it is there already, and a backup takes no file's place"),
      ("left.db", "left.db-journal is there already, and would be taken for a part of it"),
      ("new.db-wal", "a name with this end is that of a database's journal or log"),
      (":memory:", "that is the name of a database in memory"),
      ("nowhere/new.db", "No such file or directory"),
      (".", "it is there already, and a backup takes no file's place"),
    ])
  func refused(name: String, reason: String) throws {
    try folder.makeLink("link.db", to: "shelf.db")
    try folder.write("left.db-journal", Data("left".utf8))
    let before = try folder.contents()
    let run = try folder.kin("shelf.db", "backup \(name)")
    let marks = String(repeating: "^", count: name.count)
    #expect(
      (run.output, run.notes, run.code) == (
        "", "  backup \(name)\n         \(marks)  \(name) cannot be written: \(reason).\n", 1
      ))
    #expect(try folder.contents() == before)
  }

  @Test("what stands beside it is never written over, nor through a link that leads nowhere")
  func dangling() throws {
    try folder.makeLink("new.db.kin", to: "shelf.db.kin")
    let run = try folder.kin("shelf.db", "relate book.title -> author.name as namesake", "backup new.db")
    #expect(
      (run.output, run.notes, run.code) == (
        "",
        """
          backup new.db
                 ^^^^^^  new.db.kin cannot be written: it is there already, from another database.

        """, 1
      ))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).sorted()
    #expect(names == ["new.db.kin", "shelf.db"])
  }

  @Test("a disk that takes no more is told in the system's words")
  func fileThatIsTooLarge() throws {
    folder.make("large.db", "create table t (filling blob); insert into t values (randomblob(100000))")
    let run = try folder.shell("ulimit -f 20; kin large.db 'backup new.db'")
    #expect(
      (run.output, run.notes, run.code) == (
        "", "  backup new.db\n         ^^^^^^  new.db cannot be written: File too large.\n", 1
      ))
    #expect(try folder.contents()["new.db"] == nil)
  }

  @Test(
    "a name in quotes has both of them, and something between them",
    arguments: [
      ("backup \"\"", 7, "\"\" cannot stand here: the name of a file is expected."),
      ("backup ''", 7, "'' cannot stand here: the name of a file is expected."),
      ("read ''", 5, "'' cannot stand here: the name of a file is expected."),
      ("open \"\"", 5, "\"\" cannot stand here: the name of a file is expected."),
      ("last > ''", 7, "'' cannot stand here: the name of a file is expected."),
      ("backup 'new.db", 7, "This text has no closing quote."),
      ("backup \"", 7, "This text has no closing quote."),
      ("last > 'new.csv", 7, "This text has no closing quote."),
      ("backup 'new'.db", 12, "\".db\" cannot stand here: the end of the line is expected."),
    ])
  func quotes(line: String, place: Int, sentence: String) throws {
    let before = try folder.contents()
    let run = try folder.kin("shelf.db", line)
    let marks = String(repeating: " ", count: place) + String(repeating: "^", count: line.count - place)
    #expect((run.output, run.notes, run.code) == ("", "  \(line)\n  \(marks)  \(sentence)\n", 1))
    #expect(try folder.contents() == before)
  }

  @Test(
    "who sends it into a file is offered the line that is meant",
    arguments: [
      ("backup > new.db", "backup", "> new.db", "backup new.db", "backup FILE"),
      ("backup new.db > notes.txt", "backup", "> notes.txt", "backup new.db", "backup FILE"),
      ("keep > new.kin", "keep", "> new.kin", "keep", "keep"),
      ("save > new.kin", "save", "> new.kin", "save", "save"),
      ("read > lines.kin", "read", "> lines.kin", "read lines.kin", "read FILE"),
      ("open > shelf.db", "open", "> shelf.db", "open shelf.db", "open FILE or open sample NAME"),
    ])
  func redirected(line: String, command: String, ending: String, meant: String, usage: String) throws {
    let before = try folder.contents()
    let run = try folder.kin("shelf.db", line)
    let start = String(repeating: " ", count: line.count - ending.count + 2)
    let margin = String(repeating: " ", count: line.count + 4)
    #expect(
      (run.output, run.notes, run.code) == (
        "",
        """
          \(line)
        \(start)\(String(repeating: "^", count: ending.count))  \(command) takes no "\(ending)". Did you mean \(meant)?
        \(margin)Used like this: \(usage)
        \(margin)More: help \(command)

        """, 1
      ))
    #expect(try folder.contents() == before)
  }

  @Test("not with what is not committed, and again when it is")
  func transaction() throws {
    let run = try Kin(
      [
        "--write", "shelf.db", "--on-error", "continue", "begin;", "backup empty.db",
        "delete from book where id > 1;", "backup new.db", "rollback;", "backup after.db",
      ], in: folder.url)
    #expect(
      (run.output, run.notes, run.code) == (
        "",
        """
          backup new.db
          ^^^^^^^^^^^^^  2 changes are not committed, and a backup holds what is.
                         commit keeps them, rollback undoes them.

        """, 1
      ))
    #expect(try folder.contents().keys.sorted() == ["after.db", "empty.db", "shelf.db"])
    #expect(try dump("after.db") == dump("shelf.db"))
    #expect(try dump("empty.db") == dump("shelf.db"))
  }

  @Test("what was said of the database goes beside the new file", arguments: [[], ["--sandbox"]])
  func companion(options: [String]) throws {
    try folder.write("shelf.db.kin", Data("# mine\nset null -\nlabel author id\n".utf8))
    let before = try folder.contents()
    let run = try Kin(
      ["shelf.db"] + options + ["relate book.title -> author.name as namesake", "backup new.db"],
      in: folder.url)
    #expect((run.output, run.notes, run.code) == ("", "", 0))
    var after = try folder.contents()
    #expect(
      after["new.db.kin"].map { String(decoding: $0, as: UTF8.self) }
        == "# mine\nset null -\nlabel author id\nrelate book.title -> author.name as namesake\n")
    for name in ["new.db", "new.db.kin"] { after[name] = nil }
    #expect(after == before)
    let next = try folder.kin("new.db", "book.namesake.count()", "--csv")
    #expect((next.output, next.notes, next.code) == ("count\n0\n", "", 0))

    try folder.write("other.db.kin", Data("# not mine\n".utf8))
    let there = try folder.kin("shelf.db", "backup other.db")
    #expect(
      there.notes == """
          backup other.db
                 ^^^^^^^^  other.db.kin cannot be written: it is there already, from another database.

        """)
    #expect(try folder.contents()["other.db"] == nil)
  }

  @Test("leaving what is in memory tells what goes with it, until that is in a file")
  func loss() throws {
    let page = Page()
    let output = Output {
      page.bytes += $0
      return true
    }
    var settings = Settings()
    settings.presentation = Presentation(width: 80)
    let conversation = try Conversation(
      database: .init(
        connection: try SQLiteConnection.inMemory { false }, name: "memory", isSample: false, isNew: true),
      settings: settings, output: output, notes: output, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "") })
    func answer(_ line: String) -> String {
      page.bytes = []
      conversation.respond(to: line)
      return String(decoding: page.bytes, as: UTF8.self)
    }
    #expect(
      conversation.banner(version: "1") == """
        Kin 1   memory   0 entities, 0 relationships
        no tables yet · tables · help · help tour · backup FILE

        """)
    #expect(answer("quit") == "")
    _ = answer("create table t (id integer primary key); insert into t values (1), (2);")
    #expect(
      answer("quit") == """
         3 changes are dropped with the database in memory. Before leaving, backup FILE
         would keep them.

        """)
    let new = folder.url.appending(path: "new.db").path(percentEncoded: false)
    let first = answer("backup \(new)").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(first == "Written to \(new): 8.2 kB. To go on in it: kin --write \(new)")
    #expect(answer("quit") == "")
    _ = answer("begin; insert into t values (3);")
    #expect(
      answer("backup other.db") == """
                             ^^^^^^^^^^^^^^^
          1 change is not committed, and a backup holds what is.
          commit keeps it, rollback undoes it.

        """)
    _ = answer("commit")
    #expect(
      answer("quit") == """
         1 change is dropped with the database in memory. Before leaving, backup FILE
         would keep it.

        """)
    #expect(try dump("new.db") == ["ok", "0", "CREATE TABLE t (id integer primary key)", "1", "2"])
  }

  private final class Page {
    var bytes: [UInt8] = []
  }

  @Test("who may read the old file may read the new one, and nobody else", arguments: [0o600, 0o640])
  func mode(mode: Int) throws {
    let files = FileManager.default
    let path = folder.url.appending(path: "shelf.db").path()
    try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    _ = try folder.kin("shelf.db", "backup new.db")
    let new = try files.attributesOfItem(atPath: folder.url.appending(path: "new.db").path())
    #expect(new[.posixPermissions] as? Int == mode)
  }

  @Test("stopped in the middle, it leaves nothing, and the next one is whole")
  func stopped() throws {
    folder.make(
      "large.db",
      """
      create table t (id integer primary key, filling blob);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
      insert into t select i, randomblob(5000) from n;
      """)
    let before = try folder.contents()
    let path = folder.url.appending(path: "large.db").path(percentEncoded: false)
    let new = folder.url.appending(path: "new.db").path(percentEncoded: false)
    var isStopped = false
    let connection = try SQLiteConnection.open(path, access: .readOnly) { isStopped }
    var told: [Int] = []
    let error = #expect(throws: DatabaseError.self) {
      try connection.backup(to: new) { done, _ in
        told.append(done)
        isStopped = told.count == 2
      }
    }
    #expect(error?.kind == .interrupted)
    #expect(told.count == 2)
    #expect(try folder.contents() == before)
    isStopped = false
    var total = 0
    let bytes = try connection.backup(to: new) { done, all in
      told.append(done)
      total = all
    }
    #expect(told.dropFirst(2).sorted() == Array(told.dropFirst(2)) && told.last ?? 0 < total)
    #expect(try folder.contents()["new.db"]?.count == bytes)
    #expect(try dump("new.db") == dump("large.db"))
  }
}
