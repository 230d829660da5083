package import Language
package import ORM
package import SQL

/// The same path under every loading strategy, each in a session of its own, and whether all gave the same.
package struct Comparison {
  package struct Run: Sendable {
    /// The strategy's, or `asWritten`.
    package var name: String
    package var strategy: LoadingStrategy
    package var statements: Int
    package var rows: Int
    package var cells: Int
    /// Cells that joins fetched beyond those that a statement of its own for each hop brings: what they repeat.
    package var repeatedCells: Int
    /// The median of the runs.
    package var nanoseconds: Int64
    package var resultRows: Int
  }

  /// What a path with marks is called as it is typed, beside what each strategy alone makes of it.
  package static let asWritten = "as written"

  /// A run that gives other rows than the first, which never should be.
  package struct Difference: Sendable {
    /// The run's.
    package var name: String
    /// The first row that is another one, from 0.
    package var row: Int
    /// What that row is; nil where there is none.
    package var expected: [NestedValue]?
    package var found: [NestedValue]?
  }

  package var runs: [Run] = []
  package var differences: [Difference] = []
  /// Those that needed more queries than a line may send, and why the first of them was stopped.
  package var overBudget: (names: [String], problem: Diagnostic?) = ([], nil)
  /// Those that were not measured because all was stopped, and what stopped it.
  package var unmeasured: (names: [String], problem: Diagnostic?) = ([], nil)

  /// Whether every strategy ran to its end.
  package var isComplete: Bool { overBudget.names.isEmpty && unmeasured.names.isEmpty }

  /// Runs the path; a budget holds for each run by itself, and what is measured is kept when all is stopped.
  ///
  /// - Parameters:
  ///   - session: where the records are that the path may start from; each run starts from a copy of them.
  ///   - inForce: the strategy that goes with the marks of a path that has some: such a path runs as it is written
  ///     first, and then without them.
  ///   - clock: nanoseconds on a clock that only goes forward.
  package init(
    of path: BoundPath, in session: Session, inForce: LoadingStrategy, clock: () -> Int64, repeats: Int = 3
  ) throws(Diagnostic) {
    let bare = path.withoutMarks
    var trials = LoadingStrategy.allCases.filter { $0 != .raise }.map {
      (name: $0.rawValue, strategy: $0, path: bare)
    }
    if path.hasMarks { trials.insert((Self.asWritten, inForce, path), at: 0) }
    var first: (path: BoundPath, strategy: LoadingStrategy, rows: [UInt64])?
    for (index, trial) in trials.enumerated() {
      let rows: [UInt64]
      do throws(Diagnostic) {
        let (run, found) = try Self.measured(trial, in: session, clock: clock, repeats: repeats)
        runs.append(run)
        rows = found
      } catch {
        // What raise ends has nothing to compare.
        if case .notLoaded = error.problem, trial.strategy == .raise { continue }
        if case .budgetExceeded = error.problem {
          overBudget.names.append(trial.name)
          overBudget.problem = overBudget.problem ?? error
          continue
        }
        guard error.problem == .interrupted, !runs.isEmpty else { throw error }
        unmeasured = (trials[index...].map(\.name), error)
        return
      }
      guard let expected = first else {
        first = (trial.path, trial.strategy, rows)
        continue
      }
      if expected.rows != rows {
        let place = zip(expected.rows, rows).enumerated().first { $1.0 != $1.1 }?.offset
        let row = place ?? min(expected.rows.count, rows.count)
        differences.append(
          Difference(
            name: trial.name, row: row,
            expected: try Self.row(row, of: expected.path, expected.strategy, in: session),
            found: try Self.row(row, of: trial.path, trial.strategy, in: session)))
      }
    }
    if runs.isEmpty, let problem = overBudget.problem { throw problem }
  }

  /// The median of several runs, and a hash of each row.
  private static func measured(
    _ trial: (name: String, strategy: LoadingStrategy, path: BoundPath), in session: Session,
    clock: () -> Int64, repeats: Int
  ) throws(Diagnostic) -> (Run, [UInt64]) {
    var times: [Int64] = []
    func timed() throws(Diagnostic) -> (Run, [UInt64]) {
      let start = clock()
      let result = try Self.run(trial.path, trial.strategy, in: session)
      times.append(clock() - start)
      return result
    }
    var (run, rows) = try timed()
    // One slow run says enough.
    while times.count < repeats, times.reduce(0, +) < 500_000_000 { _ = try timed() }
    run.name = trial.name
    run.nanoseconds = times.sorted()[times.count / 2]
    return (run, rows)
  }

  private static func row(
    _ index: Int, of path: BoundPath, _ strategy: LoadingStrategy, in session: Session
  ) throws(Diagnostic) -> [NestedValue]? {
    var (position, wanted) = (0, [NestedValue]?.none)
    _ = try run(path, strategy, in: session) { row in
      if position == index { wanted = row }
      position += 1
    }
    return wanted
  }

  private static func run(
    _ path: BoundPath, _ strategy: LoadingStrategy, in held: Session,
    _ receive: ([NestedValue]) -> Void = { _ in }
  ) throws(Diagnostic) -> (Run, [UInt64]) {
    let (path, session) = try path.alone(in: held)
    let answer = try Evaluator(session: session, strategy: strategy).answer(path)
    var rows: [UInt64] = []
    do throws(DatabaseError) {
      try answer.forEachNestedRow { row throws(DatabaseError) in
        if rows.count & 0x3FF == 0x3FF { try session.executor.connection.checkInterrupt() }
        receive(row)
        var hasher = Hasher()
        hasher.combine(row)
        rows.append(UInt64(bitPattern: Int64(hasher.finalize())))
        return true
      }
    } catch { throw Diagnostic(error, at: path.syntax.range) }
    let log = session.executor.log
    // A flat path and a number hold no records, and repeat nothing.
    let repeated = session.joins.reduce(0) { $0 + max(0, $1.cells - $1.cellsApart) }
    let run = Run(
      name: strategy.rawValue, strategy: strategy, statements: log.statements, rows: log.rows,
      cells: log.cells, repeatedCells: repeated, nanoseconds: 0, resultRows: rows.count)
    return (run, rows)
  }
}

