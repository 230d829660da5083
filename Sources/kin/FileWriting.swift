import Glibc
import Rendering
import Shell

/// Files that a line writes its results into, `last csv > books.csv`.
enum FileWriting {
  /// A file opened anew; it is closed when its output goes.
  static func output(to path: String) throws(FileFailure) -> Output {
    guard !isDatabase(path) else { throw FileFailure(reason: "It is a database, and would be overwritten.") }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileFailure(reason: String(cString: strerror(errno)) + ".") }
    let file = File(descriptor)
    return Output(
      isStopped: { Interrupt.shared.isRequested }, emit: { Program.write($0, to: file.descriptor) })
  }

  private final class File {
    let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
  }

  /// Whether a file begins as the databases do that Kin opens (https://sqlite.org/fileformat.html §1.3).
  private static func isDatabase(_ path: String) -> Bool {
    let magic = Array("SQLite format 3\0".utf8)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: magic.count)
    return read(descriptor, &start, start.count) == start.count && start == magic
  }
}
