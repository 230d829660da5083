import Language
import ORM
import SQL

/// One value for a whole path, and rows for groups: worked out by SQL, without records.
extension Evaluator {
  func answer(_ path: BoundPath, _ aggregate: BoundAggregate) throws(Diagnostic) -> Answer {
    if let counted = heldCount(path, aggregate) { return number(counted, aggregate.function) }
    let isHeld = try at(path.rootRange) { () throws(DatabaseError) in
      guard aggregate.isPlainCount else { return false }
      return try session.holds(path.steps.map(\.flat), from: path.root.selection)
    }
    if !isDepth(path), !isHeld, let statement = try wholeStatement(path) {
      let value = try value(of: statement, cause: cause(of: aggregate, path), at: aggregate.range)
      if aggregate.function.isNothing(value) { try checkRoot(path) }
      return number(value, aggregate.function)
    }
    return number(try aggregatedAfterWalk(path, aggregate), aggregate.function)
  }

  func answer(_ path: BoundPath, _ groups: BoundGroups) throws(Diagnostic) -> Answer {
    let statement: FlatStatement
    if let whole = try wholeStatement(path) {
      statement = whole
    } else {
      statement = FlatStatement(
        root: try keysRoot(try walk(path).selection, at: groups.range), hops: [],
        output: .groups(groups.grouping), schema: schema, dialect: session.executor.connection.dialect)
    }
    let stream = RowStream(
      executor: session.executor, query: statement.query,
      cause: Cause(mark: groups.mark, subject: name(of: "group", path)))
    let buffer = try rows(of: stream, width: groups.columns.count, at: groups.range)
    if buffer.count == 0 { try checkRoot(path) }
    return Answer(
      rows: .rows(buffer), session: session,
      columns: groups.columns.map {
        var column = Answer.Column(name: $0.name, type: $0.type, isKey: false, isNumeric: $0.isNumeric)
        column.collation = $0.collation
        return column
      })
  }

  /// What the whole statement is asked for.
  func output(_ path: BoundPath, _ aggregate: BoundAggregate) -> FlatStatement.Output {
    if case .groups(let groups) = path.output {
      return .aggregateOfValues(aggregate.function, .groups(groups.grouping))
    }
    if case .depth = path.output {
      return .aggregateOfValues(aggregate.function, .depth(isDistinct: path.isDistinct))
    }
    if let attribute = path.attribute, path.isDistinct || path.slice != nil {
      return .aggregateOfValues(
        aggregate.function, path.isDistinct ? .distinct(attribute.index) : .attribute(attribute.index))
    }
    return .aggregate(aggregate.function, aggregate.argument)
  }

  /// One value of records that are held.
  private func value(
    of output: FlatStatement.Output, from root: FlatStatement.Root, cause: Cause, at range: SourceRange
  ) throws(Diagnostic) -> Value {
    let statement = FlatStatement(
      root: root, hops: [], output: output, schema: schema, dialect: session.executor.connection.dialect)
    return try value(of: statement, cause: cause, at: range)
  }

  private func value(
    of statement: FlatStatement, cause: Cause, at range: SourceRange
  ) throws(Diagnostic) -> Value {
    var result = Value.null
    try at(range) { () throws(DatabaseError) in
      try session.executor.run(statement.query, cause: cause) { row throws(DatabaseError) in
        result = row[0].value
        return false
      }
    }
    return result
  }

  private func cause(of aggregate: BoundAggregate, _ path: BoundPath) -> Cause {
    Cause(mark: aggregate.mark, subject: name(of: aggregate.function.rawValue, path))
  }

  // MARK: Records of the session

  /// Records that are held are counted where they are.
  private func heldCount(_ path: BoundPath, _ aggregate: BoundAggregate) -> Value? {
    guard case .held(let selection, _) = path.root, path.refinements.isEmpty, path.steps.isEmpty,
      aggregate.isPlainCount, !path.isDistinct, path.slice == nil
    else { return nil }
    if case .groups = path.output { return nil }
    return .integer(Int64(selection.slots.count))
  }

  private func isDepth(_ path: BoundPath) -> Bool {
    if case .depth = path.output { true } else { false }
  }

