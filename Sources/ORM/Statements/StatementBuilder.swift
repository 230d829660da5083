import SQL

/// Makes record sources out of entities, relationships and refinements, within one statement.
struct StatementBuilder {
  let schema: Schema
  private var aliases: [String: Int] = [:]
  /// While a subselect is made: the sources of the statements around it, the nearest last.
  var enclosing: [RecordSource] = []

  init(schema: Schema) { self.schema = schema }

  // MARK: Where records come from

  /// All records of an entity: `FROM entity`.
  mutating func records(of id: EntityID) -> RecordSource {
    let entity = schema[id]
    let alias = alias(for: entity.table)
    var source = RecordSource(
      entity: entity, alias: alias, source: table(entity, alias: alias), order: [])
    // A key that may be NULL orders its rows all the same; the hidden identity tells those without one apart.
    var order = source.identity
    if case .hidden = entity.identity {
      order = entity.primaryKey.map { .column(entity.attributes[$0].name, of: alias) } + order
    }
    source.order = order.map { Select.OrderTerm($0) }
    return source
  }

  /// The targets of a relationship, each beside the key of its source: `FROM child`, or
  /// `FROM junction JOIN target ON …`.
  mutating func targets(of relationship: Relationship) -> RecordSource {
    var target = records(of: relationship.target)
    // Without a key, and parent by parent, all columns are the only order that each statement can keep.
    if target.identity.isEmpty { target.order = target.columns.map { Select.OrderTerm($0) } }
    guard let junction = relationship.junction else {
      target.foreignKey = relationship.pairs.map {
        .column(target.entity.attributes[$0.to].name, of: target.alias)
      }
      target.parent = target.foreignKey
      if !relationship.kind.isForward {
        target.parent = zip(relationship.keyComparisons(in: schema.entities), target.foreignKey).map {
          $0.comparable($1)
        }
      }
      target.relationship = relationship
      return target
    }
    let link = schema[junction.entity]
    let alias = alias(for: link.table)
    let on = junction.targetPairs.map { pair in
      let (parent, child) = (target.entity.attributes[pair.to], link.attributes[pair.from])
      let comparison = KeyComparison(parent: parent, child: child)
      return SQLExpression.infix(
        .column(parent.name, of: target.alias), "=", comparison.comparable(.column(child.name, of: alias)))
    }
    target.source = .pair(table(link, alias: alias), target.source, on: on)
    target.foreignKey = junction.sourcePairs.map { .column(link.attributes[$0.to].name, of: alias) }
    target.parent = zip(relationship.keyComparisons(in: schema.entities), target.foreignKey).map {
      $0.comparable($1)
    }
    target.relationship = relationship
    if junction.isBag { target.link = link.identityColumns.map { .column($0, of: alias) } }
    target.hidesIdentity = target.entity.hasHiddenIdentity || (junction.isBag && link.hasHiddenIdentity)
    return target
  }

  private func table(_ entity: Entity, alias: String) -> Select.Source {
    .table(schema: entity.qualifier, name: entity.table, alias: alias)
  }

  /// A name for a table that nothing else in the statement has.
  ///
  /// Through an alias with a dot SQLite finds no column of a join in parentheses.
  mutating func alias(for table: String) -> String {
    let name = String(table.map { $0 == "." ? "_" : $0 })
    let folded = name.lowercased()
    let uses = (aliases[folded] ?? 0) + 1
    aliases[folded] = uses
    guard uses > 1 else { return name }
    return alias(for: "\(name)_\(uses)")
  }

  // MARK: Comparing keys

