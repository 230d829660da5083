import Language
import Navigation
import ORM
import SQL
import TestSupport
import Testing

/// Ways between entities, and chains between records.
@Suite struct HowTests {
  private static let range = SourceRange(0, 0)

  private static func record(_ record: RandomKin.Record, in schema: Schema) throws -> RecordChains.Record {
    guard case .found(let entity) = schema.root(named: record.table) else { throw Missing() }
    return RecordChains.Record(entity: entity, identity: Key(record.key.map { .integer($0) }))
  }

  private struct Missing: Error {}

  // MARK: Records

  @Test func chainsAreAsShortAsThoseFoundByLookingAtEveryRecord() throws {
    var found = 0
    for seed in UInt64(0)..<60 {
      let kin = RandomKin(seed: seed)
      let conversation = try Conversation(kin.script)
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<12 {
        let (start, end) = (generator.pick(kin.records), generator.pick(kin.records))
        guard start != end else { continue }
        let search = try RecordChains(
          from: Self.record(start, in: conversation.schema), to: Self.record(end, in: conversation.schema),
          in: conversation.session, at: Self.range)
        guard let distance = kin.distance(start, end) else {
          #expect(search.outcome == .unrelated && search.chains.isEmpty, "seed \(seed) \(start) \(end)")
          continue
        }
        found += 1
        #expect(search.outcome == .found, "seed \(seed) \(start) \(end)")
        #expect(!search.chains.isEmpty && search.chains.allSatisfy { $0.count == distance }, "seed \(seed)")
        #expect(Set(search.chains).count == search.chains.count)
        try Self.expectPathsLead(to: end, search, from: start, conversation, "seed \(seed)")
      }
    }
    #expect(found > 300)
  }

  /// Types every path and looks at what is there.
  private static func expectPathsLead(
    to end: RandomKin.Record, _ search: RecordChains, from start: RandomKin.Record,
    _ conversation: Conversation,
    _ comment: Comment
  ) throws {
    let texts = try ChainText.texts(
      of: search.chains, from: record(start, in: conversation.schema), in: conversation.session, at: range)
    for (text, chain) in zip(texts, search.chains) {
      let answer = try conversation.answer(text.path)
      guard case .records(let selection) = answer.content else {
        Issue.record("\(comment): \(text.path) gives no records")
        continue
      }
      let keys = answer.session.recordKeys(of: selection) ?? []
      #expect(keys == [Key(end.key.map { .integer($0) })], "\(comment): \(text.path)")
      #expect(conversation.schema[selection.entity].name == end.table)
      #expect(text.labels.count == chain.count + 1)
    }
  }

