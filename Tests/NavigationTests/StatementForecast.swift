import ORM
import SQL

/// How many statements a path takes in a session that holds nothing, by the formulas of each strategy:
/// lazy 1 + one for each distinct parent or distinct missing key, selectin 1 + one for each chunk of them,
/// joined and flat 1.
///
/// It keeps book of what the session would hold, because a record that is there costs nothing.
struct StatementForecast {
  private let oracle: Oracle
  private let schema: Schema
  private let chunk: Int
  private let path: OraclePath
  private let strategy: LoadingStrategy
  private var statements = 0
  private var held: [Set<Int>]
  private var collections: [Hop: Set<Int>] = [:]
  private var absences: Set<Absence> = []

  private struct Hop: Hashable {
    var relationship: RelationshipID
    var refinements: [OracleRefinement]
  }

  private struct Absence: Hashable {
    var entity: EntityID
    var columns: [Int]
    var key: [Value]
  }

  /// - Parameter chunk: keys in one statement, at the most.
  static func statements(
    for path: OraclePath, by strategy: LoadingStrategy, chunk: Int, oracle: Oracle
  ) -> Int {
    if path.counts, (path.slice?.lower ?? 0) >= 0, (path.slice?.upper ?? 0) >= 0 {
      // A count of none cannot tell either.
      let answer = oracle.answer(to: path)
      return path.key != nil && (answer == nil || answer == [[0]]) ? 2 : 1
    }
    if strategy == .flat, path.steps.allSatisfy({ $0.mark == nil }) {
      // A join cannot tell a record that leads nowhere from one that is not there: then it is asked for.
      let isCutInSQL = (path.slice?.lower ?? 0) >= 0 && (path.slice?.upper ?? 0) >= 0
      var uncounted = path
      uncounted.counts = false
      let isEmpty =
        isCutInSQL
        ? (oracle.answer(to: uncounted) ?? []).isEmpty : (oracle.records(of: path)?.records ?? []).isEmpty
      return path.key != nil && isEmpty ? 2 : 1
    }
    var forecast = StatementForecast(
      oracle: oracle, chunk: chunk, path: path, strategy: strategy == .flat ? .selectin : strategy)
    forecast.walk()
    return forecast.statements
  }

  private init(oracle: Oracle, chunk: Int, path: OraclePath, strategy: LoadingStrategy) {
    self.oracle = oracle
    schema = oracle.schema
    self.chunk = chunk
    self.path = path
    self.strategy = strategy
    held = Array(repeating: [], count: oracle.schema.entities.count)
  }

  private mutating func walk() {
    statements = 1
    guard var records = oracle.root(of: path) else { return }
    if path.key == nil { records = oracle.refined(records, path.refinements, path.root) }
    held[path.root.index].formUnion(records)
    join(joinable(from: 0), to: records)
    if path.key != nil { records = narrow(records, path.refinements, path.root) }
    for (index, step) in path.steps.enumerated() {
      let tail = joinable(from: index + 1)
      if needsTable(step.relationship) {
        fill(step, records, tail)
      } else {
        resolve(step, records, tail)
      }
      if step.relationship.isToMany {
        records = oracle.follow(step, from: records).records
      } else {
        let bare = OraclePath.Step(relationship: step.relationship)
        let reached = oracle.follow(bare, from: records).records
        records = narrow(reached, step.refinements, step.relationship.target)
      }
    }
  }

  /// One statement for each condition and each order over records that the session holds; positions cost none.
  private mutating func narrow(_ records: [Int], _ refinements: [OracleRefinement], _ entity: EntityID)
    -> [Int]
  {
    refinements.reduce(records) { records, refinement in
      switch refinement {
      case .filter: statements += records.isEmpty ? 0 : 1
      // One record is in order.
      case .sort: statements += records.count < 2 ? 0 : 1
      case .slice: break
      }
      return oracle.refined(records, [refinement], entity)
    }
  }

  // MARK: Hops

  private func needsTable(_ relationship: Relationship) -> Bool {
    !relationship.kind.isForward || relationship.isToMany || !comparesPlainly(relationship)
  }

  private func hop(_ step: OraclePath.Step) -> Hop {
    Hop(
      relationship: step.relationship.id, refinements: step.relationship.isToMany ? step.refinements : [])
  }

