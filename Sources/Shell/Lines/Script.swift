import Language

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
    package var place: Place
  }

  private var next: () -> String?
  private let file: String
  private var number = 0

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

  package mutating func nextLine() -> Line? {
    guard var text = nextPhysicalLine() else { return nil }
    let place = Place(file: file, line: number)
    guard !Self.isComment(text) else { return Line(text: text, place: place) }
    while text.utf8.count <= Parser.longestLine, case .open = LineState.of(text),
      let more = nextPhysicalLine()
    {
      text += "\n" + more
    }
    return Line(text: text, place: place)
  }

  /// An apostrophe in a comment opens nothing.
  private static func isComment(_ line: String) -> Bool {
    let text = line.drop(while: \.isWhitespace)
    return text.hasPrefix("#") || text.hasPrefix("--")
  }

  private mutating func nextPhysicalLine() -> String? {
    guard var line = next() else { return nil }
    number += 1
    // A byte order mark, as some editors put before a text.
    if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
    if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
    return line
  }
}
