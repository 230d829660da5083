import Language
import Navigation
import ORM
import SQL
import Testing

/// Variables inside conditions: records compared by key, values, and attributes of records.
@Suite struct VariableTests {
  /// Lines that assign, the line in question, and the keys that are left.
  @Test(
    arguments: [
      // Records, by the record's own foreign key.
      (["a = author[1]"], "book[author == a]", [1, 2, 3]),
      (["a = author[1]"], "book[a = author]", [1, 2, 3]),
      (["a = author[1]"], "book[author != a]", [4, 5, 6]),
      (["a = author[1]"], "book[author in a]", [1, 2, 3]),
      (["a = author[id > 1]"], "book[author == a]", [4, 5, 6]),
      (["a = author[id > 1]"], "book[author in (a)]", [4, 5, 6]),
      (["a = author[id > 1]"], "book[author not in a]", [1, 2, 3]),
      (["a = author[1]", "c = author[3]"], "book[author in (a, c)]", [1, 2, 3, 6]),
      (["a = author[1]"], "book[author_id = a]", [1, 2, 3]),
      (["a = author[1]"], "book[not author == a]", [4, 5, 6]),
      (["p = publisher"], "book[publisher not in p]", [6]),
      (["p = publisher[id > 9]"], "book[publisher = p]", []),
      (["p = publisher[id > 9]"], "book[publisher != p]", [1, 2, 3, 4, 5, 6]),
      (["m = author[1]"], "book[author.mentor == m]", [4, 5, 6]),
      // Records that others refer to, and many-to-many.
      (["b = book[2:4]"], "author[books == b]", [1, 2]), (["b = book[2:4]"], "author[books in b]", [1, 2]),
      (["b = book[3]"], "author[books != b]", [1, 2, 3]),
      (["b = book[3]"], "author[books not in b]", [1, 2, 3]),
      (["g = genre[\"X\"]"], "author[books.genres == g]", [2]),
      (["g = genre[\"X\"]"], "book[genres = g]", [4]),
      (["p = profile[3]"], "author[profile = p]", [3]),
      (["b = book[1]"], "author[books[year > 1970] = b]", []),
      (["p = publisher[2]"], "author[books.publisher = p]", [2]),
      // Keys of two columns.
      (["c = copy[1, 1]"], "loan[copy == c]", [1, 3]), (["c = copy[1, 1]"], "loan[copy != c]", [2]),
      (["c = copy[number = 1]"], "loan[copy in c]", [1, 3]),
      (["c = copy[number = 1]"], "loan[copy not in c]", [2]),
      (["c = copy[number = 1]"], "book[copies = c]", [1, 2]),
      (["l = loan[2]"], "book[copies.loans = l]", [1]),
      // Values.
      (["y = book[1].year"], "book[year > y]", [2, 3, 6]),
      (["y = book[1].year"], "book[year - y = 3]", [2, 3]),
      (["y = book[:2].year"], "book[year in y]", [1, 2, 3]),
      (["y = book[:2].year"], "book[y = year]", [1, 2, 3]),
      (["y = book[:2].year"], "book[year not in (y, 1944)]", [5, 6]),
      (["y = book[:2].year"], "book[year in (y, id + 1943)]", [1, 2, 3]),
      (["y = book[:2].year"], "author[books.year in y]", [1]),
      (["n = book.count()"], "book[id = n]", [6]), (["y = book[id > 9].year"], "book[year = y]", []),
      (["y = book[id > 9].year"], "book[year not in y]", [1, 2, 3, 4, 5, 6]),
      (["n = author.name"], "author[name in n]", [1, 2, 3, 4]),
      (["y = book[1].year"], "author.sort(-abs(y - 1968 - id))", [4, 3, 2, 1]),
      // Attributes of records.
      (["a = author[2]"], "book[id > a.id + 3]", [6]),
      (["a = author[2]"], "author[country = a.country]", [2]),
      (["b = book[:2]"], "book[year in b.year]", [1, 2, 3]),
      (["b = book[:2]"], "book[year = b.year]", [1, 2, 3]),
      (["a = author[1]"], "author[mentor_id = a.id]", [2, 3]),
      (["a = author[1]"], "book[id = a.mentor_id]", []),
      // An attribute goes before a variable of its name.
      (["year = author[1]"], "book[year = 1972]", [6]),
    ] as [([String], String, [Int])])
  func whatIsLeft(_ assignments: [String], _ path: String, _ keys: [Int]) throws {
    for strategy in LoadingStrategy.allCases {
      let conversation = try Self.conversation(assignments, strategy)
      #expect(try conversation.rows(path).map { $0[0] } == keys.map { .integer(Int64($0)) }, "\(strategy)")
    }
  }

