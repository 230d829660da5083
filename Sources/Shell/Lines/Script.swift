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
    /// What is wrong with it before it is read: it is no text, it is too long, or it opens what is closed nowhere in the
    /// file; nil for a line that is whole.
    package var problem: Diagnostic?
  }

  /// How long the next line is waited for, before a line is taken for whole.
  package enum Patience: Sendable {
    /// What is there is there.
    case none
    /// As long as a program takes that writes a statement line by line.
    case short
  }

  private var next: () -> FileLine?
  private let isMoreComing: (Patience) -> Bool
  private let file: String
  private var number = 0
  /// Lines that were read to look for the end of another, and are lines of their own.
  private var waiting: ArraySlice<FileLine> = []

  /// - Parameters:
  ///   - isMoreComing: whether the next line, or the end, is there without waiting for somebody to write it.
  ///   - next: gives its lines, without their ends; nil after the last.
  package init(
    file: String, isMoreComing: @escaping (Patience) -> Bool = { _ in true }, next: @escaping () -> FileLine?
  ) {
    self.file = file
    self.isMoreComing = isMoreComing
    self.next = next
  }

  package init(file: String, bytes: some Collection<UInt8>) {
    var rest = FileLine.lines(of: bytes)[...]
    self.init(file: file) { rest.popFirst() }
  }

  package init(file: String, text: String) { self.init(file: file, bytes: Array(text.utf8)) }

  /// The next line; one in which something stays open ends where that stands, and what follows it are lines again.
  ///
  /// - Parameter conversation: knows which lines are SQL, and whether a person has asked to stop; nil where none is and
  ///   nobody does.
  /// - Returns: nil at the end, and where a person has asked to stop before the line was whole.
  package mutating func nextLine(in conversation: Conversation? = nil) -> Line? {
    guard let first = nextPhysicalLine() else { return nil }
    let start = number
    // What says nothing to the program need not be text.
    guard !Self.isComment(first.text) else {
      return Line(text: first.text, place: Place(file: file, line: start))
    }
    if let conversation, conversation.isStatement(first.text) {
      return statement(from: first, in: conversation)
    }
    var lines = [first]
    var length = first.text.utf8.count
    var openings = Openings()
    openings.add(first.text)
    while true {
      let opening = openings.outermost
      guard opening != nil || goesOnAhead(lines[lines.count - 1]) else { break }
      if let conversation, conversation.output.isStopRequested { return nil }
      // The parser says so.
      guard length <= Parser.longestLine else { break }
      guard let more = nextPhysicalLine() else {
        guard let opening else { break }
        return unclosed(lines, opening, from: start)
      }
      lines.append(more)
      length += more.text.utf8.count + 1
      openings.add(more.text)
    }
    return line(lines, from: start)
  }

  private mutating func goesOnAhead(_ line: FileLine) -> Bool {
    if waiting.isEmpty, isMoreComing(.none), let next = nextReadLine() { waiting.append(next) }
    return waiting.first.map { Self.goesOn(line.text, with: $0.text) } ?? false
  }

  /// Whether a line in which nothing is open goes on in one that is indented and begins with a bracket or a brace, as
  /// none does that stands by itself.
  static func goesOn(_ line: String, with next: String) -> Bool {
    let text = next.dropFirst(indent(next))
    guard text.startIndex > next.startIndex, text.hasPrefix("[") || text.hasPrefix("{") else { return false }
    let end = LineComment.blanked(line).last { !$0.isWhitespace }
    return end != nil && end != ";"
  }

  /// Lines that are one.
  private func line(_ lines: some Collection<FileLine>, from start: Int, unclosed: Diagnostic? = nil) -> Line
  {
    var problem = unclosed
    var offset = 0
    for line in lines {
      if var wrong = line.problem {
        wrong.range = SourceRange(offset + wrong.range.lower, offset + wrong.range.upper)
        problem = wrong
        break
      }
      offset += line.text.utf8.count + 1
    }
    return Line(
      text: lines.map(\.text).joined(separator: "\n"), place: Place(file: file, line: start), problem: problem
    )
  }

  private mutating func unclosed(_ lines: [FileLine], _ opening: Openings.Opening, from start: Int) -> Line {
    waiting = lines[(opening.line + 1)...] + waiting
    number = start + opening.line
    let before = lines[..<opening.line].reduce(0) { $0 + $1.text.utf8.count + 1 }
    var diagnostic = opening.diagnostic
    diagnostic.range = SourceRange(before + diagnostic.range.lower, before + diagnostic.range.upper)
    return line(lines[...opening.line], from: start, unclosed: diagnostic)
  }

  /// A statement of SQL with all the lines that go on in it.
  private mutating func statement(from first: FileLine, in conversation: Conversation) -> Line? {
    let start = number
    var lines = [first]
    var statement = StatementLines(first.text)
    while statement.state != .ended {
      var count = 1
      if statement.state == .whole {
        // A DELETE waits for the line that may say of what.
        guard statement.mayGoOn, statement.changesRows || !waiting.isEmpty || isMoreComing(.short),
          let found = lookAhead(from: first.text, after: statement, in: conversation)
        else { break }
        count = found
      }
      for _ in 0..<count {
        if conversation.output.isStopRequested { return nil }
        guard var line = nextPhysicalLine() else {
          return end(lines, statement, from: start, in: conversation)
        }
        // The one comment that is no SQL.
        if !statement.isInQuotes, line.text.drop(while: \.isWhitespace).hasPrefix("#") {
          line = FileLine("")
        }
        lines.append(line)
        statement.append(line.text)
      }
    }
    return line(lines, from: start)
  }

  /// A statement at the end of the file, which may have something open.
  private mutating func end(
    _ lines: [FileLine], _ statement: StatementLines, from start: Int, in conversation: Conversation
  ) -> Line? {
    if case .open = statement.state {
      var openings = Openings()
      for line in lines {
        if conversation.output.isStopRequested { return nil }
        openings.add(line.text)
      }
      if let opening = openings.outermost { return unclosed(lines, opening, from: start) }
    }
    return line(lines, from: start)
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
      let line = waiting[index].text
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

  private mutating func nextPhysicalLine() -> FileLine? {
    guard let line = waiting.popFirst() ?? nextReadLine() else { return nil }
    number += 1
    return line
  }

  private mutating func nextReadLine() -> FileLine? {
    guard var line = next() else { return nil }
    // A byte order mark, as some editors put before a text.
    if number == 0, waiting.isEmpty, line.text.unicodeScalars.first == "\u{FEFF}" {
      line.text.unicodeScalars.removeFirst()
      if let range = line.problem?.range {
        line.problem?.range = SourceRange(max(0, range.lower - 3), max(0, range.upper - 3))
      }
    }
    if line.text.unicodeScalars.last == "\r" { line.text.unicodeScalars.removeLast() }
    return line
  }
}
