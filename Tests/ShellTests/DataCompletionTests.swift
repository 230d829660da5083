import DatabaseSupport
import Language
import Navigation
import Rendering
import SQL
import SQLite
import Shell
import Testing

/// Keys and values that Tab finds in the data.
@Suite struct DataCompletionTests {
  private static func offers(_ line: String, _ conversation: Conversation) -> [String] {
    offers(line, cursor: line.utf8.count, conversation)
  }

  private static func offers(_ line: String, cursor: Int, _ conversation: Conversation) -> [String] {
    conversation.complete(line, cursor: cursor).candidates.map {
      $0.note.isEmpty ? $0.text : "\($0.text) \($0.note)"
    }
  }

  @Test(
    arguments: [
      ("author[3", threes),
      ("author[40", ["40 Susanna Clarke"]),
      ("author[99", []),
      ("country[\"F", ["\"FI\" Finland", "\"FR\" France"]),
      ("country['f", ["'FI' Finland", "'FR' France"]),
      ("author[country = \"F", ["\"FI\" Finland", "\"FR\" France"]),
      ("author[country_code = \"FR", ["\"FR\" France"]),
      (
        "author[country_code in (\"AR\", \"C",
        ["\"CA\" Canada", "\"CL\" Chile", "\"CN\" China", "\"CO\" Colombia", "\"CZ\" Czechia"]
      ),
      ("author[country_code != \"R", ["\"RU\" Russia"]),
      ("genre[name = \"Fa", ["\"Family saga\"", "\"Fantasy\""]),
      ("book_genre[3, ", ["11 Historical fiction", "16 Satire"]),
      ("book_genre[3, 1", ["11 Historical fiction", "16 Satire"]),
      ("book_genre[book_id = 3, ", []),
      // No index has them, and the first rows are all there are.
      ("book[year = 196", ["1960", "1961", "1962", "1963", "1964", "1965", "1966", "1967", "1968", "1969"]),
      ("book[year > 201", ["2010", "2011", "2013", "2014", "2015", "2019"]),
      ("book[title = \"the l", theL),
      ("book[title = 'The La", ["'The Ladies of Grace Adieu'", "'The Last Man'", "'The Lathe of Heaven'"]),
      ("book[title = \"hand", ["\"The Handmaid's Tale\"", "\"The Left Hand of Darkness\""]),
      ("book[title = \"%", []),
      ("review[stars = ", ["2", "3", "4", "5"]),
      ("branch[city in (\"", ["\"Alderport\"", "\"Westmere\""]),
      // Those of one author are not all books.
      (
        "author[3].books[1",
        [
          "10 The Farthest Shore", "11 The Dispossessed", "12 Tehanu", "13 The Telling", "14 The Other Wind",
        ]
      ),
      ("author[3].books[2", ["212 Rocannon's World"]),
      ("author[3].books[3", []),
      ("author[30].books[\"P", ["160 Pippi Longstocking"]),
      ("author[3].books[11].genres[", ["4 Science fiction", "5 Dystopia"]),
      ("author[3].books[11].genres[\"Sci", ["4 Science fiction"]),
      ("author[3].books[:1].genres[", []),
      // So it goes on behind several hops to many.
      (
        "author[3].books.genres[",
        ["4 Science fiction", "5 Dystopia", "6 First contact", "8 Fantasy", "14 Children's"]
      ),
      ("author[3].books.genres[\"Fi", ["6 First contact"]),
      ("author[3].books.genres[name = \"F", ["\"Fantasy\"", "\"First contact\""]),
      (
        "author[30].books.loans[",
        ["4 Diego Fuentes", "5 Freya Thorsen", "14 Tariq Aziz", "17 Greta Baumann"]
      ),
      ("author[30].books.loans.member[name = \"F", ["\"Freya Thorsen\""]),
      ("author[30].books.genres.books.author[name = \"A", ["\"Arthur Conan Doyle\"", "\"Astrid Lindgren\""]),
      ("author.books.genres[name = \"Fi", ["\"Fiction\"", "\"First contact\""]),
      // So are their values, and those of what they refer to.
      ("author[3].books[title = \"The L", ["\"The Lathe of Heaven\"", "\"The Left Hand of Darkness\""]),
      ("author[3].books[title in (\"Te", ["\"Tehanu\""]),
      // What the list has already is not wanted twice.
      ("review[stars in (3, ", ["2", "4", "5"]), ("review[stars in [3, 5, ", ["2", "4"]),
      ("review[stars in (5 - 1, ", ["2", "3", "4", "5"]), ("review[stars in (2, 3, 4, 5, ", []),
      ("review[stars in (3, 4) and stars = ", ["2", "3", "4", "5"]),
      ("branch[city in (\"Westmere\", \"", ["\"Alderport\""]),
      ("author[3].books[year > 199", ["1990"]),
      ("author[3].books.any(year > 200", ["2000", "2001"]),
      ("author[3]{books[year > 199", ["1990"]),
      ("author[3][books.year = 199", ["1990"]),
      ("author[3].books[author = ", ["3 Ursula K. Le Guin"]),
      ("author[3].books.author[", ["3 Ursula K. Le Guin"]),
      ("author[3].books[11].genres[name = \"", ["\"Dystopia\"", "\"Science fiction\""]),
      ("author[3].books[11].genres[name = \"S", ["\"Science fiction\""]),
      ("author.books[title = \"The L", theL),
      ("copy[5, 2].book.genres[name = \"", ["\"Magical realism\""]),
      ("author.books[", []),
      ("author[3].influenced+[", []),
      ("book[7].author[", []),
      // What a record is called leads to its key.
      ("author[\"Urs", ["3 Ursula K. Le Guin"]),
      ("author['urs", ["3 Ursula K. Le Guin"]),
      ("author[Urs", ["3 Ursula K. Le Guin"]),
      ("author[\"Guin", ["3 Ursula K. Le Guin"]),
      ("author[\"%", []),
      ("author[name", []),
      ("country[\"Fra", ["\"FR\" France"]),
      ("country[Franc", ["\"FR\" France"]),
      ("book[author = \"Urs", ["3 Ursula K. Le Guin"]),
      ("book[author_id = Urs", ["3 Ursula K. Le Guin"]),
      ("book_genre[\"The Dispos", ["11 The Dispossessed"]),
      ("author.Urs", []),
      ("author[lower(country_code) = \"f", []),
      ("author[country_code is \"f", []),
      ("author[\"", []),
    ] as [(String, [String])])
  func onTheSampleLibrary(line: String, expected: [String]) throws {
    let sample = try SampleLibrary()
    let offers = Self.offers(line, sample.conversation).filter {
      $0.first.map { "\"'0123456789".contains($0) } == true
    }
    #expect(offers == expected)
  }

