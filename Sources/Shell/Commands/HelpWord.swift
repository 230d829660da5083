import Language
import Navigation
import ORM
import Rendering
import SQL

/// A word or a mark that stands on the screen and is neither a command nor a topic, and what `help` says of it.
struct HelpWord {
  /// As it is typed.
  let title: String
  let sentences: [String]
  var examples: [(line: String, meaning: String)] = []
  /// What `help` takes for more; nil where nothing says more.
  var more: String?

  /// - Parameters:
  ///   - name: in small letters.
  ///   - examples: of the database that is open.
  static func named(_ name: String, _ examples: Examples, _ schema: Schema) -> HelpWord? {
    let bare = name.hasSuffix("()") ? String(name.dropLast(2)) : name
    return strategy(name, examples) ?? verb(bare, examples, schema) ?? function(bare)
      ?? word(name, examples) ?? format(name) ?? setting(name)
  }

  /// All that have one, for "did you mean".
  static var names: [String] {
    LoadingStrategy.allCases.map(\.rawValue) + Verb.allCases.map(\.rawValue) + OutputFormat.all.map(\.name)
      + Setting.all.map(\.name) + words.flatMap(\.names).filter { $0.allSatisfy(\.isLetter) }
  }

  /// What can be asked for, each under one name and with what it is, those that are asked for most often first.
  ///
  /// - Parameters:
  ///   - groups: the functions that the engine has.
  ///   - charset: what the names may be written in.
  static func offers(
    _ groups: Set<Dialect.FunctionGroup>, _ charset: Charset
  ) -> [(name: String, note: String)] {
    func entries(_ entries: [Entry], _ note: String) -> [(name: String, note: String)] {
      entries.compactMap { entry in
        entry.names.first { charset == .unicode || $0.utf8.allSatisfy { $0 < 0x80 } }.map { ($0, note) }
      }
    }
    return Verb.allCases.map { ($0.rawValue, $0.summary) }
      + LoadingStrategy.allCases.map { ($0.rawValue, $0.summary) }
      + entries(findings, "a finding") + entries(ideas, "a word for relationships and rows")
      + OutputFormat.all.map { ($0.name, $0.summary) } + Setting.all.map { ($0.name, $0.summary) }
      + entries(marks, "a mark") + TextVerb.allCases.map { ($0.rawValue, $0.usage) }
      + ScalarFunction.available(in: groups).map { ($0.name, $0.summary) }
      + LineReading.sqlWords.sorted().map { ($0, "SQL") }
  }

  // MARK: From the tables of the language

  private static func strategy(_ name: String, _ examples: Examples) -> HelpWord? {
    guard let strategy = LoadingStrategy(rawValue: name) else { return nil }
    var lines = [(line: "load \(name)", meaning: "for what follows")]
    // A path is answered as a whole, and no hop alone.
    if strategy != .flat, let many = examples.many {
      let end = examples.manyLabel.map { "." + $0 } ?? ""
      lines.append(("\(examples.root).\(many)!\(name)\(end)", "for one hop"))
    }
    if strategy != .raise { lines.append(("compare \(examples.path)", "beside the others")) }
    return HelpWord(title: name, sentences: [strategy.summary], examples: lines, more: "loading")
  }

  private static func verb(_ name: String, _ examples: Examples, _ schema: Schema) -> HelpWord? {
    if let verb = TextVerb(rawValue: name) {
      return HelpWord(
        title: verb.usage, sentences: ["whether a text does, in a condition"], more: "functions")
    }
    guard let verb = Verb(rawValue: name) else { return nil }
    let usages = examples.subject.map { EntityExamples(schema, $0).usages(of: verb) } ?? [verb.usage]
    let entity = examples.subject.map { SyntaxPrinter.root(schema[$0].name) } ?? "book"
    let topic =
      switch verb {
      case .sort, .take, .skip, .first, .last: "sorting"
      case .distinct: "values"
      case .count, .sum, .avg, .min, .max, .any, .all: "aggregates"
      case .group: "groups"
      case .with: "loading"
      }
    return HelpWord(
      title: usages.map { "." + $0 }.joined(separator: "  or  "), sentences: [verb.summary],
      examples: usages.prefix(1).map { ("\(entity).\($0)", "") }, more: topic)
  }

  private static func function(_ name: String) -> HelpWord? {
    ScalarFunction.all.first { $0.name == name }.map {
      HelpWord(title: $0.usage, sentences: [$0.summary], more: "functions")
    }
  }

  private static func format(_ name: String) -> HelpWord? {
    OutputFormat.named(name).map {
      HelpWord(
        title: $0.name, sentences: [$0.summary],
        examples: [
          ("last \($0.name)", "the last result"), ("last \($0.name) > FILE", "into a file"),
          ("format \($0.name)", "for what follows"),
        ], more: "last")
    }
  }

  private static func setting(_ name: String) -> HelpWord? {
    Setting.named(name).map { setting in
      HelpWord(
        title: setting.usage(after: "set "), sentences: [setting.summary],
        more: "set")
    }
  }

  /// A word that a statement of SQL begins with.
  static func sql(_ name: String) -> HelpWord? {
    guard LineReading.sqlWords.contains(name) else { return nil }
    return HelpWord(
      title: name.uppercased(), sentences: ["A line that begins with it is SQL and goes through as it is."],
      more: "sql both ways")
  }

  // MARK: Marks and findings

  private struct Entry {
    /// How it is asked for; the first is the title.
    let names: [String]
    let sentence: String
    let more: String?
    /// In the names of the sample library.
    let example: String?

