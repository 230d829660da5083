import CSQLite
import SQL
import SQLite
import Testing

/// A database in memory that a test fills and reads.
final class TestDatabase {
  let handle: OpaquePointer

  init(_ sql: String = "", _ location: SourceLocation = #_sourceLocation) throws {
    var database: OpaquePointer?
    sqlite3_open(":memory:", &database)
    handle = try #require(database, sourceLocation: location)
    run(sql, location)
  }

  deinit { sqlite3_close(handle) }

  func run(_ sql: String, _ location: SourceLocation = #_sourceLocation) {
    var message: UnsafeMutablePointer<CChar>?
    sqlite3_exec(handle, sql, nil, nil, &message)
    if let message {
      Issue.record("\(String(cString: message))", sourceLocation: location)
      sqlite3_free(message)
    }
  }

  func catalog() throws -> Catalog { try SQLiteCatalog.read(handle) }
}

extension Catalog {
  /// Everything the catalog holds, a line for each fact.
  var summary: String {
    let lines = tables.flatMap { $0.summary } + unreadable.map { "! \($0.schema).\($0.name): \($0.reason)" }
    return lines.joined(separator: "\n")
  }
}

extension CatalogTable {
  private func names(_ columns: [Int]) -> String {
    columns.map { self.columns[$0].name }.joined(separator: ", ")
  }

  fileprivate var summary: [String] {
    var head = schema == "main" ? name : "\(schema).\(name)"
    if kind != .table { head += " \(kind)" }
    if isStrict { head += " strict" }
    if !primaryKey.isEmpty { head += " key(\(names(primaryKey)))" }
    switch rowIdentity {
    case .columns(let columns): head += " by(\(names(columns)))"
    case .hidden(let name): head += " by hidden \(name)"
    case .none: head += " by nothing"
    }
    var lines = [head] + columns.map { "  " + $0.summary }
    for key in uniqueKeys {
      let parts = zip(key.columns, key.collations).map { column, collation in
        columns[column].name + (collation == .binary ? "" : " \(collation)")
      }
      lines.append("  \(key.isPrimary ? "primary" : "unique")(\(parts.joined(separator: ", ")))")
    }
    lines += indexes.map { "  index(\(names($0)))" }
    lines += foreignKeys.map { key in
      var text = "  "
      if let name = key.name { text += "\(name): " }
      text += "(\(names(key.columns))) → \(key.parentTable)"
      if let parentColumns = key.parentColumns { text += "(\(parentColumns.joined(separator: ", ")))" }
      if key.onDelete != .noAction { text += " on delete \(key.onDelete.rawValue)" }
      if key.onUpdate != .noAction { text += " on update \(key.onUpdate.rawValue)" }
      if key.isDeferred { text += " deferred" }
      return text
    }
    return lines
  }
}

extension CatalogColumn {
  fileprivate var summary: String {
    var text = "\(name) '\(declaredType)' \(affinity)"
    if collation != .binary { text += " \(collation)" }
    if !isNullable { text += " never null" }
    if let defaultSQL { text += " default \(defaultSQL)" }
    if generated != .no { text += " \(generated)" }
    return text
  }
}
