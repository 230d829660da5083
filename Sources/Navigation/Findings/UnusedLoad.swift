package import Language
package import ORM
import SQL

/// Relationships that `with` loaded ahead and that nothing on the line has read.
///
/// What ends in records is never unused: the next line may go on from them.
package struct UnusedLoad: Hashable, Sendable {
  /// As in `author.books`.
  package var relationships: [String]
  /// How many rows came for them.
  package var rows: Int
  /// The same path without them.
  package var instead: PathSyntax

  package static func find(in path: BoundPath, session: Session, schema: Schema) -> UnusedLoad? {
    var found = UnusedLoad(relationships: [], rows: 0, instead: path.syntax)
    for step in path.unused {
      let own = session.executor.log.groups.reduce(0) { $1.cause.mark == step.mark ? $0 + $1.rows : $0 }
      // A join brought them in the statement of another piece.
      let rows = own > 0 ? own : step.strategy == .joined ? session.joined(step) : 0
      // What the session held already cost nothing, and what it holds now may have spared a later hop its statement.
      guard rows > 0, !session.hasFound(step.relationship.target, after: step.mark) else { continue }
      found.relationships.append("\(schema[step.relationship.source].name).\(step.relationship.name)")
      found.rows += rows
      found.instead.hops.removeFromWith(at: step.range)
    }
    return found.relationships.isEmpty ? nil : found
  }
}

extension Session {
  /// Whether a hop behind a mark has found records of an entity in the session.
  fileprivate func hasFound(_ entity: EntityID, after mark: Int) -> Bool {
    events.contains { $0.mark > mark && $0.hits > 0 && schema[$0.relationship].target == entity }
  }

  /// How many links a join has brought for a hop.
  fileprivate func joined(_ step: BoundStep) -> Int {
    joins.flatMap(\.levels).reduce(0) { links, level in
      level.hop?.hop.relationship == step.relationship.id ? links + level.links : links
    }
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
  /// Takes a name away from the argument of `with` in which it stands, and what follows it there; `with` itself when
  /// nothing is left in it.
  fileprivate mutating func removeFromWith(at range: SourceRange) {
    for index in indices {
      guard case .verb(let name, let arguments) = self[index].kind,
        arguments.contains(where: { $0.expression.names(at: range) })
      else { continue }
      var kept: [Argument] = []
      for argument in arguments {
        let left = argument.without(nameAt: range)
        guard let left, !kept.contains(where: { $0.loads(asMuchAs: left) }) else { continue }
        kept.append(left)
      }
      if kept.isEmpty {
        remove(at: index)
      } else {
        self[index].kind = .verb(name, kept)
      }
      return
    }
  }
}

extension Argument {
  /// The hops before a name, or all of them where it does not stand; nil when there are none.
  fileprivate func without(nameAt range: SourceRange) -> Argument? {
    guard case .path(let hops) = expression.kind, expression.names(at: range) else { return self }
    let before = hops.prefix { hop in
      if case .member(let name, _) = hop.kind { name.range != range } else { true }
    }
    guard !before.isEmpty else { return nil }
    var argument = self
    argument.expression.kind = .path(Array(before))
    return argument
  }

  private var names: [String]? {
    guard case .path(let hops) = expression.kind else { return nil }
    return hops.compactMap { hop in
      if case .member(let name, _) = hop.kind { name.text } else { nil }
    }
  }

  fileprivate func loads(asMuchAs other: Argument) -> Bool {
    guard let names, let others = other.names, label?.text == other.label?.text else { return false }
    return names.starts(with: others)
  }
}
