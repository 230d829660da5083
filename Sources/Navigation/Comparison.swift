package import Language
package import ORM
import SQL

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

  package var runs: [Run] = []
  /// Where strategies differ, which never should be: the strategy and the row from 0.
  package var differences: [(strategy: LoadingStrategy, row: Int)] = []

  /// Runs the path; an interrupt keeps what is measured.
  ///
  /// - Parameters:
  ///   - session: where the records are that the path may start from; each run starts from a copy of them.
  ///   - clock: nanoseconds on a clock that only goes forward.
  package init(
    of path: BoundPath, in session: Session, clock: () -> Int64, repeats: Int = 3
  ) throws(Diagnostic) {
    var expected: [UInt64]?
    for strategy in LoadingStrategy.allCases where strategy != .raise {
      // A mark on a hop is part of the question only for the strategy that is in force; here each is tried bare.
      let bare = path.withoutMarks
      var times: [Int64] = []
      var measured: (Run, [UInt64])?
      for _ in 0..<max(1, repeats) {
        let start = clock()
        let result = try Self.run(bare, strategy, in: session)
        times.append(clock() - start)
        measured = measured ?? result
        // One slow run says enough.
        if times.reduce(0, +) > 500_000_000 { break }
      }
      guard case (var run, let rows)? = measured else { continue }
      run.nanoseconds = times.sorted()[times.count / 2]
      runs.append(run)
      if let expected {
        if expected != rows {
          let first = zip(expected, rows).enumerated().first { $1.0 != $1.1 }?.offset
          differences.append((strategy, first ?? min(expected.count, rows.count)))
        }
      } else {
        expected = rows
      }
    }
  }

  private static func run(
    _ path: BoundPath, _ strategy: LoadingStrategy, in held: Session
  ) throws(Diagnostic) -> (Run, [UInt64]) {
    let executor = Executor(connection: held.executor.connection)
    let schema = held.schema
    var path = path
    var session = Session(schema: schema, executor: executor)
    if case .held(let selection, let name) = path.root {
      let copy = held.copying(selection, executor: executor)
      session = copy.session
      path.root = .held(copy.selection, name: name)
    }
    func cells() -> Int { schema.entities.reduce(0) { $0 + session.cellCount($1.id) } }
    let cellsBefore = cells()
    let answer = try Evaluator(session: session, strategy: strategy).answer(path)
    var rows: [UInt64] = []
    do throws(DatabaseError) {
      try answer.forEachNestedRow { row throws(DatabaseError) in
        var hasher = Hasher()
        hasher.combine(row)
        rows.append(UInt64(bitPattern: Int64(hasher.finalize())))
        return true
      }
    } catch { throw Diagnostic(error, at: path.syntax.range) }
    let log = executor.log
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
