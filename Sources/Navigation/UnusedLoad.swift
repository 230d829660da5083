import Language
package import ORM
import SQL

/// A relationship that `with` loaded ahead and that nothing on the line has read.
///
/// What ends in records is never unused: the next line may go on from them.
package struct UnusedLoad: Hashable, Sendable {
  /// As in `author.books`.
  package var relationship: String
  /// How many rows came for it.
  package var rows: Int
  /// The same path without it.
  package var instead: String

  package static func find(in path: BoundPath, session: Session, schema: Schema) -> UnusedLoad? {
    for step in path.unused {
      let rows = session.executor.log.groups.reduce(0) { $1.cause.mark == step.mark ? $0 + $1.rows : $0 }
      // What the session held already cost nothing.
      guard rows > 0 else { continue }
      var syntax = path.syntax
      syntax.hops.removeFromWith(at: step.range)
      let owner = schema[step.relationship.source].name
      return UnusedLoad(
        relationship: "\(owner).\(step.relationship.name)", rows: rows,
        instead: SyntaxPrinter.text(of: syntax))
    }
    return nil
  }
}

extension BoundPath {
  /// The steps loaded ahead that neither a later step nor the end of the path reads.
  fileprivate var unused: [BoundStep] {
    var unused: [BoundStep] = []
    collect(ahead, followedBy: steps[...], &unused)
    for index in steps.indices {
      collect(steps[index].ahead, followedBy: steps[(index + 1)...], &unused)
    }
    return unused
  }

  private func collect(
    _ ahead: [BoundStep], followedBy rest: ArraySlice<BoundStep>, _ unused: inout [BoundStep]
  ) {
    for step in ahead {
      if let next = rest.first {
        if next.reads(step) {
          collect(step.ahead, followedBy: rest.dropFirst(), &unused)
        } else {
          unused.append(step)
        }
      } else if !endReads(step) {
        unused.append(step)
      }
    }
  }

  private func endReads(_ step: BoundStep) -> Bool {
    switch output {
    case .records: aggregate == nil
    case .shape(let shape): shape.fields.contains { $0.path.steps.first?.reads(step) == true }
    case .values, .depth, .groups: false
    }
  }
}

extension BoundStep {
  /// Whether this step finds what that one has loaded.
  fileprivate func reads(_ ahead: BoundStep) -> Bool {
    relationship.id == ahead.relationship.id && (refinements.isEmpty || !narrowsEach)
  }
}

extension [Hop] {
  /// Takes the argument away in which a name stands at this place, and `with` itself when no other is left.
  fileprivate mutating func removeFromWith(at range: SourceRange) {
    for index in indices {
      guard case .verb(let name, let arguments) = self[index].kind else { continue }
      let kept = arguments.filter { !$0.expression.names(at: range) }
      guard kept.count < arguments.count else { continue }
      if kept.isEmpty {
        remove(at: index)
      } else {
        self[index].kind = .verb(name, kept)
      }
      return
    }
  }
}

extension Expression {
  fileprivate func names(at range: SourceRange) -> Bool {
    guard case .path(let hops) = kind else { return false }
    return hops.contains { hop in
      if case .member(let name, _) = hop.kind { name.range == range } else { false }
    }
  }
}
