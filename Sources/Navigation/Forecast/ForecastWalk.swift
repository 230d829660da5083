import Language
import ORM
import SQL

/// The walk of the evaluator with numbers in place of records: it keeps book of what the session and the line itself
/// have loaded, because what is there costs nothing.
struct ForecastWalk {
  let evaluator: Evaluator
  let data: DataEstimates
  var pieces: [Forecast.Piece] = []
  var stop: Forecast.Stop?
  var missingRoot: Diagnostic?
  /// Entities all of whose records the line has loaded.
  var whole: Set<EntityID> = []
  /// How many records the line has loaded.
  var loaded: [EntityID: Estimate] = [:]
  /// How many keys that lead to no record the line may remember.
  var absent: [EntityID: Int] = [:]
  /// What the line has asked for, and from where.
  var asked: [LoadedHop: Asked] = [:]

  struct Asked {
    var from: FlatPrefix?
    var keys: Estimate
    var isFromAll: Bool
  }

  /// Records that the walk has come to.
  struct Reached {
    var entity: EntityID
    var count: Estimate
    /// Which they are, where the session holds them.
    var slots: [Slot]?
    /// The path to them, to be asked about; nil where no statement can say it.
    var path: FlatPrefix?
    /// Whether they are all records of their entity.
    var isAll = false
    /// The same, but for rows whose key leads nowhere.
    var areAll = false
    /// Whether one hop of the line has brought all of them in, and nothing else.
    var isCohort = false
    /// The hop that led to them.
    var hop: BoundStep?
    /// What the statement that brought them has fetched along, and their place in it.
    var cover: Cover?
  }

  init(evaluator: Evaluator, data: DataEstimates) {
    self.evaluator = evaluator
    self.data = data
  }

  var session: Session { evaluator.session }
  var schema: Schema { evaluator.schema }

  // MARK: Paths

  /// The records at the end of a path; nil where it ends before.
  mutating func walk(_ path: BoundPath) -> Reached? {
    guard var reached = root(path) else { return nil }
    load(path.ahead, from: reached, after: prefix(of: path, upTo: 0))
    for (index, step) in path.steps.enumerated() {
      let prefix = self.prefix(of: path, upTo: index)
      reached = go(step, from: reached, then: path.steps[(index + 1)...], path.output, after: prefix)
      load(step.ahead, from: reached, after: self.prefix(of: path, upTo: index + 1))
      if stop != nil { return nil }
    }
    return reached
  }

  /// One step with what narrows the set that it leads to.
  ///
  /// - Parameter sets: over how many sets the records are spread that are narrowed each by itself.
  mutating func go(
    _ step: BoundStep, from reached: Reached, then rest: ArraySlice<BoundStep>, _ output: BoundPath.Output?,
    after prefix: FlatPrefix?, sets: Estimate = .one
  ) -> Reached {
    guard stop == nil else { return reached }
    var next =
      step.closure == nil
      ? follow(step, from: reached, then: rest, output, after: prefix) : followAll(step, from: reached)
    guard stop == nil, !step.narrowsEach, !step.refinements.isEmpty else { return next }
    let source = pathOf(reached, inOrder: [step.flat].countPositions(in: schema))
    next = refined(next, by: step.refinements, mark: step.mark, sets: sets) { [schema] refinements in
      var narrowed = step
      narrowed.refinements = refinements
      return source?.adding(narrowed.flat, in: schema)
    }
    next.hop = step
    return next
  }

  /// What `with` loads ahead.
  mutating func load(_ ahead: [BoundStep], from reached: Reached, after prefix: FlatPrefix?) {
    for step in ahead where stop == nil {
      let next = follow(step, from: reached, then: [], nil, after: prefix)
      load(step.ahead, from: next, after: prefix?.followed(by: [step]))
    }
  }

  mutating func add(
    _ mark: Int, _ relationship: RelationshipID?, _ sending: Forecast.Sending, _ statements: Estimate,
    _ rows: Estimate, closure: BoundStep.Closure? = nil
  ) {
    if let last = pieces.indices.last, pieces[last].mark == mark, pieces[last].sending == sending {
      pieces[last].statements = pieces[last].statements + statements
      pieces[last].rows = pieces[last].rows + rows
    } else {
      pieces.append(
        Forecast.Piece(
          mark: mark, relationship: relationship, closure: closure, sending: sending,
          statements: statements, rows: rows))
    }
  }

  // MARK: Roots

