import Foundation
import ORM
import Rendering
import SQL
import SQLite
import SampleData
import Shell
import Synchronization
import Testing

/// A line that takes longer than one may is stopped: by a clock that goes on with each look, and by the real one.
@Suite struct TimeLimitTests {
  private static let endless = "with recursive n(i) as (select 1 union all select i + 1 from n)"

  // MARK: - In a conversation

  /// A clock that goes on by a millisecond with each look.
  private final class LookedAt: Sendable {
    private let milliseconds = Atomic<Int64>(0)

    func now() -> Int64 { milliseconds.wrappingAdd(1, ordering: .relaxed).newValue * 1_000_000 }
    func goOn(milliseconds: Int64) { self.milliseconds.wrappingAdd(milliseconds, ordering: .relaxed) }
  }

  private final class Screen {
    var text = ""

    func take() -> String {
      defer { text = "" }
      return text
    }
  }

  private let clock = LookedAt()
  private let screen = Screen()
  private let conversation: Conversation

  init() throws {
    let (clock, screen) = (clock, screen)
    let deadline = Deadline { clock.now() }
    let sample = try #require(kin_sample_at(0)?.pointee)
    let connection = try SQLiteConnection.inMemory(
      image: UnsafeBufferPointer(start: sample.image, count: sample.size)
    ) { deadline.isOver }
    var settings = Settings()
    settings.sql = .off
    settings.timeout = 50_000_000
    settings.limit = .all
    settings.screenRows = 10
    settings.presentation = Presentation(width: 200, isTerminal: true)
    let output = Output(isStopped: { deadline.isOver }) {
      screen.text += String(decoding: $0, as: UTF8.self)
      return true
    }
    conversation = try Conversation(
      database: Conversation.Database(connection: connection, name: "library", isSample: true),
      settings: settings, output: output, notes: output, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "nothing to open") })
    conversation.deadline = deadline
    conversation.settleInterrupt = output.resume
  }

  private func answer(_ line: String) -> String {
    conversation.respond(to: line)
    return screen.take()
  }

  /// Without the line and its marks.
  private static let told = [
    "The limit of 50 ms is over, and the line was stopped.", "To lift the limit: set timeout off",
  ]

  private func sentences(_ answer: String) -> [String] {
    answer.split(separator: "\n").map { $0.trimmingCharacters(in: ["^", " "]) }
  }

  @Test(arguments: [
    "\(endless) select count(*) from n", "\(endless) select i from n",
    "insert into country (code, name) \(endless) select 'x' || i, 'x' from n",
    "author.books.genres.books.author.books.genres.books.title", "doctor full", "compare author.books.title",
  ])
  func whatTakesLongerIsStopped(line: String) {
    #expect(Array(sentences(answer(line)).suffix(2)) == Self.told)
    // Nothing of it is left, and the session goes on.
    #expect(sentences(answer("country.count()")).first == "24")
  }

  @Test func aWriteEndsItsTransactionAsWithCtrlC() {
    _ = answer("begin")
    _ = answer("insert into country (code, name) values ('XX', 'Nowhere')")
    #expect(Array(sentences(answer("\(Self.endless) select count(*) from n")).suffix(2)) == Self.told)
    #expect(sentences(answer("country.count()")).first == "25")
    let stopped = answer("insert into country (code, name) \(Self.endless) select 'x' || i, 'x' from n")
    #expect(
      Array(sentences(stopped).suffix(3)) == Self.told + [
        "The transaction has ended with it: 1 change undone."
      ])
    #expect(sentences(answer("country.count()")).first == "24")
  }

  @Test func withoutALimitTheClockIsNotRead() {
    _ = answer("set timeout off")
    let before = clock.now()
    #expect(conversation.respond(to: "author.books.title").problem == nil)
    #expect(clock.now() == before + 1_000_000)
  }

  @Test func whatIsReadInThePagerTakesNoTime() throws {
    var pages = 0
    let clock = clock
    conversation.pager = Pager(name: "less") {
      Page.Reader(
        read: { _ in
          clock.goOn(milliseconds: 1_000)
          return true
        },
        finish: {
          clock.goOn(milliseconds: 1_000)
          pages += 1
          return nil
        })
    }
    #expect(conversation.respond(to: "country.name").problem == nil)
    #expect(conversation.respond(to: "last").problem == nil)
    #expect(pages == 2)
  }

  @Test func linesOfAFileHaveTheirTimeEach() {
    let line = "author[3].books.title.count()"
    conversation.fileReader = { _ in Array(repeating: line + "\n", count: 40).joined().utf8.map { $0 } }
    #expect(conversation.respond(to: "read many.kin").problem == nil)
    #expect(screen.take().split(separator: "\n").count { $0 == "10" } == 40)
  }

  // MARK: - In a batch

  @Test(arguments: [
    (["select count(*) from n"], ""),
    (["select i from n limit 3", "select count(*) from n"], "i\n1\n2\n3\n"),
  ])
  func aBatchEndsWith4(selects: [String], output: String) throws {
    let folder = try Folder()
    let lines = selects.map { "\(Self.endless) \($0)" }
    let run = try Kin(["shelf.db", "--csv", "--timeout", "100ms"] + lines + ["author"], in: folder.url)
    let last = try #require(lines.last)
    let room = String(repeating: " ", count: last.count + 4)
    #expect(
      (run.output, run.notes, run.code) == (
        output,
        """
          \(last)
          \(String(repeating: "^", count: last.count))  The limit of 100 ms is over, and the line was stopped.
        \(room)To lift the limit: a longer time behind --timeout

        """, 4
      ))
  }

  @Test func rowsThatStreamStopAtTheEndOfOne() throws {
    let folder = try Folder()
    let script =
      "kin shelf.db --csv --timeout 100ms '\(Self.endless) select i from n' 2> notes.txt > rows.csv"
    #expect(try folder.shell(script).code == 4)
    let rows = try #require(try folder.contents()["rows.csv"])
    let lines = String(decoding: rows, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count > 1_000)
    #expect(lines == ["i"] + (1...lines.count - 2).map { "\($0)" } + [""])
  }

  @Test func aSettingIsLiftedByOne() throws {
    let folder = try Folder()
    let lines = ["set timeout 60ms", "\(Self.endless) select count(*) from n", "author.count()"]
    let run = try Kin(
      ["shelf.db", "--timeout", "1m", "--on-error", "continue", "--stats"] + lines, in: folder.url)
    #expect((run.output, run.code) == ("2\n", 4))
    #expect(
      run.notes.contains(
        "\n" + String(repeating: " ", count: lines[1].count + 4) + "To lift the limit: set timeout off\n"))
    let errors = run.notes.matches(of: /"error": (.*)}/).map { String($0.1) }
    #expect(errors == ["null", "\"The limit of 60 ms is over, and the line was stopped.\"", "null"])
  }

  @Test(arguments: ["x", "0s", "2", "1441m"])
  func whatIsNoTimeIsTold(value: String) throws {
    let run = try Folder().kin("shelf.db", "--timeout", value, "author")
    #expect(
      (run.output, run.notes, run.code)
        == ("", "kin: --timeout can be off or TIME as in 2s, not \(value).\n", 2))
  }
}
