import Glibc
import Rendering
import SQL
import SQLite

/// A file that answers go to; closed with the last that refers to it.
final class FileOutput {
  private let name: String
  /// nil until it is opened.
  private var descriptor: Int32?
  private var isEmptied = false

  /// Looks at the name and leaves the file as it is until it is opened.
  ///
  /// A database is never written over, nor what belongs to one.
  init(_ name: String) throws(DatabaseError) {
    switch FileKind(of: name) {
    case .database: throw DatabaseError(.storage, message: "it is a database, which would be lost")
    case .besideDatabase:
      throw DatabaseError(.storage, message: "it would take the place of the log or journal of a database")
    case .other: break
    }
    if let database = StoredCommandFile.database(besideWhich: name), FileKind(of: database) == .database {
      throw DatabaseError(.storage, message: "it would take the place of what is kept of \(database)")
    }
    self.name = name
  }

  deinit { if let descriptor { close(descriptor) } }

  /// Makes sure that it can be written; what stands in it stays until there is something to write.
  func open() throws(DatabaseError) {
    let descriptor = Glibc.open(FileName.path(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw DatabaseError(.storage, message: String(cString: strerror(errno)))
    }
    self.descriptor = descriptor
  }

  /// Takes away what stood in it, once: before the first byte, or where an answer without any has come.
  func empty() {
    guard let descriptor, !isEmptied else { return }
    isEmptied = true
    // What is no file, as a pipe, has nothing to take away.
    _ = ftruncate(descriptor, 0)
  }

  /// What takes the bytes, once the file is open.
  ///
  /// - Parameter failure: takes note of why something could not be written.
  func output(noting failure: WriteFailure = WriteFailure()) -> Output {
    Output(
      isStopped: { Interrupt.shared.isRequested },
      emit: { [self] bytes in
        guard let descriptor else { return false }
        empty()
        return failure.noting(Program.write(bytes, to: descriptor))
      })
  }

  /// A file made anew, for the answer of a command.
  static func make(_ name: String) throws(DatabaseError) -> Output {
    let file = try FileOutput(name)
    try file.open()
    file.empty()
    return file.output()
  }

  /// Whether it is the file that a descriptor or another name stands for.
  func isSame(as other: stat) -> Bool {
    var facts = stat()
    return stat(FileName.path(name), &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
      && facts.st_dev == other.st_dev
      && facts.st_ino == other.st_ino
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
