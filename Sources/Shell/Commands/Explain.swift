import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// How the database finds the rows of each statement that a path sends.
  static let explain = Command(
    "explain", group: .inspect, usage: "explain author.books.title",
    summary: "how the database finds the rows", completes: .pathOrSQL, isPaged: true
  ) { (conversation, call) throws(Diagnostic) in
    guard let first = call.words.first else { throw call.wrongUse() }
    if call.words.count > 2, first.lowercased() == "query", call.words[1].lowercased() == "plan" {
      return try conversation.runSQL(call.line)
    }
    if conversation.isSQL(call.argument) {
      try conversation.explainSQL(call)
    } else {
      try conversation.explainPath(call)
    }
  }
}

extension Conversation {
  fileprivate func explainPath(_ call: CommandCall) throws(Diagnostic) {
    let bound = try bind(Parser.path(call.line, from: call.start))
    let plan = try PathPlan(of: bound.path, in: bound.session, strategy: settings.strategy)
    facts.rows = plan.statements.count
    let loaded = bound.session.executor.log
    facts.queries = plan.statements.reduce(loaded.statements) { $0 + $1.group.count }
    facts.rowsFetched = plan.statements.reduce(loaded.rows) { $0 + $1.group.rows }
    log.record(plan.statements.map(\.group), marks: bound.path.marks, line: call.line)
    guard settings.format.name == "table" else {
      return try write(steps: plan.statements.map { ($0.group.sql, $0.plan, $0.group) }, call)
    }
    guard !plan.statements.isEmpty else {
      return notice("No query: all of it is in the session.")
    }
    let echo = echo(of: plan.statements.map(\.group), marks: bound.path.marks, line: call.line)
    write(echo, isAbove: isInteractive, plans: plan.statements.map(\.plan), to: output)
    let findings = plan.missingIndexes.map(\.finding)
    guard !findings.isEmpty else { return }
    output.write(Footer(count: nil, findings: findings).text(as: settings.presentation))
  }

  /// A statement that was typed: its plan, without running it.
  fileprivate func explainSQL(_ call: CommandCall) throws(Diagnostic) {
    let start = call.line.utf8.index(call.line.startIndex, offsetBy: call.start)
    var rest = call.line[start...]
    var statements: [(sql: String, plan: QueryPlan, group: StatementGroup?)] = []
    while let statement = try nextStatement(of: &rest, in: call.line, toRun: false) {
      do throws(DatabaseError) {
        statements.append((statement.sql, try database.connection.plan(of: statement.sql), nil))
      } catch { throw Diagnostic(error, at: call.range) }
    }
    facts.rows = statements.count
    guard settings.format.name == "table" else { return try write(steps: statements, call) }
    if statements.allSatisfy({ $0.plan.steps.isEmpty }) {
      notice(
        statements.count == 1
          ? "No plan: the statement looks for no rows in a table."
          : "No plan: the statements look for no rows in a table.")
    }
    for (_, plan, _) in statements {
      let text = PlanText(plan, of: nil, charset: settings.presentation.charset)
      for line in text.lines(width: settings.presentation.width.map { $0 - 1 }) {
        output.write(" " + line.text(settings.presentation.style) + "\n")
      }
    }
  }

  // MARK: For programs

  /// A row for each step of each statement.
  private func write(
    steps statements: [(sql: String, plan: QueryPlan, group: StatementGroup?)], _ call: CommandCall
  ) throws(Diagnostic) {
    var rows: [[Value]] = []
    func number(_ value: Int?) -> Value { value.map { .integer(Int64($0)) } ?? .null }
    for (sql, plan, group) in statements {
      for step in plan.steps {
        let facts = StepFacts(step.kind)
        rows.append([
          Value(sql), number(group?.count), number(group?.rows), number(group?.work.scannedRows),
          number(group?.work.sorts), number(step.depth), Value(facts.step), facts.table, facts.index,
          facts.columns,
        ])
      }
    }
    try write(
      rows,
      columns: ["sql", "runs", "rows", "scanned", "sorts", "depth", "step", "table", "index", "columns"],
      numeric: ["runs", "rows", "scanned", "sorts", "depth"], at: call.range)
  }
}

/// A step of a plan as columns of a table.
private struct StepFacts {
  var step: String
  var table = Value.null
  var index = Value.null
  var columns = Value.null

  init(_ kind: QueryPlan.Kind) {
    switch kind {
    case .read(let reading):
      step = ""
      table = Value(reading.table)
      set(reading.access)
    case .sort(let sorting): step = Self.name(of: sorting)
    case .subquery(let subquery):
      switch subquery {
      case .once: step = "subquery"
      case .stream: step = "stream"
      case .forEachRow: step = "correlated subquery"
      case .recursion: step = "recursion"
      }
    case .other(let text): step = text
    }
  }

  private mutating func set(_ access: QueryPlan.Access) {
    func list(_ terms: [QueryPlan.Term]) -> Value { Value(terms.map(\.column).joined(separator: ", ")) }
    switch access {
    case .all(let name):
      step = "read all"
      index = name.map { Value($0) } ?? .null
    case .key(let terms):
      step = "find by key"
      columns = list(terms)
    case .index(let name, let terms, _):
      step = "find by index"
      index = Value(name)
      columns = list(terms)
    case .automaticIndex(let terms):
      step = "find by automatic index"
      columns = list(terms)
    case .ownWay: step = "ask"
    }
  }

  private static func name(of sorting: QueryPlan.Sorting) -> String {
    switch sorting {
    case .order: "sort"
    case .restOfOrder: "sort the rest"
    case .grouping: "group"
    case .distinct: "distinct"
    case .union: "union"
    }
  }
}
