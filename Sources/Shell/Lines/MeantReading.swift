import Language
import Navigation
import ORM

/// What was meant by a line that could not be read: what is asked about is a line that can be bound, wherever one is
/// near.
extension MeantLine {
  func withMeaning(_ diagnostic: Diagnostic, of line: String) -> Diagnostic {
    var diagnostic = diagnostic
    switch diagnostic.problem {
    case .unexpected, .unexpectedCharacter, .malformedNumber: break
    default: return diagnostic
    }
    let reading = ShellEndingReading(
      line, at: diagnostic.range.lower, isComparison: isComparison(diagnostic))
    if let reading, binds(reading.path) {
      return Diagnostic(
        .shellEnding(reading.ending, path: reading.path),
        at: SourceRange(diagnostic.range.lower, line.utf8.count),
        suggestions: reading.instead.filter(binds))
    }
    let keyed = keyed(diagnostic, line)
    if !keyed.isEmpty { diagnostic.suggestions = keyed }
    var suggestions: [String] = []
    for suggestion in diagnostic.suggestions.map(quoted).flatMap(mended)
    where !suggestions.contains(suggestion) {
      suggestions.append(suggestion)
    }
    diagnostic.suggestions = suggestions.filter { !isNameOfNothing($0, inPlaceOf: diagnostic.range, line) }
    return diagnostic
  }

  /// Whether a name in backquotes begins a path where nothing is called so.
  private func isNameOfNothing(_ name: String, inPlaceOf range: SourceRange, _ line: String) -> Bool {
    guard name.hasPrefix("`"), let meant = line.replacing(range, by: name) else { return false }
    do throws(Diagnostic) { try bind(Parser.statement(meant)) } catch {
      if case .unknownRoot = error.problem { return true }
    }
    return false
  }

  /// Whether what cannot stand behind a path makes a comparison of it that can.
  func isComparison(_ diagnostic: Diagnostic) -> Bool {
    diagnostic.suggestions.flatMap(mended).contains(where: binds)
  }

  /// As in `session.query(Track).all()`, where a function of other ORMs takes the table.
  func queried(_ line: String) -> [String] {
    do throws(Diagnostic) {
      guard case .path(var path) = try Parser.statement(line),
        let place = path.hops.firstIndex(where: { $0.isQuery }), place <= 1,
        case .verb(_, let arguments) = path.hops[place].kind, arguments.count == 1,
        case .path(let names) = arguments[0].expression.kind, names.count == 1,
        case .member(let name, nil) = names[0].kind
      else { return [] }
      path.root = .name(name)
      path.hops.removeSubrange(...place)
      return mended(SyntaxPrinter.text(of: path)).filter(binds)
    } catch { return [] }
  }

  /// As in `country["France"]`, where the text is no key but what the record is called.
  func called(_ diagnostic: Diagnostic, _ line: String) -> [String] {
    guard case .noSuchRecord(let name, let key) = diagnostic.problem,
      key.hasPrefix("\"") || key.hasPrefix("'"),
      let entity = schema.entities.first(where: { $0.name == name }), entity.label.count == 1,
      entity.label != entity.primaryKey
    else { return [] }
    let typed = diagnostic.range.text(of: line)
    guard let bracket = typed.firstIndex(of: "[") else { return [] }
    let label = SyntaxPrinter.operand(entity.attributes[entity.label[0]].name)
    let meant = line.replacing(diagnostic.range, by: "\(typed[..<bracket])[\(label) = \(key)]")
    return meant.flatMap { $0.utf8.count <= 100 && binds($0) ? [$0] : nil } ?? []
  }

