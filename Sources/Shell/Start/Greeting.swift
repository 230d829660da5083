import ORM
import Rendering
import SQL

/// What stands around a conversation at a prompt: the banner, completion, the second prompt.
extension Conversation {
  package func banner(version: String) -> String {
    let style = settings.presentation.style
    let examples = Examples(schema: schema)
    let example = examples.path == examples.root ? [] : ["try \(examples.path)"]
    let words = (example + ["tables", "help", "help tour"]).joined(
      separator: settings.presentation.charset.separator)
    return style.applied(to: "Kin \(version)", .heading) + "   \(summary)\n"
      + style.applied(to: words, .dim) + "\n"
  }

  /// `kin library> `, with what a person should know before typing.
  package var prompt: String {
    var text = "kin \(database.name)"
    if database.connection.mayWrite, !database.isSample { text += " (write)" }
    if database.connection.isInTransaction { text += "*" }
    return text + "> "
  }

  /// As in `library (sample, in memory)   16 entities, 24 relationships`.
  package var summary: String {
    let relationships = schema.relationships.filter { $0.kind.isForward || $0.kind == .manyToMany }.count
    let name = database.name + (database.isSample ? " (sample, in memory)" : "")
    return "\(name)   \(Quantity.count(schema.entities.count, "entity")), "
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
    notes.write(line + "\n")
    notes.flush()
  }
}
