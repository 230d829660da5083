import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// How two entities, or two records, hang together.
  static let how = Command(
    "how", group: .explore, usage: "how author member",
    summary: "ways between two entities, or two records", completes: .paths, isPaged: true,
    holdsTables: true,
    examples: [("how author[3] member[7]", "the shortest chains of records from one to the other")]
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let paths = try Parser.paths(call.line, from: call.start)
    guard paths.count == 2 else { throw call.wrongUse() }
    let start = try conversation.endpoint(paths[0])
    let end = try conversation.endpoint(paths[1])
    switch (start, end) {
    case (.entity(let start), .entity(let end)):
      try conversation.write(
        RelationshipPaths(from: start, to: end, schema: conversation.schema), to: end, call)
    case (.record(let start, let session), .record(let end, _)):
      try conversation.writeChains(from: start, to: end, in: session, call)
    case (.entity, .record):
      throw paths[1].unexpected("an entity")
    case (.record, .entity):
      throw paths[1].unexpected("one record")
    }
  }
}

/// What `how` is asked about.
private enum Endpoint {
  case entity(EntityID)
  case record(RecordChains.Record, Session)
}

extension PathSyntax {
  fileprivate func unexpected(_ expected: String) -> Diagnostic {
    Diagnostic(.unexpected(found: SyntaxPrinter.text(of: self), expected: expected), at: range)
  }
}

extension Conversation {
  fileprivate func endpoint(_ syntax: PathSyntax) throws(Diagnostic) -> Endpoint {
    let bound = try bind(syntax)
    if case .entity(let id) = bound.path.root, syntax.hops.isEmpty { return .entity(id) }
    let expected = "an entity or one record"
    guard case .records = bound.path.output, bound.path.aggregate == nil, bound.path.isSingle else {
      throw syntax.unexpected(expected)
    }
    defer { countStatements() }
    let answer = try Evaluator(session: bound.session, strategy: .lazy).answer(bound.path)
    guard case .records(let selection) = answer.content, selection.slots.count == 1 else {
      throw syntax.unexpected(expected)
    }
    guard let key = bound.session.recordKeys(of: selection)?.first else {
      throw Diagnostic(.noKeyToCompare(entity: schema[selection.entity].name), at: syntax.range)
    }
    return .record(RecordChains.Record(entity: selection.entity, identity: key), bound.session)
  }

  private var isForPeople: Bool { settings.format.name == "table" }

  private func writeLine(_ line: StyledText) {
    output.write(" " + line.text(settings.presentation.style) + "\n")
  }

  /// Lines below another, and to the right of it.
  private func write(_ text: StyledText, indent: Int) {
    for part in text.wrapped(to: settings.presentation.width.map { max(20, $0 - 1 - indent) }) {
      var line = StyledText(String(repeating: " ", count: indent))
      line.append(part)
      writeLine(line)
    }
  }

  /// A path and what there is to say about it, beside it where there is room.
  private func write(_ path: String, _ about: String, beside column: Int) {
    let presentation = settings.presentation
    var line = StyledText(VisibleText.plain(path, charset: presentation.charset), .hint)
    let room = presentation.width.map { $0 - 1 } ?? .max
    let about = StyledText(VisibleText.plain(about, charset: presentation.charset), .dim)
    if max(column, line.width + 2) + about.width <= room {
      line.pad(to: column)
      line.append(about)
      return writeLine(line)
    }
    write(line, indent: 0)
    write(about, indent: 4)
  }

  // MARK: Entities

