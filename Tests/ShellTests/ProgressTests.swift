import Foundation
import ORM
import Rendering
import SQL
import SQLite
import SampleData
import Shell
import Testing

/// What a person who waits sees, by a clock that runs with the work.
@Suite struct ProgressTests {
  /// Texts that were shown, each nil where they went away.
  private final class Screen {
    var shown: [String?] = []
    var written = ""
    /// How many blocks went to files.
    var blocks = 0
  }

  /// A conversation whose statements take so many milliseconds each.
  private func conversation(
    _ screen: Screen, milliseconds: Int64, strategy: LoadingStrategy = .lazy
  ) throws -> Conversation {
    let start = ContinuousClock.now
    var elapsed: Int64 = 0
    func now() -> ContinuousClock.Instant { start.advanced(by: .milliseconds(elapsed)) }
    var settings = Settings()
    settings.strategy = strategy
    settings.sql = .off
    settings.limit = .rows(2)
    settings.latency = milliseconds * 1_000_000
    settings.presentation = Presentation(width: 60, isTerminal: true)
    let output = Output {
      screen.written += String(decoding: $0, as: UTF8.self)
      return true
    }
    let conversation = try Conversation(
      database: Conversation.Database(
        connection: try SampleLibrary.connection(), name: "library", isSample: true),
      settings: settings, output: output, notes: output, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "nothing to open") },
      fileMaker: { _ in
        Output { _ in
          screen.blocks += 1
          return true
        }
      },
      now: now,
      wait: { nanoseconds in
        elapsed += nanoseconds / 1_000_000
        return true
      })
    let progress = Progress(now: now) { text in
      if text != nil { #expect(screen.written.isEmpty) }
      screen.shown.append(text)
    }
    conversation.progress = progress
    output.willAppear = progress.end
    return conversation
  }

  @Test func aLineThatIsQuickShowsNothing() throws {
    let screen = Screen()
    try conversation(screen, milliseconds: 7).respond(to: "author.books.title")
    #expect(screen.shown == [])
  }

  @Test func rowsQueriesAndTimeTenTimesASecondAtMost() throws {
    let screen = Screen()
    // 41 statements: after 0.3 s there have been 12, and 4 more every tenth of a second.
    let facts = try conversation(screen, milliseconds: 25).respond(to: "author.books.title")
    #expect(facts.queries == 41)
    #expect(
      screen.shown == [
        " 99 rows · 11 queries · 0.3 s", " 119 rows · 15 queries · 0.4 s · 1 s left",
        " 143 rows · 19 queries · 0.5 s · 1 s left", " 161 rows · 23 queries · 0.6 s · 1 s left",
        " 183 rows · 27 queries · 0.7 s · 1 s left", " 207 rows · 31 queries · 0.8 s · 1 s left",
        " 227 rows · 35 queries · 0.9 s · 1 s left", " 243 rows · 39 queries · 1.0 s · 1 s left", nil,
      ])
  }

  @Test func withoutAQueryOnlyTheTimeIsTold() throws {
    let screen = Screen()
    let conversation = try conversation(screen, milliseconds: 0)
    let start = ContinuousClock.now
    var milliseconds: Int64 = 0
    let ticking = {
      milliseconds += 150
      return start.advanced(by: .milliseconds(milliseconds))
    }
    conversation.progress = Progress(now: ticking) { screen.shown.append($0) }
    #expect(conversation.respond(to: "diagram svg").problem == nil)
    #expect(screen.shown.prefix(3) == [" 0.3 s", " 0.4 s", " 0.6 s"] && screen.shown.last == .some(nil))
  }

  @Test func aLongFileIsWatchedWhileItIsWritten() throws {
    let screen = Screen()
    let conversation = try conversation(screen, milliseconds: 0)
    conversation.respond(to: "select * from loan as one, loan as two")
    let start = ContinuousClock.now
    var milliseconds: Int64 = 0
    let ticking = {
      milliseconds += 150
      return start.advanced(by: .milliseconds(milliseconds))
    }
    conversation.progress = Progress(now: ticking) { screen.shown.append($0) }
    #expect(conversation.respond(to: "last csv > loans.csv").problem == nil)
    #expect(screen.blocks > 10 && screen.shown.count == screen.blocks)
    #expect(screen.shown.prefix(2) == [" 0.3 s", " 0.4 s"] && screen.shown.last == .some(nil))
  }

  @Test func itIsGoneBeforeAnythingElseAppears() throws {
    let screen = Screen()
    let conversation = try conversation(screen, milliseconds: 400)
    conversation.respond(to: "author[3].books.title")
    #expect(
      screen.shown == [
        " 0.3 s", " 0.4 s", " 1 row · 1 query · 0.5 s", " 1 row · 1 query · 0.6 s",
        " 1 row · 1 query · 0.7 s", " 1 row · 1 query · 0.8 s", nil,
      ])
    #expect(!screen.written.isEmpty)
    screen.written = ""
    screen.shown = []
    conversation.respond(to: "nope")
    #expect(screen.shown == [])
  }

  /// As far away as the moon, a person sees all the same that it goes on.
  @Test func theWayToTheDatabaseIsWatchedToo() throws {
    let screen = Screen()
    let facts = try conversation(screen, milliseconds: 1_000).respond(to: "author[3].name")
    #expect(facts.queries == 1)
    #expect(screen.shown == (3...10).map { " \($0 / 10).\($0 % 10) s" } + [nil])
  }

  @Test func oneLongStatementIsWatchedWhileItRuns() throws {
    let start = ContinuousClock.now
    var looks = 0
    let screen = Screen()
    let output = Output { _ in true }
    let conversation = try Conversation(
      database: Conversation.Database(
        connection: try SampleLibrary.connection(), name: "library", isSample: true),
      settings: Settings(), output: output, notes: output, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "nothing to open") })
    let progress = Progress(
      now: {
        looks += 1
        return start.advanced(by: .milliseconds(looks))
      },
      show: { screen.shown.append($0) })
    conversation.progress = progress
    output.willAppear = progress.end
    conversation.respond(
      to:
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000) select count(*) from n"
    )
    // One statement, no row yet, for thousands of looks at a clock that goes on by a millisecond for each.
    #expect(screen.shown.count > 5)
    #expect(screen.shown.first == " 0 rows · 1 query · 0.3 s")
    #expect(screen.shown.last == .some(nil))
  }

  /// As while a COMMIT waits for the disk, which hears nobody.
  @Test func whoAsksToStopWhenAllIsDoneIsToldWhatWasDone() throws {
    var written = ""
    var isStopped = false
    var presses = 1
    let output = Output(
      isStopped: { isStopped },
      emit: {
        written += String(decoding: $0, as: UTF8.self)
        return true
      })
    var settings = Settings()
    settings.sql = .off
    settings.latency = 1
    let conversation = try Conversation(
      database: Conversation.Database(
        connection: try SampleLibrary.connection(), name: "library", isSample: true),
      settings: settings, output: output, notes: output, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "nothing to open") },
      wait: { _ in
        isStopped = presses > 0
        presses -= 1
        return true
      })
    conversation.settleInterrupt = {
      isStopped = false
      output.resume()
    }
    #expect(conversation.respond(to: "update book set title = title where id = 1").problem == nil)
    #expect(written == " 1 row changed.\n")
    written = ""
    #expect(conversation.respond(to: "author[3].born").problem == nil)
    #expect(written.hasPrefix("1929\n"))
  }
}
