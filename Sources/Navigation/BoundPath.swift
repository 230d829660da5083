package import Language
package import ORM
package import SQL

/// A path whose names have been looked up: for each piece the entity, the relationship and where it was typed.
///
/// Everything that says something about a path reads this tree: the evaluator, the one-statement form, the
/// findings, completion, the explanation.
package struct BoundPath: Sendable {
  package enum Root: Sendable {
    /// `author`
    case entity(EntityID)
    /// `author[3]`
    case key(EntityID, Key)
    /// A variable or the last result, by name.
    case held(Selection, name: String)
    /// A variable or the last result that holds values.
    case values([Value], name: String, Collation)
    /// The record that braces describe: where the path of a field begins.
    case record(EntityID)

    /// nil for values.
    var entity: EntityID? {
      switch self {
      case .entity(let id), .key(let id, _), .record(let id): id
      case .held(let selection, _): selection.entity
      case .values: nil
      }
    }
  }

  /// What of the records at the end is wanted.
  package enum Output: Sendable {
    case records
    case values(BoundAttribute)
    /// `.reports+.depth`: how far each record of a closure is.
    case depth(SourceRange)
    case shape(BoundShape)
    case groups(BoundGroups)

    /// Whether nothing more is loaded for it.
    var isLoaded: Bool {
      switch self {
      case .records, .values, .depth: true
      case .shape, .groups: false
      }
    }
  }

  package var root: Root
  package var rootRange: SourceRange
  /// What narrows the root.
  package var refinements: [Refinement] = []
  /// Relationships of the root that `with` loads ahead.
  package var ahead: [BoundStep] = []
  package var steps: [BoundStep] = []
  package var output: Output = .records
  /// Each value once.
  package var isDistinct = false
  /// Positions of the values as a whole.
  package var slice: Slice?
  /// What is asked of the result as a whole.
  package var aggregate: BoundAggregate?
  /// Whether it can be at most one record or one value.
  package var isSingle = false
  /// The characters that each mark stands for, from 0 for the root: causes of statements name them.
  package private(set) var marks: [SourceRange] = []
  /// The strategies that marks on its hops name.
  package private(set) var strategies: Set<LoadingStrategy> = []
  /// Words that mean a value here, though an attribute is called so too; each once.
  package internal(set) var valuesLikeAttributes: [ValueLikeAttribute] = []
  package let syntax: PathSyntax

  init(root: Root, rootRange: SourceRange, isSingle: Bool = false, syntax: PathSyntax) {
    self.root = root
    self.rootRange = rootRange
    self.isSingle = isSingle
    self.syntax = syntax
  }
}

/// `null`, `true` or `false` in a condition on an entity that has an attribute of that name.
package struct ValueLikeAttribute: Hashable, Sendable {
  package let entity: EntityID
  /// The attribute's own spelling.
  package let name: String
}

/// A relationship followed, and what narrows what it leads to.
package struct BoundStep: Sendable {
  /// `+` and `*`: the relationship followed again and again until nothing new is met.
  package enum Closure: Hashable, Sendable {
    case oneOrMore
    /// The start belongs to it.
    case zeroOrMore

    /// What is typed behind the relationship.
    package var sign: String {
      switch self {
      case .oneOrMore: "+"
      case .zeroOrMore: "*"
      }
    }
  }

  package var relationship: Relationship
  package var closure: Closure?
  package var refinements: [Refinement] = []
  /// The strategy of the eager mark, `.books!` or `.books!joined`.
  package var strategy: LoadingStrategy?
  /// Relationships of the targets that `with` loads ahead.
  package var ahead: [BoundStep] = []
  /// Where the relationship was typed, which also tells the hop for writing the path again with another mark.
  package var range: SourceRange
  /// Which of the path's marks stands for it; 0 is the root.
  package var mark = 0

  package var loaded: LoadedHop { LoadedHop(relationship.id, refinements) }

  /// The step inside one statement.
  var flat: FlatStatement.Hop {
    closure.map { .closure(loaded, includesStart: $0 == .zeroOrMore) } ?? .once(loaded)
  }

  /// Whether what narrows it counts for each record that it starts from; otherwise it leads to one set, which is
  /// narrowed as a whole.
  package var narrowsEach: Bool { relationship.isToMany && closure == nil }
}

