package import Language
package import ORM
import SQL

/// One statement for some records, then one more for each of them: found by counting the statements that were
/// really sent, never by guessing (reference 4).
package struct NPlusOne: Hashable, Sendable {
  /// A hop that sent a statement for each record.
  package struct Hop: Hashable, Sendable {
    /// What it started from, `author` or `author.books`.
    package var owner: String
    /// As in `books`.
    package var relationship: String
    /// How many records it started from.
    package var cohort: Int
    /// How many statements it sent, one for each of them that was not answered from the session.
    package var statements: Int
  }

  /// The outermost first.
  package var hops: [Hop]
  /// Statements before it, for the records it started from.
  package var statementsBefore: Int
  /// Statements for the records that the whole path begins at; none where they were there.
  package var statementsForStart: Int
  /// All statements of the line.
  package var total: Int
  /// The same path, eagerly, and how many statements that takes.
  package var instead: PathSyntax
  package var insteadStatements: Int
}

extension NPlusOne {
  /// The N+1 of a line, told once with all the hops that are part of it; nil when there is none.
  ///
  /// One record is no cohort, records that the session holds cost nothing, and two statements for two records are
  /// an N+1 already: small, and true. One that no other strategy would mend is not told.
  package static func find(
    in path: BoundPath, session: Session, schema: Schema
  ) -> NPlusOne? {
    let guilty = session.events.filter(\.isNPlusOne)
    guard let outermost = guilty.first else { return nil }
    let total = session.executor.log.statements
    var syntax = path.syntax
    var statements = total
    var hops: [Hop] = []
    for event in guilty {
      guard let (step, owner) = path.place(of: event.mark, in: schema) else { continue }
      hops.append(
        Hop(owner: owner, relationship: step.name, cohort: event.cohort, statements: event.statements))
      if syntax.hops.loadEagerly(at: step.range) { statements += event.eagerStatements - event.statements }
    }
    guard statements < total, !hops.isEmpty else { return nil }
    return NPlusOne(
      hops: hops,
      statementsBefore: session.executor.log.groups.reduce(0) {
        $0 + (($1.cause.mark ?? 0) < outermost.mark ? $1.count : 0)
      },
      statementsForStart: session.executor.log.groups.reduce(0) { $0 + ($1.cause.mark == 0 ? $1.count : 0) },
      total: total, instead: syntax, insteadStatements: statements)
  }
}

extension LoadEvent {
  /// Whether it sent a statement for each of several records that fewer could have answered.
  package var isNPlusOne: Bool {
    strategy == .lazy && cohort > 1 && statements > 1 && eagerStatements < statements
  }
}

extension BoundStep {
  /// As it is typed, `books`, `reports+`.
  package var name: String { relationship.name + (closure?.sign ?? "") }
}

extension BoundPath {
  /// The step that a mark stands for, and the way to what it starts from, `author.books`.
  func place(of mark: Int, in schema: Schema) -> (step: BoundStep, owner: String)? {
    let start =
      switch root {
      case .entity(let id), .key(let id, _), .record(let id): schema[id].name
      case .held(_, let name), .values(_, let name, _): name
      }
    return place(of: mark, from: start)
  }

  private func place(of mark: Int, from start: String) -> (step: BoundStep, owner: String)? {
    if let found = ahead.place(of: mark, from: start) { return found }
    var owner = start
    for step in steps {
      if step.mark == mark { return (step, owner) }
      owner += "." + step.name
      if let found = step.ahead.place(of: mark, from: owner) { return found }
    }
    if case .shape(let shape) = output {
      for field in shape.fields {
        if let found = field.path.place(of: mark, from: owner) { return found }
      }
    }
    return nil
  }
}

extension [BoundStep] {
  fileprivate func place(of mark: Int, from owner: String) -> (step: BoundStep, owner: String)? {
    for step in self {
      if step.mark == mark { return (step, owner) }
      if let found = step.ahead.place(of: mark, from: owner + "." + step.name) { return found }
    }
    return nil
  }
}
