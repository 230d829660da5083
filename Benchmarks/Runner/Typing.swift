import Rendering
import SQL
import SQLite
import Shell

/// What Tab or the hint takes at each place of a line, as it is typed byte by byte.
///
///     kin-benchmarks DATABASE completion|hint LINE…
struct Typing {
  /// What is asked at each place.
  enum Question: String {
    case completion, hint
  }

  let question: Question
  let lines: [String]

  /// Times in microseconds, and the places that took longest.
  struct Measured {
    /// In the order of the places: when each was asked for the first time, and the median of some more times.
    var first: [(microseconds: Double, text: String)] = []
    var again: [(microseconds: Double, text: String)] = []

    var json: String {
      let firstSlowest = Self.slowest(first)
      let againSlowest = Self.slowest(again)
      let middle = again.map(\.microseconds).sorted()[again.count / 2]
      return "{\"places\": \(first.count), \"median\": \(Self.number(middle)), "
        + "\"again\": \(Self.number(againSlowest.microseconds)), \"againAt\": \(JSON.quoted(againSlowest.text)), "
        + "\"first\": \(Self.number(firstSlowest.microseconds)), \"firstAt\": \(JSON.quoted(firstSlowest.text))}"
    }

    private static func slowest(_ places: [(microseconds: Double, text: String)]) -> (
      microseconds: Double, text: String
    ) {
      places.max { $0.microseconds < $1.microseconds } ?? (0, "")
    }

    private static func number(_ microseconds: Double) -> String { String(Int(microseconds)) }
  }

  /// A conversation as at a prompt, which nobody has asked anything yet.
  func measure(_ path: String) throws -> Measured {
    let none = Output { _ in true }
    let database = Conversation.Database(
      connection: try SQLiteConnection.open(path, access: .readOnly) { false }, name: "", isSample: false)
    let conversation = try Conversation(
      database: database, settings: Settings(), output: none, notes: none, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "") })
    var measured = Measured()
    for line in lines {
      let places = (1...max(1, line.utf8.count)).map { String(line.prefix($0)) }
      measured.first += places.map { (time(of: $0, conversation), $0) }
      for text in places {
        let times = (0..<5).map { _ in time(of: text, conversation) }.sorted()
        measured.again.append((times[times.count / 2], text))
      }
    }
    return measured
  }

  private func time(of text: String, _ conversation: Conversation) -> Double {
    let start = now()
    switch question {
    case .completion: _ = conversation.complete(text, cursor: text.utf8.count)
    case .hint: _ = conversation.hint(for: text)
    }
    return now() - start
  }
}

/// Text as JSON.
private enum JSON {
  static func quoted(_ text: String) -> String {
    "\""
      + text.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }
}
