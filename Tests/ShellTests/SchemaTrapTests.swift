import Foundation
import Testing

/// Schemas as they are found: names and functions that are easily got wrong.
@Suite("Odd schemas")
struct SchemaTrapTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("a table that is called as another shell's word hides none of them")
  func wordsOfOtherShells() throws {
    folder.make(
      "odd.db",
      """
      create table x(id integer primary key); insert into x values (1);
      create table shows(id integer primary key); create table copy(id integer primary key);
      """)
    let run = try folder.kin(
      "--on-error", "continue", "odd.db", "x", "\\x", "x", "\\copy x to y", ".show load")
    #expect(run.output == "  id\n int\n ═══\n   1\n ── 1\n id  1\n")
    #expect(
      run.notes == """
          \\copy x to y
          ^^^^^  There is no \\copy here.
                 last csv > ….csv writes a result to a file.
         load is flat: how relationships are loaded (lazy, peers, selectin, joined, subquery, flat, raise).

        """)
  }

  @Test("JSON and full text in the schema: columns, indexes, views and triggers")
  func functionsInTheSchema() throws {
    folder.make(
      "odd.db",
      """
      create table a(id integer primary key, s text, g as (json_extract(s, '$.x')));
      create index a_x on a(json_extract(s, '$.y')) where json_valid(s);
      create view v as select id, s ->> '$.x' as x from a;
      create virtual table f using fts5(s, content='a', content_rowid='id');
      create trigger t after insert on a begin insert into f(rowid, s) values (new.id, new.s); end;
      create view found as select rowid as id, s from f where f match 'hello';
      insert into a(id, s) values (1, '{"x":1}');
      """)
    let read = try folder.kin("odd.db", "--csv", "a", "v", "found.count()")
    #expect((read.output, read.notes) == ("id,s,g\n1,\"{\"\"x\"\":1}\",1\nid,x\n1,1\ncount\n0\n", ""))
    let run = try folder.kin(
      "--write", "odd.db", "--csv", "insert into a(id, s) values (2, '{\"x\":\"hello\"}')", "found.id",
      "v[id = 2].x")
    #expect((run.output, run.code) == ("id\n2\nx\nhello\n", 0), "\(run.notes)")
  }

  @Test("a view that loads a library is not trusted to")
  func schemaLoadsNothing() throws {
    folder.make("evil.db", "create view v as select load_extension('/tmp/evil') as id;")
    let run = try folder.kin("evil.db", "select * from v")
    #expect(run.code == 1)
    #expect(
      run.notes == """
          select * from v
          ^^^^^^^^^^^^^^^  The database says: unsafe use of load_extension()

        """)
  }
}
