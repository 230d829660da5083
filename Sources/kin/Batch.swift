import Glibc
import Language
import Rendering
import Shell

/// Lines without a person: arguments, a file, a pipe.
struct Batch {
  private let conversation: Conversation
  private let output: Output
  private let stats: Bool

  init(_ conversation: Conversation, output: Output, stats: Bool) {
    self.conversation = conversation
    self.output = output
    self.stats = stats
  }

  func run(_ sources: [LineSource]) -> Program.ExitCode {
    let code = answer(sources)
    return conversation.dropsTransaction() && code == .ok ? .failed : code
  }

  private func answer(_ sources: [LineSource]) -> Program.ExitCode {
    var code = Program.ExitCode.ok
    for source in sources {
      var goesOn = true
      switch source {
      case .line(let line): goesOn = take(conversation.respond(to: line), &code)
      case .file(var script):
        while goesOn, let line = script.nextLine(in: conversation) {
          goesOn = take(
            conversation.respond(to: line.text, at: line.place, problem: line.problem), &code)
        }
      }
      if Interrupt.shared.isRequested { return .interrupted }
      guard goesOn else { break }
    }
    return code
  }

  /// Answers whether there is a reason to go on.
  private func take(_ facts: LineFacts, _ code: inout Program.ExitCode) -> Bool {
    if stats, facts.kind != .blank { conversation.tell(facts.json) }
    if facts.isUnsound, code == .ok { code = .failed }
    if let problem = facts.problem {
      switch problem.problem {
      case .interrupted: code = .interrupted
      case .budgetExceeded, .timedOut: code = .limit
      default: if code == .ok { code = .failed }
      }
      if code == .interrupted || conversation.stopsOnError { return false }
    }
    return !facts.isQuit && !output.isClosed
  }
}
