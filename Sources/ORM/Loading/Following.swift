package import SQL

/// Following a relationship from many records at once: what is missing is loaded, then the targets are gathered.
extension Session {
  /// Where a hop leads from these records, each target once and in first-seen order.
  ///
  /// `lazy` sends one statement for each parent, or for each distinct key that is not in the session; `selectin`
  /// one for each chunk of keys. What the session holds is never fetched again. A hop that a statement before has
  /// joined finds everything there.
  ///
  /// - Parameters:
  ///   - areAll: whether the sources are all records of their entity, or nearly so.
  ///   - prefix: the path so far, for `subquery`; without one it loads as `selectin` does.
  ///   - tail: hops that the statements of this one fetch along.
  package func follow(
    _ hop: LoadedHop, from sources: [Slot], areAll: Bool = false, by strategy: LoadingStrategy,
    within prefix: FlatPrefix? = nil, joining tail: [JoinedHop] = [], mark: Int, cause: Cause
  ) throws(DatabaseError) -> Reached {
    let before = executor.log.statements
    var event = LoadEvent(
      relationship: hop.relationship, mark: mark, strategy: strategy, cohort: sources.count, statements: 0)
    beginCohort()
    var following = Following(session: self, hop: hop, tail: tail, cause: cause)
    following.areAll = areAll
    if strategy == .subquery { following.prefix = prefix }
    let asked = strategy == .peers ? peers(of: sources, following.relationship.source) : sources
    var gathering: Gathering
    if needsTable(hop) {
      let table = table(hop)
      let heldBefore = asked.count == sources.count ? nil : sources.count(where: table.isLoaded)
      try following.fill(table, from: asked, by: strategy, event: &event)
      if let heldBefore { event.hits = heldBefore }
      let links = sources.reduce(0) { $0 + table.targets($1).count }
      gathering = Gathering(capacity: min(links, recordCount(schema[hop.relationship].target)))
      for source in sources {
        let targets = table.targets(source)
        for target in targets { gathering.add(target) }
        if targets.isEmpty, following.dangles(source) { event.dangling += 1 }
      }
    } else {
      let targets = try following.resolve(sources, askingFor: asked, by: strategy, event: &event)
      gathering = Gathering(capacity: min(targets.count, recordCount(schema[hop.relationship].target)))
      for target in targets { gathering.add(target) }
    }
    if isJoined(hop) {
      // Keys that lead nowhere were asked for as well.
      let keys =
        event.dangling > 0
        ? Set(sources.compactMap { following.key($0).map(following.compared) }).count : gathering.slots.count
      event.countJoined(keys: keys, hasCollections: needsTable(hop))
    }
    event.statements = executor.log.statements - before
    // Keys that are compared in a way of the database's own are asked for one by one, whatever the strategy.
    event.eagerStatements = following.eagerStatements(insteadOf: event.statements, from: asked.count)
    events.append(event)
    return Reached(slots: gathering.slots, ways: gathering.ways, event: event)
  }
}

/// One hop on its way: which keys are missing, and the statements that bring them.
struct Following {
  let session: Session
  let hop: LoadedHop
  let relationship: Relationship
  let tail: [JoinedHop]
  /// Whether the sources are all records of their entity, or nearly so.
  var areAll = false
  /// Where the sources come from, to be asked for again inside the statement.
  var prefix: FlatPrefix?
  var cause: Cause
  let source: RecordStore
  /// The source's attributes that hold the key.
  let keyColumns: [Int]
  let sourceAttributes: [Attribute]

  init(session: Session, hop: LoadedHop, tail: [JoinedHop] = [], cause: Cause) {
    self.session = session
    self.hop = hop
    relationship = session.schema[hop.relationship]
    self.tail = tail
    self.cause = cause
    source = session.store(relationship.source)
    keyColumns = (relationship.junction?.sourcePairs ?? relationship.pairs).map(\.from)
    sourceAttributes = session.schema[relationship.source].attributes
  }

  /// Whether a source that leads nowhere has a foreign key all the same.
  func dangles(_ slot: Slot) -> Bool {
    relationship.kind.isForward && hop.refinements.isEmpty && key(slot) != nil
  }

  func statement(_ base: LoadStatement.Base) -> LoadStatement {
    session.executor.load(base, tail: tail, schema: session.schema)
  }

  private func eachKey(_ base: LoadStatement.Base) throws(DatabaseError) -> EachKey {
    try EachKey(statement(base), session: session, cause: cause)
  }

  // MARK: To-one by key

