import Language
import Navigation
import Rendering
import SQL

extension Command {
  /// Answers the lines of a file as if they were typed.
  static let read = Command(
    "read", foreign: [".read", "\\i", "\\ir"], group: .session, usage: "read FILE",
    summary: "the lines of a file, as if typed", completes: .file, needsDatabase: false
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let file = try conversation.file(of: call)
    guard conversation.scriptDepth < Conversation.deepestScript else {
      throw Diagnostic(.readsTooDeep(limit: Conversation.deepestScript), at: call.range)
    }
    let bytes: [UInt8]
    do throws(DatabaseError) { bytes = try conversation.fileReader(file) } catch {
      throw Diagnostic(.cannotRead(file: file, reason: error.message), at: call.range)
    }
    try conversation.answer(Script(file: file, bytes: bytes), at: call.range)
  }
}

extension Conversation {
  /// A file may read another, but not for ever.
  static let deepestScript = 8

  /// Answers each line; the facts of the line that asked for it are the sum of theirs.
  ///
  /// Each has said itself what was wrong with it, so a failure is only noted.
  func answer(_ script: Script, at range: SourceRange) throws(Diagnostic) {
    var script = script
    var sum = facts
    scriptDepth += 1
    defer {
      scriptDepth -= 1
      facts = sum
    }
    while let line = script.nextLine(in: self) {
      if output.isStopRequested { throw Diagnostic(.interrupted, at: range) }
      if isInteractive { writeAsTyped(line.text) }
      let inner = respond(to: line.text, at: line.place, problem: line.problem)
      sum.add(inner)
      if inner.isQuit { return }
      if let problem = inner.problem?.problem, stopsOnError || problem == .interrupted {
        let place = line.place.place(of: inner.problem?.range ?? SourceRange(0, 0), in: line.text)
        if isInteractive { notice("Stopped at \(place.text).") }
        return
      }
    }
    // While it was put together from what stands in the file, or before the first.
    if output.isStopRequested { throw Diagnostic(.interrupted, at: range) }
  }

  /// The line behind the prompt, as it stands on the terminal after it was typed.
  private func writeAsTyped(_ line: String) {
    var prompt = prompt
    for part in line.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      output.write(prompt + VisibleText.plain(String(part), charset: settings.presentation.charset) + "\n")
      prompt = continuationPrompt
    }
  }
}

extension LineFacts {
  /// Counts in what a line took that was read for this one.
  fileprivate mutating func add(_ inner: LineFacts) {
    queries += inner.queries
    rowsFetched += inner.rowsFetched
    nPlusOne += inner.nPlusOne
    isQuit = inner.isQuit
    isUnsound = isUnsound || inner.isUnsound
    guard problem == nil else { return }
    problem = inner.problem
    error = inner.error
  }
}