  fileprivate func write(
    _ ways: RelationshipPaths, to end: EntityID, _ call: CommandCall
  ) throws(Diagnostic) {
    facts.rows = ways.paths.count
    let root = SyntaxPrinter.root(schema[ways.start].name)
    let rows = ways.paths.map { path in
      (
        text: ([root] + path.map { SyntaxPrinter.name(schema[$0].name) }).joined(separator: "."),
        kinds: path.map { kind(schema[$0]) }, hops: path.count
      )
    }
    let held = HeldTable(
      HeldTable.Form(
        ["path", "hops", "kinds"],
        rows.map { [Value($0.text), .integer(Int64($0.hops)), Value($0.kinds.joined(separator: ", "))] },
        numeric: ["hops"]))
    guard isForPeople else { return try write(held, at: call.range) }
    hold(held)
    guard !rows.isEmpty else {
      return notice("No relationship leads from \(schema[ways.start].name) to \(schema[end].name).")
    }
    let widths = rows.map { DisplayWidth.columns(of: $0.text) }
    let column = (widths.max() ?? 0) + 2
    for row in rows { write(row.text, inShort(row.kinds), beside: column) }
    var sentence = Quantity.count(rows.count, "way")
    if let others = ways.others {
      if others > 0 { sentence += ", and \(Quantity.grouped(others)) more as long" }
    } else {
      sentence += ", and very many more as long"
    }
    notice(Sentence(sentence))
  }

  /// As in `one-to-many ×10, many-to-one`: what comes again and again is counted.
  private func inShort(_ kinds: [String]) -> String {
    var runs: [(kind: String, count: Int)] = []
    for kind in kinds {
      if runs.last?.kind == kind {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((kind, 1))
      }
    }
    let times = settings.presentation.charset == .unicode ? "×" : "x"
    return runs.flatMap { kind, count in
      count > 3 ? ["\(kind) \(times)\(count)"] : Array(repeating: kind, count: count)
    }.joined(separator: ", ")
  }

  private func kind(_ relationship: Relationship) -> String {
    let sign = relationship.origin == .inferred ? "~" : ""
    let through = relationship.junction.map { " through \(schema[$0.entity].name)" } ?? ""
    return sign + relationship.kindWords + through
  }

  // MARK: Records

  fileprivate func writeChains(
    from start: RecordChains.Record, to end: RecordChains.Record, in session: Session, _ call: CommandCall
  ) throws(Diagnostic) {
    guard start != end else { return notice("Both are the same record.") }
    send(by: session.executor)
    session.executor.startLine()
    defer { countStatements() }
    let search = try RecordChains(from: start, to: end, in: session, at: call.range)
    let texts = try ChainText.texts(of: search.chains, from: start, in: session, at: call.range)
    facts.rows = texts.count
    let arrow = settings.presentation.charset == .unicode ? " → " : " -> "
    let held = HeldTable(
      HeldTable.Form(
        ["path", "hops", "records"],
        zip(texts, search.chains).map { text, chain in
          [Value(text.path), .integer(Int64(chain.count)), Value(text.labels.joined(separator: arrow))]
        }, numeric: ["hops"]))
    guard isForPeople else { return try write(held, at: call.range) }
    hold(held)
    for text in texts {
      let labels = StyledText(
        VisibleText.plain(text.labels.joined(separator: arrow), charset: settings.presentation.charset),
        .heading)
      write(labels, indent: 0)
      write(
        StyledText(VisibleText.plain(text.path, charset: settings.presentation.charset), .hint), indent: 2)
    }
    notice(Sentence(sentence(search, session)))
  }

  private func sentence(_ search: RecordChains, _ session: Session) -> String {
    let separator = settings.presentation.charset.separator
    let effort =
      Quantity.count(session.executor.log.statements, "query") + separator
      + Quantity.count(search.met, "record") + " met"
    switch search.outcome {
    case .found:
      let hops = Quantity.count(search.chains.first?.count ?? 0, "hop")
      let more =
        switch search.others {
        case 0?: ""
        case let others?: ", and \(Quantity.grouped(others)) more"
        case nil: ", and very many more"
        }
      let several = search.chains.count > 1
      return "The shortest \(several ? "chains" : "chain"): \(hops)\(several ? " each" : "")\(more)"
        + separator + effort
    case .unrelated: return "Nothing leads from one to the other." + separator + effort
    case .tooManyHops(let limit):
      return "No chain of \(Quantity.grouped(limit)) hops or fewer." + separator + effort
    case .tooManyRecords(let limit):
      return "No chain was found: the next hop leads to more than \(Quantity.grouped(limit)) records."
        + separator + effort
    }
  }
}
