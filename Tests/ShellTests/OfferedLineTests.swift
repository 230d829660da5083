import Language
import Shell
import Testing

/// Lines that are rejected and what is offered instead: whatever is offered as a line can be typed as it is.
@Suite("Lines that are offered")
struct OfferedLineTests {
  struct Rejected: Sendable, CustomTestStringConvertible {
    let line: String
    /// What is asked about.
    let offers: [String]
    /// What is then typed: the offers, where these are whole lines.
    let typed: [String]

    init(_ line: String, _ offers: String...) {
      (self.line, self.offers, typed) = (line, offers, offers)
    }

    /// - Parameter typed: the line with the offer in its place.
    init(_ line: String, _ offers: String..., typed: String) {
      (self.line, self.offers, self.typed) = (line, offers, [typed])
    }

    var testDescription: String { line }
  }

  private func check(_ rejected: Rejected, on sample: String) throws {
    let problem = try SampleLibrary(sample: sample).conversation.respond(to: rejected.line).problem
    #expect(problem?.suggestions == rejected.offers)
    for width in [40, 80] {
      let page = try SampleLibrary(sample: sample, width: width).answer(to: rejected.line)
      for offer in rejected.offers.prefix(3) { try expect(offer, on: page, in: sample, isWhole: false) }
    }
    for line in rejected.typed {
      let answer = try SampleLibrary(sample: sample).conversation.respond(to: line)
      #expect(answer.problem == nil, "\(line)")
    }
  }

