import Language
import Navigation
import ORM
import SQL

/// Lines that would write by a path, and the statement of SQL that was meant.
struct MeantWrite {
  let schema: Schema
  let dialect: Dialect

  private static let deletions: Set<String> = ["delete", "destroy", "remove"]

  /// As in `delete author[3]`, `author[3].name = "X"`, `insert author`; nil for any other line.
  ///
  /// One that without a WHERE would take every row goes on with the next line, so it has its semicolon.
  func statement(for line: String) -> String? {
    guard line.utf8.count <= 200 else { return nil }
    var tokens = Lexer.tokens(of: LineReading.commandLine(line))[...]
    var verb: String?
    if let first = tokens.first?.word, ["delete", "insert", "update"].contains(first) {
      verb = first
      tokens.removeFirst()
      if tokens.first?.word == "from" { tokens.removeFirst() }
    }
    guard case .name(let name, _)? = tokens.popFirst()?.kind, case .found(let id) = schema.root(named: name)
    else { return nil }
    let entity = schema[id]
    if verb == "insert" { return insertion(into: entity) }
    guard let condition = condition(on: entity, &tokens, line) else { return nil }
    let table = dialect.identifier(entity.table)
    let deletion = "delete from \(table) where \(condition);"
    if verb == "delete" { return deletion }
    guard let change = change(of: entity, &tokens, line, isUpdate: verb == "update") else { return nil }
    return change.isEmpty ? deletion : "update \(table) set \(change) where \(condition);"
  }

  /// The columns that need a value, each with one of its kind.
  private func insertion(into entity: Entity) -> String? {
    let needed = entity.attributes.indices.filter { index in
      let attribute = entity.attributes[index]
      return attribute.generated == .no && !attribute.isNullable && !entity.primaryKey.contains(index)
    }
    let columns = needed.isEmpty ? entity.label : needed
    guard !columns.isEmpty else { return nil }
    let names = columns.map { dialect.identifier(entity.attributes[$0].name) }.joined(separator: ", ")
    let values = columns.map { entity.attributes[$0].affinity.isNumeric ? "1" : "'…'" }.joined(
      separator: ", ")
    return "insert into \(dialect.identifier(entity.table)) (\(names)) values (\(values))"
  }

  /// What stands in the brackets, as the key of the table.
  private func condition(on entity: Entity, _ tokens: inout ArraySlice<Token>, _ line: String) -> String? {
    guard tokens.count >= 3, tokens.popFirst()?.kind == .symbol(.leftBracket),
      let value = literal(&tokens, line), tokens.popFirst()?.kind == .symbol(.rightBracket),
      entity.primaryKey.count == 1
    else { return nil }
    return "\(dialect.identifier(entity.attributes[entity.primaryKey[0]].name)) = \(value)"
  }

  /// As in `.name = "X"`, `set name = "X"`; empty for `.delete()`.
  private func change(
    of entity: Entity, _ tokens: inout ArraySlice<Token>, _ line: String, isUpdate: Bool
  ) -> String? {
    if tokens.first?.kind == .symbol(.dot) {
      tokens.removeFirst()
    } else if isUpdate, tokens.first?.word == "set" {
      tokens.removeFirst()
    } else if !isUpdate || tokens.first?.kind != .end {
      return nil
    }
    guard case .name(let name, _)? = tokens.popFirst()?.kind else {
      return isUpdate ? example(of: entity) : nil
    }
    if !isUpdate, Self.deletions.contains(name.lowercased()), tokens.first?.kind == .symbol(.leftParenthesis)
    {
      return ""
    }
    guard case .attribute(let index) = schema.member(named: name, of: entity.id),
      tokens.popFirst()?.kind == .symbol(.equal), let value = literal(&tokens, line),
      tokens.first?.kind == .end
    else { return nil }
    return "\(dialect.identifier(entity.attributes[index].name)) = \(value)"
  }

  private func example(of entity: Entity) -> String? {
    guard let index = entity.label.first else { return nil }
    return "\(dialect.identifier(entity.attributes[index].name)) = '…'"
  }

  private func literal(_ tokens: inout ArraySlice<Token>, _ line: String) -> String? {
    var sign = ""
    if tokens.first?.kind == .symbol(.minus) {
      tokens.removeFirst()
      sign = "-"
    }
    guard let token = tokens.popFirst() else { return nil }
    switch token.kind {
    case .integer, .real: return sign + token.range.text(of: line)
    case .text(let text) where sign.isEmpty: return Value(text).literal { _, _ in true }
    case .name("null", isQuoted: false) where sign.isEmpty: return "null"
    default: return nil
    }
  }
}

extension Token {
  /// In lower case; nil for what is no bare word.
  fileprivate var word: String? {
    guard case .name(let text, isQuoted: false) = kind else { return nil }
    return text.lowercased()
  }
}
