import Language
import Navigation
import ORM
import Rendering
import SQL

/// SQL that was typed as it is: each statement of the line runs, and rows print like any result.
extension Conversation {
  func runSQL(_ line: String) throws(Diagnostic) {
    var rest = Substring(line)
    let executor = Executor(connection: database.connection)
    executor.roundTrip = roundTrip
    while true {
      let begin = line.utf8.distance(from: line.startIndex, to: rest.startIndex)
      guard let statement = try nextStatement(of: &rest, in: line) else { return }
      let start = now()
      send(by: executor)
      executor.startLine()
      let step = TransactionStep(statement.sql)
      if streamsRows(of: statement) {
        try presentStream(of: statement, executor, in: line, from: begin, since: start)
        continue
      }
      progress?.expect(Self.stoppedStep(of: statement, step))
      let rows = try rows(of: statement, executor, in: line, from: begin)
      follow(step, changes: Self.count(executor.changes, by: statement))
      if statement.columns.isEmpty {
        countStatements()
        if !statement.isReadOnly, step == nil { tellChanges(executor.changes, by: statement) }
        // To the engine BEGIN EXCLUSIVE is a write.
        if step != .begin { try forgetWhatIsStale(after: statement) }
      } else {
        let answer = answer(statement, .rows(rows), executor)
        try present(answer, of: nil, line: line, since: start)
        // What RETURNING gives is newer than what the write made stale.
        try forgetWhatIsStale(after: statement)
        keep(rows: answer, SQLResult(statement, rows: rows, wereStreamed: false, schema: schema))
        noteAnswer()
      }
    }
  }

  /// What the database may be at when a person asks to stop a statement and it goes on.
  private static func stoppedStep(
    of statement: any PreparedStatement, _ step: TransactionStep?
  ) -> StopNotice.Step {
    switch step {
    case .rollback, .rollbackTo: return .undoingTransaction
    case .commit, .release: return .committing
    case .begin, .savepoint: return .unknown
    case nil: break
    }
    if SQLNames(beginningOf: statement.sql).firstWord == "vacuum" { return .rewritingFile }
    return statement.isReadOnly ? .unknown : .undoingStatement
  }

  /// What is held goes after a write, and the schema is read again where a statement may have changed it: that of
  /// an attached database has no counter, and to the engine ATTACH and ROLLBACK are no writes.
  private func forgetWhatIsStale(after statement: any PreparedStatement) throws(Diagnostic) {
    let words: Set<String> = ["attach", "detach", "create", "drop", "alter", "rollback"]
    let mayChangeSchema = SQLNames(beginningOf: statement.sql).firstWord.map(words.contains) ?? false
    if mayChangeSchema || !statement.isReadOnly { try forgetAfterWrite(mayChangeSchema: mayChangeSchema) }
  }

  /// - Parameter toRun: whether it is wanted to be run, and not only to be read.
  func nextStatement(
    of rest: inout Substring, in line: String, toRun: Bool = true
  ) throws(Diagnostic) -> (any PreparedStatement)? {
    let start = line.utf8.distance(from: line.startIndex, to: rest.startIndex)
    do throws(DatabaseError) {
      return try database.connection.prepareFirst(of: &rest, toRun: toRun)
    } catch {
      throw diagnostic(error, in: line, from: start)
    }
  }

  private func rows(
    of statement: any PreparedStatement, _ executor: Executor, cause: Cause = Cause(mark: nil),
    in line: String, from start: Int
  ) throws(Diagnostic) -> RowBuffer {
    let buffer = RowBuffer(columns: statement.columns.count)
    var isTooLarge = false
    do throws(DatabaseError) {
      try executor.run(statement, [], cause: cause) { row throws(DatabaseError) in
        buffer.append(row)
        // What is held is worked out, so not for each.
        isTooLarge = buffer.count & 0x3FF == 0 && buffer.bytes > mostRowBytes
        return !isTooLarge
      }
    } catch {
      followFailure()
      if error.kind == .busy, TransactionStep(statement.sql) == .commit {
        // Who has written something shuts out who would write; only who reads stands in the way.
        throw Diagnostic(.heldByReader, at: diagnostic(error, in: line, from: start).range)
      }
      throw withForeignKeys(
        diagnostic(error, in: line, from: start), of: statement.sql, after: error)
    }
    if isTooLarge {
      throw Diagnostic(
        .rowsTooLarge(rows: buffer.count, bytes: buffer.bytes), at: SourceRange(start, line.utf8.count))
    }
    return buffer
  }

