import Glibc
import SQL
import Synchronization

/// The files that SQLite puts beside a database in WAL mode even to read it: the log and the index of the log.
///
/// SQLite takes them away when the last connection closes, but not one that may only read
/// (https://sqlite.org/wal.html#read_only_databases). So the program does it when it ends, holding the lock that SQLite
/// would hold, unless they stood there while nobody used them: such are meant to stay. Those that a process leaves that
/// is killed look just so, and stay until somebody who may write closes the database.
package final class SideFiles: Sendable {
  private let database: Text
  private let log: Text
  private let index: Text
  private let hadLog: Bool
  private let hadIndex: Bool
  private let next: SideFiles?
  /// Those of the files that were opened so far, the last one first; never shortened, so that a signal's handler finds them
  /// whatever it interrupts.
  private static let newest = Atomic<UInt>(0)

  /// A C string that lives as long as the process.
  private struct Text: @unchecked Sendable {
    let start: UnsafeMutablePointer<CChar>?
    init(_ text: String) { start = strdup(FileName.path(text)) }
  }

  private init(beside path: String, _ before: Presence, next: SideFiles?) {
    database = Text(path)
    log = Text(path + "-wal")
    index = Text(path + "-shm")
    // What others use goes with the last of them, who may be this process.
    hadLog = before.log && !before.isUsed
    hadIndex = before.index && !before.isUsed
    self.next = next
  }

  /// What stands beside a database that this process has not open.
  private struct Presence {
    let log: Bool
    let index: Bool
    /// Whether another process has the database open.
    let isUsed: Bool

    init(beside path: String) {
      log = access(FileName.path(path + "-wal"), F_OK) == 0
      index = access(FileName.path(path + "-shm"), F_OK) == 0
      isUsed = index && Self.isLocked(path + "-shm")
    }

    /// Whoever has a database in WAL mode open locks this byte of the index
    /// (https://sqlite.org/src/doc/trunk/src/os_unix.c, UNIX_SHM_DMS).
    private static func isLocked(_ index: String) -> Bool {
      let file = open(FileName.path(index), O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return false }
      defer { close(file) }
      var lock = flock()
      lock.l_type = Int16(F_WRLCK)
      lock.l_whence = Int16(SEEK_SET)
      lock.l_start = 128
      lock.l_len = 1
      return fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }
  }

  private static var all: SideFiles? {
    UnsafeRawPointer(bitPattern: newest.load(ordering: .acquiring)).map {
      Unmanaged<SideFiles>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Remembers what stands beside a file in WAL mode that is about to be read, unless the process has read it before:
  /// to look again would take away its own locks.
  ///
  /// - Parameter path: as the system resolves it: the files stand beside what a link leads to.
  static func remember(beside path: String) {
    var known = all
    while let files = known {
      if let start = files.database.start, strcmp(start, FileName.path(path)) == 0 { return }
      known = files.next
    }
    let files = SideFiles(beside: path, Presence(beside: path), next: all)
    newest.store(UInt(bitPattern: Unmanaged.passRetained(files).toOpaque()), ordering: .releasing)
  }

  /// Takes away what was not there before, and a file that is only half made, unless another process has the database open or has left rows in its log.
  ///
  /// For the end of the program, where nothing is read any more: it calls only what a signal's handler may call, and it
  /// lets go of every lock that the process has on the files.
  package static func removeAll() {
    NewFile.removeUnfinished()
    var files = all
    while let present = files {
      present.remove()
      files = present.next
    }
  }

  private func remove() {
    guard let database = database.start, let log = log.start, let index = index.start else { return }
    // With any of its descriptors the process lets go of the locks that it holds on a file: otherwise two that end at
    // the same time would each find the other.
    close(open(database, O_RDONLY | O_CLOEXEC))
    let file = open(database, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    // All of the bytes that SQLite locks: whoever has the file open holds one of them
    // (https://sqlite.org/src/doc/trunk/src/os.h, PENDING_BYTE and what follows it).
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    guard fcntl(file, F_SETLK, &lock) == 0 else { return }
    if !hadLog {
      var status = stat()
      guard stat(log, &status) != 0 || status.st_size == 0 else { return }
      unlink(log)
    }
    if !hadIndex { unlink(index) }
  }
}
