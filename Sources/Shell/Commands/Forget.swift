import Language
import Navigation
import Rendering

extension Command {
  /// Drops variables, and with them what only they can reach.
  static let forget = Command(
    "forget", group: .teach, usage: "forget [NAME …]", summary: "drop variables, or all that is held",
    completes: .variables(and: []), needsDatabase: false
  ) { (conversation, call) throws(Diagnostic) in
    let before = conversation.recordCounts
    guard !call.argument.isEmpty else {
      let forgotten = conversation.forgetAll()
      return conversation.notice(Sentence(conversation.sentence(of: forgotten, before: before)))
    }
    var names: [String] = []
    for piece in call.pieces {
      guard conversation.variables[piece.text] != nil else {
        throw Diagnostic(
          .unknownVariable(piece.text), at: piece.range,
          suggestions: Nearness.nearest(piece.text, in: conversation.variables.keys.sorted()))
      }
      if !names.contains(piece.text) { names.append(piece.text) }
    }
    let holders = names.count { conversation.variables[$0]?.selection != nil }
    try conversation.forget(names, at: call.range)
    conversation.notice(
      "\(Words.list(names)) \(names.count == 1 ? "is" : "are") forgotten\(conversation.consequence(holders, before: before))"
    )
  }
}

extension Conversation {
  /// What `forget` alone has dropped.
  fileprivate func sentence(of forgotten: Forgotten, before: [Int]) -> String {
    let dropped = held(before: before).map { "\($0) dropped." }
    guard var sentence = forgotten.sentence else { return dropped ?? "Nothing was held." }
    if forgotten.names.isEmpty { sentence = "T" + sentence.dropFirst() }
    return dropped.map { "\(sentence.dropLast()): \($0)" } ?? sentence
  }

  /// What became of the records of variables that are forgotten.
  fileprivate func consequence(_ holders: Int, before: [Int]) -> String {
    guard holders > 0 else { return "." }
    if let dropped = held(before: before) { return ": \(dropped) dropped." }
    return settings.retention == .keep
      ? "; \(holders == 1 ? "its" : "their") records stay: set session is keep."
      : "; no record is dropped, for others still lead there."
  }
}
