import Language
import Navigation
import ORM
import SQL
import TestSupport
import Testing

/// What is said of random paths holds: it is said where it is so, and the line instead does what is promised.
@Suite struct RandomFindingTests {
  @Test(arguments: [LoadingStrategy.lazy, .joined, .selectin, .subquery])
  func findingsHold(_ strategy: LoadingStrategy) throws {
    var told: [String: Int] = [:]
    for seed in 1...60 as ClosedRange<UInt64> {
      // Where parents share a key, what a line instead would take is no exact promise.
      let trial = try StrategyTrial(seed: seed, oddities: [])
      var random = RandomPath(oracle: trial.oracle, seed: seed)
      let variables = ["one", "other"].map { random.variable(named: $0) }
      for _ in 0..<25 {
        let path = random.next()
        let line = FoundLine(path.text, variables, strategy, trial)
        guard let line else { continue }
        let faults = line.faults(variables, trial)
        #expect(faults == [], "seed \(seed), \(strategy): \(path.text)\n\(line.findings.texts)")
        for text in line.findings.texts { told[String(text.prefix { $0 != ":" }), default: 0] += 1 }
      }
    }
    // A test that never meets a finding says nothing.
    switch strategy {
    case .lazy: #expect(told["N+1", default: 0] > 100)
    case .joined: #expect(told["multiplied", default: 0] > 0)
    default: #expect(told["N+1", default: 0] < 50)
    }
    #expect(told["index", default: 0] == 0)
  }
}

/// One line in a session of its own, and what was found out about it.
private struct FoundLine {
  var rows: [[NestedValue]]
  var findings: LineFindings
  var events: [LoadEvent]
  var statements: Int
  var fetched: Int
  private var strategy: LoadingStrategy

  /// It is nil for a line that fails.
  init?(
    _ text: String, _ variables: [OracleVariable], _ strategy: LoadingStrategy, _ trial: StrategyTrial
  ) {
    let session = Session(schema: trial.schema, executor: Executor(connection: trial.connection))
    var scope = Scope()
    scope.session = session
    do {
      for variable in variables {
        let path = try Binder(schema: trial.schema, scope: scope).bind(Parser.path(variable.path.text))
        scope.variables[variable.name] = try Evaluator(session: session, strategy: .selectin).answer(path)
          .held()
      }
      session.executor.startLine()
      session.startLine()
      let path = try Binder(schema: trial.schema, scope: scope).bind(Parser.path(text))
      let answer = try Evaluator(session: session, strategy: strategy).answer(path)
      rows = try answer.nestedValues()
      findings = LineFindings(of: path, session: session, strategy: strategy, asksForPlans: true)
    } catch { return nil }
    events = session.events
    statements = session.executor.log.statements
    fetched = session.executor.log.rows
    self.strategy = strategy
  }

  func faults(_ variables: [OracleVariable], _ trial: StrategyTrial) -> [String] {
    var faults: [String] = []
    let lazy = events.filter { $0.isNPlusOne }
    if lazy.isEmpty != (findings.nPlusOne == nil) { faults.append("N+1 told: \(lazy.isEmpty)") }
    if let found = findings.nPlusOne {
      if lazy.map(\.statements) != found.hops.map(\.statements) { faults.append("wrong count") }
      let instead = SyntaxPrinter.text(of: found.instead)
      if let better = FoundLine(instead, variables, strategy, trial) {
        if better.rows != rows { faults.append("other rows by \(instead)") }
        if better.statements != found.insteadStatements {
          faults.append("\(better.statements) statements by \(instead)")
        }
      } else {
        faults.append("\(instead) fails")
      }
    }
    for join in findings.joins {
      let instead = SyntaxPrinter.text(of: join.instead)
      guard let better = FoundLine(instead, variables, strategy, trial) else {
        faults.append("\(instead) fails")
        continue
      }
      if better.rows != rows { faults.append("other rows by \(instead)") }
      if better.fetched >= fetched { faults.append("\(better.fetched) of \(fetched) rows by \(instead)") }
    }
    if let found = findings.unused {
      let instead = SyntaxPrinter.text(of: found.instead)
      guard let better = FoundLine(instead, variables, strategy, trial) else {
        return faults + ["\(instead) fails"]
      }
      if better.rows != rows { faults.append("other rows by \(instead)") }
      if better.fetched > fetched { faults.append("\(better.fetched) of \(fetched) rows by \(instead)") }
    }
    return faults
  }
}
