import Glibc
import Shell

/// The file `<database>.kin` on disk.
struct CompanionFile {
  let path: String

  var companion: Companion {
    Companion(
      name: path.split(separator: "/").last.map(String.init) ?? path,
      read: { () throws(CompanionError) in try read() },
      write: { (text) throws(CompanionError) in try write(text) })
  }

  /// A file that says more than this is no list of relationships.
  private static let largest = 1 << 20

  private func read() throws(CompanionError) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw failure()
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largest else {
      throw CompanionError("it is no text file of at most 1 MB")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if got < 0 { throw failure() }
      if got == 0 { break }
      count += got
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Beside the old one first, so that a full disk loses nothing.
  private func write(_ text: String) throws(CompanionError) {
    let new = path + ".new"
    let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw failure() }
    let isWritten = Program.write(Array(text.utf8), to: file) && fsync(file) == 0
    let failure = failure()
    close(file)
    guard isWritten, rename(new, path) == 0 else {
      unlink(new)
      throw failure
    }
  }

  private func failure() -> CompanionError { CompanionError(String(cString: strerror(errno))) }
}
