import ORM
import SQL

/// How many statements a path takes, by the formulas of each strategy: lazy 1 + one for each distinct parent or
/// distinct missing key, selectin 1 + one for each chunk of them, joined and flat 1.
///
/// It keeps book of what the session holds, because a record that is there costs nothing: `ForecastWalk.swift` says
/// what each hop takes.
struct StatementForecast {
  let oracle: Oracle
  let schema: Schema
  /// For records; flat paths that need them load them by IN lists.
  let strategy: LoadingStrategy
  let isFlat: Bool
  /// Keys in one statement, at the most.
  let chunk: Int
  var statements = 0
  var held: [Set<Int>]
  var collections: [Hop: Set<Int>] = [:]
  var absences: Set<Absence> = []

  struct Hop: Hashable {
    var relationship: RelationshipID
    var refinements: [OracleRefinement]
  }

  struct Absence: Hashable {
    var entity: EntityID
    var columns: [Int]
    var key: [Value]
  }

  init(oracle: Oracle, strategy: LoadingStrategy, chunk: Int) {
    self.oracle = oracle
    schema = oracle.schema
    self.strategy = strategy == .flat ? .selectin : strategy
    isFlat = strategy == .flat
    self.chunk = chunk
    held = Array(repeating: [], count: oracle.schema.entities.count)
  }

  /// How many statements the next line takes.
  ///
  /// - Parameter isFlat: false for a line whose records a variable is to hold.
  mutating func statements(for path: OraclePath, isFlat: Bool? = nil) -> Int {
    statements = 0
    collections = collections.filter { $0.key.refinements.isEmpty }
    guard path.heldValues == nil else { return 0 }
    switch path.ending {
    case .records: load(path, nil, isFlat: isFlat ?? self.isFlat)
    case .values(let values): load(path, values, isFlat: isFlat ?? self.isFlat)
    case .number(let aggregate, let values): number(path, aggregate, values)
    case .group(let group): self.group(path, group)
    case .shape(let fields):
      if let records = walk(path) {
        shape(
          fields, of: records, areAll: path.steps.reduce(path.startsFromAll) { $0 && leadsToAll($1) },
          path.entity)
      }
    }
    return statements
  }

  private mutating func load(_ path: OraclePath, _ values: OracleValues?, isFlat: Bool) {
    guard isFlat, path.held == nil, !path.hasMark, !path.hasClosure, !path.hasLoads else {
      _ = walk(path)
      return
    }
    let result = oracle.records(of: path)
    var isEmpty = result?.records.isEmpty ?? true
    if let result, let values { isEmpty = oracle.values(values, result).isEmpty }
    statements = 1
    if isEmpty { askForRoot(path) }
  }

  /// One statement cannot tell a record that leads nowhere from one that is not there: then it is asked for.
  private mutating func askForRoot(_ path: OraclePath) {
    guard path.key != nil else { return }
    if let root = oracle.root(of: path), held[path.root.index].isSuperset(of: root) { return }
    statements += 1
    held[path.root.index].formUnion(oracle.root(of: path) ?? [])
  }

  // MARK: Numbers and groups

  private mutating func number(_ path: OraclePath, _ aggregate: OracleAggregate, _ values: OracleValues?) {
    let isCount = aggregate == OracleAggregate(function: .count)
    if path.held != nil, path.refinements.isEmpty, path.steps.isEmpty, isCount, values?.isDistinct != true,
      values?.slice == nil
    {
      return
    }
    if isOneStatement(path, values), !(isCount && holds(path)) {
      statements = 1
      if case .rows(let rows, _) = oracle.answer(to: path), rows != [[Self.ofNothing(aggregate)]] { return }
      return askForRoot(path)
    }
    // Values are at hand once they are loaded; of records no more is asked than how many there are.
    if let values { return load(path, values, isFlat: isFlat) }
    guard let records = walk(path) else { return }
    statements += isCount || records.isEmpty ? 0 : 1
  }

  private mutating func group(_ path: OraclePath, _ group: OracleGroup) {
    if isOneStatement(path) {
      statements = 1
    } else {
      guard walk(path) != nil else { return }
      statements += 1
    }
    if case .rows(let rows, _) = oracle.answer(to: path), !rows.isEmpty, !group.counts || rows != [[0]] {
      return
    }
    askForRoot(path)
  }

  /// Whether one statement works out a number or groups of the whole path: walked are closures whose order counts, and
  /// variables that are narrowed or whose order counts.
  private func isOneStatement(_ path: OraclePath, _ values: OracleValues? = nil) -> Bool {
    let countsInOrder =
      values?.slice != nil
      || path.steps.contains { step in
        !step.narrowsEach && step.refinements.contains { if case .slice = $0 { true } else { false } }
      }
    if path.hasClosure, countsInOrder || values?.isDepth == true { return false }
    return path.held == nil || path.refinements.isEmpty && !countsInOrder
  }

