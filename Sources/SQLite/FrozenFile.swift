import Glibc
import SQL

/// A file that is read as it stands, without locks: one in WAL mode that nobody has open, where SQLite may not put the two
/// files beside it without which it follows no changes (https://sqlite.org/wal.html#read_only_databases).
struct FrozenFile {
  private let path: String
  private let state: State?

  private struct State: Equatable {
    var inode: UInt
    var size: Int
    var seconds: Int
    var nanoseconds: Int
    var hasLog: Bool

    init?(of path: String) {
      var status = stat()
      guard stat(FileName.path(path), &status) == 0 else { return nil }
      inode = UInt(status.st_ino)
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
      hasLog = access(FileName.path(path + "-wal"), F_OK) == 0
    }
  }

  /// - Parameter path: as the system resolves it.
  /// - Returns: nil for a file that SQLite can read while others write.
  init?(_ path: String) {
    guard access(FileName.path(path + "-wal"), F_OK) != 0,
      !Self.mayBeWritten(path) || !Self.mayBeWritten(Self.folder(of: path)),
      Self.isWAL(path)
    else { return nil }
    self.path = path
    state = State(of: path)
  }

  /// Whether the file is not what it was, so that pages of then and now would be mixed.
  var hasChanged: Bool { State(of: path) != state }

  private static func mayBeWritten(_ path: String) -> Bool { access(FileName.path(path), W_OK) == 0 }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Bytes 18 and 19 of the header are 2 in WAL mode (https://sqlite.org/fileformat.html#the_database_header).
  private static func isWAL(_ path: String) -> Bool {
    let file = open(FileName.path(path), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var header = [UInt8](repeating: 0, count: 20)
    guard pread(file, &header, header.count, 0) == header.count else { return false }
    return header[18] == 2 || header[19] == 2
  }
}
