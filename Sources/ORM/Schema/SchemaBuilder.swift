package import SQL

/// Turns what a database says of its tables into entities and relationships.
///
/// Everything is read before a key is resolved, so parents may come later or refer back. What cannot be used
/// becomes a warning; nothing fails, and nothing depends on the order of hashing.
package enum SchemaBuilder {
  /// The schema of a catalog.
  ///
  /// - Parameter additions: what a person said beyond what the database declares. Where it declares no foreign key
  ///   at all, what names suggest is added without being asked.
  package static func schema(
    from catalog: Catalog, with additions: SchemaAdditions = SchemaAdditions()
  ) -> Schema {
    let tables = TableSet(catalog)
    var warnings = catalog.unreadable.map(SchemaWarning.unreadable)
    var resolver = KeyResolver(tables: tables, enforcesForeignKeys: catalog.enforcesForeignKeys)
    resolver.resolveDeclared()
    for key in additions.keys { resolver.resolve(key) }
    for key in KeyInference.keys(of: tables, additions.inference)
    where !additions.keys.contains(where: key.hasSameColumns)
      && !additions.refused.contains(where: key.isSameKey)
    {
      resolver.resolve(key)
    }
    warnings += resolver.warnings

    let junctions = JunctionFinder(tables: tables, resolver: resolver).links()
    let assembly = SchemaAssembly(
      tables: tables, keys: resolver.keys, keysByChild: resolver.keysByChild, junctions: junctions,
      labels: additions.labels)
    return assembly.schema(warnings: warnings, enforcesForeignKeys: catalog.enforcesForeignKeys)
  }
}

/// The tables of a catalog in the order of the entities they become, findable by name.
///
/// Whoever names or resolves something holds it, so it is one object that nobody copies.
final class TableSet {
  let tables: [CatalogTable]
  /// The name of each as a root.
  let names: [String]
  /// The snake-case form of each table's own name.
  let normalForms: [String]
  /// The snake-case form of each table's columns.
  let columnForms: [[String]]
  /// Names that tables of several databases have.
  private let sharedNames: Set<FoldedName>
  private let singulars: [String]
  private let plurals: [String]
  /// By database, then by table.
  private let byName: [FoldedName: [FoldedName: Int]]

  init(_ catalog: Catalog) {
    // The first database that has a table of a name keeps it; others are called by database and table.
    var taken: Set<FoldedName> = []
    let all = catalog.tables
    let mainFirst =
      all.indices.filter { all[$0].schema == "main" } + all.indices.filter { all[$0].schema != "main" }
    var shared: Set<FoldedName> = []
    let named = mainFirst.map { index in
      let name = all[index].name
      let isFirst = taken.insert(FoldedName(name)).inserted
      if !isFirst { shared.insert(FoldedName(name)) }
      return (table: index, name: isFirst ? name : all[index].schema + "." + name)
    }
    sharedNames = shared
    let folded = named.map { FoldedName($0.name) }
    let order = named.indices.sorted { left, right in
      folded[left] == folded[right]
        ? named[left].name.utf8.lexicographicallyPrecedes(named[right].name.utf8)
        : folded[left] < folded[right]
    }
    tables = order.map { all[named[$0].table] }
    names = order.map { named[$0].name }
    normalForms = tables.map { table in
      let normal = Naming.normalForm(table.name)
      return normal.isEmpty ? "unnamed" : normal
    }
    columnForms = tables.map { $0.columns.map { Naming.normalForm($0.name) } }
    singulars = normalForms.map(Inflection.singular)
    plurals = normalForms.map(Inflection.plural)
    var byName: [FoldedName: [FoldedName: Int]] = [:]
    for (index, table) in tables.enumerated() {
      byName[FoldedName(table.schema), default: [:]][FoldedName(table.name)] = index
    }
    self.byName = byName
  }

  func index(ofTable name: String, in schema: String) -> Int? {
    byName[FoldedName(schema)]?[FoldedName(name)]
  }

  func column(_ name: String, of table: Int) -> Int? {
    tables[table].columns.firstIndex { $0.name.isSameName(as: name) }
  }

  /// Another database's table of the same name may stand in front of the one that is meant.
  func qualifier(_ table: Int) -> String? {
    let schema = tables[table].schema
    if schema != "main" { return schema }
    return sharedNames.contains(FoldedName(tables[table].name)) ? schema : nil
  }

  func singular(_ table: Int) -> String { singulars[table] }
  func plural(_ table: Int) -> String { plurals[table] }
}
