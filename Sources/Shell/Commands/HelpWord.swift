import Language
import Navigation
import ORM
import Rendering
import SQL

/// What `help` says of a word or a mark of the screen that is neither a command nor a topic, on the open database.
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
      ?? word(name, examples, schema) ?? format(name) ?? setting(name)
  }

  /// All that have one, for "did you mean".
  static var names: [String] {
    LoadingStrategy.allCases.map(\.rawValue) + Verb.allCases.map(\.rawValue) + OutputFormat.all.map(\.name)
      + Setting.all.map(\.name) + HelpEntry.words
  }

  /// What can be asked for, each under one name and with what it is, those that are asked for most often first.
  ///
  /// - Parameters:
  ///   - groups: the functions that the engine has.
  ///   - charset: what the names may be written in.
  static func offers(
    _ groups: Set<Dialect.FunctionGroup>, _ charset: Charset
  ) -> [(name: String, note: String)] {
    func entries(_ entries: [HelpEntry], _ note: String) -> [(name: String, note: String)] {
      HelpEntry.offers(of: entries, isASCII: charset == .ascii).map { ($0, note) }
    }
    return Verb.allCases.map { ($0.rawValue, $0.summary) }
      + LoadingStrategy.allCases.map { ($0.rawValue, $0.summary) }
      + entries(HelpEntry.findings, "a finding")
      + entries(HelpEntry.ideas, "a word for relationships and rows")
      + OutputFormat.all.map { ($0.name, $0.summary) } + Setting.all.map { ($0.name, $0.summary) }
      + entries(HelpEntry.marks, "a mark") + entries(HelpEntry.screen, "a word on the screen")
      + TextVerb.allCases.map { ($0.rawValue, $0.usage) }
      + ScalarFunction.available(in: groups).map { ($0.name, $0.summary) }
      + LineReading.sqlWords.sorted().map { ($0, "SQL") }
  }

  /// An attribute or a relationship, of all entities that have one of the name.
  static func member(named name: String, _ schema: Schema) -> HelpWord? {
    let owners = schema.entities.filter { entity in
      if case .none = schema.member(named: name, of: entity.id) { false } else { true }
    }
    guard !owners.isEmpty else { return nil }
    let isRelationship = owners.contains { entity in
      entity.relationships.contains { schema[$0].name.lowercased() == name.lowercased() }
    }
    let names = owners.prefix(3).map(\.name) + (owners.count > 3 ? ["\(owners.count - 3) more"] : [])
    return HelpWord(
      title: name,
      sentences: ["\(isRelationship ? "A relationship" : "An attribute") of \(Words.list(names))."],
      examples: owners.prefix(3).map { entity in
        let root = SyntaxPrinter.root(entity.name)
        return isRelationship ? ("\(root).\(SyntaxPrinter.name(name))?", "where it leads") : ("\(root)?", "")
      }, more: isRelationship ? "relationship" : "attribute")
  }

  // MARK: From the tables of the language

  private static func strategy(_ name: String, _ examples: Examples) -> HelpWord? {
    // As below a query: `lazy author.books`.
    let word = name.prefix { $0 != " " }
    guard let strategy = LoadingStrategy(rawValue: word == "lazily" ? "lazy" : String(word)) else {
      return nil
    }
    var lines: [(line: String, meaning: String)] = []
    if strategy == .lazy, examples.many != nil {
      lines.append((examples.path, "one query, then one more for each"))
      lines.append((examples.eagerPath, "eagerly: two queries"))
    }
    // A path is answered as a whole, and no hop alone.
    if strategy != .flat, strategy != .lazy, let many = examples.many {
      let end = examples.manyLabel.map { "." + $0 } ?? ""
      lines.append(("\(examples.root).\(many)!\(strategy.rawValue)\(end)", "for one hop"))
    }
    if strategy != .raise { lines.append(("compare \(examples.path)", "beside the others")) }
    lines.append(("load \(strategy.rawValue)", "for what follows"))
    return HelpWord(
      title: strategy.rawValue, sentences: [meaning(of: strategy)], examples: lines, more: "loading")
  }

  /// What the strategy does, for who has not met the words before.
  private static func meaning(of strategy: LoadingStrategy) -> String {
    switch strategy {
    case .lazy:
      "Related rows are asked for when the path reaches them: one query for each record that it leads on from."
        + " Nothing is loaded in vain, and many records take many queries: that is the N+1."
    case .peers:
      "As lazy, but the first record that the path reaches asks for all that came with it:"
        + " one query for each hop."
    case .selectin:
      "Related rows are asked for eagerly: one query for each hop, with a list of all its keys."
        + " The ! behind a relationship does the same."
    case .joined:
      "Related rows come together with what leads to them: one query for the whole path, by LEFT JOIN."
        + " What has many others comes once with each of them."
    case .subquery:
      "Related rows are asked for eagerly: one query for each hop,"
        + " with the path before it inside instead of a list of keys."
    case .flat:
      "One query for the whole path gives the values at its end, and no records,"
        + " so that nothing leads on from them."
    case .raise:
      "A hop that would need a query is an error: it shows where a path loads something."
    }
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
      case .with: "ahead"
      }
    return HelpWord(
      title: usages.map { "." + $0 }.joined(separator: "  or  "), sentences: [verb.summary],
      examples: usages.prefix(1).map { ("\(entity).\($0)", "") }, more: topic)
  }

  /// The verb that other languages call so, as in `mean`.
  static func borrowed(_ name: String, _ examples: Examples, _ schema: Schema) -> HelpWord? {
    Verb(elsewhere: name).flatMap { verb($0.rawValue, examples, schema) }
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
        title: setting.usage(after: "set "), sentences: [setting.summary] + setting.more, more: "set")
    }
  }

  /// A word that a statement of SQL begins with.
  static func sql(_ name: String) -> HelpWord? {
    guard LineReading.sqlWords.contains(name) else { return nil }
    return HelpWord(
      title: name.uppercased(), sentences: ["A line that begins with it is SQL and goes through as it is."],
      more: "sql both ways")
  }

  private static func word(_ name: String, _ examples: Examples, _ schema: Schema) -> HelpWord? {
    guard let entry = HelpEntry.named(name) else { return nil }
    var lines = entry.kinds.compactMap { example(of: $0, schema) }
    // Where nothing leads to many, there is no line about it.
    for example in entry.examples where examples.many != nil || !example.line.contains("books") {
      lines.append((examples.names.fill(example.line), example.meaning))
    }
    return HelpWord(
      title: entry.names[0], sentences: [entry.sentence], examples: lines, more: entry.more)
  }

  /// A path over a relationship of this kind; nil where there is none.
  private static func example(
    of kind: Relationship.Kind, _ schema: Schema
  ) -> (line: String, meaning: String)? {
    let all = schema.relationships.filter { $0.kind == kind && !schema[$0.source].isJunction }
    // What leads to another table, by a name of its own, is the plainest.
    let shown =
      all.first { $0.target != $0.source && !$0.name.contains("_as_") } ?? all.first
    return shown.map { relationship in
      (
        "\(SyntaxPrinter.root(schema[relationship.source].name)).\(SyntaxPrinter.name(relationship.name))",
        meaning(of: kind)
      )
    }
  }

  private static func meaning(of kind: Relationship.Kind) -> String {
    switch kind {
    case .manyToOne: "many-to-one: each leads to one, by its foreign key"
    case .oneToOne, .oneToOneReverse: "one-to-one: each leads to one, and no two to the same"
    case .oneToMany: "one-to-many: each leads to all that refer to it"
    case .manyToMany: "many-to-many: both ways each leads to many"
    }
  }
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
