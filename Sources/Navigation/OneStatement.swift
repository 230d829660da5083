package import Language
import ORM
package import SQL

/// A path as the one statement that gives its rows in its order, whatever strategy is in force.
extension Evaluator {
  /// The statement, with the values that it binds; nothing is run.
  ///
  /// Records that a variable holds are named by their keys.
  package func statement(of path: BoundPath) throws(Diagnostic) -> Query {
    let dialect = session.executor.connection.dialect
    if case .values(let values, _) = path.root { return try rows(of: values, path) }
    let limit = session.executor.connection.limits.joinedTables
    guard path.tables <= limit else {
      throw Diagnostic(.tooManyTables(limit: limit), at: path.syntax.range)
    }
    let output = try wholeOutput(path)
    var root = flatRoot(path)
    if root == nil { root = try held(path) }
    guard let root else { throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange) }
    return FlatStatement(
      root: root, hops: path.steps.map(\.flat), output: output, slice: path.slice, schema: schema,
      dialect: dialect
    ).query
  }

  /// What the statement gives.
  private func wholeOutput(_ path: BoundPath) throws(Diagnostic) -> FlatStatement.Output {
    if let aggregate = path.aggregate { return output(path, aggregate) }
    switch path.output {
    case .records: return .records
    case .values(let attribute):
      return path.isDistinct ? .distinct(attribute.index) : .attribute(attribute.index)
    case .groups(let groups): return .groups(groups.grouping)
    case .depth: return .depth(isDistinct: path.isDistinct)
    case .shape(let shape): return .shape(try flat(shape))
    }
  }

  private func flat(_ shape: BoundShape) throws(Diagnostic) -> FlatShape {
    var fields: [FlatShape.Field] = []
    for field in shape.fields {
      let path = field.path
      guard path.steps.allSatisfy({ $0.closure == nil }) else {
        throw Diagnostic(.misplaced(.closureInStatementOfShape), at: path.syntax.range)
      }
      fields.append(
        FlatShape.Field(
          name: field.name, hops: path.steps.map(\.loaded), ending: try ending(path), isSingle: path.isSingle)
      )
    }
    return FlatShape(fields)
  }

  private func ending(_ path: BoundPath) throws(Diagnostic) -> FlatShape.Ending {
    if let aggregate = path.aggregate {
      guard !path.isDistinct, path.slice == nil else {
        throw Diagnostic(.misplaced(.closureInStatementOfShape), at: path.syntax.range)
      }
      return .aggregate(aggregate.function, aggregate.argument)
    }
    switch path.output {
    case .values(let attribute):
      return .attribute(attribute.index, isDistinct: path.isDistinct, slice: path.slice)
    case .shape(let shape): return .records(try flat(shape))
    case .records, .groups:
      let id = path.entity(in: schema)
      let attributes = id.map { schema[$0].attributes } ?? []
      return .records(
        FlatShape(
          attributes.enumerated().map {
            FlatShape.Field(
              name: $1.name, hops: [], ending: .attribute($0, isDistinct: false, slice: nil), isSingle: true)
          }))
    case .depth where path.steps.isEmpty: return .depth
    case .depth: throw Diagnostic(.misplaced(.closureInStatementOfShape), at: path.syntax.range)
    }
  }

  /// The records of a variable, by their keys.
  private func held(_ path: BoundPath) throws(Diagnostic) -> FlatStatement.Root? {
    guard case .held(let selection, let name) = path.root else { return nil }
    let entity = schema[selection.entity]
    guard entity.identity != .none else {
      throw Diagnostic(.cannotName(.rowsWithoutKey(entity: entity.name)), at: path.rootRange)
    }
    // A thousand names are more than anybody reads, and as deep as SQLite nests a chain of OR.
    guard selection.slots.count <= 900, let keys = session.recordKeys(of: selection) else {
      throw Diagnostic(
        .cannotName(.tooManyRecords(variable: name, count: selection.slots.count)), at: path.rootRange)
    }
    return .held(selection.entity, keys, path.refinements)
  }

  /// Values that are held already: `VALUES (?), (?)`.
  private func rows(of values: [Value], _ path: BoundPath) throws(Diagnostic) -> Query {
    let answer = try answer(path)
    var rows: [Value] = []
    do throws(DatabaseError) {
      try answer.forEachRow { row throws(DatabaseError) in
        rows.append(row[0].value)
        return true
      }
    } catch { throw Diagnostic(error, at: path.rootRange) }
    guard !rows.isEmpty else { return Query(sql: "SELECT NULL WHERE 0") }
    let dialect = session.executor.connection.dialect
    let list = rows.indices.map { "(\(dialect.placeholder($0)))" }.joined(separator: ", ")
    return Query(sql: "VALUES \(list)", bindings: rows.map { .value($0) })
  }
}
