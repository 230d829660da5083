import Language
import Navigation
import ORM
import SQL
import SQLite
import Testing

/// Forecasts: exact where the data is small or the session knows, near where it is large, and never by running the path.
///
/// That an exact one is always true is tried with random paths in `StrategyTests`.
@Suite struct ForecastTests {
  private func forecast(
    _ line: String, in conversation: Conversation, _ strategy: LoadingStrategy = .lazy,
    effort: DataEstimates.Effort = .command
  ) throws -> Forecast {
    Forecast(
      of: try conversation.bind(line), in: conversation.session, by: strategy,
      data: DataEstimates(schema: conversation.schema, connection: conversation.connection), effort: effort)
  }

  private func text(_ estimate: Estimate) -> String {
    estimate.isExact ? String(estimate.lower) : "\(estimate.lower) to \(estimate.upper)"
  }

  // MARK: Small data

  @Test(
    arguments: [
      ("author", .lazy, "1 queries, 4 rows"),
      ("author.books.title", .lazy, "5 queries, 10 rows"),
      ("author.books.title", .peers, "2 queries, 10 rows"),
      ("author.books.title", .selectin, "2 queries, 10 rows"),
      ("author.books.title", .joined, "1 queries, 7 rows"),
      ("author.books.title", .subquery, "2 queries, 10 rows"),
      ("author.books.title", .flat, "1 queries, 6 rows"),
      ("author.books.title", .raise, "1 queries, 4 rows, stops"),
      ("author.books!.genres.name", .lazy, "8 queries, 16 rows"),
      // One publisher is not there, one book has none.
      ("book.publisher.name", .lazy, "4 queries, 8 rows"),
      // Back to where they came from.
      ("author[1].books.author", .lazy, "2 queries, 4 rows"),
      // All authors are loaded; one mentor is not there.
      ("author.mentor", .lazy, "2 queries, 4 rows"),
      ("author.mentor+", .lazy, "2 queries, 4 rows"),
      ("author[1].mentees+", .lazy, "4 queries, 3 rows"),
      ("author[1].mentees+", .selectin, "2 queries, 3 rows"),
      ("author{name, books{title, genres.name}, n: books.count()}", .lazy, "11 queries, 16 rows"),
      ("author{name, books{title, genres.name}, n: books.count()}", .joined, "1 queries, 8 rows"),
      ("author.with(books).name", .selectin, "2 queries, 10 rows"),
      ("author.books.count()", .lazy, "1 queries, 1 rows"),
      ("author[4].books.count()", .lazy, "2 queries, 2 rows"),
      ("book.group(publisher)", .lazy, "1 queries, 3 rows"),
      ("book[year > 1950].sort(-year)[:2].author", .lazy, "3 queries, 4 rows"),
    ] as [(String, LoadingStrategy, String)])
  func smallDataIsCounted(line: String, strategy: LoadingStrategy, expected: String) throws {
    let conversation = try Conversation(strategy: strategy)
    let forecast = try forecast(line, in: conversation, strategy)
    let found =
      "\(text(forecast.statements)) queries, \(text(forecast.rows)) rows"
      + (forecast.stop?.isCertain == true ? ", stops" : "")
    #expect(found == expected)
    guard strategy != .raise else { return }
    #expect(try forecast.statements == .exactly(conversation.cost(line)))
    #expect(forecast.rows == .exactly(conversation.session.executor.log.rows))
  }

  @Test func whatAVariableHoldsCostsNothing() throws {
    let conversation = try Conversation()
    try conversation.answer("author[1]", as: "a")
    #expect(try forecast("a.books", in: conversation).statements == .exactly(1))
    try conversation.answer("a.books", as: "b")
    for line in ["a.books.title", "author[1].books", "b.author.name", "a.books.count()"] {
      #expect(try forecast(line, in: conversation).statements == .exactly(0), "\(line)")
      #expect(try conversation.cost(line) == 0, "\(line)")
    }
  }

