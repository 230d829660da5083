import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// What a path will take under every strategy, before any of it runs.
  static let plan = Command(
    "plan", group: .inspect, usage: "plan author.books.title",
    summary: "what a path will take, before it runs", completes: .path, holdsTables: true,
    values: { _ in LoadingStrategy.allCases.map { ($0.rawValue, $0.summary) } }
  ) { (conversation, call) throws(Diagnostic) in
    let bound = try conversation.bind(conversation.path(of: call))
    conversation.forecastMemory.estimates.asked = StatementLog()
    defer { conversation.logCounts(of: bound) }
    let plans = try conversation.plans(of: bound, at: call.range)
    if let missing = plans.lazy.compactMap(\.forecast.missingRoot).first { throw missing }
    try conversation.write(plans, of: bound.path, call)
    // A path with marks is run as it is written.
    let written = plans.filter { $0.isWritten || !bound.path.hasMarks }
    conversation.forecastMemory.planned = (call.argument, written.map(\.forecast))
  }
}

/// What a path will take as it is written, or under one strategy alone.
private struct Plan {
  let forecast: Forecast
  /// Whether its marks count, beside the strategy in force.
  let isWritten: Bool

  var name: String { isWritten ? Comparison.asWritten : forecast.strategy.rawValue }
}

extension Conversation {
  /// The rows of `compare`, in their order, and `raise`.
  fileprivate func plans(of bound: Bound, at range: SourceRange) throws(Diagnostic) -> [Plan] {
    func plan(_ path: BoundPath, by strategy: LoadingStrategy, isWritten: Bool) throws(Diagnostic) -> Plan {
      let forecast = Forecast(
        of: path, in: bound.session, by: strategy, data: forecastMemory.estimates, streams: !isInteractive)
      do throws(DatabaseError) { try database.connection.checkInterrupt() } catch {
        throw Diagnostic(error, at: range)
      }
      return Plan(forecast: forecast, isWritten: isWritten)
    }
    var plans: [Plan] = []
    if bound.path.hasMarks { plans.append(try plan(bound.path, by: settings.strategy, isWritten: true)) }
    let bare = bound.path.withoutMarks
    for strategy in LoadingStrategy.allCases { plans.append(try plan(bare, by: strategy, isWritten: false)) }
    return plans
  }

  /// What was counted to plan a path goes into the log, beside what had to be loaded for it to be read.
  fileprivate func logCounts(of bound: Bound) {
    let asked = forecastMemory.estimates.asked ?? StatementLog()
    forecastMemory.estimates.asked = nil
    let loaded = bound.session.executor.log
    facts.queries = loaded.statements + asked.statements
    facts.rowsFetched = loaded.rows + asked.rows
    log.record(asked.groups, marks: bound.path.marks, line: facts.line)
  }

  fileprivate func write(_ plans: [Plan], of path: BoundPath, _ call: CommandCall) throws(Diagnostic) {
    let numbers = numbers(of: plans)
    // A path with marks begins with itself.
    let next = plans.first { $0.isWritten } ?? plans.first { isInForce($0.forecast) }
    let pieces = self.pieces(of: next, path)
    guard settings.format.name == "table" else {
      hold(HeldTable(numbers, name: Self.strategiesName))
      hold(HeldTable(pieces, name: Self.piecesName))
      return try writeHeldTables(at: call.range)
    }
    facts.rows = plans.count
    func write(
      _ names: [String], _ rows: [(String, Estimate, Estimate, String)], data: HeldTable.Form,
      called name: String
    ) throws(Diagnostic) {
      let queries = column(rows.map(\.1), titled: "queries")
      let read = column(rows.map(\.2), titled: "rows")
      let cells = rows.indices.map { index in
        let note = rows[index].3
        return [Value(rows[index].0), queries[index], read[index], note.isEmpty ? .null : Value(note)]
      }
      // An empty cell says that there is nothing to add; a NULL would be taken for data.
      func form(_ rows: [[Value]]) -> HeldTable.Form {
        HeldTable.Form(names, rows, numeric: ["queries", "rows"], emptyText: "")
      }
      try self.write(
        form(wrapped(cells, columns: names)), held: HeldTable(form(cells), data: data, name: name),
        at: call.range)
    }
    try write(
      ["strategy", "queries", "rows", ""],
      plans.map { ($0.name, $0.forecast.statements, $0.forecast.rows, note(on: $0)) }, data: numbers,
      called: Self.strategiesName)
    guard let next else { return }
    output.write("\n")
    try write(
      [next.name, "queries", "rows", "how"],
      next.forecast.pieces.map { (name(of: $0, path), $0.statements, $0.rows, how($0)) }, data: pieces,
      called: Self.piecesName)
    self.write("\(sentence(on: next.forecast)) \(type: "compare " + call.argument)", to: output)
  }