  @Test(
    arguments: [
      (["a = author[1]"], "book[author > a]", #"variableHoldsRecords("a", entity: "author") at ‹a›"#),
      (["a = author[1]"], "book[year = a]", #"variableHoldsRecords("a", entity: "author") at ‹a›"#),
      (["a = author[1]"], "book[a]", #"variableHoldsRecords("a", entity: "author") at ‹a›"#),
      (["a = author[1]"], "book[a = a]", #"variableHoldsRecords("a", entity: "author") at ‹a›"#),
      (["a = author[1]"], "book[year + a = 1]", #"variableHoldsRecords("a", entity: "author") at ‹a›"#),
      (["a = author[1]"], "book[author in (a, 3)]", #"variableHoldsRecords("a", entity: "author") at ‹a›"#),
      (
        ["b = book[1]"], "book[author = b]",
        #"variableHoldsOther("b", holds: "book", expected: "author") at ‹b›"#
      ),
      (
        ["a = author[1]"], "book[year > a.books.year]",
        #"misplaced(Language.Misplacement.hopAfterVariable("a")) at ‹books›"#
      ),
      (
        ["a = author[1]"], "book[year > a[2].id]",
        #"misplaced(Language.Misplacement.hopAfterVariable("a")) at ‹[2]›"#
      ),
      (["y = book.year"], "book[year > y]", #"variableHoldsManyValues("y", count: 6) at ‹y›"#),
      (["y = book.year"], "book[year != y]", #"variableHoldsManyValues("y", count: 6) at ‹y›"#),
      (["y = book[id > 9].year"], "book[year > y]", #"variableHoldsManyValues("y", count: 0) at ‹y›"#),
      (["y = book.year"], "book[y.id = 1]", #"variableIsNotRecords("y") at ‹id›"#),
      (["n = author.name"], "book[year in n]", "incomparable at ‹n›"),
    ] as [([String], String, String)])
  func whatHasNoSenseIsRefused(_ assignments: [String], _ path: String, _ expected: String) throws {
    let conversation = try Self.conversation(assignments, .lazy)
    do {
      _ = try conversation.bind(path)
      Issue.record("\(path) is bound")
    } catch let diagnostic as Diagnostic {
      var problem = "\(diagnostic.problem)"
      if case .incomparable = diagnostic.problem { problem = "incomparable" }
      #expect("\(problem) at ‹\(diagnostic.range.text(of: path))›" == expected)
    }
  }

  @Test func theNamesOfUnknownMembersAreNotTakenFromVariables() throws {
    let conversation = try Self.conversation(["a = author[1]"], .lazy)
    #expect(throws: Diagnostic.self) { try conversation.bind("book[b = 1]") }
  }

  // MARK: Many

  private static let crowd = """
    COMMIT; PRAGMA foreign_keys = OFF; BEGIN;
    CREATE TABLE team (name TEXT PRIMARY KEY NOT NULL, size REAL, city TEXT, code INTEGER, UNIQUE (city, code));
    CREATE TABLE player (id INTEGER PRIMARY KEY, team_name TEXT REFERENCES team, city TEXT, code INTEGER,
      FOREIGN KEY (city, code) REFERENCES team (city, code));
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
      INSERT INTO team SELECT 'The "' || char(10) || '\\' || i, i + 0.5, 'é' || i % 7, i FROM n;
    INSERT INTO player SELECT rowid, name, city, code FROM team WHERE code % 3 > 0;
    INSERT INTO player VALUES (5000, NULL, NULL, 4), (5001, 'nobody', 'nowhere', 1);
    """

  @Test func moreThanAListHoldsGoesAsOneArray() throws {
    let conversation = try Conversation(Self.crowd)
    try conversation.answer("team[code <= 600]", as: "t")
    try conversation.answer("team[code <= 600].name", as: "names")
    try conversation.answer("team[code <= 600].size", as: "sizes")
    for (path, expected) in [
      ("player[team in t].count()", 400), ("player[team_name in names].count()", 400),
      ("player[team not in t].count()", 401), ("player[city_code in t].count()", 400),
      ("player[city_code not in t].count()", 401), ("team[size in sizes].count()", 600),
    ] {
      #expect(try conversation.rows(path) == [[.integer(Int64(expected))]], "\(path)")
    }
    var statements: [String] = []
    for path in ["player[team in t].count()", "player[city_code in t].count()"] {
      try conversation.answer(path)
      statements += conversation.connection.statements.map { String($0.prefix { $0 != "←" }) }
    }
    #expect(
      statements == [
        "SELECT count(*) FROM player WHERE team_name IN (SELECT value FROM json_each(?)) ",
        "SELECT count(*) FROM player WHERE (city, code) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?)) ",
      ])
  }

  /// One array would keep the engine from hearing anybody while it reads it.
  @Test func veryManyKeysGoAsSeveralArrays() throws {
    let conversation = try Conversation(
      """
      CREATE TABLE note (id INTEGER PRIMARY KEY, size INTEGER);
      CREATE TABLE pair (a INTEGER, b TEXT, size INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
        INSERT INTO note SELECT 1000000000 + i, i % 7 FROM n;
      INSERT INTO pair SELECT id, 'k' || id, size FROM note;
      """)
    try conversation.answer("note[id > 1000000010]", as: "n")
    try conversation.answer("pair[a > 1000000010]", as: "p")
    var statements: [String] = []
    for (path, expected) in [
      ("n.sum(id)", [[Value.integer(29_990_450_014_945)]]), ("n.count(size = 3)", [[.integer(4_284)]]),
      ("n.group(size).take(2)", [[.integer(4), .integer(4_285)], [.integer(5), .integer(4_285)]]),
      ("note[not id in n.id].count()", [[.integer(10)]]), ("p.sum(a)", [[.integer(29_990_450_014_945)]]),
    ] {
      #expect(try conversation.rows(path) == expected, "\(path)")
      statements += conversation.connection.statements.map { String($0.prefix { $0 != "←" }) }
    }
    let keys = "IN (WITH part(keys) AS (VALUES (?), (?)) SELECT value FROM part JOIN json_each(keys))"
    #expect(
      statements == [
        "SELECT sum(id) FROM note WHERE id \(keys) ",
        "SELECT count(*) FROM note WHERE id \(keys) AND size = ? ",
        "SELECT size, count(*) FROM note WHERE id \(keys) GROUP BY size ORDER BY count(*) DESC, size LIMIT 2 ",
        "SELECT count(*) FROM note WHERE NOT id \(keys) ",
        "SELECT sum(a) FROM pair WHERE (a, b) IN (WITH part(keys) AS (VALUES (?), (?), (?), (?))"
          + " SELECT value ->> 0, value ->> 1 FROM part JOIN json_each(keys)) ",
      ])
  }

  @Test func moreRealsThanAStatementTakesAreRefused() throws {
    let conversation = try Conversation(Self.crowd)
    try conversation.answer("team[code <= 600].size", as: "sizes")
    conversation.connection.parameterLimit = 1_000
    do {
      _ = try conversation.bind("team[size in sizes]")
      Issue.record("600 reals are bound")
    } catch let diagnostic as Diagnostic {
      #expect(diagnostic.problem == .tooManyValues(variable: "sizes", limit: 500))
      #expect(diagnostic.range == SourceRange(13, 18))
    }
  }
}

extension VariableTests {
  fileprivate static func conversation(_ assignments: [String], _ strategy: LoadingStrategy) throws
    -> Conversation
  {
    // Flat paths keep no records.
    let conversation = try Conversation(strategy: strategy == .flat ? .selectin : strategy)
    for assignment in assignments {
      let parts = assignment.split(separator: " = ", maxSplits: 1)
      try conversation.answer(String(parts[1]), as: String(parts[0]))
    }
    conversation.strategy = strategy
    return conversation
  }
}
