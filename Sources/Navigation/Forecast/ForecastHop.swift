import Language
import ORM
import SQL

/// The numbers of one hop: its keys, what of them the session lacks, and the rows that come.
extension ForecastWalk {
  /// The path to records, for questions about them; records of the session by their keys, while they are few.
  ///
  /// - Parameter inOrder: whether positions are counted in their order.
  func pathOf(_ reached: Reached, inOrder: Bool = false) -> FlatPrefix? {
    if let path = reached.path { return path }
    guard let slots = reached.slots, slots.count <= (inOrder ? 500 : 2_000) else { return nil }
    if inOrder {
      return session.recordKeys(of: Selection(reached.entity, slots)).map {
        FlatPrefix(root: .held(reached.entity, $0, []))
      }
    }
    return unlessStopped { () throws(DatabaseError) in
      try session.keys(of: Selection(reached.entity, slots))
    }.map { FlatPrefix(root: .records(reached.entity, $0)) }
  }

  /// Whether keys of both sides are told apart in the same way by the database and here.
  func isSimple(_ relationship: Relationship) -> Bool {
    let pairs = relationship.junction?.sourcePairs ?? relationship.pairs
    let near = schema[relationship.source].attributes
    let far = schema[relationship.junction?.entity ?? relationship.target].attributes
    return schema[relationship.source].identity != .none && schema[relationship.target].identity != .none
      && pairs.allSatisfy {
        near[$0.from].affinity == far[$0.to].affinity && near[$0.from].affinity != .blob
          && near[$0.from].collation == .binary && far[$0.to].collation == .binary
      }
  }

  /// The distinct keys that a hop asks for when nothing is loaded.
  func keys(_ relationship: Relationship, from reached: Reached, _ source: FlatPrefix?) -> Estimate {
    let columns = (relationship.junction?.sourcePairs ?? relationship.pairs).map(\.from)
    let thought: Estimate
    if relationship.kind.isForward {
      let all = data.rows(of: relationship.target).likely
      thought = reached.count.part(likely: DataEstimates.distinct(reached.count.likely, outOf: all))
    } else {
      if case .columns(let identity) = schema[reached.entity].identity, Set(identity) == Set(columns),
        isSimple(relationship)
      {
        return reached.count
      }
      thought = reached.count.part(likely: reached.count.likely)
    }
    guard isSimple(relationship) else { return thought }
    let counted = source.flatMap { data.count(data.queries.keys(of: relationship, from: $0)) }
    return counted.map { $0.and(thought) } ?? thought
  }

  /// What of the keys is to be asked for, when the session and the line have loaded something already.
  func missing(
    _ cold: Estimate, _ hop: LoadedHop, _ step: BoundStep, from reached: Reached, _ source: FlatPrefix?
  ) -> Estimate {
    let relationship = step.relationship
    let isByKey =
      relationship.kind.isForward && !relationship.isToMany
      && schema.comparesPlainly(relationship.id)
    let before = asked[hop]
    if isAsked(hop, from: source) { return .zero }
    // Back to where they came from: those records are held.
    if isByKey, let last = reached.hop, last.closure == nil, last.relationship.inverse == relationship.id,
      last.relationship.kind != .manyToMany, isSimple(relationship)
    {
      return .zero
    }
    if isByKey, whole.contains(relationship.target) {
      // Only a key that leads to no row is looked for.
      let found = source.flatMap {
        data.count(data.queries.rows(of: LoadedHop(relationship.id), from: $0, joining: []))
      }
      if before == nil, cold.isExact, let found, found.isExact, isSimple(relationship) {
        let dangling = Estimate.exactly(cold.lower - min(cold.lower, found.lower))
        // The session may remember some of them.
        let isRemembered = session.heldAtMost(targetsOf: hop) > session.recordCount(relationship.target)
        return isRemembered ? dangling.part(likely: dangling.likely) : dangling
      }
      return cold.part(likely: 0)
    }
    var held = session.heldAtMost(targetsOf: hop)
    if isByKey {
      held = held.sum(loaded[relationship.target]?.upper ?? 0).sum(absent[relationship.target] ?? 0)
    }
    if let before { held = held.sum(before.keys.upper) }
    if held == 0 { return cold }
    var likely: Double?
    if let keys = cold.likely,
      let all = data.rows(of: isByKey ? relationship.target : relationship.source).likely
    {
      likely = keys * max(0, 1 - Double(min(held, 1 << 50)) / max(1, all))
    }
    return Estimate(from: held >= cold.lower ? 0 : cold.lower - held, to: cold.upper, likely: likely)
  }

