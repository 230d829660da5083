import ORM
import SQL

/// Which records a path may have reached, as far as that narrows the keys to choose from.
enum KeyExtent {
  case unknown
  /// Those whose keys stand in some rows.
  case keys(KeySource)
  /// One, of which these attributes are known.
  case one([Int: Value])
}

/// Rows that hold the keys of records: those of the records themselves, or of the junction that links them.
struct KeySource {
  var entity: EntityID
  /// The attributes that hold a key, in its order.
  var columns: [Int]
  /// The attributes that tell which rows these are, and what they hold.
  var given: [Int] = []
  var values: [Value] = []
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
      given: source.given + source.columns.prefix(values.count), values: source.values + values)
  }
}

extension CompletionLevel {
  /// The record whose key stands in these brackets, once they are closed.
  func recordChosen(of entity: Entity) -> KeyExtent {
    guard let key, let keyPart, comparison == nil, key.values.count + 1 == entity.primaryKey.count else {
      return .unknown
    }
    return .one(Dictionary(zip(entity.primaryKey, key.values + [keyPart])) { first, _ in first })
  }
}

extension Schema {
  func allKeys(of id: EntityID) -> KeyExtent {
    .keys(KeySource(entity: id, columns: self[id].primaryKey))
  }

  /// What a hop leads to from there.
  func extent(behind id: RelationshipID, from extent: KeyExtent) -> KeyExtent {
    guard case .one(let record) = extent else { return .unknown }
    let relationship = self[id]
    let key = self[relationship.target].primaryKey
    let pairs = relationship.junction?.sourcePairs ?? relationship.pairs
    let values = pairs.compactMap { record[$0.from] }
    guard relationship.isToMany, values.count == pairs.count else { return .unknown }
    var source = KeySource(
      entity: relationship.target, columns: key, given: pairs.map(\.to), values: values)
    if let junction = relationship.junction {
      source.entity = junction.entity
      source.columns = key.compactMap { column in junction.targetPairs.first { $0.to == column }?.from }
    }
    return source.columns.count == key.count ? .keys(source) : .unknown
  }
}
