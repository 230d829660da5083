import ORM
import SQL

/// What each hop takes in a session that holds some of it already.
extension StatementForecast {
  /// Loads the records of a path hop by hop; nil when the root's key leads to no row.
  mutating func walk(_ path: OraclePath) -> [Int]? {
    guard var records = root(path) else { return nil }
    var areAll = path.startsFromAll
    load(path.loads, of: records, areAll: areAll)
    for (index, step) in path.steps.enumerated() {
      follow(
        step, from: records, areAll: areAll, joins(step.loads, path.steps[(index + 1)...], path.ending))
      areAll = areAll && leadsToAll(step)
      if step.narrowsEach {
        records = oracle.follow(step, from: records).records
      } else {
        let reached = oracle.follow(step.bare, from: records).records
        records = narrow(reached, step.refinements, step.relationship.target)
      }
      load(step.loads, of: records)
    }
    return records
  }

  private mutating func root(_ path: OraclePath) -> [Int]? {
    if let held = path.held { return narrow(held, path.refinements, path.root) }
    let found = oracle.root(of: path)
    if path.key != nil, let found, held[path.root.index].isSuperset(of: found) {
      return narrow(found, path.refinements, path.root)
    }
    statements += 1
    guard var records = found else { return nil }
    if path.key == nil { records = oracle.refined(records, path.refinements, path.root) }
    held[path.root.index].formUnion(records)
    join(joins(path.loads, path.steps[...], path.ending), to: records)
    return path.key == nil ? records : narrow(records, path.refinements, path.root)
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

  /// What `with` loads ahead.
  mutating func load(_ loads: [OracleLoad], of records: [Int], areAll: Bool = false) {
    for load in loads {
      follow(load.step, from: records, areAll: areAll, joins(load.loads, [], nil))
      self.load(
        load.loads, of: oracle.follow(load.step, from: records).records,
        areAll: areAll && leadsToAll(load.step))
    }
  }

  // MARK: Hops

  /// Loads what a hop leads to, before anything narrows it as a whole.
  ///
  /// - Parameter areAll: whether the sources are all records of their entity.
  mutating func follow(
    _ step: OraclePath.Step, from sources: [Int], areAll: Bool = false, _ tail: [Join]
  ) {
    if step.closure != nil {
      close(step, sources)
    } else if needsTable(step.relationship) {
      fill(step, sources, areAll: areAll, tail)
    } else {
      resolve(step, sources, tail)
    }
  }

  func needsTable(_ relationship: Relationship) -> Bool {
    !relationship.kind.isForward || relationship.isToMany || !comparesPlainly(relationship)
  }

  func hop(_ step: OraclePath.Step) -> Hop {
    Hop(relationship: step.relationship.id, refinements: step.narrowsEach ? step.refinements : [])
  }

  private mutating func fill(_ step: OraclePath.Step, _ sources: [Int], areAll: Bool, _ tail: [Join]) {
    let hop = hop(step)
    let isTogether = sendsTogether(step)
    var keys: Set<[Value]> = []
    var asked: [Int] = []
    if collections[hop] == nil { collections[hop] = [] }
    // Who shares the key of a record whose targets are there shares them.
    let known =
      isTogether ? Set((collections[hop] ?? []).compactMap { key(asking: step.relationship, $0) }) : []
    for source in sources where collections[hop]?.insert(source).inserted == true {
      guard let key = key(asking: step.relationship, source), !known.contains(key) else { continue }
      keys.insert(key)
      asked.append(source)
      if !isTogether { bring(targets(step, [source]), step, tail) }
    }
    if isTogether, areAll, keys.count > chunk, keys.count >= sources.count / 4, tail.isEmpty,
      isReadInOnePass(step)
    {
      statements += 1
    } else {
      count(keys.count, isTogether)
    }
    if isTogether { bring(targets(step, asked), step, tail) }
  }

  /// Whether what leads to all records of an entity can be read at once: nothing is counted or ordered for each of them.
  func isReadInOnePass(_ step: OraclePath.Step) -> Bool {
    !step.relationship.kind.isForward
      && (!step.narrowsEach || step.refinements.allSatisfy { if case .filter = $0 { true } else { false } })
  }

  /// Whether a step from all records of an entity leads to all of another: each of these must have a key.
  func leadsToAll(_ step: OraclePath.Step) -> Bool {
    let target = schema[step.relationship.target].attributes
    return step.closure == nil && step.refinements.isEmpty && !step.relationship.kind.isForward
      && step.relationship.junction == nil
      && step.relationship.pairs.allSatisfy { !target[$0.to].isNullable }
  }

  private mutating func resolve(_ step: OraclePath.Step, _ sources: [Int], _ tail: [Join]) {
    let target = step.relationship.target
    let isTogether = sendsTogether(step)
    var missing: Set<[Value]> = []
    var fetched: [Int] = []
    for source in sources {
      guard let key = missingKey(of: step.relationship, source), missing.insert(key).inserted else {
        continue
      }
      if let found = oracle.links(step.relationship, from: source).first {
        fetched.append(found)
        if !isTogether { bring([found], step, tail) }
      } else {
        absences.insert(Absence(entity: target, columns: step.relationship.pairs.map(\.to), key: key))
      }
    }
    count(missing.count, isTogether)
    if isTogether { bring(Oracle.unique(fetched), step, tail) }
  }

  /// The key that a to-one hop asks for; nil when it is NULL, or the session knows where it leads.
  private func missingKey(of relationship: Relationship, _ source: Int) -> [Value]? {
    guard let key = key(of: relationship, source) else { return nil }
    if let found = oracle.links(relationship, from: source).first,
      held[relationship.target.index].contains(found)
    {
      return nil
    }
    let absence = Absence(entity: relationship.target, columns: relationship.pairs.map(\.to), key: key)
    return absences.contains(absence) ? nil : key
  }

  /// Keys that compare in two ways cannot be told apart in one answer, so each is asked for on its own.
  private func sendsTogether(_ step: OraclePath.Step) -> Bool {
    (step.mark ?? strategy) != .lazy && comparesPlainly(step.relationship)
  }

  /// A statement sent alone may bring what the next source would ask for.
  private mutating func bring(_ records: [Int], _ step: OraclePath.Step, _ tail: [Join]) {
    held[step.relationship.target.index].formUnion(records)
    join(tail, to: records)
  }

  mutating func count(_ keys: Int, _ isTogether: Bool) {
    statements += isTogether ? (keys + chunk - 1) / chunk : keys
  }

  // MARK: Closures

  /// Level by level; together the links are fetched before, as far as the session does not know them.
  private mutating func close(_ step: OraclePath.Step, _ sources: [Int]) {
    let relationship = step.relationship
    let bare = OraclePath.Step(relationship: relationship, mark: step.mark)
    if sendsTogether(bare), !(relationship.kind.isForward && relationship.isToMany) {
      fetchLinks(of: relationship, from: sources)
    }
    var met = Set(sources)
    var level = Oracle.unique(sources)
    while !level.isEmpty {
      follow(bare, from: level, [])
      level = oracle.follow(bare, from: level).records.filter { met.insert($0).inserted }
    }
  }

  /// One statement for each chunk of the records at which the session knows no further, or of the keys that they lead
  /// to; what one brings is not asked for again.
  private mutating func fetchLinks(of relationship: Relationship, from sources: [Int]) {
    let bare = OraclePath.Step(relationship: relationship)
    var unknown = ends(of: relationship, from: sources)
    while !unknown.isEmpty {
      statements += 1
      let starts = Array(unknown.prefix(chunk))
      let reached = Array(oracle.depths(.zeroOrMore, of: relationship, from: starts).keys)
      held[relationship.target.index].formUnion(oracle.follow(bare, from: reached).records)
      if needsTable(relationship) {
        collections[hop(bare), default: []].formUnion(reached)
      } else {
        remember(absentFrom: reached, relationship)
      }
      unknown = unknown.dropFirst(chunk).filter { isUnknown(relationship, $0) }
    }
  }

  private func isUnknown(_ relationship: Relationship, _ record: Int) -> Bool {
    guard needsTable(relationship) else { return missingKey(of: relationship, record) != nil }
    return collections[hop(OraclePath.Step(relationship: relationship))]?.contains(record) != true
  }

  /// The records at which a walk over what the session holds cannot go on, one for each key.
  private mutating func ends(of relationship: Relationship, from sources: [Int]) -> [Int] {
    var ends: [Int] = []
    var keys: Set<[Value]> = []
    var met = Set(sources)
    var waiting = Oracle.unique(sources)[...]
    while let record = waiting.popFirst() {
      guard isUnknown(relationship, record) else {
        waiting += oracle.links(relationship, from: record).filter { met.insert($0).inserted }
        continue
      }
      guard let key = key(asking: relationship, record) else {
        // Nobody needs to be asked where a NULL leads.
        collections[hop(OraclePath.Step(relationship: relationship)), default: []].insert(record)
        continue
      }
      let stored = needsTable(relationship) ? key : missingKey(of: relationship, record) ?? key
      if keys.insert(stored).inserted { ends.append(record) }
    }
    return ends
  }

  private mutating func remember(absentFrom records: [Int], _ relationship: Relationship) {
    for record in records where oracle.links(relationship, from: record).isEmpty {
      guard let key = key(of: relationship, record) else { continue }
      absences.insert(
        Absence(entity: relationship.target, columns: relationship.pairs.map(\.to), key: key))
    }
  }

  // MARK: Joins

  /// A joined hop that the statement before it fetches along, and what is joined to it.
  struct Join {
    var step: OraclePath.Step
    var joins: [Join]
  }

  /// What is joined to some records: what is loaded ahead of them, the next hop, and at the end the fields of a shape.
  func joins(
    _ loads: [OracleLoad], _ rest: ArraySlice<OraclePath.Step>, _ ending: OraclePath.Ending?
  ) -> [Join] {
    var joins = loads.compactMap { load in
      join(load.step) { self.joins(load.loads, [], nil) }
    }
    if let step = rest.first {
      joins += [join(step) { self.joins(step.loads, rest.dropFirst(), ending) }].compactMap { $0 }
    } else if case .shape(let fields)? = ending {
      for field in fields {
        if case .number = field.ending { continue }
        joins += self.joins([], field.steps[...], field.ending)
      }
    }
    return joins
  }

  /// A set that is narrowed as a whole is narrowed before the next hop, by a statement of its own.
  private func join(_ step: OraclePath.Step, _ joins: () -> [Join]) -> Join? {
    guard (step.mark ?? strategy) == .joined, step.closure == nil else { return nil }
    return Join(step: step, joins: step.narrowsEach || step.refinements.isEmpty ? joins() : [])
  }

  private mutating func join(_ joins: [Join], to records: [Int]) {
    for join in joins {
      let step = join.step
      if needsTable(step.relationship) {
        collections[hop(step), default: []].formUnion(records)
      } else {
        remember(absentFrom: records, step.relationship)
      }
      let targets = targets(step, records)
      held[step.relationship.target.index].formUnion(targets)
      self.join(join.joins, to: targets)
    }
  }

  private func targets(_ step: OraclePath.Step, _ records: [Int]) -> [Int] {
    oracle.follow(step.narrowsEach ? step : step.bare, from: records).records
  }

  // MARK: Keys

  /// The key that a source looks for, as the other side stores it; nil when a part of it is NULL.
  private func key(of relationship: Relationship, _ source: Int) -> [Value]? {
    let pairs = relationship.junction?.sourcePairs ?? relationship.pairs
    let row = oracle.rows[relationship.source.index][source]
    guard !pairs.contains(where: { row[$0.from] == .null }) else { return nil }
    let own = schema[relationship.source].attributes
    let target = schema[relationship.target].attributes
    return pairs.map { pair in
      let parent = relationship.kind.isForward ? target[pair.to] : own[pair.from]
      return Oracle.compared(row[pair.from], with: parent.affinity)
    }
  }

  /// What a collection is asked by: a key that children share, or parents because nothing makes it unique, is asked for
  /// once.
  func key(asking relationship: Relationship, _ source: Int) -> [Value]? {
    guard let key = key(of: relationship, source) else { return nil }
    return relationship.kind.isForward || !relationship.hasUniqueParent ? key : [.integer(Int64(source))]
  }

  /// Whether both sides compare in the same way, so that keys need not be asked for one by one.
  func comparesPlainly(_ relationship: Relationship) -> Bool {
    let near = schema[relationship.source].attributes
    let far = schema[relationship.junction?.entity ?? relationship.target].attributes
    func kind(_ affinity: Affinity) -> Affinity { affinity.isNumeric ? .numeric : affinity }
    return (relationship.junction?.sourcePairs ?? relationship.pairs).allSatisfy {
      kind(near[$0.from].affinity) == kind(far[$0.to].affinity)
        && near[$0.from].collation == far[$0.to].collation
    }
  }
}