  /// The targets of a plain to-one hop; a source without one is left out.
  ///
  /// - Parameter asked: the sources whose missing targets are fetched along with theirs.
  func resolve(
    _ sources: [Slot], askingFor asked: [Slot], by strategy: LoadingStrategy, event: inout LoadEvent
  ) throws(DatabaseError) -> [Slot] {
    let targetColumns = relationship.pairs.map(\.to)
    let target = session.store(relationship.target)
    let targetAttributes = session.schema[relationship.target].attributes
    let stored = targetColumns.map { targetAttributes[$0] }
    let absences = Session.KeyColumns(entity: relationship.target, columns: targetColumns)
    var fetched: [Key] = []
    if strategy != .lazy { fetched = try fetchMissing(asked, target, targetColumns, absences, strategy) }
    event.misses += fetched.count
    let single = keyColumns.count == 1 ? keyColumns.first : nil
    // Made at the first key that is missing: often there is none.
    var lookup: EachKey?
    var found: [Slot] = []
    var targets: [Slot] = []
    targets.reserveCapacity(sources.count)
    for (position, slot) in sources.enumerated() {
      if let single {
        let cell = source.cell(slot, single)
        if cell.kind == .integer, let found = target.find(integer: cell.integer, by: targetColumns[0]) {
          event.hits += 1
          targets.append(found)
          continue
        }
      }
      guard let key = key(slot) else {
        event.nulls += 1
        continue
      }
      let wanted = key.compared(with: stored)
      if let found = target.find(wanted, by: targetColumns) {
        event.hits += 1
        targets.append(found)
        continue
      }
      guard !session.isAbsent(wanted, absences) else {
        event.hits += 1
        event.dangling += 1
        continue
      }
      event.misses += 1
      session.executor.count(position, of: sources.count)
      if lookup == nil {
        lookup = try eachKey(.byKey(relationship.target, columns: targetColumns, [], keys: 1))
      }
      found.removeAll(keepingCapacity: true)
      try lookup?.append(recordsOf: key, to: &found)
      if let target = found.first {
        targets.append(target)
      } else {
        session.rememberAbsence(wanted, absences)
        event.dangling += 1
      }
    }
    // The first source of each key that was fetched just now is no hit.
    if asked.count != sources.count, !fetched.isEmpty {
      let wanted = Set(sources.compactMap { key($0)?.compared(with: stored) })
      fetched = fetched.filter(wanted.contains)
    }
    event.hits -= fetched.count
    return targets
  }

  /// `SELECT … FROM author WHERE id IN (…)` over the distinct keys that the session neither holds nor knows to
  /// be absent.
  ///
  /// - Returns: the keys that were asked for.
  private func fetchMissing(
    _ sources: [Slot], _ target: RecordStore, _ targetColumns: [Int], _ absences: Session.KeyColumns,
    _ strategy: LoadingStrategy
  ) throws(DatabaseError) -> [Key] {
    let targetAttributes = session.schema[relationship.target].attributes
    let stored = targetColumns.map { targetAttributes[$0] }
    var seen: Set<Key> = []
    var seenIntegers: Set<Int64> = []
    var missing: [Key] = []
    for slot in sources {
      if keyColumns.count == 1 {
        let cell = source.cell(slot, keyColumns[0])
        if cell.kind == .integer {
          guard target.find(integer: cell.integer, by: targetColumns[0]) == nil else { continue }
          guard seenIntegers.insert(cell.integer).inserted else { continue }
        }
      }
      guard let key = key(slot)?.compared(with: stored), seen.insert(key).inserted else { continue }
      guard target.find(key, by: targetColumns) == nil, !session.isAbsent(key, absences) else { continue }
      missing.append(key)
    }
    try check(strategy, missing.count)
    if let prefix, !missing.isEmpty {
      let load = statement(.within(hop.relationship, [], prefix))
      _ = try session.collect(load, keys: [], cause: cause)
      for key in missing where target.find(key, by: targetColumns) == nil {
        session.rememberAbsence(key, absences)
      }
      return missing
    }
    try inChunks(inKeyOrder(missing)) { count in
      statement(.byKey(relationship.target, columns: targetColumns, [], keys: count))
    } _: { load, keys throws(DatabaseError) in
      _ = try session.collect(load, keys: keys.flatMap(\.values), cause: cause)
    }
    for key in missing where target.find(key, by: targetColumns) == nil {
      session.rememberAbsence(key, absences)
    }
    return missing
  }

  /// Under `raise` nothing may be missing.
  private func check(_ strategy: LoadingStrategy, _ missing: @autoclosure () -> Int) throws(DatabaseError) {
    guard strategy == .raise, case let count = missing(), count > 0 else { return }
    throw DatabaseError(.notLoaded, code: count, message: relationship.name)
  }

  // MARK: Collections

  /// Loads the collections that are not loaded yet.
  func fill(
    _ table: CollectionTable, from sources: [Slot], by strategy: LoadingStrategy, event: inout LoadEvent
  ) throws(DatabaseError) {
    try check(strategy, sources.count { !table.isLoaded($0) && key($0) != nil })
    if sources.count * 2 > source.count { table.makeRoom(for: source.count) }
    if strategy == .lazy || !session.comparesPlainly(relationship.id) {
      try fillEach(table, from: sources, event: &event)
    } else {
      try fillTogether(table, from: sources, event: &event)
    }
  }