  /// The rows that a hop reads when nothing is loaded.
  func rows(
    _ hop: LoadedHop, from reached: Reached, _ source: FlatPrefix?, keys: Estimate, joining tail: [JoinedHop]
  ) -> Estimate {
    let relationship = schema[hop.relationship]
    var thought: Estimate
    if relationship.isToMany || relationship.kind == .oneToOneReverse {
      var likely: Double?
      if let sources = reached.count.likely, let each = data.fanOut(of: relationship) {
        likely = sources * each
      }
      // Reads no more than there is, unless a junction or several parents lead to one row twice.
      let all =
        relationship.kind == .oneToMany || relationship.kind == .oneToOneReverse
        ? data.rows(of: relationship.target).upper : Int.max
      thought = Estimate(from: 0, to: all, likely: likely)
      thought = data.narrowed(
        thought, by: hop.refinements, in: relationship.target, sets: max(1.000_1, reached.count.likely ?? 2))
    } else {
      thought = keys.part(likely: keys.likely)
    }
    if !tail.isEmpty {
      thought = multiplied(thought, by: tail).part(likely: multiplied(thought, by: tail).likely)
    }
    guard isSimple(relationship), let source else { return Estimate(from: 0, likely: thought.likely) }
    return data.count(data.queries.rows(of: hop, from: source, joining: tail)).map { $0.and(thought) }
      ?? thought
  }

  /// The rows of those keys that are asked for.
  func rows(_ full: Estimate, for keys: Estimate, of cold: Estimate, isAgain: Bool) -> Estimate {
    if keys.isZero { return .zero }
    if keys == cold || (isAgain && keys.lower > 0) { return full }
    var likely: Double?
    if let rows = full.likely, let some = keys.likely, let all = cold.likely {
      likely = all > 0 ? rows * some / all : 0
    }
    return full.part(likely: likely)
  }

  /// The statements and the rows of a hop from all records of an entity: one for as many keys as go into a list, and one
  /// pass for more.
  func inOnePass(
    _ hop: LoadedHop, keys: Estimate, of cold: Estimate, _ rows: Estimate
  ) -> (statements: Estimate, rows: Estimate) {
    let size = chunkSize(schema[hop.relationship])
    let once = keys.isAtLeast(1)
    guard keys.upper > size else { return (once, rows) }
    let chunks = keys.inChunks(of: size)
    // Of few keys that are missing the session may ask for by lists all the same.
    let isCertain = keys == cold
    let statements =
      isCertain ? once : Estimate(from: once.lower, to: chunks.upper, likely: once.likely)
    // A pass also reads the rows of keys that lead nowhere.
    let thought = Estimate(from: 0, likely: rows.likely)
    let passed = data.count(data.queries.rows(ofAllBy: hop)).map { $0.and(thought) } ?? thought
    if isCertain, keys.lower > size { return (statements, passed) }
    return (
      statements,
      Estimate(from: min(rows.lower, passed.lower), to: max(rows.upper, passed.upper), likely: passed.likely)
    )
  }

  /// The records that a hop leads to.
  func targets(
    _ hop: LoadedHop, from reached: Reached, _ source: FlatPrefix?, keys: Estimate?, rows: Estimate?
  ) -> Reached {
    let relationship = schema[hop.relationship]
    let path = schema[relationship.target].identity == .none ? nil : source?.adding(.once(hop), in: schema)
    let reads =
      rows
      ?? self.rows(
        hop, from: reached, source, keys: keys ?? self.keys(relationship, from: reached, source), joining: [])
    var count = reads
    if relationship.kind == .manyToMany || (relationship.kind.isForward && relationship.isToMany) {
      let all = data.rows(of: relationship.target)
      let thought = Estimate(
        from: 0, to: min(reads.upper, all.upper),
        likely: DataEstimates.distinct(reads.likely, outOf: all.likely))
      count = data.records(of: path).map { $0.and(thought) } ?? thought
    }
    return Reached(entity: relationship.target, count: count, path: path)
  }
}
