import Glibc
import Language
import Navigation
import Rendering
import Shell

/// The conversation at a terminal: a prompt, line after line, until somebody leaves.
struct Prompt {
  private let conversation: Conversation
  private let output: Output
  private let isQuiet: Bool

  init(_ conversation: Conversation, output: Output, isQuiet: Bool) {
    self.conversation = conversation
    self.output = output
    self.isQuiet = isQuiet
  }

  func run() {
    let editor = LineEditor(
      programName: "kin", history: HistoryFile.standard(),
      complete: { line, cursor in
        let completion = conversation.complete(line, cursor: cursor)
        return CompletionList(
          replace: completion.range.lower..<completion.range.upper,
          candidates: completion.candidates.map { .init(text: $0.text, note: $0.note) },
          hasMore: completion.hasMore, charset: conversation.settings.presentation.charset)
      },
      progress: { LineProgress(in: conversation) })
    conversation.files = { FileNames.beginning($0, areWritten: $1) }
    conversation.keys = editor.keys
    editor.hint = { conversation.hint(for: $0) }
    if !isQuiet { output.write(conversation.banner(version: Program.version)) }
    if let warning = editor.history.warning { conversation.notice(Sentence(warning)) }
    var emptyInterrupts = 0
    while true {
      output.flush()
      measureScreen()
      let style = conversation.settings.presentation.style
      let input = editor.readLine(
        prompt: style.applied(to: conversation.prompt, .prompt),
        continuation: style.applied(to: conversation.continuationPrompt, .prompt))
      switch input {
      case .endOfInput: if conversation.mayEnd() { return }
      case .interrupted(let lineWasEmpty):
        emptyInterrupts = lineWasEmpty ? emptyInterrupts + 1 : 0
        if emptyInterrupts == 2 { output.write(" Ctrl-D or quit leaves.\n") }
      case .line(let line, let problem):
        emptyInterrupts = 0
        Interrupt.shared.reset()
        // The window may have got another size while the line was typed.
        measureScreen()
        output.resume()
        let facts = conversation.respond(to: line, problem: problem)
        if facts.isQuit { return }
      }
    }
  }

  private func measureScreen() {
    guard let size = TerminalSize.current() else { return }
    conversation.settings.presentation.width = size.columns
    conversation.settings.screenRows = size.rows
  }
}
