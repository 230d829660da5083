import Language
package import ORM
import SQL

/// The candidates of each kind, with what each of them is.
struct CompletionCandidates {
  let schema: Schema
  let scope: Scope

  typealias Candidate = Completion.Candidate

  // MARK: Names

  var roots: [Candidate] {
    variables
      + schema.entities.map { entity in
        Candidate(text: SyntaxPrinter.name(entity.name), note: entity.kindName)
      }
  }

  var variables: [Candidate] {
    scope.variables.keys.sorted().map { Candidate(text: $0, note: "variable") }
  }

  func members(of id: EntityID) -> [Candidate] {
    relationships(of: id)
      + schema[id].attributes.map {
        Candidate(text: SyntaxPrinter.name($0.name), note: $0.type.lowercased())
      }
  }

  /// The same where the words of conditions mean something else.
  func operands(of id: EntityID) -> [Candidate] {
    relationships(of: id)
      + schema[id].attributes.map {
        Candidate(text: SyntaxPrinter.operand($0.name), note: $0.type.lowercased())
      }
  }

  func relationships(of id: EntityID) -> [Candidate] {
    schema[id].relationships.map { schema[$0] }.map { relationship in
      Candidate(
        text: SyntaxPrinter.name(relationship.name),
        note:
          "\(relationship.origin == .inferred ? "~" : "")\(relationship.arrow) \(schema[relationship.target].name)"
      )
    }
  }

  /// `reports+` and `reports*`, where a relationship leads to its own entity.
  func closures(of id: EntityID) -> [Candidate] {
    schema[id].relationships.map { schema[$0] }.filter { $0.target == id }.flatMap { relationship in
      let name = SyntaxPrinter.name(relationship.name)
      return [
        Candidate(text: name + "+", note: "again and again"),
        Candidate(text: name + "*", note: "the start and again and again"),
      ]
    }
  }

  var depth: Candidate { Candidate(text: "depth", note: "how many hops away") }

  /// By what groups are narrowed and ordered.
  func columns(_ keys: [String]) -> [Candidate] {
    keys.map { Candidate(text: $0, note: "key") }
      + functions(AggregateFunction.allCases, note: "of each group")
  }

  // MARK: Verbs and functions

  var verbs: [Candidate] { Verb.allCases.map(candidate) }

  var valueVerbs: [Candidate] {
    Verb.allCases.compactMap { verb in
      switch verb {
      case .take, .skip: return candidate(verb)
      case .first, .last, .distinct, .count, .sum, .avg, .min, .max:
        return Candidate(text: verb.rawValue + "()", note: verb.summary)
      case .sort, .any, .all, .group, .with: return nil
      }
    }
  }

  var groupVerbs: [Candidate] {
    Verb.allCases.compactMap { verb in
      switch verb {
      case .sort, .take, .skip, .first, .last, .count: candidate(verb)
      case .distinct, .sum, .avg, .min, .max, .any, .all, .group, .with: nil
      }
    }
  }

  /// What is asked of a to-many hop within a condition.
  var aggregates: [Candidate] { functions(AggregateFunction.allCases, note: "over all of them") }

  var textVerbs: [Candidate] {
    TextVerb.allCases.map { Candidate(text: $0.rawValue + "(", note: $0.usage) }
  }

  var functions: [Candidate] {
    let groups = scope.session?.executor.connection.dialect.functions ?? []
    return ScalarFunction.available(in: groups).map { Candidate(text: $0.name + "(", note: $0.summary) }
  }

  // MARK: Operators

  var comparisons: [Candidate] {
    [
      Candidate(text: "=", note: "equal"), Candidate(text: "!=", note: "not equal"),
      Candidate(text: "<", note: "less"), Candidate(text: "<=", note: "at most"),
      Candidate(text: ">", note: "greater"), Candidate(text: ">=", note: "at least"),
      Candidate(text: "in (", note: "one of"), Candidate(text: "between", note: "from … and …"),
      Candidate(text: "like", note: "% for anything, _ for one character"),
      Candidate(text: "is null", note: "missing"), Candidate(text: "is not null", note: "there"),
    ]
  }

  var conjunctions: [Candidate] {
    [Candidate(text: "and", note: "both hold"), Candidate(text: "or", note: "one holds")]
  }

  var nullTests: [Candidate] {
    [Candidate(text: "null", note: "missing"), Candidate(text: "not null", note: "there")]
  }

  var openingOfList: Candidate { Candidate(text: "(", note: "a list of values") }

  /// What may stand after `!`: `flat` loads no records, so one hop alone cannot be flat.
  var strategies: [Candidate] {
    LoadingStrategy.allCases.filter { $0 != .flat }.map { Candidate(text: $0.rawValue, note: $0.summary) }
  }

  private func functions(_ functions: [AggregateFunction], note: String) -> [Candidate] {
    functions.map { function in
      switch function {
      case .count, .any: Candidate(text: function.rawValue + "()", note: note)
      case .sum, .avg, .min, .max, .all: Candidate(text: function.rawValue + "(", note: note)
      }
    }
  }

  private func candidate(_ verb: Verb) -> Candidate {
    Candidate(text: verb.rawValue + (verb.takesNothing ? "()" : "("), note: verb.summary)
  }
}

extension Entity {
  /// What it is, for a list: `table`, `junction`, `view`.
  package var kindName: String {
    switch kind {
    case .table: isJunction ? "junction" : "table"
    case .view: "view"
    case .virtual: "virtual table"
    }
  }
}
