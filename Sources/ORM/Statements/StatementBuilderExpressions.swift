import SQL

/// Expressions as SQL: to-one hops become LEFT JOINs, to-many hops correlated subselects.
extension StatementBuilder {
  /// An expression over the records of a source.
  mutating func sql(_ expression: EntityExpression, in source: inout RecordSource) -> SQLExpression {
    switch expression {
    case .value(let value): return .value(value)
    case .attribute(let path, let attribute):
      let (alias, entity) = joined(path, in: &source)
      return .column(entity.attributes[attribute].name, of: alias)
    case .hiddenIdentity:
      guard case .hidden(let name) = source.entity.identity else { return .value(.null) }
      return .column(name, of: source.alias)
    case .outer(let levels, let operand): return outer(levels, operand)
    case .not(let operand): return .prefix("NOT", sql(operand, in: &source))
    case .negated(let operand): return .prefix("-", sql(operand, in: &source))
    case .binary(let left, let symbol, let right):
      let first = sql(left, in: &source)
      return .infix(first, symbol.rawValue, sql(right, in: &source))
    case .isNull(let operand, let negated): return .isNull(sql(operand, in: &source), negated: negated)
    case .between(let operand, let low, let high, let negated):
      let first = sql(operand, in: &source)
      let second = sql(low, in: &source)
      return .between(first, second, sql(high, in: &source), negated: negated)
    case .within(let operand, let members, let negated):
      let first = sql(operand, in: &source)
      return .within(first, sql(members, in: &source), negated: negated)
    case .matches(let operand, let match, let pattern, let negated):
      let first = sql(operand, in: &source)
      return .infix(first, (negated ? "NOT " : "") + match.rawValue, sql(pattern, in: &source))
    case .call(let name, let arguments): return .call(name, sql(arguments, in: &source))
    case .cast(let operand, let type): return .cast(sql(operand, in: &source), type.rawValue)
    case .aggregate(let function, let hops, let argument):
      return aggregate(function, over: hops, argument, in: &source)
    case .isOneOf(let columns, let keys, let negated):
      return Self.membership(of: sql(columns, in: &source), in: keys, negated: negated)
    }
  }

  private mutating func sql(_ list: [EntityExpression], in source: inout RecordSource) -> [SQLExpression] {
    var expressions: [SQLExpression] = []
    for expression in list { expressions.append(sql(expression, in: &source)) }
    return expressions
  }

  /// An expression over a source of a statement around this one, which joins what it needs there.
  private mutating func outer(_ levels: Int, _ expression: EntityExpression) -> SQLExpression {
    let index = enclosing.count - levels
    guard enclosing.indices.contains(index) else { return .value(.null) }
    let inner = enclosing[(index + 1)...]
    var source = enclosing[index]
    enclosing.removeSubrange(index...)
    let result = sql(expression, in: &source)
    enclosing.append(source)
    enclosing += inner
    return result
  }

  /// Follows to-one relationships by LEFT JOIN, so that a missing record makes its attributes NULL and loses
  /// no row.
  private mutating func joined(_ path: [RelationshipID], in source: inout RecordSource) -> (String, Entity) {
    guard let last = path.last else { return (source.alias, source.entity) }
    let relationship = schema[last]
    let entity = schema[relationship.target]
    if let alias = source.joined[path] { return (alias, entity) }
    let (from, _) = joined(Array(path.dropLast()), in: &source)
    let target = targets(of: relationship)
    source.joins.append(
      Select.Join(.left, target.source, on: join(relationship, from: from, to: target)))
    source.joined[path] = target.alias
    return (target.alias, entity)
  }

  /// The form `a = ?`, `a IN (?, …)`, `a = ? AND b = ?` or `(a, b) IN (…)`.
  static func membership(
    of columns: [SQLExpression], in keys: EntityExpression.KeyList, negated: Bool
  ) -> SQLExpression {
    let condition: SQLExpression
    switch keys {
    case .arrays(let arrays): condition = .withinArrays(columns, arrays)
    case .keys(let keys):
      // No key at all: SQL has no empty list.
      guard let first = keys.first else { return .number(negated ? 1 : 0) }
      if let column = columns.first, columns.count == 1 {
        if keys.count == 1, let value = first.values.first {
          return .infix(column, negated ? "<>" : "=", .value(value))
        }
        return .within(column, keys.flatMap { $0.values.map(SQLExpression.value) }, negated: negated)
      }
      if keys.count == 1 {
        let parts = zip(columns, first.values).map { SQLExpression.infix($0, "=", .value($1)) }
        condition = SQLExpression.all(parts) ?? .number(1)
      } else {
        condition = .rowWithin(columns, members: keys.flatMap { $0.values.map(SQLExpression.value) })
      }
    }
    return negated ? .prefix("NOT", condition) : condition
  }

