import Rendering

/// The sections of the language reference, which `help` shows: one text for the page and the prompt.
package struct Topics: Sendable {
  enum Piece: Sendable {
    /// A paragraph of prose, as it is written.
    case prose(String)
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

  private let reference: @Sendable () -> String

  /// - Parameter reference: the page in Markdown, with a section for each topic; read when it is asked for, which is
  ///   not on the way to the first prompt.
  package init(reference: @escaping @Sendable () -> String) { self.reference = reference }

  var all: [Topic] {
    var topics: [Topic] = []
    var isCode = false
    for line in reference().split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if !isCode, line.hasPrefix("## ") {
        topics.append(Topic(title: String(line.dropFirst(3))))
      } else if let last = topics.indices.last {
        if isCode {
          if let end = line.firstRange(of: "> "), line.hasPrefix("kin") {
            topics[last].pieces.append(.line(String(line[end.upperBound...])))
          }
        } else if !line.isEmpty, !line.hasPrefix("<!--") {
          topics[last].pieces.append(.prose(String(line)))
        }
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
  /// The title, and below it prose and lines to type as they stand on the page.
  func write(to output: Output, as presentation: Presentation) {
    let width = max(20, (presentation.width ?? 80) - 1)
    func write(_ line: StyledText) { output.write(" " + line.text(presentation.style) + "\n") }
    write(StyledText(title, .heading))
    var isProse = true
    for piece in pieces {
      switch piece {
      case .prose(let paragraph):
        if !isProse { output.write("\n") }
        isProse = true
        for line in Self.styled(presentation.charset.spelled(paragraph))
          .wrapped(to: min(width, Presentation.widestProse), page: width)
        { write(line) }
      case .line(let line):
        if isProse { output.write("\n") }
        isProse = false
        for part in StyledText(line, .hint).wrapped(to: presentation.width.map { _ in width - 2 }) {
          var row = StyledText("  ")
          row.append(part)
          write(row)
        }
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
