import Language
import Rendering

/// The line whose answer `last` prints, and whether anything was printed since.
struct LastLine {
  var text: String
  /// Whether the answer is what stands above, but for notices.
  var isAbove: Bool
}

extension Conversation {
  /// Takes note that the line that is being answered has an answer for `last`.
  func noteAnswer() {
    hasAnswer = true
    lastLine = LastLine(text: LineComment.removed(facts.line), isAbove: true)
  }

  /// Takes note, at the end of a line, of one that has printed something else.
  ///
  /// What was wrong with a line is no answer, nor is what a setting is now.
  func followAnswer() {
    guard !hasAnswer, facts.problem == nil, facts.kind != .blank else { return }
    guard !Self.goOnFromLast.contains(commandWord), settingLine(facts.line) == nil else { return }
    lastLine?.isAbove = false
  }

  private static let goOnFromLast: Set<String> = [Command.last.name, Command.read.name]

  /// The name of the command that was answered; empty where it was none.
  private var commandWord: String {
    guard facts.kind == .command else { return "" }
    do throws(Diagnostic) {
      if case .command(let command, _) = try read(facts.line) { return command.name }
    } catch { return "" }
    return ""
  }

  /// Says whose answer `last` prints, where another stands above.
  func tellWhoseAnswer(isShown: Bool) {
    guard let lastLine, !lastLine.isAbove, lastResult != nil || !heldTables.isEmpty else { return }
    let line = lastLine.text.split(whereSeparator: \.isNewline).joined(separator: " ")
    notice("The answer to: \(line)")
    self.lastLine?.isAbove = isShown
  }
}
