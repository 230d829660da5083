import Language
import ORM
import Rendering
import SQL

/// Which foreign keys forbade a statement, in the names of the schema.
extension Conversation {
  /// - Parameter sql: the statement that failed.
  func withForeignKeys(
    _ diagnostic: Diagnostic, of sql: String, after error: DatabaseError
  ) -> Diagnostic {
    let broken = database.connection.brokenReferences(by: sql, after: error)
    guard !broken.isEmpty else { return diagnostic }
    return Diagnostic(.forbiddenByKey(broken.map(forbidding)), at: diagnostic.range)
  }

  private func forbidding(_ broken: BrokenReference) -> ForbiddingKey {
    let (parent, child) = (entity(broken.parent, broken.schema), entity(broken.child, broken.schema))
    let columns = broken.columns.map(SyntaxPrinter.name).joined(separator: ", ")
    let isByPrimaryKey =
      parent.map { entity in entity.primaryKey.map { entity.attributes[$0].name } } == broken.parentColumns
    var key = ForbiddingKey(
      reference: SyntaxPrinter.name(broken.child)
        + (broken.columns.count == 1 ? ".\(columns)" : "(\(columns))"),
      target: SyntaxPrinter.root(parent?.name ?? broken.parent),
      key: broken.key.map { $0.map(Self.typed).joined(separator: ", ") },
      columns: isByPrimaryKey ? [] : broken.parentColumns, referring: nil)
    switch broken.kind {
    case .leadingNowhere: break
    case .stillReferring:
      key.referring = ForbiddingKey.Referring(
        count: broken.rows, one: child?.nouns.one, several: child?.nouns.several,
        action: broken.action.rawValue.lowercased())
    }
    return key
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
