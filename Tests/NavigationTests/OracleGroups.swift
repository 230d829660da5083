import ORM
import SQL

/// One row for each group of a set of records.
extension Oracle {
  private struct Group {
    var key: [Value]
    var records: [Int]
    var row: [Value] = []
  }

  /// The rows of the groups: the largest first, then by keys.
  func rows(of group: OracleGroup, over records: [Int], _ entity: EntityID) throws(SumTooLarge) -> [[Value]] {
    let collations = group.keys.map { collation(of: $0, entity) }
    var groups: [Group] = []
    for record in records {
      for key in keys(group.keys, entity, record) {
        if let index = groups.firstIndex(where: { Self.order($0.key, key, collations) == 0 }) {
          groups[index].records.append(record)
        } else {
          groups.append(Group(key: key, records: [record]))
        }
      }
    }
    groups.sort { left, right in
      left.records.count == right.records.count
        ? Self.order(left.key, right.key, collations) < 0 : left.records.count > right.records.count
    }
    for index in groups.indices {
      for column in group.columns {
        switch column {
        case .key(let key): groups[index].row.append(groups[index].key[key])
        case .aggregate(let aggregate):
          groups[index].row.append(try value(of: aggregate, over: groups[index].records, entity))
        }
      }
    }
    return refined(groups.map(\.row), group, entity)
  }

  /// How the columns of a group are compared and named.
  func columns(of group: OracleGroup, _ entity: EntityID) -> [OracleColumn] {
    zip(group.columns, group.names).map { column, name in
      OracleColumn(name: name, collation: term(of: column, in: group, entity, .null).collation ?? .binary)
    }
  }

  /// The keys of the groups that a record belongs to: one for each value that it names, once each, and NULL where it
  /// names none.
  private func keys(_ keys: [OracleGroup.Key], _ entity: EntityID, _ record: Int) -> [[Value]] {
    keys.reduce([[]]) { lists, key in
      let collation = collation(of: key, entity)
      let (way, end) = way(of: key)
      let (targets, target) = targets(way, from: record, of: entity)
      var values: [Value] = []
      for value in targets.map({ term(end, target, $0).value })
      where !values.contains(where: { Self.order($0, value, collation) == 0 }) {
        values.append(value)
      }
      if values.isEmpty { values = [.null] }
      return lists.flatMap { list in values.map { list + [$0] } }
    }
  }

  /// A way that breaks off behind a to-many hop names no value, unlike a to-one hop of the record itself.
  private func way(of key: OracleGroup.Key) -> ([OracleHop], OracleExpression) {
    guard !key.hops.isEmpty, case .attribute(let path, let attribute) = key.expression else {
      return (key.hops, key.expression)
    }
    return (key.hops + path.map { OracleHop(relationship: $0) }, .attribute([], attribute))
  }

  private func collation(of key: OracleGroup.Key, _ entity: EntityID) -> Collation {
    attribute(of: key, entity)?.collation ?? .binary
  }

  /// The attribute that a key is, if it is one.
  private func attribute(of key: OracleGroup.Key, _ entity: EntityID) -> Attribute? {
    guard case .attribute(let path, let attribute) = key.expression else { return nil }
    let owner = path.last ?? key.hops.last?.relationship
    return schema[owner.map { schema[$0].target } ?? entity].attributes[attribute]
  }

  private static func order(_ left: [Value], _ right: [Value], _ collations: [Collation]) -> Int {
    for index in left.indices {
      let order = order(left[index], right[index], collations[index])
      if order != 0 { return order }
    }
    return 0
  }

  // MARK: Afterwards

  private func refined(_ rows: [[Value]], _ group: OracleGroup, _ entity: EntityID) -> [[Value]] {
    group.refinements.reduce(rows) { rows, refinement in
      switch refinement {
      case .filter(let condition): rows.filter { holds(condition, $0, group, entity) == true }
      case .slice(let slice): Self.slice(rows, slice)
      case .sort(let keys):
        rows.enumerated().sorted { left, right in
          for key in keys {
            let term = term(of: group.columns[key.column], in: group, entity, .null)
            let order = Self.order(
              left.element[key.column], right.element[key.column], term.collation ?? .binary)
            if order != 0 { return key.isDescending ? order > 0 : order < 0 }
          }
          return left.offset < right.offset
        }.map(\.element)
      }
    }
  }

  private func holds(
    _ condition: OracleGroupCondition, _ row: [Value], _ group: OracleGroup, _ entity: EntityID
  ) -> Bool? {
    switch condition {
    case .compare(let column, let symbol, let literal):
      Self.compare(
        term(of: group.columns[column], in: group, entity, row[column]), symbol, Term(literal))
    case .isNull(let column): row[column] == .null
    case .not(let operand): holds(operand, row, group, entity).map { !$0 }
    case .and(let left, let right):
      Self.and(holds(left, row, group, entity), holds(right, row, group, entity))
    case .or(let left, let right):
      Self.or(holds(left, row, group, entity), holds(right, row, group, entity))
    }
  }

  /// A cell of a group with what its column compares by: a key by its attribute, what SQL works out by nothing.
  private func term(
    of column: OracleGroup.Column, in group: OracleGroup, _ entity: EntityID, _ value: Value
  ) -> Term {
    switch column {
    case .key(let key): Term(value, attribute(of: group.keys[key], entity))
    case .aggregate: Term(value)
    }
  }
}
