import Foundation
import Testing

@Suite("Databases without a terminal")
struct BatchDatabaseTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("what cannot be opened is told in one sentence, and ends with 3")
  func opening() throws {
    try folder.write("text.db", Data("This is a text, and no database at all.".utf8))
    let whole = try #require(try folder.contents()["shelf.db"])
    try folder.write("cut.db", whole.prefix(whole.count / 2))
    try folder.write("stub.db", whole.prefix(100))
    for (name, sentence) in [
      ("text.db", "text.db is not a SQLite database, or it is encrypted."),
      ("cut.db", "cut.db is damaged: database disk image is malformed."),
      ("stub.db", "stub.db is damaged: database disk image is malformed."),
      ("/tmp", "cannot open /tmp: it is a directory."),
      ("/dev/null", "cannot open /dev/null: it is a device."),
      ("missing.db", "cannot open missing.db: No such file or directory."),
      (
        "author",
        "cannot open author: No such file or directory. To run a line on the sample library: kin -c author"
      ),
      ("shelve.db", "cannot open shelve.db: No such file or directory. Did you mean shelf.db?"),
      ("./shelf", "cannot open ./shelf: No such file or directory. Did you mean ./shelf.db?"),
    ] {
      let run = try folder.kin(name, "author")
      #expect((run.output, run.notes, run.code) == ("", "kin: \(sentence)\n", 3))
    }
    #expect(try folder.contents()["missing.db"] == nil)
  }

  @Test("what is no file is no database, and keeps nobody waiting, at the start, for open and for ATTACH")
  func notRegular() throws {
    mkfifo(folder.url.appending(path: "pipe").path(percentEncoded: false), 0o600)
    for options in [[], ["--write"], ["--sandbox"]] {
      let started = try Kin(["pipe", "author"] + options, in: folder.url)
      #expect(
        (started.output, started.notes, started.code) == (
          "",
          "kin: cannot open pipe: it is a pipe. To run a line on the sample library: kin -c pipe\n", 3
        ))
      let run = try Kin(
        ["shelf.db", "--on-error", "continue", "open pipe", "open /dev/zero", "author[1].name"] + options,
        in: folder.url)
      #expect(
        (run.output, run.notes, run.code) == (
          "Ann\n",
          """
            open pipe
                 ^^^^  pipe cannot be read: it is a pipe.
            open /dev/zero
                 ^^^^^^^^^  /dev/zero cannot be read: it is a device.

          """, 1
        ))
    }
    let attached = try folder.kin("shelf.db", "attach 'pipe' as p;")
    #expect(
      (attached.output, attached.notes, attached.code) == (
        "",
        """
          attach 'pipe' as p;
          ^^^^^^^^^^^^^^^^^^^  The database says: unable to open database: pipe

        """, 1
      ))
  }

  @Test("no control character of a name reaches the terminal from what is told at the start")
  func visibleNames() throws {
    folder.make(
      "odd.db",
      """
      create table t (a);
      pragma writable_schema = 1;
      insert into sqlite_master values ('table', char(27) || '[31mX', 'u', 0, 'create tabl');
      """)
    folder.make("a\u{1B}c.db", "create table t (id integer primary key)")
    let escape = "\u{1B}[31m"
    for (arguments, sentence, code) in [
      (
        ["odd.db", "t"],
        #"odd.db is damaged: malformed database schema (␛[31mX) - near "tabl": syntax error."#, 3
      ),
      ([escape + "x/"], "cannot open ␛[31mx/: No such file or directory.", 3),
      (["acc.db", "t"], "cannot open acc.db: No such file or directory. Did you mean a␛c.db?", 3),
      (["shelf.db", "-f", escape], "cannot read ␛[31m: No such file or directory.", 2),
      (["shelf.db", "-o", "/\(escape)/x"], "cannot write /␛[31m/x: No such file or directory.", 2),
      (["--sample", escape], "--sample can be library, school, shop, family or blog, not ␛[31m.", 2),
      (
        ["--sample", "shop", "\u{1B}x.db"], "--sample and the file ␛x.db contradict each other.", 2
      ),
      (["--width", escape], "--width is a number of columns, not ␛[31m.", 2),
      (["--completions", "a\nb"], "--completions can be bash, zsh or fish, not a⏎b.", 2),
      (["--" + escape], "there is no option --␛[31m. kin --help lists the options.", 2),
    ] {
      let run = try Kin(arguments, in: folder.url)
      #expect((run.output, run.notes, run.code) == ("", "kin: \(sentence)\n", Int32(code)))
    }
    let name = "a\u{1B}c.db.kin"
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: name), withIntermediateDirectories: true)
    let run = try folder.kin("a\u{1B}c.db", "t.count()")
    #expect((run.output, run.notes, run.code) == ("0\n", "kin: a␛c.db.kin: it is no file of text\n", 0))
  }

  @Test("a condition follows as many hops as the database joins, and brackets begin anew")
  func hopsOfACondition() throws {
    folder.make(
      "chain.db",
      """
      create table t (id integer primary key, up int references t);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 200) insert into t select i, i + 1 from n;
      update t set up = null where id = 200;
      """)
    func hops(_ count: Int) -> String { String(repeating: "up_ref.", count: count) }
    let most = try folder.kin("chain.db", "t[\(hops(63))id = 90].id.max()")
    #expect((most.output, most.notes, most.code) == ("27\n", "", 0))
    let more = try folder.kin("chain.db", "t[\(hops(64))id = 90].id.max()")
    #expect(
      (more.output, more.notes.lines.dropFirst().joined(separator: "\n"), more.code) == (
        "",
        """
          ^  The path makes a query that is too large for the database (at most 64 tables in a join).
             Take it in two: keep the first part in a variable, and go on from there.
             In a condition, give the last hops brackets of their own: [a.b.c = 1] is [a.b[c = 1]]

        """, 1
      ))
    let apart = try folder.kin(
      "chain.db", "t[\(hops(63))up_ref[id = 90]].id.max()",
      "t[\(hops(50))up_ref[\(hops(62))id = 190]].id.max()")
    #expect((apart.output, apart.notes, apart.code) == ("26\n77\n", "", 0))
  }

  @Test("foreign keys that are put off for the next transaction are put off in it")
  func deferral() throws {
    let run = try folder.kin(
      "shelf.db", "--write", "--csv", "pragma defer_foreign_keys = 1", "begin",
      "insert into book values (9, 'Nine', 9)", "insert into author values (9, 'Zoe')", "commit",
      "author[9].books.title")
    #expect((run.output, run.notes, run.code) == ("title\nNine\n", "", 0))
  }

  @Test("a key without a type is told without one")
  func untypedKey() throws {
    folder.make("u.db", "create table u (k primary key); insert into u values ('x');")
    let run = try folder.kin("u.db", "u[true]")
    #expect(
      (run.output, run.notes, run.code) == (
        "", "  u[true]\n    ^^^^  The key k of u cannot be true.\n", 1
      ))
  }

  @Test("a database that is not there is told with the one that was meant")
  func meantDatabase() throws {
    let folder = try Folder()
    let start = try folder.kin("missing.db", "author")
    #expect(
      start.notes == "kin: cannot open missing.db: No such file or directory. Did you mean shelf.db?\n")
    let file = try folder.kin("-c", "open shelve.db")
    #expect((file.output, file.code) == ("", 1))
    #expect(
      file.notes.lines == [
        "  open shelve.db",
        "       ^^^^^^^^^  shelve.db cannot be read: No such file or directory. Did you mean shelf.db?", "",
      ])
    #expect(try folder.kin("-c", "open shelf.db", "-c", "author.name").code == 0)
  }

  @Test("an empty file is no database to look at")
  func zeroBytes() throws {
    try folder.write("empty.db", Data())
    let run = try folder.kin("empty.db", "tables")
    #expect((run.output, run.code) == ("", 3))
  }

  @Test("looking leaves file and folder byte for byte as they were", arguments: ["delete", "wal", "persist"])
  func untouched(journal: String) throws {
    folder.make(
      "own.db",
      "pragma journal_mode = \(journal); create table t (id integer primary key); insert into t values (1);")
    let before = try folder.contents()
    for options in [[], ["--sandbox"]] {
      let run = try Kin(["own.db", "t.count()", "tables"] + options, in: folder.url)
      #expect((run.notes, run.code) == ("", 0))
    }
    let refused = try folder.kin("own.db", "insert into t values (2)")
    #expect((refused.output, refused.code) == ("", 1))
    #expect(try folder.contents() == before)
  }

  @Test("writing takes --write, and a sandbox keeps nothing")
  func writing() throws {
    let sandbox = try folder.kin("shelf.db", "--sandbox", "delete from book", "book.count()")
    #expect((sandbox.output, sandbox.notes, sandbox.code) == ("0\n", "", 0))
    let write = try folder.kin("shelf.db", "--write", "insert into author values (3, 'Cy')", "author[3].name")
    #expect((write.output, write.notes, write.code) == ("Cy\n", "", 0))
    let after = try folder.kin("shelf.db", "author.count()", "book.count()")
    #expect((after.output, after.notes, after.code) == ("3\n3\n", "", 0))
  }

  @Test("nothing of a sandbox is kept beside its file")
  func sandboxKeepsNothingBesideTheFile() throws {
    let before = try folder.contents()
    let run = try folder.kin(
      "shelf.db", "--sandbox", "create table note (author integer)", "relate note.author -> author", "keep")
    #expect(
      (run.output, run.code, run.notes)
        == (
          "", 1,
          "  keep\n  ^^^^  This database is no file, so there is no place beside it to keep anything in.\n"
            + "        To make it one, with what was said of it: backup FILE\n"
        ))
    #expect(try folder.contents() == before)
  }
}
