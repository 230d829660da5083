import Language
package import ORM
import SQL

/// One statement for some records, then one more for each of them: found by counting the statements that were
/// really sent, never by guessing (reference 4).
package struct NPlusOne: Hashable, Sendable {
  /// What was loaded first, `author` or `author.books`.
  package var owner: String
  /// As in `books`.
  package var relationship: String
  /// How many records the hop started from.
  package var cohort: Int
  /// Statements before it, for the records it started from.
  package var statementsBefore: Int
  /// How many statements it sent, one for each of them that was not answered from the session.
  package var statements: Int
  /// All statements of the line.
  package var total: Int
  /// The same path, eagerly, and how many statements that takes.
  package var instead: String
  package var insteadStatements: Int
}

extension NPlusOne {
  /// The N+1 of a line, told once at the outermost hop; nil when there is none.
  ///
  /// One record is no cohort, records that the session holds cost nothing, and two statements for two records are
  /// an N+1 already: small, and true.
  package static func find(
    in path: BoundPath, session: Session, schema: Schema
  ) -> NPlusOne? {
    let guilty = session.events.filter { $0.strategy == .lazy && $0.cohort > 1 && $0.statements > 1 }
    guard let outermost = guilty.first else { return nil }
    let total = session.executor.log.statements
    var syntax = path.syntax
    var statements = total
    for event in guilty {
      guard event.mark > 0, event.mark <= path.steps.count else { continue }
      let step = path.steps[event.mark - 1]
      if syntax.hops.indices.contains(step.hop), case .member(let name, _) = syntax.hops[step.hop].kind {
        syntax.hops[step.hop].kind = .member(name, eager: EagerMark(strategy: nil, range: name.range))
      } else {
        // A foreign-key column used as a hop takes no mark.
        continue
      }
      statements -= event.statements
      statements += (event.statements + session.chunkSize - 1) / session.chunkSize
    }
    guard statements < total else { return nil }
    let relationship = schema[outermost.relationship]
    return NPlusOne(
      owner: path.name(upTo: outermost.mark - 1, in: schema), relationship: relationship.name,
      cohort: outermost.cohort,
      statementsBefore: session.executor.log.groups.reduce(0) {
        $0 + (($1.cause.mark ?? 0) < outermost.mark ? $1.count : 0)
      }, statements: outermost.statements, total: total,
      instead: SyntaxPrinter.text(of: syntax), insteadStatements: statements)
  }
}

extension BoundPath {
  /// The path up to a mark, in relationship names: `author`, `author.books`.
  func name(upTo mark: Int, in schema: Schema) -> String {
    let base =
      switch root {
      case .entity(let id), .key(let id, _): schema[id].name
      case .held(_, let name), .values(_, let name): name
      }
    return ([base] + steps.prefix(max(0, mark)).map(\.relationship.name)).joined(separator: ".")
  }
}
