import Language
import ORM
import SQL

/// Paths that one statement answers, without records.
extension Evaluator {
  /// Whether `flat` gives all of the path by one statement, as far as can be told without making it.
  ///
  /// Such a statement keeps the order by depth of no closure, and nests nothing. Other paths are walked.
  func isFlat(_ path: BoundPath) -> Bool {
    switch path.output {
    case .records, .values: break
    case .depth, .shape, .groups: return false
    }
    return strategy == .flat && flatRoot(path) != nil && !path.hasClosure && path.ahead.isEmpty
      && keepsOrder(path)
      && path.steps.allSatisfy { $0.strategy == nil && $0.ahead.isEmpty }
  }

  /// Whether one statement gives the rows in the order in which the records would come.
  ///
  /// Rows that nothing tells apart, as those of a view, come as the database finds them, and that may depend on which
  /// of their columns are asked for.
  private func keepsOrder(_ path: BoundPath) -> Bool {
    guard path.leadsToRowsWithoutKey(in: schema) else { return true }
    if case .records = path.output { return path.steps.isEmpty }
    return false
  }

  /// The one statement that gives everything that a path asks for: its values or records, its groups, its number.
  ///
  /// A closure whose order counts is walked: to keep it, a statement would need each way around every cycle. So is a
  /// path that makes a statement too large for the database, or counts positions among rows without a key.
  func wholeStatement(_ path: BoundPath) throws(Diagnostic) -> FlatStatement? {
    guard !(path.hasClosure && path.countsInOrder), let root = try statementRoot(path),
      path.slice == nil || !path.leadsToRowsWithoutKey(in: schema)
    else { return nil }
    let connection = session.executor.connection
    if path.tables <= connection.limits.joinedTables {
      let statement = FlatStatement(
        root: root, hops: path.steps.map(\.flat), output: wholeOutput(path), slice: path.slice,
        schema: schema,
        dialect: connection.dialect)
      if connection.refusal(of: statement.query) == nil { return statement }
    }
    session.isInParts = true
    return nil
  }

  /// Where a path of one statement starts; nil when it starts from records of the session.
  func flatRoot(_ path: BoundPath) -> FlatStatement.Root? {
    switch path.root {
    case .entity(let id): return .all(id, path.refinements)
    case .key(let id, let key):
      let entity = schema[id]
      return .key(id, key.stored(in: entity.primaryKey.map { entity.attributes[$0] }), path.refinements)
    case .held, .values, .record: return nil
    }
  }

  func flat(_ path: BoundPath, _ statement: FlatStatement) throws(Diagnostic) -> Answer {
    guard let id = path.entity(in: schema) else {
      throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange)
    }
    let columns = path.attribute.map { [column($0)] } ?? self.columns(of: schema[id])
    let names = path.steps.map(\.relationship.name)
    let cause = Cause(
      mark: path.steps.last?.mark ?? 0, strategy: LoadingStrategy.flat.rawValue,
      relationship: path.steps.first.map {
        ([schema[$0.relationship.source].name] + names).joined(separator: ".")
      }, subject: name(ofRoot: path))
    let stream = RowStream(executor: session.executor, query: statement.query, cause: cause)
    var answer = Answer(
      content: .stream(stream), session: session, columns: columns, entity: path.attribute == nil ? id : nil,
      isSingle: path.isSingle)
    answer.isFlat = true
    answer.valuesOf = path.attribute?.entity
    // A record asked for by key that is not there is an error, which a stream would notice too late.
    if streams, !path.hasKeyRoot { return answer }
    let buffer = try rows(of: stream, width: columns.count, at: path.syntax.range)
    if buffer.count == 0 { try checkRoot(path) }
    answer.content = .rows(buffer)
    return answer
  }

  func rows(of stream: RowStream, width: Int, at range: SourceRange) throws(Diagnostic) -> RowBuffer {
    let buffer = RowBuffer(columns: width)
    try at(range) { () throws(DatabaseError) in
      try stream.run { row throws(DatabaseError) in
        buffer.append(row)
        return true
      }
    }
    return buffer
  }

  /// A statement cannot tell a record that leads nowhere from one that is not there: where it found nothing, the record
  /// is asked for.
  func checkRoot(_ path: BoundPath) throws(Diagnostic) {
    guard case .key(let id, let key) = path.root else { return }
    let found = try at(path.rootRange) { () throws(DatabaseError) in
      try session.find(id, key, cause: Cause(mark: 0, subject: schema[id].name))
    }
    if found.slot == nil { throw missing(id, key, at: path.rootRange) }
  }
}

extension BoundPath {
  /// How many tables one statement of it joins.
  var tables: Int { steps.reduce(1) { $0 + ($1.relationship.junction == nil ? 1 : 2) } }

  /// Whether there are rows on its way, or at its end, that nothing tells apart.
  func leadsToRowsWithoutKey(in schema: Schema) -> Bool {
    ([root.entity] + steps.map(\.relationship.target)).contains { id in
      id.map { schema[$0].identity == .none } ?? false
    }
  }

  var hasClosure: Bool { steps.contains { $0.closure != nil } }

  var hasKeyRoot: Bool {
    if case .key = root { true } else { false }
  }
}

extension Connection {
  /// Why a statement is too large for it; nil where it is not.
  func refusal(of query: Query) -> DatabaseError? {
    do throws(DatabaseError) { _ = try prepare(query.sql) } catch {
      return error.kind == .tooLarge ? error : nil
    }
    return nil
  }
}
