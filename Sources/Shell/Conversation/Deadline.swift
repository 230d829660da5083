import Language
import Rendering
import Synchronization

/// When a line is to stop that takes longer than a person has said one may take.
///
/// Whoever listens for Ctrl-C listens for it, too.
package final class Deadline: Sendable {
  /// On the clock; `Int64.max` where there is none.
  private let end = Atomic<Int64>(.max)
  /// What was left when it was held; `Int64.max` where it is not.
  private let left = Atomic<Int64>(.max)
  private let stopped = Atomic<Bool>(false)
  private let clock: @Sendable () -> Int64

  /// - Parameter clock: nanoseconds on a clock that only goes forward.
  package init(clock: @escaping @Sendable () -> Int64) { self.clock = clock }

  package convenience init() {
    let start = ContinuousClock.now
    self.init { start.duration(to: .now).nanoseconds }
  }

  /// Whether the time is over; the clock is only read where there is a limit.
  package var isOver: Bool {
    let end = end.load(ordering: .relaxed)
    guard end < .max, clock() >= end else { return false }
    stopped.store(true, ordering: .relaxed)
    return true
  }

  /// Whether somebody was told that the time is over, and so has stopped.
  var hasStopped: Bool { stopped.load(ordering: .relaxed) }

  /// - Parameter limit: nanoseconds from now; nil for none.
  func begin(_ limit: Int64?) {
    cancel()
    if let limit { end.store(clock() + limit, ordering: .relaxed) }
  }

  func cancel() {
    end.store(.max, ordering: .relaxed)
    left.store(.max, ordering: .relaxed)
    stopped.store(false, ordering: .relaxed)
  }

  /// Stops the time, until `goOn`.
  func hold() {
    let end = end.exchange(.max, ordering: .relaxed)
    if end < .max { left.store(end - clock(), ordering: .relaxed) }
  }

  func goOn() {
    let left = left.exchange(.max, ordering: .relaxed)
    if left < .max { end.store(clock() + left, ordering: .relaxed) }
  }
}

extension Conversation {
  /// Fails where an answer was cut short at the end of the time: not everything that writes looks whether all of it was
  /// taken.
  func checkWritten(_ line: String) throws(Diagnostic) {
    guard output.isInterrupted, deadline.hasStopped else { return }
    throw Diagnostic(.interrupted, at: SourceRange(0, line.utf8.count))
  }

  /// What stopped a line, told as the limit that it met and what lifts that; it is over, so that it can be told.
  func settled(_ diagnostic: Diagnostic) -> Diagnostic {
    var settled = diagnostic
    if deadline.hasStopped, let limit = settings.timeout {
      settled.problem = .timedOut(limit: limit, isOption: isOption("timeout"))
    } else if case .budgetExceeded(let limit, let instead, _) = diagnostic.problem {
      settled.problem = .budgetExceeded(limit: limit, instead: instead, isOption: isOption("budget"))
    }
    deadline.cancel()
    settleInterrupt()
    return settled
  }

  /// Whether only an option of the program changes a setting that one says; a prompt takes other words for it.
  private func isOption(_ setting: String) -> Bool {
    !isInteractive && fixedSettings.contains(setting) && chosenSettings[setting] == nil
  }
}
