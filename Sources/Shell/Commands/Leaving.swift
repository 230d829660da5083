import Language
import Navigation
import SQL

extension Command {
  /// Goes on with another database.
  static let open = Command(
    "open", foreign: [".open", "\\c"], group: .session, usage: "open FILE",
    summary: "go on with another database", completes: .file
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    do throws(DatabaseError) { try conversation.open(call.argument) } catch {
      throw Diagnostic(.cannotRead(file: call.argument, reason: error.message), at: call.range)
    }
    conversation.notice(conversation.summary)
  }

  /// Leaves.
  static let quit = Command(
    "quit", foreign: ["exit", ".quit", ".exit", "\\q"], group: .session,
    summary: "leave; Ctrl-D does the same"
  ) { (conversation, call) throws(Diagnostic) in
    guard call.argument.isEmpty else { throw call.wrongUse() }
    conversation.facts.isQuit = true
  }
}
