import CSQLite
import SQL

/// What SQLite's result codes mean to Kin (https://sqlite.org/rescode.html).
enum SQLiteResultCode {
  /// - Parameter message: tells apart what has one code only.
  static func kind(_ code: Int32, message: String = "") -> DatabaseError.Kind {
    // A journal or a log that must be played back first.
    if unfinished.contains(code) { return .unfinishedTransaction }
    if code == movedFile { return .movedFile }
    if code == oldSnapshot { return .oldSnapshot }
    // The low byte is the primary code, the rest says more.
    return switch code & 0xFF {
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
    case SQLITE_NOTADB: .notADatabase
    case SQLITE_CORRUPT: .corrupt
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_READONLY: .readOnly
    case SQLITE_CONSTRAINT: .constraint
    case SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM: .storage
    case SQLITE_INTERRUPT: .interrupted
    // As sum() and abs() say it (https://sqlite.org/lang_aggfunc.html#sumunc).
    case SQLITE_ERROR where message == "integer overflow": .overflow
    case SQLITE_TOOBIG where message == "string or blob too big": .valueTooLarge
    case SQLITE_TOOBIG: .tooLarge
    case SQLITE_ERROR where limits.contains(where: message.hasPrefix): .tooLarge
    case SQLITE_ERROR where namesTheUnknown(message): .unknownName
    case SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_RANGE: .statement
    default: .other
    }
  }

  /// A message of a trigger has another code.
  private static func namesTheUnknown(_ message: String) -> Bool {
    ["no such table: ", "no such column: "].contains(where: message.hasPrefix)
      || message.contains(" has no column named ")
  }

  /// SQLITE_IOERR_LOCK: what the system says when a file that is open to be read is locked to be written.
  static let lockFailure = SQLITE_IOERR | (15 << 8)

  /// SQLITE_READONLY_DBMOVED.
  private static let movedFile = SQLITE_READONLY | (4 << 8)

  /// SQLITE_BUSY_SNAPSHOT (https://sqlite.org/rescode.html#busy_snapshot).
  private static let oldSnapshot = SQLITE_BUSY | (2 << 8)

  /// SQLITE_READONLY_DIRECTORY: no journal can be made.
  static let unwritableFolder = SQLITE_READONLY | (6 << 8)

  /// SQLITE_READONLY_RECOVERY and SQLITE_READONLY_ROLLBACK.
  private static let unfinished = [SQLITE_READONLY | (1 << 8), SQLITE_READONLY | (3 << 8)]

  /// How the messages about limits begin (https://sqlite.org/limits.html).
  private static let limits = [
    "parser stack overflow", "Expression tree is too large", "too many", "at most 64 tables",
  ]
}
