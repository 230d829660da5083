import SQL

/// What one plain sentence says of a statement: why it was sent, for somebody who sees such a thing for the first time.
struct StatementSentence {
  private let group: StatementGroup

  init(_ group: StatementGroup) { self.group = group }

  var text: String {
    let cause = group.cause
    if let strategy = cause.strategy, let way = cause.relationship { return loading(way, strategy) }
    if cause.relationship != nil { return Self.narrowing }
    guard let subject = cause.subject else { return "SQL as it was typed." }
    if cause.mark == nil { return "Sent by the command itself, about \(subject)." }
    if subject.hasSuffix("[]") { return Self.narrowing }
    if subject.hasSuffix(".group()") {
      return "The database forms the groups and works out what is asked of each: no record is loaded."
    }
    if subject.hasSuffix("()") {
      return group.count == 1
        ? "The database works this out by itself: the answer is a value, and no record is loaded."
        : "The database is asked for one value at a time: \(queries)."
    }
    return group.first == 1
      ? "The path begins with \(subject): one query for its rows."
      : "Nothing came: is the \(subject) there at all?"
  }

  private static let narrowing =
    "The session holds these records; the database only says which of them stay, and in which order."

  private var queries: String { Quantity.count(group.count, "query") }

  /// - Parameter way: as in `author.books`; several joined ones stand behind each other.
  private func loading(_ way: String, _ strategy: String) -> String {
    let cause = group.cause
    let names = way.split(separator: ".").map(String.init)
    let (owner, hop) = (names.first ?? way, "." + names.dropFirst().joined(separator: "."))
    if way.hasSuffix("()") {
      return group.count == 1
        ? "\(strategy): \(hop) of every \(owner) in one query, which groups by their keys."
        : "\(strategy): \(hop) is worked out for one \(owner) at a time: \(queries)."
    }
    let isClosure = way.hasSuffix("+") || way.hasSuffix("*")
    switch strategy {
    case "lazy" where isClosure:
      return "lazy: \(hop) goes on from one record at a time, until nothing new is met: \(queries)."
    case "lazy" where group.count == 1:
      return "lazy: \(hop) is asked for when the path reaches it, here for one \(owner)."
    case "lazy":
      return "lazy: \(hop) is asked for one key at a time, each when the path reaches it: \(queries)."
    case "joined":
      return "joined: \(way) in one query; what stands on the left is repeated for each row on the right."
    case "subquery":
      return
        "subquery: \(hop) of every \(owner) at once; in place of their keys stands the query that found them."
    case "peers":
      return "peers: the first \(owner) whose \(hop) is reached asks for it for all that came in together."
    case "flat":
      return "flat: one query for the whole path gives its last column only, and no record is kept."
    case _ where isClosure:
      return "\(strategy): one query that repeats itself follows \(hop) until nothing new is met."
    default:
      if names.count > 2 {
        return
          "\(strategy): \(hop) of every \(owner) at once: their keys in one list, and what follows by a join."
      }
      if cause.isOfAll {
        return
          "\(strategy): \(hop) of every \(owner) in one pass: all are wanted, so none is looked up by its key."
      }
      return group.count == 1
        ? "\(strategy): \(hop) of every \(owner) at once: their keys stand in one list."
        : "\(strategy): \(hop) of every \(owner): their keys stand in lists, in \(queries)."
    }
  }
}
