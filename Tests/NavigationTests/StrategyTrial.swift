import DatabaseSupport
import Language
import Navigation
import ORM
import SQL
import SQLite
import TestSupport

/// One schema with its rows, and some paths over it.
struct StrategyTrial {
  let seed: UInt64
  let database: RandomDatabase
  let connection: SQLiteConnection
  let schema: Schema
  let oracle: Oracle
  /// What forecasts know of the data.
  let data: DataEstimates

  init(seed: UInt64, oddities: RandomDatabase.Oddities = .all) throws {
    self.seed = seed
    database = RandomDatabase(seed: seed, oddities: oddities)
    // Keys that dangle are part of the trial, so they must not be enforced. SQLite 3.40.1 loses rows where it makes an
    // index of its own over texts that compare without trailing blanks.
    connection = try memory(
      """
      COMMIT; PRAGMA foreign_keys = OFF; PRAGMA automatic_index = OFF; BEGIN;
      \(database.definitions)
      \(database.insertions)
      """)
    schema = SchemaBuilder.schema(from: try connection.catalog())
    oracle = Oracle(schema: schema, rows: try database.rows(in: schema, connection))
    data = DataEstimates(schema: schema, connection: connection)
  }

  /// What each failing path has to say.
  func failures(paths: Int = 25) throws -> [String] {
    var generator = SeededGenerator(seed: seed &* 31)
    var random = RandomPath(oracle: oracle, seed: seed)
    let variables = ["one", "other"].map { random.variable(named: $0) }
    var failures: [String] = []
    for _ in 0..<paths {
      let path = random.next()
      let chunk = generator.pick([1, 2, 3, 500])
      for strategy in LoadingStrategy.allCases where strategy != .raise {
        let run = Run(
          path, variables, strategy, chunk: chunk, schema: schema, connection: connection, data: data)
        let faults = faults(of: run, path, variables, strategy, chunk: chunk)
        guard !faults.isEmpty else { continue }
        let assignments = variables.map { "\($0.name) = \($0.path.text)\n" }.joined()
        failures.append(
          "seed \(seed), \(strategy), chunks of \(chunk):\n\(assignments)\(path.text)\n"
            + "  \(faults.joined(separator: "\n  "))\n"
            + "\(run.log)\n\(database.definitions)\n\(database.insertions)")
        break
      }
    }
    return failures
  }

  private func faults(
    of run: Run, _ path: OraclePath, _ variables: [OracleVariable], _ strategy: LoadingStrategy, chunk: Int
  ) -> [String] {
    if let error = run.error { return [error] }
    var faults: [String] = []
    let expected = oracle.answer(to: path)
    if let answer = run.answer, !expected.matches(answer) {
      faults.append("\(answer) instead of \(expected)")
    }
    if let found = run.ways, case .records = path.ending, let ways = oracle.records(of: path)?.ways,
      found != ways
    {
      faults.append("ways \(found) instead of \(ways)")
    }
    var forecast = StatementForecast(oracle: oracle, strategy: strategy, chunk: chunk)
    var statements = variables.map { forecast.statements(for: $0.path, isFlat: false) }
    statements.append(forecast.statements(for: path))
    // A statement that fails is in no log.
    if case .sumTooLarge = expected { return faults }
    faults += run.forecastFaults
    // `peers` and `subquery` are counted by examples of their own: what they ask for depends on where records came
    // from.
    if strategy == .peers || strategy == .subquery {
      if run.traced != run.statements {
        faults.append("\(run.traced) traced of \(run.statements) statements")
      }
      return faults
    }
    if run.statements != statements || run.traced != statements {
      faults.append("\(run.statements) statements, \(run.traced) traced, instead of \(statements)")
    }
    return faults
  }
}

/// One path under one strategy, in a session of its own that holds some variables.
struct Run {
  var answer: OracleAnswer?
  var ways: [Int]?
  /// For each variable, then for the path.
  var statements: [Int] = []
  /// By the engine's own count.
  var traced: [Int] = []
  var log = ""
  var error: String?
  /// What was forecast for each line, with what came of it.
  private(set) var forecasts: [(forecast: Forecast, statements: Int, rows: Int)] = []

