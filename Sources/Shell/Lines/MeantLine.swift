import Language
import Navigation
import ORM

/// Lines of SQL and of programming languages that are no paths, and the path that was meant.
struct MeantLine {
  let schema: Schema
  /// The variables that there are.
  let scope: Scope

  /// Words before a path that say nothing: `from author`, `let a = author[1]`.
  private static let idleWords: Set<String> = [
    "from", "let", "var", "const", "get", "list", "print", "find", "display",
  ]

  /// What is to be shown by `show me the authors`: nil where it does not say.
  static func told(_ rest: String) -> String? {
    let idle: Set<String> = ["me", "us", "the", "all", "every", "my", "a", "an", "of"]
    let words = rest.split(whereSeparator: \.isWhitespace)
    let told = words.drop { idle.contains($0.lowercased()) }
    guard let first = told.first else { return words.isEmpty ? nil : rest }
    return String(rest[first.startIndex...])
  }

  /// What stands behind a word that says nothing, where that can be typed.
  ///
  /// - Parameter isName: whether a path may begin with a word.
  static func behind(_ word: String, _ rest: String, isName: (String) -> Bool) -> [String] {
    guard idleWords.contains(word.lowercased()), rest.utf8.count <= 100 else { return [] }
    do throws(Diagnostic) {
      switch try Parser.statement(rest) {
      case .assignment(_, let path), .path(let path), .question(let path):
        guard case .name(let root) = path.root else { return [] }
        return isName(root.text) ? [rest] : []
      }
    } catch {
      return error.suggestions
    }
  }

  /// As in `author join book`: the hop from one to the other.
  func joined(_ line: String) -> [String] {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count <= 12, let join = words.firstIndex(where: { $0.lowercased() == "join" }), join > 0,
      words.indices.contains(join + 1), case .found(let from) = schema.root(named: words[0]),
      case .found(let to) = schema.root(named: words[join + 1])
    else { return [] }
    return schema[from].relationships.map { schema[$0] }.filter { $0.target == to }.prefix(3).map {
      "\(words[0]).\(SyntaxPrinter.name($0.name))"
    }
  }

  /// The tables that are near to those of a statement which are not there: `select * from authors`.
  func tables(near line: String) -> [String] {
    let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    let leads: Set<String> = ["from", "join", "into", "update", "table"]
    var suggestions: [String] = []
    for (lead, name) in zip(words, words.dropFirst()) where leads.contains(lead.lowercased()) {
      guard !schema.entities.contains(where: { $0.table.isSameName(as: name) }) else { continue }
      if case .found(let id) = schema.root(named: name) {
        suggestions.append(schema[id].table)
      } else {
        suggestions += Nearness.nearest(name, in: schema.entities.map(\.table))
      }
    }
    return suggestions
  }
}