  private mutating func root(_ path: BoundPath) -> Reached? {
    switch path.root {
    case .entity(let id): return all(id, path)
    case .key(let id, let key): return one(id, key, path)
    case .held(let selection, _): return held(selection, path)
    case .values, .record: return nil
    }
  }

  private mutating func all(_ id: EntityID, _ path: BoundPath) -> Reached {
    let tail = evaluator.joinable(ahead: path.ahead, rest: path.steps[...], path.output)
    let prefix = FlatPrefix(root: .all(id, path.refinements))
    let isAll = path.startsFromAll
    let thought = data.narrowed(data.rows(of: id), by: path.refinements, in: id)
    let count = isAll ? thought : data.records(of: prefix).map { $0.and(thought) } ?? thought
    var rows = count
    if !tail.isEmpty {
      rows =
        data.count(data.queries.rows(ofAll: id, path.refinements, joining: tail))
        .map { $0.and(multiplied(count, by: tail)) } ?? multiplied(count, by: tail)
    }
    add(0, nil, .root, .one, rows)
    let isCohort = isNew(id)
    if isAll { whole.insert(id) }
    loaded[id] = count
    var reached = Reached(
      entity: id, count: count, path: schema[id].identity == .none ? nil : prefix, isAll: isAll,
      areAll: isAll, isCohort: isCohort)
    reached.cover = cover(tail, from: reached, isCertain: true)
    return reached
  }

  private mutating func one(_ id: EntityID, _ key: Key, _ path: BoundPath) -> Reached? {
    let stored = key.stored(in: schema[id].primaryKey.map { schema[id].attributes[$0] })
    var reached = Reached(entity: id, count: .one, isCohort: isNew(id))
    func prefix(_ refinements: [Refinement]) -> FlatPrefix { FlatPrefix(root: .key(id, stored, refinements)) }
    reached.path = prefix([])
    if let slot = session.held(key, of: id) {
      reached.slots = [slot]
      reached.isCohort = false
      add(0, nil, .held, .zero, .zero)
    } else {
      let tail = evaluator.joinable(ahead: path.ahead, rest: path.steps[...], path.output)
      reached.count = data.records(of: reached.path) ?? Estimate(from: 0, to: 1, likely: 1)
      if reached.count.isZero { missingRoot = evaluator.missing(id, key, at: path.rootRange) }
      var rows = reached.count
      if !tail.isEmpty {
        let query = data.queries.rows(of: stored, in: id, joining: tail)
        rows = data.count(query) ?? multiplied(reached.count, by: tail)
      }
      add(0, nil, .root, .one, rows)
      loaded[id] = .one
      reached.cover = cover(tail, from: reached, isCertain: true)
      if missingRoot != nil { return nil }
    }
    return path.refinements.isEmpty
      ? reached : refined(reached, by: path.refinements, mark: 0, prefix)
  }

  private mutating func held(_ selection: Selection, _ path: BoundPath) -> Reached {
    var reached = Reached(entity: selection.entity, count: .exactly(selection.slots.count))
    reached.slots = selection.slots
    add(0, nil, .held, .zero, .zero)
    guard !path.refinements.isEmpty else { return reached }
    var keys: [Key]?
    if selection.slots.count <= 500 { keys = session.recordKeys(of: selection) }
    return refined(reached, by: path.refinements, mark: 0) { refinements in
      keys.map { FlatPrefix(root: .held(selection.entity, $0, refinements)) }
    }
  }

  /// Narrows records that are loaded: a statement for each condition and each order, none for positions.
  private mutating func refined(
    _ reached: Reached, by refinements: [Refinement], mark: Int, sets: Estimate = .one,
    _ path: ([Refinement]) -> FlatPrefix?
  ) -> Reached {
    var reached = reached
    let isOne = sets == .one
    for (index, refinement) in refinements.enumerated() {
      let before = reached.count
      let now = path(Array(refinements[...index]))
      let thought = data.narrowed(before, by: [refinement], in: reached.entity, sets: sets.likely ?? 1)
      reached.count = (isOne ? data.records(of: now) : nil).map { $0.and(thought) } ?? thought
      switch refinement {
      case .filter:
        // Many thousands of keys are one statement.
        let chunks = before.inChunks(of: 30_000)
        let once = before.isAtLeast(1)
        add(
          mark, nil, .refining,
          before.upper > 30_000 ? Estimate(from: once.lower, to: chunks.upper, likely: chunks.likely) : once,
          reached.count)
      case .sort:
        let once = before.isAtLeast(2)
        let statements = isOne ? once : once.part(likely: once.likely)
        let isSent = statements.isExact && statements.lower == 1 && before.upper < 30_000
        add(mark, nil, .refining, statements, isSent ? before : before.part(likely: before.likely))
      case .slice: break
      }
    }
    let isWholeNarrowed = isOne || refinements.allSatisfy { if case .filter = $0 { true } else { false } }
    reached.path = isWholeNarrowed ? path(refinements) : nil
    reached.slots = nil
    reached.isAll = false
    reached.areAll = false
    reached.isCohort = false
    reached.cover = nil
    return reached
  }

