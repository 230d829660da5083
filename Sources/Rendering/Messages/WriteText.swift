internal import Language

/// The English of what keeps a write from being made, or from being kept.
enum WriteText {
  static func forbidden(by keys: [ForbiddingKey]) -> (sentence: Sentence, details: [Sentence]) {
    let shown = keys.prefix(6)
    let more = keys.count - shown.count
    return (
      "A foreign key forbids it.",
      shown.map { Sentence(sentence($0)) }
        + (more > 0 ? ["And \(Quantity.count(more, "more foreign key"))."] : [])
    )
  }

  private static func sentence(_ key: ForbiddingKey) -> String {
    let target =
      key.key.map { values in
        key.columns.isEmpty
          ? "\(key.target)[\(values)]"
          : "\(key.target) with \(key.columns.joined(separator: ", ")) = \(values)"
      } ?? "rows of \(key.target)"
    let refers = "\(key.reference) refers to \(target)"
    guard let referring = key.referring else {
      return "\(refers), which \(key.key == nil ? "are" : "is") not there."
    }
    let rows = referring.count.map {
      Quantity.count($0, referring.one ?? "row", plural: referring.several ?? "rows")
    }
    return "\(refers): \(rows ?? "several rows") (\(referring.action))."
  }

  static func readOnlyFile(_ examples: ExampleNames) -> (sentence: Sentence, details: [Sentence]) {
    (
      "Only the database in memory can be written: no file is changed, and none is made.",
      [
        "To write to a file: \(type: "kin --write FILE")",
        "To write to a copy of it in memory: \(type: "kin --sandbox FILE")",
        "To make a new file of this database: \(type: examples.command("backup FILE"))",
      ]
    )
  }

  static func uncommittedBackup(_ changes: Int) -> (sentence: Sentence, details: [Sentence]) {
    let those = changes == 1 ? "it" : "them"
    return (
      "\(Quantity.count(changes, "change")) \(changes == 1 ? "is" : "are") not committed, and a backup holds what is.",
      ["\(type: "commit") keeps \(those), \(type: "rollback") undoes \(those)."]
    )
  }

  static let unwritableFile = (
    sentence:
      "The system does not let the file be written: its permissions, or those of its folder, are for reading."
      as Sentence,
    details: ["To write to a copy in memory: \(type: "kin --sandbox FILE")" as Sentence]
  )

  static let actsUnrun = (
    sentence:
      "The database carries out such a statement while it reads it, so it is not explained: nothing was done."
      as Sentence,
    details: ["Leave explain away to run it." as Sentence]
  )

  static let heldByReader = (
    sentence: "Another process is reading the database, and until it has finished nothing can be committed."
      as Sentence,
    details: ["The transaction is still open. Try again when it has finished: \(type: "commit")" as Sentence]
  )

  static let oldSnapshot = (
    sentence:
      "Another process has changed the data since this transaction first read them, so it can write nothing."
      as Sentence,
    details: ["To end it, then begin anew: \(type: "rollback")" as Sentence]
  )

  /// - Parameter again: what drops the changes when it is typed once more.
  static func uncommitted(_ changes: Int, _ again: String) -> (sentence: Sentence, details: [Sentence]) {
    let those = changes == 1 ? "it" : "them"
    return (
      "\(Quantity.count(changes, "change")) \(changes == 1 ? "is" : "are") not committed.",
      [
        "\(type: "commit") keeps \(those), \(type: "rollback") undoes \(those); \(type: again) again drops \(those)."
      ]
    )
  }
}
