/// The tables that a statement sees while it is written, for the columns that have another name in them.
///
/// Some names a derived table does not keep: to SQLite a column called `true` is `column1` there, and the same name
/// around it is then the value, or a text. Such a column goes by a name that is kept.
struct ColumnScopes {
  /// By the name of a column the name that it has instead.
  typealias Renames = [String: String]

  let dialect: Dialect
  /// The tables of each statement by alias, those of the innermost one last.
  private var statements: [[(alias: String, renames: Renames)]] = []
  private var commonTables: [(name: String, renames: Renames)] = []

  init(dialect: Dialect) { self.dialect = dialect }

  /// The name of a column in the table that the innermost statement knows by this alias.
  func name(of column: String, in alias: String) -> String {
    for tables in statements.reversed() {
      if let table = tables.first(where: { $0.alias == alias }) { return table.renames[column] ?? column }
    }
    return column
  }

  /// The names that a derived table has instead of some of its own.
  func renames(of columns: [String]) -> Renames {
    var renames: Renames = [:]
    for column in columns where dialect.namesLostInDerivedTables.contains(column.uppercased()) {
      var name = column + "_"
      while columns.contains(where: { $0.uppercased() == name.uppercased() }) { name += "_" }
      renames[column] = name
    }
    return renames
  }

  func renames(of select: Select) -> Renames { renames(of: select.columns.compactMap(\.outputName)) }

  /// Goes into a statement, whose common tables all of it sees.
  mutating func enter(_ select: Select) {
    commonTables += select.commonTables.map { ($0.name, renames(of: $0.columns)) }
    statements.append((select.joins.map(\.source) + [select.source]).flatMap(tables))
  }

  /// Comes out of it again.
  mutating func leave(_ select: Select) {
    statements.removeLast()
    commonTables.removeLast(select.commonTables.count)
  }

  private func tables(_ source: Select.Source) -> [(alias: String, renames: Renames)] {
    switch source {
    case .table(nil, let name, let alias):
      [(alias, commonTables.last { $0.name == name }?.renames ?? [:])]
    case .table(_, _, let alias): [(alias, [:])]
    case .select(let select, let alias): [(alias, renames(of: select))]
    case .pair(let first, let second, _): tables(first) + tables(second)
    case .nothing: []
    }
  }
}

extension Select.Column {
  /// What it is called in the rows of its statement; nil for an expression without a name.
  var outputName: String? {
    if let name { return name }
    return if case .column(let name, _) = expression { name } else { nil }
  }
}
