import Language
import Navigation
import ORM
import Rendering
import SQL

/// A key that is there, for whoever typed too few or too many values of one.
extension Conversation {
  /// The first that begins as what is typed, or else the first of all; nil where that is not found at once.
  func keyThatIsThere(_ diagnostic: Diagnostic, _ line: String) -> [Example]? {
    guard case .wrongKeyCount(let name, let columns, _) = diagnostic.problem, columns.count > 1,
      let entity = schema.entities.first(where: { $0.name == name })
    else { return nil }
    let typed = Lexer.tokens(of: line, from: diagnostic.range.lower).lazy.compactMap { token -> Value? in
      switch token.kind {
      case .integer: Int64(token.range.text(of: line)).map { .integer($0) }
      case .text(let text): Value(text)
      case .name, .real, .symbol, .invalid, .end: nil
      }
    }.first
    let queries = ValueQueries(schema: schema, dialect: database.connection.dialect)
    var allowance = ProbeAllowance(steps: 20_000)
    allowance.nanoseconds = 15_000_000
    for first in [typed, nil] {
      guard let query = queries.firstKey(of: entity.id, beginningWith: first),
        let key = database.connection.probe(query, rows: 1, within: &allowance)?.first
      else { continue }
      let values = key.compactMap(SyntaxPrinter.typed)
      guard values.count == columns.count else { continue }
      return [Example("\(SyntaxPrinter.root(name))[\(values.joined(separator: ", "))]", as: .likeThis)]
    }
    return nil
  }
}

extension SyntaxPrinter {
  /// A value as a key is typed; nil for one that cannot be.
  fileprivate static func typed(_ value: Value) -> String? {
    switch value {
    case .integer(let number): text(of: .integer(number))
    case .real(let number): number.isFinite ? text(of: .real(number)) : nil
    case .text(let text):
      String(validating: text.utf8, as: UTF8.self).flatMap { string in
        let isPlain = string.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return isPlain && string.utf8.count <= 100 ? self.text(of: .text(string)) : nil
      }
    case .null, .blob: nil
    }
  }
}
