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
    sample: String = "library", width: Int? = 80, height: Int? = nil, charset: Charset = .unicode,
    isInteractive: Bool = true, sql: Settings.SQLEcho = .auto, isSandbox: Bool = false
  ) throws {
    let clock = WorkClock()
    let samples = Self.samples(clock)
    let opened = try #require(samples.first { $0.name == sample })
    var settings = Settings()
    settings.limit = isInteractive ? height == nil ? .rows(40) : .screen : .all
    settings.screenRows = height
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
    var database = try opened.open()
    if isSandbox { (database.isSample, database.isSandbox) = (false, true) }
    conversation = try Conversation(
      database: database,
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
    conversation.samples = samples
    conversation.fileReader = { name throws(DatabaseError) in
      guard let page = files.pages[name] else {
        throw DatabaseError(.storage, message: "No such file or directory")
      }
      return page.bytes
    }
    conversation.configuration = StartPage(files: files)
  }

  /// The file of settings, among those that are written here.
  private struct StartPage: CommandFile {
    let files: Files
    var name: String { "init.kin" }

    var isThere: Bool { files.pages[name] != nil }
    func read() -> String? { files.pages[name].map { String(decoding: $0.bytes, as: UTF8.self) } }

    func write(_ text: String) {
      let page = Page()
      page.bytes = Array(text.utf8)
      files.pages[name] = page
    }
  }

  /// Puts a file where `read` finds it.
  func put(_ text: String, in file: String) {
    let page = Page()
    page.bytes = Array(text.utf8)
    files.pages[file] = page
  }

  /// Runs the file of commands, as a prompt does first.
  func configure() -> String {
    conversation.readConfiguration()
    return pages.output.take() + pages.notes.take()
  }

  /// What was written into a file.
  func contents(of file: String) -> String? {
    files.pages[file].map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// All samples, with a clock that tells the same on every machine.
  private static func samples(_ clock: WorkClock) -> [Sample] {
    (0..<kin_sample_count).compactMap { kin_sample_at($0)?.pointee }.map { sample in
      let name = String(cString: sample.name)
      return Sample(name: name, summary: String(cString: sample.summary)) { () throws(DatabaseError) in
        let image = UnsafeBufferPointer(start: sample.image, count: sample.size)
        let connection = try SQLiteConnection.inMemory(image: image) { false }
        return Conversation.Database(
          connection: TimedConnection(connection, clock: clock), name: name, isSample: true)
      }
    }
  }

  /// The library by itself, whose statements take the time that they take.
  static func connection() throws -> SQLiteConnection {
    let sample = try #require(
      (0..<kin_sample_count).lazy.compactMap { kin_sample_at($0)?.pointee }.first {
        String(cString: $0.name) == "library"
      })
    return try SQLiteConnection.inMemory(
      image: UnsafeBufferPointer(start: sample.image, count: sample.size)
    ) { false }
  }

  private static let languageReference: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/language.md")
    return (try? Data(contentsOf: root)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }()

  /// Whether the last line was answered by a problem.
  private(set) var lastLineFailed = false

  /// What a line prints: at a prompt as it comes, in a batch the results and then what stands on standard error.
  func answer(to line: String) -> String {
    lastLineFailed = conversation.respond(to: line).problem != nil
    return pages.output.take() + pages.notes.take()
  }
}
