import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// The database as it now stands, in a file of its own.
  static let backup = Command(
    "backup", foreign: [".backup", ".save", ".clone"], group: .session, usage: "backup FILE",
    summary: "the database as it stands, in a new file", completes: .file, writesOwnFile: true,
    more: [
      "All of it: what was written in a sample, a sandbox or :memory: with the rest.",
      "FILE must not exist yet. What is attached is no part of it.",
      "Relationships and labels that were typed go into FILE.kin beside it.",
    ]
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let file = try FileArgument(call.argument, at: call.range)
    guard file.isQuoted || call.words.count == 1 else { throw call.wrongUse() }
    try conversation.backUp(to: file.name(home: conversation.homeFolder), call)
  }
}

extension Conversation {
  fileprivate func backUp(to file: String, _ call: CommandCall) throws(Diagnostic) {
    if openChanges > 0 {
      throw Diagnostic(.uncommittedBackup(changes: openChanges), at: call.wholeLine)
    }
    let beside = try textBeside(file, at: call.range)
    let bytes: Int
    do throws(DatabaseError) {
      let executor = Executor(connection: database.connection)
      executor.isAtLastHop = true
      send(by: executor)
      bytes = try database.connection.backup(to: file) { executor.count($0, of: $1) }
    } catch {
      switch error.kind {
      case .cannotOpen, .storage, .readOnly, .readOnlyFile, .unwritableFile, .other:
        throw Diagnostic(.cannotWrite(file: file, reason: error.message), at: call.range)
      case .notADatabase, .corrupt, .busy, .movedFile, .unfinishedTransaction, .outdated, .unbound,
        .constraint, .interrupted, .budget, .notLoaded, .statement, .unknownName, .overflow, .tooLarge,
        .valueTooLarge, .oldSnapshot, .actsUnrun:
        throw Diagnostic(error, at: call.range)
      }
    }
    // What is in a file now is not lost with this copy.
    changesKept = 0
    if let beside {
      do throws(DatabaseError) { try beside.file.write(beside.text) } catch {
        throw Diagnostic(.cannotWrite(file: beside.file.name, reason: error.message), at: call.range)
      }
    }
    guard isInteractive else { return }
    let line = "kin --write \(FileName.shellWord(file))"
    notice("Written to \(file): \(Quantity.bytes(bytes)). To go on in it: \(type: line)")
    if let beside { notice("What was said of it is in \(beside.file.name).") }
  }

  /// What is to stand beside the new file, and where; nil where nothing was said of the database.
  private func textBeside(
    _ file: String, at range: SourceRange
  ) throws(Diagnostic) -> (file: any CommandFile, text: String)? {
    guard let beside = companionMaker(file) else { return nil }
    let text: String
    do throws(DatabaseError) {
      text = try companionText(old: database.companion?.read() ?? "").text
    } catch {
      throw Diagnostic(
        .cannotRead(file: database.companion?.name ?? "", reason: error.message), at: range)
    }
    guard !text.isEmpty else { return nil }
    guard !beside.isThere else {
      throw Diagnostic(
        .cannotWrite(file: beside.name, reason: "it is there already, from another database"), at: range)
    }
    return (beside, text)
  }
}