  @Test(arguments: [
    // Dates without quotes.
    Rejected(
      "loan[borrowed_on > 2024-06-01].count()", #""2024-06-01""#,
      typed: #"loan[borrowed_on > "2024-06-01"].count()"#),
    Rejected(
      "loan[borrowed_on between 2024-06-01 and 2024-07-31]", #""2024-06-01""#,
      typed: #"loan[borrowed_on between "2024-06-01" and "2024-07-31"]"#),
    Rejected("loan[borrowed_on = 2024-6]", #""2024-06""#, typed: #"loan[borrowed_on = "2024-06"]"#),
    Rejected(
      "loan[julianday(2024-6-1) > 1]", #""2024-06-01""#, typed: #"loan[julianday("2024-06-01") > 1]"#),
    // Behind braces.
    Rejected("author{name}[:1]", "author[:1]{name}"),
    Rejected(
      "author[1]{name, books{title}[:2]}", "books[:2]{title}", typed: "author[1]{name, books[:2]{title}}"),
    Rejected(
      "author{name, n: books.count()}.sort(-n)[:3]", "author.sort(-books.count())[:3]{name, n: books.count()}"
    ),
    Rejected(
      "author{name, n: books.count()}[n > 8 and born > 1900]",
      "author[books.count() > 8 and born > 1900]{name, n: books.count()}"),
    Rejected(
      "author{name, books.count()}.sort(-books.count)", "author.sort(-books.count()){name, books.count()}"),
    Rejected(
      "author{c: country{code}}[c.name = \"Japan\"]", #"author[country.name = "Japan"]{c: country{code}}"#),
    Rejected("author{name}.title"),
    Rejected("author{b: books.title}[b[:1] = \"x\"]"),
    // Orders.
    Rejected("book.sort(author.name desc)[:1]", "book.sort(-author.name)[:1]"),
    Rejected("book.sort(author.name desc, year asc, title)", "book.sort(-author.name, year, title)"),
    Rejected("author.sort(died - born desc)", "author.sort(-(died - born))"),
    Rejected("author.order_by(length(name) desc)", "author.sort(-length(name))"),
    Rejected("book order by author.name desc, title limit 2", "book.sort(-author.name, title)[:2]"),
    Rejected("author.native_name.sort()", "author.sort(native_name).native_name"),
    Rejected("author.name.distinct().sort(-name)", "author.sort(-name).name.distinct()"),
    Rejected("author.books.title.sort()"),
    // Keys.
    Rejected("author[in (1,2)]", "author[id in (1, 2)]"),
    Rejected("author[3].books[between 6 and 8].title", "author[3].books[id between 6 and 8].title"),
    Rejected("author[\"Mary Shelley\"]", #"author[name = "Mary Shelley"]"#),
    Rejected("author[\"Mary Shelley\"].books.title", #"author[name = "Mary Shelley"].books.title"#),
    Rejected("author[Mary Shelley]", #"author[name = "Mary Shelley"]"#),
    Rejected("a = author[Mary Shelley]", #"a = author[name = "Mary Shelley"]"#),
    Rejected("author[Mary Shelley].books?", #"author[name = "Mary Shelley"].books?"#),
    Rejected(
      "plan author[Mary Shelley]", #"author[name = "Mary Shelley"]"#,
      typed: #"plan author[name = "Mary Shelley"]"#),
    Rejected("copy[in (1, 2)]"),
    Rejected("author[Shelley]", #"author[name = "Shelley"]"#),
    Rejected("country[US]", #"country["US"]"#, #"country[name = "US"]"#),
    Rejected("country[France]", #"country[name = "France"]"#),
    Rejected("country[US].authors", #"country["US"].authors"#, #"country[name = "US"].authors"#),
    Rejected("book[Emma]", #"book[title = "Emma"]"#),
    Rejected("book[nam]", #"book[title = "nam"]"#),
    Rejected("country[\"France\"]", #"country[name = "France"]"#),
    Rejected("country[\"France\"].authors.name", #"country[name = "France"].authors.name"#),
    Rejected("author[nam]", "name", typed: "author[name is null]"),
    Rejected("book[title = The Hobbit]", #"book[title = "The Hobbit"]"#),
    Rejected("author[born > 3 and name contains \"AC\"]", #"author[born > 3 and name like "%AC%"]"#),
    Rejected("author[name is \"Italo Calvino\"]", #"author[name = "Italo Calvino"]"#),
    Rejected("author[died is not 1985 and born > 1900]", "author[died != 1985 and born > 1900]"),
    Rejected("author[died is None]", "author[died is null]"),
    Rejected("author[1].{name, born}", "author[1]{name, born}"),
    // What stands behind a path.
    Rejected("author 3", "author[3]"), Rejected("author(3)", "author[3]"),
    Rejected("author.3", "author[3]", "`3`", typed: "author[3]"),
    Rejected("author order by nam", "author.sort(name)"),
    Rejected("author where born > 1950", "author[born > 1950]"),
    Rejected("author.name = \"X\"", #"author[name = "X"]"#),
    Rejected("count(author)", "author.count()"),
    Rejected("author | wc -l", "author.count()"), Rejected("author | head", "author[:10]"),
    Rejected("author.books.title | head -n 5", "author.books.title[:5]"),
    Rejected("author | tail -3", "author[-3:]"),
    // Signs of other languages.
    Rejected("x := author[3]", "x = author[3]"), Rejected("x <- author[3]", "x = author[3]"),
    Rejected("author[3]->books", "author[3].books"), Rejected("author[3]/books", "author[3].books"),
    Rejected("author[3] books", "author[3].books"), Rejected("author books title", "author.books.title"),
    Rejected("author[3]->books->title", "author[3].books.title"),
    Rejected("author[3]::books[year > 1970/1]/title", "author[3].books[year > 1970/1].title"),
    Rejected("plan author[3]->books", "author[3].books", typed: "plan author[3].books"),
    Rejected("select author.books", "author.books"), Rejected("select author[3].name;", "author[3].name"),
    Rejected("select * from author.books", "author.books"), Rejected("author[3]->bokos"),
    Rejected("author[books->year > 1990]", "author[books.year > 1990]"),
    Rejected("author{name, books->title}", "author{name, books.title}"),
    Rejected("author[1]->books{title, author::name}", "author[1].books{title, author.name}"),
    Rejected("author.sort(country->name)", "author.sort(country.name)"),
    Rejected("book[pages/2 > 3]->author[1..3]"),
    Rejected("theme dark", "set theme dark"),
    // Names further on, and typing errors in them.
    Rejected("author.title", "books.title", typed: "author.books.title"),
    Rejected("author.titel", "books.title", typed: "author.books.title"),
    Rejected("author.max(title)", "author.books.max(title)"),
    Rejected("author.max(titel)", "author.books.max(title)"),
    Rejected("author.sort(title)", "books.min(title)", typed: "author.sort(books.min(title))"),
    Rejected("author.sort(-titel)", "books.min(title)", typed: "author.sort(-books.min(title))"),
    // What is not there is not offered.
    Rejected("s = 'Emma'"), Rejected("'author'.books", "`author`", typed: "`author`.books"),
    // A file without an ending in its name.
    Rejected("author.books > p"), Rejected("plan author.books > p"), Rejected("how author member > h"),
    Rejected("describe author > x"), Rejected("author.name > M", #"author[name > "M"]"#),
    Rejected("author.born > died", "author[born > died]"),
    Rejected("author | less"), Rejected("author > a.csv"), Rejected("author --json"), Rejected("author csv"),
    Rejected("author.name as json"), Rejected("author.born > a.csv"), Rejected("author csv > a.csv"),
    Rejected("author.born > 1950", "author[born > 1950]"),
    // Verbs.
    Rejected("author.head()", "author.take(10)"), Rejected("author.books.limit()", "author.books.take(10)"),
    Rejected("author.order_by()", "author.sort(name)"),
    Rejected("author.group_by()", "author.group(country)"),
    Rejected("author.sort", "sort(name)", typed: "author.sort(name)"),
    Rejected("author.all()", "author"), Rejected("author.sort()"), Rejected("author.sum()"),
    Rejected(
      "author.exclude(country = \"US\", born > 1900)", #"author[not (country = "US" and born > 1900)]"#),
    Rejected("author.annotate(n = Count(\"books\"))", "author{n: books.count()}"),
    Rejected("author.annotate(n = Sum(\"books__pages\"))", "author{n: books.sum(pages)}"),
    Rejected("author.annotate(n = Max(\"books__original_title\"))", "author{n: books.max(original_title)}"),
    Rejected("author.joins(books)", "author.books"), Rejected("author.join(book)", "author.books"),
    Rejected("author.includes(:books)", "author.with(books)"),
    Rejected("author.joins(:books).title", "author.books.title"),
    Rejected("author.options(joinedload(author.books))", "author.with(books: joined)"),
    Rejected("author.objects.all()", "author"),
    Rejected("author.objects.filter(born > 1950)", "author[born > 1950]"),
    Rejected("session.query(author).all()", "author"), Rejected("db.query(author).first()", "author.first()"),
    Rejected("author.map(name)", "author.name"),
    Rejected("author.distinct(country)", "author.country.distinct()"),
    Rejected("author.distinct(country, born)", "author.group(country, born)"),
    Rejected("author.count(native_name)", "author.count(native_name is not null)"),
    Rejected(
      "author.group(country){native_name.count()}", "author.group(country){count(native_name is not null)}"),
    Rejected(
      "author.group(country){n: count(native_name)}",
      "author.group(country){n: count(native_name is not null)}"),
    Rejected(
      "book.group(author){pages.sum(), y: year.max()}", "book.group(author){sum(pages), y: max(year)}"),
    Rejected("book.group(author){title}"),
    Rejected("book.title.avg(pages)", "book.avg(pages)"), Rejected("book.title.max(nope)"),
    // Fields.
    Rejected("author[1]{name as n}", "author[1]{n: name}"), Rejected("author[1]{*}", "author[1]"),
    Rejected("author[1]{age: died - born}"), Rejected("author[1]{n: upper(name)}"),
    // Words before a path.
    Rejected("from author where born > 1950", "author[born > 1950]"), Rejected("from author", "author"),
    Rejected("author join book on x", "author.books"),
  ])
  func library(_ rejected: Rejected) throws { try check(rejected, on: "library") }

  @Test(
    "signs of other languages behind the last result",
    arguments: [
      ("_->books", "_.books"), (".books->title", ".books.title"),
      ("_{name, books->title}", "_{name, books.title}"),
      (".[books->year > 1990]", ".[books.year > 1990]"),
    ])
  func lastResult(line: String, offered: String) throws {
    let library = try SampleLibrary().conversation
    _ = library.respond(to: "author[:3]")
    #expect(library.respond(to: line).problem?.suggestions == [offered])
    #expect(library.respond(to: offered).problem == nil)
  }

  @Test func aSignThatLeadsOnInBracesWorksNothingOut() throws {
    let problem = try SampleLibrary().conversation.respond(to: "author{name, books->title}").problem
    #expect(problem?.problem == .unexpected(found: "-", expected: "a dot before the next name"))
  }

  @Test(
    "what is offered instead of several values for one key",
    arguments: [
      ("author[1, 3]", ["author[1]", "author[id in (1, 3)]"]), (#"author["x", 3]"#, ["author[1]"]),
      ("author[null, 3]", ["author[1]"]),
      (#"author["2", 3]"#, ["author[1]", #"author[id in ("2", 3)]"#]),
    ])
  func severalKeys(line: String, examples: [String]) throws {
    let library = try SampleLibrary().conversation
    #expect(library.respond(to: line).problem?.examples.map(\.text) == examples)
    for example in examples { #expect(library.respond(to: example).problem == nil, "\(example)") }
  }

  @Test(arguments: [
    Rejected(
      "user{name, spent: orders.count()}.sort(-spent)[:3]",
      "user.sort(-orders.count())[:3]{name, spent: orders.count()}"),
    Rejected("product.sort(category.name desc)", "product.sort(-category.name)"),
    Rejected("product[in (1, 2)].name", "product[id in (1, 2)].name"),
    Rejected("user[\"Nobody\"]", #"user[name = "Nobody"]"#),
    Rejected("product[Paring knife]", #"product[name = "Paring knife"]"#),
    Rejected("order[placed_on < 2024-02-01]", #""2024-02-01""#, typed: #"order[placed_on < "2024-02-01"]"#),
    Rejected("product | wc", "product.count()"), Rejected("product.head()", "product.take(10)"),
    Rejected("product.all()", "product"), Rejected("product.order_by()", "product.sort(name)"),
    Rejected("product.group(category){price.sum()}", "product.group(category){sum(price)}"),
    Rejected("user.joins(order)", "user.orders"),
    Rejected("session.query(user).filter(since > 2020)", "user[since > 2020]"),
  ])
  func shop(_ rejected: Rejected) throws { try check(rejected, on: "shop") }

  /// A line stands on a page in one piece, or broken where it goes on in the next line when it is pasted.
  ///
  /// - Parameter isWhole: whether it is a line by itself, not the part of one.
  private func expect(_ line: String, on page: String, in sample: String, isWhole: Bool = true) throws {
    let pieces = try #require(OfferedLine.pieces(of: line, on: page), "\(line)\n\(page)")
    guard isWhole else { return }
    for count in 1..<pieces.count {
      #expect(LineState.of(pieces[..<count].joined(separator: "\n")) != .complete, "\(pieces)")
    }
    for typed in Set([line, pieces.joined(separator: "\n")]) {
      #expect(try SampleLibrary(sample: sample).conversation.respond(to: typed).problem == nil, "\(typed)")
    }
  }

  /// What a path is answered with, and the line that is offered instead.
  private static let advised: [(path: String, instead: String)] = [
    ("author.books.title", "author.books!.title"),
    (
      "author[3]{name, books[:3]{title, genres[:2].name}}",
      "author[3]{name, books[:3]{title, genres![:2].name}}"
    ),
    (
      #"author[country = "JP"].books[year > 1995][pages > 400].title"#,
      #"author[country = "JP"].books![year > 1995][pages > 400].title"#
    ),
    (
      "branch[1].transfers_as_to_branch.copy.book.title",
      "branch[1].transfers_as_to_branch.copy!.book!.title"
    ),
    (
      #"author[name like "%o%" and country.name != "United States"].books.publisher.name"#,
      #"author[name like "%o%" and country.name != "United States"].books!.publisher!.name"#
    ),
    ("author.books.copies.transfers.from_branch.name", "author.books!.copies!.transfers!.from_branch!.name"),
    (
      "author[:6]{name, country.name, books{title, year, pages, publisher.name}}",
      "author[:6]{name, country!.name, books!{title, year, pages, publisher!.name}}"
    ),
    ("book{title, author.name, genres.name}", "book{title, author!.name, genres!.name}"),
  ]

  @Test("what a finding offers is whole on its lines, on every page, and can be typed", arguments: advised)
  func findings(path: String, instead: String) throws {
    for width in [40, 60, 80, 200] {
      let page = try SampleLibrary(width: width, sql: .off).answer(to: path)
      try expect(instead, on: page, in: "library")
    }
  }

  @Test("so is what plan, how and doctor offer")
  func commands() throws {
    for width in [40, 60, 80, 200] {
      let library = try SampleLibrary(width: width, sql: .off)
      for path in Self.advised.map(\.path) {
        let page = library.answer(to: "plan \(path)")
        try expect("compare \(path)", on: page, in: "library")
      }
      let ways = library.answer(to: "how author branch")
      _ = library.answer(to: "set format csv")
      let paths = library.answer(to: "how author branch").split(separator: "\n").dropFirst().map {
        String($0.prefix { $0 != "," })
      }
      #expect(paths.count == 6)
      for path in paths { try expect(path, on: ways, in: "library") }
      _ = library.answer(to: "set format table")
      let index = "CREATE INDEX review_member_id ON review (member_id);"
      #expect(OfferedLine.pieces(of: index, on: library.answer(to: "doctor")) != nil)
    }
  }

  @Test("a line that is wrong in many places is answered at once", .timeLimit(.minutes(1)))
  func manyMistakes() throws {
    for piece in ["[Foo]", "[Foo Bar]", ".objects", ".map(name)", "[\"x\"]"] {
      let line = "author" + String(repeating: piece, count: 300)
      let problem = try SampleLibrary().conversation.respond(to: line).problem
      #expect(problem != nil && problem?.suggestions.allSatisfy { $0.utf8.count <= 100 } == true, "\(piece)")
    }
  }

  @Test(
    "the examples of a verb are in the names of what the path has reached, and can be typed",
    arguments: [
      ("library", "author"), ("library", "book"), ("library", "copy"), ("library", "country"),
      ("shop", "order"),
      ("shop", "product"), ("shop", "payment"), ("school", "course"),
    ])
  func usages(sample: String, entity: String) throws {
    for verb in ["sort", "take", "skip", "sum", "avg", "min", "max", "all", "group", "with"] {
      let library = try SampleLibrary(sample: sample).conversation
      let examples = library.respond(to: "\(entity).\(verb)()").problem?.examples ?? []
      for example in examples {
        #expect(library.respond(to: "\(entity).\(example.text)").problem == nil, "\(entity).\(example)")
      }
      #expect(["with", "sum", "avg"].contains(verb) || !examples.isEmpty, "\(entity).\(verb)")
    }
  }
}
