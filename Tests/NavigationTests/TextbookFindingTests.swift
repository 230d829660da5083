import Language
import Navigation
import ORM
import SQL
import Testing

/// All that is said of a line, case by case, and that each line to type instead keeps its word.
@Suite struct TextbookFindingTests {
  struct Case: CustomTestStringConvertible {
    var strategy: LoadingStrategy
    var path: String
    var findings: [String]

    init(_ strategy: LoadingStrategy, _ path: String, _ findings: String...) {
      (self.strategy, self.path, self.findings) = (strategy, path, findings)
    }

    var testDescription: String { "\(strategy.rawValue) \(path)" }
  }

  static let cases = [
    // One record, one parent, values, numbers: nothing to say.
    Case(.lazy, "author"),
    Case(.lazy, "author[3]"),
    Case(.lazy, "author[3].books.title"),
    Case(.lazy, "author[3].profile"),
    Case(.lazy, "book[5].author.name"),
    Case(.lazy, "author[2:3].books.title"),
    Case(.lazy, "author[name = \"A3\"].books.title"),
    Case(.lazy, "author.books.count()"),
    Case(.lazy, "book.avg(year)"),
    Case(.lazy, "book.group(genres.name)"),
    Case(.lazy, "author[books.year < 1905].name"),
    Case(.lazy, "author[books.count() > 3].name"),
    Case(.lazy, "book.sort(author.name, -year).title"),
    // Every key leads to a record that is there already.
    Case(.lazy, "author.mentor"),
    Case(.lazy, "author[3].books.author"),
    // Two are enough.
    Case(.lazy, "author[:2].books.title", "N+1: 1 + 2 .books of author; 2 by author[:2].books!.title"),
    Case(.lazy, "author.books", "N+1: 1 + 10 .books of author; 2 by author.books!"),
    Case(.lazy, "book.author", "N+1: 1 + 10 .author of book; 2 by book.author!"),
    // Keys that are NULL ask for nothing.
    Case(.lazy, "book.publisher", "N+1: 1 + 5 .publisher of book; 2 by book.publisher!"),
    Case(.lazy, "author.profile", "N+1: 1 + 10 .profile of author; 2 by author.profile!"),
    Case(.lazy, "author_profile.author", "N+1: 1 + 8 .author of author_profile; 2 by author_profile.author!"),
    Case(.lazy, "author.mentees", "N+1: 1 + 10 .mentees of author; 2 by author.mentees!"),
    // Nested ones are told once, at the outermost that is one.
    Case(
      .lazy, "author[3].books.genres.name",
      "N+1: 2 + 10 .genres of author.books; 3 by author[3].books.genres!.name"),
    Case(
      .lazy, "author.books.genres",
      "N+1: 1 + 10 .books of author, 100 .genres of author.books; 3 by author.books!.genres!"),
    Case(
      .lazy, "author.books.reviews",
      "N+1: 1 + 10 .books of author, 100 .reviews of author.books; 3 by author.books!.reviews!"),
    Case(
      .lazy, "book.author.profile",
      "N+1: 1 + 10 .author of book, 10 .profile of book.author; 3 by book.author!.profile!"),
    Case(
      .lazy, "genre.books.author",
      "N+1: 1 + 8 .books of genre, 10 .author of genre.books; 3 by genre.books!.author!"),
    Case(.lazy, "author.books!.genres", "N+1: 2 + 100 .genres of author.books; 3 by author.books!.genres!"),
    Case(.lazy, "author.books!.genres!"),
    // Siblings in braces.
    Case(
      .lazy, "author{name, books{title}, awards{name}}",
      "N+1: 1 + 10 .books of author, 10 .awards of author; 3 by author{name, books!{title}, awards!{name}}"),
    Case(
      .lazy, "author{name, n: books.count()}",
      "N+1: 1 + 10 .books of author; 2 by author{name, n: books!.count()}"),
    Case(.lazy, "author[3]{name, books{title}, awards{name}}"),
    Case(
      .lazy, "author.books[year > 1950].sort(-year)[:1].title",
      "N+1: 1 + 10 .books of author; 2 by author.books![year > 1950].sort(-year)[:1].title"),
    // Eager strategies, one after the other.
    Case(.selectin, "author.books.genres.name"),
    Case(.selectin, "author{name, books{title}, awards{name}}"),
    Case(.subquery, "author.books.genres.name"),
    Case(.peers, "author.books.genres.name"),
    Case(.flat, "author.books.genres.name"),
    Case(.joined, "author.books.genres.name"),
    Case(.joined, "book.author.name"),
    // Collections beside each other, in one join and apart.
    Case(
      .joined, "author{name, books{title}, awards{name}}",
      "multiplied: books, awards, 400 rows; 150 by author{name, books!{title}, awards!{name}}"),
    Case(
      .joined, "book{title, genres{name}, reviews{stars}, author{name}}"),
    Case(
      .joined, "author{name, books{title, genres{name}, reviews{stars}}, awards{name}}",
      "multiplied: books, genres, reviews, awards, 2400 rows; 650 by "
        + "author{name, books!{title, genres!{name}, reviews!{stars}}, awards!{name}}"),
    Case(.joined, "author{name, books!{title}, awards{name}}"),
    Case(.joined, "author{name, books{title, genres{name}}}"),
    Case(.joined, "author[3]{name, profile{bio}, books{title}}"),
    Case(
      .selectin, "author.with(books: joined, awards: joined)",
      "multiplied: books, awards, 400 rows; 150 by author.with(books, awards)"),
    // One beside another that is empty, or has one row each, multiplies nothing.
    Case(.joined, "author{name, books[year > 2500]{title}, awards{name}}"),
    Case(.joined, "author{name, books[:1]{title}, awards[:1]{name}}"),
    // What is loaded ahead for nothing.
    Case(.lazy, "author.with(books)"),
    Case(.lazy, "author.with(books).books.title"),
    Case(.lazy, "author.with(books){name, books{title}}"),
    Case(.lazy, "author.with(books).name", "unused: 100 of author.books; author.name"),
    Case(.lazy, "author.with(books: joined).name", "unused: 100 of author.books; author.name"),
    Case(
      .lazy, "author.with(books, awards).awards.name",
      "unused: 100 of author.books; author.with(awards).awards.name"),
    Case(
      .lazy, "author.with(books.genres).books.title",
      "unused: 200 of book.genres; author.with(books).books.title"),
  ]

