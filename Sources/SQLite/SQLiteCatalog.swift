import CSQLite
package import SQL

/// Reads what a SQLite database says of its tables: the PRAGMAs for facts, the DDL text for what no PRAGMA
/// tells.
///
/// One odd object (a view over a missing table, a virtual table of an unknown module) never spoils the rest:
/// it is listed among `Catalog.unreadable`. Only a failure that concerns the whole file is thrown.
package enum SQLiteCatalog {
  /// Reads every attached database in one read transaction, unless one is open already; reads no data.
  package static func read(_ database: OpaquePointer) throws(DatabaseError) -> Catalog {
    let ownsTransaction = sqlite3_get_autocommit(database) != 0
    if ownsTransaction { try CatalogStatement("BEGIN", on: database).run() }
    defer { if ownsTransaction { sqlite3_exec(database, "COMMIT", nil, nil, nil) } }
    return try CatalogReader(database: database).catalog()
  }
}

private struct CatalogReader {
  let database: OpaquePointer

  /// Plain PRAGMAs: their table-valued forms take SQLite half as long again.
  private func pragma(
    _ name: String, _ object: String, in schema: String,
    row receive: (CatalogRow) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    try CatalogStatement("PRAGMA \(quoted(schema)).\(name)(\(quoted(object)))", on: database).run(receive)
  }

