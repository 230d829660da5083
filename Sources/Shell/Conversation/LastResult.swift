import Language
import Navigation
import ORM
import Rendering
import SQL

/// The last result, from which a path that begins with a dot or a brace goes on.
extension Conversation {
  /// A path that starts from an entity or a variable.
  struct WayToLast {
    var path: PathSyntax
    var statements: Int
  }

  /// What the last line led to.
  ///
  /// A flat line kept no records, nor did SQL. Where the next one wants to go on from them, they are loaded now.
  func heldLast(at range: SourceRange) throws(Diagnostic) -> Held? {
    if let rows = lastSQL, rows.entity != nil {
      let records = try rows.records(in: session, at: range)
      tell(records, rows.rows.count)
      return .records(records.selection, isSingle: false)
    }
    guard let syntax = lastFlat else { return lastAnswer?.held() }
    let bound = try bind(syntax)
    let answer = try evaluate(bound, by: recordStrategy)
    keep(answer, bound)
    session.executor.blame(0)
    return answer.held()
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

  /// Why the last result, which is rows of SQL, has no records.
  func withReason(_ diagnostic: Diagnostic, _ syntax: PathSyntax) -> Diagnostic {
    guard case .lastResult = syntax.root,
      diagnostic.problem == .lastResultHasNoRecords || diagnostic.problem == .noLastResult
    else { return diagnostic }
    let range = diagnostic.range.lower < diagnostic.range.upper ? diagnostic.range : syntax.range
    if case .none(let reason)? = lastSQL?.owner { return Diagnostic(.rowsOfNoEntity(reason), at: range) }
    switch lastAnswer?.content {
    case .nested: return Diagnostic(.nothingLeadsOn(.shape), at: range)
    case .rows where lastAnswer?.columns.count != 1: return Diagnostic(.nothingLeadsOn(.groups), at: range)
    case .rows, .records, .values, .stream, .number, nil: return diagnostic
    }
  }

  var lastIsSQL: Bool { lastSQL != nil }
  /// Whether a path that goes on from the last result has to load its records first.
  var lastMustBeLoaded: Bool { lastSQL != nil || lastFlat != nil }
  /// The entity of the last result's records.
  var lastEntity: EntityID? {
    if case .nested? = lastAnswer?.content { return nil }
    return lastSQL?.entity ?? lastAnswer?.entity
  }

  // MARK: Keeping it

  func keep(_ answer: Answer, _ bound: Bound) {
    lastAnswer = answer
    lastFlat = nil
    lastSQL = nil
    let (syntax, statements) = (bound.path.syntax, bound.session.executor.log.statements)
    switch syntax.root {
    case .name: wayToLast = WayToLast(path: syntax, statements: bound.path.isHeld ? 0 : statements)
    case .lastResult:
      wayToLast?.path.hops += syntax.hops
      wayToLast?.statements += statements
    }
    session = bound.session
    variables = bound.variables
  }

  func keep(rows answer: Answer, _ result: SQLResult) {
    lastAnswer = answer
    lastFlat = nil
    wayToLast = nil
    lastSQL = result
  }
}
