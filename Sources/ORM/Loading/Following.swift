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
      var links = 0
      for (index, source) in sources.enumerated() {
        try look(index)
        links += table.targets(source).count
      }
      gathering = Gathering(capacity: min(links, recordCount(schema[hop.relationship].target)))
      for (index, source) in sources.enumerated() {
        try look(index)
        let targets = table.targets(source)
        for target in targets { gathering.add(target) }
        if targets.isEmpty, following.dangles(source) { event.dangling += 1 }
      }
    } else {
      let targets = try following.resolve(sources, askingFor: asked, by: strategy, event: &event)
      gathering = Gathering(capacity: min(targets.count, recordCount(schema[hop.relationship].target)))
      for (index, target) in targets.enumerated() {
        try look(index)
        gathering.add(target)
      }
    }
    if isJoined(hop) {
      // Keys that lead nowhere were asked for as well.
      let keys =
        event.dangling > 0 ? try following.distinctKeys(of: sources).count : gathering.slots.count
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

  func key(_ slot: Slot) -> Key? {
    var values: [Value] = []
    values.reserveCapacity(keyColumns.count)
    for column in keyColumns {
      let cell = source.cell(slot, column)
      // MATCH SIMPLE: one NULL in the key, and there is no parent (https://sqlite.org/foreignkeys.html §4.1).
      if cell.isNull { return nil }
      values.append(cell.value)
    }
    return Key(values)
  }

  /// The keys that sources have, in the form in which `columns` keep them where there are any.
  fileprivate func distinctKeys(
    of sources: [Slot], storedIn columns: [Attribute]? = nil
  ) throws(DatabaseError) -> Set<Key> {
    var keys: Set<Key> = []
    for (index, slot) in sources.enumerated() {
      try session.look(index)
      guard let key = key(slot) else { continue }
      keys.insert(columns.map(key.stored) ?? key)
    }
    return keys
  }

  /// Whether a source that leads nowhere has a foreign key all the same.
  func dangles(_ slot: Slot) -> Bool {
    relationship.kind.isForward && hop.refinements.isEmpty && key(slot) != nil
  }

  func statement(_ base: LoadStatement.Base) -> LoadStatement {
    session.executor.load(base, tail: tail, schema: session.schema)
  }

  func eachKey(_ base: LoadStatement.Base) throws(DatabaseError) -> EachKey {
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
      try session.look(position)
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
      let wanted = key.stored(in: stored)
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
      let wanted = try distinctKeys(of: sources, storedIn: stored)
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
    for (index, slot) in sources.enumerated() {
      try session.look(index)
      if keyColumns.count == 1 {
        let cell = source.cell(slot, keyColumns[0])
        if cell.kind == .integer {
          guard target.find(integer: cell.integer, by: targetColumns[0]) == nil else { continue }
          guard seenIntegers.insert(cell.integer).inserted else { continue }
        }
      }
      guard let key = key(slot)?.stored(in: stored), seen.insert(key).inserted else { continue }
      guard target.find(key, by: targetColumns) == nil, !session.isAbsent(key, absences) else { continue }
      missing.append(key)
    }
    try check(strategy, missing.count)
    if let prefix, !missing.isEmpty {
      let load = statement(.within(hop.relationship, [], prefix))
      _ = try session.collect(load, keys: [], cause: cause)
      try rememberAbsent(missing, in: target, targetColumns, absences)
      return missing
    }
    try inChunks(inKeyOrder(missing)) { count in
      statement(.byKey(relationship.target, columns: targetColumns, [], keys: count))
    } _: { load, keys throws(DatabaseError) in
      _ = try session.collect(load, keys: keys.flatMap(\.values), cause: cause)
    }
    try rememberAbsent(missing, in: target, targetColumns, absences)
    return missing
  }

  /// Remembers those of the keys that were asked for to which there is no row.
  private func rememberAbsent(
    _ keys: [Key], in target: RecordStore, _ columns: [Int], _ absences: Session.KeyColumns
  ) throws(DatabaseError) {
    for (index, key) in keys.enumerated() {
      try session.look(index)
      if target.find(key, by: columns) == nil { session.rememberAbsence(key, absences) }
    }
  }

  /// Under `raise` nothing may be missing.
  func check(_ strategy: LoadingStrategy, _ missing: @autoclosure () -> Int) throws(DatabaseError) {
    guard strategy == .raise, case let count = missing(), count > 0 else { return }
    throw DatabaseError(.notLoaded, code: count, message: relationship.name)
  }

  /// How many statements an eager strategy would have sent in place of so many lazy ones.
  func eagerStatements(insteadOf statements: Int, from sources: Int) -> Int {
    if !session.comparesPlainly(relationship.id) { return statements }
    if readsWhole(missing: statements, of: sources) { return 1 }
    return (statements + session.chunkSize - 1) / session.chunkSize
  }

  /// The first record that has the key of this one; nil when its key is NULL.
  func holder(of slot: Slot) -> Slot? {
    if keyColumns.count == 1 {
      let cell = source.cell(slot, keyColumns[0])
      if cell.isNull { return nil }
      if cell.kind == .integer { return source.find(integer: cell.integer, by: keyColumns[0]) ?? slot }
    }
    return key(slot).map { source.find($0, by: keyColumns) ?? slot }
  }
}