  @Test(arguments: cases)
  func whatIsSaid(_ tried: Case) throws {
    let conversation = try Conversation(Textbook.script(), strategy: tried.strategy)
    let texts = try conversation.findings(tried.path).texts
    #expect(texts == tried.findings, "\(texts)")
  }

  @Test(arguments: cases)
  func theLineInsteadCostsLessAndGivesTheSame(_ tried: Case) throws {
    let conversation = try Conversation(Textbook.script(), strategy: tried.strategy)
    let rows = try conversation.nestedRows(tried.path)
    let cost = conversation.cost
    let findings = try conversation.findings(tried.path)
    for instead in findings.insteads {
      #expect(try conversation.nestedRows(instead) == rows)
      let better = conversation.cost
      #expect(better.statements < cost.statements || better.rows < cost.rows || better.cells < cost.cells)
      #expect(try conversation.findings(instead).texts == [])
    }
    if let found = findings.nPlusOne {
      #expect(try conversation.cost(SyntaxPrinter.text(of: found.instead)) == found.insteadStatements)
    }
    for join in findings.joins {
      try conversation.answer(SyntaxPrinter.text(of: join.instead))
      switch join.kind {
      case .multiplied(_, let apart): #expect(conversation.cost.rows == apart)
      case .repeated(_, let apart): #expect(conversation.cost.cells <= apart)
      }
    }
  }

