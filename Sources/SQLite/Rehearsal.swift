import CSQLite
package import SQL

/// A statement that a foreign key forbade, run once more without keeping anything of it, to see which key it was.
///
/// Foreign keys are looked at after it instead of within it (https://sqlite.org/pragma.html#pragma_defer_foreign_keys);
/// RESTRICT stops it all the same, at the row that was told of last.
private final class Rehearsal {
  /// A row as it was and as it became.
  struct Change {
    var schema: String
    var table: String
    var operation: Int32
    var before: [Value]
    var after: [Value]
  }

  /// So many rows, or twice as many, are remembered: of more, those that came last.
  static let longest = 500
  private(set) var changes: [Change] = []
  private(set) var isCut = false
  /// Whether it ended, so that the rows are as it leaves them.
  private(set) var hasEnded = false

  func run(_ sql: String, on database: OpaquePointer) {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement else { return }
    defer { sqlite3_finalize(statement) }
    // COMMIT and RELEASE change no row, and are not to be tried.
    guard sqlite3_stmt_readonly(statement) == 0 else { return }
    let isTold = kin_watch_rows(
      database,
      { context, database, operation, schema, table, _, _ in
        guard let context, let database, let schema, let table else { return }
        Unmanaged<Rehearsal>.fromOpaque(context).takeUnretainedValue()
          .note(operation, String(cString: schema), String(cString: table), database)
      }, Unmanaged.passUnretained(self).toOpaque())
    guard isTold != 0 else { return }
    defer { _ = kin_watch_rows(database, nil, nil) }
    var code = sqlite3_step(statement)
    while code == SQLITE_ROW { code = sqlite3_step(statement) }
    hasEnded = code == SQLITE_DONE
  }

  private func note(_ operation: Int32, _ schema: String, _ table: String, _ database: OpaquePointer) {
    if changes.count == 2 * Self.longest {
      isCut = true
      changes.removeFirst(Self.longest)
    }
    let columns = 0..<kin_row_columns(database)
    let before = operation == SQLITE_INSERT ? [] : columns.map { Value(copyOf: kin_row_before(database, $0)) }
    let after = operation == SQLITE_DELETE ? [] : columns.map { Value(copyOf: kin_row_after(database, $0)) }
    changes.append(
      Change(schema: schema, table: table, operation: operation, before: before, after: after))
  }
}

extension Value {
  fileprivate init(copyOf value: OpaquePointer?) {
    guard let value else {
      self = .null
      return
    }
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
    case SQLITE_FLOAT: self = .real(sqlite3_value_double(value))
    case SQLITE_TEXT:
      let start = sqlite3_value_text(value)
      self = .text(
        Text(utf8: Array(UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))))
    case SQLITE_BLOB:
      let start = sqlite3_value_blob(value)?.assumingMemoryBound(to: UInt8.self)
      self = .blob(Array(UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))))
    default: self = .null
    }
  }
}

extension SQLiteConnection {
  package func brokenReferences(by sql: String, after error: DatabaseError) -> [BrokenReference] {
    // Its words and not its code, which is that of a trigger where RESTRICT stopped it.
    guard error.kind == .constraint, error.message == "FOREIGN KEY constraint failed" else { return [] }
    do throws(DatabaseError) {
      return try unobserved { () throws(DatabaseError) -> [BrokenReference] in
        let catalog = try self.catalog()
        let wasDeferred = try number("PRAGMA defer_foreign_keys") != 0
        try execute("SAVEPOINT kin_rehearsal")
        defer {
          sqlite3_exec(database, "ROLLBACK TO kin_rehearsal; RELEASE kin_rehearsal", nil, nil, nil)
          sqlite3_exec(database, "PRAGMA defer_foreign_keys = \(wasDeferred ? "ON" : "OFF")", nil, nil, nil)
        }
        try execute("PRAGMA defer_foreign_keys = ON")
        let rehearsal = Rehearsal()
        rehearsal.run(sql, on: database)
        let broken = try brokenReferences(after: rehearsal, in: catalog)
        try execute("ROLLBACK TO kin_rehearsal")
        var references: [BrokenReference] = []
        for broken in broken {
          switch broken {
          case .stillReferring(let reference): references.append(reference)
          case .leadingNowhere(let missing):
            if let reference = try self.reference(of: missing, isCut: rehearsal.isCut) {
              references.append(reference)
            }
          }
        }
        return references
      }
    } catch { return [] }
  }

  private func brokenReferences(
    after rehearsal: Rehearsal, in catalog: Catalog
  ) throws(DatabaseError) -> [Broken] {
    var broken: [Broken] = []
    for child in catalog.tables where child.kind == .table {
      for key in child.foreignKeys {
        guard let reference = Reference(key, from: child, in: catalog) else { continue }
        if let stillThere = try stillReferring(by: reference, after: rehearsal) {
          broken.append(.stillReferring(stillThere))
        }
        if rehearsal.hasEnded, let missing = try leadingNowhere(by: reference, after: rehearsal) {
          broken.append(.leadingNowhere(missing))
        }
      }
    }
    return broken
  }