package struct BoundAttribute: Hashable, Sendable {
  package var entity: EntityID
  package var index: Int
  package var range: SourceRange
}

/// One value for all records or values, `count()`, `avg(year)`.
package struct BoundAggregate: Hashable, Sendable {
  package var function: AggregateFunction
  /// What of each record goes in; a condition for `count`, `any` and `all`; nil for the records or values themselves.
  package var argument: EntityExpression?
  package var range: SourceRange
  package var mark = 0
}

/// What stands in braces: a name and a path for each field.
package struct BoundShape: Sendable {
  package var fields: [BoundField]
}

package struct BoundField: Sendable {
  package var name: String
  /// From the record that the braces describe.
  package var path: BoundPath
}

/// Records counted by what they have in common, `group(genre.name){count()}`.
package struct BoundGroups: Sendable {
  package var grouping: Grouping
  package var columns: [BoundGroupColumn]
  package var range: SourceRange
  package var mark = 0
}

package struct BoundGroupColumn: Hashable, Sendable {
  package var name: String
  /// As declared; empty for what was worked out.
  package var type: String
  package var isNumeric: Bool
  package var collation: Collation
}

extension BoundPath {
  /// Whether it starts from all records of an entity, in whichever order.
  var startsFromAll: Bool {
    guard case .entity = root else { return false }
    return refinements.allSatisfy { if case .sort = $0 { true } else { false } }
  }

  /// The entity that the steps end at; nil when the path starts from values.
  package func entity(in schema: Schema) -> EntityID? {
    steps.last?.relationship.target ?? root.entity
  }

  /// Whether a variable holds all that it leads to, once it has been walked.
  package var isHeld: Bool {
    guard case .held = root else { return false }
    return refinements.isEmpty && steps.allSatisfy { $0.refinements.isEmpty }
  }

  /// The attribute at the end.
  package var attribute: BoundAttribute? {
    if case .values(let attribute) = output { attribute } else { nil }
  }

  /// Numbers the pieces in the order in which they load: the root, what is loaded ahead, each step, the fields of a
  /// shape, and what is asked at the end.
  mutating func number() {
    var numbering = Numbering(marks: [rootRange])
    number(into: &numbering)
    marks = numbering.marks
    strategies = numbering.strategies
  }

  private mutating func number(into numbering: inout Numbering) {
    for index in ahead.indices { ahead[index].number(into: &numbering) }
    for index in steps.indices { steps[index].number(into: &numbering) }
    switch output {
    case .records, .values, .depth: break
    case .shape(var shape):
      for index in shape.fields.indices { shape.fields[index].path.number(into: &numbering) }
      output = .shape(shape)
    case .groups(var groups):
      groups.mark = numbering.next(groups.range)
      output = .groups(groups)
    }
    if let range = aggregate?.range { aggregate?.mark = numbering.next(range) }
  }
}

/// The marks given so far.
private struct Numbering {
  var marks: [SourceRange]
  var strategies: Set<LoadingStrategy> = []

  mutating func next(_ range: SourceRange) -> Int {
    marks.append(range)
    return marks.count - 1
  }
}

extension BoundStep {
  fileprivate mutating func number(into numbering: inout Numbering) {
    mark = numbering.next(range)
    if let strategy { numbering.strategies.insert(strategy) }
    for index in ahead.indices { ahead[index].number(into: &numbering) }
  }
}

/// What a name may stand for besides an entity.
package enum Held: Sendable {
  case records(Selection, isSingle: Bool)
  /// Values, and how the column that they come from compares them.
  case values([Value], Collation)

  package var selection: Selection? {
    if case .records(let selection, _) = self { selection } else { nil }
  }
}

/// The variables of a conversation and its last result.
package struct Scope {
  package var variables: [String: Held] = [:]
  package var last: Held?
  /// What holds the records; without it conditions know no variables, and no functions that an engine may lack.
  package var session: Session?

  package init() {}
}
