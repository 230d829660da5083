import Language
import Navigation
import ORM
import Rendering

/// What is meant by a word that stands where a path or a command should: `lazy`, `limit 40`, `n+1`.
extension Conversation {
  /// The line that tells of the word, and the one that does what was meant; nil where it is no word of the screen.
  func wordOfHelp(_ diagnostic: Diagnostic, _ line: String) -> Diagnostic? {
    switch diagnostic.problem {
    case .unknownCommand(let name) where facts.kind == .blank:
      guard let setting = Setting.named(name) else { return nil }
      return Diagnostic(diagnostic.problem, at: diagnostic.range, suggestions: [meant(setting, line)])
    // Where a table is near, that is meant.
    case .unknownRoot where diagnostic.suggestions.isEmpty: break
    case .unexpected: break
    default: return nil
    }
    let words = LineReading.commandLine(line).split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 1, let word = words.first, word.contains(where: \.isLetter) else { return nil }
    let lines = self.lines(about: word)
    guard !lines.isEmpty else { return nil }
    let start = line.utf8.count - line.drop(while: \.isWhitespace).utf8.count
    return Diagnostic(
      .wordAlone(word, lines: lines), at: SourceRange(start, start + word.utf8.count))
  }

  private func lines(about word: String) -> [WordLine] {
    let name = word.lowercased()
    if HelpPart(rawValue: name) != nil { return [WordLine("help \(name)", .shows)] }
    if let setting = Setting.named(name) {
      let example = setting.free?.examples.first ?? setting.words().first?.text ?? ""
      return [
        WordLine("set \(setting.name)", .tells),
        WordLine("set \(setting.name) \(example)", .changes),
      ]
    }
    guard HelpWord.named(name, examples, schema) != nil || topics.named(name) != nil else { return [] }
    let about = WordLine("help \(word)", .explains)
    if LoadingStrategy(rawValue: name) != nil { return [about, WordLine("load \(name)", .loads)] }
    if OutputFormat.named(name) != nil { return [about, WordLine("format \(name)", .prints)] }
    return [about]
  }

  /// As in `set limit 40` for `limit 40`; where it cannot be that, the line that tells what it can be.
  private func meant(_ setting: Setting, _ line: String) -> String {
    let words = LineReading.commandLine(line).split(whereSeparator: \.isWhitespace).dropFirst()
    let typed = words.joined(separator: " ")
    var settings = settings
    guard let value = Setting.value(typed: typed), value == "default" || setting.write(&settings, value)
    else {
      return "set \(setting.name)"
    }
    return "set \(setting.name) \(typed)"
  }
}
