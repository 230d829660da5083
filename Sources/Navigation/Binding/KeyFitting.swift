import Language
import ORM
import SQL

/// Keys in brackets: one value for each column of the primary key, each one that a row can have.
extension Binder {
  func key(_ keys: [Literal], of id: EntityID, at range: SourceRange) throws(Diagnostic) -> Key {
    let entity = schema[id]
    let columns = entity.primaryKey
    let examples = EntityExamples(schema, id)
    guard !columns.isEmpty else {
      throw Diagnostic(.noKey(entity: entity.name), at: range, examples: examples.withoutKey)
    }
    guard keys.count == columns.count else {
      // A list with a value that no row can have would be as wrong.
      let areKeys = keys.allSatisfy { misfit($0.kind, for: entity.attributes[columns[0]]) == nil }
      throw Diagnostic(
        .wrongKeyCount(
          entity: entity.name, columns: columns.map { entity.attributes[$0].name }, given: keys.count),
        at: range, examples: examples.instead(of: areKeys ? keys : []))
    }
    for (key, column) in zip(keys, columns) {
      let attribute = entity.attributes[column]
      if let given = misfit(key.kind, for: attribute) {
        throw Diagnostic(
          .wrongKeyType(
            entity: entity.name, column: attribute.name, type: attribute.type, given: given),
          at: key.range,
          suggestions: entity.attribute(spelledLike: key.kind).map { [SyntaxPrinter.quoted($0)] } ?? [])
      }
    }
    return Key(keys.map(\.kind.value))
  }

  /// A key as a condition on a record.
  func keyCondition(_ keys: [Literal], of id: EntityID, at range: SourceRange) throws(Diagnostic)
    -> EntityExpression
  {
    let key = try key(keys, of: id, at: range)
    let columns = schema[id].primaryKey.map { EntityExpression.attribute([], $0) }
    return .isOneOf(columns, .keys([key]), negated: false)
  }

  /// A key that no row can have, as the person wrote it; nil for one that fits.
  private func misfit(_ key: Literal.Kind, for attribute: Attribute) -> String? {
    switch key {
    case .integer, .real: return nil
    case .text(let text):
      guard attribute.affinity.isNumeric, case .text = attribute.affinity.converting(Value(text)) else {
        return nil
      }
      return SyntaxPrinter.text(of: key)
    case .boolean, .null: return SyntaxPrinter.text(of: key)
    }
  }
}
