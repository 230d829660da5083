import Language
import Navigation
import Rendering

extension Command {
  /// The last result again, whole or in another format, without running anything.
  static let last = Command(
    "last", group: .explore, usage: "last [FORMAT] [> FILE]", summary: "the last result again, all of it",
    completes: .words { OutputFormat.all.map(\.name) }, isPaged: true, writesFiles: true
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
          .wrongCommandUse(command: "last", usage: "last \(names.joined(separator: "|"))"), at: word.range)
      }
      format = named
    }
    guard let answer = conversation.lastAnswer, answer.isRepeatable else {
      return conversation.notice("There is no result to show again yet.")
    }
    try redirection.write(conversation) { (output, presentation) throws(Diagnostic) in
      var presentation = presentation
      presentation.maxRows = nil
      // All of it: what does not fit is wrapped by the terminal, not left out.
      presentation.width = nil
      let rendered = try conversation.write(
        answer.grid(schema: conversation.schema), as: format, presentation, to: output, at: call.range)
      conversation.facts.rows = rendered.totalRows
      return Quantity.count(rendered.totalRows, "row")
    }
  }
}
