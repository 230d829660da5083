import Glibc
import Shell

/// Where the lines of a batch come from, in the order in which the command line names them.
enum LineSource {
  case line(String)
  case file(Script)

  /// Opens the files, so that one that is missing is told before anything runs.
  static func all(_ sources: [Arguments.Source]) throws(UsageError) -> [LineSource] {
    var all: [LineSource] = []
    for source in sources {
      switch source {
      case .line(let line): all.append(.line(line))
      case .file("-"): all.append(standardInput)
      case .file(let name): all.append(.file(Script(file: name, next: try lines(ofFile: name))))
      }
    }
    return all
  }

  /// Line by line, as they come.
  static var standardInput: LineSource {
    .file(Script(file: "standard input", next: LineReader.standardInput.next))
  }

  private static func lines(ofFile name: String) throws(UsageError) -> () -> String? {
    do throws(FileFailure) {
      let reader = try LineReader(name)
      return reader.next
    } catch { throw UsageError(sentence: "cannot read \(name): \(error.reason).") }
  }
}

/// The lines of a file that is read as they are wanted; closed with the last that refers to it.
private final class LineReader {
  private let file: UnsafeMutablePointer<FILE>?

  init(_ name: String) throws(FileFailure) { file = try TextFile.open(name) }

  private init(_ file: UnsafeMutablePointer<FILE>?) { self.file = file }

  deinit { if let file { fclose(file) } }

  static var standardInput: LineReader { LineReader(fdopen(STDIN_FILENO, "r")) }

  /// The next line without its end; nil at the end of the file, and when a person asks to stop.
  func next() -> String? {
    guard let file else { return nil }
    var bytes: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(bytes) }
    while true {
      if Interrupt.shared.isRequested { return nil }
      errno = 0
      let count = getline(&bytes, &capacity, file)
      if count < 0, errno == EINTR {
        clearerr(file)
        continue
      }
      guard count > 0, let bytes else { return nil }
      var line = UnsafeRawBufferPointer(start: bytes, count: count)[...]
      if line.last == UInt8(ascii: "\n") { line.removeLast() }
      return String(decoding: line, as: UTF8.self)
    }
  }
}