  /// `SELECT … FROM book WHERE author_id = ? ORDER BY id`, for each parent.
  private func fillEach(
    _ table: CollectionTable, from sources: [Slot], event: inout LoadEvent
  ) throws(DatabaseError) {
    // By what the key is made of, where that decides how it compares.
    var lookups: [[KeyKind]: EachKey] = [:]
    // One list for all: each parent's targets are copied to their place in the table.
    var targets: [Slot] = []
    // What several sources ask for is asked for once.
    var answers: [Key: [Slot]] = [:]
    for (position, slot) in sources.enumerated() {
      session.executor.count(position, of: sources.count)
      guard !table.isLoaded(slot) else {
        event.hits += 1
        continue
      }
      guard let key = key(slot) else {
        event.nulls += 1
        table.set(slot, to: [])
        continue
      }
      let shared = sharesKeys ? compared(key) : nil
      if let shared, let targets = answers[shared] {
        event.hits += 1
        table.set(slot, to: targets)
        continue
      }
      targets.removeAll(keepingCapacity: true)
      let kinds = kinds(of: key)
      if lookups[kinds] == nil {
        lookups[kinds] = try eachKey(.collection(hop.relationship, hop.refinements, keys: 1, kinds: kinds))
      }
      try lookups[kinds]?.append(recordsOf: key, to: &targets)
      event.misses += 1
      table.set(slot, to: targets)
      if let shared { answers[shared] = targets }
    }
  }

  /// `SELECT … FROM book WHERE author_id IN (…) ORDER BY author_id, id`, for each chunk of parents.
  private func fillTogether(
    _ table: CollectionTable, from sources: [Slot], event: inout LoadEvent
  ) throws(DatabaseError) {
    // Sources of one key, as children that share a parent, have the same targets: one of them asks for all.
    var missing: [Slot] = []
    var sharers: [Slot: [Slot]] = [:]
    for slot in sources {
      guard !table.isLoaded(slot) else {
        event.hits += 1
        continue
      }
      guard let first = holder(of: slot) else {
        event.nulls += 1
        table.set(slot, to: [])
        continue
      }
      if first == slot {
        missing.append(slot)
      } else {
        if sharers[first] == nil, !table.isLoaded(first) { missing.append(first) }
        event.hits += 1
        sharers[first, default: []].append(slot)
      }
    }
    if !sharers.isEmpty { missing = missing.uniqued() }
    event.misses += missing.count
    if let prefix, !missing.isEmpty {
      try fill(table, missing, from: statement(.within(hop.relationship, hop.refinements, prefix)), keys: [])
      missing = []
    }
    if readsWhole(missing: missing.count, of: sources.count) {
      try fillWhole(table, missing)
      missing = []
    }
    try inChunks(inKeyOrder(missing)) { count in
      statement(.collection(hop.relationship, hop.refinements, keys: count))
    } _: { load, slots throws(DatabaseError) in
      try fill(table, slots, from: load, keys: slots.flatMap(keyValues))
    }
    for (first, slots) in sharers {
      let targets = Array(table.targets(first))
      for slot in slots { table.set(slot, to: targets) }
    }
  }

  /// Reads the rows of one statement, which come grouped by the parent's key.
  func fill(
    _ table: CollectionTable, _ slots: [Slot], from load: LoadStatement, keys: [Value]
  ) throws(DatabaseError) {
    for slot in slots { table.set(slot, to: []) }
    let parent = load.layout.parent
    var reader = RowReader(load.layout, session: session)
    var current: Slot?
    var currentInteger: Int64?
    var targets: [Slot] = []
    try session.executor.run(load.query, keys: keys, cause: cause) {
      row throws(DatabaseError) in
      let holder: Slot?
      if parent.isEmpty {
        holder = slots.first
      } else if parent.count == 1, row[parent[0]].kind == .integer {
        let integer = row[parent[0]].integer
        holder = integer == currentInteger ? current : source.find(integer: integer, by: keyColumns[0])
        currentInteger = integer
      } else {
        holder = source.find(Key(parent.map { row[$0].value }), by: keyColumns)
        currentInteger = nil
      }
      // One parent's rows stand together, though some may spell its key in another way, as 1.0.
      if holder != current {
        if let current { table.set(current, to: targets) }
        targets.removeAll(keepingCapacity: true)
        current = holder
        reader.restart()
      }
      // A key that leads to no row has no owner.
      if current == nil { return true }
      let (target, isNew) = reader.read(row)
      if isNew { targets.append(target) }
      return true
    }
    if let current { table.set(current, to: targets) }
    reader.finish()
  }

  /// How many statements an eager strategy would have sent in place of so many lazy ones.
  func eagerStatements(insteadOf statements: Int, from sources: Int) -> Int {
    if !session.comparesPlainly(relationship.id) { return statements }
    if readsWhole(missing: statements, of: sources) { return 1 }
    return (statements + session.chunkSize - 1) / session.chunkSize
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it stood first.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