  /// Where a statement for the whole path starts; records of the session by their keys, when these are few enough
  /// and no position counts in the order in which they are held.
  func statementRoot(_ path: BoundPath) throws(Diagnostic) -> FlatStatement.Root? {
    if let root = flatRoot(path) { return root }
    guard case .held(let selection, _) = path.root, path.refinements.isEmpty, !path.countsInOrder else {
      return nil
    }
    let keys = try at(path.rootRange) { () throws(DatabaseError) in try session.keys(of: selection) }
    return keys.map { .records(selection.entity, $0) }
  }

  private func keysRoot(_ selection: Selection, at range: SourceRange) throws(Diagnostic)
    -> FlatStatement.Root
  {
    let keys = try at(range) { () throws(DatabaseError) in try session.keys(of: selection) }
    guard let keys else {
      throw Diagnostic(
        .tooManyRecords(entity: schema[selection.entity].name, count: selection.slots.count), at: range)
    }
    return .records(selection.entity, keys)
  }

  /// Where no statement can be asked of the path itself, its records are walked to and the statement names them.
  private func aggregatedAfterWalk(_ path: BoundPath, _ aggregate: BoundAggregate) throws(Diagnostic) -> Value
  {
    if case .groups(let groups) = path.output {
      return try value(
        of: output(path, aggregate), from: keysRoot(try walk(path).selection, at: groups.range),
        cause: cause(of: aggregate, path), at: aggregate.range)
    }
    if path.attribute == nil, !isDepth(path) {
      return try value(of: aggregate, over: try walk(path).selection)
    }
    // Values are at hand once the path before the function is answered; rows that stream would be gone.
    var values = path
    values.aggregate = nil
    let answer = try Evaluator(session: session, strategy: strategy).answer(values)
    guard case .values(let list, let collation)? = answer.held() else { return .null }
    return try aggregated(aggregate, list, collation: collation)
  }

  /// One value of records of the session.
  func value(of aggregate: BoundAggregate, over selection: Selection) throws(Diagnostic) -> Value {
    if aggregate.isPlainCount { return .integer(Int64(selection.slots.count)) }
    if selection.slots.isEmpty { return aggregate.function.ofNothing }
    return try value(
      of: .aggregate(aggregate.function, aggregate.argument),
      from: keysRoot(selection, at: aggregate.range),
      cause: cause(of: aggregate, over: selection.entity), at: aggregate.range)
  }

  func cause(of aggregate: BoundAggregate, over entity: EntityID) -> Cause {
    Cause(mark: aggregate.mark, subject: "\(schema[entity].name).\(aggregate.function.rawValue)()")
  }

  /// One value of values that are at hand.
  func aggregated(
    _ aggregate: BoundAggregate, _ values: [Value], collation: Collation
  ) throws(Diagnostic) -> Value {
    guard let value = ValueAggregate(collation: collation).value(of: aggregate.function, values) else {
      throw Diagnostic(.integerOverflow, at: aggregate.range)
    }
    return value
  }

  func number(_ value: Value, _ function: AggregateFunction) -> Answer {
    let isNumeric: Bool =
      switch value {
      case .integer, .real, .null: true
      case .text, .blob: false
      }
    return Answer(
      content: .number(value), session: session,
      columns: [Answer.Column(name: function.rawValue, type: "", isKey: false, isNumeric: isNumeric)],
      isSingle: true)
  }
}

extension BoundAggregate {
  /// Whether it is the number of records, with no condition.
  var isPlainCount: Bool { function == .count && argument == nil }
}

extension AggregateFunction {
  /// What it gives for no records (https://sqlite.org/lang_aggfunc.html).
  var ofNothing: Value {
    switch self {
    case .count, .any: .integer(0)
    case .all: .integer(1)
    case .sum, .avg, .min, .max: .null
    }
  }

  func isNothing(_ value: Value) -> Bool { value == ofNothing }
}

extension BoundPath {
  /// Whether positions count over a whole set: those depend on the order in which it was reached.
  var countsInOrder: Bool {
    slice != nil || steps.contains { !$0.narrowsEach && $0.refinements.contains(where: \.isSlice) }
  }
}

extension BoundPath.Root {
  var selection: Selection? {
    if case .held(let selection, _) = self { selection } else { nil }
  }
}
