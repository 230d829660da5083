import Language
import Navigation
import ORM
import Rendering
import SQL

extension Conversation {
  /// `sql of author.books.title`: the path as one statement with its values in it, ready to be pasted elsewhere.
  ///
  /// Plain text on standard output, whatever format is set.
  func writeStatement(of call: CommandCall) throws(Diagnostic) {
    guard call.words.count > 1 else { throw call.wrongUse() }
    let path = call.argument.dropFirst(2).drop(while: \.isWhitespace)
    let start = call.range.upper - path.utf8.count
    let bound = try bind(Parser.path(call.line, from: start))
    let evaluator = Evaluator(session: bound.session, strategy: .flat)
    let query = try evaluator.statement(of: bound.path)
    let connection = database.connection
    let sql = query.text(dialect: connection.dialect) { spelling, real in
      connection.reads(spelling, as: real)
    }
    let presentation = settings.presentation
    for line in SQLScript(sql, width: presentation.width ?? 80).lines {
      // A name in the schema may hold what a terminal would obey.
      let shown = presentation.isTerminal ? VisibleText.plain(line, charset: presentation.charset) : line
      output.write(shown + "\n")
    }
    facts.rows = 1
  }
}

extension Connection {
  /// Whether the engine takes a spelling for exactly this number.
  func reads(_ spelling: String, as real: Double) -> Bool {
    var isSame = false
    do throws(DatabaseError) {
      _ = try prepare("SELECT \(spelling)").run([]) { row throws(DatabaseError) in
        isSame = row[0].kind == .real && row[0].real.bitPattern == real.bitPattern
        return false
      }
    } catch { return false }
    return isSame
  }
}
