import Language
import ORM
import Rendering
import SQL

/// Which foreign keys forbade a statement, as one would say it.
extension Conversation {
  /// - Parameter sql: the statement that failed.
  func withForeignKeys(
    _ diagnostic: Diagnostic, of sql: String, after error: DatabaseError
  ) -> Diagnostic {
    let broken = database.connection.brokenReferences(by: sql, after: error)
    guard !broken.isEmpty else { return diagnostic }
    return Diagnostic(.forbiddenByKey(broken.map(sentence)), at: diagnostic.range)
  }

  private func sentence(_ broken: BrokenReference) -> String {
    let entity = entity(broken.parent, broken.schema)
    let columns = broken.columns.map(SyntaxPrinter.name).joined(separator: ", ")
    let reference =
      SyntaxPrinter.name(broken.child) + (broken.columns.count == 1 ? ".\(columns)" : "(\(columns))")
    let target = SyntaxPrinter.root(entity?.name ?? broken.parent)
    let values = broken.key.map { $0.map(Self.typed).joined(separator: ", ") }
    let isByKey = entity.map { entity in
      entity.primaryKey.map { entity.attributes[$0].name } == broken.parentColumns
    }
    let named = values.map { values in
      isByKey == true
        ? "\(target)[\(values)]"
        : "\(target) with \(broken.parentColumns.joined(separator: ", ")) = \(values)"
    }
    switch broken.kind {
    case .leadingNowhere:
      return
        "\(reference) refers to \(named ?? "rows of \(target)"), which \(named == nil ? "are" : "is") not there."
    case .stillReferring:
      let child = self.entity(broken.child, broken.schema)?.nouns
      let rows = broken.rows.map {
        Quantity.count($0, child?.one ?? "row", plural: child?.several ?? "rows")
      }
      return "\(reference) refers to \(named ?? "rows of \(target)")"
        + ": \(rows ?? "several rows") (\(broken.action.rawValue.lowercased()))."
    }
  }

  /// As it is typed in a path.
  private static func typed(_ value: Value) -> String {
    if case .text(let text) = value { return SyntaxPrinter.text(of: Literal.Kind.text(text.string)) }
    return value.literal { _, _ in true }
  }

  private func entity(_ table: String, _ schema: String) -> Entity? {
    self.schema.entities.first { $0.schema == schema && $0.table == table }
  }
}
