import Language
import Navigation
import ORM
import SQL

/// The library that the textbook cases are counted on: 10 authors with 10 books and 4 awards each, 100 books with 2
/// genres and 3 reviews each, 90 of them with one of 5 publishers, 8 profiles, and 9 authors with one of 5 mentors.
enum Textbook {
  /// - Parameter isIndexed: whether foreign keys have an index.
  static func script(isIndexed: Bool = true) -> String {
    """
    CREATE TABLE publisher (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT, country TEXT,
      mentor_id INTEGER REFERENCES author);
    CREATE TABLE author_profile (author_id INTEGER PRIMARY KEY REFERENCES author, bio TEXT);
    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, year INTEGER,
      author_id INTEGER REFERENCES author, publisher_id INTEGER REFERENCES publisher);
    CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE book_genre (book_id INTEGER REFERENCES book, genre_id INTEGER REFERENCES genre);
    CREATE TABLE review (id INTEGER PRIMARY KEY, stars INTEGER, book_id INTEGER REFERENCES book);
    CREATE TABLE award (id INTEGER PRIMARY KEY, name TEXT, author_id INTEGER REFERENCES author);
    WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5)
      INSERT INTO publisher SELECT i, 'P' || i FROM n;
    WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10)
      INSERT INTO author SELECT i, 'A' || i, CASE i % 2 WHEN 0 THEN 'US' ELSE 'FR' END,
        CASE WHEN i > 1 THEN i / 2 END FROM n;
    INSERT INTO author_profile SELECT id, 'B' || id FROM author WHERE id <= 8;
    WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100)
      INSERT INTO book SELECT i, 'T' || i, 1900 + i, (i - 1) % 10 + 1,
        CASE WHEN i <= 90 THEN i % 5 + 1 END FROM n;
    WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 8)
      INSERT INTO genre SELECT i, 'G' || i FROM n;
    INSERT INTO book_genre SELECT id, id % 8 + 1 FROM book UNION ALL SELECT id, (id + 3) % 8 + 1 FROM book;
    INSERT INTO review SELECT book.id * 3 + n.i, n.i, book.id FROM book
      JOIN (SELECT 0 AS i UNION SELECT 1 UNION SELECT 2) AS n;
    INSERT INTO award SELECT author.id * 4 + n.i, 'W' || n.i, author.id FROM author
      JOIN (SELECT 0 AS i UNION SELECT 1 UNION SELECT 2 UNION SELECT 3) AS n;

    """ + (isIndexed ? indexes : "")
  }

  /// Three publishers of so many columns with so many books between them.
  static func wide(columns: Int, books: Int) -> String {
    let more = (2...columns).map { "c\($0)" }
    return """
      CREATE TABLE publisher (id INTEGER PRIMARY KEY, \(more.joined(separator: ", ")));
      CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, publisher_id INTEGER REFERENCES publisher);
      CREATE INDEX book_publisher ON book (publisher_id);
      INSERT INTO publisher (id, c2) VALUES (1, 'P1'), (2, 'P2'), (3, 'P3');
      WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < \(books))
        INSERT INTO book SELECT i, 'T' || i, i % 3 + 1 FROM n;

      """
  }

  private static let indexes = """
    CREATE INDEX author_mentor ON author (mentor_id);
    CREATE INDEX book_author ON book (author_id);
    CREATE INDEX book_publisher ON book (publisher_id);
    CREATE INDEX book_genre_book ON book_genre (book_id);
    CREATE INDEX book_genre_genre ON book_genre (genre_id);
    CREATE INDEX review_book ON review (book_id);
    CREATE INDEX award_author ON award (author_id);

    """
}

extension Conversation {
  /// What there is to say of a line that has been answered.
  func findings(_ line: String) throws -> LineFindings {
    let answer = try answer(line)
    _ = try answer.nestedValues()
    return LineFindings(of: try bind(line), session: session, strategy: strategy, asksForPlans: true)
  }

  /// What the last line took.
  var cost: LineCost {
    let log = session.executor.log
    return LineCost(
      statements: log.statements, rows: log.rows, cells: log.cells,
      scanned: log.groups.reduce(0) { $0 + $1.work.scannedRows + $1.work.automaticIndexRows })
  }
}

struct LineCost: Equatable {
  var statements: Int
  var rows: Int
  var cells: Int
  var scanned: Int
}

extension LineFindings {
  /// Each as one line of text.
  var texts: [String] {
    var texts: [String] = []
    if let found = nPlusOne {
      texts.append(
        "N+1: \(found.statementsBefore) + "
          + found.hops.map { "\($0.statements) .\($0.relationship) of \($0.owner)" }.joined(separator: ", ")
          + "; \(found.insteadStatements) by \(SyntaxPrinter.text(of: found.instead))")
    }
    for join in joins {
      let names = join.relationships.joined(separator: ", ")
      let instead = SyntaxPrinter.text(of: join.instead)
      switch join.kind {
      case .multiplied(let rows, let apart):
        texts.append("multiplied: \(names), \(rows) rows; \(apart) by \(instead)")
      case .repeated(let cells, let apart):
        texts.append("repeated: \(names), \(cells) cells; \(apart) by \(instead)")
      }
    }
    if let found = unused {
      texts.append(
        "unused: \(found.rows) of \(found.relationships.joined(separator: ", ")); "
          + SyntaxPrinter.text(of: found.instead))
    }
    for found in missingIndexes {
      let reading =
        switch found.reading {
        case .scans(let each, let times): "\(each) rows × \(times)"
        case .rows(let rows): "\(rows) rows"
        case .automaticIndex(let each, let times): "index of \(each) rows × \(times)"
        }
      texts.append("index: \(reading); \(found.create)")
    }
    return texts
  }

  /// The lines to type instead.
  var insteads: [String] {
    ([nPlusOne?.instead, unused?.instead].compactMap { $0 } + joins.map(\.instead))
      .map { SyntaxPrinter.text(of: $0) }
  }
}
