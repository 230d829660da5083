import ORM
import Rendering
import SQL

/// What stands around a conversation at a prompt: the banner, completion, the second prompt.
extension Conversation {
  package func banner(version: String) -> String {
    let presentation = settings.presentation
    let name = "Kin \(version)"
    let head = Self.lines(of: [name, databaseName, extent], between: "   ", in: presentation.width)
    let words = Self.lines(
      of: (firstLine.map { [VisibleText.plain($0.description, charset: presentation.charset)] } ?? [])
        + (["tables", "help", "help tour"] + (database.isNew ? ["backup FILE"] : [])).map(spelled),
      between: presentation.charset.separator,
      in: presentation.width)
    // Of the first line only the name of the program stands out.
    let styledHead = head.enumerated().map { index, line in
      index > 0 ? line : presentation.style.applied(to: name, .heading) + line.dropFirst(name.count)
    }
    let styledWords = words.map { presentation.style.applied(to: $0, .dim) }
    return (styledHead + styledWords).map { $0 + "\n" }.joined()
  }

  /// What to type first, as in `try author[1].books.title`; nil where no line shows much.
  var firstLine: Sentence? {
    if examples.isEmpty { return "no tables yet" }
    guard examples.headline != examples.one else { return nil }
    return "try \(type: examples.headline)"
  }

  /// A command as it must be typed where a table has its name.
  func spelled(_ command: String) -> String {
    let word = String(command.prefix { $0 != " " })
    return startsPath(word) ? ":" + command : command
  }

  /// The pieces in as few lines as the terminal allows, each piece whole.
  private static func lines(of pieces: [String], between separator: String, in width: Int?) -> [String] {
    pieces.reduce(into: []) { lines, piece in
      if let last = lines.last,
        DisplayWidth.columns(of: last + separator + piece) <= width ?? .max
      {
        lines[lines.count - 1] += separator + piece
      } else {
        lines.append(piece)
      }
    }
  }

  /// `kin library> `, with what a person should know before typing.
  ///
  /// A long name leaves room for a line.
  package var prompt: String {
    let room = max(12, (settings.presentation.width ?? 80) / 3)
    let charset = settings.presentation.charset
    var text = "kin \(DisplayWidth.shortened(visibleName, to: room, charset: charset))"
    if database.isSandbox {
      text += " (sandbox)"
    } else if database.connection.mayWrite, !database.isSample {
      text += " (write)"
    }
    if database.connection.isInTransaction { text += "*" }
    return text + "> "
  }

  /// As in `library (sample, in memory)   16 entities, 24 relationships`.
  package var summary: String { "\(databaseName)   \(extent)" }

  private var visibleName: String {
    VisibleText.plain(database.name, charset: settings.presentation.charset)
  }

  private var databaseName: String {
    visibleName + (database.isSample ? " (sample, in memory)" : database.isSandbox ? " (sandbox)" : "")
  }

  private var extent: String {
    let relationships = schema.relationships.filter { $0.kind.isForward || $0.kind == .manyToMany }.count
    return Quantity.count(schema.entities.count, "entity") + ", "
      + Quantity.count(relationships, "relationship")
  }

  var promptWidth: Int? { isInteractive && !isUnseen ? DisplayWidth.columns(of: prompt) : nil }

  /// For the lines after the first of one that is still open.
  package var continuationPrompt: String {
    let width = DisplayWidth.columns(of: prompt)
    return String(repeating: " ", count: max(0, width - 4)) + "..> "
  }

  /// Writes a line of facts beside the results.
  package func tell(_ line: String) {
    notes.write(VisibleText.plain(line, charset: settings.presentation.charset) + "\n")
    notes.flush()
  }
}
