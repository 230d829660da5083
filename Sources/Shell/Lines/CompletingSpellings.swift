import Language
import Navigation
import Rendering

/// What may be typed of the words of other shells: `.mo`, `\d`, and what stands behind them.
extension Conversation {
  /// Words that begin with a dot or a backslash, with what each of them leads to here.
  ///
  /// - Parameter path: what goes on from the last result behind a dot, which comes first.
  func spelled(
    _ word: Substring, _ sign: Character, _ line: String, at start: Int, _ cursor: Int,
    beside path: Completion
  ) -> Completion {
    guard word.dropFirst().allSatisfy({ $0.isLetter || $0.isNumber || "_+?!".contains($0) }) else {
      return path
    }
    let isNamed = word.count > 1
    guard isNamed || path.candidates.isEmpty else { return path }
    let names = isNamed ? examples.names : nil
    let offers = OtherShellSpelling.offers(word).map { offer in
      Completion.Candidate(text: offer.text, note: names?.fill(offer.meaning) ?? offer.meaning)
    }
    let range = SourceRange(start, cursor)
    let spellings = Completion(range: range, candidates: offers, of: line)
    guard sign == ".", path.range.lower == start + 1 else { return spellings }
    var own = path
    own.range.lower = start
    own.candidates = path.candidates.map { Completion.Candidate(text: "." + $0.text, note: $0.note) }
    return own.joined(by: spellings, behind: word)
  }

  /// Behind a word of another shell stands what stands behind the words that it is short for.
  ///
  /// - Parameter own: those words; empty where the rest is the line.
  func complete(
    _ line: String, as own: String, from rest: Int, _ cursor: Int, _ data: CompletionData?
  ) -> Completion {
    let typed = own + String(SourceRange(rest, line.utf8.count).text(of: line))
    let shift = rest - own.utf8.count
    var completion = complete(typed, cursor: cursor - shift, data: data)
    completion.range = SourceRange(completion.range.lower + shift, completion.range.upper + shift)
    return completion
  }

  /// Behind a word that is no line here, what it may ask for.
  func words(behind spelling: OtherShellSpelling, _ line: String, from rest: Int, _ cursor: Int) -> Completion
  {
    let typed = SourceRange(rest, cursor).text(of: line).drop(while: \.isWhitespace)
    return Completion(
      range: SourceRange(cursor - typed.utf8.count, cursor),
      candidates: spelling.argumentWords.map { Completion.Candidate(text: $0, note: "") }, of: line)
  }
}
