import Language
import Navigation
import ORM
import SQL
import Testing

/// When a line is told of its N+1, and that the line to type instead keeps its word.
@Suite struct FindingTests {
  /// The finding as one line of text; nil when there is none.
  private func finding(_ line: String, _ conversation: Conversation) throws -> String? {
    try conversation.answer(line)
    let found = NPlusOne.find(
      in: try conversation.bind(line), session: conversation.session, schema: conversation.schema)
    return found.map { found in
      let hops = found.hops.map { "\($0.statements) for .\($0.relationship) of \($0.cohort)" }
      return "\(found.statementsBefore) for \(found.hops[0].owner), \(hops.joined(separator: ", ")); "
        + "\(found.total) in all, \(found.insteadStatements) by \(SyntaxPrinter.text(of: found.instead))"
    }
  }

  @Test(arguments: [
    ("author", nil),
    // One record is no cohort.
    ("author[1].books.title", nil),
    ("author[1:2].books", nil),
    // Two are.
    ("author[:2].books", "1 for author, 2 for .books of 2; 3 in all, 2 by author[:2].books!"),
    ("author.books.title", "1 for author, 4 for .books of 4; 5 in all, 2 by author.books!.title"),
    ("book.author.name", "1 for book, 3 for .author of 6; 4 in all, 2 by book.author!.name"),
    ("author.profile", "1 for author, 4 for .profile of 4; 5 in all, 2 by author.profile!"),
    ("copy.loans", "1 for copy, 3 for .loans of 3; 4 in all, 2 by copy.loans!"),
    // All but one are in the session already.
    ("author.mentor", nil),
    // Nested ones are told once, the outermost first.
    (
      "author.books.genres.name",
      "1 for author, 4 for .books of 4, 6 for .genres of 6; 11 in all, 3 by author.books!.genres!.name"
    ),
    // The inner one alone is told where the outer hop is eager.
    ("author.books!.genres", "2 for author.books, 6 for .genres of 6; 8 in all, 3 by author.books!.genres!"),
    ("author.books!.genres!", nil),
    ("author.books!joined.title", nil),
    // A column that refers to another table is a hop too, and takes a mark.
    ("book.author_id.name", "1 for book, 3 for .author of 6; 4 in all, 2 by book.author_id!.name"),
    (
      "author.books[year > 1960][:1].title",
      "1 for author, 4 for .books of 4; 5 in all, 2 by author.books![year > 1960][:1].title"
    ),
    ("author.books.count()", nil),
    // What one field has loaded another counts where it is.
    (
      "author{id, books{title}, n: books.count()}",
      "1 for author, 4 for .books of 4; 5 in all, 2 by author{id, books!{title}, n: books.count()}"
    ),
    // Each field of a shape has its own; all are told once, and the line instead mends all of them.
    (
      "author{id, n: books.count(), books{title}}",
      "1 for author, 4 for .books of 4, 4 for .books of 4; 9 in all, 3 by author{id, n: books!.count(), books!{title}}"
    ),
    (
      "author{id, books{title, genres{name}}}",
      "1 for author, 4 for .books of 4, 6 for .genres of 6; 11 in all, 3 by author{id, books!{title, genres!{name}}}"
    ),
    ("author[1]{id, books{title}}", nil),
    ("author.with(books){id, books{title}}", nil),
    ("author.with(books){id, n: books.count()}", nil),
    // A closure goes level by level; records that are there cost nothing.
    ("author.mentor+", nil),
    ("author.mentees+", "1 for author, 4 for .mentees+ of 4; 5 in all, 2 by author.mentees+!"),
    ("author[1].mentor+", nil),
  ])
  func findings(_ line: String, _ expected: String?) throws {
    #expect(try finding(line, Conversation()) == expected)
  }

  @Test(arguments: [
    "author[:2].books", "author.books.title", "book.author.name", "author.books.genres.name",
    "author.books!.genres", "book.publisher", "book.author_id.name", "loan.copy.book.author",
    "author.books[-1:].genres",
    "author{id, books{title}, n: books.count()}", "author{id, books{title, genres{name}}}", "author.mentees+",
    "author[:3]{id, mentees+{name, depth}}", "author{id, books[:1]{title}, t: books.max(title)}",
  ])
  func theLineInsteadGivesTheSameRowsForThePromisedStatements(_ line: String) throws {
    let conversation = try Conversation()
    let rows = try conversation.nestedRows(line)
    let found = try #require(
      NPlusOne.find(
        in: try conversation.bind(line), session: conversation.session, schema: conversation.schema))
    #expect(try conversation.nestedRows(SyntaxPrinter.text(of: found.instead)) == rows)
    #expect(conversation.session.executor.log.statements == found.insteadStatements)
  }

  @Test func recordsOfTheSessionRaiseNoAlarm() throws {
    let conversation = try Conversation()
    try conversation.answer("author", as: "a")
    #expect(try finding("book.author", conversation) == nil)
    #expect(
      try finding("a.books", conversation)
        == "0 for a, 4 for .books of 4; 4 in all, 1 by a.books!")
    #expect(try finding("a.books", conversation) == nil)
  }

  @Test(arguments: [LoadingStrategy.selectin, .joined, .flat])
  func eagerStrategiesHaveNone(_ strategy: LoadingStrategy) throws {
    #expect(try finding("author.books.genres.name", Conversation(strategy: strategy)) == nil)
  }

  @Test(arguments: [
    ("author.with(books)", nil),
    ("author.with(books).books.title", nil),
    ("author.with(books){id, books.title}", nil),
    ("author.with(books.genres).books.title", "6 of book.genres, without: author.with(books).books.title"),
    (
      "author.with(books, books.genres).books.title",
      "6 of book.genres, without: author.with(books).books.title"
    ),
    ("author.with(books, profile).id", "8 of author.books, author.profile, without: author.id"),
    ("author.with(books: joined).id", "6 of author.books, without: author.id"),
    ("author.with(books: joined).books.title", nil),
    ("author.with(books).id", "6 of author.books, without: author.id"),
    ("author.with(books, profile).profile", "6 of author.books, without: author.with(profile).profile"),
    ("author.with(books).group(name)", nil),
    ("author.with(books){id}", "6 of author.books, without: author{id}"),
    // What narrows the hop asks for other rows.
    (
      "author.with(books).books[year > 1960]",
      "6 of author.books, without: author.books[year > 1960]"
    ),
    ("author.with(books).count()", nil),
  ])
  func whatIsLoadedAheadForNothing(_ line: String, _ expected: String?) throws {
    let conversation = try Conversation()
    try conversation.answer(line)
    let found = UnusedLoad.find(
      in: try conversation.bind(line), session: conversation.session, schema: conversation.schema)
    #expect(
      found.map {
        "\($0.rows) of \($0.relationships.joined(separator: ", ")), without: "
          + SyntaxPrinter.text(of: $0.instead)
      } == expected)
  }
}
