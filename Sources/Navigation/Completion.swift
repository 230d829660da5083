package import Language
package import ORM
import SQL

/// What may stand at the cursor: a pure function of the line, the schema and the variables.
package struct Completion: Sendable {
  package struct Candidate: Hashable, Sendable {
    /// What is put into the line.
    package var text: String
    /// What it is, in a few words.
    package var note: String

    package init(text: String, note: String) {
      self.text = text
      self.note = note
    }
  }

  /// The bytes of the line that a candidate replaces.
  package var range: SourceRange
  package var candidates: [Candidate]

  package init(range: SourceRange, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }

  /// - Parameters:
  ///   - start: the byte of the line at which the path begins, as after the word of a command.
  ///   - cursor: the byte before which the cursor stands.
  package init(line: String, from start: Int = 0, cursor: Int, schema: Schema, scope: Scope) {
    let tokens = Lexer.tokens(of: SourceRange(0, cursor).text(of: line).description, from: start)
    var context = CompletionContext(line: line, schema: schema, scope: scope)
    for token in tokens { context.read(token) }
    let (word, candidates) = context.answer(at: cursor)
    range = word
    let typed = word.text(of: line).lowercased()
    self.candidates = candidates.filter { $0.text.lowercased().hasPrefix(typed) }
  }
}
