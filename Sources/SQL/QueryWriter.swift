extension Dialect {
  /// The statement as one line of text and its bindings.
  package func query(_ select: Select) -> Query {
    var writer = QueryWriter(dialect: self)
    writer.write(select, qualified: false, renames: [:])
    return Query(sql: writer.text, bindings: writer.bindings)
  }
}

/// Writes a `Select` clause by clause.
///
/// Values become placeholders as they are met, so nothing can be spliced.
private struct QueryWriter {
  let dialect: Dialect
  var text = ""
  var bindings: [Query.Binding] = []
  /// Whether column names carry their table.
  var isQualified = false
  private var scopes: ColumnScopes

  init(dialect: Dialect) {
    self.dialect = dialect
    scopes = ColumnScopes(dialect: dialect)
  }

  /// - Parameter renames: what columns are to be called instead of their names; nil where nobody reads the names.
  mutating func write(_ select: Select, qualified: Bool, renames: ColumnScopes.Renames? = nil) {
    scopes.enter(select)
    defer { scopes.leave(select) }
    let outer = isQualified
    isQualified =
      qualified || select.isCorrelated || !select.joins.isEmpty || select.source.isPair
      || select.needsQualifiers
    defer { isQualified = outer }
    write(select.commonTables)
    text += select.isDistinct ? "SELECT DISTINCT " : "SELECT "
    list(select.columns) { $0.write($1, renames: renames) }
    write(from: select.source)
    for join in select.joins {
      text += " " + join.kind.rawValue + " "
      write(join.source)
      write(on: join.on)
    }
    if let condition = SQLExpression.all(select.conditions) {
      text += " WHERE "
      write(condition)
    }
    if !select.grouping.isEmpty {
      text += " GROUP BY "
      // A number alone would be that of a column; one constant makes one group, whatever it is.
      list(select.grouping) { $0.write($1.isConstant ? .cast($1, "TEXT") : $1) }
    }
    if let condition = SQLExpression.all(select.having) {
      text += " HAVING "
      write(condition)
    }
    write(order: select.order)
    if let limit = select.limit {
      // SQLite needs a LIMIT before an OFFSET; -1 means all (https://sqlite.org/lang_select.html).
      text += " LIMIT \(limit.count ?? -1)"
      if limit.offset > 0 { text += " OFFSET \(limit.offset)" }
    }
  }

  private mutating func write(_ column: Select.Column, renames: ColumnScopes.Renames?) {
    write(column.expression)
    var name = column.name
    if let renames, let own = column.outputName {
      let wanted = renames[own] ?? own
      if case .column(let inner, let alias) = column.expression, name == nil,
        scopes.name(of: inner, in: alias) == wanted
      {
        return
      }
      name = wanted
    }
    if let name { text += " AS " + dialect.identifier(name) }
  }

  private mutating func write(_ commonTables: [Select.CommonTable]) {
    guard !commonTables.isEmpty else { return }
    text += commonTables.contains { $0.step != nil } ? "WITH RECURSIVE " : "WITH "
    list(commonTables) { writer, table in
      writer.text += writer.dialect.identifier(table.name) + "("
      let renames = writer.scopes.renames(of: table.columns)
      writer.list(table.columns) { $0.text += $0.dialect.identifier(renames[$1] ?? $1) }
      writer.text += ") AS ("
      switch table.start {
      case .keys(let count):
        let width = table.columns.count
        writer.write(rows: (0..<(count * width)).map { .key($0) }, width: width)
      case .select(let select): writer.write(select, qualified: false)
      }
      if let step = table.step {
        writer.text += " UNION "
        writer.write(step, qualified: true)
      }
      writer.text += ")"
    }
    text += " "
  }

  /// As in `VALUES (?, ?), …`; the members stand one row after the other.
  private mutating func write(rows members: [SQLExpression], width: Int) {
    text += "VALUES "
    list(stride(from: 0, to: members.count, by: max(1, width))) { writer, start in
      writer.write(row: Array(members[start..<min(start + width, members.count)]))
    }
  }

  private mutating func write(from source: Select.Source) {
    if case .nothing = source { return }
    text += " FROM "
    // First in line a pair needs no parentheses, in which SQLite would lose sight of a rowid.
    if case .pair(let first, let second, let on) = source {
      write(pair: first, second, on: on)
    } else {
      write(source)
    }
  }

