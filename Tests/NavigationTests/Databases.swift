import DatabaseSupport
import Language
import Navigation
import ORM
import SQL
import SQLite

/// A library small enough to count in one's head: every kind of relationship, a key of two columns, one dangling.
enum Library {
  static let script = """
    COMMIT; PRAGMA foreign_keys = OFF; BEGIN;
    CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT,
      mentor_id INTEGER REFERENCES author);
    CREATE TABLE profile (author_id INTEGER PRIMARY KEY REFERENCES author, bio TEXT);
    CREATE TABLE publisher (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, year INTEGER,
      author_id INTEGER NOT NULL REFERENCES author, publisher_id INTEGER REFERENCES publisher);
    CREATE TABLE genre (code TEXT PRIMARY KEY NOT NULL, name TEXT);
    CREATE TABLE book_genre (book_id INTEGER REFERENCES book, genre_code TEXT REFERENCES genre,
      PRIMARY KEY (book_id, genre_code)) WITHOUT ROWID;
    CREATE TABLE copy (book_id INTEGER NOT NULL REFERENCES book, number INTEGER NOT NULL, shelf TEXT,
      PRIMARY KEY (book_id, number));
    CREATE TABLE loan (id INTEGER PRIMARY KEY, book_id INTEGER, number INTEGER, member TEXT,
      FOREIGN KEY (book_id, number) REFERENCES copy (book_id, number));
    INSERT INTO author VALUES (1, 'Ursula', 'US', NULL), (2, 'Jorge', 'AR', 1), (3, 'Italo', 'IT', 1),
      (4, 'Stanislaw', 'PL', 9);
    INSERT INTO profile VALUES (1, 'Wrote of Earthsea'), (3, 'Wrote of cities');
    INSERT INTO publisher VALUES (1, 'Ace'), (2, 'Sur');
    INSERT INTO book VALUES (1, 'Earthsea', 1968, 1, 1), (2, 'Atuan', 1971, 1, 1), (3, 'Lathe', 1971, 1, NULL),
      (4, 'Ficciones', 1944, 2, 2), (5, 'Aleph', 1949, 2, 2), (6, 'Cities', 1972, 3, 7);
    INSERT INTO genre VALUES ('F', 'Fantasy'), ('S', 'Science fiction'), ('X', 'Essay');
    INSERT INTO book_genre VALUES (1, 'F'), (2, 'F'), (3, 'S'), (4, 'F'), (4, 'X'), (6, 'F');
    INSERT INTO copy VALUES (1, 1, 'A'), (1, 2, 'B'), (2, 1, 'A');
    INSERT INTO loan VALUES (1, 1, 1, 'Ann'), (2, 1, 2, 'Ben'), (3, 1, 1, 'Cid'), (4, 2, NULL, 'Dan');
    """
}

/// A conversation with a database: variables, and a session that keeps what they reach.
final class Conversation {
  let connection: RecordingConnection
  let schema: Schema
  var scope = Scope()
  private(set) var session: Session
  var strategy = LoadingStrategy.lazy

  init(_ script: String = Library.script, strategy: LoadingStrategy = .lazy) throws {
    connection = RecordingConnection(try memory(script))
    schema = SchemaBuilder.schema(from: try connection.catalog())
    session = Session(schema: schema, executor: Executor(connection: connection))
    self.strategy = strategy
  }

  func bind(_ line: String) throws -> BoundPath {
    var scope = scope
    scope.session = session
    return try Binder(schema: schema, scope: scope).bind(try Parser.path(line))
  }

  /// One line: what only the line before could reach is dropped first.
  @discardableResult
  func answer(_ line: String, as variable: String? = nil) throws -> Answer {
    let names = scope.variables.keys.sorted()
    let selections = names.compactMap { scope.variables[$0]?.selection }
    let kept = try session.keeping(selections)
    session = kept.session
    for (name, selection) in zip(names.filter { scope.variables[$0]?.selection != nil }, kept.selections) {
      if case .records(_, let isSingle)? = scope.variables[name] {
        scope.variables[name] = .records(selection, isSingle: isSingle)
      }
    }
    connection.statements = []
    session.executor.startLine()
    session.startLine()
    let answer = try Evaluator(session: session, strategy: strategy).answer(try bind(line))
    if let variable { scope.variables[variable] = answer.held() }
    return answer
  }

  /// How many statements a line took.
  func cost(_ line: String, as variable: String? = nil) throws -> Int {
    try answer(line, as: variable)
    return session.executor.log.statements
  }

  func rows(_ line: String) throws -> [[Value]] { try answer(line).values() }

  func nestedRows(_ line: String) throws -> [[NestedValue]] { try answer(line).nestedValues() }
}

extension Answer {
  func nestedValues() throws -> [[NestedValue]] {
    var rows: [[NestedValue]] = []
    try forEachNestedRow { row throws(DatabaseError) in
      rows.append(row)
      return true
    }
    return rows
  }

  func values() throws -> [[Value]] {
    var rows: [[Value]] = []
    try forEachRow { row throws(DatabaseError) in
      rows.append(row.values)
      return true
    }
    return rows
  }
}