  // MARK: Hops

  /// One hop, before anything narrows what it leads to as a whole.
  mutating func follow(
    _ step: BoundStep, from reached: Reached, then rest: ArraySlice<BoundStep>, _ output: BoundPath.Output?,
    after prefix: FlatPrefix?
  ) -> Reached {
    let relationship = step.relationship
    let hop = step.narrowsEach ? step.loaded : LoadedHop(relationship.id)
    let source = pathOf(reached)
    let covering = reached.cover.flatMap { cover in
      cover.hops.firstIndex(of: JoinedHop(hop, parent: cover.place)).map { (cover, place: $0 + 1) }
    }
    let strategy = step.strategy ?? evaluator.recordStrategy
    // Those that came in together with these may not be covered.
    let asksPeers = strategy == .peers && !reached.isCohort
    if let (cover, place) = covering, !cover.reached.isEmpty, !asksPeers {
      add(step.mark, relationship.id, .joined, .zero, .zero)
      var next = cover.reached[place - 1]
      next.hop = step
      next.areAll = reached.areAll && evaluator.leadsToAll(step)
      next.cover = Cover(hops: cover.hops, reached: cover.reached, place: place)
      return next
    }
    if let slots = reached.slots, asked[hop] == nil {
      let outlook = session.outlook(of: hop, from: slots)
      if let targets = outlook.targets {
        send(
          step, strategy, .zero, inChunks: .zero, .zero, from: reached, isAgain: false,
          isPlain: schema.comparesPlainly(relationship.id))
        return Reached(entity: relationship.target, count: .exactly(targets.count), slots: targets, hop: step)
      }
    }
    let cold = keys(relationship, from: reached, source)
    var keys = cold
    if let slots = reached.slots, asked[hop] == nil, loaded[relationship.target] == nil {
      let missing = session.outlook(of: hop, from: slots).missing
      // What the database takes for equal, one statement brings for several; and sources may share a key.
      keys =
        isSimple(relationship) && (relationship.kind.isForward || relationship.hasUniqueParent)
        ? .exactly(missing) : Estimate(from: min(1, missing), to: missing, likely: Double(missing))
    } else {
      keys = missing(cold, hop, step, from: reached, source)
    }
    // Some of it may have come along with records before.
    if covering != nil { keys = keys.part(likely: keys.likely) }
    let tail = evaluator.joinable(ahead: step.ahead, rest: rest, output)
    let isPlain = schema.comparesPlainly(relationship.id)
    // What comes along for one key may be what the next would ask for.
    let mayOvertake =
      (strategy == .lazy || !isPlain)
      && tail.contains {
        hopIsFetched(hop) ? $0.hop == hop : schema[$0.hop.relationship].target == relationship.target
      }
    if mayOvertake { keys = Estimate(from: min(1, keys.lower), to: keys.upper, likely: keys.likely) }
    let full = rows(hop, from: reached, source, keys: cold, joining: tail)
    // Of keys that lead nowhere no row comes back.
    let areDangling =
      strategy != .subquery && !hopIsFetched(hop) && isPlain && whole.contains(relationship.target)
    var rows =
      areDangling
      ? .zero : self.rows(full, for: keys, of: cold, isAgain: strategy == .subquery && prefix != nil)
    var sent = keys.inChunks(of: chunkSize(relationship))
    let isKeyed = strategy == .lazy || strategy == .raise || (strategy == .subquery && prefix != nil)
    if reached.areAll, !isKeyed, session.canReadWhole(hop, joining: tail) {
      (sent, rows) = inOnePass(hop, keys: keys, of: cold, rows)
    }
    send(
      step, strategy, keys, inChunks: sent, rows, from: reached, isAgain: prefix != nil && isPlain,
      isPlain: isPlain)
    var next = targets(hop, from: reached, source, keys: cold, rows: tail.isEmpty ? full : nil)
    next.hop = step
    next.areAll = reached.areAll && evaluator.leadsToAll(step)
    let isComplete = keys == cold && cold.isExact && session.heldAtMost(targetsOf: hop) == 0
    let isAllNew = isComplete && reached.slots == nil
    next.isCohort = isAllNew && isNew(relationship.target)
    if covering != nil { next.isCohort = false }
    remember(hop, source, keys: keys, rows: rows, isFromAll: reached.isAll)
    // A to-one target that is here already was not fetched, nor what is joined to it.
    let isFetched = covering == nil && !mayOvertake && isAllNew && (hopIsFetched(hop) || next.isCohort)
    next.cover = cover(tail, from: next, isCertain: isFetched)
    return next
  }