    init(_ names: String..., says sentence: String, more: String? = nil, example: String? = nil) {
      self.names = names
      self.sentence = sentence
      self.more = more
      self.example = example
    }
  }

  private static func word(_ name: String, _ examples: Examples) -> HelpWord? {
    words.first { $0.names.contains(name) }.map { entry in
      HelpWord(
        title: entry.names[0], sentences: [entry.sentence],
        examples: entry.example.map { [(examples.names.fill($0), "")] } ?? [], more: entry.more)
    }
  }

  private static var words: [Entry] { marks + findings + ideas }

  /// A new mark is one entry here; so is a new finding, or a new idea, below.
  private static let marks = [
    Entry(
      "!",
      says:
        "Behind a relationship: this hop is loaded for all records at once, by selectin; !joined says how.",
      more: "loading", example: "author.books!"),
    Entry(
      "+", says: "Behind a relationship of a table with itself: followed until nothing new is met.",
      more: "closures"),
    Entry("*", says: "As +, and the start is kept as well.", more: "closures"),
    Entry(
      "?", says: "Behind a path: what it means, instead of running it.", more: "questions", example: "author?"
    ),
    Entry("_", says: "The last result; a line that begins with a dot goes on from it.", more: "variables"),
    Entry(
      ".", says: "Leads on, to an attribute, a relationship or a verb.", more: "paths",
      example: "author.books"),
    Entry(
      "[", "]", "[]", says: "A key, positions with a colon between them, or a condition.", more: "positions",
      example: "author[3]"),
    Entry(
      "{", "}", "{}", says: "What to show of each record.", more: "shapes", example: "author{id}"),
    Entry(":", says: "Between two positions, or behind the name of a field.", more: "positions"),
    Entry(
      "=", "==", says: "Compares in brackets; behind a word it gives the word what the path gives.",
      more: "variables"),
    Entry("-", says: "Before what is sorted by: descending.", more: "sorting"),
    Entry("||", says: "Joins two texts in a condition.", more: "filters"),
    Entry("→", "->", says: "Leads to one record at the most.", more: "names"),
    Entry("→→", "->->", says: "Leads to many records.", more: "names"),
    Entry("○", "●", "◐", says: "○ is not loaded, ● is loaded, ◐ is loaded in part.", more: "tree"),
    Entry(
      "①", "②", "③", says: "Which piece of the line sent which statements.", more: "sql"),
    Entry("×", says: "How many times the same statement was sent.", more: "sql"),
    Entry("≈", "~=", says: "Estimated and not counted.", more: "plan"),
    Entry(
      "~", says: "A relationship that nobody declared: the names of columns suggest it.",
      more: "relationships"),
    Entry("…", "...", says: "Something is left out; last table or last record shows all.", more: "last"),
    Entry("#", says: "Begins a comment.", more: "comments"),
  ]

  private static let findings = [
    Entry(
      "N+1", "n+1", "n + 1", "nplus1",
      says: "A statement for each of several records, where one could load them all.",
      more: "loading", example: "author.books!"),
    Entry(
      "Unused", "unused", says: "Records that were loaded ahead and that nothing on the line read.",
      more: "loading"),
    Entry(
      "Multiplied", "multiplied",
      says: "To-many hops beside each other in one join: each row of one comes once for each of the other.",
      more: "loading"),
    Entry("Repeated", "repeated", says: "A join in which most cells came more than once.", more: "loading"),
    Entry(
      "No index", "no index", "index",
      says: "Rows were read in vain, because nothing leads to those that are wanted.", more: "doctor"),
  ]

  private static let ideas = [
    Entry(
      "eager", "eagerly", says: "Loaded for all records at once, before it is asked for.", more: "loading"),
    Entry(
      "cascade", "on delete cascade", says: "Who refers to a deleted row is deleted with it.",
      more: "describe"),
    Entry(
      "set null", "on delete set null", says: "Who refers to a deleted row stays, and refers to nothing.",
      more: "describe"),
    Entry(
      "restrict", "no action", "on delete",
      says: "A row stays as long as others refer to it: deleting it is an error.",
      more: "describe"),
    Entry(
      "junction", says: "A table that only links two others, over which Kin leads as if it were not there.",
      more: "tables"),
    Entry(
      "many-to-one", "to-one", says: "Each record leads to one other at the most, over its foreign key.",
      more: "names"),
    Entry(
      "one-to-one", says: "Each record leads to one other at the most, and no two to the same.", more: "names"
    ),
    Entry(
      "one-to-many", "to-many", says: "Each record leads to those whose foreign key refers to it.",
      more: "names"),
    Entry(
      "many-to-many", says: "Each record leads to many and many lead to it, mostly over a junction.",
      more: "names"),
    Entry(
      "key", "primary", "primary key", says: "What tells a record from all others of its table.",
      more: "positions"),
    Entry("foreign key", "refers to", says: "Columns that hold the key of another record.", more: "names"),
    Entry("round trip", "trip", says: "The way of a statement to the database and back.", more: "roundtrip"),
  ]
}

extension Conversation {
  func write(_ word: HelpWord) {
    var page = HelpPage(settings.presentation)
    page.paragraph(word.title, indent: 1)
    for sentence in word.sentences { page.paragraph(sentence, indent: 3) }
    page.examples(word.examples)
    if let more = word.more { page.note("More: \(examples.names.command("help \(more)"))") }
    output.write(page.text)
  }
}
