internal import Language

/// The sentences about rows of SQL that no path can go on from.
enum ForeignRowsText {
  static func words(
    for rows: ForeignRows, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    let none = "The rows of this SELECT are no entity's"
    return switch rows {
    case .noTable: ("\(none): none of its columns is a table's.", [])
    case .keyMissing(let keys):
      (
        "\(none): \(missing(keys)) among the columns.",
        ["Select a key as well, and paths go on from the rows."]
      )
    case .keyTwice(let key):
      (
        "\(none) alone: the key of \(text(of: key)) is among the columns twice.",
        ["Select it once, and paths go on from the rows."]
      )
    case .severalKeys(let keys):
      (
        "The rows of this SELECT could be those of \(list(keys.map(\.entity))): all their keys are among the"
          + " columns.",
        ["Select the key of one of them only, and paths go on from the rows."]
      )
    case .noKey(let entity):
      ("The rows of this SELECT are those of \(entity), which has no key to find them by.", [])
    case .mixed(let entity):
      (
        "The rows of this SELECT are put together by UNION, and not all are known to be rows of \(entity).",
        ["Paths go on from rows that have every column of \(entity) as it is there."]
      )
    case .unknownTable(let table):
      (
        "\(none): \(table) is not among the tables.",
        ["To see what there is: \(type: examples.command("tables"))"]
      )
    }
  }

  /// As in `neither the key of a (id) nor the key of b (id) is`.
  private static func missing(_ keys: [ForeignRows.KeyOfEntity]) -> String {
    let names = keys.map { "the key of \(text(of: $0))" }.joined(separator: " nor ")
    return keys.count > 1 ? "neither \(names) is" : "\(names) is not"
  }

  private static func text(of key: ForeignRows.KeyOfEntity) -> String {
    "\(key.entity) (\(key.columns.joined(separator: ", ")))"
  }

  private static func list(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) or \(last)"
  }
}