  /// Whether each target is fetched, be it held or not.
  private func hopIsFetched(_ hop: LoadedHop) -> Bool {
    let relationship = schema[hop.relationship]
    return !relationship.kind.isForward || relationship.isToMany
  }

  /// The statements that a strategy sends for so many keys.
  ///
  /// - Parameter chunks: how many statements ask for the keys together.
  private mutating func send(
    _ step: BoundStep, _ strategy: LoadingStrategy, _ keys: Estimate, inChunks chunks: Estimate,
    _ rows: Estimate,
    from reached: Reached, isAgain: Bool, isPlain: Bool
  ) {
    let id = step.relationship.id
    if strategy == .peers, !reached.isCohort {
      // All that came in together with these is asked for.
      let least = isPlain ? chunks : keys
      return add(
        step.mark, id, .together(chunk: chunkSize(step.relationship)),
        Estimate(from: least.lower, likely: least.likely), Estimate(from: rows.lower, likely: rows.likely))
    }
    if keys.isZero { return add(step.mark, id, .held, .zero, .zero) }
    let size = chunkSize(step.relationship)
    switch strategy {
    case .raise:
      stop = Forecast.Stop(relationship: id, range: step.range, isCertain: keys.lower > 0)
    case .lazy: add(step.mark, id, .each, keys, rows)
    case .peers, .selectin, .joined, .subquery, .flat:
      if !isPlain { return add(step.mark, id, .each, keys, rows) }
      if strategy == .subquery, isAgain { return add(step.mark, id, .again, keys.isAtLeast(1), rows) }
      add(step.mark, id, .together(chunk: size), chunks, rows)
    }
  }

  func chunkSize(_ relationship: Relationship) -> Int {
    let width = (relationship.junction?.sourcePairs ?? relationship.pairs).count
    return max(1, min(session.chunkSize, session.executor.connection.limits.parameters / max(1, width)))
  }

  mutating func remember(
    _ hop: LoadedHop, _ source: FlatPrefix?, keys: Estimate, rows: Estimate, isFromAll: Bool
  ) {
    let target = schema[hop.relationship].target
    loaded[target] = (loaded[target] ?? .zero) + rows
    absent[target] = (absent[target] ?? 0).sum(max(0, keys.upper - rows.lower))
    if let before = asked[hop] {
      asked[hop] = Asked(
        from: before.from == source ? source : nil, keys: before.keys + keys,
        isFromAll: before.isFromAll || isFromAll)
    } else {
      asked[hop] = Asked(from: source, keys: keys, isFromAll: isFromAll)
    }
  }

  /// Whether neither the session nor the line holds any record of an entity.
  func isNew(_ id: EntityID) -> Bool { session.recordCount(id) == 0 && loaded[id] == nil }

  func hasAsked(_ hop: LoadedHop) -> Bool { asked[hop] != nil }

  /// How many records of an entity the line has loaded; nil for none.
  func loadedRecords(of id: EntityID) -> Estimate? { loaded[id] }

  /// Whether the line has asked for all of it, from these records or from all of their entity.
  func isAsked(_ hop: LoadedHop, from source: FlatPrefix?) -> Bool {
    asked[hop].map { $0.isFromAll || ($0.from != nil && $0.from == source) } ?? false
  }
}

extension Int {
  /// The sum, or the largest number there is.
  func sum(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

extension FlatPrefix {
  /// The path with one hop more; nil where positions would be counted in an order that is not kept.
  func adding(_ hop: FlatStatement.Hop, in schema: Schema) -> FlatPrefix? {
    if case .records = root, [hop].countPositions(in: schema) { return nil }
    return FlatPrefix(root: root, hops: hops + [hop])
  }
}
