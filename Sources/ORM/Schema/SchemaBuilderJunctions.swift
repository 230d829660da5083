import SQL

/// Two foreign keys of one table that together link two others, many to many (reference 1.3).
struct JunctionLink {
  var table: Int
  /// Indexes into the resolved keys.
  var first: Int
  var second: Int
  /// Whether the same pair may be linked more than once.
  var isBag: Bool
  var payload: [Int]
  /// Whether the table does nothing else.
  var isPure: Bool
}

/// Tells junctions from tables that merely have two foreign keys.
struct JunctionFinder {
  let tables: TableSet
  let resolver: KeyResolver

  func links() -> [JunctionLink] {
    let referenced = Set(resolver.keys.map(\.parent))
    return resolver.keysByChild.keys.sorted().flatMap { table in
      let keys = resolver.keysByChild[table] ?? []
      return keys.indices.flatMap { first in
        keys[(first + 1)...].compactMap {
          link(keys[first], $0, in: table, isReferenced: referenced.contains(table))
        }
      }
    }
  }

  private func link(_ first: Int, _ second: Int, in table: Int, isReferenced: Bool) -> JunctionLink? {
    let (left, right) = (resolver.keys[first], resolver.keys[second])
    guard !left.isOneToOne, !right.isOneToOne, left.hasUniqueParent, right.hasUniqueParent,
      left.parent != table, right.parent != table
    else { return nil }
    let catalog = tables.tables[table]
    let hasOnlyTwo = resolver.declaredCounts[table] == 2
    // Without a key over several columns only a table of just two foreign keys links.
    guard hasOnlyTwo || catalog.uniqueKeys.contains(where: { $0.columns.count > 1 }) else { return nil }
    let linking = Set(left.columns).union(right.columns)
    guard linking.count == left.columns.count + right.columns.count else { return nil }
    let key = Set(catalog.primaryKey)
    let hasSurrogate = catalog.primaryKey.count == 1 && key.isDisjoint(with: linking)
    let payload = catalog.columns.indices.filter { column in
      !linking.contains(column) && !(hasSurrogate && key.contains(column))
    }
    let hasPayload = payload.contains { catalog.columns[$0].generated == .no }
    let isPure =
      hasOnlyTwo && !hasPayload && (!hasSurrogate || (left.parent != right.parent && !isReferenced))
    let isCandidateKey = catalog.uniqueKeys.contains { Set($0.columns) == linking }
    let isInsideKey = hasOnlyTwo && linking.isSubset(of: key)
    guard isPure || isCandidateKey || isInsideKey else { return nil }

    func collation(_ column: Int) -> Collation? {
      for key in [left, right] {
        guard let pair = key.pairs.first(where: { $0.from == column }) else { continue }
        return tables.tables[key.parent].columns[pair.to].collation
      }
      return nil
    }
    return JunctionLink(
      table: table, first: first, second: second, isBag: !catalog.hasKey(comparing: collation),
      payload: payload,
      isPure: isPure)
  }
}
