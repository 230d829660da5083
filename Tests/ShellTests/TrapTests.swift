import CSQLite
import Foundation
import Testing

/// Files as they are found, each with one thing that is easily got wrong.
@Suite("Odd files")
struct TrapTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// What each line prints after the other.
  private func expect(
    _ script: String, _ answers: [(line: String, output: String)],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    folder.make("odd.db", script)
    let run = try Kin(["odd.db", "--csv"] + answers.map(\.line), in: folder.url)
    #expect(run.output == answers.map { $0.output + "\n" }.joined(), sourceLocation: location)
    #expect((run.notes, run.code) == ("", 0), sourceLocation: location)
  }

  @Test("text is UTF-16 in the file", arguments: ["UTF-16le", "UTF-16be"])
  func utf16(encoding: String) throws {
    try expect(
      """
      pragma encoding = '\(encoding)';
      create table "автор"(id integer primary key, "имя" text);
      create table book(id integer primary key, "автор_id" integer references "автор");
      insert into "автор" values (1, 'Лев 🦁'), (2, 'Ünï');
      insert into book values (1, 1);
      """, [("book.автор.имя", "имя\nЛев 🦁"), ("автор[имя = \"Ünï\"].id", "id\n2")])
  }

  @Test("500 columns, and 1,000 tables that refer to each other")
  func large() throws {
    let columns = (0..<499).map { "c\($0) int" }.joined(separator: ", ")
    try expect(
      "create table wide(id integer primary key, \(columns)); insert into wide(id, c7, c498) values (1, 42, 7);",
      [
        ("wide[1].c498", "c498\n7"), ("wide[c7 = 42].count()", "count\n1"),
        ("wide.group(c7)", "c7,count\n42,1"),
      ])
    let tables = (0..<1_000).map { number in
      "create table t\(number)(id integer primary key, up_id int references t\(max(0, number - 1)));"
    }
    folder.make(
      "many.db",
      "begin; \(tables.joined()) insert into t998 values (5, null); insert into t999 values (1, 5); commit;")
    let run = try folder.kin("many.db", "--csv", "t999.up.id", "t998[5].t999.id")
    #expect((run.output, run.notes, run.code) == ("id\n5\nid\n1\n", "", 0))
  }

  @Test(
    "parents that share a key because nothing makes it unique share their children, and each child is there once"
  )
  func sharedKeys() throws {
    try expect(
      """
      create table parent(code text, name text);
      create table child(id integer primary key, parent_code text references parent(code));
      insert into parent values ('A', 'one'), ('A', 'two'), ('B', 'three');
      insert into child values (1, 'A'), (2, 'Z'), (3, 'B');
      """,
      [
        ("parent.children.id", "id\n1\n3"), ("parent.children.count()", "count\n2"),
        ("parent.with(children).children.id", "id\n1\n3"), ("parent.children.id", "id\n1\n3"),
        ("parent.children.parent.name", "name\none\ntwo\nthree"),
      ])
  }

  @Test("columns called as verbs, tables called as commands")
  func words() throws {
    try expect(
      """
      create table help(id integer primary key, name text);
      create table doctor(id integer primary key, count int, first text, help_id int references help);
      create table "select"(id integer primary key, "from" text);
      insert into help values (1, 'h');
      insert into doctor values (1, 7, 'f', 1);
      insert into "select" values (1, 'w');
      """,
      [
        ("doctor.count", "count\n7"), ("doctor.count()", "count\n1"), ("doctor.first", "first\nf"),
        ("doctor.first().count", "count\n7"), ("help", "id,name\n1,h"), ("help.doctors.first", "first\nf"),
        ("doctor[count = 7].help.name", "name\nh"), ("select.from", "from\nw"),
        ("select[from = \"w\"].id", "id\n1"),
      ])
  }

  @Test("two spellings of é are two tables and two columns")
  func composed() throws {
    try expect(
      """
      create table "caf\u{E9}"(id integer primary key, "\u{E9}" text, "e\u{301}" text);
      create table "cafe\u{301}"(id integer primary key);
      insert into "caf\u{E9}" values (1, 'one', 'two');
      insert into "cafe\u{301}" values (7);
      """,
      [
        ("caf\u{E9}.\u{E9}", "\u{E9}\none"), ("caf\u{E9}.e\u{301}", "e\u{301}\ntwo"),
        ("cafe\u{301}.id", "id\n7"),
      ])
  }

  @Test("a table with a collation that nobody knows can be read, and only its order cannot")
  func unknownCollation() throws {
    folder.make(
      "odd.db",
      """
      create table word(id integer primary key, text text, other int);
      insert into word values (1, 'b', 2), (2, 'a', 1);
      pragma writable_schema = on;
      update sqlite_schema set sql = replace(sql, 'text text', 'text text collate german') where name = 'word';
      """)
    let read = try folder.kin("odd.db", "--csv", "word", "word.sort(other).text", "word[other = 1].text")
    #expect(
      (read.output, read.notes, read.code) == ("id,text,other\n1,b,2\n2,a,1\ntext\na\nb\ntext\na\n", "", 0))
    let sorted = try folder.kin(
      "odd.db", "--csv", "--on-error", "continue", "word.sort(text).id", "doctor")
    #expect(
      sorted.notes == """
          word.sort(text).id
          ^^^^^^^^^^^^^^^^^^  The database says: no such collation sequence: german
                              In: SELECT id FROM word ORDER BY text, id

        """)
    #expect(
      sorted.output == """
        severity,finding,remedy
        wrong,word cannot be read: no such collation sequence: german,

        """)
  }

  @Test("a damaged table spoils what needs it, and nothing else")
  func damage() throws {
    folder.make(
      "odd.db",
      """
      pragma page_size = 1024;
      create table a(id integer primary key, t text);
      create table b(id integer primary key, a_id int references a, t text);
      insert into a values (1, 'sound');
      insert into b values (1, 1, 'lost');
      """)
    var bytes = try #require(try folder.contents()["odd.db"])
    // Page 3 holds all of b; its first byte says what kind of page it is.
    bytes[2 * 1024] = 0x77
    try folder.write("odd.db", bytes)
    let run = try folder.kin(
      "odd.db", "--csv", "--on-error", "continue", "a.t", "b.t", "a[1].bs", "a.count()", "tables", "doctor",
      "doctor full")
    #expect(
      run.output == """
        t
        sound
        count
        1
        entity,rows,kind,leads to
        a,1,table,→→ bs
        b,,table,→ a
        severity,finding,remedy
        wrong,b cannot be read: database disk image is malformed,
        note,"The database enforces its foreign keys only for programs that ask for it, as Kin does when it writes",PRAGMA foreign_keys = ON;
        severity,finding,remedy
        wrong,The file is damaged: Page 3: btreeInitPage() returns error code 11,
        wrong,The file is damaged: database disk image is malformed,
        wrong,b cannot be read: database disk image is malformed,
        note,"The database enforces its foreign keys only for programs that ask for it, as Kin does when it writes",PRAGMA foreign_keys = ON;

        """)
    #expect(run.notes.lines.filter { $0.contains("The file is damaged: database disk") }.count == 2)
    #expect(run.code == 1)
  }

  @Test("an encrypted file, and one that may not be read")
  func closed() throws {
    try folder.write("secret.db", Data((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }))
    let secret = try folder.kin("secret.db", "tables")
    #expect(
      (secret.output, secret.notes, secret.code) == (
        "", "kin: secret.db is not a SQLite database, or it is encrypted.\n", 3
      ))
    folder.make("closed.db", "create table t(id integer primary key)")
    let path = folder.url.appending(path: "closed.db").path()
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path) }
    // Nothing is closed to root.
    guard !FileManager.default.isReadableFile(atPath: path) else { return }
    let closed = try folder.kin("closed.db", "tables")
    #expect(
      (closed.output, closed.notes, closed.code) == (
        "", "kin: cannot open closed.db: Permission denied.\n", 3
      ))
  }

  @Test("rows that are still in the WAL are seen, whether their writer runs or has crashed")
  func writeAheadLog() throws {
    let path = folder.url.appending(path: "live.db").path()
    var writer: OpaquePointer?
    sqlite3_open(path, &writer)
    defer { sqlite3_close(writer) }
    let script = """
      pragma journal_mode = wal;
      create table t(id integer primary key, word text);
      insert into t values (1, 'one'), (2, 'two');
      """
    sqlite3_exec(writer, script, nil, nil, nil)
    let written = try folder.contents()
    try folder.write("crashed.db", try #require(written["live.db"]))
    try folder.write("crashed.db-wal", try #require(written["live.db-wal"]))
    try folder.makeLink("linked.db", to: "live.db")
    var before = try folder.contents()
    for arguments in [["live.db"], ["linked.db"], ["crashed.db"], ["--sandbox", "crashed.db"]] {
      let run = try Kin(arguments + ["--csv", "t.word"], in: folder.url)
      #expect((run.output, run.notes, run.code) == ("word\none\ntwo\n", "", 0))
    }
    var after = try folder.contents()
    // Where its readers are noted is the writer's own index.
    before["live.db-shm"] = nil
    after["live.db-shm"] = nil
    #expect(after == before)
  }

  @Test("a file in WAL mode that nobody has open leaves nothing beside it, however the program ends")
  func lonelyLog() throws {
    folder.make("shelf.db", "pragma journal_mode = wal")
    let before = try folder.contents()
    let run = try folder.kin("shelf.db", "--csv", "author[1].name")
    #expect((run.output, run.notes, run.code) == ("name\nAnn\n", "", 0))
    #expect(try folder.contents() == before)
    for end in [SIGTERM, SIGHUP] {
      let session = try Lines(on: "shelf.db", in: folder)
      #expect(try session.answer(to: "author[1].name") == "name\nAnn\n")
      #expect(try Set(folder.contents().keys) == ["shelf.db", "shelf.db-shm", "shelf.db-wal"])
      kill(session.process.processIdentifier, end)
      session.process.waitUntilExit()
      #expect(session.process.terminationStatus == end)
      #expect(try folder.contents() == before)
    }
  }

  @Test("of two programs that read a file in WAL mode the last one takes away what was beside it")
  func sharedLog() throws {
    folder.make("shelf.db", "pragma journal_mode = wal")
    let before = try folder.contents()
    let first = try Lines(on: "shelf.db", in: folder)
    #expect(try first.answer(to: "author[1].name") == "name\nAnn\n")
    let second = try Lines(on: "shelf.db", in: folder)
    #expect(try second.answer(to: "author[1].name") == "name\nAnn\n")
    #expect(try first.finish("") {}.code == 0)
    #expect(try Set(folder.contents().keys) == ["shelf.db", "shelf.db-shm", "shelf.db-wal"])
    #expect(try second.answer(to: "author[2].id") == "id\n2\n")
    #expect(try second.finish("") {}.code == 0)
    #expect(try folder.contents() == before)
  }

  @Test("a log that stood beside a file while nobody used it stays")
  func keptLog() throws {
    folder.make("shelf.db", "pragma journal_mode = wal")
    try folder.write("shelf.db-wal", Data())
    try folder.write("shelf.db-shm", Data())
    #expect(try folder.kin("shelf.db", "author.count()").output == "2\n")
    #expect(try Set(folder.contents().keys) == ["shelf.db", "shelf.db-shm", "shelf.db-wal"])
  }

  @Test("what another process writes while the program has the file open stays")
  func logOfAnother() throws {
    folder.make("shelf.db", "pragma journal_mode = wal")
    let session = try Lines(on: "shelf.db", in: folder)
    #expect(try session.answer(to: "author[1].name") == "name\nAnn\n")
    folder.make("shelf.db", "update author set name = 'Anna' where id = 1")
    #expect(try session.answer(to: "author[1].name") == "name\nAnna\n")
    let rest = try session.finish("") {}
    #expect((rest.output, rest.code) == ("", 0))
    let run = try folder.kin("shelf.db", "--csv", "author[1].name")
    #expect((run.output, run.notes, run.code) == ("name\nAnna\n", "", 0))
  }

  @Test("every kind of table that has no ordinary key is walked, and by every strategy to the same rows")
  func identities() throws {
    folder.make(
      "odd.db",
      """
      create table p(id integer primary key, name text);
      create table nullable(code text primary key, p_id int references p);
      create table keyless(word text, p_id int references p);
      create table shadowed(rowid text, oid text, _rowid_ text, p_id int references p);
      create table without(a text, b int, p_id int references p, primary key(b, a)) without rowid;
      create table tight(id integer primary key, any_ any, p_id int references p) strict;
      create table made(id integer primary key, p_id int as (id - 1) references p, code text as ('k' || id) stored unique);
      create table of_made(id integer primary key, code text references made(code));
      insert into p values (1, 'one'), (2, 'two');
      insert into nullable values (null, 1), (null, 1), ('k', 2);
      insert into keyless values ('a', 1), ('a', 1), ('b', 2);
      insert into shadowed values ('r', 'o', '_', 1), ('r', 'o', '_', 1), ('s', 'o', '_', 2);
      insert into without values ('x', 9, 1), ('y', 1, 1);
      insert into tight values (1, x'00ff', 1), (2, 'text', 2), (3, 3, 2);
      insert into made(id) values (2), (3), (4);
      insert into of_made values (1, 'k2'), (2, 'k4'), (3, 'k9');
      """)
    let answers = [
      ("p.nullables", "code,p_id\n,1\n,1\nk,2"), ("nullable[code is null].p.name", "name\none"),
      ("nullable[\"k\"].p.name", "name\ntwo"), ("p.keylesses.word", "word\na\na\nb"),
      ("keyless.p.name", "name\none\ntwo"), ("shadowed.rowid", "rowid\nr\nr\ns"),
      ("without.p.withouts.b", "b\n1\n9"), ("without[1, \"y\"].p.name", "name\none"),
      ("p.tights.any_", "any_\nx'00ff'\ntext\n3"), ("made.p.id", "id\n1\n2"),
      ("p.mades.code", "code\nk2\nk3"), ("made.of_mades.id", "id\n1\n2"), ("of_made.made.id", "id\n2\n4"),
    ]
    for strategy in ["lazy", "peers", "selectin", "joined", "subquery", "flat"] {
      let run = try Kin(["odd.db", "--csv", "--load", strategy] + answers.map(\.0), in: folder.url)
      #expect(run.output == answers.map { $0.1 + "\n" }.joined(), "\(strategy)")
      #expect((run.notes, run.code) == ("", 0), "\(strategy)")
    }
  }

  @Test("what keys mean across affinities and collations does not depend on the strategy")
  func comparedKeys() throws {
    folder.make(
      "odd.db",
      """
      create table country(code text collate nocase primary key not null);
      create table city(id integer primary key, code text references country);
      create table shelf(number text primary key not null);
      create table book(id integer primary key, shelf_number int references shelf);
      insert into country values ('FR'), ('it');
      insert into city values (1, 'fr'), (2, 'FR'), (3, 'IT'), (4, 'de');
      insert into shelf values ('1'), ('01');
      insert into book values (1, 1), (2, '01');
      """)
    let answers = [
      ("city.country.code", "code\nFR\nit"), ("country.cities.id", "id\n1\n2\n3"),
      ("book.shelf.number", "number\n1"), ("shelf[\"01\"].books.id", "id"),
      ("shelf[\"1\"].books.id", "id\n1\n2"),
    ]
    for strategy in ["lazy", "peers", "selectin", "joined", "subquery", "flat"] {
      let run = try Kin(["odd.db", "--csv", "--load", strategy] + answers.map(\.0), in: folder.url)
      #expect(run.output == answers.map { $0.1 + "\n" }.joined(), "\(strategy)")
      #expect((run.notes, run.code) == ("", 0), "\(strategy)")
    }
  }

  @Test("a virtual table is read without what keeps it, and one whose module nobody knows is told of")
  func virtualTables() throws {
    folder.make(
      "odd.db",
      """
      create virtual table page using fts5(title, body);
      create virtual table box using rtree(id, low, high);
      insert into page values ('hello', 'wide world'), ('bye', 'old world');
      insert into box values (1, 0, 2);
      pragma writable_schema = on;
      insert into sqlite_schema(type, name, tbl_name, rootpage, sql)
        values ('table', 'alien', 'alien', 0, 'create virtual table alien using nowhere(x)');
      """)
    let run = try folder.kin(
      "odd.db", "--csv", "--on-error", "continue", "tables", "page[title = \"bye\"].body", "box.high",
      "doctor",
      "alien.x", "page[1]")
    #expect(
      run.output == """
        entity,rows,kind,leads to
        box,1,virtual,""
        page,2,virtual,""
        body
        old world
        high
        2.0
        severity,finding,remedy
        wrong,alien cannot be read and is left out: no such module: nowhere,

        """)
    #expect(
      run.notes == """
          alien.x
          ^^^^^  alien cannot be read: no such module: nowhere.
                 To see what else is wrong: doctor
          page[1]
              ^^^  page has no primary key, so no row of it can be picked by one.
                   By position: page[0:1]   by a condition: page[title is not null]

        """)
  }
}
