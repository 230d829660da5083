import Language
import Navigation
import ORM
import Testing

/// What Tab offers, all of it and in its order, wherever in a path the cursor stands.
@Suite struct CompletionTests {
  private static let author = ["mentor", "profile", "mentees", "books", "id", "name", "country", "mentor_id"]
  private static let authorClosures = ["mentor+", "mentor*", "mentees+", "mentees*"]
  private static let book = [
    "author", "publisher", "book_genres", "copies", "genres", "id", "title", "year", "author_id",
    "publisher_id",
  ]
  private static let verbs = [
    "sort(", "take(", "skip(", "first()", "last()", "distinct()", "count()", "sum(", "avg(", "min(", "max(",
    "any()", "all(", "group(", "with(",
  ]
  private static let strategies = ["lazy", "peers", "selectin", "joined", "subquery", "raise"]
  private static let authorAndVariables = author + ["a", "years"]
  private static let operators = [
    "=", "!=", "<", "<=", ">", ">=", "in (", "between", "like", "is null", "is not null", "and", "or",
  ]
  private static let aggregates = ["count()", "sum(", "avg(", "min(", "max(", "any()", "all("]

  /// What is offered at the end of a line, functions left out unless they are asked for.
  private static func offers(_ line: String, functions: Bool = false) throws -> [String] {
    let conversation = try Conversation()
    try conversation.answer("author[1]", as: "a")
    try conversation.answer("book.year", as: "years")
    conversation.scope.last = .records(Selection(conversation.schema.entities[0].id, []), isSingle: false)
    let known = Set(ScalarFunction.all.map { $0.name + "(" }).subtracting(verbs + aggregates)
    return Completion(
      line: line, cursor: line.utf8.count, schema: conversation.schema, scope: conversation.scope
    )
    .candidates.map(\.text).filter { functions || !known.contains($0) }
  }

  @Test(arguments: [
    ("au", ["author"]),
    ("author.", author + authorClosures + verbs),
    ("author.me", ["mentor", "mentees", "mentor_id", "mentor+", "mentor*", "mentees+", "mentees*"]),
    ("author.books.", book + verbs),
    ("author.mentees+.de", ["depth"]),
    ("author.mentees.de", []),
    ("author.mentees+[id > 1].de", ["depth"]),
    (
      "author.name.",
      ["take(", "skip(", "first()", "last()", "distinct()", "count()", "sum()", "avg()", "min()", "max()"]
    ),
    ("book.author_id.na", ["name"]),
    (".boo", ["books"]),
    ("_.boo", ["books"]),
    ("x = .boo", ["books"]),
    ("a.boo", ["books"]),
    ("years.", []),
    ("author ", []),
    ("author[1]", []),
    ("author?", []), ("author.books? ", []),
    ("author.books ", []),
    ("author.oks", ["books"]),
    ("nothing.", []),
  ])
  func whereAPathIsWalked(_ line: String, _ expected: [String]) throws {
    #expect(try Self.offers(line) == expected)
  }

  @Test(
    arguments: [
      ("author[", authorAndVariables),
      ("author[books.", book + aggregates),
      ("author[mentor.", author),
      ("author[books.author.", author + aggregates),
      ("author[name.", ["contains(", "startswith(", "endswith("]),
      ("author[id.", []),
      ("author[mentor == a.na", ["name"]),
      ("author[books.any(ti", ["title"]),
      ("author[lower(na", ["name"]),
      ("author[(na", ["name"]),
      ("author[id in (a", ["a"]),
      ("author[books[ti", ["title"]),
      ("author[books[year > 1960].ti", ["title"]),
      ("author[books.count() > 3 and na", ["name"]),
      ("author[id + me", ["mentor", "mentees", "mentor_id"]),
      ("author.sort(na", ["name"]),
      ("author.count(na", ["name"]),
      ("author.take(", []),
      ("author[na ", operators),
      ("author[name l", ["like"]),
      ("author[name = country ", ["and", "or"]),
      ("author[id > 3 a", ["and"]),
      ("author[id between 3 a", ["and"]),
      ("author[id > 3 and na", ["name"]),
      ("author[id in ", ["("]),
      ("author[id is ", ["null", "not null"]),
      ("author[id is null o", ["or"]),
      ("author[not na", ["name"]),
      ("author[name not l", ["like"]),
      ("author[0:", []),
      ("author.any(name ", operators),
      ("author.sort(name ", []),
      ("author[name = \"na", []),
    ] as [(String, [String])])
  func inAPredicate(_ line: String, _ expected: [String]) throws {
    #expect(try Self.offers(line) == expected)
  }

  @Test func functionsAreOfferedWhereTheyMayStand() throws {
    #expect(try Self.offers("author[low", functions: true) == ["lower("])
    #expect(try Self.offers("author.low", functions: true) == [])
  }

  @Test(arguments: [
    ("author{", author + authorClosures),
    ("author{name, bo", ["books"]),
    ("author{n: books.co", ["copies", "count()"]),
    ("author{books{ti", ["title"]),
    ("author{books{title}, na", ["name"]),
    ("author.mentees+{de", ["depth"]),
    ("author{books{title}}.", []),
    ("book.group(", book),
    ("book.group(author.na", ["name"]),
    ("book.group(author.name, year).", ["sort(", "take(", "skip(", "first()", "last()", "count()"]),
    ("book.group(author.name, year)[", ["author.name", "year"] + aggregates),
    ("book.group(author.name){co", ["count()"]),
    ("book.group(author.name){avg(ye", ["year", "years"]),
    ("author.with(", ["mentor", "profile", "mentees", "books"]),
    ("author.with(books.", ["author", "publisher", "book_genres", "copies", "genres"]),
    ("author.with(books: ", strategies),
    ("author.with(books: joined, pro", ["profile"]),
    ("author.books!", strategies),
    ("author.books!jo", ["joined"]),
    ("author.books!joined.ti", ["title"]),
    ("author.books!.ti", ["title"]),
    ("author.mentees+!", strategies),
  ])
  func inBracesAndArguments(_ line: String, _ expected: [String]) throws {
    #expect(try Self.offers(line) == expected)
  }

  @Test(arguments: [
    ("author.books[ti", 15, 13, 15, ["title", "time("]),
    ("author.books.title", 8, 7, 12, ["books"]),
    ("author.books.title", 9, 7, 12, ["books"]),
    ("author.cou()", 10, 7, 10, ["country", "count"]),
    ("author.xbooks", 8, 7, 8, []),
  ])
  func onlyTheWordAtTheCursorIsReplaced(
    line: String, cursor: Int, lower: Int, upper: Int, texts: [String]
  ) throws {
    let conversation = try Conversation()
    let completion = Completion(line: line, cursor: cursor, schema: conversation.schema, scope: Scope())
    #expect([completion.range.lower, completion.range.upper] == [lower, upper])
    #expect(completion.candidates.map(\.text) == texts)
  }
}
