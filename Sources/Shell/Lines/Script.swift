package import Language

/// Lines that stand in a file: those with open brackets put together with what follows, and where each begins.
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
  }

  /// A line as it would be typed, which may go over several of the file.
  package struct Line {
    package var text: String
    /// Where it begins; where something stays open, where that does.
    package var place: Place
    /// What was opened in it and closed nowhere in the file; nil for a line that is whole.
    package var unclosed: Diagnostic?
  }

  private var next: () -> String?
  private let file: String
  private var number = 0
  /// Lines that were read to look for the end of another, and are lines of their own.
  private var waiting: ArraySlice<String> = []

  /// - Parameters:
  ///   - file: how people call it.
  ///   - next: gives its lines, without their ends; nil after the last.
  package init(file: String, next: @escaping () -> String?) {
    self.file = file
    self.next = next
  }

  package init(file: String, text: String) {
    // To Swift a carriage return and a line feed are one character.
    var rest = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if rest.last?.isEmpty == true { rest.removeLast() }
    self.init(file: file) { rest.popFirst().map { String($0) } }
  }

  /// The next line; one in which something stays open ends where that stands, and what follows it are lines again.
  package mutating func nextLine() -> Line? {
    guard let first = nextPhysicalLine() else { return nil }
    let start = number
    guard !Self.isComment(first) else { return Line(text: first, place: Place(file: file, line: start)) }
    var lines = [first]
    var length = first.utf8.count
    var openings = Openings()
    openings.add(first)
    while let opening = openings.outermost {
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
      text: lines[...opening.line].joined(separator: "\n"), place: Place(file: file, line: number),
      unclosed: diagnostic)
  }

  /// An apostrophe in a comment opens nothing.
  private static func isComment(_ line: String) -> Bool {
    let text = line.drop(while: \.isWhitespace)
    return text.hasPrefix("#") || text.hasPrefix("--")
  }

  private mutating func nextPhysicalLine() -> String? {
    if let line = waiting.popFirst() {
      number += 1
      return line
    }
    guard var line = next() else { return nil }
    number += 1
    // A byte order mark, as some editors put before a text.
    if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
    if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
    return line
  }
}
