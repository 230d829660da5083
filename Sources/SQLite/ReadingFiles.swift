import CSQLite
import Glibc
import SQL

/// The operating system as a connection sees it that may change no file: each database is opened to be read, and none
/// is made.
///
/// A connection hands its access on to what ATTACH opens, but a database in memory has none to hand on; and VACUUM INTO
/// makes a file whatever the access is. So it is refused where files are opened (https://sqlite.org/c3ref/vfs.html).
/// Files of the library's own, for sorts and temporary tables, are opened as ever.
enum ReadingFiles {
  /// What the library knows it by; nil where the library has no files at all.
  nonisolated(unsafe) static let name: UnsafePointer<CChar>? = {
    guard let system, let name = strdup("kin-reading") else { return nil }
    let files = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    files.initialize(to: system.pointee)
    files.pointee.zName = UnsafePointer(name)
    files.pointee.pNext = nil
    files.pointee.xOpen = { _, path, file, flags, outFlags in
      ReadingFiles.open(path, file, flags, outFlags)
    }
    guard sqlite3_vfs_register(files, 0) == SQLITE_OK else { return nil }
    return UnsafePointer(name)
  }()

  nonisolated(unsafe) private static let system = sqlite3_vfs_find(nil)

  private static func open(
    _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let system, let open = system.pointee.xOpen else { return SQLITE_CANTOPEN }
    guard flags & SQLITE_OPEN_MAIN_DB != 0, let path else { return open(system, path, file, flags, outFlags) }
    // Only VACUUM INTO asks for a file that is not there: connections are opened without the flag.
    guard flags & SQLITE_OPEN_CREATE == 0 else {
      file?.pointee.pMethods = nil
      return SQLITE_READONLY
    }
    // What ATTACH names has been looked at by nobody.
    var facts = stat()
    guard stat(path, &facts) != 0 || FileKind.word(forMode: facts.st_mode) == nil else {
      file?.pointee.pMethods = nil
      return SQLITE_CANTOPEN
    }
    let reading = flags & ~SQLITE_OPEN_READWRITE | SQLITE_OPEN_READONLY
    let code = open(system, path, file, reading, outFlags)
    if code == SQLITE_OK, sqlite3_uri_boolean(path, "immutable", 0) == 0, isInWALMode(file) {
      SideFiles.remember(beside: FileName.text(ofCString: path))
    }
    return code
  }

  /// Bytes 18 and 19 of the header are 2 in WAL mode (https://sqlite.org/fileformat.html#the_database_header).
  ///
  /// Read by the library: whoever else opens and closes the file takes away the locks that the process holds
  /// (https://sqlite.org/howtocorrupt.html section 2.2).
  private static func isInWALMode(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Bool {
    guard let file, let read = file.pointee.pMethods?.pointee.xRead else { return false }
    var versions: (UInt8, UInt8) = (0, 0)
    guard read(file, &versions, 2, 18) == SQLITE_OK else { return false }
    return versions.0 == 2 || versions.1 == 2
  }
}
