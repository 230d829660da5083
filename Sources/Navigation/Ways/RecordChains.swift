package import Language
package import ORM
import SQL

/// The shortest chains of records that make two records kin: a search from both ends over all relationships.
///
/// Each step follows one relationship from all records of one end at once, by statements that read keys only. A
/// junction that holds nothing but links is passed over; one with attributes of its own is a record of the chain.
package struct RecordChains {
  package struct Record: Hashable, Sendable {
    package var entity: EntityID
    package var identity: Key

    package init(entity: EntityID, identity: Key) {
      self.entity = entity
      self.identity = identity
    }
  }

  package struct Hop: Hashable, Sendable {
    package var relationship: RelationshipID
    package var record: Record
  }

  package enum Outcome: Hashable, Sendable {
    case found
    /// One of the two leads to nothing more.
    case unrelated
    case tooManyHops(Int)
    /// The next step would look at more records than this.
    case tooManyRecords(Int)
  }

  package struct Limits: Sendable {
    package var hops = 16
    /// Links between records that are looked at in one step.
    package var records = 100_000
    package var chains = 5

    package init() {}
  }

  /// All of one length; empty when there is none.
  package private(set) var chains: [[Hop]] = []
  /// How many more there are of that length; nil for more than were counted.
  package private(set) var others: Int? = 0
  package private(set) var outcome = Outcome.unrelated
  /// Records that were met.
  package var met: Int { ends.reduce(0) { $0 + $1.places.count } }

  /// What one end has reached.
  private struct End {
    struct Origin {
      var record: Record
      /// From the start's side to the target's, whichever end found it.
      var relationship: RelationshipID
    }

    var places: [Record: Int]
    var origins: [Record: [Origin]] = [:]
    var edge: [Record]
    var depth = 0
  }

  private let session: Session
  private let schema: Schema
  private let limits: Limits
  private var ends: [End]
  /// Whether every relationship leads back, so that the search may go from the target too.
  private let isMutual: Bool
  private let hidden: Set<EntityID>

  /// Ways that are remembered to one record.
  private static let mostOrigins = 32
  /// Chains that are counted.
  private static let mostCounted = 200
  /// Links that are looked at before the other end is tried.
  private static let firstLimit = 2_000

  package init(
    from start: Record, to target: Record, in session: Session, limits: Limits = Limits(),
    at range: SourceRange
  ) throws(Diagnostic) {
    self.session = session
    self.limits = limits
    schema = session.schema
    ends = [start, target].map { End(places: [$0: 0], edge: [$0]) }
    hidden = schema.linksOnly.subtracting([start.entity, target.entity])
    let schema = session.schema
    isMutual = schema.relationships.allSatisfy { relationship in
      relationship.inverse.map { schema[$0].inverse == relationship.id } ?? false
    }
    do throws(DatabaseError) { try search() } catch { throw Diagnostic(error, at: range) }
  }

  // MARK: Searching

  private mutating func search() throws(DatabaseError) {
    while true {
      guard ends[0].depth + ends[1].depth < limits.hops else {
        outcome = .tooManyHops(limits.hops)
        return
      }
      guard try goOn() else { return }
      let meeting = ends[0].edge.filter { ends[1].places[$0] != nil }
      let other = ends[1].edge.filter { ends[0].places[$0] != nil }
      let all = meeting.isEmpty ? other : meeting
      guard all.isEmpty else {
        outcome = .found
        join(all)
        return
      }
    }
  }

  /// One step from the end with fewer records; when that looks at too much, from the other one.
  private mutating func goOn() throws(DatabaseError) -> Bool {
    var limit = min(Self.firstLimit, limits.records)
    let fewer = ends[0].edge.count <= ends[1].edge.count ? 0 : 1
    while true {
      for end in isMutual ? [fewer, 1 - fewer] : [0] {
        guard !ends[end].edge.isEmpty else { return false }
        if let next = try step(from: end, limit: limit) {
          ends[end] = next
          return !next.edge.isEmpty
        }
      }
      guard limit < limits.records else {
        outcome = .tooManyRecords(limits.records)
        return false
      }
      limit = min(limit * 8, limits.records)
    }
  }

  /// What the records of one end lead to; nil when there are more links than may be looked at.
  private func step(from index: Int, limit: Int) throws(DatabaseError) -> End? {
    var end = ends[index]
    end.depth += 1
    let depth = end.depth
    var next: [Record] = []
    var left = limit
    let byEntity = Dictionary(grouping: end.edge, by: \.entity)
    for entity in byEntity.keys.sorted(by: { $0.index < $1.index }) {
      let keys = (byEntity[entity] ?? []).map(\.identity)
      for relationship in schema[entity].relationships.map({ schema[$0] }) where isStep(relationship) {
        guard let forward = index == 0 ? relationship.id : relationship.inverse else { continue }
        let isComplete = try session.forEachPair(
          relationship.id, from: keys, limit: left,
          cause: Cause(
            mark: nil, strategy: LoadingStrategy.selectin.rawValue,
            relationship: "\(schema[entity].name).\(relationship.name)")
        ) { source, target in
          left -= 1
          let record = Record(entity: relationship.target, identity: target)
          let origin = End.Origin(record: Record(entity: entity, identity: source), relationship: forward)
          if end.places[record] == nil {
            end.places[record] = depth
            next.append(record)
          }
          guard end.places[record] == depth, end.origins[record, default: []].count < Self.mostOrigins else {
            return
          }
          end.origins[record, default: []].append(origin)
        }
        guard isComplete else { return nil }
      }
    }
    end.edge = next
    return end
  }

  private func isStep(_ relationship: Relationship) -> Bool {
    guard schema[relationship.target].identity != .none else { return false }
    if let junction = relationship.junction { return hidden.contains(junction.entity) }
    return !hidden.contains(relationship.source) && !hidden.contains(relationship.target)
  }

  // MARK: Chains

  /// Every way from the start to a meeting place and on to the target; of those that differ in their relationships one
  /// each is shown before two that differ in records only.
  private mutating func join(_ meeting: [Record]) {
    var found: [[Hop]] = []
    for place in meeting where found.count < Self.mostCounted {
      for first in ways(from: place, 0) {
        for second in ways(from: place, 1) where found.count < Self.mostCounted {
          // Going back to the start finds the last hop first, going on to the target the next one.
          var hops: [Hop] = []
          var record = place
          for origin in first {
            hops.append(Hop(relationship: origin.relationship, record: record))
            record = origin.record
          }
          hops.reverse()
          found.append(hops + second.map { Hop(relationship: $0.relationship, record: $0.record) })
        }
      }
    }
    others = found.count >= Self.mostCounted ? nil : max(0, found.count - limits.chains)
    var uses: [[RelationshipID]: Int] = [:]
    let ranked = found.enumerated().map { index, hops in
      let use = uses[hops.map(\.relationship), default: 0]
      uses[hops.map(\.relationship)] = use + 1
      return (use: use, index: index, hops: hops)
    }
    chains = ranked.sorted { ($0.use, $0.index) < ($1.use, $1.index) }.prefix(limits.chains).map(\.hops)
  }

  /// The ways back from a record to where an end began.
  private func ways(from record: Record, _ index: Int) -> [[End.Origin]] {
    guard ends[index].places[record] != 0 else { return [[]] }
    var ways: [[End.Origin]] = []
    for origin in ends[index].origins[record] ?? [] {
      for rest in self.ways(from: origin.record, index) where ways.count < Self.mostCounted {
        ways.append([origin] + rest)
      }
      if ways.count >= Self.mostCounted { break }
    }
    return ways
  }
}
