import Language
import ORM
import SQL

/// What it takes to follow a relationship until nothing new is met.
extension ForecastWalk {
  mutating func followAll(_ step: BoundStep, from reached: Reached) -> Reached {
    let relationship = step.relationship
    let source = pathOf(reached)
    let hop = LoadedHop(relationship.id)
    let next = closure(step, from: reached, source)
    let strategy = step.strategy ?? evaluator.recordStrategy
    if strategy != .peers, let slots = reached.slots, isLoaded(hop, from: slots) {
      add(step.mark, relationship.id, .held, .zero, .zero, closure: step.closure)
      return next
    }
    let numbers = ClosureNumbers(self, relationship, from: reached, source)
    let isPlain = schema.comparesPlainly(relationship.id)
    let isFetchedAtOnce =
      strategy != .lazy && strategy != .raise && isPlain
      && !(relationship.kind.isForward && relationship.isToMany)
    let mayBeHeld = holdsMore(of: hop, than: reached)
    func sent(_ estimate: Estimate) -> Estimate {
      mayBeHeld ? estimate.part(likely: estimate.likely) : estimate
    }
    var statements: Estimate
    var rows = numbers.rows
    if isFetchedAtOnce {
      let size = min(session.chunkSize, 499)
      statements = numbers.starts.inChunks(of: size)
      if statements.upper > 1 {
        statements = Estimate(from: min(1, statements.lower), to: statements.upper, likely: statements.likely)
      }
      if statements.isZero {
        rows = .zero
      } else if !statements.isExact || statements.upper > 1 || !numbers.isWhole {
        rows = Estimate(from: 0, likely: rows.likely)
      }
      // Its records come in together with others, which are asked for with them.
      if strategy == .peers, !reached.isCohort {
        statements = Estimate(from: 0, likely: statements.likely)
        rows = Estimate(from: 0, likely: rows.likely)
      }
      add(
        step.mark, relationship.id, statements.isZero ? .held : .recursion, sent(statements), sent(rows),
        closure: step.closure)
    } else if strategy == .raise {
      if !numbers.keys.isZero {
        stop = Forecast.Stop(
          relationship: relationship.id, closure: step.closure, range: step.range,
          isCertain: numbers.keys.lower > 0 && !mayBeHeld)
      }
    } else {
      statements =
        strategy == .lazy && isPlain
        ? numbers.keys
        : Estimate(from: min(1, numbers.keys.lower), likely: strategy == .lazy ? numbers.keys.likely : nil)
      if !isPlain { rows = Estimate(from: 0, likely: rows.likely) }
      add(
        step.mark, relationship.id, statements.isZero ? .held : .each, sent(statements), sent(rows),
        closure: step.closure)
    }
    remember(hop, nil, keys: numbers.keys, rows: rows, isFromAll: false)
    return next
  }

  /// Whether the session or the line may hold anything of a closure besides where it starts.
  private func holdsMore(of hop: LoadedHop, than start: Reached) -> Bool {
    let held = session.heldAtMost(targetsOf: hop)
    if hasAsked(hop) { return true }
    // The start is always there; a collection is there only when it was asked for.
    let relationship = schema[hop.relationship]
    guard relationship.kind.isForward, !relationship.isToMany else { return held > 0 }
    let isStartOnly = loadedRecords(of: start.entity).map { $0 == start.count } ?? true
    return held > (start.slots?.count ?? 0) || !isStartOnly
  }

  /// The records that it leads to.
  private func closure(_ step: BoundStep, from reached: Reached, _ source: FlatPrefix?) -> Reached {
    let path = source?.adding(
      .closure(LoadedHop(step.relationship.id), includesStart: step.closure == .zeroOrMore), in: schema)
    let all = data.rows(of: step.relationship.target)
    let least = step.closure == .zeroOrMore ? reached.count.lower : 0
    let thought = Estimate(from: min(least, all.upper), to: all.upper)
    let count = data.records(of: path).map { $0.and(thought) } ?? thought
    return Reached(entity: step.relationship.target, count: count, path: path, hop: step)
  }

  /// Whether nothing is left to ask for, however far one goes.
  private func isLoaded(_ hop: LoadedHop, from slots: [Slot]) -> Bool {
    var seen = Set(slots)
    var level = slots
    while !level.isEmpty {
      guard let targets = session.outlook(of: hop, from: level).targets else { return false }
      level = targets.filter { seen.insert($0).inserted }
    }
    return true
  }
}

/// How many records a closure meets, whichever strategy it is followed by.
private struct ClosureNumbers {
  /// Keys that are asked for one by one.
  var keys: Estimate
  /// Keys that the start itself asks for.
  var starts: Estimate
  var rows: Estimate
  /// Whether one statement from all starts reads each row that it leads to once.
  var isWhole: Bool

  init(
    _ walk: ForecastWalk, _ relationship: Relationship, from reached: ForecastWalk.Reached,
    _ source: FlatPrefix?
  ) {
    let hop = LoadedHop(relationship.id)
    let all = source?.adding(.closure(hop, includesStart: true), in: walk.schema)
    let met = ForecastWalk.Reached(
      entity: relationship.target, count: walk.data.records(of: all) ?? Estimate(from: reached.count.lower),
      path: all)
    let asked = walk.keys(relationship, from: met, all)
    starts = walk.keys(relationship, from: reached, source)
    guard relationship.kind.isForward, !relationship.isToMany else {
      // Sources that share a key ask for it at each level that they are met on.
      keys =
        relationship.hasUniqueParent
        ? asked : Estimate(from: asked.lower, to: met.count.upper, likely: asked.likely)
      rows = walk.rows(hop, from: met, all, keys: asked, joining: [])
      if !relationship.hasUniqueParent { rows = Estimate(from: rows.lower, likely: rows.likely) }
      isWhole = true
      return
    }
    // The start is loaded; where a key leads back to it, nobody is asked.
    let targets =
      walk.data.records(of: source?.adding(.closure(hop, includesStart: false), in: walk.schema)) ?? .unknown
    guard asked.isExact, met.count.isExact, targets.isExact, reached.count.isExact else {
      keys = asked.part(likely: asked.likely)
      starts = starts.part(likely: starts.likely)
      rows = targets.part(likely: targets.likely)
      isWhole = false
      return
    }
    let back = targets.lower + reached.count.lower - met.count.lower
    keys = .exactly(asked.lower - min(asked.lower, back))
    rows = .exactly(met.count.lower - min(met.count.lower, reached.count.lower))
    // Where nothing is asked for one by one, nothing starts either.
    starts =
      keys.isZero
      ? .zero : Estimate(from: 1, to: max(1, min(starts.upper, keys.lower)), likely: starts.likely)
    isWhole = back == 0 && reached.count.lower <= 1
  }
}
