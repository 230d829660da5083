import Glibc
import SQL

/// What a file is to SQLite, told without opening it as a database.
package enum FileKind {
  case database
  /// The log, the index of the log or the journal of a database.
  case besideDatabase
  case other

  /// The names that a database's file usually ends in.
  package static let endings = ["db", "sqlite", "sqlite3", "db3"]

  /// By the names that SQLite gives to the files beside a database, also behind a link, else by how the file begins
  /// (https://sqlite.org/tempfiles.html, https://sqlite.org/fileformat.html §1.3, §3 and §4.1).
  package init(of path: String) {
    var names = [path]
    if let resolved = realpath(FileName.path(path), nil) {
      names.append(FileName.text(ofCString: resolved))
      free(resolved)
    }
    // What is called so is not opened, because of the locks on it.
    if names.contains(where: { name in ["-wal", "-shm", "-journal"].contains(where: name.hasSuffix) }) {
      self = .besideDatabase
      return
    }
    self = Self.kind(of: path)
  }

  /// What has no bytes at places of its own, as a database must: a directory, a pipe, a device.
  ///
  /// To open a pipe waits for who writes into it, and no signal that only asks to stop ends that.
  ///
  /// - Returns: nil for a regular file.
  static func word(forMode mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "directory"
    case S_IFIFO: "pipe"
    case S_IFSOCK: "socket"
    default: "device"
    }
  }

  private static func kind(of path: String) -> FileKind {
    var facts = stat()
    guard stat(FileName.path(path), &facts) == 0, word(forMode: facts.st_mode) == nil else { return .other }
    let file = open(FileName.path(path), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return .other }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(file, &bytes, bytes.count, 0)
    if count == bytes.count, bytes == Array("SQLite format 3\0".utf8) {
      // Left open: to close it would take away the locks that the process may hold on it as a database
      // (https://sqlite.org/howtocorrupt.html section 2.2).
      return .database
    }
    close(file)
    let journal: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    let log: [UInt8] = [0x37, 0x7F, 0x06]
    let isJournal = count >= journal.count && bytes.starts(with: journal)
    let isLog = count > log.count && bytes.starts(with: log) && [0x82, 0x83].contains(bytes[3])
    return isJournal || isLog ? .besideDatabase : .other
  }
}
