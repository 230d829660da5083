import Language
import ORM
import SQL

/// What the fields of a shape take, each for all records at once.
extension ForecastWalk {
  mutating func fields(_ shape: BoundShape, of reached: Reached, after prefix: FlatPrefix?) {
    for field in shape.fields where stop == nil { self.field(field.path, from: reached, after: prefix) }
  }

  private mutating func field(_ path: BoundPath, from start: Reached, after prefix: FlatPrefix?) {
    if let aggregate = path.aggregate { return number(path, aggregate, from: start, after: prefix) }
    load(path.ahead, from: start, after: prefix)
    let reached = follow(path.steps[...], path.output, from: start, after: prefix)
    switch path.output {
    case .records, .values, .depth, .groups: break
    case .shape(let shape): fields(shape, of: reached, after: prefix?.followed(by: path.steps))
    }
  }

  private mutating func follow(
    _ steps: ArraySlice<BoundStep>, _ output: BoundPath.Output, from start: Reached, after prefix: FlatPrefix?
  ) -> Reached {
    var reached = start
    var prefix = prefix
    for index in steps.indices where stop == nil {
      let step = steps[index]
      // What narrows as a whole narrows the set of each record by itself.
      reached = go(
        step, from: reached, then: steps[(index + 1)...], output, after: prefix,
        sets: start.count == .one ? .one : start.count)
      prefix = prefix?.followed(by: [step])
      load(step.ahead, from: reached, after: prefix)
    }
    return reached
  }

  /// One value for each record: over a to-many hop by SQL, for each parent or for chunks of them.
  private mutating func number(
    _ path: BoundPath, _ aggregate: BoundAggregate, from start: Reached, after prefix: FlatPrefix?
  ) {
    let lead = path.steps.prefix { !$0.relationship.isToMany && $0.closure == nil && $0.refinements.isEmpty }
    let rest = path.steps.dropFirst(lead.count)
    let isOfValues = path.isDistinct || path.slice != nil
    guard let hop = rest.first, hop.narrowsEach, rest.allSatisfy({ $0.closure == nil }),
      !isOfValues || path.slice?.isFromStart ?? true
    else {
      let reached = follow(path.steps[...], path.output, from: start, after: prefix)
      if stop != nil || aggregate.isPlainCount || path.attribute != nil { return }
      if case .depth = path.output { return }
      // The sets that have any records, together: as many as one statement can name.
      let sets = reached.count.isZero ? .zero : start.count.part(likely: start.count.likely)
      let limit = session.membersAtMost(of: reached.entity)
      let (members, overflows) = start.count.upper.multipliedReportingOverflow(by: reached.count.upper)
      let once = reached.count.isAtLeast(1)
      add(
        aggregate.mark, nil, .aggregate,
        overflows || members > limit ? Estimate(from: once.lower, likely: once.likely) : once, sets)
      return
    }
    let parents = follow(lead, path.output, from: start, after: prefix)
    guard stop == nil else { return }
    let strategy = hop.strategy ?? evaluator.recordStrategy
    let hops = rest.dropFirst()
    let isCutWhole = hops.contains { !$0.narrowsEach && $0.refinements.contains { !$0.isFilter } }
    let source = pathOf(parents)
    let keys = keys(hop.relationship, from: parents, source)
    var asked =
      hop.relationship.kind.isForward
      ? Estimate(from: keys.lower, to: parents.count.upper, likely: keys.likely) : keys
    // Collections that are loaded are counted where they are.
    if aggregate.isPlainCount, hops.isEmpty, !isOfValues {
      if hasAsked(hop.loaded) || session.heldAtMost(targetsOf: hop.loaded) > 0 {
        asked = isAsked(hop.loaded, from: source) ? .zero : asked.part(likely: asked.likely)
      }
    }
    if asked.isZero { return add(hop.mark, hop.relationship.id, .held, .zero, .zero) }
    if strategy == .raise {
      stop = Forecast.Stop(relationship: hop.relationship.id, range: hop.range, isCertain: asked.lower > 0)
      return
    }
    let isShared =
      strategy != .lazy && !isCutWhole && !isOfValues && schema.comparesPlainly(hop.relationship.id)
    let size = chunkSize(hop.relationship)
    guard isShared else { return add(hop.mark, hop.relationship.id, .each, asked, asked) }
    var statements = asked.inChunks(of: size)
    var rows = asked.upper == 1 ? asked : asked.part(likely: asked.likely)
    if parents.areAll, asked.upper > size, session.canReadWhole(hop.loaded, joining: []) {
      statements =
        asked == keys
        ? asked.isAtLeast(1) : Estimate(from: min(1, asked.lower), to: statements.upper, likely: 1)
      // Keys that lead nowhere have a row as well.
      rows = Estimate(from: 0, likely: rows.likely)
    }
    add(hop.mark, hop.relationship.id, .together(chunk: size), statements, rows)
  }
}

extension Refinement {
  fileprivate var isFilter: Bool {
    if case .filter = self { true } else { false }
  }
}
