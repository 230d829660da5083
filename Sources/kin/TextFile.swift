import Glibc
import SQL
import Shell

/// Opens and reads whole files of text.
enum TextFile {
  /// What a person writes is far smaller; a database or a device would fill the memory.
  private static let longest = 16 << 20

  /// Opens what has lines to read, which a folder has not.
  static func open(_ name: String) throws(FileFailure) -> UnsafeMutablePointer<FILE> {
    guard let file = fopen(name, "re") else { throw FileFailure(number: errno) }
    var facts = stat()
    if fstat(fileno(file), &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR {
      fclose(file)
      throw FileFailure(number: EISDIR)
    }
    return file
  }

  static func contents(of name: String) throws(DatabaseError) -> String {
    do throws(FileFailure) {
      let file = try open(name)
      defer { fclose(file) }
      var bytes: [UInt8] = []
      var block = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = fread(&block, 1, block.count, file)
        if count == 0 { break }
        bytes += block[..<count]
        guard bytes.count <= longest else { throw FileFailure(number: EFBIG) }
        if Interrupt.shared.isRequested { throw FileFailure(number: EINTR) }
      }
      if ferror(file) != 0 { throw FileFailure(number: errno) }
      return String(decoding: bytes, as: UTF8.self)
    } catch { throw DatabaseError(.storage, message: error.reason) }
  }

  /// Beside the old one first, so that a full disk loses nothing.
  static func replace(_ path: String, with text: String) throws(FileFailure) {
    let new = path + ".new"
    let file = Glibc.open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw FileFailure(number: errno) }
    let isWritten = Program.write(Array(text.utf8), to: file) && fsync(file) == 0
    let failure = FileFailure(number: errno)
    close(file)
    guard isWritten, rename(new, path) == 0 else {
      unlink(new)
      throw failure
    }
  }

  static func makeFolder(of path: String) throws(FileFailure) {
    var folder = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      if mkdir(folder, 0o700) != 0, errno != EEXIST { throw FileFailure(number: errno) }
    }
  }
}

/// Why the system did not do what was asked of a file.
struct FileFailure: Error {
  /// An `errno`.
  var number: Int32

  var reason: String { String(cString: strerror(number)) }
}
