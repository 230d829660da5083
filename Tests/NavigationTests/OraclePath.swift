import ORM
import SQL

/// A path as the oracle reads it: which hops, and what narrows them, apart from how it is typed.
struct OraclePath {
  struct Step {
    var relationship: Relationship
    var closure: OracleClosure?
    var refinements: [OracleRefinement] = []
    /// What `with` loads of the records reached here.
    var loads: [OracleLoad] = []
    /// The strategy of an eager mark.
    var mark: LoadingStrategy?
    var pick: OraclePick?

    /// Whether one record may lead to several.
    var isMany: Bool { closure != nil || relationship.isToMany }
    /// Whether refinements narrow the targets of each record, and not all of them together.
    var narrowsEach: Bool { closure == nil && relationship.isToMany }
    /// The hop before anything narrows it as a whole.
    var bare: Step { Step(relationship: relationship, closure: closure) }
  }

  indirect enum Ending {
    case records
    case values(OracleValues)
    /// Of the records, or of the values that the path would print.
    case number(OracleAggregate, of: OracleValues?)
    case group(OracleGroup)
    case shape([OracleField])
  }

  var root: EntityID
  var key: [Value]?
  /// The records of the variable that it starts from.
  var held: [Int]?
  /// The values of the variable that it starts from.
  var heldValues: [Value]?
  /// How the column compares them that they come from.
  var heldCollation = Collation.binary
  var refinements: [OracleRefinement] = []
  /// What `with` loads of the root.
  var loads: [OracleLoad] = []
  var steps: [Step] = []
  var ending = Ending.records
  /// As it is typed.
  var text = ""

  /// The entity of the records at the end.
  var entity: EntityID { steps.last?.relationship.target ?? root }
  /// Whether it starts from all records of an entity, in whichever order.
  var startsFromAll: Bool {
    held == nil && key == nil && heldValues == nil
      && refinements.allSatisfy { if case .sort = $0 { true } else { false } }
  }
  /// Whether one hop is marked eager.
  var hasMark: Bool { steps.contains { $0.mark != nil } }
  var hasClosure: Bool { steps.contains { $0.closure != nil } }
  var hasLoads: Bool { !loads.isEmpty || steps.contains { !$0.loads.isEmpty } }
}

/// What leaves one record at the most.
enum OraclePick {
  /// A key, whatever leads to it.
  case key
  /// `first()` or `last()`, of each parent or of all.
  case position
}

enum OracleClosure: String {
  case oneOrMore = "+"
  case zeroOrMore = "*"
}

/// One value for each record at the end of a path.
struct OracleValues {
  enum Column {
    case attribute(Int)
    /// The level at which a closure met the record.
    case depth
    /// A variable's own values.
    case held
  }

  var column: Column
  var isDistinct = false
  /// Positions of the values as a whole.
  var slice: OracleSlice?

  var isDepth: Bool {
    if case .depth = column { true } else { false }
  }
}

/// A relationship that `with` loads ahead, and what it loads from there.
struct OracleLoad {
  var relationship: Relationship
  var strategy = LoadingStrategy.selectin
  var loads: [OracleLoad] = []

  var step: OraclePath.Step { OraclePath.Step(relationship: relationship, mark: strategy) }
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
  var expression: OracleExpression
  var isDescending: Bool
}

/// What has one value for each record.
indirect enum OracleExpression: Hashable {
  case literal(Value)
  /// An attribute of the record, or of the one at the end of to-one hops by its foreign keys.
  case attribute([RelationshipID], Int)
  case arithmetic(OracleExpression, OracleArithmetic, OracleExpression)
  case aggregate(OracleAggregate, over: [OracleHop])
}

enum OracleArithmetic: String, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
}

/// A hop inside a condition, and what its targets must be.
struct OracleHop: Hashable {
  var relationship: RelationshipID
  var conditions: [OracleCondition] = []
}

/// One number of a set of records.
struct OracleAggregate: Hashable {
  enum Function: String, CaseIterable {
    case count, sum, avg, min, max, any, all
  }

  var function: Function
  /// For `count`, `any` and `all`.
  var condition: OracleCondition?
  /// For `sum`, `avg`, `min` and `max` over records.
  var argument: OracleExpression?
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
  case compare(OracleExpression, OracleSymbol, OracleExpression)
  case between(OracleExpression, Value, Value)
  case within(OracleExpression, [Value], isNegated: Bool)
  case isNull(OracleExpression)
  /// `publisher is null`: the foreign key is NULL; `profile is null`: no row refers to this one, nor does
  /// this one to any by a key that several may have.
  case isMissing(RelationshipID)
  /// Whether the text begins with a part, or has it anywhere.
  case like(OracleExpression, String, isStart: Bool)
  case not(OracleCondition)
  case and(OracleCondition, OracleCondition)
  case or(OracleCondition, OracleCondition)
  /// Whether hops lead to a record of which the condition holds.
  case any([OracleHop], OracleCondition?)
  /// Whether hops lead to no record of which the condition does not hold.
  case all([OracleHop], OracleCondition)
  /// `books.year < born`: an attribute of any target and a value of the record itself.
  case anyAgainst([OracleHop], OracleExpression, OracleSymbol, OracleExpression, isFlipped: Bool)
  /// `author = a`, `books.publisher in a`: whether a hop leads to a record that a variable holds.
  case isHeld([OracleHop], RelationshipID, Set<Int>, isNegated: Bool)
}

// MARK: Groups

struct OracleGroup {
  /// An expression, said of the record or of each record that hops lead to.
  struct Key: Hashable {
    var hops: [OracleHop] = []
    var expression: OracleExpression
  }

  enum Column: Hashable {
    case key(Int)
    case aggregate(OracleAggregate)
  }

  enum Refinement {
    case filter(OracleGroupCondition)
    /// By columns.
    case sort([(column: Int, isDescending: Bool)])
    case slice(OracleSlice)
  }

  var keys: [Key]
  var columns: [Column]
  /// What stands above each column.
  var names: [String]
  var refinements: [Refinement] = []
  var counts = false
}

/// What can be said of a group: columns by their places.
indirect enum OracleGroupCondition {
  case compare(Int, OracleSymbol, Value)
  case isNull(Int)
  case not(OracleGroupCondition)
  case and(OracleGroupCondition, OracleGroupCondition)
  case or(OracleGroupCondition, OracleGroupCondition)
}

// MARK: Shapes

/// A field of a shape: a path from the record that the shape describes.
struct OracleField {
  var name: String
  var steps: [OraclePath.Step] = []
  /// `.number` without values, `.values` without slice, `.records` or `.shape`.
  var ending: OraclePath.Ending

  /// Whether it is a list: whether it can lead to more than one record.
  var isMany: Bool {
    steps.reduce(false) { isMany, step in
      switch step.pick {
      case .key: false
      // Of the targets of each of several records one stays for each.
      case .position: step.narrowsEach && isMany
      case nil: isMany || step.isMany
      }
    }
  }
}
