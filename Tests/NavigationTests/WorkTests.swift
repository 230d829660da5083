import DatabaseSupport
import Language
import Navigation
import ORM
import SQL
import SQLite
import Testing

/// What a path takes, without a clock: statements, rows and cells are the same on every machine.
@Suite struct WorkTests {
  /// A path, how it is loaded, and what that takes over 200 authors of five books each, every other book with two readers.
  struct Walk: CustomTestStringConvertible {
    let path: String
    let strategy: LoadingStrategy
    let work: Work

    init(_ path: String, _ strategy: LoadingStrategy, statements: Int, rows: Int, cells: Int) {
      self.path = path
      self.strategy = strategy
      work = Work(statements: statements, rows: rows, cells: cells)
    }

    var testDescription: String { "\(path), \(strategy.rawValue)" }
  }

  struct Work: Equatable {
    var statements: Int
    var rows: Int
    var cells: Int
  }

  static let walks = [
    Walk("book", .lazy, statements: 1, rows: 1_000, cells: 3_000),
    Walk("author.books.title", .lazy, statements: 201, rows: 1_200, cells: 3_400),
    Walk("author.books.title", .selectin, statements: 2, rows: 1_200, cells: 3_400),
    Walk("author.books.title", .joined, statements: 1, rows: 1_000, cells: 5_000),
    Walk("author.books.title", .flat, statements: 1, rows: 1_000, cells: 1_000),
    Walk("book.author.name", .lazy, statements: 201, rows: 1_200, cells: 3_400),
    Walk("book.author.name", .joined, statements: 1, rows: 1_000, cells: 5_000),
    Walk("author.books.readers.name", .selectin, statements: 4, rows: 2_200, cells: 6_400),
    Walk("reader.books.title", .selectin, statements: 2, rows: 1_200, cells: 4_400),
    Walk("book{title, readers{name}}", .selectin, statements: 2, rows: 2_000, cells: 6_000),
    Walk("author[3].books[:2].title", .joined, statements: 1, rows: 2, cells: 10),
    Walk("author[3].books.readers[:1].name", .joined, statements: 1, rows: 5, cells: 35),
  ]

  static func script(authors: Int) -> String {
    """
    CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER REFERENCES author);
    CREATE TABLE reader (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE book_reader (book_id INTEGER REFERENCES book, reader_id INTEGER REFERENCES reader,
      PRIMARY KEY (book_id, reader_id)) WITHOUT ROWID;
    CREATE INDEX book_author ON book (author_id);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(authors))
      INSERT INTO author SELECT i, 'an author whose number is ' || i FROM n;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(authors * 5))
      INSERT INTO book SELECT i, 'a book whose number is ' || i, i % \(authors) + 1 FROM n;
    INSERT INTO reader SELECT id, name FROM author;
    INSERT INTO book_reader SELECT book.id, reader.id FROM book JOIN reader
      ON reader.id IN (book.id % \(authors) + 1, (book.id + 1) % \(authors) + 1) WHERE book.id % 2 = 0;
    """
  }

  @Test(arguments: walks)
  func aWalkTakesThisAndNoMore(_ walk: Walk) throws {
    let executor = try Self.walked(walk.path, walk.strategy)
    let log = executor.log
    #expect(Work(statements: log.statements, rows: log.rows, cells: log.cells) == walk.work)
  }

  /// Where there are few parents of many, nothing that is joined to them is worked out for all there are.
  @Test(arguments: [
    ("author[3].books[:2].title", LoadingStrategy.joined), ("author[3].books[:2].readers[:1].name", .joined),
    ("author[3].books.readers.name", .joined), ("author[3].books.readers[-1].name", .flat),
    ("author[name = \"an author whose number is 7\"].books[:1].title", .joined),
  ])
  func fewParentsTakeLittle(_ path: String, _ strategy: LoadingStrategy) throws {
    let small = try Self.walked(path, strategy, authors: 200).log.groups.reduce(into: EngineWork()) {
      $0 += $1.work
    }
    let large = try Self.walked(path, strategy, authors: 400).log.groups.reduce(into: EngineWork()) {
      $0 += $1.work
    }
    // The filter by name reads the authors; nobody reads all books, or makes an index of them.
    #expect(large.scannedRows - small.scannedRows <= (path.contains("name =") ? 400 : 0))
    #expect(large.automaticIndexRows == small.automaticIndexRows)
  }

  private static func walked(
    _ path: String, _ strategy: LoadingStrategy, authors: Int = 200
  ) throws -> Executor {
    let connection = try memory(script(authors: authors))
    let schema = SchemaBuilder.schema(from: try connection.catalog())
    let executor = Executor(connection: connection)
    let bound = try Binder(schema: schema, scope: Scope()).bind(Parser.path(path))
    let session = Session(schema: schema, executor: executor)
    let answer = try Evaluator(session: session, strategy: strategy, streams: true).answer(bound)
    try answer.forEachRow { _ in true }
    return executor
  }
}
