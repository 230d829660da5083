import Language
import Navigation
import Rendering
import SQL

/// What the words of a line that was rejected may have meant.
extension Conversation {
  /// What the words of a rejected line may have meant: a command mistyped, a hop called a join, a table or
  /// a column near to the one that SQL does not find.
  func withMeaning(_ diagnostic: Diagnostic, of line: String) -> Diagnostic {
    if let statement = meantWrite(diagnostic, line) {
      var diagnostic = diagnostic
      diagnostic.suggestions = [statement]
      return diagnostic
    }
    let meant = meantLine
    let isUnread = facts.kind == .blank || facts.kind == .command
    var diagnostic = isUnread ? meant.withMeaning(diagnostic, of: line) : diagnostic
    switch (facts.kind, diagnostic.problem) {
    case (.path, .unknownRoot("undo")): diagnostic.suggestions = ["rollback"]
    case (.path, .unknownRoot(let name)):
      let queried = meant.queried(line)
      let near = Command.near(name).filter { $0 != name.lowercased() }
      diagnostic.suggestions =
        queried.isEmpty
        ? diagnostic.suggestions + near.filter { !diagnostic.suggestions.contains($0) } : queried
    case (.path, .noSuchRecord): diagnostic.suggestions += meant.called(diagnostic, line)
    case (.blank, .unexpected) where diagnostic.suggestions.isEmpty:
      diagnostic.suggestions = meant.joined(line)
    case (.sql, .database):
      diagnostic.suggestions = meant.tables(near: line)
      if diagnostic.suggestions.isEmpty {
        diagnostic.suggestions = SQLColumns(line, schema: schema, dialect: database.connection.dialect)
          .near(diagnostic.range)
      }
    default: break
    }
    return diagnostic
  }

  private var meantLine: MeantLine {
    var scope = Scope()
    scope.variables = variables
    scope.session = session
    return MeantLine(schema: schema, scope: scope)
  }

  /// The statement that a path which would write stands for.
  private func meantWrite(_ diagnostic: Diagnostic, _ line: String) -> String? {
    switch (facts.kind, diagnostic.problem) {
    case (.sql, .database), (.path, _), (.blank, _):
      MeantWrite(schema: schema, dialect: database.connection.dialect).statement(for: line)
    default: nil
    }
  }
}
