import SQL

/// Guesses from names which columns are foreign keys that nobody declared (reference 1.6).
struct KeyInference {
  private let tables: TableSet
  /// Tables by database and the singular of their name.
  private var bySingular: [[FoldedName]: [Int]] = [:]

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
    for (index, table) in tables.tables.enumerated() where table.kind == .table {
      bySingular[[FoldedName(table.schema), FoldedName(tables.singular(index))], default: []].append(index)
    }
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
    guard let parent = parent(forStem: stem, of: child),
      let parentKey = parentKey(of: parent, for: column, child),
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
      if let found = bySingular[[schema, FoldedName(name)]] { return found.count == 1 ? found[0] : nil }
    }
    return Naming.selfRoles.contains(stem) ? child : nil
  }

  /// The parent's primary key, when it is one column with a fitting name and affinity.
  private func parentKey(of parent: Int, for column: Int, _ child: Int) -> Int? {
    let table = tables.tables[parent]
    guard table.primaryKey.count == 1, let key = table.primaryKey.first else { return nil }
    let (from, to) = (tables.tables[child].columns[column], table.columns[key])
    let name = tables.columnForms[parent][key]
    let isNamedAsKey =
      ["id", tables.singular(parent) + "_id", tables.normalForms[parent] + "_id"].contains(name)
      || name.hasSameBytes(as: tables.columnForms[child][column])
    let fits =
      from.affinity == to.affinity || (from.affinity.isNumeric && to.affinity.isNumeric)
      || from.declaredType.isEmpty || to.declaredType.isEmpty
    return isNamedAsKey && fits ? key : nil
  }
}
