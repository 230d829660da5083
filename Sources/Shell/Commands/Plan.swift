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
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let bound = try conversation.bind(Parser.path(call.line, from: call.start))
    let forecasts = try conversation.forecasts(of: bound, at: call.range)
    if let missing = forecasts.lazy.compactMap(\.missingRoot).first { throw missing }
    try conversation.write(forecasts, of: bound.path, call)
    conversation.forecastMemory.planned = (call.argument, forecasts)
  }
}

extension Conversation {
  /// One for each strategy, in the order in which `compare` runs them.
  func forecasts(of bound: Bound, at range: SourceRange) throws(Diagnostic) -> [Forecast] {
    try LoadingStrategy.allCases.map { strategy throws(Diagnostic) in
      // A mark on a hop is part of the question only for the strategy in force; for the others each is tried bare.
      let path = strategy == settings.strategy ? bound.path : bound.path.withoutMarks
      let forecast = Forecast(
        of: path, in: bound.session, by: strategy, data: forecastMemory.estimates, streams: !isInteractive)
      do throws(DatabaseError) { try database.connection.checkInterrupt() } catch {
        throw Diagnostic(error, at: range)
      }
      return forecast
    }
  }

  fileprivate func write(_ forecasts: [Forecast], of path: BoundPath, _ call: CommandCall) throws(Diagnostic)
  {
    let numbers = numbers(of: forecasts)
    let inForce = forecasts.first { $0.strategy == settings.strategy }
    let pieces = self.pieces(of: inForce, path)
    guard settings.format.name == "table" else {
      hold(HeldTable(numbers, name: Self.strategiesName))
      hold(HeldTable(pieces, name: Self.piecesName))
      return try writeHeldTables(at: call.range)
    }
    facts.rows = forecasts.count
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
      forecasts.map { ($0.strategy.rawValue, $0.statements, $0.rows, note(on: $0)) }, data: numbers,
      called: Self.strategiesName)
    guard let inForce else { return }
    output.write("\n")
    try write(
      [inForce.strategy.rawValue, "queries", "rows", "how"],
      inForce.pieces.map { (name(of: $0, path), $0.statements, $0.rows, how($0)) }, data: pieces,
      called: Self.piecesName)
    if path.hasMarks {
      notice("Its marks count in \(settings.strategy.rawValue), in force; the others are without them.")
    }
    self.write(sentence(on: inForce), toType: "compare " + call.argument, to: output)
  }

  /// Numbers while all of them are exact; else texts that stand right as numbers do.
  private func column(_ estimates: [Estimate], titled title: String) -> [Value] {
    if estimates.allSatisfy(\.isExact) { return estimates.map { .integer(Int64($0.lower)) } }
    let texts = estimates.map { $0.text(settings.presentation.charset) }
    let width = texts.reduce(title.count) { max($0, $1.count) }
    return texts.map { Value(String(repeating: " ", count: width - $0.count) + $0) }
  }

  /// For programs: numbers, and whether they are exact.
  private func numbers(of forecasts: [Forecast]) -> HeldTable.Form {
    let rows = forecasts.map {
      [Value($0.strategy.rawValue)] + Self.numbers($0.statements) + Self.numbers($0.rows)
    }
    return HeldTable.Form(["strategy"] + Self.numberNames, rows, numeric: Set(Self.numberNames))
  }

  /// The same of the pieces of the path, for the strategy in force.
  private func pieces(of forecast: Forecast?, _ path: BoundPath) -> HeldTable.Form {
    let rows = (forecast?.pieces ?? []).map { piece in
      [Value(settings.strategy.rawValue), Value(name(of: piece, path))] + Self.numbers(piece.statements)
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

  private func note(on forecast: Forecast) -> String {
    var notes: [String] = []
    if forecast.strategy == settings.strategy { notes.append("in force") }
    if let stop = forecast.stop {
      let name = VisibleText.plain(schema[stop.relationship].name, charset: settings.presentation.charset)
      notes.append(stop.isCertain ? "stops at .\(name)" : "may stop at .\(name)")
    }
    return notes.joined(separator: ", ")
  }

  private func name(of piece: Forecast.Piece, _ path: BoundPath) -> String {
    let range = path.marks.indices.contains(piece.mark) ? path.marks[piece.mark] : path.syntax.range
    guard let id = piece.relationship else { return String(range.text(of: facts.line)) }
    return ".\(schema[id].name)"
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
    return sentence + "Nothing was run. To run and compare:"
  }
}