  @Test func nothingOfThePathIsRun() throws {
    let conversation = try Conversation()
    let before = conversation.connection.tracedStatements
    for strategy in LoadingStrategy.allCases {
      _ = try forecast("author{name, books{title, genres.name}}", in: conversation, strategy)
    }
    #expect(conversation.session.executor.log.groups == [])
    #expect(conversation.connection.statements == [])
    #expect(conversation.connection.tracedStatements == before)
    #expect(
      conversation.schema.entities.map { conversation.session.recordCount($0.id) }.allSatisfy { $0 == 0 })
  }

  @Test func aKeyThatIsNotThereIsTold() throws {
    let conversation = try Conversation()
    for strategy in LoadingStrategy.allCases {
      let missing = try forecast("author[99].books", in: conversation, strategy).missingRoot
      #expect(missing?.problem == .noSuchRecord(entity: "author", key: "99"))
    }
  }

  // MARK: Large data

  private static let large = """
    CREATE TABLE country (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT, country_id INTEGER REFERENCES country);
    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER REFERENCES author);
    CREATE INDEX book_author ON book (author_id);
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 50)
      INSERT INTO country SELECT i, 'c' || i FROM n;
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
      INSERT INTO author SELECT i, 'a' || i, 1 + i * 7919 % 50 FROM n;
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
      INSERT INTO book SELECT i, 'b' || i, 1 + i * 7919 % 3000 FROM n;
    """

  @Test(arguments: [
    "author", "author.books.title", "book.author.name", "book.author.country", "country.authors.books",
    "author.country.name", "author.books!.title", "book.author!.country!", "author{name, books{title}}",
  ])
  func uniformDataIsEstimatedWithinAThird(line: String) throws {
    for strategy in LoadingStrategy.allCases where strategy != .raise {
      let conversation = try Conversation(Self.large)
      let forecast = try forecast(line, in: conversation, strategy, effort: .keystroke)
      conversation.strategy = strategy
      for (estimate, number) in [
        (forecast.statements, try conversation.cost(line)),
        (forecast.rows, conversation.session.executor.log.rows),
      ] {
        #expect(estimate.lower <= number && number <= estimate.upper, "\(strategy)")
        let likely = try #require(estimate.likely)
        #expect(abs(likely - Double(number)) <= Double(number) / 3, "\(strategy)")
      }
    }
  }

  @Test func positionsOfLargeDataAreExact() throws {
    let conversation = try Conversation(Self.large)
    let forecast = try forecast("book[:10].author", in: conversation, effort: .keystroke)
    #expect(forecast.statements == .exactly(11))
    #expect(forecast.rows == .exactly(20))
  }

  @Test func withoutAnyAllowanceNothingIsClaimed() throws {
    let conversation = try Conversation(Self.large)
    let nothing = DataEstimates.Effort(rows: 1_000, allowance: ProbeAllowance(steps: 0))
    let forecast = try forecast("book[title like \"%7%\"].author", in: conversation, effort: nothing)
    #expect(forecast.statements.lower == 1)
    #expect(!forecast.statements.isExact)
    #expect(!forecast.rows.isExact)
  }

  // MARK: Random data

  /// Exactness that is never claimed would hold as well.
  @Test func mostForecastsOfSmallDataAreExact() throws {
    var exact = 0
    var all = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      let trial = try StrategyTrial(seed: seed)
      var random = RandomPath(oracle: trial.oracle, seed: seed)
      for _ in 0..<20 {
        let path = random.next()
        for strategy in [LoadingStrategy.lazy, .selectin, .joined] {
          let run = Run(
            path, [], strategy, chunk: 500, schema: trial.schema, connection: trial.connection,
            data: trial.data)
          for line in run.forecasts {
            all += 1
            exact += line.forecast.statements.isExact ? 1 : 0
          }
        }
      }
    }
    #expect(all >= 600)
    #expect(exact * 10 >= all * 6, "\(exact) of \(all)")
  }
}
