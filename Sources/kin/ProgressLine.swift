/// The line in which a person who waits is told how far it is, and that Ctrl-C was heard.
///
/// Where the database does not look up, as while it undoes what a statement wrote, another thread answers.
import Glibc
import Shell
import Synchronization

final class ProgressLine: Sendable {
  private struct State {
    /// While a line runs and nothing else has appeared.
    var notice: StopNotice?
    var isShown = false
    /// Whether Ctrl-C was answered: how far the line has come is no news any more.
    var isStopping = false
  }

  private let state = Mutex(State())
  private let descriptor: Int32

  /// Most steps end sooner, and what came of it is told then.
  private static let patience: Int64 = 60_000_000
  private static let interval: Int64 = 100_000_000

  init(on descriptor: Int32) { self.descriptor = descriptor }

  /// Shows a text in the place of the one before; nil takes it away.
  func show(_ text: String?) {
    state.withLock { state in
      guard !state.isStopping else { return }
      write(text, &state)
    }
  }

  /// - Parameter notice: what to tell whoever asks to stop; nil where that is over.
  func expect(_ notice: StopNotice?) {
    state.withLock { state in
      state.notice = notice
      guard notice == nil else { return }
      state.isStopping = false
      if state.isShown { write(nil, &state) }
    }
  }

  private func write(_ text: String?, _ state: inout State) {
    Terminal.write("\r\u{1B}[2K" + (text ?? ""), to: descriptor)
    state.isShown = text != nil
  }

  // MARK: - The thread that answers

  /// Answers Ctrl-C from now on, for as long as the program runs.
  func answerInterrupts() {
    // Signals are for the thread that waits for keys.
    var (all, former) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let error = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<ProgressLine>.fromOpaque(context).takeRetainedValue().answer() }
        return nil
      }, context.toOpaque())
    guard error == 0 else { return context.release() }
    pthread_detach(thread)
  }

  private func answer() {
    while true {
      Interrupt.shared.waitForPress()
      var elapsed = Self.patience
      Self.sleep(elapsed)
      while tell(after: elapsed) {
        Self.sleep(Self.interval)
        elapsed += Self.interval
      }
    }
  }

  /// Answers whether there is still something to wait for.
  private func tell(after nanoseconds: Int64) -> Bool {
    state.withLock { state in
      guard let notice = state.notice, Interrupt.shared.isRunStopped else { return false }
      state.isStopping = true
      write(notice.text(after: nanoseconds), &state)
      return true
    }
  }

  private static func sleep(_ nanoseconds: Int64) {
    var pause = timespec(tv_sec: 0, tv_nsec: Int(nanoseconds))
    nanosleep(&pause, nil)
  }
}
