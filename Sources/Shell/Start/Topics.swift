import Language
import Rendering

/// The sections of the language reference, which `help` shows: one text for the page and the prompt.
package struct Topics: Sendable {
  enum Piece: Sendable {
    /// A paragraph of prose, as it is written.
    case prose(String)
    /// Rows of cells as they are written; the first has the titles.
    case table([[String]])
    /// A line to type.
    case line(String)
  }

  struct Topic: Sendable {
    /// As the heading says, `Filters over many`.
    var title: String
    /// As they stand on the page.
    var pieces: [Piece] = []

    var name: String { title.lowercased() }
  }

  /// What stands between lines of three backquotes.
  fileprivate enum Fence {
    /// Lines behind a prompt, and what they print.
    case session
    /// Lines alone.
    case lines
  }

  private let reference: @Sendable () -> String

  /// - Parameter reference: the page in Markdown, with a section for each topic; read when it is asked for, which is
  ///   not on the way to the first prompt.
  package init(reference: @escaping @Sendable () -> String) { self.reference = reference }

  var all: [Topic] {
    var topics: [Topic] = []
    var fence: Fence?
    for line in reference().split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        fence = fence != nil ? nil : line == "```kin" ? .session : .lines
      } else if fence == nil, line.hasPrefix("## ") {
        topics.append(Topic(title: String(line.dropFirst(3))))
      } else if let last = topics.indices.last {
        topics[last].add(line, in: fence)
      }
    }
    return topics
  }

  /// The topic of this name, or the first that has the word in it.
  func named(_ name: String) -> Topic? { Self.named(name, in: all) }

  private static func named(_ name: String, in all: [Topic]) -> Topic? {
    let name = name.lowercased()
    return all.first { $0.name == name }
      ?? all.first { $0.name.split(separator: " ").contains { $0 == name } }
  }

  /// A word for each topic that finds it.
  var names: [String] {
    let all = all
    let small: Set<String> = ["and", "over", "both", "ways"]
    return all.map { topic in
      let words = topic.name.split(separator: " ").map(String.init).filter {
        !small.contains($0) && Command.named($0) == nil && HelpPart(rawValue: $0) == nil
      }
      return words.first { Self.named($0, in: all)?.title == topic.title } ?? topic.name
    }
  }
}

extension Topics.Topic {
  /// A line of the page below the title.
  fileprivate mutating func add(_ line: Substring, in fence: Topics.Fence?) {
    switch fence {
    case .session:
      if let end = line.firstRange(of: "> "), line.hasPrefix("kin") {
        pieces.append(.line(String(line[end.upperBound...])))
      }
    case .lines: pieces.append(.line(String(line)))
    case nil where line.hasPrefix("|"): addRow(of: line)
    case nil where !line.isEmpty && !line.hasPrefix("<!--"): pieces.append(.prose(String(line)))
    case nil: break
    }
  }

  /// A row of a table; the rule below the titles is none.
  private mutating func addRow(of line: Substring) {
    guard line.contains(where: { !"|-: ".contains($0) }) else { return }
    let row = line.split(separator: "|").map(\.trimmed)
    if case .table(let rows)? = pieces.last {
      pieces[pieces.count - 1] = .table(rows + [row])
    } else {
      pieces.append(.table([row]))
    }
  }

  /// The title, and below it prose, tables and lines to type as they stand on the page.
  ///
  /// - Parameter note: what is to be known before its lines are typed; it may be empty.
  func write(_ note: Sentence, to output: Output, as presentation: Presentation) {
    let width = max(20, (presentation.width ?? 80) - 1)
    func write(_ line: StyledText) { output.write(" " + line.text(presentation.style) + "\n") }
    func styled(_ text: String) -> StyledText { Self.styled(presentation.charset.spelled(text)) }
    func writeProse(_ paragraph: StyledText) {
      paragraph.wrapped(to: min(width, Presentation.widestProse), page: width).forEach(write)
    }
    write(StyledText(title, .heading))
    if !note.isEmpty { writeProse(note.text(presentation.charset, .dim)) }
    var before: Topics.Piece?
    for piece in pieces {
      // A table or a line to type stands apart from prose.
      switch (before, piece) {
      case (nil, _), (.prose, .prose), (.line, .line): break
      case (_?, _): output.write("\n")
      }
      before = piece
      switch piece {
      case .prose(let paragraph): writeProse(styled(paragraph))
      case .table(let rows):
        let titles = rows.prefix(1).map { $0.map { StyledText($0, .heading) } }
        Self.lines(of: titles + rows.dropFirst().map { $0.map(styled) }, width: width).forEach(write)
      case .line(let line):
        for part in StyledText(line, .hint).wrapped(to: presentation.width.map { _ in width - 2 }) {
          write(Self.indented(part, by: 2))
        }
      }
    }
  }

  private static func indented(_ line: StyledText, by columns: Int) -> StyledText {
    var row = StyledText(String(repeating: " ", count: columns))
    row.append(line)
    return row
  }

  /// The cells of a row beside each other where those of all rows have room, else below each other.
  private static func lines(of rows: [[StyledText]], width: Int) -> [StyledText] {
    let gap = 2
    var starts = [0]
    for column in 0..<(rows.map(\.count).max() ?? 0) {
      let widest = rows.map { $0.indices.contains(column) ? $0[column].width : 0 }.max() ?? 0
      starts.append((starts.last ?? 0) + widest + gap)
    }
    let isBeside = (starts.last ?? 0) - gap <= width
    return rows.flatMap { cells in
      guard !isBeside else {
        return [
          zip(cells, starts).reduce(into: StyledText()) { line, cell in
            line.pad(to: cell.1)
            line.append(cell.0)
          }
        ]
      }
      return cells.enumerated().flatMap { column, cell in
        let indent = column == 0 ? 0 : gap
        return cell.wrapped(to: width - indent).map { indented($0, by: indent) }
      }
    }
  }

  /// What stands between backquotes is code; of a link and of what is stressed only the words are left.
  private static func styled(_ paragraph: String) -> StyledText {
    var text = StyledText()
    var rest = Substring(paragraph)
    while let start = rest.firstIndex(where: { "`[*".contains($0) }) {
      text.append(String(rest[..<start]))
      rest = rest[start...]
      if rest.first == "*" {
        let words = rest.dropFirst()
        guard let end = words.firstIndex(of: "*"), end > words.startIndex else {
          text.append("*")
          rest = words
          continue
        }
        text.append(String(words[..<end]), .heading)
        rest = words[words.index(after: end)...]
        continue
      }
      if rest.first == "[" {
        guard let end = rest.firstIndex(of: "]"), rest[end...].hasPrefix("]("),
          let close = rest[end...].firstIndex(of: ")")
        else {
          text.append("[")
          rest = rest.dropFirst()
          continue
        }
        text.append(String(rest[rest.index(after: start)..<end]))
        rest = rest[rest.index(after: close)...]
        continue
      }
      // Two backquotes enclose what has one in it.
      let fence = rest.hasPrefix("``") ? "``" : "`"
      let inner = rest.dropFirst(fence.count)
      guard let end = inner.firstRange(of: fence) else { break }
      var code = inner[..<end.lowerBound]
      if fence.count == 2, code.first == " ", code.last == " ", code.count > 1 {
        code = code.dropFirst().dropLast()
      }
      text.append(String(code), .hint)
      rest = inner[end.upperBound...]
    }
    text.append(String(rest))
    return text
  }
}
