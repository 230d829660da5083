/// A text that comes in line by line: whether it goes on in the next one.
///
/// A line takes as much time as it is long, whatever came before.
import Language
import Rendering

package struct LineProgress {
  private let conversation: Conversation
  /// The text as long as another word may tell whether it is SQL; nil afterwards.
  private var beginning: String?
  /// How many lines of it say something.
  private var spokenLines = 0
  private var openings = Openings()
  private var lastLine = ""
  /// Its lines, where it is SQL.
  private var statement: StatementLines?
  /// Whether a whole statement goes on, by the first line behind it that says something.
  private var goesOnAhead: Bool?

  /// Three lines hold the words that decide: `explain query plan`.
  private static let decidingLines = 3

  package init(in conversation: Conversation) { self.conversation = conversation }

  package mutating func append(linesOf text: String) {
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      append(String(line))
    }
  }

  /// - Parameter line: without its end.
  package mutating func append(_ line: String) {
    lastLine = line
    let isBlank = line.allSatisfy(\.isWhitespace)
    // What is blank leaves the line ahead the first that says something.
    if !isBlank && !Script.isComment(line) || statement?.isInQuotes == true { goesOnAhead = nil }
    let isFirst = spokenLines == 0 && beginning == nil
    if spokenLines < Self.decidingLines {
      if isFirst { beginning = line } else { beginning?.append("\n" + line) }
      if !isBlank || isFirst { decide(with: line) } else { add(line) }
      if !isBlank { spokenLines += 1 }
      if spokenLines == Self.decidingLines { beginning = nil }
    } else {
      add(line)
    }
  }

  private mutating func add(_ line: String) {
    if statement == nil { openings.add(line) } else { statement?.append(line) }
  }

  /// Adds a line with which the text may have become SQL, or no SQL any more.
  private mutating func decide(with line: String) {
    let text = beginning ?? line
    guard conversation.isStatement(text) != (statement != nil) else { return add(line) }
    guard statement == nil else {
      statement = nil
      openings = Openings()
      return openings.add(text)
    }
    statement = StatementLines(text)
  }

  /// - Parameter next: the lines that were pasted behind it, one after the other.
  package mutating func goesOn(before next: () -> String? = { nil }) -> Bool {
    guard let statement else {
      if case .open = openings.state { return true }
      return next().map { Script.goesOn(lastLine, with: $0) } ?? false
    }
    switch statement.state {
    case .ended: return false
    case .open, .unfinished: return true
    case .whole:
      let goesOn = goesOnAhead ?? conversation.goesOn(statement, before: next)
      goesOnAhead = goesOn
      return goesOn
    }
  }
}
