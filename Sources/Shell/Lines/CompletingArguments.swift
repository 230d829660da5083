import Language
import Navigation
import ORM
import Rendering
import SQL

/// What may stand behind the word of a command.
extension Conversation {
  func arguments(
    of command: Command, _ line: String, from rest: Int, _ cursor: Int, _ data: CompletionData?
  ) -> Completion {
    let typed = SourceRange(rest, cursor).text(of: line)
    let last = Self.lastWord(of: typed)
    let range = SourceRange(cursor - last.utf8.count, cursor)
    let isFirst = typed.dropLast(last.count).allSatisfy(\.isWhitespace)
    func offer(_ candidates: [Completion.Candidate]) -> Completion {
      Completion(range: range, candidates: candidates, of: line)
    }
    /// Where the words are values of a setting, the one that it has says so.
    func offer(_ words: [ArgumentWord]) -> Completion {
      offer(candidates(words, of: Setting.named(command.name)))
    }
    if command.writesFiles, let sign = typed.lastIndex(of: ">") {
      return file(typed[typed.index(after: sign)...], cursor, isWritten: true)
    }
    switch command.completes {
    case .path: return path(line, from: rest, cursor, data)
    case .names: return path(line, from: rest, cursor, verbs: false, data)
    case .pathOrSQL:
      let start = rest + typed.prefix(while: \.isWhitespace).utf8.count
      let first = typed.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
      let path = path(line, from: rest, cursor, data)
      if isFirst {
        guard !last.isEmpty else { return path }
        return path.joined(by: offer(Self.statements), behind: last)
      }
      let isSQL = LineReading.sqlWords.contains(first.lowercased()) && !startsPath(String(first))
      return isSQL ? sql(line, from: start, cursor, data) : path
    case .paths:
      let before = String(SourceRange(0, cursor).text(of: line))
      let begins = Self.pathBegins(in: before, from: rest)
      guard begins.count <= 2 else { return offer([Completion.Candidate]()) }
      return path(line, from: begins.last ?? rest, cursor, data)
    case .wordsOrPath(_, let word) where typed.hasPrefix(" \(word) "):
      return path(line, from: rest + word.utf8.count + 1, cursor, data)
    case .variables(let words):
      return offer(
        variables.keys.sorted().map { .init(text: $0, note: "variable") }
          + words.map(\.candidate))
    case .words(let words), .wordsOrPath(let words, _): return offer(words())
    case .subjects(let words):
      guard let (owner, start) = ownerBeforeDot(last) else {
        return offer(words().map(\.candidate) + entityCandidates)
      }
      return Completion(
        range: SourceRange(cursor - start, cursor), candidates: relationshipCandidates(of: owner), of: line)
    case .settings:
      if isFirst { return offer(Setting.all.map { .init(text: $0.name, note: $0.summary) }) }
      let words = typed.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let setting = words.first.flatMap(Setting.named), words.count - (last.isEmpty ? 0 : 1) == 1 else {
        return offer([Completion.Candidate]())
      }
      return offer(candidates(setting.values, of: setting))
    case .pages:
      // Some of them are two words.
      let start = rest + typed.prefix(while: \.isWhitespace).utf8.count
      return Completion(range: SourceRange(start, cursor), candidates: pages, of: line)
    case .entities(let words):
      let formats = isFirst ? words().map(\.candidate) : []
      let name = last.lastIndex(of: ",").map { last[last.index(after: $0)...] } ?? last
      // Behind the sign stands a number.
      if name.contains("+") { return offer([Completion.Candidate]()) }
      return Completion(
        range: SourceRange(cursor - name.utf8.count, cursor), candidates: formats + entityCandidates, of: line
      )
    case .attributes(let asWords, let besides):
      if let (owner, start) = ownerBeforeDot(last) {
        return Completion(
          range: SourceRange(cursor - start, cursor), candidates: attributeCandidates(of: owner), of: line)
      }
      guard !isFirst, asWords else { return offer(entityCandidates) }
      let words = typed.split(whereSeparator: \.isWhitespace)
      guard let owner = words.first.flatMap({ entity(named: $0) }) else {
        return offer([Completion.Candidate]())
      }
      let isSecond = words.count - (last.isEmpty ? 0 : 1) == 1
      let others = isSecond ? besides.map(\.candidate) : []
      let attributes = attributeCandidates(of: owner).map { candidate in
        besides.contains { $0.text == candidate.text.lowercased() }
          ? Completion.Candidate(text: SyntaxPrinter.quoted(candidate.text), note: candidate.note) : candidate
      }
      return offer(attributes + others)
    case .relationships:
      guard let (owner, start) = ownerBeforeDot(last) else { return offer(entityCandidates) }
      return Completion(
        range: SourceRange(cursor - start, cursor), candidates: relationshipCandidates(of: owner), of: line)
    case .file: return file(typed, cursor)
    case .fileOrSample:
      let words = typed.split(whereSeparator: \.isWhitespace)
      if !isFirst, words.first == "sample", words.count - (last.isEmpty ? 0 : 1) == 1 {
        return offer(samples.map { .init(text: $0.name, note: $0.summary) })
      }
      var completion = file(typed, cursor)
      if isFirst, !samples.isEmpty, "sample".hasPrefix(last.lowercased()) {
        completion.candidates.insert(.init(text: "sample", note: "one that comes with Kin"), at: 0)
      }
      return completion
    case .nothing: return Completion(range: SourceRange(cursor, cursor), candidates: [])
    }
  }

