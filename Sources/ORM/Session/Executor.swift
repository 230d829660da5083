package import SQL

/// The one funnel: every statement of a session goes through here, and is logged with its cause.
package final class Executor {
  package let connection: any Connection
  package private(set) var log = StatementLog()
  /// Stops before the statement that would exceed it; nil for no limit.
  package var budget: Int?
  /// What each statement waits for before it is sent; nil for a database that is near.
  package var roundTrip: RoundTrip?
  /// Rows that the last statement changed.
  package private(set) var changes = RowChanges()
  /// Set by whoever walks the path: after this hop there is none.
  package var isAtLastHop = false
  /// How far the last hop has come, where it goes from record to record; nil elsewhere.
  package private(set) var countdown: Countdown?
  /// Statements made so far, by shape: the same hop of the next line need not be made again.
  private var loads: [LoadStatement.Shape: LoadStatement] = [:]

  package init(connection: any Connection) { self.connection = connection }

  /// Begins the log of a new line.
  package func startLine() {
    log = StatementLog()
    isAtLastHop = false
    countdown = nil
  }

  /// Notes how far a hop has come.
  package func count(_ done: Int, of total: Int) {
    if isAtLastHop { countdown = Countdown(done: done, total: total) }
  }

  /// Makes everything logged so far the business of one piece of the line, whichever asked for it.
  package func blame(_ mark: Int) { log.blame(mark) }

  func load(_ base: LoadStatement.Base, tail: [JoinedHop], schema: Schema) -> LoadStatement {
    let shape = LoadStatement.Shape(base: base, tail: tail)
    if let load = loads[shape] { return load }
    let load = LoadStatement(base, tail: tail, schema: schema, dialect: connection.dialect)
    if loads.count >= 256 { loads.removeAll(keepingCapacity: true) }
    loads[shape] = load
    return load
  }

  package func run(
    _ statement: any PreparedStatement, _ bindings: [Value], cause: Cause,
    _ receive: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) {
    let count = log.statements
    if let budget, count >= budget {
      throw DatabaseError(.budget, code: budget, message: "the budget of \(budget) queries is used up")
    }
    if let roundTrip, !roundTrip.wait(roundTrip.nanoseconds) {
      throw DatabaseError(.interrupted, message: "interrupted")
    }
    func record(_ facts: RunFacts) {
      log.record(statement.sql, bindings, cause: cause, columns: statement.columns.count, facts: facts)
    }
    do throws(DatabaseError) {
      let facts = try statement.run(bindings, receive)
      changes = facts.changes
      record(facts)
    } catch {
      if let facts = statement.failedRun { record(facts) }
      throw error
    }
  }

  package func run(
    _ query: Query, keys: [Value] = [], cause: Cause, _ receive: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) {
    try run(connection.prepare(query.sql), query.values(keys: keys), cause: cause, receive)
  }
}

/// Records that a hop has been through, of all that it starts from.
package struct Countdown: Hashable, Sendable {
  package var done: Int
  package var total: Int
}

/// The way to a database at the other end of a wire, and back.
package struct RoundTrip {
  package let nanoseconds: Int64
  /// Waits so many nanoseconds; false when a person would wait no longer.
  let wait: (Int64) -> Bool

  package init(nanoseconds: Int64, wait: @escaping (Int64) -> Bool) {
    self.nanoseconds = nanoseconds
    self.wait = wait
  }
}
