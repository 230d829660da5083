/// How the records at the end of a hop come into the session.
package enum LoadingStrategy: String, Hashable, Sendable, CaseIterable {
  /// One SELECT for each parent, or for each distinct key that the session does not hold.
  case lazy
  /// As `selectin`, for all records that came in together with the one that is touched first.
  case peers
  /// One SELECT for all parents: `WHERE key IN (…)`, in chunks.
  case selectin
  /// In the statement of the hop before, by LEFT JOIN.
  case joined
  /// One SELECT for all parents, which are asked for again inside it: `WHERE key IN (SELECT …)`.
  case subquery
  /// The whole path in one statement, without records.
  case flat
  /// Nothing is loaded: the first hop that would need a statement is an error.
  case raise

  /// What the strategy does, for `help` and `set`.
  package var summary: String {
    switch self {
    case .lazy: "one query for each record, when the path reaches it"
    case .peers: "one query for all that came together, when one is reached"
    case .selectin: "one query for each hop, for all records at once"
    case .joined: "one query for the whole path, by LEFT JOIN"
    case .subquery: "one query for each hop, with the path before it inside"
    case .raise: "an error where a hop would need a query"
    case .flat: "one query for the values at the end, no records"
    }
  }
}

/// What one hop took, counted where it happened.
package struct LoadEvent: Hashable, Sendable {
  package var relationship: RelationshipID
  /// Which mark of the path asked.
  package var mark: Int
  package var strategy: LoadingStrategy
  /// How many records the hop started from: those that one result or one hop brought in together.
  package var cohort: Int
  /// Statements that this hop really sent.
  package var statements: Int
  /// Sources answered from the session: a record or collection that was there, or a remembered absence.
  package var hits = 0
  /// Records and collections that were not there and came by a statement, this hop's own or one that joined it.
  package var misses = 0
  /// Sources whose foreign key is NULL.
  package var nulls = 0
  /// Sources whose foreign key leads to no row.
  package var dangling = 0
  /// Statements that an eager strategy would have sent for the same, at the most.
  package var eagerStatements = 0

  /// Counts what a statement of this line has joined as fetched by it.
  ///
  /// - Parameters:
  ///   - keys: how many different ones the sources have.
  ///   - hasCollections: whether a collection came for each source, and not one record for several.
  mutating func countJoined(keys: Int, hasCollections: Bool) {
    let fetched = hasCollections ? hits : min(hits, keys)
    hits -= fetched
    misses += fetched
  }

  /// Takes in what the next level of a closure took.
  mutating func add(_ level: LoadEvent) {
    cohort = max(cohort, level.cohort)
    hits += level.hits
    misses += level.misses
    dangling += level.dangling
  }
}

/// What a hop led to.
package struct Reached: Sendable {
  /// Each target once, in first-seen order.
  package var slots: [Slot]
  /// In how many ways each was reached; as many as `slots`.
  package var ways: [UInt32]
  package var event: LoadEvent
}
