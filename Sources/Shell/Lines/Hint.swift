import Language
import Navigation
import ORM
import Rendering
import SQL

/// What stands beside a line while it is typed: what it leads to and what it will take, or what is wrong with it.
extension Conversation {
  /// Lines longer than this leave no room for a hint.
  private static let longestLine = 200
  /// More records than this are not looked through between two keystrokes.
  private static let mostRecords = 5_000

  /// - Returns: nil where nothing is certain yet. Nothing of the line is run.
  package func hint(for line: String) -> String? {
    let (hint, wasLocked) = database.connection.withoutWaiting { currentHint(for: line) }
    // What a lock hid may be there the next time.
    if wasLocked { forecastMemory = ForecastMemory(schema, database.connection) }
    return hint
  }

  private func currentHint(for line: String) -> String? {
    if line.utf8.contains(0x0A) { return openHint(for: line) }
    guard settings.hint, isInteractive, line.utf8.count <= Self.longestLine else { return nil }
    do throws(Diagnostic) {
      switch try read(line) {
      case .blank, .otherShell, .accepted: return nil
      case .command(let command, let argument): return try hint(for: command, argument, in: line)
      case .sql:
        // What does not compile yet may still do so; a name that is not there does not come.
        var rest = Substring(line)
        _ = try nextStatement(of: &rest, in: line, toRun: false)
        return nil
      case .statement(let statement):
        switch statement {
        case .path(let syntax), .assignment(_, let syntax): return try hint(for: syntax)
        case .question: return nil
        }
      }
    } catch {
      guard isCertain(error, in: line) else { return nil }
      return DiagnosticText(error, in: line).hint
    }
  }

  /// What a command does, as long as nothing stands behind it, and then what that leads to or what is wrong with it.
  private func hint(
    for command: Command, _ argument: LineReading.Argument, in line: String
  ) throws(Diagnostic) -> String? {
    guard !argument.text.isEmpty else { return VisibleText.plain(command.summary, charset: charset) }
    let first = argument.text.prefix { !$0.isWhitespace }
    switch command.completes {
    case .pathOrSQL where LineReading.sqlWords.contains(first.lowercased()) && !startsPath(String(first)):
      return nil
    case .path, .pathOrSQL: return try hint(for: Parser.path(line, from: argument.start))
    case .wordsOrPath(_, let word) where argument.text.hasPrefix(word + " "):
      return try hint(for: Parser.path(line, from: argument.start + word.utf8.count + 1))
    case .settings:
      guard Setting.named(String(first)) == nil else { return nil }
      let end = argument.start + first.utf8.count
      throw Diagnostic(.unknownSetting(String(first)), at: SourceRange(argument.start, end))
    case .nothing, .names, .variables, .pages, .file, .fileOrSample, .paths, .attributes, .relationships,
      .words,
      .wordsOrPath, .entities, .subjects:
      return nil
    }
  }

  private var charset: Charset { settings.presentation.charset }

  /// What is open in a line that goes on, and the ways out, in as many words as there is room for.
  private func openHint(for line: String) -> String? {
    let room = (settings.presentation.width ?? 80) - DisplayWidth.columns(of: continuationPrompt) - 3
    return openHints(for: line).first { DisplayWidth.columns(of: $0) <= room }
  }

  /// The longest first; what there is least room for is a way out.
  private func openHints(for line: String) -> [String] {
    let hints = waysOut(of: line)
    guard !hints.isEmpty, let word = loneCommand(in: line) else { return hints }
    return [
      "\(word) is part of the line: an empty line ends it, Ctrl-C gives up",
      "\(word) is part of the line: Ctrl-C gives up", Self.wayOut,
    ]
  }

  /// A word alone on the line that was typed last, which by itself would be a command: whoever types `quit` there
  /// means to leave.
  private func loneCommand(in line: String) -> String? {
    let lines = line.unicodeScalars.split(separator: "\n").map(String.init)
    guard lines.count > 1, let last = lines.last else { return nil }
    let word = last.trimmed
    return Command.named(word) == nil ? nil : word
  }

  private static let wayOut = "Ctrl-C gives up"

  private func waysOut(of line: String) -> [String] {
    var state = LineState.of(line)
    if isStatement(line) {
      let lines = StatementLines(line)
      switch lines.state {
      case .ended: return []
      case .open(let sign): state = .open(sign)
      case .unfinished:
        return [
          "goes on: an empty line ends it, Ctrl-C gives up", "goes on: Ctrl-C gives up", Self.wayOut,
        ]
      case .whole:
        return lines.changesRows
          ? ["; or an empty line runs it, Ctrl-C gives up", "; runs it, Ctrl-C gives up", "; runs it"] : []
      }
    }
    guard case .open(let sign) = state else { return [] }
    return [
      "\(sign) is open: an empty line ends it, Ctrl-C gives up", "\(sign) is open: Ctrl-C gives up",
      Self.wayOut,
    ]
  }

