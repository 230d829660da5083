import Foundation
import Rendering
import Testing

/// Results that go into a file behind `>`.
@Suite struct RedirectionTests {
  @Test func aResultGoesIntoAFileWhole() throws {
    let library = try SampleLibrary(width: 40)
    _ = library.answer(to: "author[3].books[year < 1970].title")
    #expect(library.answer(to: "last csv > \"my books.csv\"") == " my books.csv: 3 rows.\n")
    #expect(
      library.contents(of: "my books.csv")
        == "title\nA Wizard of Earthsea\nThe Left Hand of Darkness\nRocannon's World\n")
    #expect(library.answer(to: "diagram mermaid publisher > p.mmd") == " p.mmd: 1 entity, 0 relationships.\n")
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
