import CSQLite
import Glibc
package import SQL

/// One open SQLite database: the only place that talks to the C library about statements.
///
/// Opened so that a file from anywhere is safe to look at (https://sqlite.org/security.html): read-only unless
/// asked otherwise, defensive, its schema untrusted, extensions off.
package final class SQLiteConnection: Connection {
  let database: OpaquePointer
  package let mayWrite: Bool
  /// Whether files that are attached are only read, though the connection may write.
  private let writesMemoryOnly: Bool
  package let dialect: Dialect
  package let limits: EngineLimits
  let isInterrupted: () -> Bool
  /// Set where the file is read without locks.
  let frozen: FrozenFile?
  /// Whether a file that is read without locks was found changed.
  private var isOutdated = false
  private var statements: [StatementText: SQLiteStatement] = [:]
  let patience: LockPatience
  /// More shapes than this are rare; starting over is cheaper than remembering which was used last.
  private let statementCapacity = 256
  /// How many statements are Kin's own business: transaction control and introspection.
  var introspectionDepth = 0
  package private(set) var tracedStatements = 0
  /// How often a trigger began.
  private(set) var firedTriggers = 0
  package var onProgress: (() -> Void)?
  /// How often the progress handler was called.
  private var polls = 0
  /// Counted where it costs next to nothing: this is done for each row.
  let rowCounter: UnsafeMutablePointer<Int>
  package var rowsGiven: Int { rowCounter.pointee }

  /// Takes over an open database.
  ///
  /// - Parameters:
  ///   - writesMemoryOnly: whether no file is written, those that are attached included.
  ///   - frozen: the file, where it is read without locks.
  ///   - isInterrupted: asked now and then while a statement runs; true stops it.
  init(
    _ database: OpaquePointer, mayWrite: Bool, writesMemoryOnly: Bool = false, frozen: FrozenFile? = nil,
    isInterrupted: @escaping () -> Bool
  ) throws(DatabaseError) {
    self.database = database
    self.mayWrite = mayWrite
    self.writesMemoryOnly = writesMemoryOnly
    self.frozen = frozen
    self.isInterrupted = isInterrupted
    patience = LockPatience(isInterrupted: isInterrupted)
    rowCounter = .allocate(capacity: 1)
    rowCounter.initialize(to: 0)
    dialect = Dialect(
      keywords: SQLiteKeywords.all, namesLostInDerivedTables: ["TRUE", "FALSE"], functions: Self.functions,
      enforcesForeignKeysBy: "PRAGMA foreign_keys = ON;",
      operators: ["GLOB", "ISNULL", "MATCH", "NOTNULL", "REGEXP"],
      continuingWords: ["INDEXED", "STRICT", "WITHOUT"])
    limits = EngineLimits(
      parameters: Int(sqlite3_limit(database, SQLITE_LIMIT_VARIABLE_NUMBER, -1)), joinedTables: 64,
      resultColumns: Int(sqlite3_limit(database, SQLITE_LIMIT_COLUMN, -1)))
    sqlite3_extended_result_codes(database, 1)
    patience.install(on: database)
    _ = kin_db_config_flag(database, SQLITE_DBCONFIG_DEFENSIVE, 1)
    // A schema that is not trusted may not call what it calls in many a file: SQLite before 3.41 counts its JSON
    // functions in, and virtual tables such as FTS5. What a schema could do harm with is off instead
    // (https://sqlite.org/c3ref/c_dbconfig_defensive.html).
    _ = kin_db_config_flag(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)
    _ = kin_db_config_flag(database, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0)
    watch()
    try execute("PRAGMA cache_size = -\(PageCache.sortSize)")
    if mayWrite { try execute("PRAGMA foreign_keys = ON") }
  }

  deinit {
    statements.removeAll()
    (begin, commit) = (nil, nil)
    sqlite3_trace_v2(database, 0, nil, nil)
    sqlite3_progress_handler(database, 0, nil, nil)
    sqlite3_busy_handler(database, nil, nil)
    sqlite3_close_v2(database)
    rowCounter.deallocate()
  }

  // MARK: Watching

  /// Counts what SQLite itself says it ran, and lets a person stop it.
  private func watch() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_trace_v2(
      database, UInt32(SQLITE_TRACE_STMT),
      { _, context, _, text in
        guard let context, let text else { return 0 }
        let connection = Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue()
        // A statement inside a trigger is reported as a comment (https://sqlite.org/c3ref/c_trace.html).
        let bytes = text.assumingMemoryBound(to: UInt8.self)
        let isTrigger = bytes[0] == UInt8(ascii: "-") && bytes[1] == UInt8(ascii: "-")
        if isTrigger {
          connection.firedTriggers &+= 1
        } else if connection.introspectionDepth == 0 {
          connection.tracedStatements += 1
        }
        return 0
      }, context)
    watchForInterrupt()
  }

  /// Lets a person stop what runs.
  func watchForInterrupt() {
    sqlite3_progress_handler(
      database, 1_000,
      { context in
        guard let context else { return 0 }
        let connection = Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue()
        // Sixteen times as far apart as the interrupt is polled: whoever listens reads a clock.
        connection.polls &+= 1
        if connection.polls & 15 == 0 { connection.onProgress?() }
        return connection.isInterrupted() ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// What this build of the library was compiled with (https://sqlite.org/compile.html).
  private static var functions: Set<Dialect.FunctionGroup> {
    Set(
      Dialect.FunctionGroup.allCases.filter { group in
        let option =
          switch group {
          case .mathematics: "ENABLE_MATH_FUNCTIONS"
          case .soundex: "SOUNDEX"
          }
        return sqlite3_compileoption_used(option) != 0
      })
  }

  package func catalog() throws(DatabaseError) -> Catalog {
    introspectionDepth += 1
    defer { introspectionDepth -= 1 }
    return try SQLiteCatalog.read(database)
  }

  package func prepare(_ sql: String) throws(DatabaseError) -> any PreparedStatement {
    if let statement = statements[StatementText(sql)] { return statement }
    var text = Substring(sql)
    guard let statement = try compile(&text, flags: UInt32(SQLITE_PREPARE_PERSISTENT)) else {
      throw DatabaseError(.statement, message: "there is no statement in this text", sql: sql)
    }
    if statements.count >= statementCapacity { statements.removeAll(keepingCapacity: true) }
    statements[StatementText(sql)] = statement
    return statement
  }

  package func prepareFirst(
    of text: inout Substring, toRun: Bool
  ) throws(DatabaseError) -> (any PreparedStatement)? {
    try checkTimeliness()
    return toRun && !Explaining.begins(text)
      ? try compile(&text, flags: 0) : try compileWithoutEffect(&text)
  }

  func compile(_ text: inout Substring, flags: UInt32) throws(DatabaseError) -> SQLiteStatement? {
    var handle: OpaquePointer?
    var consumed = 0
    var code: Int32 = SQLITE_OK
    let sql = String(text)
    sql.withCString { start in
      var tail: UnsafePointer<CChar>?
      // A NUL inside the text ends the statement, as it does for SQLite.
      code = sqlite3_prepare_v3(database, start, -1, flags, &handle, &tail)
      consumed = tail.map { $0 - start } ?? sql.utf8.count
    }
    guard code == SQLITE_OK else { throw error(code, sql: sql) }
    let end = text.utf8.index(text.utf8.startIndex, offsetBy: min(consumed, text.utf8.count))
    text = text[end...]
    guard let handle else { return nil }
    return SQLiteStatement(handle, connection: self)
  }

  package func beginReading() throws(DatabaseError) {
    guard sqlite3_get_autocommit(database) != 0 else { return }
    try checkInterrupt()
    try checkTimeliness()
    try control(&begin, "BEGIN")
    ownsTransaction = true
  }

  package func withoutWaiting<R>(_ body: () -> R) -> (result: R, wasLocked: Bool) { patience.without(body) }

  package func endReading() {
    patience.renew()
    guard ownsTransaction else { return }
    ownsTransaction = false
    // A read transaction has nothing to lose: when COMMIT fails, the rollback on close is as good.
    do { try control(&commit, "COMMIT") } catch { sqlite3_exec(database, "ROLLBACK", nil, nil, nil) }
  }
  private var ownsTransaction = false
  private var begin: SQLiteStatement?
  private var commit: SQLiteStatement?

  package var isInTransaction: Bool { !ownsTransaction && sqlite3_get_autocommit(database) == 0 }

  package func changeCounters() throws(DatabaseError) -> ChangeCounters {
    if let frozen, frozen.hasChanged { isOutdated = true }
    do throws(DatabaseError) {
      return try unobserved { () throws(DatabaseError) in
        let isDeferred = defersForeignKeys
        defer { deferForeignKeys(isDeferred) }
        return try readCounters()
      }
    } catch {
      // Nobody typed these statements.
      throw DatabaseError(error.kind, code: error.code, message: error.message)
    }
  }

  private func readCounters() throws(DatabaseError) -> ChangeCounters {
    let data = try number("PRAGMA data_version")
    let schema = try number("PRAGMA schema_version")
    // Each look at a file that was emptied counts as a change: SQLite compares with bytes that are not there.
    guard schema == 0, try number("PRAGMA page_count") == 0 else {
      return ChangeCounters(data: data, schema: schema)
    }
    return ChangeCounters(data: 0, schema: 0)
  }

  /// Fails where pages of the file as it was and as it is now would be mixed.
  private func checkTimeliness() throws(DatabaseError) {
    guard isOutdated else { return }
    throw DatabaseError(.outdated, message: "the file has changed")
  }

  /// Whether the plan of a statement puts the rows of several SELECTs together, apart from the lists of IN
  /// (https://sqlite.org/eqp.html §1.4); true where the plan cannot be had.
  func mixesSelects(_ sql: String) -> Bool {
    let lines: [SQLiteQueryPlan.Line]
    do throws(DatabaseError) { lines = try planLines(of: sql) } catch { return true }
    var lists: Set<Int64> = []
    for line in lines {
      if lists.contains(line.parent) || line.detail.hasPrefix("LIST SUBQUERY") {
        lists.insert(line.id)
      } else if line.detail.hasPrefix("UNION") || line.detail.hasPrefix("MERGE (UNION")
        || line.detail == "RECURSIVE STEP"
      {
        return true
      }
    }
    return false
  }

  /// What the foreign keys of a table do when a key that they refer to changes; none where that cannot be read.
  func updateActions(ofTable table: String, in schema: String) -> [ForeignKeyAction] {
    var actions: [ForeignKeyAction] = []
    do throws(DatabaseError) {
      try unobserved { () throws(DatabaseError) in
        let statement = try prepare("SELECT on_update FROM pragma_foreign_key_list(?, ?)")
        _ = try statement.run([Value(table), Value(schema)]) { row throws(DatabaseError) in
          if let action = ForeignKeyAction(rawValue: String(decoding: row[0].bytes, as: UTF8.self)) {
            actions.append(action)
          }
          return true
        }
      }
    } catch { return [] }
    return actions
  }

  /// Runs what is Kin's own business: it is neither counted nor logged.
  func unobserved<R>(_ body: () throws(DatabaseError) -> R) throws(DatabaseError) -> R {
    introspectionDepth += 1
    defer { introspectionDepth -= 1 }
    return try body()
  }

  func number(_ sql: String) throws(DatabaseError) -> Int64 {
    var result: Int64 = 0
    _ = try prepare(sql).run([]) { row throws(DatabaseError) in
      result = row[0].integer
      return false
    }
    return result
  }

  /// Begins or ends a transaction of Kin's own, as each line does, with a statement that is prepared once.
  private func control(_ statement: inout SQLiteStatement?, _ sql: String) throws(DatabaseError) {
    introspectionDepth += 1
    defer { introspectionDepth -= 1 }
    if statement == nil {
      var text = Substring(sql)
      statement = try compile(&text, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
    }
    try statement?.runUnmeasured()
  }

  /// Runs statements that are Kin's own business: they are neither counted nor logged.
  package func execute(_ sql: String) throws(DatabaseError) {
    introspectionDepth += 1
    defer { introspectionDepth -= 1 }
    let code = sqlite3_exec(database, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql: sql) }
  }

  /// Whether a person asked to stop, and the same as the progress handler does, which short statements never reach.
  package func checkInterrupt() throws(DatabaseError) {
    onProgress?()
    guard isInterrupted() else { return }
    throw DatabaseError(.interrupted, code: Int(SQLITE_INTERRUPT), message: "interrupted")
  }

  /// Whether one of the files could only be opened to be read, which SQLite does by itself where the system does not
  /// let it be written.
  private var hasUnwritableFile: Bool {
    var index: Int32 = 0
    while let name = sqlite3_db_name(database, index) {
      if sqlite3_db_readonly(database, name) == 1 { return true }
      index += 1
    }
    return false
  }

  func error(_ code: Int32, sql: String?) -> DatabaseError {
    let offset = Int(sqlite3_error_offset(database))
    let message = String(cString: sqlite3_errmsg(database))
    var kind = SQLiteResultCode.kind(code, message: message)
    // Who asks to stop waits for no lock any longer.
    if kind == .busy, isInterrupted() { kind = .interrupted }
    if code == SQLiteResultCode.lockFailure, writesMemoryOnly || !mayWrite { kind = .readOnly }
    if kind == .readOnly, writesMemoryOnly {
      kind = .readOnlyFile
    } else if kind == .readOnly, mayWrite {
      // It was opened to be written: then it is the system that refuses, or a setting of the person's.
      kind = code == SQLiteResultCode.unwritableFolder || hasUnwritableFile ? .unwritableFile : .other
    }
    return DatabaseError(
      kind, code: Int(code), message: message, sql: sql,
      offset: offset >= 0 ? offset : nil)
  }
}

/// A statement by its bytes: as Swift compares strings, those for two spellings of é would be one.
private struct StatementText: Hashable {
  private let sql: String

  init(_ sql: String) { self.sql = sql }

  static func == (left: Self, right: Self) -> Bool {
    var (left, right) = (left.sql, right.sql)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress else {
          return left.isEmpty && right.isEmpty
        }
        return memcmp(first, second, left.count) == 0
      }
    }
  }

  func hash(into hasher: inout Hasher) {
    var sql = sql
    sql.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// The words of SQLite's grammar, as the library itself lists them, and two that it reads as numbers though it lists
/// them as names (https://sqlite.org/lang_expr.html#boolean_expressions).
enum SQLiteKeywords {
  static let all: Set<String> = {
    var words: Set<String> = ["TRUE", "FALSE"]
    for index in 0..<sqlite3_keyword_count() {
      var start: UnsafePointer<CChar>?
      var count: Int32 = 0
      guard sqlite3_keyword_name(index, &start, &count) == SQLITE_OK, let start else { continue }
      let bytes = UnsafeRawBufferPointer(start: start, count: Int(count))
      words.insert(String(decoding: bytes, as: UTF8.self))
    }
    return words
  }()
}
