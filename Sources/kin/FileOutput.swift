import Glibc
import Rendering
import SQL

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
    if isDatabase(name) {
      throw DatabaseError(.storage, message: "it is a database, which would be lost")
    }
    if belongsToDatabase(name) {
      throw DatabaseError(.storage, message: "it would take the place of the log or journal of a database")
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
  static func isDatabase(_ name: String) -> Bool {
    beginning(of: name, count: 16) == Array("SQLite format 3\0".utf8)
  }

  /// Whether a name, or the file that it leads to, is one that SQLite gives to the files beside a database, or the file
  /// begins as they do (https://sqlite.org/tempfiles.html, https://sqlite.org/fileformat.html §3 and §4.1).
  private static func belongsToDatabase(_ name: String) -> Bool {
    var names = [name]
    if let resolved = realpath(name, nil) {
      names.append(String(cString: resolved))
      free(resolved)
    }
    if names.contains(where: { name in ["-wal", "-shm", "-journal"].contains(where: name.hasSuffix) }) {
      return true
    }
    let journal: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    let log: [UInt8] = [0x37, 0x7F, 0x06]
    let start = beginning(of: name, count: 8) ?? []
    return start == journal || (start.starts(with: log) && [0x82, 0x83].contains(start[3]))
  }

  /// The first bytes of a file; nil where there are not so many.
  private static func beginning(of name: String, count: Int) -> [UInt8]? {
    var facts = stat()
    // Whatever else it is, a pipe or a terminal, would keep whoever reads it waiting.
    guard stat(name, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, let file = fopen(name, "re") else {
      return nil
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    return fread(&bytes, 1, count, file) == count ? bytes : nil
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