  @Test func aChainAsOneReadsItAndTypesIt() throws {
    let conversation = try Conversation()
    func chains(_ start: (String, [Value]), _ end: (String, [Value])) throws -> [String] {
      func record(_ name: String, _ key: [Value]) throws -> RecordChains.Record {
        guard case .found(let entity) = conversation.schema.root(named: name) else { throw Missing() }
        return RecordChains.Record(entity: entity, identity: Key(key))
      }
      let first = try record(start.0, start.1)
      let search = try RecordChains(
        from: first, to: record(end.0, end.1), in: conversation.session, at: Self.range)
      return try ChainText.texts(of: search.chains, from: first, in: conversation.session, at: Self.range)
        .map { $0.labels.joined(separator: " → ") + " = " + $0.path }
    }
    #expect(
      try chains(("author", [.integer(1)]), ("genre", [Value("S")])) == [
        "Ursula → Lathe → Science fiction = author[1].books[3].genres[\"S\"]"
      ])
    #expect(
      try chains(("loan", [.integer(2)]), ("profile", [.integer(1)])) == [
        "loan 2 → copy 1, 2 → Earthsea → Ursula → Wrote of Earthsea = loan[2].copy.book.author.profile"
      ])
    #expect(
      try chains(("author", [.integer(2)]), ("author", [.integer(3)])) == [
        "Jorge → Ursula → Italo = author[2].mentor.mentees[3]"
      ])
    #expect(try chains(("author", [.integer(4)]), ("author", [.integer(1)])) == [])
    // A junction is a record only to those who ask for it.
    #expect(
      try chains(("book_genre", [.integer(3), Value("S")]), ("book", [.integer(3)])) == [
        "book_genre 3, S → Lathe = book_genre[3, \"S\"].book"
      ])
  }

  @Test func recordsWithoutAPrimaryKeyAreToldByWhatTheyHold() throws {
    let conversation = try Conversation(
      """
      CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE letter (sender_id INTEGER REFERENCES person, receiver_id INTEGER REFERENCES person,
        text TEXT, weight);
      INSERT INTO person VALUES (1, 'Ann'), (2, 'Bo');
      INSERT INTO letter VALUES (1, 2, 'it''s "me"', NULL), (1, 1, 'x', 2);
      """)
    let start = RandomKin.Record(table: "person", key: [1])
    let end = RandomKin.Record(table: "person", key: [2])
    let search = try RecordChains(
      from: Self.record(start, in: conversation.schema), to: Self.record(end, in: conversation.schema),
      in: conversation.session, at: Self.range)
    try Self.expectPathsLead(to: end, search, from: start, conversation, "letters")
    #expect(
      try ChainText.texts(
        of: search.chains, from: Self.record(start, in: conversation.schema), in: conversation.session,
        at: Self.range
      ).map(\.path) == [
        #"person[1].letters_as_sender[sender_id == 1 and receiver_id == 2"#
          + #" and text == "it's ""me""" and weight is null].receiver"#
      ])
  }

  /// Ten thousand neighbours of one record, and statements that name many keys at once.
  @Test func whatHasVeryManyNeighboursIsLookedAtOnlyAsFarAsAllowed() throws {
    let conversation = try Conversation(
      """
      CREATE TABLE hub (id INTEGER PRIMARY KEY);
      CREATE TABLE item (id INTEGER PRIMARY KEY, hub_id INTEGER REFERENCES hub, other_id INTEGER REFERENCES hub);
      CREATE INDEX item_hub ON item (hub_id); CREATE INDEX item_other ON item (other_id);
      INSERT INTO hub VALUES (1), (2), (3), (4);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
        INSERT INTO item SELECT i, 1 + (i % 2), CASE i WHEN 9999 THEN 1 WHEN 10000 THEN 3 END FROM n;
      """)
    func search(_ start: Int64, _ end: Int64, _ records: Int) throws -> (RecordChains, statements: Int) {
      conversation.connection.statements = []
      var limits = RecordChains.Limits()
      limits.records = records
      let search = try RecordChains(
        from: Self.record(.init(table: "hub", key: [start]), in: conversation.schema),
        to: Self.record(.init(table: "hub", key: [end]), in: conversation.schema), in: conversation.session,
        limits: limits, at: Self.range)
      return (search, conversation.connection.statements.count)
    }
    // From hub 3 two items lead on at once; nobody has to look at the thousands of hub 1.
    let near = try search(1, 3, 1_000)
    #expect(near.0.outcome == .found)
    #expect(near.0.chains.map(\.count) == [2])
    #expect(near.0.met < 20)
    let far = try search(1, 2, 1_000)
    #expect(far.0.outcome == .tooManyRecords(1_000))
    #expect(far.0.chains == [])
    let nowhere = try search(1, 4, 1_000)
    #expect(nowhere.0.outcome == .unrelated)
    let all = try search(1, 2, 100_000)
    #expect(all.0.outcome == .found)
    #expect(all.0.chains.map(\.count) == [2])
    // One statement for each relationship and each 500 records, never one for each.
    #expect(all.statements < 60, "\(all.statements)")
  }

  // MARK: Entities

  private static func ways(_ start: String, _ end: String, _ script: String) throws -> [String] {
    let conversation = try Conversation(script)
    let schema = conversation.schema
    guard case .found(let first) = schema.root(named: start), case .found(let last) = schema.root(named: end)
    else { throw Missing() }
    let ways = RelationshipPaths(from: first, to: last, schema: schema)
    for path in ways.paths {
      let text = ([start] + path.map { schema[$0].name }).joined(separator: ".")
      #expect(try conversation.bind(text).entity(in: schema) == last, "\(text)")
    }
    return ways.paths.map { $0.map { schema[$0].name }.joined(separator: ".") }
  }

  @Test func theShortestWaysBetweenEntities() throws {
    #expect(try Self.ways("author", "book", Library.script) == ["books"])
    #expect(try Self.ways("author", "genre", Library.script) == ["books.genres"])
    #expect(try Self.ways("loan", "genre", Library.script) == ["copy.book.genres"])
    #expect(
      try Self.ways("book", "book", Library.script) == ["author.books", "publisher.books", "genres.books"])
    #expect(try Self.ways("author", "author", Library.script) == ["mentor", "mentees"])
    #expect(try Self.ways("book_genre", "genre", Library.script) == ["genre", "book.genres"])
    #expect(
      try Self.ways("a", "b", "CREATE TABLE a (id PRIMARY KEY); CREATE TABLE b (id PRIMARY KEY);") == [])
  }

  /// Ladders have very many ways: they are counted as far as anybody wants to know.
  @Test func veryManyWays() throws {
    var script = "CREATE TABLE t0 (id INTEGER PRIMARY KEY);"
    for number in 1...24 {
      let columns = (0..<3).map { "p\($0)_id INTEGER REFERENCES t\(number - 1)" }.joined(separator: ", ")
      script += "CREATE TABLE t\(number) (id INTEGER PRIMARY KEY, \(columns));"
    }
    let schema = try Conversation(script).schema
    guard case .found(let first) = schema.root(named: "t24"), case .found(let last) = schema.root(named: "t0")
    else { throw Missing() }
    let ways = RelationshipPaths(from: first, to: last, schema: schema)
    #expect(ways.paths.count == 8)
    #expect(ways.paths.allSatisfy { $0.count == 24 })
    #expect(ways.others == nil)
  }
}
