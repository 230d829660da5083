import Shell
import Testing

/// What Kin offers before anything was typed leads somewhere, on any database.
@Suite struct OfferedPathTests {
  /// What the banner says to try.
  private static func tried(_ library: SampleLibrary) -> String? {
    library.conversation.banner(version: "1").firstMatch(of: /try (.+?) ·/).map { String($0.1) }
  }

  @Test(arguments: [
    ("library", "author[1].books.title"), ("school", "teacher[1].courses.title"),
    ("shop", "category[1].products.name"), ("family", "person[38].mother+"), ("blog", "user[1].posts.title"),
  ])
  func theBannerOffersRows(sample: String, expected: String) throws {
    let library = try SampleLibrary(sample: sample)
    let path = try #require(Self.tried(library))
    #expect(path == expected)
    #expect(library.conversation.respond(to: path).rows ?? 0 > 0)
  }

  /// Every path of the first page of help and of the tour, with as many rows as it has.
  @Test(arguments: ["library", "school", "shop", "family", "blog"])
  func soDoHelpAndTheTour(sample: String) throws {
    let library = try SampleLibrary(sample: sample)
    var lines = library.answer(to: "help tour").matches(of: /(?m)^ {1,2}\d+ {2}(.+)$/).map { String($0.1) }
    #expect(lines.count == 10)
    let walk = library.answer(to: "help").split(separator: "\n").prefix { !$0.hasPrefix(" Explore") }
    lines += walk.map { String($0.dropFirst(10).split(separator: "  ")[0]) }
    for line in lines {
      let facts = library.conversation.respond(to: line)
      #expect(facts.problem == nil && facts.rows ?? 1 > 0, "\(line)")
    }
  }

  @Test(arguments: [
    // Without friends, those are the next whom somebody leads to.
    (["delete from friendship;"], "person[31].mother+"),
    (["update person set mother_id = null, father_id = null;"], "person[7].friends.name"),
    // Nothing is known of what is empty.
    (["delete from friendship;", "delete from marriage;", "delete from person;"], "person[1].friends.name"),
    (
      [
        "create table customer (code text primary key, name text);",
        "create table invoice (id integer primary key, customer_code text references customer, title text);",
        "create table line (id integer primary key, invoice_id integer references invoice, name text);",
        "insert into customer values ('AA', 'Ann'), ('BB', 'Bo');",
        "insert into invoice values (1, 'BB', 'first');",
        "drop table friendship;", "drop table marriage;", "drop table person;",
      ], "customer[\"BB\"].invoices.title"
    ),
  ])
  func theRecordIsOneThatLeadsSomewhere(changes: [String], expected: String) throws {
    let library = try SampleLibrary(sample: "family")
    for line in ["pragma foreign_keys = off;"] + changes { _ = library.answer(to: line) }
    #expect(Self.tried(library) == expected)
  }

  /// A table that would have to be read from end to end is left alone: the first record will do.
  @Test func nothingIsReadFromEndToEnd() throws {
    let library = try SampleLibrary(sample: "family")
    for line in [
      "drop table friendship;", "drop table marriage;", "drop table person;",
      "create table folder (id integer primary key, name text);",
      "create table page (id integer primary key, title text, folder_id integer references folder);",
      "insert into folder values (1, 'one'), (2, 'two');",
      """
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000) \
      insert into page select i, 'page ' || i, null from n;
      """,
    ] { _ = library.answer(to: line) }
    #expect(Self.tried(library) == "folder[1].pages.title")
  }

  @Test("a card prefers the hop to many others over the hop to the table between them")
  func cardLeadsOnToOthers() throws {
    let sample = try SampleLibrary(sample: "family")
    let lines = sample.answer(to: "person[5]").split(separator: "\n").filter { $0.contains(" leads on ") }
    #expect(lines == [" .friends leads on · # key  ○ not loaded"])
  }
}
