internal import Language
package import ORM
package import SQL

/// Records as one types them, by their keys.
package enum RecordPath {
  /// `author[3]`; nil where no primary key that can be typed names the record.
  package static func text(of slot: Slot, in id: EntityID, _ session: Session) -> String? {
    key(of: slot, in: id, session).map { SyntaxPrinter.root(session.schema[id].name) + $0 }
  }

  /// `[3]`; nil where no primary key that can be typed names the record.
  static func key(of slot: Slot, in id: EntityID, _ session: Session) -> String? {
    let entity = session.schema[id]
    guard !entity.primaryKey.isEmpty else { return nil }
    let literals = entity.primaryKey.compactMap { literal(session.cell(id, slot, $0).value) }
    guard literals.count == entity.primaryKey.count else { return nil }
    return "[\(literals.joined(separator: ", "))]"
  }

  /// `[3]`, or `[code == "US"]` where the columns are not the primary key; nil where no text stands for a value.
  package static func selector(_ values: [Value], of columns: [Int], in entity: Entity) -> String? {
    let pairs = Array(zip(columns, values))
    guard !pairs.isEmpty, pairs.allSatisfy({ entity.attributes.indices.contains($0.0) }) else { return nil }
    if Set(columns) == Set(entity.primaryKey), columns.count == entity.primaryKey.count {
      let inOrder = entity.primaryKey.compactMap { column in pairs.first { $0.0 == column }?.1 }
      let literals = inOrder.compactMap(literal)
      return literals.count == pairs.count ? "[\(literals.joined(separator: ", "))]" : nil
    }
    let conditions = pairs.compactMap { condition(entity.attributes[$0.0], $0.1) }
    return conditions.count == pairs.count ? "[\(conditions.joined(separator: " and "))]" : nil
  }

  /// `code == "US"`; nil for a value that no text stands for.
  static func condition(_ attribute: Attribute, _ value: Value) -> String? {
    let name = SyntaxPrinter.text(
      of: Expression(
        .path([
          Hop(.member(Name(attribute.name, range: SourceRange(0, 0)), eager: nil), range: SourceRange(0, 0))
        ]),
        range: SourceRange(0, 0)))
    if value == .null { return "\(name) is null" }
    return literal(value).map { "\(name) == \($0)" }
  }

  /// A value as it is typed; nil for one that cannot be, like text with what only looks like a sign on the screen.
  package static func literal(_ value: Value) -> String? {
    switch value {
    case .integer(let integer): SyntaxPrinter.text(of: .integer(integer))
    case .real(let real): real.isFinite ? SyntaxPrinter.text(of: .real(real)) : nil
    case .text(let text):
      String(validating: text.utf8, as: UTF8.self).flatMap { string in
        string.utf8.contains { $0 < 0x20 || $0 == 0x7F } ? nil : SyntaxPrinter.text(of: .text(string))
      }
    case .null, .blob: nil
    }
  }
}
