import SQL

/// An index as SQLite lists it.
struct CatalogIndex {
  struct Part {
    /// The column's number; negative for an expression or the rowid.
    var column: Int
    var collation: Collation
  }

  var isUnique: Bool
  var isPrimary: Bool
  var isPartial: Bool
  var parts: [Part]
}

extension CatalogTable {
  /// Derives keys, searchable column lists and the row's identity from the indexes of a table.
  mutating func addKeys(from found: [CatalogIndex], hasRowid: Bool) {
    let isRowidAlias =
      hasRowid && primaryKey.count == 1 && !found.contains(where: \.isPrimary)
      && primaryKey.allSatisfy { columns[$0].declaredType.lowercased() == "integer" }
    if isRowidAlias {
      let key = primaryKey[0]
      // SQLite reports it as nullable, for the sake of inserts; no row ever holds NULL there.
      columns[key].isNullable = false
      uniqueKeys.append(UniqueKey(columns: [key], collations: [columns[key].collation], isPrimary: true))
      indexes.append([key])
    }
    for index in found where !index.isPartial {
      let usable = index.parts.prefix { columns.indices.contains($0.column) }
      // An index under another collation than the column's own does not serve a comparison with the column.
      let searchable = usable.prefix { $0.collation == columns[$0.column].collation }.map(\.column)
      if !searchable.isEmpty, !indexes.contains(searchable) { indexes.append(searchable) }
      guard index.isUnique, usable.count == index.parts.count, !usable.isEmpty else { continue }
      let key = UniqueKey(
        columns: usable.map(\.column), collations: usable.map(\.collation), isPrimary: index.isPrimary)
      if key.isPrimary { uniqueKeys.insert(key, at: 0) } else { uniqueKeys.append(key) }
    }
    rowIdentity = identity(hasRowid: hasRowid)
  }

  /// The primary key; else, when rows may hold NULL in it, the rowid; without a primary key a unique key that
  /// is never NULL, else the rowid under a name that no column takes.
  private func identity(hasRowid: Bool) -> RowIdentity {
    if !hasRowid { return .columns(primaryKey) }
    let tellsRowsApart = uniqueKeys.filter { key in
      zip(key.columns, key.collations).allSatisfy { column, collation in
        !columns[column].isNullable
          && (collation == columns[column].collation || columns[column].collation == .binary)
      }
    }
    if tellsRowsApart.contains(where: \.isPrimary) { return .columns(primaryKey) }
    let unique = tellsRowsApart.min { $0.columns.count < $1.columns.count }
    if primaryKey.isEmpty, let unique { return .columns(unique.columns) }
    let taken = Set(columns.map { $0.name.lowercased() })
    if let rowid = ["rowid", "_rowid_", "oid"].first(where: { !taken.contains($0) }) {
      return .hidden(rowid)
    }
    return unique.map { .columns($0.columns) } ?? .none
  }
}

extension Affinity {
  /// The rules of https://sqlite.org/datatype3.html §3.1, in their order; in a STRICT table ANY means none.
  init(declaredType: String, isStrict: Bool = false) {
    let type = declaredType
    if type.isEmpty || (isStrict && type.utf8.count == 3 && type.mentions("any")) {
      self = .blob
    } else if type.mentions("int") {
      self = .integer
    } else if type.mentions("char") || type.mentions("clob") || type.mentions("text") {
      self = .text
    } else if type.mentions("blob") {
      self = .blob
    } else if type.mentions("real") || type.mentions("floa") || type.mentions("doub") {
      self = .real
    } else {
      self = .numeric
    }
  }
}

extension Collation {
  init(sqliteName name: String) {
    switch name.uppercased() {
    case "BINARY", "": self = .binary
    case "NOCASE": self = .noCase
    case "RTRIM": self = .rightTrim
    default: self = .custom(name)
    }
  }
}
