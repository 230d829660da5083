internal import Language

/// What is wrong with a line in a few words, for beside it.
extension DiagnosticText {
  /// Longer sentences are for the answer, below the line.
  private static let longestHint = 44

  /// - Returns: nil where a few words cannot say it.
  package var hint: String? {
    let words: String?
    switch diagnostic.problem {
    case .unknownMember(let entity, let name, _, _): words = "\(entity) has no \(name)"
    case .unknownRoot(let name): words = "there is no \(name)"
    case .noSuchRecord(let entity, let key): words = "there is no \(entity) \(key)"
    case .unknownSetting(let name): words = "there is no setting \(name)"
    case .unknownName(let message, _): words = message
    default: words = ProblemText(diagnostic, in: line).sentence.description
    }
    guard let words, words.count <= Self.longestHint else { return nil }
    return VisibleText.plain(words, charset: .unicode)
  }
}
