import Navigation
import ORM
import SQL
import Testing

/// What random paths found once, made small.
@Suite struct OnceFailingTests {
  /// The rows of a path under each strategy, all in statements of one key, then of many.
  private func rows(_ script: String, _ path: String, holding variable: String? = nil) throws -> [[[Value]]] {
    var all: [[[Value]]] = []
    for strategy in LoadingStrategy.allCases
    where strategy != .raise && (variable == nil || strategy != .flat) {
      for chunk in [1, 500] {
        let conversation = try Conversation(script, strategy: strategy)
        conversation.session.chunkSize = chunk
        if let variable { try conversation.answer(variable, as: "held") }
        all.append(try conversation.rows(path))
      }
    }
    return all
  }

  private func expectAll(_ found: [[[Value]]], _ expected: [[Value]]) {
    #expect(found == Array(repeating: expected, count: found.count))
  }

  /// Links that name one parent in several spellings belong together.
  @Test func aClosureFollowsKeysHoweverTheyAreSpelled() throws {
    let script = """
      CREATE TABLE book (code TEXT COLLATE NOCASE PRIMARY KEY NOT NULL);
      CREATE TABLE sequel (first TEXT COLLATE NOCASE REFERENCES book, next TEXT COLLATE NOCASE REFERENCES book,
        PRIMARY KEY (first, next)) WITHOUT ROWID;
      INSERT INTO book VALUES ('a'), ('b'), ('c'), ('d');
      INSERT INTO sequel VALUES ('a', 'B'), ('A', 'd'), ('b', 'C'), ('B', 'a');
      """
    expectAll(
      try rows(script, #"book["a"].nexts+.code"#), [["b"], ["d"], ["a"], ["c"]])
  }

  /// One NULL in a list makes `NOT IN` unknown for every row.
  @Test func aHeldRecordWithoutTheKeyIsNobodys() throws {
    let script = """
      CREATE TABLE author (id INTEGER PRIMARY KEY, mark TEXT UNIQUE);
      CREATE TABLE book (id INTEGER PRIMARY KEY, author_mark TEXT REFERENCES author (mark));
      INSERT INTO author VALUES (1, 'x'), (2, NULL), (3, 'y');
      INSERT INTO book VALUES (1, 'x'), (2, 'y'), (3, NULL);
      """
    expectAll(try rows(script, "book[author not in held].id", holding: "author[id < 3]"), [[2]])
    expectAll(try rows(script, "book[author in held].id", holding: "author[id < 3]"), [[1]])
  }

  @Test func positionsAfterAVariableCountInItsOrder() throws {
    let path = "held.author.first().max(name)"
    expectAll(try rows(Library.script, path, holding: "book.sort(-id)"), [["Italo"]])
  }

  @Test func aFunctionMayStandTwiceInAGroup() throws {
    let path = "book.group(author.name){count(), n: max(year), max(year), all: count()}"
    expectAll(
      try rows(Library.script, path),
      [["Ursula", 3, 1971, 1971, 3], ["Jorge", 2, 1949, 1949, 2], ["Italo", 1, 1972, 1972, 1]])
    let names = try Conversation().answer(path).columns.map(\.name)
    #expect(names == ["author.name", "count", "n", "max(year)", "all"])
  }

  /// A field holds one record where its path cannot lead to more.
  @Test func aFieldIsAListOnlyWhereThereMayBeSeveral() throws {
    let path = """
      author[2]{mentor.books[2].title, f1: mentor.books.first().title, f2: books.first().genres.last().name, \
      f3: mentor.books.first().genres.name, f4: books.genres.first().name}
      """
    #expect(
      try Conversation().nestedRows(path) == [
        [
          .value("Atuan"), .value("Earthsea"), .value("Essay"), .list([.value("Fantasy")]),
          .list([.value("Fantasy")]),
        ]
      ])
  }

  @Test func likeMayStandInTheConditionOfAnOuterJoin() throws {
    expectAll(
      try rows(Library.script, #"author.books[title like "%e%"].title"#),
      [["Earthsea"], ["Lathe"], ["Ficciones"], ["Aleph"], ["Cities"]])
  }

  @Test func recordsAreCountedOnceOverABagOfLinksToAKeyOfTwoColumns() throws {
    let script = """
      CREATE TABLE city (k1 INTEGER NOT NULL, k2 TEXT NOT NULL, PRIMARY KEY (k2, k1)) WITHOUT ROWID;
      CREATE TABLE road (near_k2 TEXT, near_k1 INTEGER, far_k2 TEXT, far_k1 INTEGER,
        FOREIGN KEY (near_k2, near_k1) REFERENCES city, FOREIGN KEY (far_k2, far_k1) REFERENCES city);
      INSERT INTO city VALUES (1, 'a'), (2, 'a'), (1, 'b');
      INSERT INTO road VALUES ('a', 1, 'b', 1), ('a', 1, 'b', 1), ('a', 2, 'b', 1), ('a', 2, 'a', 1);
      """
    expectAll(try rows(script, "city[far_fars.count() = 1].k1"), [[1]])
    expectAll(try rows(script, "city[far_fars.sum(k1) = 2].k1"), [[2]])
  }
}