  /// A line that is asked about, or what is meant by that where it cannot be bound either.
  private func mended(_ suggestion: String) -> [String] {
    guard Self.isLine(suggestion) else { return [suggestion] }
    do throws(Diagnostic) {
      let statement = try Parser.statement(suggestion)
      do throws(Diagnostic) { try bind(statement) } catch {
        let (before, after) = statement.around
        let others = error.suggestions.compactMap { other -> String? in
          let whole = binds(other) ? before + other + after : nil
          if whole != nil, Self.isLine(other) { return whole }
          return suggestion.replacing(error.range, by: other).flatMap { binds($0) ? $0 : nil } ?? whole
        }
        return others.isEmpty ? [suggestion] : others
      }
    } catch { return [suggestion] }
    return [suggestion]
  }

  /// A line whose names that are words of the language stand in backquotes, as they must.
  private func quoted(_ suggestion: String) -> String {
    guard Self.isLine(suggestion) else { return suggestion }
    var line = suggestion
    for _ in 0..<8 {
      do throws(Diagnostic) {
        _ = try Parser.statement(line)
        return line
      } catch {
        let tokens = Lexer.tokens(of: line)
        // After `not` more is awaited: what is wrong stands behind it.
        let word =
          tokens.first { $0.range == error.range && $0.keyword != nil }
          ?? tokens.last { $0.range.upper <= error.range.lower }.flatMap { $0.keyword == .not ? $0 : nil }
        guard let word,
          let mended = line.replacing(
            word.range, by: SyntaxPrinter.quoted(String(word.range.text(of: line))))
        else { return suggestion }
        line = mended
      }
    }
    return suggestion
  }

  /// Whether it is more than a name, which stands for some characters of a line.
  private static func isLine(_ suggestion: String) -> Bool { suggestion.contains { ".[{(".contains($0) } }

  /// As in `author[in (1, 2)]`, which does not say of what: of the key.
  private func keyed(_ diagnostic: Diagnostic, _ line: String) -> [String] {
    let word = diagnostic.range.text(of: line).lowercased()
    let before = SourceRange(0, diagnostic.range.lower).text(of: line)
    guard ["in", "between"].contains(word), let bracket = before.lastIndex(where: { !$0.isWhitespace }),
      before[bracket] == "["
    else { return [] }
    do throws(Diagnostic) {
      let path = try Binder(schema: schema, scope: scope).bind(Parser.path(String(before[..<bracket])))
      guard let id = path.entity(in: schema), schema[id].primaryKey.count == 1 else { return [] }
      let key = schema[id].attributes[schema[id].primaryKey[0]].name
      let rest = SourceRange(diagnostic.range.lower, line.utf8.count).text(of: line)
      let meant = try Parser.path("\(before)\(SyntaxPrinter.operand(key)) \(rest)")
      _ = try Binder(schema: schema, scope: scope).bind(meant)
      return [SyntaxPrinter.text(of: meant)]
    } catch { return [] }
  }

  func binds(_ line: String) -> Bool {
    do throws(Diagnostic) { try bind(Parser.statement(line)) } catch { return false }
    return true
  }

  private func bind(_ statement: Statement) throws(Diagnostic) {
    switch statement {
    case .path(let path), .assignment(_, let path), .question(let path):
      _ = try Binder(schema: schema, scope: scope).bind(path)
    }
  }
}

extension Statement {
  /// What stands around its path.
  fileprivate var around: (before: String, after: String) {
    switch self {
    case .path: ("", "")
    case .assignment(let name, _): ("\(SyntaxPrinter.name(name.text)) = ", "")
    case .question: ("", "?")
    }
  }
}

extension Hop {
  /// As in `query(Track)`, `select(Track)`.
  fileprivate var isQuery: Bool {
    if case .verb(let name, _) = kind {
      ["query", "select", "execute"].contains(name.text.lowercased())
    } else {
      false
    }
  }
}

extension String {
  /// With other text in place of these bytes; nil where they are not within it.
  fileprivate func replacing(_ range: SourceRange, by text: String) -> String? {
    guard range.lower <= range.upper, range.upper <= utf8.count else { return nil }
    return
      "\(SourceRange(0, range.lower).text(of: self))\(text)\(SourceRange(range.upper, utf8.count).text(of: self))"
  }
}
