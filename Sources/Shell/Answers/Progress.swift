import ORM
import Rendering
import SQL

/// What a person who waits is told: rows and queries so far, how long it has taken, and what is left.
///
/// It stands in a line of its own that is gone before anything else appears.
package final class Progress {
  /// Shows a text in the place of the one before; nil takes it away.
  private let show: (String?) -> Void
  /// Takes what to tell a person who asks to stop while nothing here gets to run; nil when the line is done.
  private let expectStop: (StopNotice?) -> Void
  private let now: () -> ContinuousClock.Instant
  private var connection: (any Connection)?
  private var presentation = Presentation()
  private var countdown: () -> Countdown? = { nil }
  private var start: ContinuousClock.Instant
  /// When it is looked at again whether there is something to tell.
  private var next: ContinuousClock.Instant
  private var isShown = false
  /// What the connection had done before the line.
  private var before = (statements: 0, rows: 0)
  /// When the countdown was first seen, and how far it was then.
  private var departure: (time: ContinuousClock.Instant, done: Int, total: Int)?

  /// Before that nobody wonders.
  private static let patience = Duration.milliseconds(300)
  /// After that a person wonders whether it ends.
  private static let doubt = Duration.seconds(2)
  private static let wayOut = "Ctrl-C stops it"
  /// Ten times a second is as fast as anybody reads.
  static let interval = Duration.milliseconds(100)

  /// - Parameters:
  ///   - now: reads the clock.
  ///   - expectStop: takes what to tell a person who asks to stop while the database does not look up, and nil when
  ///     nothing is to be told any more.
  package init(
    now: @escaping () -> ContinuousClock.Instant = { .now },
    expectStop: @escaping (StopNotice?) -> Void = { _ in }, show: @escaping (String?) -> Void
  ) {
    self.now = now
    self.expectStop = expectStop
    self.show = show
    start = now()
    next = start
  }

  /// Begins to watch what a connection does for a line.
  ///
  /// - Parameter countdown: how far the line has come, where that is known.
  func begin(
    _ connection: any Connection, as presentation: Presentation, countdown: @escaping () -> Countdown?
  ) {
    self.connection = connection
    self.presentation = presentation
    self.countdown = countdown
    start = now()
    next = start + Self.patience
    before = (connection.tracedStatements, connection.rowsGiven)
    departure = nil
    connection.onProgress = { [weak self] in self?.look() }
    expect(.unknown)
  }

  /// Says what the database may be at when it does not hear that a person asks to stop.
  func expect(_ step: StopNotice.Step) {
    if connection != nil { expectStop(StopNotice(step, as: presentation)) }
  }

  /// Takes away what is shown, and tells no more of this line.
  package func end() {
    connection?.onProgress = nil
    if connection != nil { expectStop(nil) }
    connection = nil
    guard isShown else { return }
    isShown = false
    show(nil)
  }

  /// Tells how far it is, where it is time to.
  func look() {
    let time = now()
    guard time >= next, let connection else { return }
    next = time + Self.interval
    isShown = true
    show(text(connection, at: time))
  }

  private func text(_ connection: any Connection, at time: ContinuousClock.Instant) -> String {
    let elapsed = start.duration(to: time).nanoseconds
    var pieces: [String] = []
    let statements = connection.tracedStatements - before.statements
    // A check of the file and a picture of the schema take time and no query.
    if statements > 0 {
      pieces.append(Quantity.count(connection.rowsGiven - before.rows, "row"))
      pieces.append(Quantity.count(statements, "query"))
    }
    pieces.append(Quantity.runningTime(nanoseconds: elapsed))
    if let left = secondsLeft(at: time) {
      pieces.append((left < 60 ? "\(left) s" : "\(left / 60) min \(left % 60) s") + " left")
    }
    let room = max(1, (presentation.width ?? 80) - 1)
    let separator = presentation.charset.separator
    if elapsed >= Self.doubt.nanoseconds {
      let all = pieces + [Self.wayOut]
      if DisplayWidth.columns(of: all.joined(separator: separator)) < room { pieces = all }
    }
    let line = StyledText(" " + pieces.joined(separator: separator), .dim)
    return line.shortened(to: room, charset: presentation.charset).text(presentation.style)
  }

  /// Whole seconds, for more would pretend to know, if it goes on as it went; nil until there is something to go by.
  private func secondsLeft(at time: ContinuousClock.Instant) -> Int? {
    guard let countdown = countdown(), countdown.total > 0 else { return nil }
    guard let departure, departure.total == countdown.total, departure.done < countdown.done else {
      departure = (time, countdown.done, countdown.total)
      return nil
    }
    let elapsed = Double(departure.time.duration(to: time).nanoseconds)
    let left = elapsed / Double(countdown.done - departure.done) * Double(countdown.total - countdown.done)
    return left < 1e15 ? max(1, Int(left / 1e9 + 0.5)) : nil
  }
}