  private func isInForce(_ forecast: Forecast) -> Bool { forecast.strategy == settings.strategy }

  /// Numbers while all of them are exact; else texts that stand right as numbers do.
  private func column(_ estimates: [Estimate], titled title: String) -> [Value] {
    if estimates.allSatisfy(\.isExact) { return estimates.map { .integer(Int64($0.lower)) } }
    let texts = estimates.map { $0.text(settings.presentation.charset) }
    let width = texts.reduce(title.count) { max($0, $1.count) }
    return texts.map { Value(String(repeating: " ", count: width - $0.count) + $0) }
  }

  /// For programs: numbers, and whether they are exact.
  private func numbers(of plans: [Plan]) -> HeldTable.Form {
    let rows = plans.map {
      [Value($0.name)] + Self.numbers($0.forecast.statements) + Self.numbers($0.forecast.rows)
    }
    return HeldTable.Form(["strategy"] + Self.numberNames, rows, numeric: Set(Self.numberNames))
  }

  /// The same of the pieces of the path, as it would be run.
  private func pieces(of plan: Plan?, _ path: BoundPath) -> HeldTable.Form {
    let rows = (plan?.forecast.pieces ?? []).map { piece in
      [Value(plan?.name ?? ""), Value(name(of: piece, path))] + Self.numbers(piece.statements)
        + Self.numbers(piece.rows) + [Value(how(piece))]
    }
    return HeldTable.Form(
      ["strategy", "piece"] + Self.numberNames + ["how"], rows, numeric: Set(Self.numberNames))
  }

  private static let strategiesName = "strategies"
  private static let piecesName = "pieces"
  private static let numberNames = ["queries", "queriesExact", "rows", "rowsExact"]

  private static func numbers(_ estimate: Estimate) -> [Value] {
    [
      estimate.likely.map { .integer(Int64(min($0.rounded(), 1e18))) } ?? .null,
      .integer(estimate.isExact ? 1 : 0),
    ]
  }

  private func note(on plan: Plan) -> String {
    // As it is written it goes by the strategy in force, but for its marks.
    var notes = !plan.isWritten && isInForce(plan.forecast) ? ["in force"] : []
    if let stop = plan.forecast.stop {
      let name = VisibleText.plain(
        schema.name(stop.relationship, stop.closure), charset: settings.presentation.charset)
      notes.append(stop.isCertain ? "stops at .\(name)" : "may stop at .\(name)")
    }
    return notes.joined(separator: ", ")
  }

  private func name(of piece: Forecast.Piece, _ path: BoundPath) -> String {
    let range = path.marks.indices.contains(piece.mark) ? path.marks[piece.mark] : path.syntax.range
    guard let id = piece.relationship else { return String(range.text(of: facts.line)) }
    return "." + schema.name(id, piece.closure)
  }

  /// How a piece of the path gets what it needs, in a few words.
  private func how(_ piece: Forecast.Piece) -> String {
    let source = piece.relationship.map { schema[schema[$0].source].nouns }
    switch piece.sending {
    case .root: return "one query"
    case .held: return "in the session already"
    case .each:
      guard let id = piece.relationship else { return "one for each" }
      let relationship = schema[id]
      let isByTarget = relationship.kind.isForward && !relationship.isToMany
      return "one for each \(isByTarget ? schema[relationship.target].nouns.one : source?.one ?? "record")"
    case .together(let chunk):
      return piece.statements.upper <= 1
        ? "one for all \(source?.several ?? "records")"
        : "one for each \(Quantity.grouped(chunk)) \(source?.several ?? "records")"
    case .joined: return "joined to the query before"
    case .again: return "one, with the path before it inside"
    case .recursion: return "one that follows it to the end"
    case .refining: return "a condition or order over what is loaded"
    case .aggregate: return "worked out by the database"
    case .whole: return "one for the whole path"
    }
  }

  private func sentence(on forecast: Forecast) -> String {
    let charset = settings.presentation.charset
    var sentence = forecast.stop == nil ? "Result: \(forecast.result.counted("row", charset)). " : ""
    if !forecast.statements.isExact || !forecast.rows.isExact {
      sentence += "\(charset.approximately) is estimated. "
    }
    let asked = forecastMemory.estimates.asked?.statements ?? 0
    let run = asked == 0 ? "Nothing was run." : "Only counts were asked: \(Quantity.count(asked, "query"))."
    return sentence + run + " To run and compare:"
  }
}

extension Schema {
  /// As it is typed, `books`, `reports+`.
  func name(_ relationship: RelationshipID, _ closure: BoundStep.Closure?) -> String {
    self[relationship].name + (closure?.sign ?? "")
  }
}