  private static let theL = [
    "The Ladies of Grace Adieu", "The Last Man", "The Lathe of Heaven", "The Left Hand of Darkness",
    "The Lost World",
  ].map { "\"\($0)\"" }
  private static let nineties = ["1999"] + (19_990...19_999).map { String($0) }
  private static let threes = [
    "3 Ursula K. Le Guin", "30 Astrid Lindgren", "31 Tove Jansson", "32 Naguib Mahfouz", "33 Orhan Pamuk",
    "34 Isabel Allende", "35 José Saramago", "36 Liu Cixin", "37 Emily Dickinson", "38 George Orwell",
    "39 William Faulkner",
  ]

  @Test func someKeysComeBeforeTheNames() throws {
    let sample = try SampleLibrary()
    let completion = sample.conversation.complete("genre[", cursor: 6)
    let keys = completion.candidates.prefix { $0.text.first?.isNumber == true }
    #expect(keys.map(\.text) == (1...12).map(String.init))
    #expect(completion.candidates.dropFirst(12).first?.text == "parent")
    #expect(completion.hasMore)
  }

  /// What the first rows have is not all there may be.
  @Test(arguments: [("review[stars = ", false), ("book[title = ", true), ("book[title = \"The L", false)])
  func moreIsToldWhereThereMayBeMore(line: String, hasMore: Bool) throws {
    let sample = try SampleLibrary()
    #expect(sample.conversation.complete(line, cursor: line.utf8.count).hasMore == hasMore)
  }