extension BoundPath {
  /// The path in a session of its own, which holds nothing but the records that it may start from.
  func alone(in held: Session) throws(Diagnostic) -> (path: BoundPath, session: Session) {
    let executor = Executor(connection: held.executor.connection)
    executor.budget = held.executor.budget
    guard case .held(let selection, let name) = root else {
      return (self, Session(schema: held.schema, executor: executor))
    }
    let copy: (session: Session, selection: Selection)
    do throws(DatabaseError) { copy = try held.copying(selection, executor: executor) } catch {
      throw Diagnostic(error, at: rootRange)
    }
    var path = self
    path.root = .held(copy.selection, name: name)
    return (path, copy.session)
  }

  /// How its hops are loaded, in the order in which they first come: as they are marked, and otherwise by this one.
  package func strategies(otherwise strategy: LoadingStrategy) -> [LoadingStrategy] {
    var strategies = steps.map { $0.strategy ?? strategy }
    if case .shape(let shape) = output {
      strategies += shape.fields.flatMap { $0.path.strategies(otherwise: strategy) }
    }
    return strategies.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Whether a hop is marked to be loaded in another way than the strategy in force.
  package var hasMarks: Bool {
    if steps.contains(where: { $0.strategy != nil }) { return true }
    guard case .shape(let shape) = output else { return false }
    return shape.fields.contains { $0.path.hasMarks }
  }

  /// The path as one strategy alone would load it.
  package var withoutMarks: BoundPath {
    var path = self
    path.removeMarks()
    return path
  }

  private mutating func removeMarks() {
    for index in steps.indices { steps[index].strategy = nil }
    guard case .shape(var shape) = output else { return }
    for index in shape.fields.indices { shape.fields[index].path.removeMarks() }
    output = .shape(shape)
  }
}
