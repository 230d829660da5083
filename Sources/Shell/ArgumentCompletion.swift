import Language
import Navigation
import ORM
import Rendering

/// What may stand after the words of commands that take names of entities or several paths.
extension Conversation {
  /// - Parameters:
  ///   - arguments: what stands between the command's word and the cursor.
  ///   - words: what else may stand first.
  func entities(_ arguments: Substring, _ words: [String], cursor: Int) -> Completion {
    let typed = String(arguments.reversed().prefix { !$0.isWhitespace }.reversed())
    let isFirst = !arguments.dropLast(typed.count).contains { !$0.isWhitespace }
    let names = schema.entities.map { entity in
      Completion.Candidate(
        text: SyntaxPrinter.name(entity.name), note: entity.isJunction ? "junction" : "")
    }
    let candidates = (isFirst ? words.map { Completion.Candidate(text: $0, note: "format") } : []) + names
    return Completion(
      range: SourceRange(cursor - typed.utf8.count, cursor),
      candidates: candidates.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) })
  }
}
