import ORM
import SQL

/// Which records a path may have reached, as far as that narrows the keys and values to choose from.
enum KeyExtent {
  case unknown
  /// Those whose keys stand in some rows.
  case keys(KeySource)
  /// A few, of each of which these attributes are known.
  case known([[Int: Value]])

  /// As many records as are looked at one by one.
  static let mostKnown = 100
}

/// Rows that hold the keys of records: those of the records themselves, or others that refer to them.
struct KeySource {
  var entity: EntityID
  /// The attributes that hold a key, in its order.
  var columns: [Int]
  /// The attributes that tell which rows these are, and what each of them may hold.
  var given: [Int] = []
  var values: [[Value]] = []
  /// The rows by which these are reached, where more than one hop leads to many.
  var links: [ValueQueries.Link] = []

  /// Whether these are not simply all rows.
  var isNarrowed: Bool { !given.isEmpty || !links.isEmpty }

  /// The same as a step on the way to other rows, which a key of several values is not.
  func steps(from key: Int) -> [ValueQueries.Link]? {
    guard columns.count == 1 else { return nil }
    return [
      ValueQueries.Link(key: key, entity: entity, column: columns[0], given: given, values: values)
    ] + links
  }
}

/// A key in brackets that is being typed.
struct OpenKey {
  var source: KeySource
  var values: [Value] = []

  /// What the next value of the key is one of; nil where it has all of them.
  var next: ValueQueries.Subject? {
    guard values.count < source.columns.count else { return nil }
    return ValueQueries.Subject(
      source.entity, source.columns[values.count],
      given: source.given + source.columns.prefix(values.count),
      values: source.values + values.map { [$0] }, links: source.links)
  }
}

extension KeyExtent {
  /// The rows that hold their keys; nil where these are not known.
  ///
  /// - Parameter fewest: how many known records are worth telling apart.
  func keySource(of entity: EntityID, fewest: Int, in schema: Schema) -> KeySource? {
    switch self {
    case .unknown: return nil
    case .keys(let source): return source
    case .known(let records):
      guard records.count >= fewest, schema[entity].primaryKey.count == 1 else { return nil }
      let key = schema[entity].primaryKey[0]
      let keys = records.compactMap { $0[key] }
      guard keys.count == records.count else { return nil }
      return KeySource(entity: entity, columns: [key], given: [key], values: [keys])
    }
  }

  /// An attribute of these records, whose values are looked up.
  func subject(_ entity: EntityID, _ attribute: Int, in schema: Schema) -> ValueQueries.Subject {
    let all = ValueQueries.Subject(entity, attribute)
    guard let source = keySource(of: entity, fewest: 1, in: schema), source.isNarrowed else { return all }
    if source.entity == entity {
      return ValueQueries.Subject(
        entity, attribute, given: source.given, values: source.values, links: source.links)
    }
    guard let key = schema[entity].primaryKey.first, let steps = source.steps(from: key) else { return all }
    return ValueQueries.Subject(entity, attribute, links: steps)
  }

  /// The key by which these records are known in rows that refer to them.
  var referringKey: ValueQueries.Subject? {
    guard case .keys(let source) = self, source.isNarrowed, source.columns.count == 1 else { return nil }
    return ValueQueries.Subject(
      source.entity, source.columns[0], given: source.given, values: source.values, links: source.links)
  }
}

extension CompletionLevel {
  /// The record whose key stands in these brackets, once they are closed.
  func recordChosen(of entity: Entity) -> KeyExtent {
    guard let key, let keyPart, comparison == nil, key.values.count + 1 == entity.primaryKey.count else {
      return .unknown
    }
    return .known([Dictionary(zip(entity.primaryKey, key.values + [keyPart])) { first, _ in first }])
  }
}

extension Schema {
  func allKeys(of id: EntityID) -> KeyExtent {
    .keys(KeySource(entity: id, columns: self[id].primaryKey))
  }

  /// What a hop leads to from there.
  func extent(behind id: RelationshipID, from extent: KeyExtent) -> KeyExtent {
    let relationship = self[id]
    switch extent {
    case .unknown: return .unknown
    case .keys(let source):
      return relationship.kind.isForward
        ? referred(by: relationship, in: source) : many(behind: relationship, of: source)
    case .known(let records):
      return relationship.isToMany ? many(behind: relationship, records) : one(behind: relationship, records)
    }
  }

  /// A to-one hop leads to the records whose keys the rows hold, or the rows that these refer to.
  private func referred(by relationship: Relationship, in source: KeySource) -> KeyExtent {
    let key = self[relationship.target].primaryKey
    var referring = source
    if source.entity != relationship.source {
      let own = self[relationship.source].primaryKey
      guard source.isNarrowed, own.count == 1, let steps = source.steps(from: own[0]) else { return .unknown }
      referring = KeySource(entity: relationship.source, columns: [], links: steps)
    }
    referring.columns = key.compactMap { column in relationship.pairs.first { $0.to == column }?.from }
    return !key.isEmpty && referring.columns.count == key.count ? .keys(referring) : .unknown
  }

  /// Those of all of them together, which refer to their keys.
  private func many(behind relationship: Relationship, of source: KeySource) -> KeyExtent {
    let pairs = relationship.junction?.sourcePairs ?? relationship.pairs
    guard source.isNarrowed, pairs.count == 1, [pairs[0].from] == self[relationship.source].primaryKey,
      let steps = source.steps(from: pairs[0].to)
    else { return .unknown }
    return keys(behind: relationship) { $0.links = steps }
  }

  /// The rows that hold the keys of what a to-many hop leads to, narrowed further.
  private func keys(behind relationship: Relationship, _ narrow: (inout KeySource) -> Void) -> KeyExtent {
    let key = self[relationship.target].primaryKey
    var source = KeySource(entity: relationship.target, columns: key)
    if let junction = relationship.junction {
      source.entity = junction.entity
      source.columns = key.compactMap { column in junction.targetPairs.first { $0.to == column }?.from }
    }
    narrow(&source)
    return !key.isEmpty && source.columns.count == key.count ? .keys(source) : .unknown
  }

  private func one(behind relationship: Relationship, _ records: [[Int: Value]]) -> KeyExtent {
    guard relationship.kind.isForward, !records.isEmpty else { return .unknown }
    let targets = records.compactMap { record in
      let known = relationship.pairs.compactMap { pair in record[pair.from].map { (pair.to, $0) } }
      return known.count == relationship.pairs.count ? Dictionary(known) { first, _ in first } : nil
    }
    return targets.count == records.count ? .known(targets) : .unknown
  }

  private func many(behind relationship: Relationship, _ records: [[Int: Value]]) -> KeyExtent {
    let pairs = relationship.junction?.sourcePairs ?? relationship.pairs
    // Several keys of several values each are no longer one list of values for each column.
    guard !records.isEmpty, pairs.count == 1 || records.count == 1 else { return .unknown }
    let values = pairs.compactMap { pair in
      let known = records.compactMap { $0[pair.from] }
      return known.count == records.count ? known : nil
    }
    guard values.count == pairs.count else { return .unknown }
    return keys(behind: relationship) {
      $0.given = pairs.map(\.to)
      $0.values = values
    }
  }
}
