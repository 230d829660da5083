/// What signals ask of the program: stop the query, give up the line, redraw, or leave with the terminal as
/// it was.
///
/// Handlers only set atomics, write one byte to a pipe, or put terminal and folder back as they were and die: all of it
/// async-signal-safe.
import Glibc
import SQLite
import Shell
import Synchronization

package final class Interrupt: Sendable {
  package static let shared = Interrupt()

  /// When the line that runs is to stop by itself.
  let deadline = Deadline()
  private let requested = Atomic<Bool>(false)
  private let presses = Atomic<Int>(0)
  private let firstPress = Atomic<Int>(0)
  private let editing = Atomic<Bool>(false)
  private let resized = Atomic<Bool>(false)
  private let continued = Atomic<Bool>(false)
  /// Readable when a signal has come in since the last `drain`: what makes a waiting `poll` return without a
  /// race.
  let wakeUpDescriptor: Int32
  private let wakeUpSource: Int32
  /// Counts the presses for the thread that waits for them; initialized once.
  nonisolated(unsafe) private let pressSignal: UnsafeMutablePointer<sem_t>

  private init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) != 0 { ends = [-1, -1] }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    wakeUpDescriptor = ends[0]
    wakeUpSource = ends[1]
    pressSignal = .allocate(capacity: 1)
    sem_init(pressSignal, 0, 0)
  }

  /// True once Ctrl-C (SIGINT) was pressed, or the time of a line is over; the progress handler of a running query
  /// polls this.
  package var isRequested: Bool { requested.load(ordering: .relaxed) || deadline.isOver }

  /// Whether Ctrl-C was pressed for what runs; false while a line is edited or read in a pager, which has it for
  /// itself.
  var isRunStopped: Bool { requested.load(ordering: .relaxed) && !editing.load(ordering: .relaxed) }

  /// Waits until Ctrl-C is pressed.
  func waitForPress() { while sem_wait(pressSignal) != 0 {} }

  /// Forgets the presses so far: called before each line runs.
  package func reset() {
    requested.store(false, ordering: .relaxed)
    presses.store(0, ordering: .relaxed)
  }

  /// Sleeps so long, unless Ctrl-C is pressed meanwhile; answers whether it was not.
  package func wait(nanoseconds: Int64) -> Bool {
    // A signal between the look at the flag and the sleep is noticed after a twentieth of a second.
    let slice: Int64 = 50_000_000
    var left = nanoseconds
    while left > 0, !isRequested {
      var pause = timespec(tv_sec: 0, tv_nsec: Int(min(left, slice)))
      nanosleep(&pause, nil)
      left -= slice
    }
    return !isRequested
  }

  /// Installs the handlers: once, at the start, for interactive and batch use alike.
  ///
  /// - SIGINT sets the flag; the third press within a second, while a line runs, ends the program with status
  ///   130.
  /// - SIGPIPE is ignored, so that a write to a closed pipe fails with EPIPE. A child that is started gets
  ///   this disposition too, unless it is reset for it. So is SIGXFSZ: to write more than a file may hold fails.
  /// - SIGTSTP restores the terminal before the program stops.
  /// - Signals that end the program put terminal and folder back as they were first, and then end it as they would
  ///   have (143 after SIGTERM).
  ///
  /// What the parent had ignored (`nohup`, a background job) stays ignored.
  package func install() {
    TerminalState.shared.remember()
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    handle(SIGINT, flags: 0) { _ in Interrupt.shared.press() }
    handle(SIGWINCH, flags: SA_RESTART) { _ in
      Interrupt.shared.resized.store(true, ordering: .relaxed)
      Interrupt.shared.wakeUp()
    }
    handle(SIGCONT, flags: SA_RESTART) { _ in
      Interrupt.shared.continued.store(true, ordering: .relaxed)
      Interrupt.shared.wakeUp()
    }
    catchStop()
    for end in Self.endings {
      handle(end, flags: Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER) { number in
        TerminalState.shared.restore()
        SideFiles.removeAll()
        raise(number)
      }
    }
  }

  /// The signals that end a program which says nothing of them: all but those that do something else, that are caught
  /// above, and that nobody can catch.
  private static var endings: [Int32] {
    let others = [
      SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGCHLD, SIGURG, SIGWINCH, SIGINT, SIGPIPE,
    ]
    // Of the real-time ones the first two are the C library's own, which it lets nobody catch.
    return (1...64).filter { !others.contains($0) }
  }

  // MARK: - For the line editor

  /// While this is set, Ctrl-C gives up the line and is not counted as a press on a running query.
  func setEditing(_ isEditing: Bool) { editing.store(isEditing, ordering: .relaxed) }

  func takeRequest() -> Bool {
    presses.store(0, ordering: .relaxed)
    return requested.exchange(false, ordering: .relaxed)
  }

  func takeResize() -> Bool { resized.exchange(false, ordering: .relaxed) }

  func takeContinuation() -> Bool { continued.exchange(false, ordering: .relaxed) }

  func drain() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(wakeUpDescriptor, &bytes, 16) > 0 {}
  }

  // MARK: - In the handlers

  /// SIGTSTP, as Ctrl-Z sends it: the program stops with the terminal as it was, and catches it again afterwards.
  private func catchStop() {
    handle(SIGTSTP, flags: Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER) { number in
      let error = errno
      TerminalState.shared.restore()
      raise(number)
      // Where no shell would go on with it, the system did not stop it either.
      Interrupt.shared.continued.store(true, ordering: .relaxed)
      Interrupt.shared.wakeUp()
      Interrupt.shared.catchStop()
      errno = error
    }
  }

  private func press() {
    requested.store(true, ordering: .relaxed)
    wakeUp()
    sem_post(pressSignal)
    guard !editing.load(ordering: .relaxed) else { return }
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let milliseconds = now.tv_sec &* 1000 &+ now.tv_nsec / 1_000_000
    if milliseconds &- firstPress.load(ordering: .relaxed) > 1000 { presses.store(0, ordering: .relaxed) }
    let count = presses.wrappingAdd(1, ordering: .relaxed).newValue
    if count == 1 { firstPress.store(milliseconds, ordering: .relaxed) }
    if count >= 3 {
      TerminalState.shared.restore()
      SideFiles.removeAll()
      _exit(130)
    }
  }

  private func wakeUp() {
    let error = errno
    var byte: UInt8 = 1
    _ = write(wakeUpSource, &byte, 1)
    errno = error
  }

  private func handle(_ number: Int32, flags: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var former = sigaction()
    sigaction(number, nil, &former)
    let formerHandler = unsafeBitCast(former.__sigaction_handler.sa_handler, to: Int.self)
    if formerHandler == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = flags
    sigemptyset(&action.sa_mask)
    sigaction(number, &action, nil)
    // A program that starts this one from a thread of its own may have left the signal blocked.
    var one = sigset_t()
    sigemptyset(&one)
    sigaddset(&one, number)
    pthread_sigmask(SIG_UNBLOCK, &one, nil)
  }
}
