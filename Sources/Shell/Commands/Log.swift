import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// Every statement since the start, under the line that caused it; narrowed, exported.
  static let log = Command(
    "log", group: .inspect,
    usage: "log [20] [author.books] [lazy] [slow 5ms] [> FILE]",
    summary: "all queries so far, and why", completes: .subjects { LogFilter.words }, needsDatabase: false,
    isPaged: true,
    writesFiles: true
  ) { (conversation, call) throws(Diagnostic) in
    let redirection = try Redirection(call, home: conversation.homeFolder)
    let filter = try LogFilter(redirection.call.pieces, call, schema: conversation.schema)
    let log = conversation.log
    guard !log.lines.isEmpty else { return conversation.notice("No query was sent yet.") }
    let all = filter.lines(of: log)
    guard !all.isEmpty else {
      return conversation.notice("No query of the log is like that: \(type: "log all") shows them.")
    }
    let isCut = conversation.isInteractive && redirection.file == nil
    let lines = Array(all.suffix(filter.count ?? (isCut ? 20 : .max)))
    conversation.facts.rows = lines.reduce(0) { $0 + $1.groups.count }
    var form = filter.form
    if form == nil, redirection.file != nil { form = redirection.format.map(LogFilter.Form.grid) ?? .script }
    if form == nil, conversation.settings.format.name != "table" {
      form = .grid(conversation.settings.format)
    }
    try redirection.write(conversation) { (output, presentation) throws(Diagnostic) in
      switch form ?? .lines {
      case .lines: try conversation.write(lines, to: output, presentation)
      case .script: try conversation.writeScript(lines, to: output, presentation)
      case .grid(let format):
        try conversation.write(
          conversation.grid(of: lines), as: format, presentation, to: output, at: call.range)
      }
      return Quantity.count(conversation.facts.rows ?? 0, "query")
    }
    guard form == nil else { return }
    if all.count > lines.count {
      conversation.notice("\(Quantity.count(all.count - lines.count, "earlier line")): \(type: "log all")")
    }
    if log.droppedLines > 0 {
      let count = Quantity.count(log.droppedLines, "older line")
      conversation.notice("\(count) had to go; the command queries still counts theirs.")
    }
  }
}

extension Conversation {
  /// Each line, its marks and its statements.
  fileprivate func write(
    _ lines: [ConversationLog.Line], to output: Output, _ presentation: Presentation
  ) throws(Diagnostic) {
    for (index, line) in lines.enumerated() {
      if output.isStopRequested { throw Diagnostic(.interrupted, at: SourceRange(0, 0)) }
      if index > 0 { output.write("\n") }
      let echo = echo(of: line.groups, marks: line.marks, line: line.text)
      let marks = echo.marks.isEmpty ? nil : MarkLine(line: line.text, ranges: echo.marks, promptWidth: nil)
      if marks == nil, !line.groups.allSatisfy(\.cause.isTyped) {
        writeHead(line.text, to: output, presentation)
      }
      StatementEcho(echo.groups, marks: marks, isFull: settings.sql == .full, as: presentation).write(
        to: output)
    }
  }

  /// The line alone, where no statement belongs to a piece of it.
  private func writeHead(_ line: String, to output: Output, _ presentation: Presentation) {
    let text = StyledText(VisibleText.plain(line, charset: presentation.charset))
    for part in text.broken(to: presentation.width.map { max(20, $0 - 1) }) {
      output.write(" " + part.text(presentation.style) + "\n")
    }
  }

  /// Each line as a comment, its statements with their values in them below.
  fileprivate func writeScript(
    _ lines: [ConversationLog.Line], to output: Output, _ presentation: Presentation
  ) throws(Diagnostic) {
    let connection = database.connection
    for (index, line) in lines.enumerated() {
      if output.isStopRequested { throw Diagnostic(.interrupted, at: SourceRange(0, 0)) }
      if index > 0 { output.write("\n") }
      // A line end would end the comment, and what a terminal would obey never leaves Kin as it is.
      output.write("-- \(VisibleText.plain(line.text, charset: presentation.charset))\n")
      for group in line.groups {
        output.write("-- \(comment(on: group, charset: presentation.charset))\n")
        guard !group.cause.isTyped else {
          // As it was typed: a comment at its end would swallow a semicolon beside it.
          let typed = group.sql.last { !$0.isWhitespace } == ";" ? group.sql : group.sql + "\n;"
          let lines = typed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
          write(lines, of: presentation, to: output)
          continue
        }
        let query = Query(sql: group.sql, bindings: group.bindings.map(Query.Binding.value))
        let sql = query.text(dialect: connection.dialect) { connection.reads($0, as: $1) }
        write(SQLScript(sql, width: presentation.width ?? 100).lines, of: presentation, to: output)
      }
    }
  }

  private func write(_ lines: [String], of presentation: Presentation, to output: Output) {
    for line in lines {
      output.write(
        (presentation.isTerminal ? VisibleText.plain(line, charset: presentation.charset) : line) + "\n")
    }
  }

  /// As in `lazy author.books, 40 statements, here the first: 212 rows, 1.9 ms`.
  private func comment(on group: StatementGroup, charset: Charset) -> String {
    var words = [group.cause.strategy, group.cause.relationship].compactMap { $0 }.joined(separator: " ")
    if group.cause.isOfAll { words += " in one pass" }
    if group.count > 1 {
      words += (words.isEmpty ? "" : ", ") + "\(Quantity.count(group.count, "query")), here the first"
    }
    let facts =
      "\(Quantity.count(group.rows, "row")), \(Quantity.duration(nanoseconds: group.nanoseconds))"
    return VisibleText.plain(words.isEmpty ? facts : "\(words): \(facts)", charset: charset)
  }

  /// A row for each statement, equal ones of a line in one.
  fileprivate func grid(of lines: [ConversationLog.Line]) -> Grid {
    let names = [
      "line", "typed", "piece", "strategy", "relationship", "queries", "rows", "nanoseconds", "slowest",
      "sql",
      "values",
    ]
    let numeric: Set<String> = ["line", "queries", "rows", "nanoseconds", "slowest"]
    var rows: [[Value]] = []
    for line in lines {
      for group in line.groups {
        let piece = group.cause.mark.flatMap { line.marks.indices.contains($0) ? line.marks[$0] : nil }
        let values = group.bindings.map { $0.literal { _, _ in true } }.joined(separator: ", ")
        rows.append([
          .integer(Int64(line.number)), Value(line.text),
          piece.map { Value(String($0.text(of: line.text))) } ?? .null,
          group.cause.strategy.map { Value($0) } ?? .null,
          (group.cause.relationship ?? group.cause.subject).map { Value($0) } ?? .null,
          .integer(Int64(group.count)), .integer(Int64(group.rows)), .integer(group.nanoseconds),
          .integer(group.slowest), Value(group.sql), values.isEmpty ? .null : Value(values),
        ])
      }
    }
    return Grid(columns: names.map { Grid.Column(name: $0, isNumeric: numeric.contains($0)) }, rows: rows)
  }
}
