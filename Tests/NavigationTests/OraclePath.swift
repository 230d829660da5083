import ORM
import SQL

/// A path as the oracle reads it: which hops, and what narrows them, apart from how it is typed.
struct OraclePath {
  struct Step {
    var relationship: Relationship
    var refinements: [OracleRefinement] = []
    /// The strategy of an eager mark.
    var mark: LoadingStrategy?
  }

  var root: EntityID
  var key: [Value]?
  var refinements: [OracleRefinement] = []
  var steps: [Step] = []
  var attribute: Int?
  var isDistinct = false
  /// Positions of the values as a whole.
  var slice: OracleSlice?
  var counts = false
  /// As it is typed.
  var text = ""
}

enum OracleRefinement: Hashable {
  case filter(OracleCondition)
  case sort([OracleSortKey])
  case slice(OracleSlice)
}

struct OracleSlice: Hashable {
  var lower: Int?
  var upper: Int?
}

struct OracleSortKey: Hashable {
  var operand: OracleOperand
  var isDescending: Bool
}

/// An attribute of a record, or of the record at the end of to-one hops by its foreign keys.
struct OracleOperand: Hashable {
  var path: [RelationshipID] = []
  var attribute: Int
}

enum OracleSymbol: String, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// - Parameter order: of the left side and the right one.
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

indirect enum OracleCondition: Hashable {
  case compare(OracleOperand, OracleSymbol, Value)
  case between(OracleOperand, Value, Value)
  case within(OracleOperand, [Value])
  case isNull(OracleOperand)
  /// `publisher is null`: the foreign key is NULL; `profile is null`: no row refers to this one.
  case isMissing(RelationshipID)
  /// Whether the text begins with a part, or has it anywhere.
  case like(OracleOperand, String, isStart: Bool)
  case not(OracleCondition)
  case and(OracleCondition, OracleCondition)
  case or(OracleCondition, OracleCondition)
  case any(RelationshipID, OracleCondition?)
  case count(RelationshipID, OracleCondition?, OracleSymbol, Int)
}
