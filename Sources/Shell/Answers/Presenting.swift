import Language
import Navigation
import ORM
package import Rendering
import SQL

/// From an answer to what is printed: the statements, the rows, and what there is to say about them.
extension Conversation {
  func present(
    _ answer: Answer, of path: BoundPath?, line: String, since start: ContinuousClock.Instant
  ) throws(Diagnostic) {
    let session = answer.session
    let groups = session.executor.log.groups
    if isInteractive { echo(groups, path: path, line: line) }
    let rendered = try render(answer, at: path?.syntax.range ?? SourceRange(0, line.utf8.count))
    let elapsed = elapsed(since: start)
    facts.rows = rendered.totalRows
    countStatements()
    if path != nil { facts.usedStrategies = usedStrategies(answer) }
    let findings = path.map { told(of: $0, session) }
    facts.nPlusOne =
      findings?.nPlusOne?.hops.map {
        LineFacts.NPlusOneFact(relationship: "\($0.owner).\($0.relationship)", queries: $0.statements)
      } ?? []
    if !isInteractive { echo(session.executor.log.groups, path: path, line: line) }
    guard showsFooter else { return tellShortening(rendered) }
    notes.write(footer(answer, path, rendered, findings, elapsed).text(as: settings.presentation))
  }

  private var showsSQL: Bool {
    switch settings.sql {
    case .auto: isInteractive
    case .on, .full: true
    case .off: false
    }
  }

  /// A person is told what a line took even when its SQL is not shown.
  private var showsFooter: Bool { isInteractive || showsSQL }

  /// The answer in the format that is set.
  func render(_ answer: Answer, at range: SourceRange) throws(Diagnostic) -> RenderedFacts {
    var presentation = settings.presentation
    let isShortened = isInteractive && !(pager != nil && settings.paging == .on)
    presentation.maxRows = isShortened ? settings.shownRows : nil
    presentation.height = isShortened ? settings.shownHeight : nil
    let grid = grid(for: answer)
    let isWhole = presentation.maxRows == nil || settings.format.name != OutputFormat.table.name
    return try paged(isWhole: isWhole) { () throws(Diagnostic) in
      try write(grid, as: settings.format, presentation, at: range)
    }
  }

  /// A command's answer as a table, in the format that is set.
  ///
  /// - Parameter numeric: the columns in which numbers stand.
  func write(
    _ rows: [[Value]], columns names: [String], numeric: Set<String> = [],
    _ presentation: Presentation? = nil, at range: SourceRange
  ) throws(Diagnostic) {
    let form = HeldTable.Form(names, rows, numeric: numeric, emptyText: presentation?.nullText)
    try write(form, held: HeldTable(form), at: range)
  }

  /// The same, beside what `last` prints where that is more.
  ///
  /// - Parameters:
  ///   - shortened: values that were cut before.
  ///   - leftOut: columns that it has no room for.
  func write(
    _ form: HeldTable.Form, held: HeldTable, shortened: Int = 0, leftOut: Int = 0, at range: SourceRange
  ) throws(Diagnostic) {
    hold(held)
    var presentation = settings.presentation
    presentation.nullText = form.emptyText ?? presentation.nullText
    var facts = try write(form.grid, as: settings.format, presentation, at: range)
    facts.totalColumns += leftOut
    // Where columns are left out, what was cut may be in those.
    if facts.shownColumns == facts.totalColumns {
      facts.shortenedCells = max(facts.shortenedCells, shortened)
    }
    tellShortening(facts)
  }

  /// The same of a table that is written as it is held.
  func write(_ table: HeldTable, at range: SourceRange) throws(Diagnostic) {
    try write(table.form(for: settings.format), held: table, at: range)
  }

  /// Names the word that shows the rest, where no footer does.
  func tellShortening(_ rendered: RenderedFacts) {
    guard
      rendered.shownColumns < rendered.totalColumns || rendered.shortenedCells + rendered.shortenedNames > 0
    else { return }
    var footer = Footer(count: nil, facts: rendered)
    footer.wholeBy = wordForWhole
    notes.write(footer.text(as: settings.presentation))
  }

  /// What to type to see what a table has left out.
  private var wordForWhole: String { isInteractive ? "last record" : "--record" }

  /// Names the columns that a table has no room for, and the word that shows them.
  func tellLeftOut(_ columns: [String]) {
    guard !columns.isEmpty else { return }
    let pronoun = columns.count == 1 ? "it" : "them"
    notice("Left out: \(columns.joined(separator: ", ")). \(type: wordForWhole) shows \(pronoun).")
  }

