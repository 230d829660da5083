import SQL

/// A clock that runs with the work and not with the day: 20 µs a statement and 1 µs a row.
///
/// Times in a transcript are then the same on every machine, and still tell much work from little.
final class WorkClock {
  private(set) var nanoseconds: Int64 = 0
  private let start = ContinuousClock.now

  func now() -> ContinuousClock.Instant { start.advanced(by: .nanoseconds(nanoseconds)) }

  func wait(nanoseconds: Int64) -> Bool {
    self.nanoseconds += nanoseconds
    return true
  }

  /// Goes on by what a statement with so many rows takes, and answers how long that is.
  func spend(rows: Int) -> Int64 {
    let time = 20_000 + 1_000 * Int64(rows)
    nanoseconds += time
    return time
  }
}

/// A connection whose statements take the time of a `WorkClock`; all else is the engine's own.
final class TimedConnection: Connection {
  private let base: any Connection
  private let clock: WorkClock

  init(_ base: any Connection, clock: WorkClock) {
    self.base = base
    self.clock = clock
  }

  var dialect: Dialect { base.dialect }
  var limits: EngineLimits { base.limits }
  var tracedStatements: Int { base.tracedStatements }
  var rowsGiven: Int { base.rowsGiven }
  var onProgress: (() -> Void)? {
    get { base.onProgress }
    set { base.onProgress = newValue }
  }
  var mayWrite: Bool { base.mayWrite }
  var isInTransaction: Bool { base.isInTransaction }

  func catalog() throws(DatabaseError) -> Catalog { try base.catalog() }
  func plan(of sql: String) throws(DatabaseError) -> QueryPlan { try base.plan(of: sql) }

  func prepare(_ sql: String) throws(DatabaseError) -> any PreparedStatement {
    TimedStatement(try base.prepare(sql), clock: clock)
  }

  func prepareFirst(
    of text: inout Substring, toRun: Bool
  ) throws(DatabaseError) -> (any PreparedStatement)? {
    guard let statement = try base.prepareFirst(of: &text, toRun: toRun) else { return nil }
    return TimedStatement(statement, clock: clock)
  }

  func checkInterrupt() throws(DatabaseError) { try base.checkInterrupt() }
  func beginReading() throws(DatabaseError) { try base.beginReading() }
  func endReading() { base.endReading() }
  func run<R>(
    within allowance: inout ProbeAllowance, _ body: () throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R? { try base.run(within: &allowance, body) }
  func withoutWaiting<R>(_ body: () -> R) -> (result: R, wasLocked: Bool) { base.withoutWaiting(body) }
  func changeCounters() throws(DatabaseError) -> ChangeCounters { try base.changeCounters() }
  func probe(_ query: Query, rows: Int, within allowance: inout ProbeAllowance) -> [[Value]]? {
    // Steps are the same on every machine, time is not.
    var untimed = ProbeAllowance(steps: allowance.steps)
    defer { allowance.steps = untimed.steps }
    return base.probe(query, rows: rows, within: &untimed)
  }
  func statistics(ofTable table: String, in schema: String) -> TableStatistics {
    base.statistics(ofTable: table, in: schema)
  }
  func brokenReferences(by sql: String, after error: DatabaseError) -> [BrokenReference] {
    base.brokenReferences(by: sql, after: error)
  }
  func definitions(ofTable table: String, in schema: String) throws(DatabaseError) -> [String] {
    try base.definitions(ofTable: table, in: schema)
  }
  func backup(to path: String, _ tell: (Int, Int) -> Void) throws(DatabaseError) -> Int {
    try base.backup(to: path, tell)
  }
  func integrityProblems() throws(DatabaseError) -> [String] { try base.integrityProblems() }
}

private final class TimedStatement: PreparedStatement {
  private let base: any PreparedStatement
  private let clock: WorkClock

  init(_ base: any PreparedStatement, clock: WorkClock) {
    self.base = base
    self.clock = clock
  }

  var sql: String { base.sql }
  var columns: [ResultColumn] { base.columns }
  var isReadOnly: Bool { base.isReadOnly }
  var mixesSelects: Bool { base.mixesSelects }
  var failedRun: RunFacts? { base.failedRun }

  func run(
    _ bindings: [Value], _ receive: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) -> RunFacts {
    var facts = try base.run(bindings, receive)
    facts.nanoseconds = clock.spend(rows: facts.rows)
    return facts
  }
}
