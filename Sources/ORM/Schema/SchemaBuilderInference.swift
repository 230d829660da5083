import SQL

/// Guesses from names which columns are foreign keys that nobody declared (reference 1.6).
struct KeyInference {
  private let tables: TableSet
  /// Tables by database and the singular of their name.
  private var bySingular: [[FoldedName]: [Int]] = [:]
  /// Tables by database and the singular of their name without the word that most names there begin with.
  private var byShortSingular: [[FoldedName]: [Int]] = [:]
  /// Tables by database and their primary key of one column, where it is called as an id.
  private var byKey: [[FoldedName]: [Int]] = [:]
  /// By database: the word, as in `tbl_` or `wp_`, that most names begin with and that says nothing.
  private let prefixes: [FoldedName: String]

  /// By child, in the order of the columns; columns of a declared foreign key left out.
  static func keys(of tables: TableSet, _ inference: SchemaAdditions.Inference) -> [UndeclaredKey] {
    if inference == .off { return [] }
    let declaring =
      inference == .on
      ? [] : Set(tables.tables.lazy.filter { !$0.foreignKeys.isEmpty }.map { FoldedName($0.schema) })
    let children = tables.tables.indices.filter { index in
      tables.tables[index].kind == .table && !declaring.contains(FoldedName(tables.tables[index].schema))
    }
    guard !children.isEmpty else { return [] }
    let inference = KeyInference(tables)
    return children.flatMap(inference.keys(of:))
  }

  private init(_ tables: TableSet) {
    self.tables = tables
    prefixes = Self.prefixes(of: tables)
    for (index, table) in tables.tables.enumerated() where table.kind == .table {
      let schema = FoldedName(table.schema)
      let singular = tables.singular(index)
      bySingular[[schema, FoldedName(singular)], default: []].append(index)
      if let short = withoutPrefix(singular, in: schema) {
        byShortSingular[[schema, FoldedName(short)], default: []].append(index)
      }
      if table.primaryKey.count == 1, let key = table.primaryKey.first,
        Naming.withoutIDSuffix(tables.columnForms[index][key]) != nil
      {
        byKey[[schema, FoldedName(tables.columnForms[index][key])], default: []].append(index)
      }
    }
  }

  /// A word is in front of names for their database's sake when more than half of them have it, three at least, and
  /// no table is called by it: `order`, `order_line` and `order_status` are about orders.
  private static func prefixes(of tables: TableSet) -> [FoldedName: String] {
    var counts: [FoldedName: [String: Int]] = [:]
    var totals: [FoldedName: Int] = [:]
    var names: Set<[FoldedName]> = []
    for (index, table) in tables.tables.enumerated() where table.kind == .table {
      let schema = FoldedName(table.schema)
      let name = tables.normalForms[index]
      totals[schema, default: 0] += 1
      names.insert([schema, FoldedName(tables.singular(index))])
      guard let end = name.utf8.firstIndex(of: UInt8(ascii: "_")) else { continue }
      counts[schema, default: [:]][String(name[...end]), default: 0] += 1
    }
    return counts.compactMapValues { counts in counts.max { ($0.value, $1.key) < ($1.value, $0.key) } }
      .filter { schema, prefix in
        prefix.value >= 3 && prefix.value * 2 > totals[schema, default: 0]
          && !names.contains([schema, FoldedName(Inflection.singular(String(prefix.key.dropLast())))])
      }
      .mapValues(\.key)
  }

  private func withoutPrefix(_ name: String, in schema: FoldedName) -> String? {
    guard let prefix = prefixes[schema], name.utf8.starts(with: prefix.utf8) else { return nil }
    return String(name.dropFirst(prefix.count))
  }

  private func keys(of child: Int) -> [UndeclaredKey] {
    let table = tables.tables[child]
    let taken = Set(table.foreignKeys.flatMap(\.columns))
    return table.columns.indices.filter { !taken.contains($0) }.compactMap { key(for: $0, of: child) }
  }

  private func key(for column: Int, of child: Int) -> UndeclaredKey? {
    let table = tables.tables[child]
    guard let stem = Naming.withoutIDSuffix(tables.columnForms[child][column]) else { return nil }
    // `owner_type` beside `owner_id` says that the parent is another table in each row.
    let isPolymorphic = tables.columnForms[child].contains { $0.hasSameBytes(as: stem + "_type") }
    if isPolymorphic { return nil }
    let named = parent(forStem: stem, of: child).flatMap { parent in
      parentKey(of: parent, for: column, child).map { (parent, $0) }
    }
    guard let (parent, parentKey) = named ?? parent(withKeyOf: column, child),
      !(parent == child && (parentKey == column || table.primaryKey == [column]))
    else { return nil }
    return UndeclaredKey(
      schema: table.schema, table: table.name, columns: [table.columns[column].name],
      parentTable: tables.tables[parent].name, parentColumns: [tables.tables[parent].columns[parentKey].name],
      origin: .inferred)
  }

  /// The one table that the longest ending of the words names: `manager_staff` is some `staff`.
  private func parent(forStem stem: String, of child: Int) -> Int? {
    let words = stem.split(separator: "_")
    let schema = FoldedName(tables.tables[child].schema)
    for start in words.indices {
      let name = Inflection.singular(words[start...].joined(separator: "_"))
      let key = [schema, FoldedName(name)]
      if let found = bySingular[key] ?? byShortSingular[key] { return found.count == 1 ? found[0] : nil }
    }
    return Naming.selfRoles.contains(stem) ? child : nil
  }

  /// The one table whose primary key is called as the column, whatever the table is called: `cat_id` is one of
  /// `categories`.
  private func parent(withKeyOf column: Int, _ child: Int) -> (table: Int, key: Int)? {
    let name = FoldedName(tables.columnForms[child][column])
    guard let found = byKey[[FoldedName(tables.tables[child].schema), name]], found.count == 1 else {
      return nil
    }
    return parentKey(of: found[0], for: column, child).map { (found[0], $0) }
  }

  private func isSelfRole(_ column: Int, of table: Int) -> Bool {
    Naming.withoutIDSuffix(tables.columnForms[table][column]).map(Naming.selfRoles.contains) ?? false
  }

  /// The parent's primary key, when it is one column with a fitting name and affinity.
  private func parentKey(of parent: Int, for column: Int, _ child: Int) -> Int? {
    let table = tables.tables[parent]
    guard table.primaryKey.count == 1, let key = table.primaryKey.first else { return nil }
    let (from, to) = (tables.tables[child].columns[column], table.columns[key])
    let name = tables.columnForms[parent][key]
    let names = [tables.singular(parent), tables.normalForms[parent]]
    let short = names.compactMap { withoutPrefix($0, in: FoldedName(table.schema)) }
    let isNamedAsKey =
      name == "id" || (parent == child && isSelfRole(column, of: child))
      || (names + short).contains { name.hasSameBytes(as: $0 + "_id") }
      || name.hasSameBytes(as: tables.columnForms[child][column])
    let fits =
      from.affinity == to.affinity || (from.affinity.isNumeric && to.affinity.isNumeric)
      || from.declaredType.isEmpty || to.declaredType.isEmpty
    return isNamedAsKey && fits ? key : nil
  }
}
