import Language
import ORM

/// A path written again with another mark on one of its hops: the line to type instead.
extension PathSyntax {
  /// Has a hop loaded by IN lists: by a mark behind its name, or without a strategy of its own inside `with`.
  ///
  /// - Returns: whether the hop stands in the path under a name that takes a mark.
  mutating func loadEagerly(_ step: BoundStep, in schema: Schema) -> Bool {
    var name: String?
    // A foreign-key column that is used as a hop takes no mark; the relationship that it stands for does.
    if case .attribute = schema.member(named: typedName(at: step.range), of: step.relationship.source) {
      name = step.relationship.name
    }
    return hops.loadEagerly(at: step.range, calling: name)
  }

  private func typedName(at range: SourceRange) -> String { hops.name(at: range) ?? "" }
}

extension [Hop] {
  fileprivate func name(at range: SourceRange) -> String? {
    for hop in self {
      switch hop.kind {
      case .member(let name, _), .closure(let name, _, _):
        if name.range == range { return name.text }
      case .shape(let fields):
        for field in fields {
          if let name = field.hops.name(at: range) { return name }
        }
      case .verb, .keys, .slice, .filter: break
      }
    }
    return nil
  }

  /// - Parameter newName: what to call the hop; nil to leave its name as it was typed.
  fileprivate mutating func loadEagerly(at range: SourceRange, calling newName: String?) -> Bool {
    let mark = EagerMark(strategy: nil, range: range)
    for index in indices {
      switch self[index].kind {
      case .member(let name, _) where name.range == range:
        self[index].kind = .member(newName.map { Name($0, range: range) } ?? name, eager: mark)
        return true
      case .closure(let name, let includesStart, _) where name.range == range:
        self[index].kind = .closure(name, includesStart: includesStart, eager: mark)
        return true
      case .shape(var fields):
        for field in fields.indices where fields[field].hops.loadEagerly(at: range, calling: newName) {
          self[index].kind = .shape(fields)
          return true
        }
      case .verb(let name, var arguments):
        for argument in arguments.indices where arguments[argument].expression.names(at: range) {
          arguments[argument].label = nil
          self[index].kind = .verb(name, arguments)
          return true
        }
      case .member, .closure, .keys, .slice, .filter: break
      }
    }
    return false
  }
}

extension Expression {
  /// Whether it is a path with a hop at this place, as the arguments of `with` are.
  func names(at range: SourceRange) -> Bool {
    guard case .path(let hops) = kind else { return false }
    return hops.contains { hop in
      if case .member(let name, _) = hop.kind { name.range == range } else { false }
    }
  }
}

extension BoundPath {
  /// All its hops, those that `with` loads ahead and those inside braces among them.
  var allSteps: [BoundStep] {
    var all = ahead.flatMap(\.allSteps)
    for step in steps { all += step.allSteps }
    if case .shape(let shape) = output { all += shape.fields.flatMap(\.path.allSteps) }
    return all
  }
}

extension BoundStep {
  fileprivate var allSteps: [BoundStep] { [self] + ahead.flatMap(\.allSteps) }
}
