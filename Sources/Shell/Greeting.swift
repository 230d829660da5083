import Language
package import Navigation
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

  /// What may stand at the cursor: commands and names at the beginning, else what the path or the command takes.
  package func complete(_ line: String, cursor: Int) -> Completion {
    let scope = scopeWithoutRecords
    let before = SourceRange(0, cursor).text(of: line)
    let start = before.utf8.prefix { $0 == 0x20 }.count
    let word = before.dropFirst(start).prefix { !$0.isWhitespace }
    let rest = start + word.utf8.count
    guard rest < cursor else {
      var completion = Completion(line: line, cursor: cursor, schema: schema, scope: scope)
      if !word.isEmpty, completion.range.lower == start {
        completion.candidates += Command.all.filter { $0.name.hasPrefix(word.lowercased()) }
          .map { Completion.Candidate(text: $0.name, note: $0.summary) }
      }
      return completion
    }
    guard let command = Command.named(String(word)) else {
      return Completion(line: line, cursor: cursor, schema: schema, scope: scope)
    }
    switch command.completes {
    case .path:
      return Completion(line: line, from: rest, cursor: cursor, schema: schema, scope: scope)
    case .paths:
      let start = Self.lastPath(in: String(before), from: rest)
      return Completion(line: line, from: start, cursor: cursor, schema: schema, scope: scope)
    case .wordsOrPath(_, let word) where before.dropFirst(rest).hasPrefix(" \(word) "):
      return Completion(
        line: line, from: rest + word.utf8.count + 1, cursor: cursor, schema: schema, scope: scope)
    case .variables(let words):
      return completion(of: before, with: variables.keys.sorted() + words, cursor: cursor)
    case .words(let words), .wordsOrPath(let words, _):
      return completion(of: before, with: words(), cursor: cursor)
    case .entities(let words):
      return entities(SourceRange(rest, cursor).text(of: line), words(), cursor: cursor)
    case .nothing:
      return Completion(range: SourceRange(cursor, cursor), candidates: [])
    }
  }

  /// The words that begin as the one at the cursor does.
  private func completion(of before: Substring, with words: [String], cursor: Int) -> Completion {
    let last = before.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return Completion(
      range: SourceRange(cursor - last.utf8.count, cursor),
      candidates: words.filter { $0.lowercased().hasPrefix(last.lowercased()) }
        .map { Completion.Candidate(text: $0, note: "") })
  }
}