/// A connection that remembers what was run on it.
final class RecordingConnection: Connection {
  let base: SQLiteConnection
  /// Each run, as text: the statement and what was bound.
  var statements: [String] = []

  /// Values that one statement takes, where a test wants fewer than SQLite allows.
  var parameterLimit: Int?
  /// What is prepared instead of a statement, where a test wants an engine that is wrong.
  var rewrite: (String) -> String = { $0 }
  /// Runs after which a person is impatient.
  var patience = Int.max
  /// Rows after which a person is impatient.
  var rowPatience = Int.max
  fileprivate(set) var rows = 0
  /// How often somebody asked whether to go on between statements, and after how many of them a person is impatient.
  private(set) var looks = 0
  var lookPatience = Int.max

  /// Begins to count anew.
  func restart(rows: Int = .max, looks: Int = .max) {
    (self.rows, self.looks) = (0, 0)
    (rowPatience, lookPatience) = (rows, looks)
  }

  init(_ base: SQLiteConnection) { self.base = base }

  var dialect: Dialect { base.dialect }
  var limits: EngineLimits {
    var limits = base.limits
    if let parameterLimit { limits.parameters = parameterLimit }
    return limits
  }
  var tracedStatements: Int { base.tracedStatements }
  var rowsGiven: Int { base.rowsGiven }
  var onProgress: (() -> Void)? {
    get { base.onProgress }
    set { base.onProgress = newValue }
  }
  var mayWrite: Bool { base.mayWrite }
  var isInTransaction: Bool { base.isInTransaction }
  func catalog() throws(DatabaseError) -> Catalog { try base.catalog() }
  func plan(of sql: String) throws(DatabaseError) -> QueryPlan { try base.plan(of: sql) }
  func checkInterrupt() throws(DatabaseError) {
    looks += 1
    if looks > lookPatience { throw DatabaseError(.interrupted, message: "interrupted") }
    try base.checkInterrupt()
  }
  func beginReading() throws(DatabaseError) { try base.beginReading() }
  func endReading() { base.endReading() }
  func run<R>(
    within allowance: inout ProbeAllowance, _ body: () throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R? { try base.run(within: &allowance, body) }
  func withoutWaiting<R>(_ body: () -> R) -> (result: R, wasLocked: Bool) { base.withoutWaiting(body) }
  func changeCounters() throws(DatabaseError) -> ChangeCounters { try base.changeCounters() }
  func probe(_ query: Query, rows: Int, within allowance: inout ProbeAllowance) -> [[Value]]? {
    base.probe(query, rows: rows, within: &allowance)
  }
  func statistics(ofTable table: String, in schema: String) -> TableStatistics {
    base.statistics(ofTable: table, in: schema)
  }
  func brokenReferences(by sql: String, after error: DatabaseError) -> [BrokenReference] {
    base.brokenReferences(by: sql, after: error)
  }
  func definitions(ofTable table: String, in schema: String) throws(DatabaseError) -> [String] {
    try base.definitions(ofTable: table, in: schema)
  }
  func backup(to path: String, _ tell: (Int, Int) -> Void) throws(DatabaseError) -> Int {
    try base.backup(to: path, tell)
  }
  func integrityProblems() throws(DatabaseError) -> [String] { try base.integrityProblems() }

  func prepare(_ sql: String) throws(DatabaseError) -> any PreparedStatement {
    RecordingStatement(try base.prepare(rewrite(sql)), self)
  }

  func prepareFirst(
    of text: inout Substring, toRun: Bool
  ) throws(DatabaseError) -> (any PreparedStatement)? {
    try base.prepareFirst(of: &text, toRun: toRun)
  }
}

private final class RecordingStatement: PreparedStatement {
  private let base: any PreparedStatement
  private let connection: RecordingConnection

  init(_ base: any PreparedStatement, _ connection: RecordingConnection) {
    self.base = base
    self.connection = connection
  }

  var sql: String { base.sql }
  var columns: [ResultColumn] { base.columns }
  var isReadOnly: Bool { base.isReadOnly }
  var mixesSelects: Bool { base.mixesSelects }
  var failedRun: RunFacts? { base.failedRun }

  func run(
    _ bindings: [Value], _ receive: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) -> RunFacts {
    let values = bindings.map { value in
      switch value {
      case .null: "NULL"
      case .integer(let integer): String(integer)
      case .real(let real): String(real)
      case .text(let text): "'\(text.string)'"
      case .blob: "blob"
      }
    }
    connection.statements.append(sql + (values.isEmpty ? "" : " ← \(values.joined(separator: ", "))"))
    if connection.statements.count > connection.patience {
      throw DatabaseError(.interrupted, message: "interrupted")
    }
    return try base.run(bindings) { row throws(DatabaseError) in
      connection.rows += 1
      if connection.rows > connection.rowPatience {
        throw DatabaseError(.interrupted, message: "interrupted")
      }
      return try receive(row)
    }
  }
}
