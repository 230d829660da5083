import Foundation
import Language
import Navigation
import ORM
import SQL
import Testing

/// The strategies that depend on where records came from, and the one that loads nothing.
@Suite struct LoadingModeTests {
  @Test func peersLoadsForAllThatCameInTogether() throws {
    let conversation = try Conversation(strategy: .peers)
    try conversation.answer("author", as: "all")
    #expect(try conversation.cost("all[:1].books") == 1)
    // The first touch has loaded the books of the others.
    #expect(try conversation.cost("all[1:].books") == 0)
    #expect(try conversation.cost("all.profile") == 1)
    #expect(try conversation.cost("all[2:3].profile") == 0)
  }

  @Test func recordsThatCameApartAreNoPeers() throws {
    let conversation = try Conversation(strategy: .peers)
    try conversation.answer("author[1]", as: "one")
    try conversation.answer("author[2]", as: "other")
    #expect(try conversation.cost("one.books") == 1)
    #expect(try conversation.cost("other.books") == 1)
    #expect(try conversation.cost("other.books") == 0)
  }

  @Test func aMarkAsksForPeersOfOneHop() throws {
    let conversation = try Conversation()
    try conversation.answer("book", as: "all")
    #expect(try conversation.cost("all[:1].author!peers.name") == 1)
    #expect(try conversation.cost("all.author.name") == 0)
    #expect(try conversation.cost("all[:1].publisher.name") == 1)
    #expect(try conversation.cost("all.publisher.name") == 2)
  }

  /// What an engine takes in one statement is not the end of a path: it goes on in the next.
  @Test(arguments: [false, true])
  func joinsThatAreTooLargeGoOnInAnotherStatement(isWide: Bool) throws {
    let columns = isWide ? (0..<700).map { ", c\($0) INT" }.joined() : ""
    let script = """
      CREATE TABLE node (id INTEGER PRIMARY KEY, next_id INTEGER REFERENCES node\(columns));
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)
      INSERT INTO node (id, next_id) SELECT i, i % 90 + 1 FROM n;
      """
    let hops = isWide ? 3 : 80
    let path = "node[1]" + String(repeating: ".next", count: hops) + ".id"
    let conversation = try Conversation(script, strategy: .joined)
    #expect(try conversation.rows(path) == [[.integer(Int64(hops + 1))]])
    #expect(try conversation.cost(path) == 2)
    #expect(conversation.session.isInParts)
    #expect(try conversation.cost("node[1].next.id") == 1)
    #expect(!conversation.session.isInParts)
  }

  @Test(arguments: [
    ("author[1].books", "books", 1),
    ("author.books", "books", 4),
    ("book.author.name", "author", 3),
    ("author{name, n: books.count()}", "books", 4),
    ("author{name, profile{bio}}", "profile", 4),
    ("author.mentees+", "mentees", 4),
    ("author.books!.genres", "genres", 6),
  ])
  func raiseStopsAtTheFirstHopThatWouldLoad(_ line: String, _ hop: String, _ records: Int) throws {
    let conversation = try Conversation(strategy: .raise)
    let error = #expect(throws: Diagnostic.self) { try conversation.answer(line) }
    #expect(error?.problem == .notLoaded(hop: hop, records: records))
    let start = line.utf8.count - (line.range(of: hop).map { line[$0.lowerBound...].utf8.count } ?? 0)
    #expect(error?.range.lower == start)
  }

  @Test(arguments: [
    "author", "author[2].mentor", "author.with(books).books.title", "author.books!.title",
    "author.with(books){name, n: books.count()}", "author.books.count()", "author.with(mentees).mentees+",
    "book.group(author)", "author[books.any()].name",
  ])
  func raiseLetsWhatIsThereBeRead(_ line: String) throws {
    let conversation = try Conversation(strategy: .raise)
    try conversation.answer("author", as: "all")
    #expect(throws: Never.self) { try conversation.answer(line) }
  }
}
