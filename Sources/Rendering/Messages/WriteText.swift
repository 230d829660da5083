/// The English of what keeps a write from being made, or from being kept.
enum WriteText {
  /// - Parameter sentences: one on each foreign key.
  static func forbidden(_ sentences: [String]) -> (sentence: String, details: [String]) {
    let shown = sentences.prefix(6)
    let more = sentences.count - shown.count
    return (
      "A foreign key forbids it.",
      Array(shown) + (more > 0 ? ["And \(Quantity.count(more, "more foreign key"))."] : [])
    )
  }

  /// - Parameter again: what drops the changes when it is typed once more.
  static func uncommitted(_ changes: Int, _ again: String) -> (sentence: String, details: [String]) {
    (
      "\(Quantity.count(changes, "change")) \(changes == 1 ? "is" : "are") not committed.",
      [
        "commit keeps \(changes == 1 ? "it" : "them"), rollback undoes \(changes == 1 ? "it" : "them"); \(again) again drops \(changes == 1 ? "it" : "them")."
      ]
    )
  }
}
