package import SQL

/// A whole path as one SELECT of its last column only: no records, no identity map, rows that stream.
///
/// The rows and their order are those of every other strategy: a record that is reached in several ways stands
/// where it was first seen.
package struct FlatStatement {
  package enum Root: Hashable, Sendable {
    case all(EntityID, [Refinement])
    case key(EntityID, Key, [Refinement] = [])
    /// Records that the session holds, by identity. Their order is not kept: for counting only.
    case records(EntityID, EntityExpression.KeyList)
    /// What a to-many hop leads to from so many parents, told by their keys when the statement is run; with several
    /// parents, each has a row of its own that begins with its key. From all there are without a number. `kinds` says
    /// what one key is made of, where that decides how it compares. For aggregates only.
    case targets(LoadedHop, keys: Int?, kinds: [KeyKind] = [])
    /// Records that the session holds as members of several sets: so many numbers of sets, each with the key of a member,
    /// are given when the statement is run. Each set that has members has a row of its own that begins with its number.
    /// For aggregates only.
    case sets(EntityID, members: Int)
    /// Records that the session holds, in the order of their keys here, and then narrowed.
    case held(EntityID, [Key], [Refinement])
  }

  /// One hop of the path.
  package enum Hop: Hashable, Sendable {
    case once(LoadedHop)
    /// `.reports+` and `.reports*`.
    case closure(LoadedHop, includesStart: Bool)
  }

  package enum Output: Sendable {
    /// All attributes of the last entity.
    case records
    case attribute(Int)
    /// How far each record of a closure is.
    case depth(isDistinct: Bool)
    /// Each value of the attribute once.
    case distinct(Int)
    /// One value for all records; the argument is a condition for `count`, `any` and `all`.
    case aggregate(AggregateFunction, EntityExpression?)
    /// One value for the rows that another output would give, with their slice.
    indirect case aggregateOfValues(AggregateFunction, Output)
    case groups(Grouping)
    /// Fields of each record, what is nested as JSON text.
    case shape(FlatShape)
  }

  package let query: Query

  /// - Parameter slice: positions of the values as a whole, after `distinct`.
  package init(
    root: Root, hops: [Hop], output: Output, slice: Slice? = nil, schema: Schema, dialect: Dialect
  ) {
    var chain = FlatChain(
      root: root, hops: hops, isOrdered: slice != nil || output.isOrdered || hops.countPositions(in: schema),
      schema: schema)
    query = dialect.query(chain.select(output, slice: slice))
  }
}

extension FlatStatement.Root {
  /// Whether it may be few records of many, in words that can be said twice.
  var isNarrowed: Bool {
    switch self {
    case .all(_, let refinements): refinements.narrow
    case .key: true
    case .held(_, let keys, _): keys.count == 1
    case .records, .targets, .sets: false
    }
  }
}

extension FlatStatement.Output {
  /// Whether the order of the records can be told from what it gives.
  var isOrdered: Bool {
    switch self {
    case .records, .attribute, .depth, .distinct, .shape: true
    case .aggregate, .groups: false
    case .aggregateOfValues(_, .depth): true
    case .aggregateOfValues: false
    }
  }
}

extension [FlatStatement.Hop] {
  /// Whether what narrows a hop counts positions in everything that was reached.
  package func countPositions(in schema: Schema) -> Bool {
    contains { hop in
      switch hop {
      case .once(let hop): !schema[hop.relationship].isToMany && hop.refinements.contains(where: \.isSlice)
      case .closure(let hop, _): hop.refinements.contains(where: \.isSlice)
      }
    }
  }
}

extension Relationship {
  /// Whether a join over it has each target once.
  ///
  /// - Parameters:
  ///   - isSet: whether each source is there once.
  ///   - isSingle: whether there is no more than one source.
  func leadsToEachOnce(fromEachOnce isSet: Bool, fromOne isSingle: Bool) -> Bool {
    switch kind {
    case .oneToOne, .oneToOneReverse: isSet
    // Sources that share a key, because nothing makes it unique, share what refers to it.
    case .oneToMany: isSet && (isSingle || hasUniqueParent)
    case .manyToOne: isSingle
    case .manyToMany: isSingle && junction?.isBag == false
    }
  }
}