  private func candidates(_ words: [ArgumentWord], of setting: Setting?) -> [Completion.Candidate] {
    guard let setting else { return words.map(\.candidate) }
    let current = setting.read(settings)
    return words.map { word in
      guard word.text == current else { return word.candidate }
      let isExample = setting.free?.examples.contains(current) == true
      return Completion.Candidate(text: current, note: isExample ? "now" : "now: \(word.meaning)")
    }
  }

  /// What `help` knows, whole pages first; where two have a name, the one that it tells of.
  private var pages: [Completion.Candidate] {
    let pages: [Completion.Candidate] =
      Command.all.map { .init(text: $0.name, note: $0.summary) }
      + HelpPart.allCases.map { .init(text: $0.rawValue, note: "a page") }
      + schema.entities.map { .init(text: SyntaxPrinter.name($0.name), note: "entity") }
      + topics.names.map { .init(text: $0, note: "topic") }
      + HelpWord.offers(database.connection.dialect.functions, settings.presentation.charset).map {
        .init(text: $0.name, note: $0.note)
      }
    var seen: Set<String> = []
    return pages.filter { seen.insert($0.text.lowercased()).inserted }
  }

  // MARK: Parts of the schema

  private var entityCandidates: [Completion.Candidate] {
    schema.entities.map { .init(text: SyntaxPrinter.name($0.name), note: $0.kindName) }
  }

  private func attributeCandidates(of entity: Entity) -> [Completion.Candidate] {
    entity.attributes.map { .init(text: SyntaxPrinter.name($0.name), note: $0.type.lowercased()) }
  }

  private func relationshipCandidates(of entity: Entity) -> [Completion.Candidate] {
    entity.relationships.map { schema[$0] }.map { relationship in
      .init(
        text: SyntaxPrinter.name(relationship.name),
        note: "\(arrow(isToMany: relationship.isToMany)) \(schema[relationship.target].name)")
    }
  }

  /// The entity before the last dot of a word, and how many bytes of the word stand after it.
  private func ownerBeforeDot(_ word: Substring) -> (entity: Entity, rest: Int)? {
    guard let dot = word.lastIndex(of: "."), let owner = entity(named: word[..<dot]) else { return nil }
    return (owner, word[word.index(after: dot)...].utf8.count)
  }

  private func entity(named name: Substring) -> Entity? {
    guard case .found(let id) = schema.root(named: String(name).replacing("`", with: "")) else { return nil }
    return schema[id]
  }

  private static func lastWord(of text: Substring) -> Substring {
    guard let blank = text.lastIndex(where: \.isWhitespace) else { return text }
    return text[text.index(after: blank)...]
  }

  private func file(_ typed: Substring, _ cursor: Int, isWritten: Bool = false) -> Completion {
    let typed = String(typed.drop(while: \.isWhitespace))
    let path = FileArgument(begun: typed).name(home: typed == "~" ? nil : homeFolder)
    return Completion(
      range: SourceRange(cursor - typed.utf8.count, cursor),
      candidates: files(path, isWritten).map {
        // What is typed stays as it is.
        let text = $0.hasPrefix(path) ? typed + $0.dropFirst(path.count) : $0
        return Completion.Candidate(text: text, note: $0.hasSuffix("/") ? "folder" : "")
      })
  }

  /// Where each of several paths begins, which stand one behind the other.
  private static func pathBegins(in line: String, from start: Int) -> [Int] {
    let tokens = Lexer.tokens(of: line, from: start)
    var begins: [Int] = []
    var depth = 0
    var isContinued = false
    for token in tokens {
      switch token.kind {
      case .name:
        if depth == 0, !isContinued { begins.append(token.range.lower) }
        isContinued = false
      case .symbol(.leftBracket), .symbol(.leftBrace), .symbol(.leftParenthesis):
        depth += 1
        isContinued = false
      case .symbol(.rightBracket), .symbol(.rightBrace), .symbol(.rightParenthesis):
        depth -= 1
        isContinued = false
      case .symbol(.dot), .symbol(.bang): isContinued = true
      case .symbol, .text, .integer, .real, .invalid: isContinued = false
      case .end:
        // After a space the next one may begin.
        if depth == 0, !isContinued, token.range.upper < line.utf8.count { begins.append(line.utf8.count) }
      }
    }
    return begins
  }
}