  @discardableResult
  func write(
    _ grid: Grid, as format: OutputFormat, _ presentation: Presentation, to target: Output? = nil,
    at range: SourceRange
  ) throws(Diagnostic) -> RenderedFacts {
    if !format.holdsNested, grid.columns.contains(where: { $0.content != .value }) {
      throw Diagnostic(.nestedInFlatFormat(format.name), at: range)
    }
    let output = target ?? self.output
    if format.hasColumns, !grid.isSingleValue { output.expectColumns() }
    var facts: RenderedFacts
    do throws(DatabaseError) {
      facts = try format.write(grid.stopping { output.isStopRequested }, to: output, as: presentation)
    } catch {
      throw Diagnostic(error, at: range)
    }
    output.flush()
    if output.isInterrupted { throw Diagnostic(.interrupted, at: range) }
    // Whoever leaves the pager early has seen enough, and the result is no smaller for it.
    if output.wasLeft, let count = grid.rowCount, facts.totalRows < count {
      facts = RenderedFacts(rows: count, columns: grid.columns.count)
    }
    return facts
  }

  // MARK: Statements

  private func echo(_ groups: [StatementGroup], path: BoundPath?, line: String) {
    guard !groups.isEmpty else { return }
    let echo = echo(of: groups, marks: path?.marks ?? [], line: line)
    guard showsSQL else { return }
    if write(echo, isAbove: true, maximum: isInteractive ? 20 : nil) { facts.isSQLShortened = true }
    if isInteractive { notes.write("\n") }
  }

  /// Only the pieces that caused a statement carry a mark, counted from the first.
  func echo(of groups: [StatementGroup], marks: [SourceRange], line: String) -> Echo {
    let used = Set(groups.compactMap(\.cause.mark)).filter(marks.indices.contains).sorted()
    let renumbered = groups.map { group in
      var group = group
      group.cause.mark = group.cause.mark.flatMap { used.firstIndex(of: $0) }
      return group
    }
    return Echo(line: line, groups: renumbered, marks: used.map { marks[$0] })
  }

  /// - Parameters:
  ///   - isAbove: whether the line that was typed still stands right above.
  ///   - maximum: groups of statements to show; nil for all.
  ///   - isFull: everything, over several lines.
  /// - Returns: whether something of the SQL was left out.
  @discardableResult
  func write(_ echo: Echo, isAbove: Bool, maximum: Int? = nil, isFull: Bool = false) -> Bool {
    write(echo, isAbove: isAbove, maximum: maximum, isFull: isFull, plans: [], to: notes)
  }

  /// - Parameter plans: of each group, to be told below it.
  @discardableResult
  func write(
    _ echo: Echo, isAbove: Bool, maximum: Int? = nil, isFull: Bool = false, plans: [QueryPlan],
    to output: Output
  ) -> Bool {
    var marks: MarkLine?
    if !echo.marks.isEmpty {
      marks = MarkLine(line: echo.line, ranges: echo.marks, promptWidth: isAbove ? promptWidth : nil)
    }
    return StatementEcho(
      echo.groups, marks: marks, isFull: isFull || settings.sql == .full, maximum: maximum, plans: plans,
      isTaught: settings.talk == .teach && plans.isEmpty, as: settings.presentation
    ).write(to: output)
  }

  // MARK: Footer

  private func footer(
    _ answer: Answer, _ path: BoundPath?, _ rendered: RenderedFacts, _ findings: LineFindings?,
    _ elapsed: Int64
  ) -> Footer {
    var footer = Footer(count: rendered.totalRows)
    footer.allRowsBy = spelled(footer.allRowsBy)
    if let entity = answer.entity {
      (footer.noun, footer.nounPlural) = schema[entity].nouns
      if case .records(let selection) = answer.content, let ways = selection.ways {
        footer.ways = ways.reduce(0) { $0 + Int($1) }
      }
    }
    if case .number = answer.content { footer.count = nil }
    footer.facts = rendered
    if rendered.isSingleValue { footer.wholeBy = footer.allRowsBy }
    for skipped in answer.skipped {
      let name = schema[skipped.relationship].name
      if let index = footer.skipped.firstIndex(where: { $0.relationship == name }) {
        footer.skipped[index].count += skipped.count
      } else {
        footer.skipped.append(Footer.Skipped(count: skipped.count, relationship: name))
      }
    }
    let queries = answer.session.executor.log.statements
    footer.queries = queries
    footer.plan = path.flatMap { plan(of: $0) }
    if path != nil {
      footer.strategy = facts.usedStrategies ?? facts.strategy
      if answer.session.isInParts {
        footer.strategy?.append(", in parts: one query would be too large")
      }
    }
    if let path, queries == 0 {
      footer.reason = NoQueries(path, session: answer.session).reason
        .map { VisibleText.plain($0, charset: settings.presentation.charset) }
    }
    footer.nanoseconds = elapsed
    footer.latencyNanoseconds = settings.latency
    // A few statements are cheap wherever the database is.
    if queries >= 10 { footer.roundTripNanoseconds = settings.roundTrip }
    // Once: who has read it knows the word.
    if facts.isSQLShortened, isInteractive, !isWholeSQLTold {
      footer.wholeSQLBy = spelled("sql last")
      isWholeSQLTold = true
    }
    if settings.talk != .off { footer.findings = findings?.told(after: lastResult?.way) ?? [] }
    return footer
  }

