import Language
import Navigation

/// The path behind the word of a command that takes nothing else.
extension Conversation {
  func path(of call: CommandCall) throws(Diagnostic) -> PathSyntax {
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    guard !isSQL(call.argument) else {
      throw Diagnostic(
        .misplaced(.sqlForPath(command: call.command.name, sql: call.argument)), at: call.range,
        suggestions: meantLine.selected(call.argument) ?? [])
    }
    return try Parser.path(call.line, from: call.start)
  }
}