  /// Parents that come again with each child: 12 columns of 3 publishers, so 12 cells too many a book.
  static let repeating = [
    (
      12, 837,
      Case(.joined, "publisher.books.title", "repeated: books, 12555 cells; 2547 by publisher.books!.title")
    ),
    (
      12, 837,
      Case(.joined, "book.publisher.c2", "repeated: publisher, 12555 cells; 2547 by book.publisher!.c2")
    ),
    (
      12, 837,
      Case(
        .selectin, "publisher.with(books: joined)",
        "repeated: books, 12555 cells; 2547 by publisher.with(books)")
    ),
    (12, 837, Case(.selectin, "publisher.books.title")),
    (12, 837, Case(.joined, "publisher[2].books.title")),
    (12, 837, Case(.flat, "publisher.books.title")),
    // 9,996 cells: nobody notices.
    (12, 836, Case(.joined, "publisher.books.title")),
    // Many cells, but more of them are the books' own.
    (2, 9_000, Case(.joined, "publisher.books.title")),
  ]

  @Test(arguments: repeating)
  func whatIsSaidOfParentsThatComeAgain(_ columns: Int, _ books: Int, _ tried: Case) throws {
    let conversation = try Conversation(
      Textbook.wide(columns: columns, books: books), strategy: tried.strategy)
    let rows = try conversation.nestedRows(tried.path)
    let findings = try conversation.findings(tried.path)
    #expect(findings.texts == tried.findings, "\(findings.texts)")
    for join in findings.joins {
      #expect(try conversation.nestedRows(SyntaxPrinter.text(of: join.instead)) == rows)
      #expect(join.kind == .repeated(cells: 12_555, apart: conversation.cost.cells))
    }
  }

  /// Without an index on any foreign key.
  static let unindexed = [
    // Small tables, few times: nobody notices.
    Case(.lazy, "author[3].books.title"),
    Case(.lazy, "author[3].awards.name"),
    Case(.selectin, "author.books.title"),
    Case(.selectin, "author.books.genres.name"),
    Case(.lazy, "book[title = \"T7\"].author.name"),
    // A line that is meant to read everything, and keys that are indexed as keys.
    Case(.lazy, "review"),
    Case(.lazy, "review.count()"),
    Case(.lazy, "review[stars > 0].stars"),
    Case(.selectin, "review.book.author.name"),
    Case(.lazy, "author.books.title", "N+1: 1 + 10 .books of author; 2 by author.books!.title"),
    Case(
      .lazy, "book.reviews.stars", "N+1: 1 + 100 .reviews of book; 2 by book.reviews!.stars",
      "index: 300 rows × 100; CREATE INDEX review_book_id ON review (book_id);"),
    Case(
      .lazy, "author[3].books.genres.name",
      "N+1: 2 + 10 .genres of author.books; 3 by author[3].books.genres!.name",
      "index: 200 rows × 10; CREATE INDEX book_genre_book_id ON book_genre (book_id);"),
    Case(
      .lazy, "book{title, n: reviews.count()}",
      "N+1: 1 + 100 .reviews of book; 2 by book{title, n: reviews!.count()}",
      "index: 300 rows × 100; CREATE INDEX review_book_id ON review (book_id);"),
    Case(
      .lazy, "book[reviews.stars > 5].title",
      "index: 29999 rows; CREATE INDEX review_book_id ON review (book_id);"),
  ]

  @Test(arguments: unindexed)
  func whatIsSaidOfIndexesThatAreMissing(_ tried: Case) throws {
    let conversation = try Conversation(Textbook.script(isIndexed: false), strategy: tried.strategy)
    let texts = try conversation.findings(tried.path).texts
    #expect(texts == tried.findings, "\(texts)")
  }

  @Test(arguments: unindexed)
  func theIndexSparesTheReading(_ tried: Case) throws {
    let conversation = try Conversation(Textbook.script(isIndexed: false), strategy: tried.strategy)
    let rows = try conversation.nestedRows(tried.path)
    let before = conversation.cost
    for found in try conversation.findings(tried.path).missingIndexes {
      _ = try conversation.connection.prepare(found.create).run([]) { _ in true }
    }
    #expect(try conversation.nestedRows(tried.path) == rows)
    if tried.findings.contains(where: { $0.hasPrefix("index") }) {
      #expect(conversation.cost.scanned * 10 < before.scanned)
    }
  }
}
