import Language
import ORM

/// A path written again with another mark on one of its hops: the line to type instead.
extension [Hop] {
  /// Has the hop that stands at this place, however deep in braces, loaded by one strategy: by a mark behind its name,
  /// or inside `with` by what stands behind the colon.
  ///
  /// - Parameter strategy: nil for IN lists, which need no name.
  /// - Returns: whether there is such a hop.
  mutating func loadEagerly(at range: SourceRange, by strategy: LoadingStrategy? = nil) -> Bool {
    let label = strategy.map { Name($0.rawValue, range: range) }
    let mark = EagerMark(strategy: label, range: range)
    for index in indices {
      switch self[index].kind {
      case .member(let name, _) where name.range == range:
        self[index].kind = .member(name, eager: mark)
        return true
      case .closure(let name, let includesStart, _) where name.range == range:
        self[index].kind = .closure(name, includesStart: includesStart, eager: mark)
        return true
      case .shape(var fields):
        for field in fields.indices where fields[field].hops.loadEagerly(at: range, by: strategy) {
          self[index].kind = .shape(fields)
          return true
        }
      case .verb(let name, var arguments):
        for argument in arguments.indices where arguments[argument].expression.names(at: range) {
          arguments[argument].label = label
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