  /// Whether the rows of a statement go out as they come: in a batch.
  ///
  /// What a write returns is there only when all is written.
  private func streamsRows(of statement: any PreparedStatement) -> Bool {
    !isInteractive && statement.isReadOnly && !statement.columns.isEmpty
  }

  private func presentStream(
    of statement: any PreparedStatement, _ executor: Executor, in line: String, from start: Int,
    since begun: ContinuousClock.Instant
  ) throws(Diagnostic) {
    var failure: DatabaseError?
    var stream = RowStream { receive throws(DatabaseError) in
      do throws(DatabaseError) { try executor.run(statement, [], cause: Cause(mark: nil), receive) } catch {
        failure = error
        throw error
      }
    }
    stream.isNumeric = { [self] in isNumeric($1, of: statement.columns[$0]) }
    let answer = answer(statement, .stream(stream), executor)
    do throws(Diagnostic) { try present(answer, of: nil, line: line, since: begun) } catch {
      guard let failure else { throw error }
      followFailure()
      throw diagnostic(failure, in: line, from: start)
    }
    try forgetWhatIsStale(after: statement)
    let none = RowBuffer(columns: statement.columns.count)
    keep(rows: answer, SQLResult(statement, rows: none, wereStreamed: true, schema: schema))
    noteAnswer()
  }

  /// The rows of SQL that went out as they came, asked for again to be kept: a statement of the line that wants them.
  ///
  /// - Parameter range: the piece of that line.
  func fetchAgain(_ result: SQLResult, at range: SourceRange) throws(Diagnostic) {
    do throws(Diagnostic) {
      var text = Substring(result.sql)
      guard let statement = try nextStatement(of: &text, in: result.sql) else { return }
      let rows = try rows(
        of: statement, session.executor, cause: Cause(mark: 0), in: result.sql, from: 0)
      keep(
        rows: answer(statement, .rows(rows), session.executor),
        SQLResult(statement, rows: rows, wereStreamed: false, schema: schema))
    } catch {
      // Where it fails in its own text is no place in this line.
      throw Diagnostic(error.problem, at: range)
    }
  }

  private func answer(
    _ statement: any PreparedStatement, _ rows: Answer.Content, _ executor: Executor
  ) -> Answer {
    let kept: RowBuffer? = if case .rows(let buffer) = rows { buffer } else { nil }
    let telling = min(kept?.count ?? 0, Grid.tellingRows)
    let tables = Set(statement.columns.map { $0.origin.map { [$0.schema, $0.table] } })
    let table = tables.count == 1 ? tables.first?.flatMap { $0 } : nil
    return Answer(
      rows: rows, session: Session(schema: schema, executor: executor),
      columns: statement.columns.enumerated().map { index, column in
        var shown = Answer.Column(
          name: column.name, type: column.declaredType ?? "", isKey: false,
          isNumeric: isNumeric((0..<telling).compactMap { kept?.cell($0, index).kind }, of: column))
        shown.collation = attribute(column.origin)?.collation ?? .binary
        return shown
      },
      valuesOf: table.flatMap { names in schema.entities.first { [$0.schema, $0.table] == names }?.id })
  }

  /// A column of SQL has no type of its own: the first rows tell whether numbers stand in it, and where they hold
  /// nothing, the column that it comes from.
  private func isNumeric(_ kinds: [Cell.Kind], of column: ResultColumn) -> Bool {
    var hasNumber = false
    for kind in kinds {
      switch kind {
      case .integer, .real: hasNumber = true
      case .text, .blob: return false
      case .null: break
      }
    }
    if hasNumber { return true }
    return attribute(column.origin).map(\.affinity.isNumeric) ?? !kinds.isEmpty
  }

