import Language
import Navigation
import Rendering

extension Command {
  /// The last result again, every row of it or in another format, without running anything where it was kept.
  static let last = Command(
    "last", group: .explore, usage: "last [FORMAT] [> FILE]", summary: "the last result again, every row",
    completes: .words { ArgumentWord.formats }, needsDatabase: false, isPaged: true,
    writesFiles: true,
    more: [
      "Of a path, of SQL or of a command.",
      "Without a format it is the one that is set, or what the file's name ends in.",
    ],
    values: { _ in OutputFormat.all.map { ("last \($0.name)", $0.summary) } }
  ) { (conversation, call) throws(Diagnostic) in
    let redirection = try Redirection(call, home: conversation.homeFolder)
    let words = redirection.call.pieces
    guard words.count <= 1 else { throw call.wrongUse() }
    var format = redirection.format ?? conversation.settings.format
    if let file = redirection.file?.lowercased(), file.hasSuffix(".sql") { format = .insert }
    if let word = words.first {
      guard let named = OutputFormat.named(word.text.lowercased()) else {
        let names = OutputFormat.all.map(\.name)
        throw Diagnostic(
          .wrongCommandUse(command: "last", usage: "last \(names.joined(separator: "|"))"), at: word.range,
          suggestions: OutputFormat.near(word.text))
      }
      format = named
    }
    conversation.tellWhoseAnswer(isShown: redirection.file == nil)
    // The tables of a command are held as the answer of a path is.
    guard conversation.heldTables.isEmpty else {
      return try conversation.writeTables(as: format, redirection, call)
    }
    let answer = try conversation.lastAnswerAgain(at: call.wholeLine)
    try redirection.write(conversation) { (output, presentation) throws(Diagnostic) in
      var presentation = presentation
      presentation.maxRows = nil
      // A table asked for by its name is one, whatever it holds and however wide it is.
      let isTable = words.count == 1 && format.name == OutputFormat.table.name
      if isTable { presentation.width = nil }
      let isForProgram = redirection.file != nil
      var grid = isForProgram ? answer.grid(schema: conversation.schema) : conversation.grid(for: answer)
      if isTable { grid.isOneRecord = false }
      let rendered = try conversation.write(grid, as: format, presentation, to: output, at: call.range)
      conversation.facts.rows = rendered.totalRows
      if !rendered.isComplete {
        conversation.notes.write(
          Footer(count: nil, facts: rendered).text(as: conversation.settings.presentation))
      }
      return Quantity.count(rendered.totalRows, "row")
    }
  }
}

extension Conversation {
  /// Prints the tables of a command again.
  fileprivate func writeTables(
    as format: OutputFormat, _ redirection: Redirection, _ call: CommandCall
  ) throws(Diagnostic) {
    try redirection.write(self) { (output, presentation) throws(Diagnostic) in
      var presentation = presentation
      if redirection.call.argument.lowercased() == OutputFormat.table.name { presentation.width = nil }
      let rows = try write(
        heldTables, as: format, presentation, to: output,
        tell: { rendered in
          guard redirection.file == nil, !rendered.isComplete else { return }
          notes.write(Footer(count: nil, facts: rendered).text(as: settings.presentation))
        }, at: call.range)
      facts.rows = rows
      return Quantity.count(rows, "row")
    }
  }
}
