import CSQLite
import Foundation
import Rendering
import SQL
import SQLite
import Shell
import Testing

/// What a conversation says and forgets when another process changes the file that it reads.
@Suite struct OutsideChangeTests {
  @Test func recordsAreForgottenByNameAndValuesStay() throws {
    let shelf = try Shelf()
    shelf.type("a = author[1]")
    shelf.type("b = a.books")
    shelf.type("years = author.name")
    shelf.change("update author set name = 'Anna' where id = 1")
    #expect(
      shelf.notes(of: "vars")
        == " The data was changed by another process: a, b and the last result are forgotten; years holds values and stays.\n"
    )
    #expect(shelf.notes(of: "vars") == "")
    #expect(shelf.type("years") == "value\nAnn\n\"Bo, \"\"the\"\" Writer\"\n")
    #expect(shelf.type("author[1].name") == "name\nAnna\n")
  }

  @Test func aChangeOfTheSchemaIsReadAnew() throws {
    let shelf = try Shelf()
    shelf.type("years = author.name")
    shelf.change("create table shelf (id integer primary key, name text)")
    #expect(
      shelf.notes(of: "shelf.count()")
        == " The schema was changed by another process: the last result is forgotten; years holds values and stays.\n"
    )
  }

  @Test func aFileInWALModeThatNobodyHadOpenIsFollowedToo() throws {
    let shelf = try Shelf(journal: "wal")
    #expect(shelf.type("author[1].name") == "name\nAnn\n")
    shelf.change("update author set name = 'Anna' where id = 1")
    #expect(
      shelf.notes(of: "vars")
        == " The data was changed by another process: the last result is forgotten.\n No variables yet. a = … gives a result a name.\n"
    )
    #expect(shelf.type("author[1].name") == "name\nAnna\n")
  }

  @Test func aFileThatWasEmptiedIsToldOnce() throws {
    let shelf = try Shelf()
    shelf.type("author[1].name")
    try shelf.empty()
    let lines = ["vars", "select 1 as a", "vars", "select 2 as a", "vars"]
    #expect(
      lines.map(shelf.notes(of:)) == [
        " The schema was changed by another process: the last result is forgotten.\n"
          + " No variables yet. a = … gives a result a name.\n", "",
        " No variables yet. a = … gives a result a name.\n", "",
        " No variables yet. a = … gives a result a name.\n",
      ])
    shelf.change("create table shelf (id integer primary key)")
    #expect(
      shelf.notes(of: "shelf.count()")
        == " The schema was changed by another process: the last result is forgotten.\n")
    #expect(shelf.type("shelf.count()") == "count\n0\n")
  }

  @Test func withNothingHeldThereIsNothingToForget() throws {
    let shelf = try Shelf()
    shelf.type("tables")
    shelf.change("delete from book")
    #expect(
      shelf.notes(of: "session").hasPrefix(
        " The data was changed by another process.\n The session is empty."))
  }
}

/// A conversation about a file, and a second connection that changes it.
private final class Shelf {
  private let folder: Folder
  private let conversation: Conversation
  private let pages: (output: Page, notes: Page)

  private final class Page {
    var bytes: [UInt8] = []

    func take() -> String {
      defer { bytes = [] }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  init(journal: String = "delete") throws {
    folder = try Folder()
    folder.make("shelf.db", "pragma journal_mode = \(journal)")
    let pages = (output: Page(), notes: Page())
    func output(to page: Page) -> Output {
      Output {
        page.bytes += $0
        return true
      }
    }
    var settings = Settings()
    settings.format = .csv
    let connection = try SQLiteConnection.open(
      folder.url.appending(path: "shelf.db").path(), access: .readOnly, isInterrupted: { false })
    conversation = try Conversation(
      database: Conversation.Database(connection: connection, name: "shelf", isSample: false),
      settings: settings,
      output: output(to: pages.output), notes: output(to: pages.notes), isInteractive: false,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "") })
    self.pages = pages
  }

  @discardableResult
  func type(_ line: String) -> String {
    conversation.respond(to: line)
    _ = pages.notes.take()
    return pages.output.take()
  }

  func notes(of line: String) -> String {
    conversation.respond(to: line)
    _ = pages.output.take()
    return pages.notes.take()
  }

  func empty() throws {
    let file = try FileHandle(forWritingTo: folder.url.appending(path: "shelf.db"))
    try file.truncate(atOffset: 0)
    try file.close()
  }

  func change(_ sql: String) { folder.make("shelf.db", sql) }
}
