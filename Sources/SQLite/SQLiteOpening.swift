import CSQLite
import Glibc
package import SQL

/// The ways to a connection: a file to look at, a file to write, a private copy, a script in memory.
extension SQLiteConnection {
  package enum Access: Hashable, Sendable {
    case readOnly
    case write
    /// Writes go to a private copy in memory.
    case sandbox
  }

  /// Opens a file that exists.
  ///
  /// Nothing of the file or its folder changes under `.readOnly` and `.sandbox`.
  package static func open(
    _ path: String, access: Access, isInterrupted: @escaping () -> Bool
  ) throws(DatabaseError) -> SQLiteConnection {
    try checkFile(path, mayBeEmpty: access == .write)
    switch access {
    case .readOnly:
      let file = try openRead(path)
      let connection = try SQLiteConnection(
        file.database, mayWrite: false, frozen: file.frozen, isInterrupted: isInterrupted
      ).verified()
      file.rememberSideFiles()
      return connection
    case .write:
      let database = try handle(uri(path, "mode=rw"), flags: SQLITE_OPEN_READWRITE)
      return try SQLiteConnection(database, mayWrite: true, isInterrupted: isInterrupted).verified()
    case .sandbox:
      let file = try openRead(path)
      let source = file.database
      defer { sqlite3_close_v2(source) }
      let copy = try handle(":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      guard let backup = sqlite3_backup_init(copy, "main", source, "main") else {
        let code = sqlite3_errcode(copy)
        let message = String(cString: sqlite3_errmsg(copy))
        sqlite3_close_v2(copy)
        throw DatabaseError(SQLiteResultCode.kind(code), code: Int(code), message: message)
      }
      let code = sqlite3_backup_step(backup, -1)
      sqlite3_backup_finish(backup)
      file.rememberSideFiles()
      guard code == SQLITE_DONE else {
        sqlite3_close_v2(copy)
        throw DatabaseError(
          SQLiteResultCode.kind(code), code: Int(code), message: String(cString: sqlite3_errstr(code)))
      }
      return try SQLiteConnection(copy, mayWrite: true, isInterrupted: isInterrupted)
    }
  }

  /// A database in memory, filled by a script.
  package static func inMemory(
    script: UnsafeBufferPointer<UInt8>, isInterrupted: @escaping () -> Bool
  ) throws(DatabaseError) -> SQLiteConnection {
    let database = try handle(":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    let connection = try SQLiteConnection(database, mayWrite: true, isInterrupted: isInterrupted)
    // One transaction: a commit for each row would cost more than the rows.
    try connection.execute("BEGIN")
    try connection.execute(String(decoding: script, as: UTF8.self))
    try connection.execute("COMMIT")
    return connection
  }

  /// A file opened to be read, and how.
  private struct ReadFile {
    let database: OpaquePointer
    let path: String
    let frozen: FrozenFile?
    let before: SideFiles.Presence

    /// Where the files beside it are to go again; told once the database has answered.
    func rememberSideFiles() {
      guard frozen == nil, SQLiteConnection.isInWALMode(database) else { return }
      SideFiles.remember(before, beside: path)
    }
  }

  private static func openRead(_ path: String) throws(DatabaseError) -> ReadFile {
    let path = resolved(path)
    let before = SideFiles.Presence(beside: path)
    let frozen = FrozenFile(path)
    let query = frozen == nil ? "mode=ro" : "mode=ro&immutable=1"
    return ReadFile(
      database: try handle(uri(path, query), flags: SQLITE_OPEN_READONLY), path: path, frozen: frozen,
      before: before)
  }

  /// The path without links.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    // A name that is no UTF-8 would be another one as a String.
    return String(validatingCString: real) ?? path
  }

  /// Nobody asks how much memory the library holds, and counting it takes a lock for each piece.
  private static let preparedLibrary: Int32 = kin_count_no_memory()

  private static func handle(_ name: String, flags: Int32) throws(DatabaseError) -> OpaquePointer {
    var database: OpaquePointer?
    _ = preparedLibrary
    // One thread uses the connection, so its mutexes would only cost.
    let code = sqlite3_open_v2(name, &database, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let database else {
      let message = String(cString: sqlite3_errstr(code))
      if let database { sqlite3_close_v2(database) }
      throw DatabaseError(SQLiteResultCode.kind(code), code: Int(code), message: message)
    }
    return database
  }

  /// Reads the first page now, so that a file that is no database is refused at the door.
  private func verified() throws(DatabaseError) -> SQLiteConnection {
    try execute("SELECT count(*) FROM sqlite_schema")
    return self
  }

  private static func checkFile(_ path: String, mayBeEmpty: Bool) throws(DatabaseError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw DatabaseError(.cannotOpen, message: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw DatabaseError(.cannotOpen, message: "it is a directory")
    }
    guard status.st_size > 0 || mayBeEmpty || status.st_mode & S_IFMT != S_IFREG else {
      throw DatabaseError(.cannotOpen, message: "the file is empty")
    }
    guard Glibc.access(path, R_OK) == 0 else {
      throw DatabaseError(.cannotOpen, message: String(cString: strerror(errno)))
    }
  }

  private static func isInWALMode(_ database: OpaquePointer) -> Bool {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, "PRAGMA journal_mode", -1, &statement, nil) == SQLITE_OK else {
      return false
    }
    defer { sqlite3_finalize(statement) }
    guard sqlite3_step(statement) == SQLITE_ROW, let mode = sqlite3_column_text(statement, 0) else {
      return false
    }
    return String(cString: mode) == "wal"
  }

  /// A file name as a URI (https://sqlite.org/uri.html): every byte that could be read as something else is escaped.
  private static func uri(_ path: String, _ query: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var escaped = path.hasPrefix("/") ? "file://" : "file:"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0x80...:
        escaped += "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
      default:
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return escaped + "?" + query
  }
}
