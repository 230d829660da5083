import SQL

/// Columns of a table by which rows are looked up.
package struct LookedUp: Hashable, Sendable {
  package var entity: EntityID
  package var columns: [Int]

  package init(_ entity: EntityID, _ columns: [Int]) {
    self.entity = entity
    self.columns = columns
  }
}

extension Schema {
  /// Where following a relationship has to look rows up without an index to do it by.
  ///
  /// It is empty for keys that an index could not serve, because the two sides compare in different ways.
  package func lookupsWithoutIndex(_ relationship: Relationship) -> [LookedUp] {
    guard comparesPlainly(relationship.id) else { return [] }
    var lookups = [LookedUp(relationship.target, relationship.pairs.map(\.to))]
    if let junction = relationship.junction {
      lookups = [
        LookedUp(junction.entity, junction.sourcePairs.map(\.to)),
        LookedUp(relationship.target, junction.targetPairs.map(\.to)),
      ]
    }
    return lookups.filter { !isIndexed($0) && self[$0.entity].kind == .table }
  }

  /// Whether an index or a key begins with one of the columns that are looked up.
  package func isIndexed(_ lookup: LookedUp) -> Bool {
    let entity = self[lookup.entity]
    let hidden = lookup.columns.contains { $0 >= entity.attributes.count }
    return hidden || entity.indexes.contains { $0.first.map(lookup.columns.contains) ?? false }
      || entity.uniqueKeys.contains { $0.columns.first.map(lookup.columns.contains) ?? false }
  }
}

extension EntityExpression {
  /// Relationships that the database follows to work it out.
  package var relationships: Set<RelationshipID> {
    var found: Set<RelationshipID> = []
    collect(&found)
    return found
  }

  private func collect(_ found: inout Set<RelationshipID>) {
    switch self {
    case .value, .hiddenIdentity: break
    case .attribute(let hops, _): found.formUnion(hops)
    case .outer(_, let inner), .not(let inner), .negated(let inner), .isNull(let inner, _),
      .cast(let inner, _):
      inner.collect(&found)
    case .binary(let left, _, let right), .matches(let left, _, let right, _):
      left.collect(&found)
      right.collect(&found)
    case .between(let operand, let low, let high, _):
      for part in [operand, low, high] { part.collect(&found) }
    case .within(let operand, let members, _):
      for part in [operand] + members { part.collect(&found) }
    case .call(_, let arguments), .isOneOf(let arguments, _, _):
      for argument in arguments { argument.collect(&found) }
    case .aggregate(_, let hops, let argument):
      for hop in hops {
        found.insert(hop.relationship)
        hop.condition?.collect(&found)
      }
      argument?.collect(&found)
    }
  }

  /// Attributes of the record itself that must equal a value for it to hold.
  package var attributesThatMustEqual: [Int] {
    guard case .binary(let left, let symbol, let right) = self else { return [] }
    if symbol == .and { return left.attributesThatMustEqual + right.attributesThatMustEqual }
    guard symbol == .equal else { return [] }
    if case (.attribute(let hops, let index), .value) = (left, right), hops.isEmpty { return [index] }
    if case (.value, .attribute(let hops, let index)) = (left, right), hops.isEmpty { return [index] }
    return []
  }
}

extension Refinement {
  package var expressions: [EntityExpression] {
    switch self {
    case .filter(let condition): [condition]
    case .sort(let keys): keys.map(\.expression)
    case .slice: []
    }
  }
}
