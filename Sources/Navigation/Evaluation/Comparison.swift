package import Language
package import ORM
package import SQL

/// The same path under every loading strategy, each in a session of its own, and whether all gave the same.
package struct Comparison {
  package struct Run: Sendable {
    package var strategy: LoadingStrategy
    package var statements: Int
    package var rows: Int
    package var cells: Int
    /// Cells fetched again although a row before had brought them: what a join repeats.
    package var repeatedCells: Int
    /// The median of the runs.
    package var nanoseconds: Int64
    package var resultRows: Int
  }

  /// A strategy that gives other rows than the first, which never should be.
  package struct Difference: Sendable {
    package var strategy: LoadingStrategy
    /// The first row that is another one, from 0.
    package var row: Int
    /// What that row is; nil where there is none.
    package var expected: [NestedValue]?
    package var found: [NestedValue]?
  }

  package var runs: [Run] = []
  package var differences: [Difference] = []
  /// Whether the path has marks, which say how a hop is loaded.
  package let leavesMarksOut: Bool
  /// Those that were not measured, because a person stopped it.
  package var unmeasured: [LoadingStrategy] = []

  /// Runs the path; an interrupt keeps what is measured.
  ///
  /// - Parameters:
  ///   - session: where the records are that the path may start from; each run starts from a copy of them.
  ///   - clock: nanoseconds on a clock that only goes forward.
  package init(
    of path: BoundPath, in session: Session, clock: () -> Int64, repeats: Int = 3
  ) throws(Diagnostic) {
    // A mark on a hop is part of the question only for the strategy that is in force; here each is tried bare.
    let bare = path.withoutMarks
    leavesMarksOut = path.hasMarks
    let strategies = LoadingStrategy.allCases.filter { $0 != .raise }
    var expected: [UInt64]?
    for (index, strategy) in strategies.enumerated() {
      let rows: [UInt64]
      do throws(Diagnostic) {
        let (run, found) = try Self.measured(bare, strategy, in: session, clock: clock, repeats: repeats)
        runs.append(run)
        rows = found
      } catch {
        guard error.problem == .interrupted, !runs.isEmpty else { throw error }
        unmeasured = Array(strategies[index...])
        return
      }
      guard let first = runs.first?.strategy, let expected else {
        expected = rows
        continue
      }
      if expected != rows {
        let place = zip(expected, rows).enumerated().first { $1.0 != $1.1 }?.offset
        let row = place ?? min(expected.count, rows.count)
        differences.append(
          Difference(
            strategy: strategy, row: row, expected: try Self.row(row, of: bare, first, in: session),
            found: try Self.row(row, of: bare, strategy, in: session)))
      }
    }
  }

  /// The median of several runs, and a hash of each row.
  private static func measured(
    _ path: BoundPath, _ strategy: LoadingStrategy, in session: Session, clock: () -> Int64, repeats: Int
  ) throws(Diagnostic) -> (Run, [UInt64]) {
    var times: [Int64] = []
    func timed() throws(Diagnostic) -> (Run, [UInt64]) {
      let start = clock()
      let result = try Self.run(path, strategy, in: session)
      times.append(clock() - start)
      return result
    }
    var (run, rows) = try timed()
    // One slow run says enough.
    while times.count < repeats, times.reduce(0, +) < 500_000_000 { _ = try timed() }
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
    let schema = held.schema
    let (path, session) = try path.alone(in: held)
    func cells() -> Int { schema.entities.reduce(0) { $0 + session.cellCount($1.id) } }
    let cellsBefore = cells()
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
    // What each record brought once is new; a flat path holds no records, and repeats nothing.
    let fetched = cells() - cellsBefore
    let run = Run(
      strategy: strategy, statements: log.statements, rows: log.rows, cells: log.cells,
      repeatedCells: strategy == .joined ? max(0, log.cells - fetched) : 0, nanoseconds: 0,
      resultRows: rows.count)
    return (run, rows)
  }
}

extension BoundPath {
  /// The path in a session of its own, which holds nothing but the records that it may start from.
  func alone(in held: Session) throws(Diagnostic) -> (path: BoundPath, session: Session) {
    let executor = Executor(connection: held.executor.connection)
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
