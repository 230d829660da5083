/// The lines typed so far, on disk: one line of the file is one entry, `\n` and `\\` standing for line end
/// and backslash.
///
/// Sessions share the file without loss: each adds its entries to the end, under a lock. Nothing here ever
/// fails; what went wrong is one sentence in `warning`, and the entries of this session are kept in memory.
import Glibc
import SQL

package struct HistoryFile {
  /// The oldest first.
  package private(set) var entries: [String] = []
  /// One sentence for the user when the file cannot be read or written.
  package private(set) var warning: String?
  private let path: String?

  /// How many entries are kept.
  package static let capacity = 10_000
  /// How much of an overlong file is read, in bytes from its end.
  private static let byteLimit = 16 << 20

  /// The history in `$KIN_HISTORY`, else in `$XDG_STATE_HOME/kin/history`, else in
  /// `~/.local/state/kin/history`.
  ///
  /// It is kept in memory only where `KIN_HISTORY` is set but empty. A relative `XDG_STATE_HOME` is ignored,
  /// as the XDG specification asks.
  package static func standard(
    environment: (String) -> String? = Terminal.environmentValue
  ) -> HistoryFile {
    if let path = environment("KIN_HISTORY") { return HistoryFile(path: path.isEmpty ? nil : path) }
    if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return HistoryFile(path: state + "/kin/history")
    }
    if let home = environment("HOME"), home.hasPrefix("/") {
      return HistoryFile(path: home + "/.local/state/kin/history")
    }
    var history = HistoryFile(path: nil)
    history.warning = "The history of this session is not kept: HOME is not set."
    return history
  }

  /// - Parameter path: nil keeps the entries in memory only.
  package init(path: String?) {
    self.path = path
    guard let path else { return }
    do throws(Failure) {
      try Self.makeFolder(of: path)
      let file = try LockedFile(path: path)
      defer { file.close() }
      entries = try Self.entries(in: file.contents(limit: Self.byteLimit))
      if entries.count > Self.capacity {
        entries.removeFirst(entries.count - Self.capacity)
        try file.replace(with: entries.map(Self.encoded).joined())
      }
    } catch {
      warning = Self.sentence(for: error, path: path)
    }
  }

  /// Adds a line, unless it is blank, begins with a space, or repeats the line before it.
  package mutating func add(_ line: String) {
    let isBlank = line.allSatisfy(\.isWhitespace)
    guard !isBlank, !line.hasPrefix(" "), line != entries.last else { return }
    entries.append(line)
    if entries.count > Self.capacity { entries.removeFirst() }
    guard let path, warning == nil else { return }
    do throws(Failure) {
      let file = try LockedFile(path: path)
      defer { file.close() }
      try file.append(Self.encoded(line))
    } catch {
      warning = Self.sentence(for: error, path: path)
    }
  }

  // MARK: - Entries

  private static func encoded(_ entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line + "\n"
  }

  private static func entries(in bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n")).map { line in
      var entry: [UInt8] = []
      var isEscaped = false
      for byte in line {
        if isEscaped {
          entry.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else {
          entry.append(byte)
        }
      }
      return String(decoding: entry, as: UTF8.self)
    }
  }

  // MARK: - Files

  /// An `errno`.
  fileprivate struct Failure: Error { var number: Int32 }

  private static func sentence(for failure: Failure, path: String) -> String {
    let reason = strerror(failure.number).map { String(cString: $0) } ?? "error \(failure.number)"
    return "The history of this session is not kept: \(path): \(reason)."
  }

  private static func makeFolder(of path: String) throws(Failure) {
    let parts = path.split(separator: "/").dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/" + part
      var status = stat()
      if stat(FileName.path(folder), &status) == 0 { continue }
      if mkdir(FileName.path(folder), 0o700) != 0, errno != EEXIST { throw Failure(number: errno) }
    }
  }

  /// A file that nobody else who asks for the lock can write to.
  private struct LockedFile {
    let path: String
    let descriptor: Int32

    /// Waits for the lock, and looks whether the file was replaced by whoever had it.
    init(path: String) throws(Failure) {
      self.path = path
      while true {
        let descriptor = open(
          FileName.path(path), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw Failure(number: errno) }
        while flock(descriptor, LOCK_EX) != 0 {
          let number = errno
          if number == EINTR { continue }
          Glibc.close(descriptor)
          throw Failure(number: number)
        }
        var locked = stat()
        var named = stat()
        if fstat(descriptor, &locked) == 0, stat(FileName.path(path), &named) == 0,
          locked.st_ino == named.st_ino,
          locked.st_dev == named.st_dev
        {
          self.descriptor = descriptor
          return
        }
        Glibc.close(descriptor)
      }
    }

    func close() { Glibc.close(descriptor) }

    func contents(limit: Int) throws(Failure) -> [UInt8] {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw Failure(number: errno) }
      guard status.st_mode & S_IFMT == S_IFREG else { return [] }
      let skipped = max(0, Int(status.st_size) - limit)
      guard lseek(descriptor, skipped, SEEK_SET) >= 0 else { throw Failure(number: errno) }
      var bytes: [UInt8] = []
      var block = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(descriptor, &block, block.count)
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw Failure(number: errno) }
        if count == 0 { break }
        bytes += block[..<count]
      }
      // The first line of a part is no whole line.
      if skipped > 0 { bytes = Array(bytes.drop { $0 != UInt8(ascii: "\n") }) }
      return bytes
    }

    func append(_ text: String) throws(Failure) { try Self.write(text, to: descriptor) }

    /// Puts a new file in place of this one, so that no moment has only half of it.
    func replace(with text: String) throws(Failure) {
      let newPath = path + ".new"
      let new = open(FileName.path(newPath), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard new >= 0 else { throw Failure(number: errno) }
      defer { Glibc.close(new) }
      try Self.write(text, to: new)
      guard rename(FileName.path(newPath), FileName.path(path)) == 0 else { throw Failure(number: errno) }
    }

    private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        if count <= 0 { throw Failure(number: errno) }
        rest = rest.dropFirst(count)
      }
    }
  }
}
