package import Language
package import ORM
package import SQL

/// How the database runs each statement that a path sends.
package struct PathPlan {
  package struct Statement: Sendable {
    package var group: StatementGroup
    package var plan: QueryPlan
  }

  package var statements: [Statement] = []
  package var missingIndexes: [MissingIndex] = []

  /// Runs the path, because what a hop sends depends on what the hop before has found, and asks for the plan of each
  /// statement that differs.
  ///
  /// - Parameter held: where the records are that the path may start from; it runs from a copy of them.
  package init(of path: BoundPath, in held: Session, strategy: LoadingStrategy) throws(Diagnostic) {
    let (path, session) = try path.alone(in: held)
    let answer = try Evaluator(session: session, strategy: strategy).answer(path)
    do throws(DatabaseError) {
      // Rows are asked for to the last, so that all is counted.
      var rows = 0
      try answer.forEachNestedRow { _ throws(DatabaseError) in
        rows += 1
        if rows & 0x3FF == 0 { try session.executor.connection.checkInterrupt() }
        return true
      }
      var plans: [String: QueryPlan] = [:]
      for group in session.executor.log.groups {
        if plans[group.sql] == nil {
          plans[group.sql] = try session.executor.connection.plan(of: group.sql)
        }
        statements.append(Statement(group: group, plan: plans[group.sql] ?? QueryPlan([])))
      }
    } catch { throw Diagnostic(error, at: path.syntax.range) }
    missingIndexes = MissingIndex.find(in: path, session: session)
  }
}