  /// The conditions that join the targets of a relationship to a source that is in the statement already.
  func join(_ relationship: Relationship, from alias: String, to target: RecordSource) -> [SQLExpression] {
    let source = schema[relationship.source]
    let columns = relationship.junction?.sourcePairs.map(\.from) ?? relationship.pairs.map(\.from)
    let comparisons = relationship.keyComparisons(in: schema.entities)
    return zip(columns, target.parent).enumerated().map { index, pair in
      let own = SQLExpression.column(source.attributes[pair.0].name, of: alias)
      guard relationship.kind.isForward else { return .infix(pair.1, "=", own) }
      return .infix(pair.1, "=", comparisons[index].comparable(own))
    }
  }

  // MARK: Refinements

  /// Narrows and orders a source.
  ///
  /// - Parameter isPerParent: whether positions are counted for each parent, because the statement is for several.
  mutating func refine(_ source: inout RecordSource, by refinements: [Refinement], isPerParent: Bool) {
    for refinement in refinements {
      switch refinement {
      case .filter(let expression):
        if source.limit != nil { source.wrap(positionName: source.positionName) }
        let condition = sql(expression, in: &source)
        source.conditions.append(condition)
      case .sort(let keys):
        if source.limit != nil { source.wrap(positionName: source.positionName) }
        var order: [Select.OrderTerm] = []
        for key in keys {
          order.append(Select.OrderTerm(sql(key.expression, in: &source), descending: key.isDescending))
        }
        source.order = order + source.order
      case .slice(let slice):
        if source.limit != nil { source.wrap(positionName: source.positionName) }
        cut(&source, to: slice, isPerParent: isPerParent)
      }
    }
  }

  private mutating func cut(_ source: inout RecordSource, to slice: Slice, isPerParent: Bool) {
    if !isPerParent, source.link.isEmpty, slice.isFromStart {
      let lower = slice.lower ?? 0
      source.limit = Select.Limit(count: slice.upper.map { max(0, $0 - lower) }, offset: lower)
      return
    }
    let name = source.positionName
    let usesStart = (slice.lower.map { $0 >= 0 } ?? false) || (slice.upper.map { $0 >= 0 } ?? false)
    let usesEnd = (slice.lower.map { $0 < 0 } ?? false) || (slice.upper.map { $0 < 0 } ?? false)
    guard usesStart || usesEnd else { return }
    let partition = partition(of: source, isPerParent: isPerParent)
    source.wrap(
      positionName: name, ranked: (from: usesStart, fromEnd: usesEnd, partition: partition))
    let position = SQLExpression.column(name, of: source.alias)
    let fromEnd = SQLExpression.column(name + "_from_end", of: source.alias)
    func number(_ value: Int) -> SQLExpression { .number(value) }
    if let lower = slice.lower {
      // Ranks count from 1: position n has rank n + 1; the last has rank 1 from the end.
      if lower > 0 { source.conditions.append(.infix(position, ">", number(lower))) }
      if lower < 0 { source.conditions.append(.infix(fromEnd, "<=", number(lower == .min ? .max : -lower))) }
    }
    if let upper = slice.upper {
      source.conditions.append(
        upper >= 0
          ? .infix(position, "<=", number(upper))
          : .infix(fromEnd, ">", number(upper == .min ? .max : -upper)))
    }
  }
}

extension Collation {
  /// As SQL names it.
  var name: String {
    switch self {
    case .binary: "BINARY"
    case .noCase: "NOCASE"
    case .rightTrim: "RTRIM"
    case .custom(let name): name
    }
  }
}

extension SQLExpression {
  /// The condition for the ON of an outer join: there SQLite 3.40 loses the row on the left when it answers LIKE or
  /// GLOB by an index of the right table, which a unary plus prevents and which changes nothing else.
  var inOuterJoin: SQLExpression {
    switch self {
    case .infix(let left, let symbol, let right) where symbol == "AND" || symbol == "OR":
      .infix(left.inOuterJoin, symbol, right.inOuterJoin)
    case .infix(.column(let name, let alias), let symbol, let right)
    where symbol == "LIKE" || symbol == "GLOB":
      .infix(.prefix("+", .column(name, of: alias)), symbol, right)
    default: self
    }
  }
}
