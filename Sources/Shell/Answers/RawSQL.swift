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
    while let statement = try nextStatement(of: &rest, in: line) {
      let start = now()
      send(by: executor)
      executor.startLine()
      let rows = try rows(of: statement, executor, in: line)
      if statement.columns.isEmpty {
        facts.queries += executor.log.statements
        if !statement.isReadOnly { tellChanges(executor.changes, by: statement) }
        try forgetWhatIsStale(after: statement)
      } else {
        let answer = answer(statement, rows, executor)
        try present(answer, of: nil, line: line, since: start)
        // What RETURNING gives is newer than what the write made stale.
        try forgetWhatIsStale(after: statement)
        keep(rows: answer, SQLResult(statement, rows: rows, schema: schema))
      }
    }
  }

  /// What is held goes after a write, and the schema is read again where a statement may have changed it: that of
  /// an attached database has no counter, and to the engine ATTACH and ROLLBACK are no writes.
  private func forgetWhatIsStale(after statement: any PreparedStatement) throws(Diagnostic) {
    let words: Set<String> = ["attach", "detach", "create", "drop", "alter", "rollback"]
    let mayChangeSchema = SQLNames(statement.sql).firstWord.map(words.contains) ?? false
    if mayChangeSchema || !statement.isReadOnly { try forgetAfterWrite(mayChangeSchema: mayChangeSchema) }
  }

  func nextStatement(
    of rest: inout Substring, in line: String
  ) throws(Diagnostic) -> (any PreparedStatement)? {
    let start = line.utf8.distance(from: line.startIndex, to: rest.startIndex)
    do throws(DatabaseError) { return try database.connection.prepareFirst(of: &rest) } catch {
      throw diagnostic(error, in: line, from: start)
    }
  }

  private func rows(
    of statement: any PreparedStatement, _ executor: Executor, in line: String
  ) throws(Diagnostic) -> RowBuffer {
    let buffer = RowBuffer(columns: statement.columns.count)
    do throws(DatabaseError) {
      try executor.run(statement, [], cause: Cause(mark: nil)) { row throws(DatabaseError) in
        buffer.append(row)
        return true
      }
    } catch {
      throw diagnostic(error, in: line, from: 0)
    }
    return buffer
  }

  private func answer(
    _ statement: any PreparedStatement, _ buffer: RowBuffer, _ executor: Executor
  ) -> Answer {
    let tables = Set(statement.columns.map { $0.origin.map { [$0.schema, $0.table] } })
    let table = tables.count == 1 ? tables.first?.flatMap { $0 } : nil
    return Answer(
      rows: buffer, session: Session(schema: schema, executor: executor),
      columns: statement.columns.enumerated().map { index, column in
        Answer.Column(
          name: column.name, type: column.declaredType ?? "", isKey: false,
          isNumeric: isNumeric(buffer, index, of: column))
      },
      valuesOf: table.flatMap { names in schema.entities.first { [$0.schema, $0.table] == names }?.id })
  }

  /// A column of SQL has no type of its own: the first rows tell whether numbers stand in it, and where they hold
  /// nothing, the column that it comes from.
  private func isNumeric(_ buffer: RowBuffer, _ index: Int, of column: ResultColumn) -> Bool {
    var hasNumber = false
    for row in 0..<min(buffer.count, 100) {
      switch buffer.cell(row, index).kind {
      case .integer, .real: hasNumber = true
      case .text, .blob: return false
      case .null: break
      }
    }
    if hasNumber { return true }
    guard let origin = column.origin else { return buffer.count > 0 }
    let entity = schema.entities.first { $0.schema == origin.schema && $0.table == origin.table }
    let attribute = entity?.attributes.first { $0.name == origin.column }
    return attribute.map(\.affinity.isNumeric) ?? (buffer.count > 0)
  }

  private func tellChanges(_ changes: RowChanges, by statement: any PreparedStatement) {
    guard isInteractive else { return }
    if let definition = SQLNames(statement.sql).definition { return tell(definition, changes) }
    guard changes.own + changes.further > 0 else { return notice("Done.") }
    let own = "\(Quantity.count(changes.own, "row")) changed"
    notice(
      changes.further == 0
        ? "\(own)." : "\(own), and \(Quantity.grouped(changes.further)) more \(Self.cause(of: changes)).")
  }

  /// Rows that went with their table are not counted, but those of other tables are.
  private func tell(_ definition: SQLNames.Definition, _ changes: RowChanges) {
    guard definition.verb == "drop", !definition.isConditional else { return notice("Done.") }
    let name = VisibleText.plain(Words.name(definition.name), charset: settings.presentation.charset)
    let further =
      changes.further == 0
      ? "" : ", and \(Quantity.count(changes.further, "row")) \(Self.cause(of: changes))"
    notice("\(name) is gone\(further).")
  }

  private static func cause(of changes: RowChanges) -> String {
    changes.firedTriggers ? "by triggers or cascade" : "by cascade"
  }

  /// A failure of SQL, at the place in the line that the engine names.
  private func diagnostic(_ error: DatabaseError, in line: String, from start: Int) -> Diagnostic {
    let count = line.utf8.count
    var error = error
    // The line stands right above, and says which statement.
    error.sql = nil
    guard let offset = error.offset, start + offset < count else {
      return Diagnostic(error, at: SourceRange(start, count))
    }
    let place = start + offset
    let name = SQLColumns(line, schema: schema, dialect: database.connection.dialect).name(at: place)
    return Diagnostic(error, at: name ?? SourceRange(place, place + 1))
  }
}
