import CSQLite
import SQL

/// What a person has said of the foreign keys of the next transaction, which Kin's own questions must not undo.
///
/// `PRAGMA defer_foreign_keys` holds until the next COMMIT, and to SQLite each statement outside of a transaction that
/// reads ends in one (https://sqlite.org/pragma.html#pragma_defer_foreign_keys).
extension SQLiteConnection {
  /// Whether a person has asked for it, and a question of Kin's own would undo it.
  var defersForeignKeys: Bool {
    guard mayWrite, sqlite3_get_autocommit(database) != 0 else { return false }
    // The answer of this pragma is made when it is prepared, so that it is prepared each time.
    var handle: OpaquePointer?
    defer { sqlite3_finalize(handle) }
    guard sqlite3_prepare_v2(database, "PRAGMA defer_foreign_keys", -1, &handle, nil) == SQLITE_OK,
      sqlite3_step(handle) == SQLITE_ROW
    else { return false }
    return sqlite3_column_int(handle, 0) != 0
  }

  /// Asks for it again, where it was asked for.
  func deferForeignKeys(_ isDeferred: Bool) {
    if isDeferred { sqlite3_exec(database, "PRAGMA defer_foreign_keys = ON", nil, nil, nil) }
  }
}
