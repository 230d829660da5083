import CSQLite
import Glibc
package import SQL

/// The ways to a connection: a file to look at, a file to write, a private copy, a script in memory.
extension SQLiteConnection {
  package enum Access: Hashable, Sendable {
    case readOnly
    case write
    /// Writes go to a private copy in memory, and what is attached to it is read.
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
      return try SQLiteConnection(
        file.database, mayWrite: false, frozen: file.frozen, isInterrupted: isInterrupted
      ).verified()
    case .write:
      let database = try handle(
        uri(path, "mode=rw"), flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, isReading: false)
      return try SQLiteConnection(database, mayWrite: true, isInterrupted: isInterrupted).verified()
    case .sandbox:
      let source = try openRead(path).database
      defer { sqlite3_close_v2(source) }
      let copy = try copy(of: source, "main", isInterrupted: isInterrupted)
      return try SQLiteConnection(copy, mayWrite: true, writesMemoryOnly: true, isInterrupted: isInterrupted)
    }
  }

  /// A copy in memory of one of the databases that a connection has open.
  static func copy(
    of source: OpaquePointer, _ schema: String, isInterrupted: () -> Bool
  ) throws(DatabaseError) -> OpaquePointer {
    let copy = try memory()
    guard let backup = sqlite3_backup_init(copy, "main", source, schema) else {
      let code = sqlite3_errcode(copy)
      let message = String(cString: sqlite3_errmsg(copy))
      sqlite3_close_v2(copy)
      throw DatabaseError(SQLiteResultCode.kind(code), code: Int(code), message: message)
    }
    // A few megabytes at a time, so that whoever asks to stop is heard.
    var code = SQLITE_OK
    while code == SQLITE_OK { code = isInterrupted() ? SQLITE_INTERRUPT : sqlite3_backup_step(backup, 1_000) }
    sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else {
      sqlite3_close_v2(copy)
      throw DatabaseError(
        SQLiteResultCode.kind(code), code: Int(code), message: String(cString: sqlite3_errstr(code)))
    }
    return copy
  }

  /// A database in memory.
  ///
  /// - Parameter image: what it starts as, the bytes of a database file, which are copied
  ///   (https://sqlite.org/c3ref/deserialize.html); nil for an empty one. To take an image costs a tenth of what
  ///   the statements cost that it was made by.
  package static func inMemory(
    image: UnsafeBufferPointer<UInt8>? = nil, isInterrupted: @escaping () -> Bool
  ) throws(DatabaseError) -> SQLiteConnection {
    let database: OpaquePointer
    if let image {
      let source = try memory()
      defer { sqlite3_close_v2(source) }
      // The bytes are only read: to be read only, they need no copy of the library's own.
      let code = sqlite3_deserialize(
        source, "main", UnsafeMutablePointer(mutating: image.baseAddress), Int64(image.count),
        Int64(image.count),
        UInt32(SQLITE_DESERIALIZE_READONLY))
      guard code == SQLITE_OK else {
        throw DatabaseError(
          SQLiteResultCode.kind(code), code: Int(code), message: String(cString: sqlite3_errstr(code)))
      }
      database = try copy(of: source, "main", isInterrupted: isInterrupted)
    } else {
      database = try memory()
    }
    return try SQLiteConnection(
      database, mayWrite: true, writesMemoryOnly: true, isInterrupted: isInterrupted)
  }

  /// No file is made or changed from it: ATTACH opens those that are there, to be read.
  ///
  /// A URI could name another way to the file system (https://sqlite.org/uri.html), so ATTACH takes paths only.
  private static func memory() throws(DatabaseError) -> OpaquePointer {
    try handle(":memory:", flags: SQLITE_OPEN_READWRITE, isReading: true)
  }

  private static func openRead(
    _ path: String
  ) throws(DatabaseError) -> (database: OpaquePointer, frozen: FrozenFile?) {
    let path = resolved(path)
    let frozen = FrozenFile(path)
    let database = try handle(
      readingURI(path, isImmutable: frozen != nil), flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
      isReading: true)
    return (database, frozen)
  }

  /// The path without links.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(FileName.path(path), nil) else { return path }
    defer { free(real) }
    return FileName.text(ofCString: real)
  }

  /// A file for reading, in the form that `reopen` takes.
  static func readingURI(_ path: String, isImmutable: Bool) -> String {
    uri(path, isImmutable ? "mode=ro&immutable=1" : "mode=ro")
  }

  /// Opens a file once more that this process has open.
  ///
  /// The file is looked at by the library alone: whoever else opens and closes it takes away the locks that the
  /// process holds (https://sqlite.org/howtocorrupt.html section 2.2).
  static func reopen(
    _ uri: String, isInterrupted: @escaping () -> Bool
  ) throws(DatabaseError) -> SQLiteConnection {
    try SQLiteConnection(
      try handle(uri, flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, isReading: false), mayWrite: false,
      isInterrupted: isInterrupted)
  }

  /// What the library is told before its first connection.
  ///
  /// Nobody asks how much memory it holds, and counting it takes a lock for each piece. A name is a URI only where a
  /// connection is opened to take them, however the library was built.
  private static let preparedLibrary: [Int32] = [
    kin_count_no_memory(), kin_take_no_uris(), PageCache.enlarge(),
  ]

  /// - Parameter isReading: whether files are only read, those that are attached included.
  static func handle(
    _ name: String, flags: Int32, isReading: Bool
  ) throws(DatabaseError) -> OpaquePointer {
    var database: OpaquePointer?
    _ = preparedLibrary
    // One thread uses the connection, so its mutexes would only cost.
    let code = sqlite3_open_v2(
      name, &database, flags | SQLITE_OPEN_NOMUTEX, isReading ? ReadingFiles.name : nil)
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
    guard stat(FileName.path(path), &status) == 0 else {
      throw DatabaseError(.cannotOpen, message: String(cString: strerror(errno)))
    }
    if let word = FileKind.word(forMode: status.st_mode) {
      throw DatabaseError(.cannotOpen, message: "it is a \(word)")
    }
    guard status.st_size > 0 || mayBeEmpty else {
      throw DatabaseError(.cannotOpen, message: "the file is empty")
    }
    guard Glibc.access(FileName.path(path), R_OK) == 0 else {
      throw DatabaseError(.cannotOpen, message: String(cString: strerror(errno)))
    }
  }

  /// A file name as a URI (https://sqlite.org/uri.html): every byte that could be read as something else is escaped.
  static func uri(_ path: String, _ query: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var escaped = path.hasPrefix("/") ? "file://" : "file:"
    for byte in FileName.bytes(of: path) {
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
