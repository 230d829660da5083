package import Language
import Rendering

/// Lines that stand in a file: those that go on put together with what follows, and where each begins.
package struct Script {
  /// Where in a file a line stands.
  package struct Place: Hashable, Sendable {
    package var file: String
    /// From 1.
    package var line: Int

    package init(file: String, line: Int) {
      self.file = file
      self.line = line
    }

    var text: String { "\(file):\(line)" }

    /// Where a piece of a line stands that goes over several.
    func place(of range: SourceRange, in line: String) -> Place {
      Place(file: file, line: self.line + line.utf8.prefix(range.lower).count { $0 == 0x0A })
    }
  }

  /// A line as it would be typed, which may go over several of the file.
  package struct Line {
    package var text: String
    /// Where it begins.
    package var place: Place
    /// What was opened in it and closed nowhere in the file; nil for a line that is whole.
    package var unclosed: Diagnostic?
  }

  private var next: () -> String?
  private let isMoreComing: () -> Bool
  private let file: String
  private var number = 0
  /// Lines that were read to look for the end of another, and are lines of their own.
  private var waiting: ArraySlice<String> = []

  /// - Parameters:
  ///   - file: how people call it.
  ///   - isMoreComing: whether the next line, or the end, is there without waiting for somebody to write it.
  ///   - next: gives its lines, without their ends; nil after the last.
  package init(
    file: String, isMoreComing: @escaping () -> Bool = { true }, next: @escaping () -> String?
  ) {
    self.file = file
    self.isMoreComing = isMoreComing
    self.next = next
  }

  package init(file: String, text: String) {
    // To Swift a carriage return and a line feed are one character.
    var rest = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if rest.last?.isEmpty == true { rest.removeLast() }
    self.init(file: file) { rest.popFirst().map { String($0) } }
  }

  /// The next line; one in which something stays open ends where that stands, and what follows it are lines again.
  ///
  /// - Parameter conversation: knows which lines are SQL, and whether a person has asked to stop; nil where none is and
  ///   nobody does.
  /// - Returns: nil at the end, and where a person has asked to stop before the line was whole.
  package mutating func nextLine(in conversation: Conversation? = nil) -> Line? {
    guard let first = nextPhysicalLine() else { return nil }
    let start = number
    guard !Self.isComment(first) else { return Line(text: first, place: Place(file: file, line: start)) }
    if let conversation, conversation.isStatement(first) { return statement(from: first, in: conversation) }
    var lines = [first]
    var length = first.utf8.count
    var openings = Openings()
    openings.add(first)
    while let opening = openings.outermost {
      if let conversation, conversation.output.isStopRequested { return nil }
      guard length <= Parser.longestLine, let more = nextPhysicalLine() else {
        return unclosed(lines, opening, from: start)
      }
      lines.append(more)
      length += more.utf8.count + 1
      openings.add(more)
    }
    return Line(text: lines.joined(separator: "\n"), place: Place(file: file, line: start))
  }

  private mutating func unclosed(_ lines: [String], _ opening: Openings.Opening, from start: Int) -> Line {
    waiting = lines[(opening.line + 1)...] + waiting
    number = start + opening.line
    let before = lines[..<opening.line].reduce(0) { $0 + $1.utf8.count + 1 }
    var diagnostic = opening.diagnostic
    diagnostic.range = SourceRange(before + diagnostic.range.lower, before + diagnostic.range.upper)
    return Line(
      text: lines[...opening.line].joined(separator: "\n"), place: Place(file: file, line: start),
      unclosed: diagnostic)
  }

  /// A statement of SQL with all the lines that go on in it.
  private mutating func statement(from first: String, in conversation: Conversation) -> Line? {
    let start = number
    var lines = [first]
    var statement = StatementLines(first)
    while statement.state != .ended {
      var count = 1
      if statement.state == .whole {
        // A DELETE waits for the line that may say of what.
        guard statement.mayGoOn, statement.changesRows || !waiting.isEmpty || isMoreComing(),
          let found = lookAhead(from: first, after: statement, in: conversation)
        else { break }
        count = found
      }
      for _ in 0..<count {
        if conversation.output.isStopRequested { return nil }
        guard var line = nextPhysicalLine() else {
          return end(lines, statement, from: start, in: conversation)
        }
        // The one comment that is no SQL.
        if !statement.isInQuotes, line.drop(while: \.isWhitespace).hasPrefix("#") { line = "" }
        lines.append(line)
        statement.append(line)
      }
    }
    return Line(text: lines.joined(separator: "\n"), place: Place(file: file, line: start))
  }

  /// A statement at the end of the file, which may have something open.
  private mutating func end(
    _ lines: [String], _ statement: StatementLines, from start: Int, in conversation: Conversation
  ) -> Line? {
    if case .open = statement.state {
      var openings = Openings()
      for line in lines {
        if conversation.output.isStopRequested { return nil }
        openings.add(line)
      }
      if let opening = openings.outermost { return unclosed(lines, opening, from: start) }
    }
    return Line(text: lines.joined(separator: "\n"), place: Place(file: file, line: start))
  }

  /// How many lines further the statement goes on; nil where what follows is no part of it.
  private mutating func lookAhead(
    from first: String, after lines: StatementLines, in conversation: Conversation
  ) -> Int? {
    var isApart = false
    var index = waiting.startIndex
    while true {
      if conversation.output.isStopRequested { return nil }
      if index == waiting.endIndex {
        guard let line = nextReadLine() else { return nil }
        waiting.append(line)
      }
      let line = waiting[index]
      index += 1
      if line.allSatisfy(\.isWhitespace) {
        isApart = true
      } else if !Self.isComment(line) {
        let isIndented = !isApart && Self.indent(line) > Self.indent(first)
        let goesOn = conversation.goesOn(lines, with: line, isIndented: isIndented)
        return goesOn ? index - waiting.startIndex : nil
      }
    }
  }

  private static func indent(_ line: String) -> Int { line.prefix { $0 == " " || $0 == "\t" }.count }

  /// An apostrophe in a comment opens nothing.
  static func isComment(_ line: String) -> Bool {
    let text = line.drop(while: \.isWhitespace)
    return text.hasPrefix("#") || text.hasPrefix("--")
  }

  private mutating func nextPhysicalLine() -> String? {
    guard let line = waiting.popFirst() ?? nextReadLine() else { return nil }
    number += 1
    return line
  }

  private mutating func nextReadLine() -> String? {
    guard var line = next() else { return nil }
    // A byte order mark, as some editors put before a text.
    if number == 0, waiting.isEmpty, line.unicodeScalars.first == "\u{FEFF}" {
      line.unicodeScalars.removeFirst()
    }
    if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
    return line
  }
}
