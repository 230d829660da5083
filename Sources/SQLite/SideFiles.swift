import Glibc
import Synchronization

/// The files that SQLite puts beside a database in WAL mode even to read it: the log and the index of the log.
///
/// SQLite takes them away when the last connection closes, but not one that may only read
/// (https://sqlite.org/wal.html#read_only_databases). So the program does it when it ends, for those that were not there
/// before, and holding the lock that SQLite would hold.
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
    init(_ text: String) { start = strdup(text) }
  }

  private init(beside path: String, _ before: Presence, next: SideFiles?) {
    database = Text(path)
    log = Text(path + "-wal")
    index = Text(path + "-shm")
    hadLog = before.log
    hadIndex = before.index
    self.next = next
  }

  /// Which of the two files there are.
  struct Presence {
    let log: Bool
    let index: Bool

    init(beside path: String) {
      log = access(path + "-wal", F_OK) == 0
      index = access(path + "-shm", F_OK) == 0
    }
  }

  private static var all: SideFiles? {
    UnsafeRawPointer(bitPattern: newest.load(ordering: .acquiring)).map {
      Unmanaged<SideFiles>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Remembers what stood beside a file in WAL mode before it was opened to be read.
  ///
  /// - Parameter path: as the system resolves it: the files stand beside what a link leads to.
  static func remember(_ before: Presence, beside path: String) {
    guard !before.log || !before.index else { return }
    let files = SideFiles(beside: path, before, next: all)
    newest.store(UInt(bitPattern: Unmanaged.passRetained(files).toOpaque()), ordering: .releasing)
  }

  /// Takes away what was not there before, unless another process has the database open or has left rows in its log.
  ///
  /// For the end of the program, where nothing is read any more: it calls only what a signal's handler may call, and it
  /// lets go of every lock that the process has on the files.
  package static func removeAll() {
    var files = all
    while let present = files {
      present.remove()
      files = present.next
    }
  }

  private func remove() {
    guard let database = database.start, let log = log.start, let index = index.start else { return }
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