  private mutating func write(order: [Select.OrderTerm]) {
    // A constant orders nothing; written out, SQL would take a number for that of a column.
    let order = order.filter { !$0.expression.isConstant }
    guard !order.isEmpty else { return }
    text += " ORDER BY "
    list(order) { writer, term in
      writer.write(term.expression)
      if term.isDescending { writer.text += " DESC" }
    }
  }

  private mutating func write(on conditions: [SQLExpression]) {
    guard let condition = SQLExpression.all(conditions) else { return }
    text += " ON "
    write(condition)
  }

  private mutating func write(_ source: Select.Source) {
    switch source {
    case .table(let schema, let name, let alias):
      if let schema { text += dialect.identifier(schema) + "." }
      text += dialect.identifier(name)
      if alias != name { text += " AS " + dialect.identifier(alias) }
    case .select(let select, let alias):
      text += "("
      write(select, qualified: false, renames: scopes.renames(of: select))
      text += ") AS " + dialect.identifier(alias)
    case .pair(let first, let second, let on):
      text += "("
      write(pair: first, second, on: on)
      text += ")"
    case .nothing: break
    }
  }

  private mutating func write(pair first: Select.Source, _ second: Select.Source, on: [SQLExpression]) {
    write(first)
    text += " JOIN "
    write(second)
    write(on: on)
  }

  private mutating func write(_ expression: SQLExpression, inside level: Int = 0) {
    let own = expression.binding
    let needsParentheses = own < level
    if needsParentheses { text += "(" }
    defer { if needsParentheses { text += ")" } }
    switch expression {
    case .column(let name, let alias):
      if isQualified { text += dialect.identifier(alias) + "." }
      text += dialect.identifier(scopes.name(of: name, in: alias))
    case .value(let value):
      text += dialect.placeholder(bindings.count)
      bindings.append(.value(value))
    case .key(let index):
      text += dialect.placeholder(bindings.count)
      bindings.append(.key(index))
    case .number(let number):
      text += String(number)
    case .infix(let left, let symbol, let right):
      write(left, inside: own)
      text += " " + symbol + " "
      write(right, inside: own + 1)
    case .prefix(let symbol, let operand):
      text += symbol == "NOT" ? "NOT " : symbol
      write(operand, inside: own + 1)
    case .isNull(let operand, let negated):
      write(operand, inside: own + 1)
      text += negated ? " IS NOT NULL" : " IS NULL"
    case .isTrue(let operand, let negated):
      write(operand, inside: own + 1)
      text += negated ? " IS NOT TRUE" : " IS TRUE"
    case .between(let operand, let low, let high, let negated):
      write(operand, inside: own + 1)
      text += negated ? " NOT BETWEEN " : " BETWEEN "
      write(low, inside: own + 1)
      text += " AND "
      write(high, inside: own + 1)
    case .within(let operand, let members, let negated):
      write(operand, inside: own + 1)
      text += negated ? " NOT IN (" : " IN ("
      list(members) { $0.write($1) }
      text += ")"
    case .rowWithin(let operands, let members):
      write(row: operands)
      text += " IN (WITH key("
      list(operands.indices) { $0.text += "k\($1)" }
      text += ") AS ("
      write(rows: members, width: operands.count)
      text += ") SELECT "
      list(operands.indices) { $0.text += "k\($1)" }
      text += " FROM key)"
    case .withinArrays(let operands, let arrays):
      if operands.count == 1 { write(operands[0], inside: own + 1) } else { write(row: operands) }
      text += " IN ("
      if arrays.count > 1 {
        text += "WITH part(keys) AS ("
        write(rows: arrays.map { .value($0) }, width: 1)
        text += ") "
      }
      text += "SELECT "
      list(operands.indices) { $0.text += operands.count == 1 ? "value" : "value ->> \($1)" }
      text += " FROM "
      if arrays.count > 1 { text += "part JOIN json_each(keys)" }
      if arrays.count == 1 {
        text += "json_each("
        write(.value(arrays[0]))
        text += ")"
      }
      text += ")"
    case .rowWithinSelect(let operands, let select):
      if operands.count == 1 { write(operands[0], inside: own + 1) } else { write(row: operands) }
      text += " IN ("
      write(select, qualified: false)
      text += ")"
    case .call(let name, let arguments):
      text += name + "("
      list(arguments) { $0.write($1) }
      text += ")"
    case .callDistinct(let name, let argument):
      text += name + "(DISTINCT "
      write(argument)
      text += ")"
    case .countAll:
      text += "count(*)"
    case .cast(let operand, let type):
      text += "CAST("
      write(operand)
      text += " AS " + type + ")"
    case .collate(let operand, let collation):
      write(operand, inside: own + 1)
      text += " COLLATE " + dialect.identifier(collation)
    case .window(let name, let partition, let order):
      text += name + "() OVER ("
      if !partition.isEmpty {
        text += "PARTITION BY "
        list(partition) { $0.write($1) }
      }
      if !partition.isEmpty, !order.isEmpty { text += " " }
      if !order.isEmpty {
        text += "ORDER BY "
        list(order) { writer, term in
          writer.write(term.expression)
          if term.isDescending { writer.text += " DESC" }
        }
      }
      text += ")"
    case .exists(let select):
      text += "EXISTS ("
      write(select, qualified: true)
      text += ")"
    case .subselect(let select):
      text += "("
      write(select, qualified: true)
      text += ")"
    case .position(let conditions):
      text += "CASE"
      for (index, condition) in conditions.enumerated() {
        text += " WHEN "
        write(condition)
        text += " THEN \(index)"
      }
      text += " END"
    }
  }

