package import SQL

/// What can be said of one record of an entity: bound to the schema, not yet SQL.
package indirect enum EntityExpression: Hashable, Sendable {
  case value(Value)
  /// An attribute of the record, or of the record that to-one relationships lead to.
  case attribute([RelationshipID], Int)
  /// The hidden identity of the record, for tables without a key of their own.
  case hiddenIdentity
  /// Said of the record that so many hops enclose: within `books`, the author is one level out.
  case outer(Int, EntityExpression)
  case not(EntityExpression)
  case negated(EntityExpression)
  case binary(EntityExpression, Operator, EntityExpression)
  case isNull(EntityExpression, negated: Bool)
  case between(EntityExpression, EntityExpression, EntityExpression, negated: Bool)
  case within(EntityExpression, [EntityExpression], negated: Bool)
  case matches(EntityExpression, Match, EntityExpression, negated: Bool)
  /// A function of SQL, `lower(title)`.
  case call(String, [EntityExpression])
  case cast(EntityExpression, Conversion)
  /// What SQL works out over the targets of hops, each target once.
  ///
  /// The argument is a condition for `count`, `any` and `all`, a value for the others; it is said of the last
  /// hop's target.
  case aggregate(AggregateFunction, over: [PredicateHop], argument: EntityExpression?)
  /// Whether these attributes hold one of some keys.
  case isOneOf([EntityExpression], KeyList, negated: Bool)

  package enum Operator: String, Hashable, Sendable {
    case or = "OR"
    case and = "AND"
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case concatenate = "||"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
  }

  package enum Match: String, Hashable, Sendable {
    case like = "LIKE"
    case glob = "GLOB"
  }

  /// The types that SQL converts to.
  package enum Conversion: String, Hashable, Sendable {
    case integer = "INTEGER"
    case real = "REAL"
    case text = "TEXT"
  }

  package enum KeyList: Hashable, Sendable {
    case keys([Key])
    /// As JSON arrays, of arrays where a key has several columns.
    case arrays([Value])
  }
}

/// A hop inside a condition, and what narrows its targets.
package struct PredicateHop: Hashable, Sendable {
  package var relationship: RelationshipID
  /// Said of a target.
  package var condition: EntityExpression?

  package init(_ relationship: RelationshipID, _ condition: EntityExpression? = nil) {
    self.relationship = relationship
    self.condition = condition
  }
}

/// What narrows or orders the records of a root or a hop, in the order in which it was typed.
package enum Refinement: Hashable, Sendable {
  case filter(EntityExpression)
  case sort([SortKey])
  case slice(Slice)

  package var isSlice: Bool {
    if case .slice = self { true } else { false }
  }
}

package struct SortKey: Hashable, Sendable {
  package var expression: EntityExpression
  package var isDescending: Bool

  package init(_ expression: EntityExpression, descending: Bool = false) {
    self.expression = expression
    self.isDescending = descending
  }
}

/// Positions from 0, the end excluded, negatives from the end; nil is the end on that side.
package struct Slice: Hashable, Sendable {
  package var lower: Int?
  package var upper: Int?

  package init(lower: Int?, upper: Int?) {
    self.lower = lower
    self.upper = upper
  }

  /// Whether no position counts from the end.
  package var isFromStart: Bool { (lower ?? 0) >= 0 && (upper ?? 0) >= 0 }

  /// The positions of a list of this length.
  package func range(count: Int) -> Range<Int> {
    func position(_ index: Int) -> Int {
      index >= 0 ? min(index, count) : max(0, count &+ index)
    }
    let start = position(lower ?? 0)
    let end = upper.map(position) ?? count
    return start..<max(start, end)
  }
}
