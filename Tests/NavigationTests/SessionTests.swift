import Navigation
import ORM
import SQL
import Testing

/// What a session keeps, and what it answers without a statement.
@Suite struct SessionTests {
  @Test func aVariableKeepsItsRecordsAndWhatTheyReach() throws {
    let conversation = try Conversation()
    #expect(try conversation.cost("author[1]", as: "a") == 1)
    #expect(try conversation.cost("a.books") == 1)
    #expect(try conversation.cost("a.books") == 0)
    #expect(try conversation.cost("a.books.title") == 0)
    #expect(try conversation.cost("a.books.count()") == 0)
    #expect(try conversation.cost("a.books.author") == 0)
  }

  @Test func theSameLineCostsTheSameAgain() throws {
    let conversation = try Conversation()
    for path in ["author.books.title", "book.author", "author[1].books", "book.genres"] {
      #expect(try conversation.cost(path) == conversation.cost(path))
    }
    #expect(try conversation.cost("author.books.title") == 5)
  }

  @Test func whatNobodyReachesIsDropped() throws {
    let conversation = try Conversation()
    try conversation.answer("author[1]", as: "a")
    try conversation.answer("book.genres")
    try conversation.answer("a.books")
    let counts = conversation.schema.entities.map { "\($0.name) \(conversation.session.recordCount($0.id))" }
    #expect(
      counts == [
        "author 1", "book 3", "book_genre 0", "copy 0", "genre 0", "loan 0", "profile 0", "publisher 0",
      ])
    conversation.scope.variables = [:]
    try conversation.answer("publisher[1]")
    #expect(
      conversation.schema.entities.map { conversation.session.recordCount($0.id) } == [
        0, 0, 0, 0, 0, 0, 0, 1,
      ])
  }

  /// Ten million records that a variable holds cost the next line nothing for each of them.
  @Test func whatIsKeptWholeIsNotCopied() throws {
    let conversation = try Conversation()
    try conversation.answer("author", as: "a")
    try conversation.answer("a.books")
    try conversation.answer("publisher[1]")
    try conversation.answer("genre")
    let ids = conversation.schema.entities.filter { ["author", "book"].contains($0.name) }.map(\.id)
    #expect(ids.count == 2)
    let before = ids.map { ObjectIdentifier(conversation.session.store($0)) }
    #expect(try conversation.cost("a.books") == 0)
    #expect(ids.map { ObjectIdentifier(conversation.session.store($0)) } == before)
    // Publishers are reached from the books that were loaded; nothing leads to the genres.
    let counts = conversation.schema.entities.map { "\($0.name) \(conversation.session.recordCount($0.id))" }
    #expect(
      counts == [
        "author 4", "book 6", "book_genre 0", "copy 0", "genre 0", "loan 0", "profile 0", "publisher 1",
      ])
  }

  /// Of many keys, each statement asks for those that lie together, wherever the records stand.
  @Test func keysOfSeveralStatementsAreAskedForInTheirOrder() throws {
    let conversation = try Conversation(strategy: .selectin)
    // Three keys a statement.
    conversation.connection.parameterLimit = 3
    let sorted = try conversation.answer("book[id > 0].sort(-id).genres")
    #expect(
      conversation.connection.statements.map { String($0.drop { $0 != "←" }.dropFirst(2)) }
        == ["0", "1, 2, 3", "4, 5, 6"])
    #expect(sorted.held()?.selection?.slots.count == 3)
    // What is left is told where the hop is the last one.
    #expect(conversation.session.executor.countdown.map { [$0.done, $0.total] } == [3, 6])
  }

  /// What refers to all records of an entity is read as it lies, however many lists their keys would fill; what is counted or
  /// ordered for each of them is not.
  @Test(arguments: [
    (
      "author.books",
      [
        "SELECT id, name, country, mentor_id FROM author ORDER BY id",
        "SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id IS NOT NULL ORDER BY id",
      ]
    ),
    (
      "book{genres{name}}",
      [
        "SELECT id, title, year, author_id, publisher_id FROM book ORDER BY id",
        "SELECT book_genre.book_id, genre.code, genre.name FROM book_genre JOIN genre ON genre.code = book_genre.genre_code"
          + " WHERE book_genre.book_id IS NOT NULL ORDER BY book_genre.book_id, genre.code",
      ]
    ),
    (
      "author[id > 1].books",
      [
        "SELECT id, name, country, mentor_id FROM author WHERE id > ? ORDER BY id ← 1",
        "SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id IN (?, ?, ?) ORDER BY author_id, id"
          + " ← 2, 3, 4",
      ]
    ),
    (
      "author.books.sort(year)",
      [
        "SELECT id, name, country, mentor_id FROM author ORDER BY id",
        "SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id IN (?, ?, ?)"
          + " ORDER BY author_id, year, id ← 1, 2, 3",
        "SELECT id, title, year, author_id, publisher_id FROM book WHERE author_id = ? ORDER BY year, id ← 4",
      ]
    ),
  ])
  func allRecordsOfAnEntityAreFollowedInOnePass(line: String, statements: [String]) throws {
    let conversation = try Conversation(strategy: .selectin)
    conversation.connection.parameterLimit = 3
    try conversation.answer(line)
    #expect(conversation.connection.statements == statements)
  }

  @Test func theSameRowIsTheSameRecord() throws {
    let conversation = try Conversation()
    let first = try conversation.answer("author[1].books.author")
    let held = try #require(first.held()?.selection)
    #expect(held.slots == [0])
    #expect(held.ways == [3])
    // By a join, by an IN list and by a key.
    for path in ["book.author!joined", "book.author!selectin", "book.author!lazy"] {
      let selection = try #require(try conversation.answer(path).held()?.selection)
      #expect(selection.slots == [0, 1, 2])
      #expect(selection.ways == [3, 2, 1])
    }
  }

  @Test func moreRecordsThanAStatementNamesAreNarrowedAndSortedAllTheSame() throws {
    for parameters in [nil, 103] {
      let conversation = try Conversation()
      // Three keys a statement, six books.
      conversation.connection.parameterLimit = parameters
      try conversation.answer("book", as: "b")
      let sorted = try conversation.answer("b.sort(-year, title)").held()?.selection?.slots
      #expect(sorted == [5, 1, 2, 0, 4, 3])
      #expect(try conversation.answer("b[year > 1950]").held()?.selection?.slots == [0, 1, 2, 5])
    }
  }

  @Test func anAbsenceIsRemembered() throws {
    let conversation = try Conversation()
    try conversation.answer("author[4]", as: "a")
    #expect(try conversation.cost("a.mentor") == 1)
    #expect(try conversation.cost("a.mentor") == 0)
    #expect(try conversation.cost("a.profile") == 1)
    #expect(try conversation.cost("a.profile") == 0)
    #expect(try conversation.cost("a.books") == 1)
    #expect(try conversation.cost("a.books") == 0)
  }

  @Test(arguments: [LoadingStrategy.lazy, .selectin, .joined])
  func keysThatAreNullCostNothingAndDanglingOnesAreCounted(_ strategy: LoadingStrategy) throws {
    let conversation = try Conversation(strategy: strategy)
    let answer = try conversation.answer("book.publisher")
    let event = try #require(conversation.session.events.last)
    #expect(answer.rowCount == 2)
    #expect([event.cohort, event.nulls, event.dangling] == [6, 1, 1])
    #expect(answer.skipped.map(\.count) == [2])

    try conversation.answer("book[3]", as: "b")
    #expect(try conversation.cost("b.publisher") == 0)
    // A key of which a part is NULL is none.
    try conversation.answer("loan[4]", as: "l")
    #expect(try conversation.cost("l.copy") == 0)
  }

  @Test func aRecordThatIsHeldIsFoundWithoutAStatement() throws {
    let conversation = try Conversation()
    try conversation.answer("author", as: "all")
    #expect(try conversation.cost("author[3]") == 0)
    #expect(try conversation.cost("author[\"3\"].name") == 0)
    #expect(try conversation.cost("author[3].mentor") == 0)
    #expect(try conversation.cost("all.mentor") == 1)
  }

  @Test func aHopThatIsNarrowedIsNotTheWholeCollection() throws {
    let conversation = try Conversation()
    try conversation.answer("author[1]", as: "a")
    #expect(try conversation.rows("a.books[year > 1970].title") == [["Atuan"], ["Lathe"]])
    #expect(try conversation.rows("a.books.title") == [["Earthsea"], ["Atuan"], ["Lathe"]])
    #expect(try conversation.rows("a.books[:1].title") == [["Earthsea"]])
  }

  @Test func valuesThatAVariableHoldsAreCountedAndCut() throws {
    let conversation = try Conversation()
    try conversation.answer("book.year", as: "years")
    #expect(try conversation.rows("years.distinct()") == [[1968], [1971], [1944], [1949], [1972]])
    #expect(try conversation.rows("years.distinct().count()") == [[5]])
    #expect(try conversation.rows("years[-2:]") == [[1949], [1972]])
    #expect(try conversation.cost("years.count()") == 0)
  }

  /// Hits and misses of a path, first with nothing held, then again with all that it led to.
  @Test(arguments: [
    ("author[1]", [0, 1], [1, 0]),
    ("author[1].books", [0, 2], [2, 0]),
    // Six books have three authors: each is fetched once.
    ("book.author", [3, 3], [6, 0]),
    // The mentors are authors, who are here; one key leads nowhere.
    ("author.mentor", [2, 1], [3, 0]),
    // Five books have a key, one of them leads nowhere.
    ("book.publisher", [2, 3], [5, 0]),
    ("author.books.genres", [0, 10], [10, 0]),
    ("author[1].books[year > 1970]", [0, 2], [1, 1]),
    ("author.books.count()", [0, 0], [0, 0]),
  ])
  func whatWasThereAndWhatWasNotIsCountedUnderEveryStrategy(
    _ path: String, _ first: [Int], _ again: [Int]
  ) throws {
    for strategy in [LoadingStrategy.lazy, .peers, .selectin, .joined, .subquery] {
      let conversation = try Conversation(strategy: strategy)
      try conversation.answer("author[4]", as: "held")
      func count() throws -> [Int] {
        let path = try conversation.bind(path)
        conversation.session.executor.startLine()
        conversation.session.startLine()
        _ = try Evaluator(session: conversation.session, strategy: strategy).answer(path)
        let lookups = conversation.session.lookups
        return [lookups.hits, lookups.misses]
      }
      // The mentor who is among the authors comes by the join all the same.
      let first = strategy == .joined && path == "author.mentor" ? [1, 2] : first
      #expect(try count() == first, "\(strategy)")
      // A join fetches along what is there already.
      let isFetchedAgain = strategy == .joined && !path.contains("[1]")
      #expect(try count() == (isFetchedAgain ? first : again), "\(strategy) again")
    }
  }

  @Test func howFarARelationshipIsLoadedIsToldWithoutAStatement() throws {
    let conversation = try Conversation()
    try conversation.answer("author", as: "all")
    try conversation.answer("all[:2].books", as: "some")
    try conversation.answer("some[:1].publisher", as: "one")
    let session = conversation.session
    let before = session.executor.log.statements
    func coverage(_ entity: String, _ name: String) throws -> [Int] {
      let entity = try #require(conversation.schema.entities.first { $0.name == entity })
      let id = try #require(entity.relationships.first { conversation.schema[$0].name == name })
      let coverage = session.coverage(of: id, from: 0..<Slot(session.recordCount(entity.id)))
      return [coverage.records, coverage.loaded, coverage.targets.count, coverage.isFollowed ? 1 : 0]
    }
    #expect(try coverage("author", "books") == [4, 2, 5, 1])
    // One has no mentor, two have the first, and nobody has asked yet for the one who is not there.
    #expect(try coverage("author", "mentor") == [4, 3, 1, 1])
    #expect(try coverage("author", "profile") == [4, 0, 0, 0])
    // Two are of the publisher who is here, one has none.
    #expect(try coverage("book", "publisher") == [5, 3, 1, 1])
    #expect(try coverage("book", "author") == [5, 5, 2, 1])
    #expect(session.executor.log.statements == before)
  }

  @Test func aSnapshotOfASessionStaysAsItWas() throws {
    let conversation = try Conversation()
    let answer = try conversation.answer("author.name")
    try conversation.answer("publisher")
    #expect(try answer.values() == [["Ursula"], ["Jorge"], ["Italo"], ["Stanislaw"]])
  }
}
