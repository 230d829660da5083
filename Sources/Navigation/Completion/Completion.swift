package import Language
package import ORM
import SQL

/// What may stand at the cursor: told by the line, the schema, the variables and, where a value may stand, the data.
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
  /// Whether the data has more of them than were looked up.
  package var hasMore = false

  /// - Parameters:
  ///   - range: what of the line is replaced.
  ///   - candidates: those that begin as what is there are kept; where none does, those that contain it.
  ///   - mends: whether names that are near to what is there are kept, where none contains it.
  package init(range: SourceRange, candidates: [Candidate], of line: String = "", mends: Bool = true) {
    self.range = range
    let typed = range.text(of: line).lowercased()
    self.candidates = candidates.filter { $0.begins(with: typed) }
    guard self.candidates.isEmpty, typed.utf8.count > 1 else { return }
    self.candidates = candidates.filter { $0.text.lowercased().firstRange(of: typed) != nil }
    guard self.candidates.isEmpty, mends else { return }
    let near = Nearness.nearest(typed, in: candidates.map(\.text))
    self.candidates = near.compactMap { name in candidates.first { $0.text == name } }
  }

  /// - Parameters:
  ///   - start: the byte of the line at which the path begins, as after the word of a command.
  ///   - cursor: the byte before which the cursor stands.
  ///   - verbs: whether something may be worked out of what the path leads to.
  ///   - data: where keys and values are looked up; nil for nowhere.
  package init(
    line: String, from start: Int = 0, cursor: Int, schema: Schema, scope: Scope, verbs: Bool = true,
    data: CompletionData? = nil
  ) {
    let tokens = Lexer.tokens(of: SourceRange(0, cursor).text(of: line).description, from: start)
    var context = CompletionContext(line: line, schema: schema, scope: scope, offersVerbs: verbs)
    for token in tokens { context.read(token) }
    let answer = context.answer(at: cursor)
    self.init(range: answer.range, candidates: answer.candidates, of: line, mends: data != nil)
    if let place = answer.place, let data {
      take(
        data.candidates(at: place, besideOthers: !candidates.isEmpty), at: place, beside: answer.besideValues,
        of: line)
    }
    takeInRest(of: line)
  }

  /// Values out of the data come before names.
  ///
  /// - Parameter others: what is still offered beside them; nil for all of the candidates.
  mutating func take(
    _ values: CompletionData.Values, at place: ValuePlace, beside others: [Candidate]?, of line: String
  ) {
    hasMore = values.hasMore
    guard !values.candidates.isEmpty else { return }
    var names = others ?? candidates
    if case .letters = place.typed {
      let typed = range.text(of: line).lowercased()
      names.removeAll { !$0.begins(with: typed) }
    }
    candidates = values.candidates + names
    if values.areByLabel { takeInWord(of: line) }
  }

  /// A key takes the place of all of the label that is typed.
  private mutating func takeInWord(of line: String) {
    let rest = SourceRange(range.upper, line.utf8.count).text(of: line)
    range.upper += rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.utf8.count
  }

  /// What already stands behind the cursor is not put there again: the rest of the word, a quote, a parenthesis.
  mutating func takeInRest(of line: String) {
    let rest = SourceRange(range.upper, line.utf8.count).text(of: line)
    if let quote = SourceRange(range.lower, range.upper).text(of: line).first, quote == "\"" || quote == "'" {
      let text = rest.prefix { $0 != quote && $0 != "]" && $0 != ")" }
      if rest.dropFirst(text.count).first == quote { range.upper += text.utf8.count + 1 }
      return
    }
    let tail = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let whole = SourceRange(range.lower, range.upper + tail.utf8.count)
    let typed = whole.text(of: line).lowercased()
    let kept = candidates.filter { $0.begins(with: typed) }
    if !tail.isEmpty, !kept.isEmpty {
      range = whole
      candidates = kept
    }
    guard rest.dropFirst(tail.count).first == "(" else { return }
    candidates = candidates.map { candidate in
      Candidate(text: String(candidate.text.prefix { $0 != "(" }), note: candidate.note)
    }
  }
}

extension Completion.Candidate {
  /// Without case, without the backquote that a name may need, and without what tells a column from others.
  func begins(with typed: String) -> Bool {
    let text = text.lowercased()
    if text.hasPrefix(typed) || text.hasPrefix("`") && text.dropFirst().hasPrefix(typed) { return true }
    guard !text.hasPrefix("\""), let dot = text.lastIndex(of: ".") else { return false }
    return text[text.index(after: dot)...].hasPrefix(typed)
  }
}
