import Language
import Navigation
import ORM
import Rendering
import SQL

/// What the words of a line that was rejected may have meant.
extension Conversation {
  /// What the words of a rejected line may have meant: a command mistyped, a hop called a join, a table or
  /// a column near to the one that SQL does not find.
  func withMeaning(_ diagnostic: Diagnostic, of line: String) -> Diagnostic {
    // Nobody typed it, and to look for what is near to each of its words would take long.
    guard line.utf8.count <= Self.longestGuess else { return diagnostic }
    if let statement = meantWrite(diagnostic, line) {
      var diagnostic = diagnostic
      diagnostic.suggestions = [statement]
      return diagnostic
    }
    if let diagnostic = commandEnding(diagnostic, line) ?? strangeWord(diagnostic, line)
      ?? wordOfHelp(diagnostic, line)
    {
      return diagnostic
    }
    let meant = meantLine
    if facts.kind != .sql, let respelled = meant.respelled(diagnostic, line) {
      var diagnostic = diagnostic
      diagnostic.suggestions = [respelled]
      // The sign was to lead on, and to work nothing out.
      if case .misplaced = diagnostic.problem {
        diagnostic.problem = .unexpected(
          found: String(diagnostic.range.text(of: line)), expected: "a dot before the next name")
      }
      return diagnostic
    }
    let isUnread = facts.kind == .blank || facts.kind == .command
    var diagnostic = isUnread ? meant.withMeaning(diagnostic, of: line) : diagnostic
    switch (facts.kind, diagnostic.problem) {
    case (.path, .unknownRoot("undo")): diagnostic.suggestions = ["rollback"]
    case (.path, .unknownRoot(let name)):
      let queried = meant.queried(line)
      let unmarked = diagnostic.suggestions.isEmpty ? Command.unmarked(name).map { [$0.name] } : nil
      let near = unmarked ?? Command.near(name).filter { $0 != name.lowercased() }
      diagnostic.suggestions =
        queried.isEmpty
        ? diagnostic.suggestions + near.filter { !diagnostic.suggestions.contains($0) } : queried
    case (.command, .unknownRoot(let name)):
      guard let held = variables[name] else { break }
      diagnostic.problem = .misplaced(.variableForTable(name))
      diagnostic.suggestions = held.selection.map { [SyntaxPrinter.root(schema[$0.entity].name)] } ?? []
    case (_, .wrongKeyCount): diagnostic.examples = keyThatIsThere(diagnostic, line) ?? diagnostic.examples
    case (.path, .unknownMember): diagnostic.suggestions.removeAll(where: isOfNoRecord)
    case (.path, .noSuchRecord): diagnostic.suggestions += meant.called(diagnostic, line)
    case (.blank, .unexpected) where diagnostic.suggestions.isEmpty:
      diagnostic.suggestions = meant.joined(line)
    case (.sql, .database): diagnostic.suggestions = meant.selected(line) ?? []
    case (.sql, .unknownName):
      let identifier = database.connection.dialect.identifier
      diagnostic.suggestions = meant.selected(line) ?? meant.tables(near: line).map(identifier)
      if diagnostic.suggestions.isEmpty {
        diagnostic.suggestions = SQLColumns(line, schema: schema, dialect: database.connection.dialect)
          .near(diagnostic.range)
      }
    default: break
    }
    return diagnostic
  }

  /// In bytes.
  private static let longestGuess = 1 << 14

  /// As in `.tabels`, which leads nowhere and is near to a word of another shell, and `.word argument`, which is one
  /// that nobody knows.
  private func strangeWord(_ diagnostic: Diagnostic, _ line: String) -> Diagnostic? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let word = words.first.map(String.init), word.hasPrefix("."),
      word.dropFirst().first?.isLetter == true,
      word.dropFirst().allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return nil }
    var diagnostic = diagnostic
    let near = OtherShellSpelling.near(word)
    switch diagnostic.problem {
    case .unexpected where words.count > 1 && lastResult?.entity.map({ hasMember(word, $0) }) != true:
      let start = line.utf8.count - line.drop(while: \.isWhitespace).utf8.count
      return Diagnostic(
        .unknownCommand(word), at: SourceRange(start, start + word.utf8.count), suggestions: near)
    case .noLastResult, .lastResultHasNoRecords, .nothingLeadsOn, .rowsOfNoEntity, .unknownMember:
      guard words.count == 1, diagnostic.suggestions.isEmpty else { return nil }
      diagnostic.suggestions = near
      return diagnostic
    default: return nil
    }
  }

  private func hasMember(_ word: String, _ entity: EntityID) -> Bool {
    if case .none = schema.member(named: String(word.dropFirst()), of: entity) { false } else { true }
  }

  /// As in `tables > t.txt`, a command that writes no file.
  private func commandEnding(_ diagnostic: Diagnostic, _ line: String) -> Diagnostic? {
    guard facts.kind == .command, let sign = line.lastIndex(of: ">"),
      line[..<sign].last?.isWhitespace == true
    else { return nil }
    let head = LineComment.removed(String(line[..<sign]))
    let place = line.utf8.distance(from: line.startIndex, to: sign)
    do throws(Diagnostic) {
      guard case .command(let command, let argument) = try read(head), !command.writesFiles,
        let reading = ShellEndingReading(line, at: place, isComparison: meantLine.isComparison(diagnostic)),
        case .file(let file) = reading.ending
      else { return nil }
      if let meant = command.meant(argument.text.trimmed, redirectedTo: file) {
        return Diagnostic(
          .wrongCommandUse(command: command.name, usage: command.usage),
          at: SourceRange(place, line.utf8.count), suggestions: [meant])
      }
      return Diagnostic(
        .commandWritesNoFile(line: head, command: command.name, file: file, isHeld: command.holdsTables),
        at: SourceRange(place, line.utf8.count))
    } catch { return nil }
  }

  var meantLine: MeantLine { MeantLine(schema: schema, scope: scopeWithoutRecords) }

  /// Whether a path begins at a key that no record has, as far as that is found out at once.
  private func isOfNoRecord(_ line: String) -> Bool {
    do throws(Diagnostic) {
      guard case .path(let syntax) = try Parser.statement(line) else { return false }
      let path = try Binder(schema: schema, scope: scopeWithoutRecords).bind(syntax)
      let forecast = Forecast(
        of: path, in: forecastMemory.emptySession, by: settings.strategy, data: forecastMemory.estimates,
        effort: .keystroke)
      return forecast.missingRoot != nil
    } catch { return false }
  }

  /// The statement that a path which would write stands for.
  private func meantWrite(_ diagnostic: Diagnostic, _ line: String) -> String? {
    switch (facts.kind, diagnostic.problem) {
    case (.sql, .database), (.sql, .unknownName), (.path, _), (.blank, _):
      MeantWrite(schema: schema, dialect: database.connection.dialect).statement(for: line)
    default: nil
    }
  }
}

extension Command {
  /// The line that is meant where `> file` stands behind a command that is used with a file, or writes its own; nil for
  /// others.
  fileprivate func meant(_ argument: String, redirectedTo file: String) -> String? {
    if argument.isEmpty, takesFile { return "\(name) \(file)" }
    guard writesOwnFile else { return nil }
    return argument.isEmpty ? name : "\(name) \(argument)"
  }

  private var takesFile: Bool {
    switch completes {
    case .file, .fileOrSample: true
    case .nothing, .path, .names, .pathOrSQL, .words, .variables, .settings, .pages, .wordsOrPath, .paths,
      .entities, .subjects, .attributes, .relationships:
      false
    }
  }
}
