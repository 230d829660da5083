import CSQLite
import Glibc
package import SQL
import Synchronization

/// The engine's own check of what lies in its files (https://sqlite.org/pragma.html#pragma_quick_check).
extension SQLiteConnection {
  /// Problems that are told; the engine looks for no more.
  private static let mostProblems = 20

  package func integrityProblems() throws(DatabaseError) -> [String] {
    var problems: [String] = []
    for place in try places() where problems.count < Self.mostProblems {
      let found = try self.problems(in: place, most: Self.mostProblems - problems.count)
      problems += found.flatMap { Self.lines(of: $0) }.map {
        place.name == "main" ? $0 : "\(place.name): \($0)"
      }
    }
    return problems
  }

  private func problems(in place: Place, most: Int) throws(DatabaseError) -> [String] {
    // What is written and not committed is there for this connection alone.
    guard sqlite3_txn_state(database, place.name) != SQLITE_TXN_WRITE else {
      return try ownProblems(in: place.name, most: most)
    }
    do throws(DatabaseError) {
      let subject: CheckThread.Subject =
        if let file = place.file {
          .file(file)
        } else {
          .copy(CheckThread.Handle(try Self.copy(of: database, place.name, isInterrupted: isInterrupted)))
        }
      return try CheckThread(subject, most: most).problems(checkInterrupt)
    } catch {
      if error.kind == .interrupted || error.kind == .corrupt { throw error }
      // The file has moved, or somebody waits to write: this connection still reads it.
      return try ownProblems(in: place.name, most: most)
    }
  }

  /// The check by this connection itself, which is the thread's alone until that is done.
  private func ownProblems(in schema: String, most: Int) throws(DatabaseError) -> [String] {
    // Who listens does so on the thread that waits.
    sqlite3_progress_handler(database, 0, nil, nil)
    defer { watchForInterrupt() }
    return try unobserved { () throws(DatabaseError) in
      let subject = CheckThread.Subject.own(CheckThread.Handle(database), schema: dialect.identifier(schema))
      return try CheckThread(subject, most: most).problems(checkInterrupt)
    }
  }

  /// The engine says several problems in one row, below the name of the database.
  private static func lines(of row: String) -> [String] {
    row.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("*** in database ") }
  }

  /// A database that is open, with how its file is opened once more; none for one in memory.
  private typealias Place = (name: String, file: String?)

  private func places() throws(DatabaseError) -> [Place] {
    var names: [String] = []
    try unobserved { () throws(DatabaseError) in
      _ = try prepare("PRAGMA database_list").run([]) { row throws(DatabaseError) in
        names.append(String(decoding: row[1].bytes, as: UTF8.self))
        return true
      }
    }
    return names.map { name in
      guard let file = sqlite3_db_filename(database, name), file.pointee != 0 else { return (name, nil) }
      return (
        name,
        Self.readingURI(
          FileName.text(ofCString: file), isImmutable: sqlite3_uri_boolean(file, "immutable", 0) != 0)
      )
    }
  }
}

/// The check of one database on a thread of its own, and on a connection of its own where that sees the same: one to its
/// file, or to a copy where it is in memory.
///
/// While the library walks the pages of a table it asks nobody whether to go on, and a large one takes a second. Who
/// waits can leave at any time, and the thread ends by itself as soon as the library asks again; only from a connection
/// that both have it is called back first.
private final class CheckThread: Sendable {
  enum Subject: Sendable {
    /// As a URI.
    case file(String)
    case copy(Handle)
    /// The connection of the one who waits, and the database in it as an identifier.
    case own(Handle, schema: String)
  }

  /// A connection that nobody but the thread uses while it runs.
  struct Handle: @unchecked Sendable {
    let database: OpaquePointer
    init(_ database: OpaquePointer) { self.database = database }
  }

  private let subject: Subject
  private let most: Int
  private let isAbandoned = Atomic<Bool>(false)
  private let outcome = Mutex<Result<[String], DatabaseError>?>(nil)

  /// Looks a thousand times a second are nothing to a machine, and a wait that nobody notices.
  private static let pause = timespec(tv_sec: 0, tv_nsec: 1_000_000)

  /// - Parameter most: problems to look for.
  init(_ subject: Subject, most: Int) {
    self.subject = subject
    self.most = most
  }

  /// Runs the check, and waits for it.
  ///
  /// - Parameter checkInterrupt: fails when a person has asked to stop.
  func problems(_ checkInterrupt: () throws(DatabaseError) -> Void) throws(DatabaseError) -> [String] {
    try start()
    while true {
      if let outcome = outcome.withLock({ $0 }) { return try outcome.get() }
      do throws(DatabaseError) { try checkInterrupt() } catch {
        isAbandoned.store(true, ordering: .relaxed)
        if case .own(let handle, _) = subject { callBack(handle) }
        throw error
      }
      var pause = Self.pause
      nanosleep(&pause, nil)
    }
  }

  /// Waits until the thread has let go of the connection: at the next page it hears that it is to stop.
  private func callBack(_ handle: Handle) {
    while outcome.withLock({ $0 == nil }) {
      // Said once, it may come before there is anything to stop.
      sqlite3_interrupt(handle.database)
      var pause = Self.pause
      nanosleep(&pause, nil)
    }
  }

  private func start() throws(DatabaseError) {
    let failure = DetachedThread.start { [self] in
      let outcome = check()
      self.outcome.withLock { $0 = outcome }
    }
    guard failure == 0 else {
      throw DatabaseError(.storage, code: Int(failure), message: String(cString: strerror(failure)))
    }
  }

  private func check() -> Result<[String], DatabaseError> {
    do throws(DatabaseError) {
      let isInterrupted = { [self] in isAbandoned.load(ordering: .relaxed) }
      switch subject {
      case .file(let file):
        let connection = try SQLiteConnection.reopen(file, isInterrupted: isInterrupted)
        return .success(try problems(of: connection.database, "main"))
      case .copy(let handle):
        let connection = try SQLiteConnection(
          handle.database, mayWrite: false, isInterrupted: isInterrupted)
        return .success(try problems(of: connection.database, "main"))
      case .own(let handle, let schema): return .success(try problems(of: handle.database, schema))
      }
    } catch { return .failure(error) }
  }

  /// Nothing but the library is used, which leaves everything else of a connection to the one who waits.
  private func problems(of database: OpaquePointer, _ schema: String) throws(DatabaseError) -> [String] {
    var problems: [String] = []
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    var code = sqlite3_prepare_v2(database, "PRAGMA \(schema).quick_check(\(most))", -1, &statement, nil)
    while code == SQLITE_OK || code == SQLITE_ROW {
      code = sqlite3_step(statement)
      guard code == SQLITE_ROW, let text = sqlite3_column_text(statement, 0) else { continue }
      let line = String(cString: text)
      if line != "ok" { problems.append(line) }
    }
    guard code != SQLITE_DONE else { return problems }
    let message = String(cString: sqlite3_errmsg(database))
    let kind = SQLiteResultCode.kind(code, message: message)
    guard kind == .corrupt else { throw DatabaseError(kind, code: Int(code), message: message) }
    // What was found before the damage stopped the check stays found.
    return problems + [message]
  }
}
