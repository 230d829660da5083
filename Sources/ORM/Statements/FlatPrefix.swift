import SQL

/// A path so far, to be asked for again inside the statement of its next hop.
package struct FlatPrefix: Hashable, Sendable {
  package var root: FlatStatement.Root
  package var hops: [FlatStatement.Hop]

  package init(root: FlatStatement.Root, hops: [FlatStatement.Hop] = []) {
    self.root = root
    self.hops = hops
  }

  /// The columns of its records that a relationship starts from, as a subselect, and what stands before the statement.
  func keys(of relationship: Relationship, in schema: Schema) -> (
    select: Select, commonTables: [Select.CommonTable]
  ) {
    let chain = FlatChain(
      root: root, hops: hops, isOrdered: hops.countPositions(in: schema), schema: schema)
    let attributes = schema[relationship.source].attributes
    let columns = (relationship.junction?.sourcePairs ?? relationship.pairs).map { attributes[$0.from].name }
    var select = chain.plain(columns.map { .column($0, of: chain.source.alias) })
    // Membership knows no order, unless a position is counted in it.
    if select.limit == nil { select.order = [] }
    return (select, chain.commonTables)
  }
}
