/// A terminal with a program on it: keys go in, a screen comes out.
import Glibc
import Testing

final class PseudoTerminal {
  private(set) var screen: Screen
  /// Everything the program wrote.
  private(set) var transcript: [UInt8] = []
  private let controller: Int32
  private let device: Int32
  private let process: pid_t
  private var status: Int32?
  /// How the terminal was set before the program ran.
  let originalMode: TerminalMode

  struct Failure: Error, CustomStringConvertible { var description: String }

  /// Starts a program as the leader of a session of its own, with the terminal as its controlling one.
  init(
    _ program: String, arguments: [String] = [], environment: [String: String],
    columns: Int = 80, rows: Int = 24
  ) throws {
    screen = Screen(columns: columns, rows: rows)
    var ends: (Int32, Int32) = (-1, -1)
    guard openpty(&ends.0, &ends.1, nil, nil, nil) == 0 else {
      throw Failure(description: "no pseudo terminal: \(errno)")
    }
    // The device is held open, so that what the program leaves behind can still be read when it has gone.
    (controller, device) = ends
    // Not by `ttyname`, whose answer another test may overwrite before it is used.
    var name = [CChar](repeating: 0, count: 256)
    guard fcntl(controller, F_SETFD, FD_CLOEXEC) == 0, fcntl(device, F_SETFD, FD_CLOEXEC) == 0,
      ttyname_r(device, &name, name.count) == 0
    else { throw Failure(description: "no terminal device: \(errno)") }
    originalMode = TerminalMode(of: device)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test runner may block or ignore signals; the program starts with none of that.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which <spawn.h> shows to GNU sources only.
    let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | newSession
    posix_spawnattr_setflags(&attributes, flags)

    var argumentPointers = ([program] + arguments).map { strdup($0) } + [nil]
    var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
    var process: pid_t = 0
    let error = posix_spawn(
      &process, program, &actions, &attributes, &argumentPointers, &environmentPointers)
    guard error == 0 else {
      throw Failure(description: "\(program) does not start: \(String(cString: strerror(error)))")
    }
    self.process = process
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(device)
    close(controller)
  }

  func send(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(controller, bytes, bytes.count)
  }

  /// Sends more than the terminal holds at once, and reads meanwhile what comes.
  func feed(_ keys: String) { feed(Array(keys.utf8)) }

  func feed(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var room = pollfd(fd: controller, events: Int16(POLLOUT), revents: 0)
      if poll(&room, 1, 20) > 0, room.revents & Int16(POLLOUT) != 0 {
        let block = Array(rest.prefix(512))
        let count = write(controller, block, block.count)
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
      readOn(milliseconds: 0)
    }
  }

  func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Reads on until the screen is as asked for; false when it is not in time.
  @discardableResult
  func wait(seconds: Double = 20, until isReached: (Screen) -> Bool) -> Bool {
    let end = Self.now + seconds
    while !isReached(screen) {
      guard Self.now < end else { return false }
      readOn(milliseconds: 20)
    }
    return true
  }

  /// Waits for the row of the cursor, without what is dimmed, and for the column of the cursor in it.
  func expectLine(_ line: String, column: Int? = nil, _ location: SourceLocation = #_sourceLocation) {
    let column = column ?? line.count
    wait { $0.plainLine == line && $0.cursor.column == column }
    #expect(screen.plainLine == line, "\(screen.lines.joined(separator: "\n"))", sourceLocation: location)
    #expect(screen.cursor.column == column, sourceLocation: location)
  }

  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
    case stillRunning
  }

  /// Waits for the end of the program.
  func ending(seconds: Double = 20) -> Ending {
    let end = Self.now + seconds
    while Self.now < end {
      readOn(milliseconds: 20)
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        self.status = status
        readOn(milliseconds: 20)
        return status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
      }
    }
    return .stillRunning
  }

  var mode: TerminalMode { TerminalMode(of: device) }

  private func readOn(milliseconds: Int32) {
    var wait = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, milliseconds) > 0, wait.revents & Int16(POLLIN) != 0 else { return }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(controller, &block, block.count)
    guard count > 0 else { return }
    transcript += block[..<count]
    screen.feed(block[..<count])
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// What a program may change about a terminal.
struct TerminalMode: Equatable {
  let flags: [UInt32]
  let characters: [UInt8]

  init(of descriptor: Int32) {
    var mode = termios()
    tcgetattr(descriptor, &mode)
    flags = [mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag]
    characters = withUnsafeBytes(of: &mode.c_cc) { Array($0) }
  }
}

extension Screen {
  /// The row of the cursor without what is dimmed; blanks at its end stay up to the cursor.
  var plainLine: String {
    let row = cells[cursor.row].map { $0.isDim ? " " : $0.text }
    let last = row.lastIndex { $0 != " " && $0 != "" } ?? -1
    return row[...max(last, cursor.column - 1)].joined()
  }
}
