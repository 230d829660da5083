import Foundation
import Testing

/// What the format `insert` prints, run on another database.
@Suite struct InsertTests {
  @Test func rowsComeBackAsTheyWere() throws {
    let folder = try Folder()
    let schema = #"""
      create table "odd ""name""" (id integer primary key, "a ""b" any, half as (id / 2.0), "order" text);
      """#
    folder.make(
      "one.db",
      schema + #"""
        insert into "odd ""name""" (id, "a ""b", "order") values
          (1, null, ''), (2, 'it''s', 'a' || char(10) || char(27) || '[1m' || char(0) || 'b'),
          (3, x'00ff', cast(x'ff61' as text)), (4, 0.1, '表👩‍👩‍👧'), (5, 1e300, char(8238)),
          (6, -9223372036854775808, '--'), (7, 9e999, 'x'), (8, 123456789.12345679, '"'), (9, x'', 'NULL'),
          (10, 5.0, '5.0');
        """#)
    let run = try folder.kin("one.db", "--insert", "`odd \"name\"`")
    #expect((run.notes, run.code) == ("", 0))
    #expect(run.output.lines.count == 11)
    folder.make("two.db", schema + run.output)
    let query = #"""
      select id, typeof("a ""b"), quote("a ""b"), half, typeof("order"), hex("order") from "odd ""name"""
      """#
    let dumps = try ["one.db", "two.db"].map { try folder.kin($0, "--csv", query) }
    #expect(dumps[0].output.lines.count == 12)
    #expect(dumps[0].output == dumps[1].output)
  }

  @Test func rowsOfNoTableGoToOneCalledResult() throws {
    let folder = try Folder()
    let run = try folder.kin(
      "shelf.db", "--insert", "author.name", "book.title.distinct()",
      "select title as t from book where id = 1",
      "select name from author limit 1", "author.count()", "author{name, n: books.count()}",
      "book{title, author.name}")
    #expect(
      run.output == """
        INSERT INTO "author" ("name") VALUES ('Ann');
        INSERT INTO "author" ("name") VALUES ('Bo, "the" Writer');
        INSERT INTO "book" ("title") VALUES ('One');
        INSERT INTO "book" ("title") VALUES (NULL);
        INSERT INTO "book" ("title") VALUES ('Drei');
        INSERT INTO "result" ("t") VALUES ('One');
        INSERT INTO "author" ("name") VALUES ('Ann');
        INSERT INTO "result" ("count") VALUES (2);
        INSERT INTO "result" ("name", "n") VALUES ('Ann', 2);
        INSERT INTO "result" ("name", "n") VALUES ('Bo, "the" Writer', 1);
        INSERT INTO "result" ("title", "author.name") VALUES ('One', 'Ann');
        INSERT INTO "result" ("title", "author.name") VALUES (NULL, 'Ann');
        INSERT INTO "result" ("title", "author.name") VALUES ('Drei', 'Bo, "the" Writer');

        """)
    #expect((run.notes, run.code) == ("", 0))
  }

  @Test func whatIsNestedIsRefusedWithASentence() throws {
    let folder = try Folder()
    let run = try folder.kin("shelf.db", "--insert", "author{name, books{title}}")
    #expect(
      run.notes == """
          author{name, books{title}}
          ^^^^^^^^^^^^^^^^^^^^^^^^^^  The format insert writes values, and this has lists or records within its rows.
                                      To print it: format json, or name the values one by one, as in country.name

        """)
    #expect((run.output, run.code) == ("", 1))
  }

  @Test func lastGoesToAFileAsItsNameSays() throws {
    let folder = try Folder()
    _ = try folder.kin("shelf.db", "author[1]", "last > one.sql", "last > one.html")
    let files = try folder.contents().mapValues { String(decoding: $0, as: UTF8.self) }
    #expect(files["one.sql"] == "INSERT INTO \"author\" (\"id\", \"name\") VALUES (1, 'Ann');\n")
    #expect(
      files["one.html"] == """
        <table>
        <thead>
        <tr><th scope="col" class="key number">id</th><th scope="col">name</th></tr>
        </thead>
        <tbody>
        <tr><td class="number">1</td><td>Ann</td></tr>
        </tbody>
        </table>

        """)
  }
}
