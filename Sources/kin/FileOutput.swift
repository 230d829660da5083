import Glibc
import Rendering
import SQL
import SQLite

/// A file that a command's answer goes to; closed with the last that refers to it.
final class FileOutput {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Makes the file anew; a database is never written over, nor what belongs to one.
  ///
  /// - Parameter failure: takes note of why something could not be written.
  static func make(
    _ name: String, noting failure: WriteFailure = WriteFailure()
  ) throws(DatabaseError) -> Output {
    switch FileKind(of: name) {
    case .database: throw DatabaseError(.storage, message: "it is a database, which would be lost")
    case .besideDatabase:
      throw DatabaseError(.storage, message: "it would take the place of the log or journal of a database")
    case .other: break
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
