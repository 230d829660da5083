/// A SELECT as data: a list of clauses that a `Dialect` turns into text and bound values.
package struct Select: Hashable, Sendable {
  /// What stands before it: `WITH …`.
  package var commonTables: [CommonTable] = []
  package var isDistinct = false
  /// Whether it names columns of a statement around it, so that its own must say whose they are.
  package var isCorrelated = false
  package var columns: [Column]
  package var source: Source
  package var joins: [Join] = []
  /// All must hold.
  package var conditions: [SQLExpression] = []
  package var grouping: [SQLExpression] = []
  /// Conditions on groups; all must hold.
  package var having: [SQLExpression] = []
  package var order: [OrderTerm] = []
  package var limit: Limit?

  package init(columns: [Column], from source: Source) {
    self.columns = columns
    self.source = source
  }

  /// `WITH name(columns) AS (start)`, and `WITH RECURSIVE name(columns) AS (start UNION step)`: everything that a step
  /// leads to from the start, each row once (https://sqlite.org/lang_with.html §3).
  package struct CommonTable: Hashable, Sendable {
    package enum Start: Hashable, Sendable {
      /// `VALUES (?), …`: so many keys, given when the statement is run.
      case keys(Int)
      case select(Select)
    }

    package var name: String
    package var columns: [String]
    package var start: Start
    package var step: Select?

    package init(name: String, columns: [String], start: Start, step: Select? = nil) {
      self.name = name
      self.columns = columns
      self.start = start
      self.step = step
    }
  }

  /// As in `expression [AS name]`.
  package struct Column: Hashable, Sendable {
    package var expression: SQLExpression
    package var name: String?

    package init(_ expression: SQLExpression, as name: String? = nil) {
      self.expression = expression
      self.name = name
    }
  }

  /// What stands after FROM or JOIN.
  package indirect enum Source: Hashable, Sendable {
    case table(schema: String?, name: String, alias: String)
    case select(Select, alias: String)
    /// `(a JOIN b ON …)`: an inner pair that an outer join takes or leaves as a whole.
    case pair(Source, Source, on: [SQLExpression])
    /// One row without columns: `SELECT EXISTS (…)`.
    case nothing

    package var alias: String {
      switch self {
      case .table(_, _, let alias), .select(_, let alias): alias
      case .pair(_, let second, _): second.alias
      case .nothing: ""
      }
    }
  }

  package struct Join: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
      case inner = "JOIN"
      case left = "LEFT JOIN"
    }

    package var kind: Kind
    package var source: Source
    package var on: [SQLExpression]

    package init(_ kind: Kind, _ source: Source, on: [SQLExpression]) {
      self.kind = kind
      self.source = source
      self.on = on
    }
  }

  package struct OrderTerm: Hashable, Sendable {
    package var expression: SQLExpression
    package var isDescending: Bool

    package init(_ expression: SQLExpression, descending: Bool = false) {
      self.expression = expression
      self.isDescending = descending
    }

    package var reversed: OrderTerm { OrderTerm(expression, descending: !isDescending) }
  }

  package struct Limit: Hashable, Sendable {
    /// nil for all.
    package var count: Int?
    package var offset: Int

    package init(count: Int?, offset: Int = 0) {
      self.count = count
      self.offset = offset
    }
  }
}

