import Language
import ORM
import SQL

/// What is asked at the end of a path: values, one number, groups.
extension ForecastWalk {
  /// The rows of the result.
  mutating func answer(_ path: BoundPath) -> Estimate {
    if case .values(let values, _, _) = path.root { return self.values(of: path, .exactly(values.count)) }
    if let aggregate = path.aggregate { return number(path, aggregate) }
    if case .groups(let groups) = path.output { return self.groups(path, groups) }
    if evaluator.isFlat(path), let statement = wholeStatement(path) { return flat(path, statement) }
    guard let reached = walk(path) else { return .zero }
    switch path.output {
    case .records, .groups: return reached.count
    case .values, .depth: return values(of: path, reached.count)
    case .shape(let shape):
      fields(shape, of: reached, after: prefix(of: path, upTo: path.steps.count))
      return reached.count
    }
  }

  /// What `distinct()` and a slice leave of values.
  private func values(of path: BoundPath, _ count: Estimate) -> Estimate {
    var count = count
    if path.isDistinct { count = Estimate(from: min(1, count.lower), to: count.upper, likely: count.likely) }
    return path.slice.map { slice in count.cut { slice.range(count: $0).count } } ?? count
  }

  /// The whole path in one statement, and a second for the root's key where the first found nothing.
  private mutating func flat(_ path: BoundPath, _ statement: FlatStatement) -> Estimate {
    var rows = data.count(data.queries.rows(of: statement.query)) ?? .unknown
    if !rows.isExact { rows = rows.and(thought(path)) }
    add(path.steps.last?.mark ?? 0, path.steps.last?.relationship.id, .whole, .one, rows)
    check(path, isNothing: Estimate.one.minus(rows.isAtLeast(1)))
    return rows
  }

  /// What the path leads to, for a statement that asks for nothing on the way.
  private func thought(_ path: BoundPath) -> Estimate {
    var walk = ForecastWalk(evaluator: Evaluator(session: session, strategy: .selectin), data: data)
    return walk.walk(path).map { values(of: path, $0.count) } ?? .unknown
  }

  // MARK: Numbers

  private mutating func number(_ path: BoundPath, _ aggregate: BoundAggregate) -> Estimate {
    var isDepth = false
    if case .depth = path.output { isDepth = true }
    var isGroups = false
    if case .groups = path.output { isGroups = true }
    if case .held(let selection, _) = path.root, path.refinements.isEmpty, path.steps.isEmpty,
      aggregate.isPlainCount, !path.isDistinct, path.slice == nil, !isGroups
    {
      add(0, nil, .held, .zero, .zero)
      return .exactly(min(1, selection.slots.count + 1))
    }
    let isHeld =
      aggregate.isPlainCount
      && unlessStopped { () throws(DatabaseError) in
        try session.holds(path.steps.map(\.flat), from: path.root.selection)
      } == true
    if !isDepth, !isHeld, wholeStatement(path) != nil {
      add(aggregate.mark, nil, .aggregate, .one, .one)
      let whole = evaluator.flatRoot(path).map { FlatPrefix(root: $0, hops: path.steps.map(\.flat)) }
      let isFound = (path.hasKeyRoot ? data.records(of: whole) : nil)?.isAtLeast(1) ?? .one.part(likely: 1)
      let isPlain = aggregate.argument == nil && path.slice == nil && !isGroups
      let isCounting = aggregate.function == .count || (aggregate.function == .any && isPlain)
      // No records: the value is that of nothing. Of some it may be so all the same.
      let isNothing = Estimate.one.minus(isFound)
      check(
        path,
        isNothing: isCounting && isPlain && path.slice == nil
          ? isNothing : isNothing.and(.one.part(likely: nil)).orMore)
      return .one
    }
    if path.attribute == nil || isGroups, !isDepth {
      guard let reached = walk(path) else { return .zero }
      if isGroups || !aggregate.isPlainCount {
        let isSent = isGroups ? .one : reached.count.isAtLeast(1)
        add(aggregate.mark, nil, .aggregate, isSent, isSent)
      }
      return .one
    }
    var values = path
    values.aggregate = nil
    _ = answer(values)
    return .one
  }

  private mutating func groups(_ path: BoundPath, _ groups: BoundGroups) -> Estimate {
    var statement = wholeStatement(path)
    if statement == nil {
      guard let reached = walk(path) else { return .zero }
      if let path = reached.path, path.hops.isEmpty {
        statement = FlatStatement(
          root: path.root, hops: [], output: .groups(groups.grouping), schema: schema,
          dialect: session.executor.connection.dialect)
      }
    }
    let rows = statement.flatMap { data.count(data.queries.rows(of: $0.query)) } ?? .unknown
    add(groups.mark, nil, .aggregate, .one, rows)
    check(path, isNothing: Estimate.one.minus(rows.isAtLeast(1)))
    return rows
  }

  /// A statement that found nothing cannot tell whether the record of the root is there: then it is asked for.
  private mutating func check(_ path: BoundPath, isNothing: Estimate) {
    guard case .key(let id, let key) = path.root, session.held(key, of: id) == nil, !isNothing.isZero else {
      return
    }
    guard pieces.first?.sending != .root else { return }
    let stored = key.stored(in: schema[id].primaryKey.map { schema[id].attributes[$0] })
    let isThere = data.records(of: FlatPrefix(root: .key(id, stored))) ?? .one.part(likely: 1)
    if isThere.isZero { missingRoot = evaluator.missing(id, key, at: path.rootRange) }
    add(0, nil, .root, isNothing, isNothing.isExact ? isThere : isThere.part(likely: isNothing.likely))
  }
}

extension Estimate {
  /// What is left after some is taken away; both count at the most so many.
  fileprivate func minus(_ other: Estimate) -> Estimate {
    var rest: Double?
    if let likely, let taken = other.likely { rest = max(0, likely - taken) }
    return Estimate(
      from: other.upper >= lower ? 0 : lower - other.upper, to: max(0, upper - other.lower), likely: rest)
  }

  /// The same or as much as 1.
  fileprivate var orMore: Estimate { lower >= 1 ? self : Estimate(from: lower, to: 1, likely: likely ?? 0) }
}
