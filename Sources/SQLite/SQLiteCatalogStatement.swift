import CSQLite
import SQL

/// One statement of the catalog reader, run once.
final class CatalogStatement {
  private let database: OpaquePointer
  private let statement: OpaquePointer

  init(_ sql: String, on database: OpaquePointer) throws(DatabaseError) {
    var prepared: OpaquePointer?
    let status = sqlite3_prepare_v2(database, sql, -1, &prepared, nil)
    guard status == SQLITE_OK, let prepared else { throw DatabaseError(failureOf: database) }
    self.database = database
    statement = prepared
  }

  deinit { sqlite3_finalize(statement) }

  func run(_ receive: (CatalogRow) throws(DatabaseError) -> Void = { _ in }) throws(DatabaseError) {
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: try receive(CatalogRow(statement: statement))
      case SQLITE_DONE: return
      default: throw DatabaseError(failureOf: database)
      }
    }
  }
}

/// The row a statement stands on.
struct CatalogRow {
  fileprivate let statement: OpaquePointer

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }
  func text(_ column: Int32) -> String { String(decoding: buffer(column), as: UTF8.self) }
  func bytes(_ column: Int32) -> Text { Text(utf8: Array(buffer(column))) }

  /// Whether the cell is this text, byte for byte.
  func holds(_ text: String, _ column: Int32) -> Bool { text.utf8.elementsEqual(buffer(column)) }

  /// A name, which must come back to SQLite as it is.
  func name(_ column: Int32) throws(DatabaseError) -> String {
    guard let name = String(validating: buffer(column), as: UTF8.self) else {
      throw DatabaseError(.other, message: "it has a name that is not valid UTF-8: \(text(column))")
    }
    return name
  }

  private func buffer(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_text(statement, column)
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
  }
}

extension DatabaseError {
  /// What a connection says of its last call.
  fileprivate init(failureOf database: OpaquePointer) {
    let code = sqlite3_extended_errcode(database)
    self.init(
      SQLiteResultCode.kind(code), code: Int(code), message: String(cString: sqlite3_errmsg(database)))
  }
}