  private mutating func write(row: [SQLExpression]) {
    text += "("
    list(row) { $0.write($1) }
    text += ")"
  }

  private mutating func list<Items: Sequence>(
    _ items: Items, _ write: (inout QueryWriter, Items.Element) -> Void
  ) {
    var isFirst = true
    for item in items {
      if !isFirst { text += ", " }
      isFirst = false
      write(&self, item)
    }
  }
}

extension SQLExpression {
  /// How tightly the expression binds, as in https://sqlite.org/lang_expr.html; operands that bind less get
  /// parentheses.
  fileprivate var binding: Int {
    switch self {
    case .infix(_, let symbol, _):
      switch symbol {
      case "OR": 1
      case "AND": 2
      case "=", "<>", "IS", "IS NOT", "LIKE", "NOT LIKE", "GLOB", "NOT GLOB": 4
      case "<", "<=", ">", ">=": 5
      case "+", "-": 7
      case "*", "/", "%": 8
      case "||": 9
      default: 4
      }
    case .prefix("NOT", _): 3
    case .isNull, .isTrue, .between, .within, .withinArrays, .rowWithinSelect: 4
    case .prefix: 11
    case .collate: 10
    case .column, .value, .key, .number, .rowWithin, .call, .callDistinct, .countAll, .cast, .window, .exists,
      .subselect, .position:
      12
    }
  }

  fileprivate var isConstant: Bool {
    switch self {
    case .value, .number: true
    case .prefix(_, let operand): operand.isConstant
    default: false
    }
  }

  /// Whether it takes a statement of its own, perhaps one for each row, to work it out.
  package var holdsSelect: Bool {
    switch self {
    // Not correlated, `rowWithinSelect` names nothing of the statement around it.
    case .rowWithinSelect(let operands, _): operands.contains(where: \.holdsSelect)
    case .exists, .subselect: true
    case .column, .value, .key, .number, .countAll, .rowWithin, .withinArrays: false
    case .infix(let left, _, let right): left.holdsSelect || right.holdsSelect
    case .prefix(_, let operand), .isNull(let operand, _), .isTrue(let operand, _), .cast(let operand, _),
      .collate(let operand, _),
      .callDistinct(_, let operand):
      operand.holdsSelect
    case .between(let operand, let low, let high, _):
      operand.holdsSelect || low.holdsSelect || high.holdsSelect
    case .within(let operand, let members, _): operand.holdsSelect || members.contains(where: \.holdsSelect)
    case .call(_, let arguments), .position(let arguments): arguments.contains(where: \.holdsSelect)
    case .window(_, let partition, let order):
      partition.contains(where: \.holdsSelect) || order.contains { $0.expression.holdsSelect }
    }
  }
}

extension Select {
  /// A correlated subselect names the columns of the statement around it, so these must say whose they are.
  fileprivate var needsQualifiers: Bool {
    conditions.contains(where: \.holdsSelect) || order.contains { $0.expression.holdsSelect }
      || columns.contains { $0.expression.holdsSelect } || grouping.contains(where: \.holdsSelect)
      || having.contains(where: \.holdsSelect)
  }
}

extension Select.Source {
  /// Whether it is two tables that stand in parentheses after JOIN.
  package var isPair: Bool {
    if case .pair = self { true } else { false }
  }
}
