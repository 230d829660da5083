import Foundation
import ORM
import Rendering
import SQL
import SQLite
import SampleData
import Shell
import Testing

/// A conversation about the sample library, as a person at a terminal or a program in a pipe has it.
final class SampleLibrary {
  let conversation: Conversation
  private let pages: (output: Page, notes: Page)

  private final class Files {
    var pages: [String: Page] = [:]
  }

  private let files = Files()

  /// What was written since it was last taken.
  private final class Page {
    var bytes: [UInt8] = []

    func take() -> String {
      defer { bytes = [] }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  init(
    sample: String = "library", width: Int? = 80, charset: Charset = .unicode, isInteractive: Bool = true,
    sql: Settings.SQLEcho = .auto
  ) throws {
    let clock = WorkClock()
    let connection = try Self.connection(to: sample)
    var settings = Settings()
    settings.limit = isInteractive ? .rows(40) : .all
    settings.strategy = isInteractive ? .lazy : .flat
    settings.sql = sql
    settings.presentation = Presentation(
      charset: charset, width: isInteractive ? width : nil, isTerminal: isInteractive)
    let pages = (output: Page(), notes: Page())
    func writing(to page: Page) -> Output {
      Output {
        page.bytes += $0
        return true
      }
    }
    let output = writing(to: pages.output)
    self.pages = pages
    let files = files
    conversation = try Conversation(
      database: Conversation.Database(
        connection: TimedConnection(connection, clock: clock), name: sample, isSample: true),
      settings: settings, output: output, notes: isInteractive ? output : writing(to: pages.notes),
      isInteractive: isInteractive, topics: Topics { Self.languageReference },
      opener: { _ throws(DatabaseError) in
        throw DatabaseError(.cannotOpen, message: "No such file or directory")
      },
      fileMaker: { name throws(DatabaseError) in
        let page = Page()
        files.pages[name] = page
        return writing(to: page)
      }, now: clock.now, wait: clock.wait)
  }

  /// What was written into a file.
  func contents(of file: String) -> String? {
    files.pages[file].map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private static func connection(to name: String) throws -> SQLiteConnection {
    let samples = (0..<kin_sample_count).compactMap { kin_sample_at($0)?.pointee }
    let sample = try #require(samples.first { String(cString: $0.name) == name })
    let script = UnsafeBufferPointer(start: sample.script, count: sample.size)
    return try SQLiteConnection.inMemory(script: script) { false }
  }

  private static let languageReference: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/language.md")
    return (try? Data(contentsOf: root)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }()

  /// What a line prints: at a prompt as it comes, in a batch the results and then what stands on standard error.
  func answer(to line: String) -> String {
    conversation.respond(to: line)
    return pages.output.take() + pages.notes.take()
  }
}
