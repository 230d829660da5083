import SQL

/// A foreign key whose parent and columns were found (reference 1.2).
struct ResolvedKey {
  var child: Int
  var parent: Int
  /// From the child's column to the parent's, in the order of the declaration.
  var pairs: [AttributePair]
  var onDelete: ForeignKeyAction
  var onUpdate: ForeignKeyAction
  var isDeferred: Bool
  var origin: Relationship.Origin
  var isRequired: Bool
  var hasUniqueParent: Bool
  /// Whether at most one child row refers to a parent row.
  var isOneToOne: Bool
  var isIndexed: Bool
  /// What a person calls the hop to the parent, and the hop back.
  var givenName: String?
  var givenReverseName: String?

  var columns: [Int] { pairs.map(\.from) }
}

/// Finds what each foreign key means, and what is wrong with it.
struct KeyResolver {
  let tables: TableSet
  let enforcesForeignKeys: Bool
  /// For each child in the order of declaration, those that nobody declared at the end.
  private(set) var keys: [ResolvedKey] = []
  private(set) var keysByChild: [Int: [Int]] = [:]
  private(set) var warnings: [SchemaWarning] = []
  /// Foreign keys of each table, those that lead nowhere included, equal ones counted once.
  private(set) var declaredCounts: [Int: Int] = [:]

  init(tables: TableSet, enforcesForeignKeys: Bool) {
    self.tables = tables
    self.enforcesForeignKeys = enforcesForeignKeys
  }

  mutating func resolveDeclared() {
    keys.reserveCapacity(tables.tables.reduce(0) { $0 + $1.foreignKeys.count })
    for (child, table) in tables.tables.enumerated() {
      for key in table.foreignKeys { resolve(key, of: child, origin: .declared) }
    }
  }

  mutating func resolve(_ key: UndeclaredKey) {
    guard let child = tables.index(ofTable: key.table, in: key.schema) else { return }
    let columns = key.columns.compactMap { tables.column($0, of: child) }
    guard columns.count == key.columns.count, !columns.isEmpty else { return }
    let foreignKey = CatalogForeignKey(
      columns: columns, parentTable: key.parentTable, parentColumns: key.parentColumns)
    guard let index = resolve(foreignKey, of: child, origin: key.origin) else { return }
    keys[index].givenName = key.name
    keys[index].givenReverseName = key.reverseName
  }

  /// - Returns: the index of the key in `keys`; nil where it leads nowhere.
  @discardableResult
  private mutating func resolve(
    _ key: CatalogForeignKey, of child: Int, origin: Relationship.Origin
  ) -> Int? {
    let table = tables.tables[child]
    let columnNames = key.columns.map { table.columns[$0].name }
    func warn(_ make: (String, [String], String) -> SchemaWarning) -> Int? {
      // What a person says of a table that is gone is told where it is said.
      if origin == .declared { warnings.append(make(tables.names[child], columnNames, key.parentTable)) }
      return nil
    }
    declaredCounts[child, default: 0] += 1
    guard let parent = tables.index(ofTable: key.parentTable, in: table.schema) else {
      return warn(SchemaWarning.missingParent)
    }
    var parentColumns = tables.tables[parent].primaryKey
    if let named = key.parentColumns {
      parentColumns = []
      for name in named {
        guard let column = tables.column(name, of: parent) else {
          return warn { .missingParentColumn(table: $0, columns: $1, parent: $2, column: name) }
        }
        parentColumns.append(column)
      }
    }
    guard parentColumns.count == key.columns.count, !parentColumns.isEmpty else {
      return warn(SchemaWarning.mismatchedKey)
    }
    let pairs = zip(key.columns, parentColumns).map { AttributePair(from: $0, to: $1) }
    if let same = keysByChild[child]?.first(where: {
      keys[$0].parent == parent && Set(keys[$0].pairs) == Set(pairs)
    }) {
      declaredCounts[child, default: 0] -= 1
      if origin == .declared {
        merge(key, into: same)
        _ = warn(SchemaWarning.duplicateForeignKey)
      }
      return same
    }
    let isParentKey = tables.tables[parent].isReferenceable(parentColumns)
    if !isParentKey { _ = warn(SchemaWarning.parentNotUnique) }
    let hasUniqueParent = isParentKey || tables.tables[parent].hasKey(within: parentColumns)
    keysByChild[child, default: []].append(keys.count)
    keys.append(
      ResolvedKey(
        child: child, parent: parent, pairs: pairs, onDelete: key.onDelete, onUpdate: key.onUpdate,
        isDeferred: key.isDeferred, origin: origin,
        isRequired: origin == .declared && isParentKey && enforcesForeignKeys
          && key.columns.allSatisfy { !table.columns[$0].isNullable },
        hasUniqueParent: hasUniqueParent,
        isOneToOne: hasUniqueParent
          && table.hasKey { column in
            pairs.first { $0.from == column }.map { tables.tables[parent].columns[$0.to].collation }
          },
        isIndexed: table.hasIndex(leadingWith: key.columns)))
    return keys.count - 1
  }

  /// The key declared again: the stronger action is the one that shows.
  private mutating func merge(_ key: CatalogForeignKey, into index: Int) {
    keys[index].onDelete = max(keys[index].onDelete, key.onDelete) { $0.strength < $1.strength }
    keys[index].onUpdate = max(keys[index].onUpdate, key.onUpdate) { $0.strength < $1.strength }
    keys[index].isDeferred = keys[index].isDeferred && key.isDeferred
  }
}

private func max<T>(_ left: T, _ right: T, by isLess: (T, T) -> Bool) -> T {
  isLess(left, right) ? right : left
}

extension CatalogTable {
  /// Whether SQLite accepts these columns as a foreign key's parent: a full unique key over just them, each
  /// under the collation of its column.
  func isReferenceable(_ columns: [Int]) -> Bool {
    uniqueKeys.contains { key in
      (key.columns == columns || Set(key.columns) == Set(columns))
        && zip(key.columns, key.collations).allSatisfy { self.columns[$0].collation == $1 }
    }
  }

  /// Whether at most one row has given values in these columns.
  func hasKey(within columns: [Int]) -> Bool {
    hasKey { columns.contains($0) ? self.columns[$0].collation : nil }
  }

  /// Whether at most one row has given values in these columns when they are compared under these collations,
  /// which may be coarser than those of the key: `a` and `A` are two children of one NOCASE parent.
  ///
  /// - Parameter collations: of each column; nil for one that is not compared.
  func hasKey(comparing collations: (Int) -> Collation?) -> Bool {
    uniqueKeys.contains { key in
      zip(key.columns, key.collations).allSatisfy { column, collation in
        collations(column).map { collation.isAtLeastAsCoarse(as: $0) } ?? false
      }
    }
  }

  func hasIndex(leadingWith columns: [Int]) -> Bool {
    indexes.contains { index in
      index.starts(with: columns) || Set(index.prefix(columns.count)) == Set(columns)
    } || hasKey(within: columns)
  }
}

extension Collation {
  /// Whether all that `other` holds equal is equal here too.
  fileprivate func isAtLeastAsCoarse(as other: Collation) -> Bool {
    switch (self, other) {
    case (_, .binary): true
    case (.custom(let left), .custom(let right)): left.isSameName(as: right)
    default: self == other
    }
  }
}

extension ForeignKeyAction {
  fileprivate var strength: Int {
    switch self {
    case .noAction: 0
    case .setDefault: 1
    case .setNull: 2
    case .cascade: 3
    case .restrict: 4
    }
  }
}
