/// Kin on a pseudo terminal, as the tests type at it.
import Glibc
import Testing

enum Key {
  static let up = "\u{1B}[A"
  static let down = "\u{1B}[B"
  static let right = "\u{1B}[C"
  static let left = "\u{1B}[D"
}

/// Kin on the sample library, with a home of its own.
final class Session {
  static let prompt = "kin library> "
  let terminal: PseudoTerminal
  private let home: String
  private let ownsHome: Bool

  /// - Parameter other: a session whose home this one has, and which must outlive it.
  init(
    environment: [String: String] = [:], columns: Int = 80, editrc: String = "", configuration: String = "",
    arguments: [String] = [], sharing other: Session? = nil
  ) throws {
    home = try other?.home ?? TemporaryFolder.make()
    ownsHome = other == nil
    if !configuration.isEmpty {
      mkdir(home + "/.config", 0o700)
      mkdir(home + "/.config/kin", 0o700)
      try TemporaryFolder.write(configuration, to: home + "/.config/kin/init.kin")
    }
    if !editrc.isEmpty { try TemporaryFolder.write(editrc, to: home + "/.editrc") }
    let own = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home, "KIN_HISTORY": home + "/history",
      "PATH": "/usr/bin:/bin", "NO_COLOR": "1",
    ]
    terminal = try PseudoTerminal(
      Self.program, arguments: arguments, environment: own.merging(environment) { $1 }, columns: columns)
    expectInput("")
  }

  deinit { if ownsHome { TemporaryFolder.remove(home) } }

  /// The program lies beside the tests.
  static var program: String {
    var path = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &path, path.count - 1)
    let parts = String(decoding: path[..<max(length, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .split(separator: "/")
    return "/" + parts.dropLast().joined(separator: "/") + "/kin"
  }

  /// The lines of the screen up to the last that is not empty, without blanks at their ends.
  var screenLines: [String] {
    let lines = terminal.screen.lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    return Array(lines[...(lines.lastIndex { !$0.isEmpty } ?? -1)])
  }

  var historyFile: String { TemporaryFolder.contents(of: home + "/history") }

  var historyMode: mode_t {
    var status = stat()
    return stat(home + "/history", &status) == 0 ? status.st_mode & 0o777 : 0
  }

  /// How often a hint was drawn: nothing else is dimmed without colours.
  var hintCount: Int { terminal.transcript.occurrences(of: Array("\u{1B}[2m→".utf8)) }

  func type(_ keys: String) { terminal.send(keys) }

  /// Types a line and waits for the next prompt.
  func enter(_ line: String) {
    let count = readingCount
    type(line + "\r")
    #expect(terminal.wait { _ in readingCount > count })
    expectInput("")
  }

  /// How often a line was asked for: each time pastes are marked from then on, if the terminal can do that.
  private var readingCount: Int {
    let mark = terminal.transcript.contains(0x1B) ? "\u{1B}[?2004h" : Self.prompt
    return terminal.transcript.occurrences(of: Array(mark.utf8))
  }

  /// Waits for a prompt with this input, and the cursor so many columns into it: at its end unless said otherwise.
  func expectInput(_ input: String, cursor: Int? = nil, _ location: SourceLocation = #_sourceLocation) {
    terminal.expectLine(
      Self.prompt + input, column: Self.prompt.count + (cursor ?? input.count), location)
  }

  func leave() -> PseudoTerminal.Ending {
    type("\u{4}")
    return terminal.ending()
  }
}

extension [UInt8] {
  func occurrences(of part: [UInt8]) -> Int {
    guard count >= part.count else { return 0 }
    return (0...(count - part.count)).count { self[$0...].starts(with: part) }
  }
}
