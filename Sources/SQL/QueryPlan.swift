/// How an engine means to run a statement, in words that hold for any engine.
package struct QueryPlan: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    /// How many subqueries enclose it.
    package var depth: Int
    package var kind: Kind

    package init(depth: Int = 0, _ kind: Kind) {
      self.depth = depth
      self.kind = kind
    }
  }

  package enum Kind: Hashable, Sendable {
    case read(Reading)
    /// Rows set aside, because no index gives them as they are wanted.
    case sort(Sorting)
    case subquery(Subquery)
    /// What these words have no name for, as the engine says it.
    case other(String)
  }

  /// One table, or the rows of a subquery, read once for each row of those read before it.
  package struct Reading: Hashable, Sendable {
    /// The table's own name, whatever the statement calls it; empty for a subquery without a name.
    package var table: String
    package var access: Access
    /// Whether it is read again and again: once for each row of a table before it or of a statement around it.
    package var isRepeated: Bool

    package init(table: String, access: Access, isRepeated: Bool = false) {
      self.table = table
      self.access = access
      self.isRepeated = isRepeated
    }
  }

  package enum Access: Hashable, Sendable {
    /// All rows, in the order of an index where one is named.
    case all(index: String?)
    /// Only those that the primary key leads to.
    case key([Term])
    /// Only those that an index leads to; a covering one holds all the columns that are needed.
    case index(String, [Term], isCovering: Bool)
    /// By an index that the engine makes for this one run.
    case automaticIndex([Term])
    /// In the way of its own that a virtual table has.
    case ownWay
  }

  /// What is looked for, `author_id =`.
  package struct Term: Hashable, Sendable {
    package var column: String
    /// Empty where the column may be anything.
    package var comparison: String

    package init(column: String, comparison: String) {
      self.column = column
      self.comparison = comparison
    }
  }

  package enum Sorting: Hashable, Sendable {
    case order
    /// Rows that an index gives in the order of the first terms already.
    case restOfOrder
    case grouping
    case distinct
    /// The rows of several SELECTs, each once.
    case union
  }

  package enum Subquery: Hashable, Sendable {
    /// Worked out once, and kept; the name is empty where it has none.
    case once(name: String)
    /// Worked out while its rows are read.
    case stream(name: String)
    /// Worked out again for each row of the statement around it.
    case forEachRow
    /// Each step that a recursion takes from what the step before has found.
    case recursion
  }

  package var steps: [Step]

  package init(_ steps: [Step]) { self.steps = steps }

  package var readings: [Reading] {
    steps.compactMap { step in
      if case .read(let reading) = step.kind { reading } else { nil }
    }
  }
}
