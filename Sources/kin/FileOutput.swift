import Glibc
import Rendering
import SQL

/// A file that a command's answer goes to; closed with the last that refers to it.
final class FileOutput {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Makes the file anew; a database is never written over.
  ///
  /// - Parameter failure: takes note of why something could not be written.
  static func make(
    _ name: String, noting failure: WriteFailure = WriteFailure()
  ) throws(DatabaseError) -> Output {
    if isDatabase(name) {
      throw DatabaseError(.storage, message: "it is a database, which would be lost")
    }
    let descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw DatabaseError(.storage, message: String(cString: strerror(errno)))
    }
    let file = FileOutput(descriptor: descriptor)
    return Output(
      isStopped: { Interrupt.shared.isRequested },
      emit: { failure.noting(Program.write($0, to: file.descriptor)) })
  }

  /// Whether a file begins as every SQLite database does (https://sqlite.org/fileformat.html §1.3).
  private static func isDatabase(_ name: String) -> Bool {
    var facts = stat()
    // Whatever else it is, a pipe or a terminal, would keep whoever reads it waiting.
    guard stat(name, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, let file = fopen(name, "r") else {
      return false
    }
    defer { fclose(file) }
    let magic = Array("SQLite format 3\0".utf8)
    var beginning = [UInt8](repeating: 0, count: magic.count)
    return fread(&beginning, 1, beginning.count, file) == beginning.count && beginning == magic
  }
}

/// Why the last thing that could not be written could not.
final class WriteFailure {
  /// An `errno`.
  private(set) var number: Int32?

  /// To be called right after the write.
  func noting(_ isWritten: Bool) -> Bool {
    if !isWritten { number = errno }
    return isWritten
  }
}