  @Test func theQuoteBehindTheCursorIsTakenIn() throws {
    let sample = try SampleLibrary()
    let completion = sample.conversation.complete("country[\"FR\"]", cursor: 11)
    #expect(completion.candidates.map(\.text) == ["\"FR\""])
    #expect([completion.range.lower, completion.range.upper] == [8, 12])
  }

  @Test func aKeyTakesThePlaceOfAllOfTheLabel() throws {
    let sample = try SampleLibrary()
    for (line, cursor, lower, upper) in [
      ("author[\"Ursula K. Le Guin\"].books", 11, 7, 26), ("author[Ursula].books", 10, 7, 13),
    ] {
      let completion = sample.conversation.complete(line, cursor: cursor)
      #expect(completion.candidates.map(\.text) == ["3"])
      #expect([completion.range.lower, completion.range.upper] == [lower, upper])
    }
  }

  @Test func aVariableNarrowsAsItsRecordDoes() throws {
    let sample = try SampleLibrary()
    _ = sample.answer(to: "a = author[30]")
    #expect(Self.offers("a.books[160", sample.conversation) == ["160 Pippi Longstocking"])
  }

  @Test(
    arguments: [
      ("author[30]", ".books[160", ["160 Pippi Longstocking"]),
      ("author[30]", ".books[title = \"P", ["\"Pippi Longstocking\""]),
      ("author[30]", "_.books[title = \"P", ["\"Pippi Longstocking\""]),
      ("author[country = \"JP\"]", ".books[title = \"1", ["\"1Q84\""]),
      ("author[country = \"JP\"]", ".[name = \"H", ["\"Haruki Murakami\""]),
      ("author[country = \"JP\"]", ".[name = \"Ursula", []),
      ("author[country = \"JP\"]", ".[2", ["20 Yasunari Kawabata"]),
      ("author[3].books[11]", ".author.books[title = \"The D", ["\"The Dispossessed\""]),
      ("author[3].books[11]", "x = .author.books[title = \"The D", ["\"The Dispossessed\""]),
      (
        "select * from author where id = 30", ".books[title = \"Pi",
        ["\"Pinball, 1973\"", "\"Pippi Longstocking\"", "\"Piranesi\""]
      ),
      ("author[30].name", ".[", []),
    ] as [(String, String, [String])])
  func theLastResultNarrowsAsItsRecordsDo(line: String, next: String, expected: [String]) throws {
    let sample = try SampleLibrary()
    _ = sample.answer(to: line)
    let offers = Self.offers(next, sample.conversation).filter {
      $0.first.map { "\"'0123456789".contains($0) } == true
    }
    #expect(offers == expected)
  }

  @Test func nothingIsOfferedInAComment() throws {
    let sample = try SampleLibrary()
    #expect(Self.offers("author[3] -- au", sample.conversation) == [])
  }

  @Test func leavesNoTrace() throws {
    let typed = ["author[3].name", "log", "queries"]
    let (quiet, completed) = (try SampleLibrary(), try SampleLibrary())
    for line in typed {
      _ = Self.offers("author[", completed.conversation)
      _ = Self.offers("author[country_code = \"", completed.conversation)
      #expect(completed.answer(to: line) == quiet.answer(to: line))
    }
  }