  init(
    _ path: OraclePath, _ variables: [OracleVariable], _ strategy: LoadingStrategy, chunk: Int,
    schema: Schema, connection: SQLiteConnection, data: DataEstimates
  ) {
    let executor = Executor(connection: connection)
    let session = Session(schema: schema, executor: executor)
    session.chunkSize = chunk
    var scope = Scope()
    scope.session = session
    var line = ""
    do {
      for variable in variables {
        line = variable.path.text
        // Rows of a flat path are no records to hold.
        let answer = try answer(
          to: line, strategy == .flat ? .selectin : strategy, streams: false, session, scope, data)
        scope.variables[variable.name] = answer.held()
      }
      line = path.text
      let answer = try answer(to: line, strategy, streams: chunk == 1, session, scope, data)
      self.answer = try OracleAnswer(answer)
      finish(session, connection)
      switch answer.content {
      case .records(let selection), .values(let selection, _): ways = selection.ways?.map(Int.init)
      case .rows, .stream, .number, .nested: break
      }
    } catch let diagnostic as Diagnostic {
      finish(session, connection)
      switch diagnostic.problem {
      case .noSuchRecord: answer = .noSuchRecord
      case .integerOverflow: answer = .sumTooLarge
      default: error = "\(diagnostic.problem) at \(diagnostic.range.text(of: line))"
      }
    } catch {
      self.error = "\(error)"
    }
  }

  private mutating func answer(
    to line: String, _ strategy: LoadingStrategy, streams: Bool, _ session: Session, _ scope: Scope,
    _ data: DataEstimates
  ) throws -> Answer {
    let connection = session.executor.connection
    if !traced.isEmpty { finish(session, connection) }
    session.executor.startLine()
    session.startLine()
    traced.append(connection.tracedStatements)
    let path = try Binder(schema: session.schema, scope: scope).bind(Parser.path(line))
    let forecast = Forecast(of: path, in: session, by: strategy, data: data, streams: streams)
    forecasts.append((forecast, 0, 0))
    return try Evaluator(session: session, strategy: strategy, streams: streams).answer(path)
  }

  /// Where the forecast of a line did not hold.
  var forecastFaults: [String] {
    forecasts.flatMap { forecast, statements, rows -> [String] in
      // An error ends the line early.
      if forecast.missingRoot != nil {
        if case .noSuchRecord? = answer { return [] }
        return ["a record was said to be missing"]
      }
      return [("statements", forecast.statements, statements), ("rows", forecast.rows, rows)]
        .filter { !$1.holds($2) }
        .map { name, estimate, number in
          "forecast \(estimate.lower)...\(estimate.upper) \(name), there were \(number):\n"
            + forecast.pieces.map { "      \($0)\n" }.joined()
        }
    }
  }

  /// Counts what the line took, when all of its rows have been read.
  private mutating func finish(_ session: Session, _ connection: any Connection) {
    let groups = session.executor.log.groups
    if let last = forecasts.indices.last {
      forecasts[last].statements = session.executor.log.statements
      forecasts[last].rows = session.executor.log.rows
    }
    statements.append(session.executor.log.statements)
    traced[traced.count - 1] = connection.tracedStatements - traced[traced.count - 1]
    log += groups.map { "    \($0.count) × \($0.sql) \($0.bindings)\n" }.joined()
  }
}

extension Estimate {
  func holds(_ number: Int) -> Bool { lower <= number && number <= upper }
}

extension OracleAnswer {
  /// What a path gave.
  init(_ answer: Answer) throws {
    if case .nested = answer.content {
      var records: [OracleNested] = []
      try answer.forEachNestedRow { row throws(DatabaseError) in
        records.append(OracleNested(row, answer.columns))
        return true
      }
      self = .nested(records)
      return
    }
    var rows: [[Value]] = []
    try answer.forEachRow { row throws(DatabaseError) in
      rows.append(row.values)
      return true
    }
    self = .rows(rows, columns: answer.columns.map { OracleColumn(name: $0.name) })
  }
}

extension OracleNested {
  init(_ row: [NestedValue], _ columns: [Answer.Column]) {
    self = .record(zip(columns, row).map { Field($0.name, OracleNested($1, $0.content)) })
  }

  private init(_ value: NestedValue, _ content: Answer.Column.Content) {
    switch (value, content) {
    case (.record(let row), .record(let columns)), (.record(let row), .records(let columns)):
      self.init(row, columns)
    case (.list(let members), _): self = .list(members.map { OracleNested($0, content) })
    case (.value(let value), _): self = .value(value)
    case (.record(let row), .value), (.record(let row), .values): self.init(row, [])
    }
  }
}
