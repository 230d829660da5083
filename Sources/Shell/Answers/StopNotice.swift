import Rendering

/// What a person who has asked to stop is told while a step of the database goes on that cannot be cut short.
package struct StopNotice: Sendable {
  /// What the step may be.
  enum Step: Sendable {
    case unknown
    /// A statement that writes was stopped.
    case undoingStatement
    case undoingTransaction
    case committing
    case rewritingFile

    var sentence: String {
      switch self {
      case .unknown: "the database ends the step it is at"
      case .undoingStatement: "the database undoes what the statement wrote"
      case .undoingTransaction: "the database undoes the transaction"
      case .committing: "the database ends the transaction"
      case .rewritingFile: "the database writes the file anew"
      }
    }
  }

  private let step: Step
  private let presentation: Presentation

  init(_ step: Step, as presentation: Presentation) {
    self.step = step
    self.presentation = presentation
  }

  /// - Parameter nanoseconds: since the person asked.
  package func text(after nanoseconds: Int64) -> String {
    let time = Quantity.runningTime(nanoseconds: nanoseconds)
    let words = StyledText("stopping: \(step.sentence)")
    let room = max(1, (presentation.width ?? 80) - 1)
    // The time moves, and so shows that something does.
    let behind = presentation.charset.separator + time
    let shown = words.shortened(
      to: max(1, room - 1 - DisplayWidth.columns(of: behind)), charset: presentation.charset)
    let line = StyledText(" " + shown.plain + behind, .dim)
    return line.shortened(to: room, charset: presentation.charset).text(presentation.style)
  }
}