/// A scalar expression of SQL.
package indirect enum SQLExpression: Hashable, Sendable {
  /// The qualifier is left out of the text where nothing else could be meant.
  case column(String, of: String)
  /// A value known when the statement is made; it is bound, never spliced.
  case value(Value)
  /// The n-th value given when the statement is run.
  case key(Int)
  /// A whole number that belongs to the statement's shape (`SELECT 1`, a position), not to anybody's data.
  case number(Int)
  /// `a AND b`, `a = b`, `a || b`, …
  case infix(SQLExpression, String, SQLExpression)
  /// `NOT a`, `- a`, `+ a`
  case prefix(String, SQLExpression)
  case isNull(SQLExpression, negated: Bool)
  /// `a IS TRUE`, which is never NULL.
  case isTrue(SQLExpression, negated: Bool)
  case between(SQLExpression, SQLExpression, SQLExpression, negated: Bool)
  case within(SQLExpression, [SQLExpression], negated: Bool)
  /// `(a, b) IN (VALUES (…), …)` by way of a subselect, the only form that SQLite 3.40 answers from an index.
  ///
  /// The members stand one row after the other.
  case rowWithin([SQLExpression], members: [SQLExpression])
  /// `a IN (SELECT …)`, `(a, b) IN (SELECT …)`
  case rowWithinSelect([SQLExpression], Select)
  /// `a IN (…)` or `(a, b) IN (…)` where the members are in JSON arrays, each one bound value: more than there may be
  /// placeholders.
  case withinArrays([SQLExpression], [Value])
  case call(String, [SQLExpression])
  /// `count(DISTINCT a)`
  case callDistinct(String, SQLExpression)
  case countAll
  case cast(SQLExpression, String)
  case collate(SQLExpression, String)
  /// `name() OVER (PARTITION BY … ORDER BY …)`
  case window(String, partition: [SQLExpression], order: [Select.OrderTerm])
  case exists(Select)
  case subselect(Select)
  /// `CASE WHEN a THEN 0 WHEN b THEN 1 … END`: which condition holds first, NULL for none.
  case position([SQLExpression])

  /// `(a, b) IN (…)` for this many keys, given when the statement is run.
  package static func rowWithin(_ operands: [SQLExpression], keys: Int) -> SQLExpression {
    .rowWithin(operands, members: (0..<(keys * operands.count)).map { .key($0) })
  }

  package static func all(_ conditions: [SQLExpression]) -> SQLExpression? {
    guard let first = conditions.first else { return nil }
    return conditions.dropFirst().reduce(first) { .infix($0, "AND", $1) }
  }
}

extension SQLExpression {
  /// The expression with some of its columns replaced; subselects stay as they are.
  package func replacingColumns(_ replacement: (_ name: String, _ alias: String) -> SQLExpression?)
    -> SQLExpression
  {
    func replaced(_ expression: SQLExpression) -> SQLExpression { expression.replacingColumns(replacement) }
    switch self {
    case .column(let name, let alias): return replacement(name, alias) ?? self
    case .value, .key, .number, .countAll, .exists, .subselect: return self
    case .infix(let left, let symbol, let right): return .infix(replaced(left), symbol, replaced(right))
    case .prefix(let symbol, let operand): return .prefix(symbol, replaced(operand))
    case .isNull(let operand, let negated): return .isNull(replaced(operand), negated: negated)
    case .isTrue(let operand, let negated): return .isTrue(replaced(operand), negated: negated)
    case .between(let operand, let low, let high, let negated):
      return .between(replaced(operand), replaced(low), replaced(high), negated: negated)
    case .within(let operand, let members, let negated):
      return .within(replaced(operand), members.map(replaced), negated: negated)
    case .rowWithin(let operands, let members):
      return .rowWithin(operands.map(replaced), members: members.map(replaced))
    case .withinArrays(let operands, let arrays): return .withinArrays(operands.map(replaced), arrays)
    case .rowWithinSelect(let operands, let select): return .rowWithinSelect(operands.map(replaced), select)
    case .call(let name, let arguments): return .call(name, arguments.map(replaced))
    case .position(let conditions): return .position(conditions.map(replaced))
    case .callDistinct(let name, let argument): return .callDistinct(name, replaced(argument))
    case .cast(let operand, let type): return .cast(replaced(operand), type)
    case .collate(let operand, let collation): return .collate(replaced(operand), collation)
    case .window(let name, let partition, let order):
      return .window(
        name, partition: partition.map(replaced),
        order: order.map { Select.OrderTerm(replaced($0.expression), descending: $0.isDescending) })
    }
  }
}

/// A statement as text, with what is to be bound in the order of its placeholders.
package struct Query: Hashable, Sendable {
  package enum Binding: Hashable, Sendable {
    case value(Value)
    /// The n-th value given when the statement is run.
    case key(Int)
  }

  package var sql: String
  package var bindings: [Binding]

  package init(sql: String, bindings: [Binding] = []) {
    self.sql = sql
    self.bindings = bindings
  }

  /// The values to bind for a run with these keys.
  package func values(keys: [Value] = []) -> [Value] {
    bindings.map { binding in
      switch binding {
      case .value(let value): value
      case .key(let index): keys[index]
      }
    }
  }
}