  private func attribute(_ origin: ColumnOrigin?) -> Attribute? {
    guard let origin else { return nil }
    let entity = schema.entities.first { $0.schema == origin.schema && $0.table == origin.table }
    return entity?.attributes.first { $0.name == origin.column }
  }

  /// Rows, and what was defined; rows that went with their table are not counted.
  private static func count(_ changes: RowChanges, by statement: any PreparedStatement) -> Int {
    let isDefinition = SQLNames(beginningOf: statement.sql).definition != nil
    return (isDefinition ? 1 : changes.own) + changes.further
  }

  private func tellChanges(_ changes: RowChanges, by statement: any PreparedStatement) {
    guard isInteractive else { return }
    if let definition = SQLNames(beginningOf: statement.sql).definition { return tell(definition, changes) }
    guard changes.own + changes.further > 0 else { return notice("Done.") }
    let own = "\(Quantity.count(changes.own, "row")) changed"
    guard changes.further > 0 else { return notice("\(own).") }
    notice("\(own), and \(Quantity.grouped(changes.further)) more \(Self.cause(of: changes)).")
    tellFurther(changes)
  }

  /// A line for all that had the same done to it: `deleted (cascade): 10 books, 18 book_genres`.
  private func tellFurther(_ changes: RowChanges) {
    for kind in FurtherChange.Kind.allCases {
      let tables = changes.byTable.filter { $0.kind == kind }.map { change in
        let nouns = schema.entities.first { $0.schema == change.schema && $0.table == change.table }?.nouns
        return Quantity.count(
          change.rows, nouns?.one ?? change.table, plural: nouns?.several ?? change.table)
      }
      guard !tables.isEmpty else { continue }
      notice("\(Self.words(for: kind, byTriggers: changes.firedTriggers)): \(tables.joined(separator: ", "))")
    }
    let others = changes.further - changes.byTable.reduce(0) { $0 + $1.rows }
    if others > 0, !changes.byTable.isEmpty { notice(Sentence(Quantity.count(others, "other row"))) }
  }

  private static func words(for kind: FurtherChange.Kind, byTriggers: Bool) -> String {
    switch kind {
    case .deleted: byTriggers ? "deleted" : "deleted (cascade)"
    case .setNull: "set to NULL"
    case .setDefault: "set to default"
    case .updated: byTriggers ? "updated" : "updated (cascade)"
    case .inserted: "inserted"
    }
  }

  /// Rows that went with their table are not counted, but those of other tables are.
  private func tell(_ definition: SQLNames.Definition, _ changes: RowChanges) {
    guard definition.verb == "drop", !definition.isConditional else { return notice("Done.") }
    let name = VisibleText.plain(Words.name(definition.name), charset: settings.presentation.charset)
    let further =
      changes.further == 0
      ? "" : ", and \(Quantity.count(changes.further, "row")) \(Self.cause(of: changes))"
    notice("\(name) is gone\(further).")
    tellFurther(changes)
  }

  private static func cause(of changes: RowChanges) -> String {
    changes.firedTriggers ? "through triggers or foreign keys" : "through foreign keys"
  }

  /// With what qualifies it, in bytes: who reads where it begins needs no more of it.
  private static let longestName = 1_000

  /// A failure of SQL, at the place in the line that the engine names.
  private func diagnostic(_ error: DatabaseError, in line: String, from start: Int) -> Diagnostic {
    let bytes = Array(line.utf8)
    let count = bytes.count
    var error = error
    // The line stands right above, and says which statement.
    error.sql = nil
    func diagnostic(at range: SourceRange) -> Diagnostic {
      error.kind == .tooLarge
        ? Diagnostic(.statementTooLarge(reason: error.message), at: range) : Diagnostic(error, at: range)
    }
    guard let offset = error.offset, start + offset < count else {
      let first = bytes[min(start, count)...].firstIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) }
      return diagnostic(at: SourceRange(first ?? start, count))
    }
    let place = start + offset
    let piece = String(decoding: bytes[place..<min(place + Self.longestName, count)], as: UTF8.self)
    let name = SQLColumns(piece, schema: schema, dialect: database.connection.dialect).name(at: 0)
    return diagnostic(at: SourceRange(place, min(place + (name?.upper ?? 1), count)))
  }
}