  @Test(
    arguments: [
      // Steps down the index pass over what repeats.
      ("fact[word = ", ["\"a\"", "\"b\"", "\"c\""]),
      ("fact[word = \"b", ["\"b\""]),
      ("fact[sparse = ", ["7", "9"]),
      // Of what no index has, the first rows are looked at, and no more.
      ("fact[free = ", (1...12).map { "\($0).0" }),
      ("fact[note = \"x499", ["\"x499\""] + (4_990...4_999).map { "\"x\($0)\"" }),
      ("fact[note = ", ["\"x1\"", "\"x10\"", "\"x100\""] + (1_000...1_008).map { "\"x\($0)\"" }),
      ("fact[note = \"x1999", ["\"x1999\""]),
      ("fact[note = \"x19999", []),
      ("fact[1999", nineties),
      ("odd[\"", ["\"it's\"", "\"say \"\"hi\"\"\""]),
      ("odd['", ["'it''s'", "'say \"hi\"'"]),
      ("odd[", ["\"it's\"", "'say \"hi\"'", "code text"]),
      ("shown[", ["id integer", "note text"]),
      ("person[\"Lov", ["1 Ada Lovelace"]),
      ("person[\"Ada L", ["1 Ada Lovelace"]),
      ("person[\"ace", ["1 Ada Lovelace", "2 Grace Hopper"]),
      ("signs[", ["-5", "0", "1.5", "\"text\"", "n"]),
      // The rows of one record are read, whatever they hold, and those of all records are not.
      ("owner[1].parts[name = \"n499", ["\"n499\""] + (4_990...4_999).map { "\"n\($0)\"" }),
      ("part[name = \"n499", ["\"n499\""] + (4_990...4_999).map { "\"n\($0)\"" }),
      ("part[name = \"n500", ["\"n500\"", "\"n5000\""]),
      ("odder[city = ", ["\"Oslo\"", "\"paris\"", "\"Rome\""]),
      ("odder[city = \"o", ["\"Oslo\""]),
      ("odder[city = \"ri", ["\"paris\""]),
      ("odder[area = 4", ["4", "41", "400"]),
      // The one that stands there most often is among them, however late it comes.
      ("common[word = ", ["\"often\"", "\"w1000\""] + (1...10).map { "\"w\(100 + $0)\"" }),
      ("shown[note = \"x", []),
      ("owner[2].parts[name = \"n", ["\"n1\""]),
    ] as [(String, [String])])
  func throughIndexesAndInTheFirstRows(line: String, expected: [String]) throws {
    let script = """
      CREATE TABLE fact (id INTEGER PRIMARY KEY, word TEXT, sparse INTEGER, note TEXT, free REAL);
      CREATE INDEX fact_word ON fact (word);
      CREATE INDEX fact_sparse ON fact (sparse);
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO fact SELECT i, char(97 + i % 3), NULL, 'x' || i, i FROM n;
      UPDATE fact SET sparse = id WHERE id IN (7, 9);
      CREATE TABLE odd (code TEXT PRIMARY KEY);
      INSERT INTO odd VALUES ('it''s'), ('say "hi"'), (char(27) || '[2J'), (CAST(x'ff' AS TEXT)), (x'00');
      CREATE VIEW shown AS SELECT id, note FROM fact;
      CREATE TABLE odder (id INTEGER PRIMARY KEY, city TEXT, area INTEGER);
      INSERT INTO odder VALUES (1, 'Rome', 41), (2, 'Oslo', 400), (3, 'paris', 4), (4, 'Oslo', 5), (5, NULL, NULL),
        (6, x'00', 'x'), (7, char(27), 4);
      CREATE TABLE common (word TEXT);
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 900)
        INSERT INTO common SELECT 'w' || (100 + i) FROM n;
      INSERT INTO common VALUES ('often'), ('often');
      CREATE TABLE signs (n PRIMARY KEY);
      CREATE TABLE person (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT);
      INSERT INTO person VALUES (1, 'Ada', 'Lovelace'), (2, 'Grace', 'Hopper'), (3, 'Zeno', NULL);
      CREATE TABLE owner (id INTEGER PRIMARY KEY, code TEXT);
      CREATE TABLE part (id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES owner (id), name TEXT);
      CREATE INDEX part_owner ON part (owner_id);
      INSERT INTO owner VALUES (1, 'a'), (2, 'b');
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO part SELECT NULL, 1, 'n' || i FROM n;
      INSERT INTO part VALUES (NULL, 2, 'n1');
      INSERT INTO signs VALUES (-5), (0), (1.5), ('text'), (x'01'), (NULL);
      """
    let connection = try memory(script)
    let none = Output { _ in true }
    let conversation = try Conversation(
      database: .init(
        connection: TimedConnection(connection, clock: WorkClock()), name: "facts", isSample: true),
      settings: Settings(),
      output: none, notes: none, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.storage, message: "") },
      now: { [start = ContinuousClock.now] in start })
    #expect(Self.offers(line, conversation) == expected)
  }
}
