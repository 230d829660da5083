import Language
package import Navigation
import ORM
import Rendering
import SQL

/// What may stand at the cursor of a line: commands and names at its beginning, else what the path, the statement of
/// SQL or the command takes.
extension Conversation {
  /// - Parameter cursor: the byte of the line before which the cursor stands.
  package func complete(_ line: String, cursor: Int) -> Completion {
    database.connection.withoutWaiting {
      complete(
        line, cursor: cursor,
        data: CompletionData(schema: schema, connection: database.connection, now: now))
    }.result
  }

  /// - Parameter data: where keys and values are looked up; nil for nowhere.
  func complete(_ line: String, cursor: Int, data: CompletionData?) -> Completion {
    let before = SourceRange(0, cursor).text(of: line)
    let here = SourceRange(cursor, cursor)
    guard !isInComment(before) else { return Completion(range: here, candidates: []) }
    let start = before.utf8.prefix { $0 == 0x20 }.count
    let word = before.dropFirst(start).prefix { !$0.isWhitespace }
    let rest = start + word.utf8.count
    guard rest < cursor else { return beginning(line, word, at: start, cursor, data) }
    let isName = startsPath(String(word))
    let spelling = isName ? nil : OtherShellSpelling.named(String(word))
    if let spelling, let own = spelling.line { return complete(line, as: own, from: rest, cursor, data) }
    if let command = command(named: word), !(isName && continuesName(before.dropFirst(rest))) {
      return arguments(of: command, line, from: rest, cursor, data)
    }
    if let spelling { return words(behind: spelling, line, from: rest, cursor) }
    if LineReading.sqlWords.contains(word.lowercased()), !isName {
      return sql(line, from: start, cursor, data)
    }
    return path(line, from: 0, cursor, data)
  }

  /// A comment goes to the end of the line, so it is at the cursor if a letter there would be blanked.
  private func isInComment(_ before: Substring) -> Bool {
    let blanked = LineComment.blanked(before + " x")
    return !blanked.hasSuffix("x")
  }

  /// By its name, which may have a colon before it.
  private func command(named word: Substring) -> Command? {
    Command.named(String(word)) ?? (word.hasPrefix(":") ? Command.named(String(word.dropFirst())) : nil)
  }

  /// Whether a path may begin with a word: as an entity, or as a variable.
  func startsPath(_ word: String) -> Bool {
    if case .none = schema.root(named: word) { return variables[word] != nil }
    return true
  }

  private func continuesName(_ rest: Substring) -> Bool {
    rest.drop(while: \.isWhitespace).first.map { ".[{!?+*=".contains($0) } ?? false
  }

  /// - Parameter verbs: whether something is worked out of what it leads to.
  func path(
    _ line: String, from start: Int, _ cursor: Int, verbs: Bool = true, _ data: CompletionData?
  ) -> Completion {
    Completion(
      line: line, from: start, cursor: cursor, schema: schema, scope: scopeWithoutRecords, verbs: verbs,
      data: data)
  }

  func sql(_ line: String, from start: Int, _ cursor: Int, _ data: CompletionData?) -> Completion {
    let dialect = database.connection.dialect
    return SQLCompletion(
      line: line, from: start, cursor: cursor, schema: schema, dialect: dialect, data: data
    ).completion
  }

  // MARK: The first word

  private func beginning(
    _ line: String, _ word: Substring, at start: Int, _ cursor: Int, _ data: CompletionData?
  ) -> Completion {
    let path = path(line, from: 0, cursor, data)
    if word.isEmpty {
      let isEmptyLine = SourceRange(cursor, line.utf8.count).text(of: line).allSatisfy(\.isWhitespace)
      return isEmptyLine ? withCommands(path) : path
    }
    if let sign = word.first, sign == "." || sign == "\\" {
      return spelled(word, sign, line, at: start, cursor, beside: path)
    }
    guard word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }) else { return path }
    let isMarked = word.hasPrefix(":")
    let commands = Command.all.map { command in
      Completion.Candidate(text: (isMarked ? ":" : "") + command.name, note: command.summary)
    }
    let words = Completion(
      range: SourceRange(start, cursor), candidates: isMarked ? commands : commands + Self.statements,
      of: line, mends: data != nil)
    return path.range.lower == start ? path.joined(by: words, behind: word) : words
  }

  static let statements = LineReading.sqlWords.sorted().filter { Command.named($0) == nil }
    .map { Completion.Candidate(text: $0, note: "SQL") }

  /// What a line can begin with: some of the entities and, behind them, the commands that look at the schema.
  private func withCommands(_ path: Completion) -> Completion {
    var completion = path
    let mostNames = 30
    if completion.candidates.count > mostNames {
      completion.candidates.removeLast(completion.candidates.count - mostNames)
      completion.hasMore = true
    }
    let commands = Command.all.filter { $0.group == .explore } + [.help]
    completion.candidates += commands.map { Completion.Candidate(text: $0.name, note: "command") }
    return completion
  }
}

extension Completion {
  /// With the words of commands or of SQL behind what begins so.
  ///
  /// What only contains what is typed is worth less than what begins with it.
  func joined(by words: Completion, behind typed: Substring) -> Completion {
    guard !candidates.isEmpty else { return words }
    let typed = typed.lowercased()
    func isNear(_ candidate: Completion.Candidate) -> Bool { candidate.text.lowercased().hasPrefix(typed) }
    guard words.candidates.contains(where: isNear) else { return self }
    guard candidates.contains(where: isNear) else { return words }
    var completion = self
    completion.candidates += words.candidates
    return completion
  }
}
