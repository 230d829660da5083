import Glibc
import SQL
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
      case .file("-"): all.append(try standardInput)
      case .file(let name): all.append(.file(Script(file: name, next: try lines(ofFile: name))))
      }
    }
    return all
  }

  /// Line by line, as they come.
  static var standardInput: LineSource {
    get throws(UsageError) {
      guard !TextFile.isFolder(STDIN_FILENO) else {
        throw UsageError(sentence: "cannot read standard input: \(FileFailure(number: EISDIR).reason).")
      }
      let reader = LineReader.standardInput
      return .file(
        Script(file: "standard input", isMoreComing: reader.isMoreComing, next: reader.next))
    }
  }

  /// The files that lines come from: standard input where nothing else is named.
  static func files(of sources: [Arguments.Source]) -> [stat] {
    var files: [stat] = []
    for source in sources.isEmpty ? [.file("-")] : sources {
      guard case .file(let name) = source else { continue }
      var facts = stat()
      if (name == "-" ? fstat(STDIN_FILENO, &facts) : stat(FileName.path(name), &facts)) == 0 {
        files.append(facts)
      }
    }
    return files
  }

  private static func lines(ofFile name: String) throws(UsageError) -> () -> FileLine? {
    do throws(FileFailure) {
      let reader = try LineReader(name)
      return reader.next
    } catch { throw UsageError(sentence: "cannot read \(name): \(error.reason).") }
  }
}

/// The lines of a file that is read as they are wanted; closed with the last that refers to it.
private final class LineReader {
  private let file: UnsafeMutablePointer<FILE>?
  /// What was read and not yet given.
  private var block = [UInt8](repeating: 0, count: 1 << 16)
  private var rest = 0..<0

  init(_ name: String) throws(FileFailure) { file = try TextFile.open(name) }

  private init(_ file: UnsafeMutablePointer<FILE>?) { self.file = file }

  deinit { if let file { fclose(file) } }

  static var standardInput: LineReader { LineReader(fdopen(STDIN_FILENO, "r")) }

  /// Whether something was read ahead, or comes, or the end has come.
  func isMoreComing(_ patience: Script.Patience) -> Bool {
    guard let file, !block[rest].contains(UInt8(ascii: "\n")) else { return true }
    var wait = pollfd(fd: fileno(file), events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, patience.milliseconds) > 0
  }

  /// The next line without its end; nil at the end of the file, and when a person asks to stop.
  ///
  /// Of a line that is too long to be answered only so much is kept as shows that it is: a device has no line ends.
  func next() -> FileLine? {
    var line: [UInt8] = []
    var hasBegun = false
    while !rest.isEmpty || readBlock() {
      hasBegun = true
      let end = block[rest].firstIndex(of: UInt8(ascii: "\n")) ?? rest.upperBound
      line += block[rest.lowerBound..<end].prefix(FileLine.longest + 1 - line.count)
      if end < rest.upperBound {
        rest = end + 1..<rest.upperBound
        return FileLine(line)
      }
      rest = end..<end
    }
    return hasBegun && !Interrupt.shared.isRequested ? FileLine(line) : nil
  }

  /// Reads what is there; false at the end.
  private func readBlock() -> Bool {
    guard let file else { return false }
    while !Interrupt.shared.isRequested {
      let count = read(fileno(file), &block, block.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        Descriptor.wait(for: POLLIN, of: fileno(file))
        continue
      }
      rest = 0..<max(count, 0)
      return count > 0
    }
    return false
  }
}

extension Script.Patience {
  fileprivate var milliseconds: Int32 {
    switch self {
    case .none: 0
    case .short: 50
    }
  }
}
