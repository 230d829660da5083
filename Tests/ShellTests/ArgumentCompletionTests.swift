import Navigation
import Shell
import Testing

/// What Tab offers behind a command.
@Suite struct ArgumentCompletionTests {
  private static let formats = ["mermaid", "dot", "svg"]
  private static let books = ["book", "book_award", "book_genre"]
  private static let helpOfS = [
    "schema", "sql", "set", "session", "save", "sorting", "shapes", "sql both ways", "sort", "skip", "sum",
    "selectin", "subquery", "statement", "strategy", "set null", "set default", "slice", "slowest",
    "stops at", "share", "setting",
    "sample", "shown",
    "severity", "sandbox", "startswith", "sign", "sin", "sinh", "soundex", "sqrt", "strftime",
    "substr", "savepoint", "select",
  ]
  private static let entities = [
    "author", "award", "book", "book_award", "book_genre", "branch", "copy", "country", "genre", "librarian",
    "librarian_profile", "loan", "member", "publisher", "review", "transfer",
  ]

  @Test(arguments: [
    ("forget ", ["Alma", "a", "years"]), ("forget a y", ["years"]), ("forget A", ["Alma", "a"]),
    ("tree ", ["Alma", "a", "years", "_"]), ("tree y", ["years"]),
    ("session ", ["line", "keep"]), ("session k", ["keep"]), ("queries ", ["reset"]),
    ("log s", ["slow", "sql", "selectin", "subquery"]), ("log lazy j", ["joined", "json", "jsonl"]),
    ("log au", ["author"]), ("log lazy aut", ["author"]), ("log author.bo", ["books"]),
    ("last t", ["table", "tree", "tsv"]), ("set li", ["limit"]), ("set sql ", ["auto", "on", "off", "full"]),
    ("set sql o", ["on", "off"]), ("set sql on ", []), ("set nothing ", []), ("load j", ["joined"]),
    ("help ta", ["tables", "take", "table", "talk", "tan", "tanh"]), ("help author", ["author"]),
    ("help s", helpOfS), ("help set n", ["set null"]), ("help N+", ["N+1"]), ("help !", ["!"]),
    ("help ->", ["-"]),
    ("help sel", ["selectin", "select"]), ("help sql b", ["sql both ways"]), ("help genre", ["genre"]),
    ("help many-to", ["many-to-one", "many-to-many"]), ("help nothing", []),
    ("open f", ["file.db", "folder/"]),
    ("open ", ["sample", "file.db", "folder/"]), ("open sa", ["sample"]),
    ("open sample s", ["school", "shop"]),
    ("open sample school ", []), ("set limit ", ["screen", "all", "40"]),
    ("last csv > fi", ["file.dot"]), ("plan author.bo", ["books", "born"]), ("how author[3] mem", ["member"]),
    ("sql of author.bo", ["books", "born"]), ("compare author.books ", []), ("sele", ["select"]),
    ("diagram ", formats + entities), ("diagram m", ["mermaid", "member"]), ("diagram svg bo", books),
    ("diagram author, bo", books), ("diagram author+2 bo", books), ("diagram author+", []),
    ("diagram author,bo", books),
    ("diagram dot > fi", ["file.dot"]), ("how ", ["Alma", "a", "years"] + entities), ("how bo", books),
    ("how author bo", books),
    ("how author[3] bo", books), ("how author book ", []), ("how author[3] book[7] ge", []),
    ("how author[3] member[home_br", ["home_branch", "home_branch_id"]),
    ("label bo", books), ("label author na", ["name", "native_name"]),
    ("label author name bo", ["born"]), ("label author de", ["default"]),
    ("label author name de", ["country_code"]),
    ("label author.na", ["name", "native_name"]),
    ("profile author.na", ["name", "native_name"]), ("profile author na", ["name", "native_name"]),
    ("relate book.pu", ["publisher_id"]), ("relate book.author_id -> au", ["author"]),
    ("relate book.author_id -> author.na", ["name", "native_name"]),
    ("unrelate author.bo", ["books"]), ("unrelate bo", books),
    ("expl", ["explain"]), (":ta", [":tables"]), ("autor", ["author"]), ("author.bokos", ["books"]),
  ])
  func wordsThatMayFollow(_ line: String, _ words: [String]) throws {
    let sample = try SampleLibrary()
    for line in ["a = author[3]", "Alma = author[1]", "years = author.born"] { _ = sample.answer(to: line) }
    sample.conversation.files = { typed, areWritten in
      [areWritten ? "file.dot" : "file.db", "folder/"].filter { $0.hasPrefix(typed) }
    }
    let completion = sample.conversation.complete(line, cursor: line.utf8.count)
    #expect(completion.candidates.map(\.text) == words)
  }

  @Test func theHomeFolderStaysTheTildeThatIsTyped() throws {
    let sample = try SampleLibrary()
    sample.conversation.homeFolder = "/home/ada"
    sample.conversation.files = { typed, _ in
      ["/home/ada/books.db", "/home/ada/more/", "~/odd.db"].filter { $0.hasPrefix(typed) }
    }
    for (line, offers) in [
      ("open ~/", ["~/books.db", "~/more/"]), ("read ~/b", ["~/books.db"]), ("last > ~/m", ["~/more/"]),
      ("open ~bo", []), ("open /home/ada/b", ["/home/ada/books.db"]),
    ] {
      let completion = sample.conversation.complete(line, cursor: line.utf8.count)
      #expect(completion.candidates.map(\.text) == offers, "\(line)")
    }
  }

  /// Each of them is answered, and none twice.
  @Test func helpTellsOfAllThatIsOfferedBehindIt() throws {
    let sample = try SampleLibrary()
    let offers = sample.conversation.complete("help ", cursor: 5).candidates.map(\.text)
    #expect(offers.prefix(3) == ["tables", "describe", "profile"])
    #expect(Set(offers.map { $0.lowercased() }).count == offers.count)
    for offer in offers {
      #expect(sample.conversation.respond(to: "help \(offer)").error == nil, "help \(offer)")
    }
  }
}
