import Foundation
import Testing

@Suite("The file beside a database")
struct CompanionTests {
  let folder: Folder

  init() throws {
    folder = try Folder()
    folder.make(
      "own.db",
      """
      create table author (id integer primary key, name text, pen_name text);
      create table book (id integer primary key, author_id int, `other id` int references author);
      insert into author values (1, 'Ann', 'A'), (2, 'Bo', 'B');
      insert into book values (1, 1, 2), (2, 1, 1);
      """)
  }

  private func companion() throws -> String? {
    try folder.contents()["own.db.kin"].map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("what is related is there at once, and written only when it is kept")
  func keeping() throws {
    let before = try folder.contents()
    let unkept = try folder.kin(
      "own.db", "--csv", "relate book.author_id -> author as writer, works", "author[1].works.id",
      "relate book(`other id`) author as other", "book[1].other.name", "label author pen_name")
    #expect((unkept.output, unkept.notes, unkept.code) == ("id\n1\n2\nname\nBo\n", "", 0))
    #expect(try folder.contents() == before)

    let kept = try folder.kin(
      "own.db", "relate book.author_id -> author as writer, works", "relate book(`other id`) author as other",
      "label author pen_name", "set inferred on", "keep")
    #expect((kept.output, kept.notes, kept.code) == ("", "", 0))
    #expect(
      try companion() == """
        set inferred on
        relate book.author_id -> author.id as writer, works
        relate book.`other id` -> author.id as other
        label author pen_name

        """)
    let after = try folder.kin("own.db", "--csv", "author[2].works.id", "book[1].writer.name", "relate")
    #expect(
      after.output == """
        id
        name
        Ann
        set inferred on
        relate book.author_id -> author.id as writer, works
        relate book.`other id` -> author.id as other
        label author pen_name

        """)
  }

  @Test("what another session keeps meanwhile, or an editor writes, stays")
  func others() throws {
    let first = try Lines(on: "own.db", in: folder)
    #expect(try first.answer(to: "label author pen_name\nauthor.count()") == "count\n2\n")
    let rest = try first.finish("keep\nunrelate book.author_id\nkeep\n") {
      _ = try folder.kin("own.db", "relate book.author_id -> author as writer, works", "keep")
      let kept = try companion() ?? ""
      try folder.write("own.db.kin", Data(("-- mine\n" + kept + "label book id\nset limit 5\n").utf8))
    }
    #expect((rest.output, rest.code) == ("", 1))
    // What the first session does not know it cannot take back.
    #expect(
      try companion() == """
        -- mine
        relate book.author_id -> author.id as writer, works
        label book id
        set limit 5
        label author pen_name

        """)
  }

  @Test("what the file sets is set back when its database is left; what a line sets stays")
  func leaving() throws {
    try folder.write("own.db.kin", Data("set null FILE\nset load raise\nset inferred on\n".utf8))
    let run = try folder.kin(
      "own.db", "--csv", "--null", "-", "set load selectin", "select null as a", "open shelf.db",
      "select null as a", "set load", "set inferred", "open own.db", "set load", "open sample school",
      "set load")
    #expect((run.output, run.code) == ("a\n-\na\n-\n", 0))
    #expect(
      run.notes.split(separator: "\n").filter { $0.contains(" is ") }.map { $0.prefix { $0 != ":" } } == [
        " load is selectin", " inferred is auto", " load is raise", " load is selectin",
      ])
    let file = try folder.kin("own.db", "--csv", "select null as a", "open shelf.db", "select null as a")
    #expect(file.output == "a\nFILE\na\n\n" || file.output == "a\nFILE\na\n\"\"\n", "\(file.output)")
  }

  @Test("what is said behind a line stays with it")
  func comments() throws {
    try folder.write(
      "own.db.kin",
      Data("label author pen_name -- it's better known\nrelate book.author_id author -- old\n".utf8))
    let run = try folder.kin("own.db", "unrelate book.author_id", "keep", "relate")
    #expect(run.notes == "")
    #expect(try companion() == "label author pen_name -- it's better known\n")
  }

  @Test("what was guessed and taken back stays away; what is taken back is kept no more")
  func refusing() throws {
    let run = try folder.kin("own.db", "set inferred on", "unrelate book.author_id", "keep")
    #expect((run.output, run.notes, run.code) == ("", "", 0))
    #expect(try companion() == "set inferred on\nunrelate book.author_id\n")
    let later = try folder.kin("own.db", "book[1].author.name")
    #expect(later.code == 1)
    _ = try folder.kin("own.db", "relate book.author_id author", "set inferred auto", "keep")
    #expect(try companion() == "relate book.author_id -> author.id\n")
    _ = try folder.kin("own.db", "unrelate book.author", "keep")
    #expect(try companion() == "")
  }

  @Test("a line that cannot be run is told with its place, kept as it is, and stops no other")
  func warnings() throws {
    let text = """
      -- how the shelf hangs together
      relate book.author_id -> writer
      relate book.author_id -> author\r
      author.count()
      delete from author
      set limit 5
      label author nickname
      """
    try folder.write("own.db.kin", Data(text.utf8))
    let run = try folder.kin("own.db", "--csv", "author[1].books.id", "set limit", "keep")
    #expect(run.output == "id\n1\n2\n")
    #expect(
      run.notes == """
        kin: own.db.kin:2:26: There is no table or variable "writer".
        kin: own.db.kin:4:1: Only relate, unrelate, label and set may stand in this file.
        kin: own.db.kin:5:1: Only relate, unrelate, label and set may stand in this file.
        kin: own.db.kin:7:14: author has no attribute or relationship "nickname".
         limit is 5: rows of a table to show (screen, all, N as in 40).

        """)
    #expect(
      try companion() == """
        -- how the shelf hangs together
        relate book.author_id -> writer
        author.count()
        delete from author
        set limit 5
        label author nickname
        relate book.author_id -> author.id

        """)
  }

  @Test("each line stands behind those before it, though all of them make one schema")
  func order() throws {
    try folder.write(
      "own.db.kin",
      Data(
        """
        relate book.author_id -> author as writer, works
        relate book.`other id` -> author as writer
        relate book.author_id -> author
        relate book.`other id` -> author as editor, works
        label author pen_name name
        unrelate book.writer
        relate book.`other id` -> author as writer, edited
        """.utf8))
    let run = try folder.kin(
      "own.db", "--csv", "relate", "author[2].edited.id", "book[1].writer.name", "label")
    #expect(
      (run.output, run.notes, run.code) == (
        """
        relate book.`other id` -> author.id as writer, edited
        label author pen_name name
        id
        1
        name
        Bo
        entity,called by
        author,"pen_name, name"
        book,

        """,
        """
        kin: own.db.kin:2:37: book has a relationship "writer" already.
        kin: own.db.kin:3:8: These columns are related already: book.writer
        kin: own.db.kin:4:45: author has a relationship "works" already.

        """, 0
      ))
  }

  @Test("what stands on the command line goes before the file")
  func options() throws {
    try folder.write("own.db.kin", Data("set format json\nset null -\n".utf8))
    let csv = try folder.kin("own.db", "--csv", "author.id")
    #expect(csv.output == "id\n1\n2\n")
    let json = try folder.kin("own.db", "author.id")
    #expect(json.output == "[\n  {\"id\":1},\n  {\"id\":2}\n]\n")
  }

  @Test("where there is no place beside a database, nothing is kept")
  func sample() throws {
    let run = try Kin(["-c", "keep"], in: folder.url)
    #expect(
      (run.output, run.notes, run.code) == (
        "",
        "  keep\n  ^^^^  This database is no file, so there is no place beside it to keep anything in.\n"
          + "        To make it one, with what was said of it: backup FILE\n",
        1
      ))
  }

  @Test(
    "each mistake points at what is wrong",
    arguments: [
      (
        "relate bok.author_id author",
        "         ^^^  There is no table or variable \"bok\". Did you mean book?\n              To see what there is: tables\n"
      ),
      (
        "relate book author",
        "         ^^^^  relate is used like this: relate TABLE.COLUMN -> TABLE\n               More: help relate\n"
      ),
      (
        "relate book(author_id, id) -> author",
        "         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  author_id and id cannot refer to id: both sides need the same number of columns.\n                                        Several columns: relate child(a, b) -> parent(a, b)\n"
      ),
      (
        "relate book.`other id` -> author",
        "         ^^^^^^^^^^^^^^^^^^^^^^^^^  These columns are related already: book.other\n                                    To give it other names: relate … as NAME, NAME\n"
      ),
      (
        "relate book.author_id -> author as id",
        "                                     ^^  book has an attribute \"id\" already.\n                                         Choose another: relate … as NAME, NAME\n"
      ),
      (
        "relate book.author_id -> author as a, b, c",
        "                                         ^  \",\" cannot stand here: the end of the line is expected.\n"
      ),
      (
        "unrelate book.other",
        "           ^^^^^^^^^^  book.other is declared in the database, and only what was related by hand or guessed can be undone.\n"
      ),
      (
        "unrelate book.author",
        "                ^^^^^^  book has no attribute or relationship \"author\".\n                        Relationships: other\n"
      ),
    ])
  func mistakes(line: String, sentence: String) throws {
    let run = try folder.kin("own.db", line)
    #expect((run.output, run.notes, run.code) == ("", "  \(line)\n\(sentence)", 1))
  }
}