  // MARK: Over to-many hops

  /// The targets of hops from the record in question, as the FROM of a subselect that names the statement
  /// around it.
  private struct Reached {
    var source: RecordSource
    /// Whether each target is in it once.
    var isSet = true
    /// Whether only to-one hops were followed.
    var isSingle = true

    mutating func follow(_ relationship: Relationship) {
      isSet = relationship.leadsToEachOnce(fromEachOnce: isSet, fromOne: isSingle)
      if relationship.isToMany { isSingle = false }
    }

    func select(_ columns: [SQLExpression]) -> Select {
      var select = Select(columns: columns.map { Select.Column($0) }, from: source.source)
      select.joins = source.joins
      select.conditions = source.conditions
      return select
    }
  }

  private mutating func aggregate(
    _ function: AggregateFunction, over hops: [PredicateHop], _ argument: EntityExpression?,
    in source: inout RecordSource
  ) -> SQLExpression {
    // To-one hops before the last one are joined to the record itself, where others may use them too.
    let near = hops.dropLast().prefix { hop in
      hop.condition == nil && schema[hop.relationship].kind.isForward && !schema[hop.relationship].isToMany
    }
    let (alias, _) = joined(near.map(\.relationship), in: &source)
    enclosing.append(source)
    defer { source = enclosing.removeLast() }
    guard var reached = reached(Array(hops[near.count...]), from: alias) else { return .value(.null) }
    let value = argument.map { sql($0, in: &reached.source) }
    switch function {
    case .any:
      if let value { reached.source.conditions.append(value) }
      return .exists(reached.select([.number(1)]))
    case .all:
      if let value { reached.source.conditions.append(.isTrue(value, negated: true)) }
      return .prefix("NOT", .exists(reached.select([.number(1)])))
    case .count:
      if let value { reached.source.conditions.append(value) }
      return .subselect(count(of: reached))
    case .min, .max: return .subselect(reached.select([.call(function.rawValue, [value ?? .value(.null)])]))
    case .sum, .avg: return .subselect(total(function, of: value ?? .value(.null), over: reached))
    }
  }

  /// `FROM book JOIN … WHERE book.author_id = author.id AND …`; nil without a hop.
  private mutating func reached(_ hops: [PredicateHop], from alias: String) -> Reached? {
    guard let first = hops.first else { return nil }
    var target = targets(of: schema[first.relationship])
    target.conditions = join(schema[first.relationship], from: alias, to: target)
    if let condition = first.condition { narrow(&target, by: condition) }
    var reached = Reached(source: target)
    reached.follow(schema[first.relationship])
    for hop in hops.dropFirst() {
      let relationship = schema[hop.relationship]
      var next = targets(of: relationship)
      if next.hidesIdentity { next.wrap(positionName: next.positionName) }
      let on = join(relationship, from: reached.source.alias, to: next)
      var source = RecordSource(
        entity: next.entity, alias: next.alias, source: reached.source.source, order: [])
      source.joins = reached.source.joins + [Select.Join(.inner, next.source, on: on)]
      source.conditions = reached.source.conditions
      if let condition = hop.condition { narrow(&source, by: condition) }
      reached.source = source
      reached.follow(relationship)
    }
    return reached
  }

  private mutating func narrow(_ source: inout RecordSource, by condition: EntityExpression) {
    let condition = sql(condition, in: &source)
    source.conditions.append(condition)
  }

  /// `SELECT count(*) FROM …`, each target once.
  private func count(of reached: Reached) -> Select {
    let identity = reached.source.identity
    if reached.isSet || identity.isEmpty { return reached.select([.countAll]) }
    if identity.count == 1 { return reached.select([.callDistinct("count", identity[0])]) }
    var select = reached.select(identity)
    select.isDistinct = true
    return Select(columns: [Select.Column(.countAll)], from: .select(select, alias: reached.source.alias))
  }

  /// `SELECT sum(year) FROM …`, each target once.
  private func total(_ function: AggregateFunction, of value: SQLExpression, over reached: Reached) -> Select
  {
    let identity = reached.source.identity
    guard !reached.isSet, !identity.isEmpty else {
      return reached.select([.call(function.rawValue, [value])])
    }
    var name = "value"
    while reached.source.entity.identityColumns.contains(where: name.isSameName) { name += "_" }
    var select = reached.select(identity)
    select.columns.append(Select.Column(value, as: name))
    select.isDistinct = true
    let alias = reached.source.alias
    return Select(
      columns: [Select.Column(.call(function.rawValue, [.column(name, of: alias)]))],
      from: .select(select, alias: alias))
  }
}
