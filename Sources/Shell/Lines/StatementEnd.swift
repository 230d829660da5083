import Language
import Navigation
import Rendering
import SQL

/// Which lines go on in the next one.
///
/// Where more text is there already, a statement of SQL without a semicolon goes on with every line that can be
/// nothing else. Where a person types, only what cannot stand alone goes on, and a DELETE or an UPDATE, which
/// without its WHERE would take every row.
extension Conversation {
  /// Whether a text that is typed goes on in the next line.
  package func goesOn(_ text: String) -> Bool {
    var progress = LineProgress(in: self)
    progress.append(linesOf: text)
    return progress.goesOn()
  }

  /// Whether a whole statement goes on.
  ///
  /// - Parameter next: the lines that were pasted behind it, one after the other.
  func goesOn(_ statement: StatementLines, before next: () -> String?) -> Bool {
    while let line = next() {
      if Script.isComment(line) || line.allSatisfy(\.isWhitespace) { continue }
      return goesOn(statement, with: line, isIndented: false)
    }
    return statement.changesRows
  }

  /// Whether a line belongs to the statement before it.
  func goesOn(_ lines: StatementLines, with next: String, isIndented: Bool) -> Bool {
    guard lines.mayGoOn else { return false }
    let words = next.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    if words.count == 1, startsPath(String(words[0])) { return false }
    return lines.canOnlyGoOn(with: next, words: database.connection.dialect.continuingWords)
      || isIndented && !beginsLine(next)
  }

  /// Whether a text is SQL that runs, or whose plan is asked for.
  func isStatement(_ text: String) -> Bool {
    let first = text.drop(while: \.isWhitespace).prefix { $0.isLetter }
    guard LineReading.sqlWords.contains(first.lowercased()) else { return false }
    do throws(Diagnostic) {
      switch try read(text) {
      case .sql: return true
      case .command(let command, let argument):
        guard command.name == Command.explain.name else { return false }
        let words = argument.text.split(whereSeparator: \.isWhitespace).prefix(2).map { $0.lowercased() }
        return words.first == "query" && !startsPath("query") || isSQL(argument.text)
      case .blank, .statement, .otherShell, .accepted: return false
      }
    } catch { return false }
  }

  /// Whether a line can begin here: as a statement, a command or a path.
  private func beginsLine(_ line: String) -> Bool {
    let text = line.drop(while: \.isWhitespace)
    if let first = text.first, ".:\\`".contains(first) { return true }
    let word = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    return LineReading.sqlWords.contains(word.lowercased()) || Command.named(word) != nil || startsPath(word)
  }
}