  private func quoted(_ name: String) -> String {
    if !name.utf8.contains(UInt8(ascii: "\"")) { return "\"" + name + "\"" }
    return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  func catalog() throws(DatabaseError) -> Catalog {
    var catalog = Catalog(tables: [])
    try CatalogStatement("PRAGMA foreign_keys", on: database).run { row in
      catalog.enforcesForeignKeys = row.integer(0) != 0
    }
    let facts = try tableFacts()
    var schemas: [String] = []
    try CatalogStatement("SELECT name FROM pragma_database_list ORDER BY seq", on: database).run { row in
      schemas.append(row.text(0))
    }
    for schema in schemas {
      for object in try objects(of: schema) {
        guard let facts = facts[ObjectName(schema: Text(schema), name: object.name)], !facts.isShadow else {
          continue
        }
        do throws(DatabaseError) {
          catalog.tables.append(try table(object, facts, in: schema))
        } catch {
          if error.concernsTheWholeFile { throw error }
          catalog.unreadable.append(
            UnreadableObject(schema: schema, name: object.name.string, reason: error.message))
        }
      }
    }
    return catalog
  }

  private struct ObjectName: Hashable {
    var schema: Text
    var name: Text
  }

  private struct TableFacts {
    var kind: CatalogTable.Kind
    var isShadow: Bool
    var hasRowid: Bool
    var isStrict: Bool
  }

  /// Asked for once: with a broken view in it, SQLite takes time in proportion to the tables for each asking.
  private func tableFacts() throws(DatabaseError) -> [ObjectName: TableFacts] {
    var facts: [ObjectName: TableFacts] = [:]
    let statement = try CatalogStatement(
      "SELECT schema, name, type, wr, strict FROM pragma_table_list", on: database)
    try statement.run { row in
      let type = row.text(2)
      facts[ObjectName(schema: row.bytes(0), name: row.bytes(1))] = TableFacts(
        kind: type == "view" ? .view : type == "virtual" ? .virtual : .table, isShadow: type == "shadow",
        hasRowid: row.integer(3) == 0, isStrict: row.integer(4) != 0)
    }
    return facts
  }

  private struct Object {
    var name: Text
    var sql: String
    var indexes: [IndexFact]
    var mentions: Mentions
  }

  /// An index that SQLite made for itself has no declaration.
  private struct IndexFact {
    var declaration: IndexDeclaration?
  }

  /// What a declaration cannot have without a certain word: a cheap test before a costly question.
  private struct Mentions: OptionSet {
    let rawValue: Int
    static let collation = Mentions(rawValue: 1)
    static let reference = Mentions(rawValue: 2)
    static let clause = Mentions(rawValue: 4)

    init(rawValue: Int) { self.rawValue = rawValue }
  }

  /// The tables and views of one database in the order of their creation, SQLite's own left out.
  private func objects(of schema: String) throws(DatabaseError) -> [Object] {
    let list = "\(quoted(schema)).sqlite_schema"
    var indexes: [Text: [IndexFact]] = [:]
    try CatalogStatement(
      "SELECT tbl_name, coalesce(sql, '') FROM \(list) WHERE type = 'index' ORDER BY rowid", on: database
    ).run { row in
      indexes[row.bytes(0), default: []].append(IndexFact(declaration: IndexDeclaration(row.text(1))))
    }
    let statement = try CatalogStatement(
      """
      SELECT name, coalesce(sql, ''),
        (sql LIKE '%collate%') + (sql LIKE '%references%') * 2
          + (sql LIKE '%constraint%' OR sql LIKE '%deferrable%') * 4
      FROM \(list)
      WHERE type IN ('table', 'view') AND lower(substr(name, 1, 7)) <> 'sqlite_' ORDER BY rowid
      """, on: database)
    var objects: [Object] = []
    try statement.run { row in
      let name = row.bytes(0)
      objects.append(
        Object(
          name: name, sql: row.text(1), indexes: indexes[name] ?? [],
          mentions: Mentions(rawValue: row.integer(2))))
    }
    return objects
  }

  private func table(
    _ object: Object, _ facts: TableFacts, in schema: String
  ) throws(DatabaseError) -> CatalogTable {
    guard let name = String(validating: object.name.utf8, as: UTF8.self) else {
      throw DatabaseError(.other, message: "the name is not valid UTF-8")
    }
    var table = CatalogTable(
      schema: schema, name: name, kind: facts.kind, columns: [], rowIdentity: .none, isStrict: facts.isStrict)
    try readColumns(of: &table)
    guard facts.kind == .table else { return table }

    if object.mentions.contains(.collation) { readCollations(of: &table) }
    if facts.hasRowid, let declared = declaredIndexes(object.indexes, of: table) {
      table.addKeys(from: declared, hasRowid: true)
    } else {
      table.addKeys(from: try indexes(of: table), hasRowid: facts.hasRowid)
    }
    if object.mentions.contains(.reference) {
      let clauses = object.mentions.contains(.clause) ? Declaration(object.sql).foreignKeyClauses() : []
      table.foreignKeys = try foreignKeys(of: table, clauses: clauses)
    }
    return table
  }

  private func readColumns(of table: inout CatalogTable) throws(DatabaseError) {
    var read: [CatalogColumn] = []
    var keyPositions: [(position: Int, column: Int)] = []
    let isStrict = table.isStrict
    try pragma("table_xinfo", table.name, in: table.schema) { row throws(DatabaseError) in
      let hidden = row.integer(6)
      // What a virtual table takes as arguments is no part of its rows.
      if hidden == 1 { return }
      let type = row.text(2)
      let position = row.integer(5)
      if position > 0 { keyPositions.append((position, read.count)) }
      read.append(
        CatalogColumn(
          name: try row.name(1), declaredType: type,
          affinity: Affinity(declaredType: type, isStrict: isStrict),
          isNullable: row.integer(3) == 0, defaultSQL: row.isNull(4) ? nil : row.text(4),
          generated: hidden == 2 ? .virtual : hidden == 3 ? .stored : .no))
    }
    guard !read.isEmpty else { throw DatabaseError(.other, message: "it has no columns") }
    table.columns = read
    table.primaryKey = keyPositions.sorted { $0.position < $1.position }.map(\.column)
  }

  private func readCollations(of table: inout CatalogTable) {
    for index in table.columns.indices {
      var collation: UnsafePointer<CChar>?
      let status = sqlite3_table_column_metadata(
        database, table.schema, table.name, table.columns[index].name, nil, &collation, nil, nil, nil)
      if status == SQLITE_OK, let collation {
        table.columns[index].collation = Collation(sqliteName: String(cString: collation))
      }
    }
  }

  /// The indexes as their declarations tell them; nil where one of them needs a question.
  private func declaredIndexes(_ facts: [IndexFact], of table: CatalogTable) -> [CatalogIndex]? {
    var found: [CatalogIndex] = []
    for fact in facts {
      guard let declaration = fact.declaration else { return nil }
      var index = CatalogIndex(
        isUnique: declaration.isUnique, isPrimary: false, isPartial: false, parts: [])
      for name in declaration.columns {
        let column = table.columns.firstIndex { $0.name.isSameName(as: name) }
        guard let column else { return nil }
        index.parts.append(.init(column: column, collation: table.columns[column].collation))
      }
      found.append(index)
    }
    return found
  }

  /// In the order of their creation.
  private func indexes(of table: CatalogTable) throws(DatabaseError) -> [CatalogIndex] {
    var found: [CatalogIndex] = []
    try pragma("index_list", table.name, in: table.schema) { row throws(DatabaseError) in
      var index = CatalogIndex(
        isUnique: row.integer(2) != 0, isPrimary: row.text(3) == "pk", isPartial: row.integer(4) != 0,
        parts: [])
      try pragma("index_xinfo", try row.name(1), in: table.schema) { part in
        if part.integer(5) == 0 { return }
        index.parts.append(.init(column: part.integer(1), collation: Collation(sqliteName: part.text(4))))
      }
      found.append(index)
    }
    return found.reversed()
  }

  /// SQLite numbers foreign keys against the order of their declaration.
  private func foreignKeys(
    of table: CatalogTable, clauses: [ForeignKeyClause]
  ) throws(DatabaseError) -> [CatalogForeignKey] {
    var keys: [CatalogForeignKey] = []
    var lastID = -1
    try pragma("foreign_key_list", table.name, in: table.schema) { row throws(DatabaseError) in
      guard let column = table.columns.firstIndex(where: { row.holds($0.name, 3) }) else { return }
      let parentColumn = row.isNull(4) ? nil : row.text(4)
      if row.integer(0) != lastID {
        lastID = row.integer(0)
        keys.append(
          CatalogForeignKey(
            columns: [], parentTable: try row.name(2), parentColumns: parentColumn.map { _ in [] },
            onDelete: ForeignKeyAction(rawValue: row.text(6)) ?? .noAction,
            onUpdate: ForeignKeyAction(rawValue: row.text(5)) ?? .noAction))
      }
      keys[keys.count - 1].columns.append(column)
      if let parentColumn { keys[keys.count - 1].parentColumns?.append(parentColumn) }
    }
    keys.reverse()
    if keys.count == clauses.count {
      for (index, clause) in clauses.enumerated() {
        keys[index].name = clause.name
        keys[index].isDeferred = clause.isDeferred
      }
    }
    return keys
  }
}

extension DatabaseError {
  fileprivate var concernsTheWholeFile: Bool {
    switch kind {
    case .busy, .corrupt, .notADatabase, .storage, .interrupted, .budget, .cannotOpen, .unfinishedTransaction,
      .outdated, .unwritableFile, .movedFile:
      true
    case .readOnly, .readOnlyFile, .constraint, .statement, .unknownName, .unbound, .tooLarge, .valueTooLarge,
      .overflow, .notLoaded, .oldSnapshot, .actsUnrun, .other:
      false
    }
  }
}
