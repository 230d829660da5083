import Glibc
import Language
import SQL
import Shell

/// Opens and reads whole files of text.
enum TextFile {
  /// What a person writes is far smaller; a database or a device would fill the memory.
  private static let longest = 16 << 20

  /// Opens what has lines to read, which a folder has not.
  static func open(_ name: String) throws(FileFailure) -> UnsafeMutablePointer<FILE> {
    guard let file = fopen(FileName.path(name), "re") else { throw FileFailure(number: errno) }
    if isFolder(fileno(file)) {
      fclose(file)
      throw FileFailure(number: EISDIR)
    }
    return file
  }

  static func isFolder(_ descriptor: Int32) -> Bool {
    var facts = stat()
    return fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// The bytes of a file that a person means to be read.
  static func bytes(of name: String) throws(DatabaseError) -> [UInt8] {
    do throws(FileFailure) { return try bytes(of: name, atMost: FileLine.longest) } catch {
      throw DatabaseError(.storage, message: error.reason)
    }
  }

  /// The text of a file that is read by itself.
  static func contents(of name: String) throws(DatabaseError) -> String {
    let bytes: [UInt8]
    do throws(FileFailure) { bytes = try self.bytes(of: name, atMost: longest) } catch {
      throw DatabaseError(.storage, message: error.reason)
    }
    guard let wrong = InvalidUTF8(in: bytes) else { return String(decoding: bytes, as: UTF8.self) }
    let line = bytes.prefix(wrong.offset).count { $0 == UInt8(ascii: "\n") } + 1
    throw DatabaseError(
      .storage, message: "line \(line) is not UTF-8: it has the byte \(InvalidUTF8.hexadecimal(wrong.byte))")
  }

  private static func bytes(of name: String, atMost longest: Int) throws(FileFailure) -> [UInt8] {
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
    return bytes
  }

  /// Beside the old one first, so that a full disk loses nothing; where a link leads, and with the mode and the owner
  /// that the file had.
  static func replace(_ path: String, with text: String) throws(FileFailure) {
    let path = try target(of: path)
    var facts = stat()
    let isThere = stat(FileName.path(path), &facts) == 0
    let new = path + ".new-\(getpid())"
    unlink(FileName.path(new))
    // Until it has the mode of the old one, nobody else reads it.
    let file = Glibc.open(
      FileName.path(new), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isThere ? 0o600 : 0o666)
    guard file >= 0 else { throw FileFailure(number: errno) }
    if isThere, facts.st_uid != geteuid() || facts.st_gid != getegid() {
      // Only some may give a file away; who may not still writes it.
      _ = fchown(file, facts.st_uid, facts.st_gid)
    }
    let isWritten =
      (!isThere || fchmod(file, facts.st_mode & 0o7777) == 0)
      && Descriptor.write(Array(text.utf8), to: file) && fsync(file) == 0
    var failure = FileFailure(number: errno)
    close(file)
    guard isWritten else {
      unlink(FileName.path(new))
      throw failure
    }
    guard rename(FileName.path(new), FileName.path(path)) == 0 else {
      failure.number = errno
      unlink(FileName.path(new))
      throw failure
    }
  }

  /// Where a path leads over links, also where the last of them leads to no file yet.
  private static func target(of path: String) throws(FileFailure) -> String {
    var path = path
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // The kernel follows as many.
    for _ in 0..<40 {
      let length = readlink(FileName.path(path), &buffer, buffer.count)
      guard length >= 0 else { return path }
      let link = FileName.text(of: buffer[..<length].map { UInt8(bitPattern: $0) })
      if link.hasPrefix("/") {
        path = link
      } else {
        let folder = path[..<(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)]
        path = folder + link
      }
    }
    throw FileFailure(number: ELOOP)
  }

  static func makeFolder(of path: String) throws(FileFailure) {
    var folder = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      if mkdir(FileName.path(folder), 0o700) != 0, errno != EEXIST { throw FileFailure(number: errno) }
    }
  }
}

/// Why the system did not do what was asked of a file.
struct FileFailure: Error {
  /// An `errno`.
  var number: Int32

  var reason: String { String(cString: strerror(number)) }
}
