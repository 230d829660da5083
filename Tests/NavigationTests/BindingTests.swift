import Language
import Navigation
import ORM
import Testing

/// What is said of a line that means nothing in the schema: the problem, the characters, and what was near.
@Suite struct BindingTests {
  /// - Returns: the problem, the characters it points at, and the suggestions.
  static func rejection(of line: String, in conversation: Conversation) throws -> String {
    do {
      _ = try conversation.bind(line)
      return "bound"
    } catch let diagnostic as Diagnostic {
      var text = "\(diagnostic.problem) at ‹\(diagnostic.range.text(of: line))›"
      if !diagnostic.suggestions.isEmpty { text += " near \(diagnostic.suggestions.joined(separator: ", "))" }
      return text
    }
  }

  private static let ofAuthor =
    #"relationships: ["mentor → author", "profile → profile", "mentees →→ author", "books →→ book"], "#
    + #"attributes: ["id", "name", "country", "mentor_id"]) at "#

  @Test(arguments: [
    ("autor", #"unknownRoot("autor") at ‹autor› near author"#),
    ("nothing.at.all", #"unknownRoot("nothing") at ‹nothing›"#),
    (
      "author[3].bokos.title",
      #"unknownMember(entity: "author", name: "bokos", "# + ofAuthor + "‹bokos› near books"
    ),
    (
      "author.books.titel",
      #"unknownMember(entity: "book", name: "titel", relationships: ["author → author", "#
        + #""publisher → publisher", "book_genres →→ book_genre", "copies →→ copy", "genres →→ genre"], "#
        + #"attributes: ["id", "title", "year", "author_id", "publisher_id"]) at ‹titel› near title"#
    ),
    ("author.name.books", #"hopAfterValue(hop: "books", attribute: "name", relationships: []) at ‹books›"#),
    ("author[1, 2]", #"wrongKeyCount(entity: "author", columns: ["id"], given: 2) at ‹[1, 2]›"#),
    ("copy[1]", #"wrongKeyCount(entity: "copy", columns: ["book_id", "number"], given: 1) at ‹[1]›"#),
    (
      "author[\"x\"]",
      #"wrongKeyType(entity: "author", column: "id", type: "INTEGER", given: "\"x\"") at ‹"x"› near author[name = "x"]"#
    ),
    ("author.books!eager", #"unknownStrategy("eager") at ‹eager›"#),
    ("author.books!lazi", #"unknownStrategy("lazi") at ‹lazi› near lazy"#),
    (
      "author.books!flat",
      #"misplaced(Language.Misplacement.flatHop) at ‹flat›"#
    ),
    ("author.name!", #"notARelationship("name") at ‹name›"#),
    ("author.soort(name)", #"unknownVerb("soort") at ‹soort› near sort"#),
    (
      "author.sort()",
      #"wrongArgumentCount(verb: "sort", expected: "sort(title) or sort(-year, title)", given: 0) at ‹.sort()›"#
    ),
    ("author.take(name)", #"wrongArgument(verb: "take", expected: "a whole number from 0") at ‹name›"#),
    ("author.take(-1)", #"wrongArgument(verb: "take", expected: "a whole number from 0") at ‹-1›"#),
    ("author.count().books", #"misplaced(Language.Misplacement.hopAfterAggregate) at ‹books›"#),
    (
      "author.name.sort(name)",
      #"misplaced(Language.Misplacement.sortOfValues) at ‹.sort(name)› near author.sort(name).name"#
    ),
    (
      "author.name[:2].distinct()",
      #"misplaced(Language.Misplacement.distinctAfterSlice) at ‹.distinct()›"#
    ),
    ("author[nam = 1]", #"unknownMember(entity: "author", name: "nam", "# + ofAuthor + "‹nam› near name"),
    ("author[lowr(name) = \"x\"]", #"unknownFunction("lowr") at ‹lowr› near lower"#),
    (
      "author[lower() = \"x\"]",
      #"wrongArgumentCount(verb: "lower", expected: "lower(text)", given: 0) at ‹lower()›"#
    ),
    ("author[name.holds(\"x\")]", #"unknownVerb("holds") at ‹holds›"#),
    (
      "author[books.sum()]",
      #"wrongArgumentCount(verb: "sum", expected: "sum(value)", given: 0) at ‹.sum()›"#
    ),
    (
      "author[books.all()]",
      #"wrongArgumentCount(verb: "all", expected: "all(condition)", given: 0) at ‹.all()›"#
    ),
    ("author[books!.year = 1]", #"misplaced(Language.Misplacement.eagerMarkInCondition) at ‹!›"#),
    ("author[books[:1].year = 1]", #"misplaced(Language.Misplacement.sliceInCondition) at ‹[:1]›"#),
    (
      "author[books.year = books.id]",
      #"misplaced(Language.Misplacement.twoToManyCompared) at ‹books.id›"#
    ),
    ("author[not 1]", "notAPredicate at ‹1›"),
    ("loan[copy = 3]", #"notAnAttribute(entity: "loan", name: "copy") at ‹copy›"#),
    ("loan.sort(copy)", #"notAnAttribute(entity: "loan", name: "copy") at ‹copy›"#),
    ("person.mother+", #"unknownRoot("person") at ‹person›"#),
    (".books", "noLastResult at ‹.books›"),
  ])
  func aLineThatMeansNothingIsRejected(_ line: String, _ expected: String) throws {
    #expect(try Self.rejection(of: line, in: Conversation()) == expected)
  }

  @Test func aNameThatSeveralHaveIsRejectedWithAllOfThem() throws {
    let conversation = try Conversation(
      """
      CREATE TABLE team (id INTEGER PRIMARY KEY);
      CREATE TABLE game (id INTEGER PRIMARY KEY, home_team_id INTEGER REFERENCES team,
        away_team_id INTEGER REFERENCES team);
      """)
    #expect(
      try Self.rejection(of: "team.games", in: conversation)
        == #"ambiguousMember(entity: "team", name: "games", candidates: ["games_as_home_team", "#
        + #""games_as_away_team"]) at ‹games›"#)
  }

  @Test func aTableWithoutAKeyHasNoRecordByKey() throws {
    let conversation = try Conversation("CREATE TABLE note (text TEXT);")
    #expect(try Self.rejection(of: "note[1]", in: conversation) == #"noKey(entity: "note") at ‹[1]›"#)
  }

  @Test func aRecordThatIsNotThereIsNamed() throws {
    for strategy in LoadingStrategy.allCases {
      for (line, key) in [("author[9].books", "author[9]"), ("copy[2, 9].book.title", "copy[2, 9]")] {
        do {
          try Conversation(strategy: strategy).answer(line)
          Issue.record("\(line) is answered by \(strategy)")
        } catch let diagnostic as Diagnostic {
          #expect(diagnostic.range.text(of: line) == key)
          #expect("\(diagnostic.problem)".hasPrefix("noSuchRecord(entity: \"\(key.prefix { $0 != "[" })\""))
        }
      }
    }
  }
}