  /// Rows that refer to keys that the statement took away.
  private func stillReferring(
    by reference: Reference, after rehearsal: Rehearsal
  ) throws(DatabaseError) -> BrokenReference? {
    // What RESTRICT stopped is the row that came last.
    let changes = rehearsal.hasEnded ? rehearsal.changes[...] : rehearsal.changes.suffix(1)
    let taken = changes.filter { change in
      guard change.operation != SQLITE_INSERT, reference.isParent(change.schema, change.table) else {
        return false
      }
      let isUpdate = change.operation == SQLITE_UPDATE
      if isUpdate, reference.parentKey(of: change.before) == reference.parentKey(of: change.after) {
        return false
      }
      let action = isUpdate ? reference.key.onUpdate : reference.key.onDelete
      return action == .restrict || (rehearsal.hasEnded && action == .noAction)
    }
    var keys: [[Value]] = []
    for change in taken {
      guard let key = reference.parentKey(of: change.before), !keys.contains(key) else { continue }
      if rehearsal.hasEnded, try count(reference.parent, reference.parentColumns, [key]) > 0 { continue }
      keys.append(key)
    }
    guard !keys.isEmpty else { return nil }
    let rows = try count(reference.child, reference.key.columns, keys)
    guard rows > 0 else { return nil }
    let isUpdate = taken.first?.operation == SQLITE_UPDATE
    return reference.broken(
      .stillReferring, by: keys.count == 1 ? keys[0] : nil, rows: rehearsal.isCut ? nil : rows,
      action: isUpdate ? reference.key.onUpdate : reference.key.onDelete)
  }

  /// Keys that rows of the statement refer to, and that are not there when it has ended.
  private func leadingNowhere(
    by reference: Reference, after rehearsal: Rehearsal
  ) throws(DatabaseError) -> MissingKeys? {
    var missing = MissingKeys(reference: reference)
    for change in rehearsal.changes where change.operation != SQLITE_DELETE {
      guard reference.isChild(change.schema, change.table),
        let key = reference.childKey(of: change.after)
      else { continue }
      if let index = missing.keys.firstIndex(where: { $0.key == key }) {
        missing.keys[index].rows += 1
      } else if try count(reference.parent, reference.parentColumns, [key]) == 0,
        // The row may have been changed again, or deleted.
        try count(reference.child, reference.key.columns, [key]) > 0
      {
        missing.keys.append((key, 1))
      }
    }
    return missing.keys.isEmpty ? nil : missing
  }

  /// Of keys that were not there after the statement those that are not there without it either: what it took away
  /// itself, as a cascade does, is there.
  private func reference(of missing: MissingKeys, isCut: Bool) throws(DatabaseError) -> BrokenReference? {
    let reference = missing.reference
    var keys: [(key: [Value], rows: Int)] = []
    for key in missing.keys {
      if try count(reference.parent, reference.parentColumns, [key.key]) == 0 { keys.append(key) }
    }
    guard !keys.isEmpty else { return nil }
    return reference.broken(
      .leadingNowhere, by: keys.count == 1 ? keys[0].key : nil,
      rows: isCut ? nil : keys.reduce(0) { $0 + $1.rows }, action: .noAction)
  }

  /// The rows of a table with one of these keys.
  private func count(
    _ table: CatalogTable, _ columns: [Int], _ keys: [[Value]]
  ) throws(DatabaseError) -> Int {
    let names = columns.map { dialect.identifier(table.columns[$0].name) }
    let from = "\(dialect.identifier(table.schema)).\(dialect.identifier(table.name))"
    let left = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
    let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    let row = columns.count == 1 ? places : "(\(places))"
    let list = Array(repeating: row, count: keys.count).joined(separator: ", ")
    var text = Substring(
      "SELECT count(*) FROM \(from) WHERE \(left) IN (\(columns.count == 1 ? "" : "VALUES ")\(list))")
    var count = 0
    _ = try compile(&text, flags: 0)?.run(keys.flatMap { $0 }) { row throws(DatabaseError) in
      count = Int(row[0].integer)
      return false
    }
    return count
  }
}

/// What a statement would break.
private enum Broken {
  case stillReferring(BrokenReference)
  case leadingNowhere(MissingKeys)
}

/// Keys without a row, and how many rows of the statement refer to each.
private struct MissingKeys {
  let reference: Reference
  var keys: [(key: [Value], rows: Int)] = []
}

/// A foreign key with both of its tables.
private struct Reference {
  let key: CatalogForeignKey
  let child: CatalogTable
  let parent: CatalogTable
  let parentColumns: [Int]

  /// nil where the parent is not there, or has no such columns.
  init?(_ key: CatalogForeignKey, from child: CatalogTable, in catalog: Catalog) {
    guard
      let parent = catalog.tables.first(where: {
        $0.schema == child.schema && $0.name.isSameName(as: key.parentTable)
      })
    else { return nil }
    let columns =
      key.parentColumns.map { names in
        names.compactMap { name in parent.columns.firstIndex { $0.name.isSameName(as: name) } }
      } ?? parent.primaryKey
    guard columns.count == key.columns.count, !columns.isEmpty else { return nil }
    self.key = key
    self.child = child
    self.parent = parent
    parentColumns = columns
  }

  func isParent(_ schema: String, _ table: String) -> Bool { parent.schema == schema && parent.name == table }
  func isChild(_ schema: String, _ table: String) -> Bool { child.schema == schema && child.name == table }

  func parentKey(of row: [Value]) -> [Value]? { Self.values(of: row, at: parentColumns) }
  func childKey(of row: [Value]) -> [Value]? { Self.values(of: row, at: key.columns) }

  /// nil with a NULL among them, which refers to nothing.
  private static func values(of row: [Value], at columns: [Int]) -> [Value]? {
    let values = columns.compactMap { row.indices.contains($0) ? row[$0] : nil }
    return values.count == columns.count && !values.contains(where: \.isNull) ? values : nil
  }

  func broken(
    _ kind: BrokenReference.Kind, by key: [Value]?, rows: Int?, action: ForeignKeyAction
  ) -> BrokenReference {
    BrokenReference(
      kind: kind, schema: child.schema, child: child.name,
      columns: self.key.columns.map { child.columns[$0].name }, parent: parent.name,
      parentColumns: parentColumns.map { parent.columns[$0].name }, key: key, rows: rows, action: action)
  }
}
