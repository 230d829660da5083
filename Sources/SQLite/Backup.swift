import CSQLite
import Glibc
package import SQL

/// The database copied into a new file, by the library's own backup (https://sqlite.org/backup.html).
extension SQLiteConnection {
  /// What is copied between two looks at whether a person has asked to stop, in bytes.
  private static let portion: Int64 = 2 << 20

  /// The copy is made beside the new file, written to the disk, and only then given its name, which takes the place
  /// of nothing.
  package func backup(
    to path: String, _ tell: (_ done: Int, _ total: Int) -> Void
  ) throws(DatabaseError) -> Int {
    try checkInterrupt()
    let mode = sqlite3_db_filename(database, "main").flatMap { NewFile.mode(of: String(cString: $0)) }
    let file = try NewFile(path, mode: mode)
    try reading { () throws(DatabaseError) in try copy(into: file, tell) }
    if let frozen, frozen.hasChanged { throw DatabaseError(.outdated, message: "the file has changed") }
    return try file.publish()
  }

  /// One consistent state of the database for all of it; where a transaction is open, that is its own.
  private func reading(_ body: () throws(DatabaseError) -> Void) throws(DatabaseError) {
    let isOpen = sqlite3_get_autocommit(database) == 0
    if !isOpen { try beginReading() }
    defer { if !isOpen { endReading() } }
    try execute("SELECT count(*) FROM main.sqlite_schema")
    try body()
  }

  private func copy(
    into file: NewFile, _ tell: (_ done: Int, _ total: Int) -> Void
  ) throws(DatabaseError) {
    let target = try Self.handle(
      Self.uri(file.temporary, "mode=rw"), flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, isReading: false)
    defer { sqlite3_close_v2(target) }
    // A file that is thrown away when anything fails needs no journal, and what is written is flushed below.
    sqlite3_exec(target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nil, nil, nil)
    guard let backup = sqlite3_backup_init(target, "main", database, "main") else {
      throw Self.failure(sqlite3_errcode(target), of: target)
    }
    let pageSize = try unobserved { () throws(DatabaseError) in try number("PRAGMA main.page_size") }
    let pages = Int32(clamping: max(1, Self.portion / max(1, pageSize)))
    var stop: DatabaseError?
    var code = SQLITE_OK
    while code == SQLITE_OK {
      code = sqlite3_backup_step(backup, pages)
      guard code == SQLITE_OK else { break }
      do throws(DatabaseError) {
        // Little by little, so that the last of it does not keep anybody waiting.
        try file.flush()
        try checkInterrupt()
      } catch {
        stop = error
        break
      }
      let total = Int(sqlite3_backup_pagecount(backup))
      tell(total - Int(sqlite3_backup_remaining(backup)), total)
    }
    let end = sqlite3_backup_finish(backup)
    if let stop { throw stop }
    guard code == SQLITE_DONE, end == SQLITE_OK else {
      throw Self.failure(code == SQLITE_DONE ? end : code, of: target)
    }
  }

  /// In the system's words where it was the system that refused: the library calls all of that an I/O error.
  private static func failure(_ code: Int32, of target: OpaquePointer) -> DatabaseError {
    let number = code & 0xFF == SQLITE_IOERR ? sqlite3_system_errno(target) : 0
    let message = number != 0 ? strerror(number) : nil
    return DatabaseError(
      SQLiteResultCode.kind(code), code: Int(code),
      message: String(cString: message ?? UnsafeMutablePointer(mutating: sqlite3_errstr(code))))
  }
}
