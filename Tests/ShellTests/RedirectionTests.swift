import Foundation
import Rendering
import Shell
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

  /// As in a shell, unless it stands in quotes.
  @Test func aTildeIsTheHomeFolder() throws {
    let folder = try Folder()
    let home = folder.url.path(percentEncoded: false)
    let run = try folder.shell(
      """
      export HOME='\(home)'
      kin --csv shelf.db 'author[2].name' 'last > ~/names.csv' 'backup ~/new.db' 'open ~/new.db' \
        'author.count()' 'read ~/lines.kin'
      kin --csv shelf.db "open '~/new.db'"
      """)
    #expect(run.output == "name\n\"Bo, \"\"the\"\" Writer\"\ncount\n2\n")
    #expect(
      run.notes == """
         new   2 entities, 1 relationship
          read ~/lines.kin
               ^^^^^^^^^^^  \(home)/lines.kin cannot be read: No such file or directory.
          open '~/new.db'
               ^^^^^^^^^^  ~/new.db cannot be read: No such file or directory.

        """)
    let names = try #require(try folder.contents()["names.csv"])
    #expect(String(decoding: names, as: UTF8.self) == "name\n\"Bo, \"\"the\"\" Writer\"\n")
  }

  /// At the prompt names stand beside the keys of records that are loaded.
  @Test func aTableInAFileHasKeysAlone() throws {
    let library = try SampleLibrary()
    _ = library.answer(to: "member[1].loans[:1]")
    #expect(library.answer(to: "last table > loans.txt") == " Written to loans.txt: 1 row.\n")
    #expect(
      String(decoding: try library.conversation.fileReader("loans.txt"), as: UTF8.self) == """
         member_id  book_id  borrowed_on  due_on      returned_on
               int      int  text         text        text
         ═════════  ═══════  ═══════════  ──────────  ───────────
                 1       37  2024-04-18   2024-05-09  2024-05-06

        """)
  }

  @Test func aDatabaseIsNeverWrittenOver() throws {
    let folder = try Folder()
    let before = try folder.contents()
    let run = try folder.kin("shelf.db", "author[1].name", "last > shelf.db")
    #expect(run.code == 1)
    #expect(
      run.notes == """
          last > shelf.db
                 ^^^^^^^^  shelf.db cannot be written: it is a database, which would be lost.

        """)
    #expect(try folder.contents() == before)
  }

  @Test func aResultGoesIntoAFileWhole() throws {
    let library = try SampleLibrary(width: 40)
    _ = library.answer(to: "author[3].books[year < 1970].title")
    #expect(library.answer(to: "last csv > \"my books.csv\"") == " Written to my books.csv: 3 rows.\n")
    #expect(
      library.contents(of: "my books.csv")
        == "title\nA Wizard of Earthsea\nThe Left Hand of Darkness\nRocannon's World\n")
    #expect(
      library.answer(to: "diagram mermaid publisher > p.mmd")
        == " Written to p.mmd: 1 entity,\n 0 relationships.\n")
    #expect(
      library.contents(of: "p.mmd")
        == "erDiagram\n  publisher {\n    integer id PK\n    text name\n    text country_code FK\n  }\n")
  }

  /// The real program writes the file, and never over a database.
  @Test func onDisk() throws {
    let folder = try Folder()
    let written = try folder.kin("shelf.db", "diagram mermaid author > author.mmd")
    #expect([written.output, written.notes, String(written.code)] == ["", "", "0"])
    #expect(
      try folder.contents()["author.mmd"].map { String(decoding: $0, as: UTF8.self) }
        == "erDiagram\n  author {\n    integer id PK\n    text name\n  }\n")
    let before = try folder.contents()
    let refused = try folder.kin("shelf.db", "diagram svg > shelf.db")
    #expect(refused.code == 1)
    #expect(try folder.contents() == before)
    #expect(try folder.kin("shelf.db", "diagram svg > nowhere/a.svg").code == 1)
  }
}