  private mutating func fill(_ step: OraclePath.Step, _ sources: [Int], _ tail: [OraclePath.Step]) {
    let hop = hop(step)
    let isTogether = sendsTogether(step)
    var keys: Set<[Value]> = []
    var asked: [Int] = []
    for source in sources where !collections[hop, default: []].contains(source) {
      collections[hop, default: []].insert(source)
      guard key(of: step.relationship, source) != nil else { continue }
      // Foreign keys that children share are asked for once.
      let key =
        step.relationship.kind.isForward
        ? key(of: step.relationship, source, isStored: false) ?? [] : [.integer(Int64(source))]
      keys.insert(key)
      asked.append(source)
      if !isTogether { bring(targets(step, [source]), step, tail) }
    }
    count(keys.count, isTogether)
    if isTogether { bring(targets(step, asked), step, tail) }
  }

  private mutating func resolve(_ step: OraclePath.Step, _ sources: [Int], _ tail: [OraclePath.Step]) {
    let target = step.relationship.target
    let isTogether = sendsTogether(step)
    var missing: Set<[Value]> = []
    var fetched: [Int] = []
    for source in sources {
      guard let key = key(of: step.relationship, source) else { continue }
      let absence = Absence(entity: target, columns: step.relationship.pairs.map(\.to), key: key)
      let found = oracle.links(step.relationship, from: source).first
      if let found, held[target.index].contains(found) { continue }
      guard !absences.contains(absence), missing.insert(key).inserted else { continue }
      if let found {
        fetched.append(found)
        if !isTogether { bring([found], step, tail) }
      } else {
        absences.insert(absence)
      }
    }
    count(missing.count, isTogether)
    if isTogether { bring(Oracle.unique(fetched), step, tail) }
  }

  /// Keys that compare in two ways cannot be told apart in one answer, so each is asked for on its own.
  private func sendsTogether(_ step: OraclePath.Step) -> Bool {
    (step.mark ?? strategy) != .lazy && comparesPlainly(step.relationship)
  }

  /// A statement sent alone may bring what the next source would ask for.
  private mutating func bring(_ records: [Int], _ step: OraclePath.Step, _ tail: [OraclePath.Step]) {
    held[step.relationship.target.index].formUnion(records)
    join(tail, to: records)
  }

  private mutating func count(_ keys: Int, _ isTogether: Bool) {
    statements += isTogether ? (keys + chunk - 1) / chunk : keys
  }

  /// What joined hops bring along with the statements of the one before.
  private mutating func join(_ tail: [OraclePath.Step], to records: [Int]) {
    var records = records
    for step in tail {
      let target = step.relationship.target
      if needsTable(step.relationship) {
        collections[hop(step), default: []].formUnion(records)
      } else {
        for record in records where oracle.links(step.relationship, from: record).isEmpty {
          guard let key = key(of: step.relationship, record) else { continue }
          absences.insert(Absence(entity: target, columns: step.relationship.pairs.map(\.to), key: key))
        }
      }
      records = targets(step, records)
      held[target.index].formUnion(records)
    }
  }

  /// Joined hops that the statement before a step fetches along.
  private func joinable(from index: Int) -> [OraclePath.Step] {
    var tail: [OraclePath.Step] = []
    for step in path.steps.dropFirst(index) {
      guard (step.mark ?? strategy) == .joined else { break }
      tail.append(step)
      if !step.relationship.isToMany, !step.refinements.isEmpty { break }
    }
    return tail
  }

  private func targets(_ step: OraclePath.Step, _ records: [Int]) -> [Int] {
    let narrowed = step.relationship.isToMany ? step : OraclePath.Step(relationship: step.relationship)
    return oracle.follow(narrowed, from: records).records
  }

  // MARK: Keys

  /// The key that a source looks for, as the other side stores it; nil when a part of it is NULL.
  private func key(of relationship: Relationship, _ source: Int, isStored: Bool = true) -> [Value]? {
    let pairs = relationship.junction?.sourcePairs ?? relationship.pairs
    let row = oracle.rows[relationship.source.index][source]
    guard !pairs.contains(where: { row[$0.from] == .null }) else { return nil }
    guard relationship.kind.isForward, isStored else { return pairs.map { row[$0.from] } }
    let target = schema[relationship.target].attributes
    return pairs.map { Oracle.stored(row[$0.from], target[$0.to].affinity) }
  }

  /// Whether both sides compare in the same way, so that keys need not be asked for one by one.
  private func comparesPlainly(_ relationship: Relationship) -> Bool {
    let near = schema[relationship.source].attributes
    let far = schema[relationship.junction?.entity ?? relationship.target].attributes
    return (relationship.junction?.sourcePairs ?? relationship.pairs).allSatisfy {
      near[$0.from].affinity == far[$0.to].affinity && near[$0.from].collation == far[$0.to].collation
    }
  }
}
