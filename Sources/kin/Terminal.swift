/// The terminal that Kin was started on: what it is, how large, and what it looked like before.
import CLibedit
import Glibc
import SQL
import Synchronization

package enum Terminal {
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Puts something in the place of standard streams that are closed: the next file that is opened, a database or the
  /// program's own pipe, would be taken for one of them.
  ///
  /// To use one fails as if it were still closed.
  static func fillStandardStreams() {
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDWR)]
    where fcntl(stream, F_GETFD) < 0 {
      // The lowest number that is free is the one that is missing.
      _ = open("/dev/null", mode)
    }
  }

  /// False where cursor movement cannot be relied upon: `TERM` unset, `dumb` or `unknown`.
  package static var canMoveCursor: Bool {
    switch environmentValue("TERM") {
    case nil, "", "dumb", "unknown": false
    default: true
    }
  }

  /// Makes the C library treat text as UTF-8 even without a locale (`LANG` unset or `C`).
  ///
  /// Otherwise libedit drops what is not ASCII. Only character handling is set; numbers keep their point.
  ///
  /// - Returns: whether text is UTF-8 now.
  @discardableResult
  package static func useUTF8() -> Bool {
    for name in ["", "C.UTF-8", "C.utf8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil {
      if let codeset = nl_langinfo(Int32(CODESET)), String(cString: codeset) == "UTF-8" { return true }
    }
    return false
  }

  /// Whether the user's own locale is UTF-8, which is what decides between box drawing and ASCII.
  ///
  /// Asks the environment as `setlocale` does: `LC_ALL`, `LC_CTYPE`, `LANG`, the first that is not empty.
  package static var localeIsUTF8: Bool {
    for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environmentValue(variable), !value.isEmpty else { continue }
      let folded = value.lowercased()
      return folded.hasSuffix("utf-8") || folded.hasSuffix("utf8")
    }
    return false
  }

  /// What terminals that tell by themselves say of their colours, `COLORFGBG=0;15`; the others are taken for dark.
  package static var hasLightBackground: Bool {
    let background = environmentValue("COLORFGBG")?.split(separator: ";").last.flatMap { Int($0) }
    return background == 7 || background == 15
  }

  static func environmentValue(_ name: String) -> String? {
    getenv(name).map { FileName.text(ofCString: $0) }
  }

  /// Writes all of `text`, going on after interruptions; what the terminal does not take is dropped.
  static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
    _ = Descriptor.write(Array(text.utf8), to: descriptor)
  }
}

/// Character cells of a terminal.
package struct TerminalSize: Equatable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// The size of the terminal behind a descriptor; nil where there is none or it does not know.
  package static func current(of descriptor: Int32 = STDOUT_FILENO) -> TerminalSize? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return TerminalSize(columns: Int(size.ws_col), rows: size.ws_row > 0 ? Int(size.ws_row) : 24)
  }
}

/// The settings the terminal had at the start, kept where a signal handler can reach them.
final class TerminalState: Sendable {
  static let shared = TerminalState()

  /// Written once, before the first handler is installed.
  nonisolated(unsafe) private let original: UnsafeMutablePointer<termios>
  private let isKnown = Atomic<Bool>(false)
  private let isChanged = Atomic<Bool>(false)
  /// Whether another program has read keys since the last line.
  private let wasLent = Atomic<Bool>(false)

  /// Says that another program has read keys: what it left of them may be half a key.
  func noteLoan() { wasLent.store(true, ordering: .relaxed) }

  func takeLoan() -> Bool { wasLent.exchange(false, ordering: .relaxed) }

  private init() {
    original = .allocate(capacity: 1)
    original.initialize(to: termios())
  }

  func remember() {
    guard !isKnown.load(ordering: .acquiring), tcgetattr(STDIN_FILENO, original) == 0 else { return }
    isKnown.store(true, ordering: .releasing)
    atexit { TerminalState.shared.restore() }
  }

  /// Says that the terminal is about to be changed: pasting is bracketed from now on, so that it can be told
  /// from typing.
  func prepareForEditing() {
    isChanged.store(true, ordering: .releasing)
    Terminal.write("\u{1B}[?2004h")
  }

  /// Puts everything back, even from a signal handler.
  func restore() {
    guard isChanged.exchange(false, ordering: .acquiringAndReleasing) else { return }
    let bracketsOff: StaticString = "\u{1B}[?2004l"
    _ = Glibc.write(STDOUT_FILENO, bracketsOff.utf8Start, bracketsOff.utf8CodeUnitCount)
    guard isKnown.load(ordering: .acquiring) else { return }
    // A process in the background would be stopped for this, and that with its last breath.
    let isInForeground = tcgetpgrp(STDIN_FILENO) == getpgrp()
    if isInForeground { tcsetattr(STDIN_FILENO, TCSANOW, original) }
  }
}
