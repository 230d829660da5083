import ORM
import SQL

/// How a path ends: records, values, a number, groups, shapes.
extension Oracle {
  func answer(to path: OraclePath) -> OracleAnswer {
    do {
      if let values = path.heldValues { return try answer(to: path, over: values) }
      guard let result = records(of: path) else { return .noSuchRecord }
      return try answer(to: path, result)
    } catch {
      return .sumTooLarge
    }
  }

  private func answer(to path: OraclePath, _ result: Result) throws(SumTooLarge) -> OracleAnswer {
    let entity = schema[result.entity]
    switch path.ending {
    case .records:
      return .rows(
        result.records.map { Array(rows[entity.id.index][$0].prefix(entity.attributes.count)) },
        columns: entity.attributes.map { OracleColumn(name: $0.name) })
    case .values(let wanted):
      return .rows(values(wanted, result).map { [$0] }, columns: [OracleColumn()])
    case .number(let aggregate, let wanted):
      let number: Value
      if let wanted {
        number = try Self.value(
          of: aggregate.function, over: values(wanted, result), collation(of: wanted, result.entity))
        return .rows(
          [[number]], columns: [OracleColumn(collation: collation(of: wanted, result.entity))])
      }
      number = try value(of: aggregate, over: result.records, result.entity)
      return .rows([[number]], columns: [OracleColumn(collation: collation(of: aggregate, result.entity))])
    case .group(let group):
      let found = try rows(of: group, over: result.records, result.entity)
      guard !group.counts else { return .rows([[.integer(Int64(found.count))]], columns: [OracleColumn()]) }
      return .rows(found, columns: columns(of: group, result.entity))
    case .shape(let fields):
      var records: [OracleNested] = []
      for record in result.records {
        records.append(try nested(fields, record, result.entity, depth: result.depths[record]))
      }
      return .nested(records)
    }
  }

  // MARK: Values

  private func answer(to path: OraclePath, over values: [Value]) throws(SumTooLarge) -> OracleAnswer {
    let collation = path.heldCollation
    func cut(_ wanted: OracleValues) -> [Value] { Self.cut(values, wanted, collation) }
    let rows: [[Value]]
    switch path.ending {
    case .values(let wanted): rows = cut(wanted).map { [$0] }
    case .number(let aggregate, let wanted):
      rows = [[try Self.value(of: aggregate.function, over: wanted.map(cut) ?? values, collation)]]
    case .records, .group, .shape: rows = values.map { [$0] }
    }
    return .rows(rows, columns: [OracleColumn()])
  }

  /// One value for each record.
  func values(_ wanted: OracleValues, _ result: Result) -> [Value] {
    let values = result.records.map { record -> Value in
      switch wanted.column {
      case .attribute(let attribute): rows[result.entity.index][record][attribute]
      case .depth: .integer(Int64(result.depths[record] ?? 0))
      case .held: .null
      }
    }
    return Self.cut(values, wanted, collation(of: wanted, result.entity))
  }

  private static func cut(_ values: [Value], _ wanted: OracleValues, _ collation: Collation) -> [Value] {
    var values = values
    if wanted.isDistinct {
      var seen: [Value] = []
      for value in values where !seen.contains(where: { order($0, value, collation) == 0 }) {
        seen.append(value)
      }
      values = seen
    }
    return wanted.slice.map { slice(values, $0) } ?? values
  }

  private func collation(of values: OracleValues, _ entity: EntityID) -> Collation {
    switch values.column {
    case .attribute(let attribute): schema[entity].attributes[attribute].collation
    case .depth, .held: .binary
    }
  }

  private func collation(of aggregate: OracleAggregate, _ entity: EntityID) -> Collation {
    guard case .attribute(let path, let attribute)? = aggregate.argument else { return .binary }
    return schema[path.last.map { schema[$0].target } ?? entity].attributes[attribute].collation
  }

  // MARK: Shapes

  /// - Parameter depth: after a closure, the level at which it met the record.
  private func nested(
    _ fields: [OracleField], _ record: Int, _ entity: EntityID, depth: Int?
  ) throws(SumTooLarge) -> OracleNested {
    var contents: [OracleNested.Field] = []
    for field in fields {
      contents.append(OracleNested.Field(field.name, try content(of: field, record, entity, depth: depth)))
    }
    return .record(contents)
  }

  private func content(
    of field: OracleField, _ record: Int, _ entity: EntityID, depth: Int?
  ) throws(SumTooLarge) -> OracleNested {
    var result = follow(field.steps, from: [record], of: entity)
    if field.steps.isEmpty, let depth { result.depths = [record: depth] }
    var members: [OracleNested] = []
    switch field.ending {
    case .number(let aggregate, let wanted):
      guard let wanted else {
        return .value(try value(of: aggregate, over: result.records, result.entity))
      }
      return .value(
        try Self.value(
          of: aggregate.function, over: values(wanted, result), collation(of: wanted, result.entity)))
    case .values(let wanted): members = values(wanted, result).map(OracleNested.value)
    case .records:
      let attributes = schema[result.entity].attributes
      members = result.records.map { record in
        .record(
          attributes.indices.map { index in
            OracleNested.Field(attributes[index].name, .value(rows[result.entity.index][record][index]))
          })
      }
    case .shape(let fields):
      for record in result.records {
        members.append(try nested(fields, record, result.entity, depth: result.depths[record]))
      }
    case .group: break
    }
    return field.isMany ? .list(members) : members.first ?? .missing
  }
}
