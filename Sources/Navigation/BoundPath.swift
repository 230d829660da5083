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
    case values([Value], name: String)
  }

  package var root: Root
  package var rootRange: SourceRange
  /// What narrows the root.
  package var refinements: [Refinement] = []
  package var steps: [BoundStep] = []
  /// The attribute at the end.
  package var attribute: BoundAttribute?
  /// What is asked of the result as a whole.
  package var ending: Ending = .all
  /// Positions of the values as a whole.
  package var slice: Slice?
  /// Whether it can be at most one record or one value.
  package var isSingle = false
  package let syntax: PathSyntax

  package enum Ending: Hashable, Sendable {
    case all
    /// Each value once.
    case distinct
    case count(SourceRange)
    case distinctCount(SourceRange)
  }
}

/// A relationship followed, and what narrows what it leads to.
package struct BoundStep: Sendable {
  package var relationship: Relationship
  package var refinements: [Refinement] = []
  /// The strategy of the eager mark, `.books!` or `.books!joined`.
  package var strategy: LoadingStrategy?
  package var range: SourceRange
  /// Which hop of the syntax it is, for writing the path again with another mark.
  package var hop: Int

  package var loaded: LoadedHop { LoadedHop(relationship.id, refinements) }
}

package struct BoundAttribute: Hashable, Sendable {
  package var entity: EntityID
  package var index: Int
  package var range: SourceRange
}

extension BoundPath {
  /// The entity that the steps end at; nil when the path starts from values.
  package func entity(in schema: Schema) -> EntityID? {
    if let last = steps.last { return last.relationship.target }
    switch root {
    case .entity(let id), .key(let id, _): return id
    case .held(let selection, _): return selection.entity
    case .values: return nil
    }
  }

  /// The characters that each mark stands for: the root, then each step.
  package var marks: [SourceRange] {
    var marks = [rootRange] + steps.map(\.range)
    switch ending {
    case .count(let range), .distinctCount(let range): marks.append(range)
    case .all, .distinct: break
    }
    return marks
  }
}

/// What a name may stand for besides an entity.
package enum Held: Sendable {
  case records(Selection, isSingle: Bool)
  case values([Value])

  package var selection: Selection? {
    if case .records(let selection, _) = self { selection } else { nil }
  }
}

/// The variables of a conversation and its last result.
package struct Scope: Sendable {
  package var variables: [String: Held] = [:]
  package var last: Held?

  package init() {}
}
