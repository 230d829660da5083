import Language
import ORM
import SQL

/// The tables that a statement of SQL reads or writes, and what it calls them.
struct SQLTables {
  /// A table of the statement, and what it is called there.
  struct Source {
    var name: String
    var entity: EntityID
  }

  let sources: [Source]
  let schema: Schema

  /// - Parameter typedUpTo: the byte before which the cursor stands: a word that ends there may be half of a keyword,
  ///   and is taken for no name of a table. nil where all of it is typed.
  init(_ words: [SQLWord], schema: Schema, dialect: Dialect, typedUpTo cursor: Int? = nil) {
    self.schema = schema
    func entity(named name: String) -> EntityID? { Self.entity(named: name, in: schema) }
    var sources: [Source] = []
    for index in words.indices {
      guard Self.mayStand(after: words[...index]), words[index].kind != .passage else { continue }
      var next = index + 1
      // The schema before a table says no more than the table does.
      if words.indices.contains(next + 2), words[next + 1].text == "." { next += 2 }
      guard words.indices.contains(next), let entity = entity(named: words[next].text) else { continue }
      var name = words[next].text
      next += 1
      if words.indices.contains(next), words[next].folded == "as" { next += 1 }
      if words.indices.contains(next), words[next].kind == .name, words[next].range.upper != cursor,
        words[next].isQuoted || !dialect.keywords.contains(words[next].text.uppercased())
      {
        name = words[next].text
      }
      sources.append(Source(name: name, entity: entity))
    }
    self.sources = sources
  }

  func entity(named name: String) -> EntityID? { Self.entity(named: name, in: schema) }

  private static func entity(named name: String, in schema: Schema) -> EntityID? {
    schema.entities.first { $0.table.isSameName(as: name) }?.id
  }

  /// Whether a table may stand behind these words.
  static func mayStand(after words: ArraySlice<SQLWord>) -> Bool {
    guard let last = words.last else { return false }
    if beforeTables.contains(last.folded) { return true }
    guard last.text == "," else { return false }
    return words.last { $0.folded == "from" || afterTables.contains($0.folded) }?.folded == "from"
  }

  private static let beforeTables: Set<String> = ["from", "join", "into", "update", "table"]
  private static let afterTables: Set<String> = [
    "where", "on", "using", "group", "order", "having", "limit", "join", "left", "right", "inner", "cross",
    "natural", "full", "union", "except", "intersect", "set", "values", "select", "window", "returning",
  ]
}