  private func hint(for syntax: PathSyntax) throws(Diagnostic) -> String? {
    let charset = settings.presentation.charset
    guard let (session, scope) = keptForHint(syntax) else {
      let path = try Binder(schema: schema, scope: scopeWithoutRecords).bind(syntax)
      return "\(charset.arrow) \(VisibleText.plain(type(of: path), charset: charset))"
    }
    let path = try Binder(schema: schema, scope: scope).bind(syntax)
    let forecast = Forecast(
      of: path, in: session, by: settings.strategy, data: forecastMemory.estimates, effort: .keystroke)
    if let missing = forecast.missingRoot { throw missing }
    return
      "\(charset.arrow) \(VisibleText.plain(type(of: path), charset: charset))\(queries(path, forecast, charset))"
  }

  /// What the line would find in the session; nil where that must be loaded first, or takes long to find out.
  private func keptForHint(_ syntax: PathSyntax) -> (session: Session, scope: Scope)? {
    var scope = Scope()
    if case .lastResult = syntax.root {
      guard let result = lastResult, !result.mustBeLoaded, let last = result.answer.held() else { return nil }
      scope.last = last
    } else if variables.isEmpty {
      return (forecastMemory.emptySession, scope)
    }
    let records = schema.entities.reduce(0) { $0 + session.recordCount($1.id) }
    guard records <= Self.mostRecords else { return nil }
    scope.variables = variables
    do throws(DatabaseError) {
      var (kept, moved) = try scope.kept(in: session)
      moved.session = kept
      return (kept, moved)
    } catch { return nil }
  }

  /// The names that a path may begin with, and what they are of.
  var scopeWithoutRecords: Scope {
    var scope = Scope()
    scope.variables = variables
    scope.session = session
    if let result = lastResult {
      let held = result.mustBeLoaded ? nil : result.answer.held()
      scope.last = held?.selection == nil ? result.withoutRecords : held
    }
    return scope
  }

  /// As in ` · lazy 41 queries`.
  private func queries(_ path: BoundPath, _ forecast: Forecast, _ charset: Charset) -> String {
    if let stop = forecast.stop {
      let name = VisibleText.plain(schema.name(stop.relationship, stop.closure), charset: charset)
      return stop.isCertain ? "\(charset.separator)raise stops at .\(name)" : ""
    }
    let statements = forecast.statements
    guard statements.isExact || statements.likely != nil else { return "" }
    let isHop = forecast.pieces.contains { $0.relationship != nil }
    let strategies =
      path.hasMarks ? path.strategies(otherwise: recordStrategy) : [forecast.strategy]
    return charset.separator
      + (isHop ? strategies.map(\.rawValue).joined(separator: " + ") + " " : "")
      + statements.counted("query", charset)
  }

  /// What a path leads to, in a word.
  private func type(of path: BoundPath) -> String {
    if let aggregate = path.aggregate {
      switch aggregate.function {
      case .count, .sum, .avg: return "number"
      case .any, .all: return "0 or 1"
      case .min, .max: return "value"
      }
    }
    switch path.output {
    case .values(let attribute):
      let type = schema[attribute.entity].attributes[attribute.index].type.lowercased()
      return type.isEmpty ? "value" : type
    case .depth: return "integer"
    case .groups: return "groups"
    case .records, .shape:
      guard let id = path.entity(in: schema) else { return "values" }
      let nouns = schema[id].nouns
      return path.isSingle ? nouns.one : nouns.several
    }
  }

  /// Whether what is typed of a name is the beginning of one that fits.
  private func mayBecome(_ name: some StringProtocol, in line: String) -> Bool {
    complete(line, cursor: line.utf8.count, data: nil).candidates.contains {
      $0.text.lowercased().hasPrefix(name.lowercased())
    }
  }

  /// Whether more characters cannot make it right.
  private func isCertain(_ diagnostic: Diagnostic, in line: String) -> Bool {
    let length = line.utf8.count
    switch diagnostic.problem {
    case .unexpectedEnd, .unclosed, .unterminatedText, .unterminatedName, .emptyBrackets, .interrupted:
      return false
    case .noSuchRecord: return true
    // Of SQL that is typed: the place is often that of the whole statement.
    case .database: return false
    case .unknownName(let message, _):
      let name = message.split(separator: " ").last ?? ""
      return !line.hasSuffix(name) || !mayBecome(name, in: line)
    case .unknownSetting(let name): return diagnostic.range.upper < length || !mayBecome(name, in: line)
    case .unknownRoot:
      // A new name may become that of a variable, and what has been typed of a name the beginning of one.
      if line.utf8.dropFirst(diagnostic.range.upper).allSatisfy({ $0 == 0x20 }),
        diagnostic.range.lower == line.utf8.prefix(while: { $0 == 0x20 }).count
      {
        return false
      }
    default: break
    }
    guard diagnostic.range.upper >= length else { return true }
    guard diagnostic.problem.isOfName else { return false }
    return complete(line, cursor: length, data: nil).candidates.isEmpty
  }
}

extension Problem {
  /// Whether a name is wrong that may only be unfinished.
  fileprivate var isOfName: Bool {
    switch self {
    case .unknownRoot, .unknownMember, .unknownVerb, .unknownStrategy, .unknownFunction: true
    default: false
    }
  }
}
