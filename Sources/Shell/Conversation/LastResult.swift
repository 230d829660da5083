import Language
import Navigation
import ORM
import Rendering
import SQL

/// What the last line led to, from which a path that begins with a dot or a brace goes on.
struct LastResult {
  var answer: Answer
  let source: Source
  /// How one comes to its records again, and what that takes; nil where no path leads there.
  var way: Way?

  enum Source {
    /// Records that the session holds, or values.
    case session
    /// One statement and no records, by this path.
    case flat(PathSyntax)
    /// SQL that was typed.
    case sql(SQLResult)
  }

  /// A path that starts from an entity or a variable, or that goes on from SQL that must be typed again first.
  struct Way {
    var path: PathSyntax
    var statements: Int
  }

  /// The rows, where the line was SQL.
  var sql: SQLResult? {
    if case .sql(let rows) = source { rows } else { nil }
  }

  /// Whether a path that goes on has to load its records first.
  var mustBeLoaded: Bool {
    switch source {
    case .session: false
    case .flat, .sql: true
    }
  }

  /// The entity of its records.
  var entity: EntityID? {
    if case .nested = answer.content { return nil }
    return sql?.entity ?? answer.entity
  }

  /// Its entity with none of its records: enough to look up names.
  var withoutRecords: Held? { entity.map { .records(Selection($0, []), isSingle: false) } }

  /// Why nothing leads on from it, where that can be told.
  var reasonNotToLeadOn: Problem? {
    if case .none(let reason)? = sql?.owner { return .rowsOfNoEntity(reason) }
    switch answer.content {
    case .nested: return .nothingLeadsOn(.shape)
    case .rows where answer.columns.count != 1: return .nothingLeadsOn(.groups)
    case .rows, .records, .values, .stream, .number: return nil
    }
  }
}

extension Conversation {
  /// What the last line led to, as a path goes on from it.
  ///
  /// A flat line kept no records, nor did SQL. Where the next one wants to go on from them, they are loaded now.
  func heldLast(at range: SourceRange) throws(Diagnostic) -> Held? {
    if let result = lastResult?.sql, result.wereStreamed { try fetchAgain(result, at: range) }
    switch lastResult?.source {
    case .sql(let rows) where rows.entity != nil:
      let records = try rows.records(in: session, at: range)
      tell(records, rows.rows.count)
      return .records(records.selection, isSingle: false)
    case .flat(let syntax):
      let bound = try bind(syntax)
      let answer = try evaluate(bound, by: recordStrategy)
      keep(answer, bound)
      session.executor.blame(0)
      return answer.held()
    case .session, .sql, nil: return lastResult?.answer.held()
    }
  }

  /// The last answer, to be shown again: rows that went out as they came, and were not kept, are asked for again.
  func lastAnswerAgain(at range: SourceRange) throws(Diagnostic) -> Answer {
    if let result = lastResult?.sql, result.wereStreamed {
      try sendBySession(at: range)
      try fetchAgain(result, at: range)
      countStatements()
    }
    guard let result = lastResult else { throw Diagnostic(.noLastResult, at: range) }
    guard case .flat(let syntax) = result.source, !result.answer.isRepeatable else { return result.answer }
    return try evaluate(bind(syntax), by: settings.strategy)
  }

  /// Says so when rows of SQL are left out.
  private func tell(_ records: SQLResult.Records, _ count: Int) {
    let noun = schema[records.selection.entity].nouns.one
    func remark(_ number: Int, _ why: String) {
      guard number > 0 else { return }
      let rows = "\(Quantity.grouped(number)) of \(Quantity.count(count, "row")) of the SELECT"
      remarks.append("\(rows) \(number == 1 ? "is" : "are") left out: \(why).")
    }
    remark(records.withoutKey, "no \(noun) in \(records.withoutKey == 1 ? "it" : "them")")
    remark(records.gone, "the \(noun) is not there any more")
  }

  /// Why a path cannot go on from the last result.
  func withReason(_ diagnostic: Diagnostic, _ syntax: PathSyntax) -> Diagnostic {
    guard case .lastResult = syntax.root,
      diagnostic.problem == .lastResultHasNoRecords || diagnostic.problem == .noLastResult,
      let reason = lastResult?.reasonNotToLeadOn
    else { return diagnostic }
    let range = diagnostic.range.lower < diagnostic.range.upper ? diagnostic.range : syntax.range
    return Diagnostic(reason, at: range)
  }

  // MARK: Keeping it

  /// Keeps what a path led to, by its records where it has any.
  ///
  /// - Parameter flat: the path, where it was answered by one statement and without records.
  func keep(_ answer: Answer, _ bound: Bound, flat: PathSyntax? = nil) {
    let (syntax, statements) = (bound.path.syntax, bound.session.executor.log.statements)
    var way = lastResult?.way
    switch syntax.root {
    case .name: way = LastResult.Way(path: syntax, statements: bound.path.isHeld ? 0 : statements)
    case .lastResult:
      // What the line has loaded first is counted with it.
      let isReloaded = bound.session.executor.log.groups.contains { $0.cause.mark == 0 }
      if isReloaded, way?.path.isContinued == false { way?.statements = 0 }
      way?.path.hops += syntax.hops
      way?.statements += statements
    }
    lastResult = LastResult(answer: answer, source: flat.map { .flat($0) } ?? .session, way: way)
    heldTables = []
    session = bound.session
    variables = bound.variables
  }

  /// Keeps the rows of SQL.
  func keep(rows answer: Answer, _ result: SQLResult) {
    lastResult = LastResult(answer: answer, source: .sql(result), way: result.way(in: schema))
    heldTables = []
  }
}
