import Language
import Navigation
import Rendering

extension Command {
  /// The last result again, every row of it or in another format, without running anything where it was kept.
  static let last = Command(
    "last", group: .explore, usage: "last [FORMAT] [> FILE]", summary: "the last result again, every row",
    completes: .words { OutputFormat.all.map(\.name) }, needsDatabase: false, isPaged: true,
    writesFiles: true,
    more: ["Without a format it is the one that is set, or what the file's name ends in."],
    values: { _ in OutputFormat.all.map { ("last \($0.name)", $0.summary) } }
  ) { (conversation, call) throws(Diagnostic) in
    let redirection = try Redirection(call)
    let words = redirection.call.pieces
    guard words.count <= 1 else { throw call.wrongUse() }
    var format = redirection.format ?? conversation.settings.format
    if let file = redirection.file?.lowercased(), file.hasSuffix(".sql") { format = .insert }
    if let word = words.first {
      guard let named = OutputFormat.named(word.text.lowercased()) else {
        let names = OutputFormat.all.map(\.name)
        throw Diagnostic(
          .wrongCommandUse(command: "last", usage: "last \(names.joined(separator: " | "))"), at: word.range)
      }
      format = named
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
