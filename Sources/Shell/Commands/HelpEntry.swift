import ORM

/// What `help` says of a mark, a finding, a heading or another word that stands on the screen.
struct HelpEntry: Sendable {
  /// How it is asked for; the first is the title.
  let names: [String]
  let sentence: String
  /// Lines to type in the names of the sample library, and what they show.
  let examples: [(line: String, meaning: String)]
  /// Relationships of which one of each kind that the database has is an example.
  let kinds: [Relationship.Kind]
  /// What `help` takes for more; nil where nothing says more.
  let more: String?

  init(
    _ names: String..., says sentence: String, more: String? = nil,
    examples: [(line: String, meaning: String)] = [], kinds: [Relationship.Kind] = []
  ) {
    self.names = names
    self.sentence = sentence
    self.examples = examples
    self.kinds = kinds
    self.more = more
  }

  /// - Parameter name: in small letters.
  static func named(_ name: String) -> HelpEntry? {
    func entry(_ name: String) -> HelpEntry? { all.first { $0.names.contains(name) } }
    return entry(name) ?? entry(withoutNumbers(name))
  }

  /// What can be asked for of each: a name of these characters.
  static func offers(of entries: [HelpEntry], isASCII: Bool) -> [String] {
    entries.compactMap { entry in
      entry.names.first { !isASCII || $0.utf8.allSatisfy { $0 < 0x80 } }
    }
  }

  /// `at N ms` for `at 50 ms`, `rows` for `40 rows`, `×` for `×40`: the screen has numbers in such words.
  private static func withoutNumbers(_ name: String) -> String {
    let isNumber: (Character) -> Bool = { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." }
    if name.hasPrefix("at ") {
      return "at n " + name.drop { !isNumber($0) }.drop { isNumber($0) || $0 == " " }
    }
    let words = name.drop { isNumber($0) || $0 == " " || $0 == "≈" }
    let word = words.isEmpty ? name[...] : words
    return String(
      word.first == "×" || word.first == "x" && word.dropFirst().allSatisfy(isNumber) ? "×" : word)
  }

  /// The names that are words, for "did you mean".
  static var words: [String] { all.flatMap(\.names).filter { $0.allSatisfy(\.isLetter) } }

  private static var all: [HelpEntry] { marks + findings + ideas + screen }

  // MARK: A new finding is one entry here

  static let findings = [
    HelpEntry(
      "N+1", "n+1", "n + 1", "nplus1",
      says:
        "A query for each of several records, where one could load them all: 1 for the records, and N more, one for each"
        + " of them. Ten thousand records take ten thousand trips to the database.",
      more: "loading",
      examples: [
        ("author.books.title", "lazily: the N+1"), ("author.books!.title", "eagerly: two queries"),
        ("compare author.books.title", "what each way takes"),
      ]),
    HelpEntry(
      "Unused", "unused", says: "Records that were loaded ahead and that nothing on the line read.",
      more: "findings"),
    HelpEntry(
      "Multiplied", "multiplied",
      says: "To-many hops beside each other in one join: each row of one comes once for each of the other.",
      more: "findings"),
    HelpEntry(
      "Repeated", "repeated",
      says: "Cells that came more than once, as an author's name with each of the author's books in a join.",
      more: "loading", examples: [("compare author.books.title", "")]),
    HelpEntry(
      "No index", "no index",
      says: "All rows of a table were read to find a few of them; an index would lead to those alone.",
      more: "index", examples: [("doctor", "which are missing, and the line that makes each")]),
  ]
}