  /// Whether the session holds everything that the hops from a variable lead to.
  private func holds(_ path: OraclePath) -> Bool {
    guard var records = path.held, !path.steps.isEmpty else { return false }
    for step in path.steps {
      // From nothing a closure leads nowhere, and needs nothing for it.
      if step.closure != nil, records.isEmpty { continue }
      guard step.refinements.isEmpty, needsTable(step.relationship), let loaded = collections[hop(step)],
        loaded.isSuperset(of: records)
      else { return false }
      records = oracle.follow(step, from: records).records
      // What a closure leads to leads on itself.
      guard step.closure == nil || loaded.isSuperset(of: records) else { return false }
    }
    return true
  }

  /// What an aggregate is over no records, where it cannot tell whether the root is there.
  private static func ofNothing(_ aggregate: OracleAggregate) -> Value {
    switch aggregate.function {
    case .count, .any: 0
    case .all: 1
    case .sum, .avg, .min, .max: .null
    }
  }

  // MARK: Shapes

  /// Field by field for all records at once; where the same hop stands in two fields, it costs once.
  private mutating func shape(
    _ fields: [OracleField], of records: [Int], areAll: Bool = false, _ entity: EntityID
  ) {
    let sets = records.map { [$0] }
    for field in fields {
      switch field.ending {
      case .number(let aggregate, let values): number(field, aggregate, values, of: sets, areAll: areAll)
      case .records, .values: _ = reach(field.steps, field.ending, from: sets, areAll: areAll)
      case .shape(let inner):
        var reached = reach(field.steps, field.ending, from: sets, areAll: areAll).flatMap { $0 }
        // How far a record is depends on where its closure began: then each place stands for itself.
        if !(field.steps.last?.closure != nil && Self.hasDepth(inner)) { reached = Oracle.unique(reached) }
        let leadToAll = field.steps.reduce(areAll) { $0 && leadsToAll($1) }
        shape(inner, of: reached, areAll: leadToAll, field.steps.last?.relationship.target ?? entity)
      case .group: break
      }
    }
  }

  private static func hasDepth(_ fields: [OracleField]) -> Bool {
    fields.contains { field in
      if field.steps.isEmpty, case .values(let values) = field.ending, case .depth = values.column {
        true
      } else {
        false
      }
    }
  }

  /// Lazily a statement for each parent of the first to-many hop, else one for each chunk of them.
  private mutating func number(
    _ field: OracleField, _ aggregate: OracleAggregate, _ values: OracleValues?, of sets: [[Int]],
    areAll: Bool
  ) {
    let lead = field.steps.prefix { !$0.relationship.isToMany && $0.closure == nil && $0.refinements.isEmpty }
    let rest = field.steps.dropFirst(lead.count)
    let isCount = aggregate == OracleAggregate(function: .count)
    guard let first = rest.first, first.narrowsEach, rest.allSatisfy({ $0.closure == nil }) else {
      let reached = reach(field.steps, .records, from: sets, areAll: areAll)
      // Values are at hand; of records one statement asks about all sets.
      statements += isCount || values != nil || reached.allSatisfy(\.isEmpty) ? 0 : 1
      return
    }
    let parents = Oracle.unique(reach(Array(lead), .records, from: sets, areAll: areAll).flatMap { $0 })
    if isCount, rest.count == 1, collections[hop(first), default: []].isSuperset(of: parents) { return }
    // Positions over a set that is narrowed as a whole count for each parent.
    let isCutWhole = rest.dropFirst().contains { step in
      !step.narrowsEach
        && step.refinements.contains { if case .filter = $0 { false } else { true } }
    }
    let isTogether =
      (first.mark ?? strategy) != .lazy && !isCutWhole && comparesPlainly(first.relationship)
    let keys = Set(parents.compactMap { key(asking: first.relationship, $0) }).count
    if isTogether, lead.reduce(areAll, { $0 && leadsToAll($1) }), keys > chunk, isReadInOnePass(first) {
      statements += 1
    } else {
      count(keys, isTogether)
    }
  }

  /// Where the hops of a field lead from each set of records.
  private mutating func reach(
    _ steps: [OraclePath.Step], _ ending: OraclePath.Ending, from sets: [[Int]], areAll: Bool
  ) -> [[Int]] {
    var sets = sets
    var areAll = areAll
    for (index, step) in steps.enumerated() {
      let sources = Oracle.unique(sets.flatMap { $0 })
      follow(step, from: sources, areAll: areAll, joins(step.loads, steps[(index + 1)...], ending))
      areAll = areAll && leadsToAll(step)
      if !step.narrowsEach { narrow(sets, step) }
      sets = sets.map { oracle.follow(step, from: $0).records }
      load(step.loads, of: Oracle.unique(sets.flatMap { $0 }))
    }
    return sets
  }

  /// Conditions and orders over what a to-one hop or a closure leads to, for each record's own by one statement.
  private mutating func narrow(_ sets: [[Int]], _ step: OraclePath.Step) {
    var sets = sets.map { oracle.follow(step.bare, from: $0).records }
    for refinement in step.refinements {
      switch refinement {
      case .filter: statements += sets.allSatisfy(\.isEmpty) ? 0 : 1
      case .sort: statements += sets.allSatisfy { $0.count < 2 } ? 0 : 1
      case .slice: break
      }
      sets = sets.map { oracle.refined($0, [refinement], step.relationship.target) }
    }
  }
}
