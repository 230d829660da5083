import CSQLite
import Glibc
package import SQL

/// One prepared statement and the cells in which it lends its rows.
package final class SQLiteStatement: PreparedStatement {
  private let handle: OpaquePointer
  private unowned let connection: SQLiteConnection
  package let sql: String
  package let columns: [ResultColumn]
  private let cells: UnsafeMutableBufferPointer<Cell>
  package private(set) var failedRun: RunFacts?

  init(_ handle: OpaquePointer, connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
    sql = sqlite3_sql(handle).map { String(cString: $0) } ?? ""
    columns = (0..<sqlite3_column_count(handle)).map { index in
      ResultColumn(
        name: sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "",
        declaredType: sqlite3_column_decltype(handle, index).map { String(cString: $0) },
        origin: Self.origin(of: index, in: handle))
    }
    cells = .allocate(capacity: columns.count)
    cells.initialize(repeating: .null)
  }

  deinit {
    sqlite3_finalize(handle)
    cells.deallocate()
  }

  /// SQLite says of EXPLAIN what holds of the statement behind it.
  package var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 || sqlite3_stmt_isexplain(handle) != 0 }

  /// The table's column that a result's column is (https://sqlite.org/c3ref/column_database_name.html).
  private static func origin(of index: Int32, in handle: OpaquePointer) -> ColumnOrigin? {
    guard let schema = sqlite3_column_database_name(handle, index),
      let table = sqlite3_column_table_name(handle, index),
      let column = sqlite3_column_origin_name(handle, index)
    else { return nil }
    return ColumnOrigin(
      schema: String(cString: schema), table: String(cString: table), column: String(cString: column))
  }

  package var mixesSelects: Bool { connection.mixesSelects(sql) }

  package func run(
    _ bindings: [Value], _ receive: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) -> RunFacts {
    failedRun = nil
    try connection.checkInterrupt()
    let start = Self.now()
    let changesBefore = sqlite3_total_changes64(connection.database)
    let triggersBefore = connection.firedTriggers
    try bind(bindings)
    let further = isReadOnly ? nil : FurtherRows(of: connection.database)
    let isTold = further?.begin() ?? false
    defer {
      sqlite3_reset(handle)
      if isTold { further?.end() }
    }
    var rows = 0
    let row = Row(UnsafeBufferPointer(cells))
    let counter = connection.rowCounter
    do throws(DatabaseError) {
      while true {
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW else {
          guard code == SQLITE_DONE else { throw connection.error(code, sql: sql) }
          break
        }
        fetch()
        rows += 1
        counter.pointee &+= 1
        if try !receive(row) { break }
      }
    } catch {
      failedRun = RunFacts(rows: rows, nanoseconds: Self.now() - start, work: takeWork())
      throw error
    }
    var changes = changes(since: changesBefore, triggersBefore)
    if changes.further > 0, let further, isTold {
      changes.byTable = further.changes(firedTriggers: changes.firedTriggers) {
        connection.updateActions(ofTable: $1, in: $0)
      }
    }
    return RunFacts(rows: rows, nanoseconds: Self.now() - start, changes: changes, work: takeWork())
  }

  private func changes(since before: Int64, _ triggersBefore: Int) -> RowChanges {
    let all = Int(sqlite3_total_changes64(connection.database) &- before)
    // Otherwise the count is that of an earlier statement that changed rows.
    guard all > 0 else { return RowChanges() }
    let own = min(all, Int(sqlite3_changes64(connection.database)))
    return RowChanges(own: own, further: all - own, firedTriggers: connection.firedTriggers != triggersBefore)
  }

  /// Runs a statement without placeholders and without rows, in which nobody wants to know what it took.
  func runUnmeasured() throws(DatabaseError) {
    defer { sqlite3_reset(handle) }
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE else { throw connection.error(code, sql: sql) }
  }

  /// What the engine has counted since it was last asked (https://sqlite.org/c3ref/c_stmtstatus_counter.html).
  private func takeWork() -> EngineWork {
    EngineWork(
      scannedRows: Int(sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1)),
      sorts: Int(sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_SORT, 1)),
      automaticIndexRows: Int(sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_AUTOINDEX, 1)))
  }

  /// Steps of the virtual machine that all runs took together.
  var steps: Int { Int(sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_VM_STEP, 0)) }

  var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

  private func bind(_ values: [Value]) throws(DatabaseError) {
    guard values.count == parameterCount else {
      if values.isEmpty { throw DatabaseError(.unbound, code: parameterCount, message: "unbound", sql: sql) }
      throw DatabaseError(
        .statement, message: "placeholders: \(parameterCount), values: \(values.count)", sql: sql)
    }
    for (offset, value) in values.enumerated() {
      let index = Int32(offset + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
        case .real(let real): sqlite3_bind_double(handle, index, real)
        case .text(let text):
          text.utf8.withUnsafeBytes { bytes in
            // An empty array has no address, and text at no address is NULL to SQLite.
            kin_bind_text(
              handle, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(bytes.count))
          }
        case .blob(let blob):
          blob.isEmpty
            ? sqlite3_bind_zeroblob(handle, index, 0)
            : blob.withUnsafeBytes { kin_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) }
        }
      guard code == SQLITE_OK else { throw connection.error(code, sql: sql) }
    }
  }

  /// Decodes the row that SQLite stands on; text and blobs stay where they are until the next step.
  private func fetch() {
    // A statement that SQLite prepared again after a change of the schema may have fewer columns.
    let count = min(cells.count, Int(sqlite3_data_count(handle)))
    for index in 0..<count {
      // A column asked for its kind, its value and its length finds the value anew for each answer. The value itself is
      // safe to ask as long as one thread uses the connection, which is opened for that
      // (https://sqlite.org/c3ref/value.html).
      let value = sqlite3_column_value(handle, Int32(truncatingIfNeeded: index))
      let cell: Cell
      switch sqlite3_value_type(value) {
      case SQLITE_INTEGER: cell = .integer(sqlite3_value_int64(value))
      case SQLITE_FLOAT: cell = .real(sqlite3_value_double(value))
      case SQLITE_TEXT:
        let start = sqlite3_value_text(value)
        cell = .text(UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
      case SQLITE_BLOB:
        let start = sqlite3_value_blob(value)?.assumingMemoryBound(to: UInt8.self)
        cell = .blob(UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
      default: cell = .null
      }
      cells[index] = cell
    }
    for index in count..<cells.count { cells[index] = .null }
  }

  /// Nanoseconds on a clock that only goes forward.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
