import CSQLite
import ORM
import SQL
import SQLite
import Testing

/// A schema as SQL text, read through a database in memory.
func schema(
  _ sql: String, enforcing: Bool = true, adding keys: [UndeclaredKey] = [],
  _ location: SourceLocation = #_sourceLocation
) throws -> Schema {
  SchemaBuilder.schema(
    from: try catalog(sql, enforcing: enforcing, location), with: SchemaAdditions(keys: keys))
}

func catalog(
  _ sql: String, enforcing: Bool = true, _ location: SourceLocation = #_sourceLocation
) throws -> Catalog {
  var database: OpaquePointer?
  sqlite3_open(":memory:", &database)
  defer { sqlite3_close(database) }
  sqlite3_exec(database, "PRAGMA foreign_keys = \(enforcing ? 1 : 0)", nil, nil, nil)
  var message: UnsafeMutablePointer<CChar>?
  sqlite3_exec(database, sql, nil, nil, &message)
  if let message { Issue.record("\(String(cString: message))", sourceLocation: location) }
  return try SQLiteCatalog.read(try #require(database, sourceLocation: location))
}

extension Schema {
  /// Everything there is to a schema but its columns, a line for each entity, relationship, ambiguous name and
  /// warning.
  var summary: String {
    var lines = entities.flatMap { entity in
      [entity.summary] + entity.relationships.map { "  " + summary(of: self[$0]) }
        + entity.ambiguousNames.map { "  \($0.name) ? \($0.candidates.joined(separator: " | "))" }
    }
    lines += warnings.map { "! \($0.summary)" }
    return lines.joined(separator: "\n")
  }

  /// The names of the relationships alone, a line for each entity.
  var names: String {
    entities.map { entity in
      "\(entity.name): " + entity.relationships.map { self[$0].name }.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  private func summary(of relationship: Relationship) -> String {
    let target = self[relationship.target]
    let source = self[relationship.source]
    func equalities(_ pairs: [AttributePair], _ left: Entity, _ right: Entity) -> String {
      pairs.map { "\(left.attributes[$0.from].name) = \(right.attributes[$0.to].name)" }.joined(
        separator: ", ")
    }
    var text = ([relationship.name] + relationship.aliases).joined(separator: "/")
    text += " \(relationship.kind.text) → \(target.name)"
    if let junction = relationship.junction {
      let link = self[junction.entity]
      text +=
        " (\(equalities(junction.sourcePairs, source, link)); \(equalities(junction.targetPairs, link, target)))"
      text += " through \(link.name)"
      if !junction.payload.isEmpty {
        text += " [\(junction.payload.map { link.attributes[$0].name }.joined(separator: ", "))]"
      }
      if junction.isBag { text += " bag" }
    } else {
      text += " (\(equalities(relationship.pairs, source, target)))"
    }
    if relationship.isRequired { text += " required" }
    if !relationship.hasUniqueParent { text += " of many parents" }
    if !relationship.isIndexed { text += " unindexed" }
    if relationship.isDeferred { text += " deferred" }
    if relationship.onDelete != .noAction {
      text += " on delete \(relationship.onDelete.rawValue.lowercased())"
    }
    if relationship.origin != .declared { text += " \(relationship.origin)" }
    if let inverse = relationship.inverse, self[inverse].inverse == relationship.id {
      text += " ⇄ \(self[inverse].name)"
    }
    return text
  }
}

extension Entity {
  fileprivate var summary: String {
    var text = ([name] + aliases).joined(separator: "/")
    if kind != .table { text += " \(kind)" }
    switch identity {
    case .columns(let columns): text += " by " + columns.map { attributes[$0].name }.joined(separator: ", ")
    case .hidden(let name): text += " by hidden \(name)"
    case .none: text += " by nothing"
    }
    if !label.isEmpty { text += " called \(label.map { attributes[$0].name }.joined(separator: " "))" }
    if isJunction { text += " junction" }
    return text
  }
}

extension Relationship.Kind {
  fileprivate var text: String {
    switch self {
    case .manyToOne: "many-to-one"
    case .oneToOne: "one-to-one"
    case .oneToOneReverse: "one-to-one back"
    case .oneToMany: "one-to-many"
    case .manyToMany: "many-to-many"
    }
  }
}

extension SchemaWarning {
  fileprivate var summary: String {
    func key(_ table: String, _ columns: [String], _ parent: String) -> String {
      "\(table)(\(columns.joined(separator: ", "))) → \(parent)"
    }
    return switch self {
    case .unreadable(let object): "unreadable \(object.schema).\(object.name): \(object.reason)"
    case .missingParent(let table, let columns, let parent): "missing parent: \(key(table, columns, parent))"
    case .missingParentColumn(let table, let columns, let parent, let column):
      "missing parent column \(column): \(key(table, columns, parent))"
    case .mismatchedKey(let table, let columns, let parent): "mismatched: \(key(table, columns, parent))"
    case .parentNotUnique(let table, let columns, let parent):
      "parent not unique: \(key(table, columns, parent))"
    case .duplicateForeignKey(let table, let columns, let parent):
      "declared twice: \(key(table, columns, parent))"
    }
  }
}
