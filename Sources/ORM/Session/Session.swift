package import SQL

/// What is loaded: records by entity, and where their relationships lead.
///
/// The same row is the same record.
package final class Session {
  package let schema: Schema
  package let executor: Executor
  private var stores: [RecordStore?]
  /// Collections loaded, by hop; those of narrowed hops live for one line.
  private var tables: [LoadedHop: CollectionTable] = [:]
  /// Keys that were looked for and lead to no row.
  private var absences: [KeyColumns: Set<Key>] = [:]
  /// What each hop of the line took.
  package internal(set) var events: [LoadEvent] = []
  /// Records that the line named by key: those that were here, and those that were not.
  private var lookupsByKey = Lookups()
  /// Hops that statements of the line joined: what they lead to came with other records.
  private var joinedHops: Set<LoadedHop> = []
  /// What statements that join hops have fetched.
  package internal(set) var joins: [JoinFacts] = []
  /// Keys in one IN list, at the most; more bring nothing (reference: performance).
  package var chunkSize = 500

  struct KeyColumns: Hashable {
    var entity: EntityID
    var columns: [Int]
  }

  package init(schema: Schema, executor: Executor) {
    self.schema = schema
    self.executor = executor
    stores = Array(repeating: nil, count: schema.entities.count)
  }

  /// Whether one statement was meant to do what it is too large for.
  package var isInParts = false

  /// Begins a line: what only the line before could reach is gone already, narrowed hops are forgotten.
  package func startLine() {
    events.removeAll()
    lookupsByKey = Lookups()
    joinedHops.removeAll()
    joins.removeAll()
    isInParts = false
    tables = tables.filter { $0.key.refinements.isEmpty }
  }

  package func store(_ id: EntityID) -> RecordStore {
    if let store = stores[id.index] { return store }
    let store = RecordStore(schema.layouts[id.index])
    stores[id.index] = store
    return store
  }

  /// What the next statements bring in is one cohort, for `peers`.
  func beginCohort() {
    for store in stores { store?.beginCohort() }
  }

  /// The records that came in together with these, in the order in which they came.
  func peers(of slots: [Slot], _ entity: EntityID) -> [Slot] {
    let store = store(entity)
    var starts: Set<Slot> = []
    var peers: [Slot] = []
    for slot in slots {
      let cohort = store.cohort(of: slot)
      if starts.insert(cohort.lowerBound).inserted { peers += cohort }
    }
    return peers
  }

  /// How many records of each entity are held.
  package func recordCount(_ id: EntityID) -> Int { stores[id.index]?.count ?? 0 }

  /// The memory that the records of an entity take, with what finds them and where they lead.
  package func byteCount(_ id: EntityID) -> Int {
    (stores[id.index]?.byteCount ?? 0) + collections(of: id).reduce(0) { $0 + $1.byteCount }
  }

  /// An attribute of a record, lent until something is loaded.
  package func cell(_ entity: EntityID, _ slot: Slot, _ attribute: Int) -> Cell {
    store(entity).cell(slot, attribute)
  }

  /// Whether, after so many records, it is time to ask whether a person wants to stop.
  static func isDue(_ count: Int) -> Bool { count & 0xFFF == 0xFFF }

  /// Fails when a person has asked to stop; asked now and then, by the number of records done.
  package func look(_ count: Int) throws(DatabaseError) {
    if Self.isDue(count) { try executor.connection.checkInterrupt() }
  }

  // MARK: Collections and absences

  /// Whether a hop's result is kept in a table; a plain to-one by key is answered by the identity map.
  func needsTable(_ hop: LoadedHop) -> Bool {
    let relationship = schema[hop.relationship]
    return !relationship.kind.isForward || relationship.isToMany || !hop.refinements.isEmpty
      || !comparesPlainly(hop.relationship)
  }

  func comparesPlainly(_ relationship: RelationshipID) -> Bool { schema.comparesPlainly(relationship) }

  func table(_ hop: LoadedHop) -> CollectionTable {
    if let table = tables[hop] { return table }
    let table = CollectionTable()
    tables[hop] = table
    return table
  }

  func loadedTable(_ hop: LoadedHop) -> CollectionTable? { tables[hop] }

  /// Takes over records of another session, and the collections between them.
  ///
  /// A store of which everything is taken over is shared, whatever its size: records never change, and those that
  /// come in later stand behind the ones that the other session knows.
  ///
  /// - Parameter slots: of each entity, in the order of the schema; nil for all of them.
  /// - Returns: where the records of each entity are now.
  func adopt(from other: Session, _ slots: [[Slot]?]) throws(DatabaseError) -> [SlotMap] {
    var moved: [SlotMap] = []
    for (entity, slots) in zip(schema.entities, slots) {
      guard let slots else {
        stores[entity.id.index] = other.stores[entity.id.index]
        moved.append(.identity)
        continue
      }
      guard !slots.isEmpty else {
        moved.append(SlotMap(upTo: nil))
        continue
      }
      moved.append(
        try store(entity.id).insert(
          slots, of: other.store(entity.id), executor.connection.checkInterrupt))
    }
    absences = other.absences
    for (hop, table) in other.tables where hop.refinements.isEmpty {
      let relationship = schema[hop.relationship]
      let (sources, targets) = (moved[relationship.source.index], moved[relationship.target.index])
      if sources.isIdentity, targets.isIdentity {
        tables[hop] = table
        continue
      }
      for slot in 0..<Slot(truncatingIfNeeded: other.recordCount(relationship.source)) {
        try look(Int(slot))
        guard table.isLoaded(slot), let source = sources[slot] else { continue }
        self.table(hop).set(source, to: table.targets(slot).compactMap { targets[$0] })
      }
    }
    return moved
  }

  /// Remembers that a statement of the line brought in where this hop leads.
  func noteJoined(_ hop: LoadedHop) { joinedHops.insert(hop) }

  func isJoined(_ hop: LoadedHop) -> Bool { joinedHops.contains(hop) }

  /// What the hops and keys of the line found here, and what they did not.
  package var lookups: Lookups {
    events.reduce(into: lookupsByKey) { $0.add(Lookups(hits: $1.hits, misses: $1.misses)) }
  }

  /// The collections that lead on from records of an entity.
  func collections(of id: EntityID) -> [CollectionTable] {
    tables.filter { schema[$0.key.relationship].source == id }.map(\.value)
  }

  func isAbsent(_ key: Key, _ columns: KeyColumns) -> Bool { absences[columns]?.contains(key) ?? false }

  func absenceCount(_ columns: KeyColumns) -> Int { absences[columns]?.count ?? 0 }

  func rememberAbsence(_ key: Key, _ columns: KeyColumns) { absences[columns, default: []].insert(key) }

  // MARK: Roots

  /// All records of an entity, narrowed and ordered by SQL, together with what joined hops lead to.
  ///
  /// `SELECT id, name, … FROM author ORDER BY id`
  package func all(
    _ entity: EntityID, _ refinements: [Refinement], joining tail: [JoinedHop] = [], cause: Cause
  ) throws(DatabaseError) -> [Slot] {
    let load = executor.load(.all(entity, refinements), tail: tail, schema: schema)
    beginCohort()
    return try collect(load, keys: [], cause: cause)
  }

  /// One record by its primary key: from the session, or by `SELECT … FROM author WHERE id = ?`.
  ///
  /// - Returns: nil when there is no such row.
  package func find(
    _ id: EntityID, _ key: Key, joining tail: [JoinedHop] = [], cause: Cause
  ) throws(DatabaseError) -> (slot: Slot?, isHit: Bool) {
    let entity = schema[id]
    let stored = key.stored(in: entity.primaryKey.map { entity.attributes[$0] })
    if let slot = store(id).find(stored, by: entity.primaryKey) {
      lookupsByKey.hits += 1
      return (slot, true)
    }
    lookupsByKey.misses += 1
    beginCohort()
    let load = executor.load(.byKey(id, columns: entity.primaryKey, [], keys: 1), tail: tail, schema: schema)
    return (try collect(load, keys: stored.values, cause: cause).first, false)
  }

  /// The records of a selection that a condition keeps, and in which order: `… WHERE id IN (…)`.
  package func refine(
    _ id: EntityID, _ slots: [Slot], by refinements: [Refinement], cause: Cause
  ) throws(DatabaseError) -> [Slot] {
    try Refining(session: self, entity: id, cause: cause).apply(refinements, to: slots)
  }

  /// The members of several sets that a condition keeps in each, in which order, and at which positions of their set.
  package func refine(
    _ id: EntityID, _ sets: [[Slot]], by refinements: [Refinement], cause: Cause
  ) throws(DatabaseError) -> [[Slot]] {
    try Refining(session: self, entity: id, cause: cause).apply(refinements, to: sets)
  }

  /// Runs a statement whose base is wanted as a list.
  func collect(_ load: LoadStatement, keys: [Value], cause: Cause) throws(DatabaseError) -> [Slot] {
    var reader = RowReader(load.layout, session: self)
    var slots: [Slot] = []
    try executor.run(load.query, keys: keys, cause: cause) { row throws(DatabaseError) in
      let (slot, isNew) = reader.read(row)
      if isNew { slots.append(slot) }
      return true
    }
    reader.finish()
    return slots
  }
}

/// How often something wanted was in the session, and how often it was not.
package struct Lookups: Hashable, Sendable {
  package var hits: Int
  package var misses: Int

  package init(hits: Int = 0, misses: Int = 0) {
    self.hits = hits
    self.misses = misses
  }

  package mutating func add(_ other: Lookups) {
    hits += other.hits
    misses += other.misses
  }
}
