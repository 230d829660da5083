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
    if case .values(let values, _, _) = path.root { return try rows(of: values, path) }
    let limit = session.executor.connection.limits.joinedTables
    guard path.tables <= limit else {
      throw Diagnostic(.tooManyTables(limit: limit), at: path.syntax.range)
    }
    let output = wholeOutput(path)
    var root = flatRoot(path)
    if root == nil { root = try held(path) }
    guard let root else { throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange) }
    let query = FlatStatement(
      root: root, hops: path.steps.map(\.flat), output: output, slice: path.slice, schema: schema,
      dialect: dialect
    ).query
    if let refusal = session.executor.connection.refusal(of: query) {
      throw Diagnostic(refusal, at: path.syntax.range)
    }
    return query
  }

  /// What the statement gives.
  func wholeOutput(_ path: BoundPath) -> FlatStatement.Output {
    if let aggregate = path.aggregate { return output(path, aggregate) }
    switch path.output {
    case .records: return .records
    case .values(let attribute):
      return path.isDistinct ? .distinct(attribute.index) : .attribute(attribute.index)
    case .groups(let groups): return .groups(groups.grouping)
    case .depth: return .depth(isDistinct: path.isDistinct)
    case .shape(let shape): return .shape(flat(shape))
    }
  }

  private func flat(_ shape: BoundShape) -> FlatShape {
    FlatShape(
      shape.fields.map { field in
        FlatShape.Field(
          name: field.name, hops: field.path.steps.map(\.flat), ending: ending(field.path),
          isSingle: field.path.isSingle)
      })
  }

  private func ending(_ path: BoundPath) -> FlatShape.Ending {
    if let aggregate = path.aggregate {
      return .aggregate(output(path, aggregate), slice: path.slice)
    }
    switch path.output {
    case .values(let attribute) where path.steps.isEmpty: return .own(attribute.index)
    case .depth where path.steps.isEmpty: return .ownDepth
    case .values(let attribute):
      return .values(
        path.isDistinct ? .distinct(attribute.index) : .attribute(attribute.index), slice: path.slice)
    case .depth: return .values(.depth(isDistinct: path.isDistinct), slice: path.slice)
    case .shape(let shape): return .records(flat(shape))
    // No groups stand in braces.
    case .records, .groups:
      let attributes = path.entity(in: schema).map { schema[$0].attributes } ?? []
      return .records(
        FlatShape(
          attributes.enumerated().map {
            FlatShape.Field(name: $1.name, hops: [], ending: .own($0), isSingle: true)
          }))
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
