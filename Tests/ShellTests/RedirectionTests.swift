import Foundation
import Testing

/// Answers of commands that go to a file.
@Suite struct RedirectionTests {
  @Test func theLastResultAndTheLogGoToFilesInTheFormatThatTheirNamesEndIn() throws {
    let folder = try Folder()
    let run = try folder.kin(
      "shelf.db", "--load", "lazy", "author[2].books", "last csv > books", "last > 'the books.json'",
      "log > log.sql", "log > books extra")
    #expect(run.code == 1)
    #expect(
      run.output
        == "  id  title  author_id\n int  text         int\n ═══  ─────  ─────────\n   3  Drei           2\n")
    let files = try folder.contents().filter { $0.key != "shelf.db" }
      .mapValues { String(decoding: $0, as: UTF8.self) }
    let log = files["log.sql"]?.replacing(/[<0-9.]+ ms/, with: "… ms")
    #expect(files["books"] == "id,title,author_id\n3,Drei,2\n")
    #expect(files["the books.json"] == "[\n  {\"id\":3,\"title\":\"Drei\",\"author_id\":2}\n]\n")
    #expect(
      log == """
        -- author[2].books
        -- 1 row, … ms
        SELECT id, name FROM author WHERE id = 2;
        -- lazy author.books: 1 row, … ms
        SELECT id, title, author_id FROM book WHERE author_id = 2 ORDER BY id;

        """)
    #expect(files.count == 3)
  }

  @Test func aDatabaseIsNeverWrittenOver() throws {
    let folder = try Folder()
    let before = try folder.contents()
    let run = try folder.kin("shelf.db", "author[1].name", "last > shelf.db")
    #expect(run.code == 1)
    #expect(
      run.notes == """
          last > shelf.db
                 ^^^^^^^^  shelf.db cannot be written: it is a database, which would be lost

        """)
    #expect(try folder.contents() == before)
  }
}
