package import Language
package import ORM

/// A join that fetched far more than statements of their own for its hops would: found by counting what its rows
/// brought anew, and told only where it really happened (reference 2.3 and 4).
package struct WideJoin: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Collections beside each other, each row of one repeated for each of the other: rows, and rows apart.
    case multiplied(rows: Int, apart: Int)
    /// Parents that come again with each of their rows: cells, and cells apart.
    case repeated(cells: Int, apart: Int)
  }

  /// Cells that came again, below which nobody notices: about a millisecond.
  static let noticeableCells = 10_000

  package var kind: Kind
  /// The hops, by name.
  package var relationships: [String]
  /// The same path without the join.
  package var instead: PathSyntax

  /// - Parameter strategy: what hops without a mark are loaded by.
  package static func find(
    in path: BoundPath, session: Session, strategy: LoadingStrategy
  ) -> [WideJoin] {
    session.joins.compactMap { find($0, in: path, session.schema, strategy) }
  }

  private static func find(
    _ facts: JoinFacts, in path: BoundPath, _ schema: Schema, _ strategy: LoadingStrategy
  ) -> WideJoin? {
    let siblings = facts.siblings(in: schema)
    let kind: Kind
    let hops: [RelationshipID]
    if !siblings.isEmpty, facts.rows > facts.rowsApart(in: schema) {
      kind = .multiplied(rows: facts.rows, apart: facts.rowsApart(in: schema))
      hops = siblings
    } else if facts.cells > 2 * facts.cellsApart, facts.cells - facts.cellsApart >= noticeableCells {
      // More than half of what came had come before.
      kind = .repeated(cells: facts.cells, apart: facts.cellsApart)
      hops = facts.levels.compactMap { $0.hop?.hop.relationship }
    } else {
      return nil
    }
    var syntax = path.syntax
    var names: [String] = []
    for step in path.allSteps where hops.contains(step.relationship.id) {
      guard (step.strategy ?? strategy) == .joined, syntax.hops.loadEagerly(at: step.range) else { continue }
      if !names.contains(step.name) { names.append(step.name) }
    }
    guard !names.isEmpty else { return nil }
    return WideJoin(kind: kind, relationships: names, instead: syntax)
  }
}
