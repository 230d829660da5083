import Language
import Navigation
import Rendering
import SQL

extension Command {
  /// Goes on with another database.
  static let open = Command(
    "open", foreign: [".open", "\\c", "\\connect"], group: .session, usage: "open FILE  or  open sample NAME",
    summary: "go on with another database", completes: .fileOrSample, needsDatabase: false,
    values: { $0.samples.map { ("open sample \($0.name)", $0.summary) } }
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let words = call.pieces
    let names = conversation.variables.keys.sorted()
    if words[0].text == "sample", words.count <= 2 {
      guard words.count == 2 else { return try conversation.listSamples(call) }
      try conversation.checkTransaction(call)
      try conversation.openSample(words[1].text, at: words[1].range)
    } else {
      let file = try conversation.file(of: call)
      try conversation.checkTransaction(call)
      do throws(DatabaseError) { try conversation.open(file) } catch {
        let files = error.kind == .cannotOpen ? conversation.databasesNear(file) : []
        let isSample = error.kind == .cannotOpen && conversation.samples.contains { $0.name == file }
        let near = files.isEmpty && isSample ? ["sample \(file)"] : files
        throw Diagnostic(.cannotRead(file: file, reason: error.message), at: call.range, suggestions: near)
      }
    }
    conversation.notice(Sentence(conversation.summary))
    if let first = conversation.firstLine, conversation.isInteractive { conversation.notice(first) }
    if !names.isEmpty {
      let verb = names.count == 1 ? "belongs" : "belong"
      conversation.notice(
        "\(Words.list(names)) \(verb) to the database before, and \(names.count == 1 ? "is" : "are") forgotten."
      )
    }
  }

  /// Leaves.
  static let quit = Command(
    "quit", foreign: ["exit", ".quit", ".exit", "\\q", ":q"], group: .session,
    summary: "leave; Ctrl-D does the same", needsDatabase: false
  ) { (conversation, call) throws(Diagnostic) in
    guard call.argument.isEmpty else { throw call.wrongUse() }
    try conversation.checkTransaction(call)
    conversation.tellLoss()
    conversation.facts.isQuit = true
  }
}

extension Conversation {
  fileprivate func openSample(_ name: String, at range: SourceRange) throws(Diagnostic) {
    guard let sample = samples.first(where: { $0.name == name.lowercased() }) else {
      throw Diagnostic(
        .unknownSample(name), at: range, suggestions: Nearness.nearest(name, in: samples.map(\.name)))
    }
    do throws(DatabaseError) { try goOn(with: sample.open()) } catch { throw Diagnostic(error, at: range) }
  }

  fileprivate func listSamples(_ call: CommandCall) throws(Diagnostic) {
    facts.rows = samples.count
    try write(
      samples.map { [Value($0.name), Value($0.summary)] }, columns: ["sample", "about"], at: call.range)
  }
}
