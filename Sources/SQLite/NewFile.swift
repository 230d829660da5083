import Glibc
import SQL
import Synchronization

/// A database file in the making: under another name until all of it is on the disk, and gone where that fails.
final class NewFile {
  private let path: String
  /// Where it is written.
  let temporary: String
  private let descriptor: Int32
  private var isPublished = false

  /// What is in the making, as a C string, so that a signal's handler can take it away; 0 for nothing.
  private static let unfinished = Atomic<UInt>(0)

  /// Makes the file, empty.
  ///
  /// - Parameter mode: who may read and write it; nil for whoever may what is made.
  init(_ path: String, mode: mode_t?) throws(DatabaseError) {
    try Self.checkName(path)
    self.path = path
    temporary = "\(path).new-\(getpid())"
    unlink(FileName.path(temporary))
    let descriptor = open(FileName.path(temporary), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode ?? 0o666)
    guard descriptor >= 0 else { throw Self.failure(errno) }
    self.descriptor = descriptor
    Self.unfinished.store(UInt(bitPattern: strdup(FileName.path(temporary))), ordering: .releasing)
  }

  deinit {
    if !isPublished { unlink(FileName.path(temporary)) }
    // To give the room of a large file back takes a while, and nobody need wait for it.
    let descriptor = descriptor
    if isPublished || DetachedThread.start({ close(descriptor) }) != 0 { close(descriptor) }
    if let name = UnsafeMutablePointer<CChar>(bitPattern: Self.unfinished.exchange(0, ordering: .acquiring)) {
      free(name)
    }
  }

  /// Takes away what is in the making, for the end of the program: it calls only what a signal's handler may call.
  static func removeUnfinished() {
    guard let name = UnsafePointer<CChar>(bitPattern: unfinished.load(ordering: .acquiring)) else { return }
    unlink(name)
  }

  /// Who may read and write a file; nil where there is none.
  static func mode(of path: String) -> mode_t? {
    var facts = stat()
    guard !path.isEmpty, stat(FileName.path(path), &facts) == 0 else { return nil }
    return facts.st_mode & 0o666
  }

  /// Fails where something has the name already, or where what stands beside it would be taken for its journal or log:
  /// SQLite would play that into it (https://sqlite.org/howtocorrupt.html section 1.4).
  private static func checkName(_ path: String) throws(DatabaseError) {
    guard path != ":memory:" else {
      throw DatabaseError(.cannotOpen, message: "that is the name of a database in memory")
    }
    for ending in ["-journal", "-wal", "-shm"] where path.hasSuffix(ending) {
      throw DatabaseError(.cannotOpen, message: "a name with this end is that of a database's journal or log")
    }
    for ending in ["", "-journal", "-wal", "-shm"] {
      var facts = stat()
      guard lstat(FileName.path(path + ending), &facts) == 0 else { continue }
      throw DatabaseError(
        .cannotOpen,
        message: ending.isEmpty
          ? "it is there already, and a backup takes no file's place"
          : "\(path)\(ending) is there already, and would be taken for a part of it")
    }
  }

  /// Brings what was written so far to the disk.
  func flush() throws(DatabaseError) {
    if fdatasync(descriptor) != 0 { throw Self.failure(errno) }
  }

  /// Gives it its name.
  ///
  /// - Returns: its size in bytes.
  func publish() throws(DatabaseError) -> Int {
    var facts = stat()
    guard fsync(descriptor) == 0, fstat(descriptor, &facts) == 0 else { throw Self.failure(errno) }
    // Unlike a new name, a second one takes no file's place that has come meanwhile.
    if link(FileName.path(temporary), FileName.path(path)) == 0 {
      unlink(FileName.path(temporary))
    } else {
      let number = errno
      try Self.checkName(path)
      // The file system may know no second names.
      guard [EPERM, EOPNOTSUPP, ENOSYS].contains(number) else { throw Self.failure(number) }
      guard rename(FileName.path(temporary), FileName.path(path)) == 0 else { throw Self.failure(errno) }
    }
    isPublished = true
    flushFolder()
    return Int(facts.st_size)
  }

  /// So that the name outlasts a power cut, too; where that cannot be had, the file is there all the same.
  private func flushFolder() {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = open(
      FileName.path(end.map { String(path[...$0]) } ?? "."), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func failure(_ number: Int32) -> DatabaseError {
    DatabaseError(.storage, code: Int(number), message: String(cString: strerror(number)))
  }
}
