/// What a database says of itself: tables, columns, keys and foreign keys, as declared and unresolved.
package struct Catalog: Hashable, Sendable {
  package var tables: [CatalogTable]
  /// What could not be read, one entry an object; the rest of the catalog stands.
  package var unreadable: [UnreadableObject]
  /// Whether the engine enforces foreign keys on this connection.
  package var enforcesForeignKeys: Bool

  package init(tables: [CatalogTable], unreadable: [UnreadableObject] = [], enforcesForeignKeys: Bool = false)
  {
    self.tables = tables
    self.unreadable = unreadable
    self.enforcesForeignKeys = enforcesForeignKeys
  }
}

package struct UnreadableObject: Hashable, Sendable {
  package var schema: String
  package var name: String
  /// The engine's own message.
  package var reason: String

  package init(schema: String, name: String, reason: String) {
    self.schema = schema
    self.name = name
    self.reason = reason
  }
}

package struct CatalogTable: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case table, view, virtual }

  /// The attached database the table lives in (`main`, `temp`, …).
  package var schema: String
  package var name: String
  package var kind: Kind
  package var columns: [CatalogColumn]
  /// Indexes into `columns`, in key order; empty when no primary key is declared.
  package var primaryKey: [Int]
  package var rowIdentity: RowIdentity
  /// Every key that SQLite enforces for all rows: the primary key, UNIQUE constraints, full unique indexes
  /// without an expression.
  ///
  /// Partial and expression indexes are not among them.
  package var uniqueKeys: [UniqueKey]
  /// Indexed column lists, leftmost first, of every full index and of the key; for "has this key an index?".
  package var indexes: [[Int]]
  /// In the order of their declaration.
  package var foreignKeys: [CatalogForeignKey]
  package var isStrict: Bool

  package init(
    schema: String = "main", name: String, kind: Kind = .table, columns: [CatalogColumn],
    primaryKey: [Int] = [],
    rowIdentity: RowIdentity, uniqueKeys: [UniqueKey] = [], indexes: [[Int]] = [],
    foreignKeys: [CatalogForeignKey] = [], isStrict: Bool = false
  ) {
    self.schema = schema
    self.name = name
    self.kind = kind
    self.columns = columns
    self.primaryKey = primaryKey
    self.rowIdentity = rowIdentity
    self.uniqueKeys = uniqueKeys
    self.indexes = indexes
    self.foreignKeys = foreignKeys
    self.isStrict = isStrict
  }
}

/// How a row is told from every other row of its table.
package enum RowIdentity: Hashable, Sendable {
  /// By these columns, in key order: the primary key, or a unique key over columns that are never NULL.
  case columns([Int])
  /// By a hidden column of this name (`rowid`, or the first of its synonyms that no real column shadows).
  case hidden(String)
  /// By nothing: a view, a virtual table, or a table that shadows all three synonyms.
  case none
}

package struct CatalogColumn: Hashable, Sendable {
  package enum Generated: Hashable, Sendable { case no, virtual, stored }

  package var name: String
  /// As declared, possibly empty.
  package var declaredType: String
  package var affinity: Affinity
  package var collation: Collation
  package var isNullable: Bool
  /// The DEFAULT clause's SQL text.
  package var defaultSQL: String?
  package var generated: Generated

  package init(
    name: String, declaredType: String = "", affinity: Affinity = .blob, collation: Collation = .binary,
    isNullable: Bool = true, defaultSQL: String? = nil, generated: Generated = .no
  ) {
    self.name = name
    self.declaredType = declaredType
    self.affinity = affinity
    self.collation = collation
    self.isNullable = isNullable
    self.defaultSQL = defaultSQL
    self.generated = generated
  }
}

/// What a column does to a value that enters it or is compared with it (https://sqlite.org/datatype3.html §3).
package enum Affinity: Hashable, Sendable {
  case integer, real, numeric, text
  /// None at all.
  case blob

  package var isNumeric: Bool {
    switch self {
    case .integer, .real, .numeric: true
    case .text, .blob: false
    }
  }
}

/// How a column compares text.
package enum Collation: Hashable, Sendable {
  case binary
  /// ASCII letters without case.
  case noCase
  /// Trailing spaces ignored.
  case rightTrim
  /// One that an application must register; its order is unknown here.
  case custom(String)
}

package struct UniqueKey: Hashable, Sendable {
  /// Indexes into the table's columns.
  package var columns: [Int]
  /// The collation of each of them inside the key, which may differ from the column's own.
  package var collations: [Collation]
  package var isPrimary: Bool

  package init(columns: [Int], collations: [Collation], isPrimary: Bool = false) {
    self.columns = columns
    self.collations = collations
    self.isPrimary = isPrimary
  }
}

/// A foreign key as declared: the parent may be missing, and its columns unnamed.
package struct CatalogForeignKey: Hashable, Sendable {
  /// The constraint's name, when it has one.
  package var name: String?
  /// Indexes into the child table's columns.
  package var columns: [Int]
  /// As typed in the declaration; the parent is always in the child's own schema.
  package var parentTable: String
  /// As typed; nil when the declaration names none and means the parent's primary key.
  package var parentColumns: [String]?
  package var onDelete: ForeignKeyAction
  package var onUpdate: ForeignKeyAction
  package var isDeferred: Bool

  package init(
    name: String? = nil, columns: [Int], parentTable: String, parentColumns: [String]?,
    onDelete: ForeignKeyAction = .noAction, onUpdate: ForeignKeyAction = .noAction, isDeferred: Bool = false
  ) {
    self.name = name
    self.columns = columns
    self.parentTable = parentTable
    self.parentColumns = parentColumns
    self.onDelete = onDelete
    self.onUpdate = onUpdate
    self.isDeferred = isDeferred
  }
}

package enum ForeignKeyAction: String, Hashable, Sendable {
  case noAction = "NO ACTION"
  case restrict = "RESTRICT"
  case setNull = "SET NULL"
  case setDefault = "SET DEFAULT"
  case cascade = "CASCADE"
}