  /// What there is to say about how a path was loaded.
  private func told(of path: BoundPath, _ session: Session) -> LineFindings {
    LineFindings(
      of: path, session: session, strategy: facts.strategy.flatMap(LoadingStrategy.init) ?? settings.strategy,
      asksForPlans: showsFooter && settings.talk != .off)
  }

  /// What the last `plan` said of this path, beside what came.
  private func plan(of path: BoundPath) -> Footer.Plan? {
    let text = path.syntax.range.text(of: facts.line)
    guard let strategy = facts.strategy.flatMap(LoadingStrategy.init),
      let forecast = forecastMemory.forecast(of: text, by: strategy)
    else { return nil }
    let isMet = forecast.statements.isMet(by: facts.queries) && forecast.rows.isMet(by: facts.rowsFetched)
    let charset = settings.presentation.charset
    return isMet
      ? .met
      : .missed(
        "\(forecast.statements.counted("query", charset)), \(forecast.rows.counted("row", charset)) read")
  }

  /// How the hops of the line were really loaded, a mark on one of them counted in; nil when none was.
  private func usedStrategies(_ answer: Answer) -> String? {
    var used: [String] = []
    for group in answer.session.executor.log.groups {
      if let strategy = group.cause.strategy, !used.contains(strategy) { used.append(strategy) }
    }
    return used.isEmpty ? nil : used.joined(separator: " + ")
  }

  // MARK: Notices and errors

  package func notice(_ sentence: Sentence) {
    // What goes as it should needs no word while a person waits for the first prompt.
    guard !companion.isUnderway, !isReadingConfiguration else { return }
    write(sentence, to: notes)
  }

  /// Facts beside each other, each in one piece, in as few lines as that takes.
  func notice(_ pieces: [Sentence]) {
    let presentation = settings.presentation
    let texts = pieces.map { $0.text(presentation.charset, .dim) }
    for line in StyledText.lines(of: texts, presentation) {
      notes.write(line.text(presentation.style) + "\n")
    }
  }

  /// A sentence in as many lines as it takes.
  func write(_ sentence: Sentence, to output: Output) {
    let presentation = settings.presentation
    let text = sentence.text(presentation.charset, .dim)
    let page = presentation.width.map { max(20, $0 - 1) }
    for line in text.wrappedAtGaps(to: presentation.proseWidth(behind: 1), page: page) {
      output.write(" " + line.text(presentation.style) + "\n")
    }
  }

  /// The file and the line above an error, where no person typed it.
  private func writePlace(of range: SourceRange, in line: String) {
    guard let place = place?.place(of: range, in: line) else { return }
    notes.write(VisibleText.plain(place.text, charset: settings.presentation.charset) + ":\n")
  }

  func report(_ diagnostic: Diagnostic, in line: String) {
    let text = DiagnosticText(diagnostic, in: line, examples: examples.names)
    facts.error = String(text.oneLine().trimmingPrefix("kin: "))
    if isInteractive, case .interrupted = diagnostic.problem {
      // The terminal has echoed ^C; no character of the line is to blame. Of one query that was stopped there is no
      // more to say.
      notes.write("\n")
      notice("Interrupted\(facts.queries > 1 ? " after \(Quantity.count(facts.queries, "query"))" : "").")
    } else if isInteractive {
      if isUnseen { writePlace(of: diagnostic.range, in: line) }
      notes.write(text.text(as: settings.presentation, promptWidth: promptWidth))
    } else {
      writePlace(of: diagnostic.range, in: line)
      notes.write(text.text(as: settings.presentation, promptWidth: nil))
    }
  }
}
