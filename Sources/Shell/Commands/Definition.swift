import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// The SQL that made the tables, as the database holds it.
  static let schema = Command(
    "schema", foreign: [".schema", ".fullschema"], group: .explore, usage: "schema [author]",
    summary: "the SQL that made a table, its indexes and triggers", completes: .entities { [] },
    isPaged: true,
    examples: [("schema author", "of one table"), ("schema", "of all")],
    more: ["A percent sign or a star in a name stands for any characters."]
  ) { (conversation, call) throws(Diagnostic) in
    let entities = try conversation.entities(named: call)
    var statements: [(table: String, sql: [String])] = []
    for entity in entities {
      do throws(DatabaseError) {
        statements.append(
          (
            entity.table,
            try conversation.database.connection.definitions(ofTable: entity.table, in: entity.schema)
          ))
      } catch { throw Diagnostic(error, at: call.range) }
    }
    conversation.facts.rows = statements.reduce(0) { $0 + $1.sql.count }
    guard conversation.settings.format.name == OutputFormat.table.name else {
      let rows = statements.flatMap { table, sql in sql.map { [Value(table), Value($0)] } }
      return try conversation.write(rows, columns: ["table", "sql"], at: call.range)
    }
    guard statements.contains(where: { !$0.sql.isEmpty }) else {
      return conversation.notice("The database holds no SQL of \(entities.count == 1 ? "it" : "them").")
    }
    for (number, sql) in statements.map(\.sql).filter({ !$0.isEmpty }).enumerated() {
      if number > 0 { conversation.output.write("\n") }
      for statement in sql { conversation.write(sql: statement) }
    }
  }
}

extension Conversation {
  /// A statement as it was written: on a terminal without what that would obey.
  fileprivate func write(sql: String) {
    guard settings.presentation.isTerminal else { return output.write(sql + ";\n") }
    let charset = settings.presentation.charset
    let lines = sql.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      // A tab is as wide as the terminal makes it.
      line.filter { $0 != "\r" }.split(separator: "\t", omittingEmptySubsequences: false)
        .map { VisibleText.plain(String(String.UnicodeScalarView($0)), charset: charset) }
        .joined(separator: "\t")
    }
    output.write(lines.joined(separator: "\n") + ";\n")
  }
}
