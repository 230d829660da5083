import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// One screen: what can be typed, with examples that work on the database that is open.
  static let help = Command(
    "help", foreign: ["?", ".help", "\\?", "\\h"], group: .session, usage: "help [COMMAND or TOPIC]",
    summary: "what can be typed; one command, or a topic",
    completes: .pages, needsDatabase: false, isPaged: true
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { return conversation.writeHelp() }
    let name = call.argument.lowercased()
    if let command = Command.named(call.argument) { return conversation.write(command) }
    if let part = HelpPart(rawValue: name) { return conversation.write(part) }
    let isEntity = if case .found = conversation.schema.root(named: call.argument) { true } else { false }
    let word = HelpWord.named(name, conversation.examples, conversation.schema)
    if !isEntity, let word { return conversation.write(word) }
    if let topic = conversation.topics.named(name) { return conversation.write(topic) }
    if !isEntity, let word = HelpWord.sql(name) { return conversation.write(word) }
    if isEntity {
      return try conversation.explain(Parser.path(call.line, from: call.start))
    }
    if let word = HelpWord.member(named: call.argument, conversation.schema) {
      return conversation.write(word)
    }
    if let word = HelpWord.borrowed(name, conversation.examples, conversation.schema) {
      return conversation.write(word)
    }
    // Topics are plurals.
    if let topic = conversation.topics.named(name + "s") { return conversation.write(topic) }
    let keys = conversation.keys.named(name)
    if !keys.isEmpty { return conversation.write(keys) }
    if let command = call.words.first.flatMap(Command.named) ?? Command.unmarked(name) {
      return conversation.write(command)
    }
    let pages =
      Command.all.map(\.name) + HelpPart.allCases.map(\.rawValue) + conversation.topics.names
      + HelpWord.names
    let near = Nearness.nearest(name, in: pages)
    throw Diagnostic(
      .unknownCommand(call.argument), at: call.range,
      suggestions: near.isEmpty ? Nearness.nearest(name + "s", in: conversation.topics.names) : near)
  }
}

/// The pages of help beside the first.
enum HelpPart: String, CaseIterable {
  case tour, keys, topics, verbs, commands
}

extension Conversation {
  /// Whether there are no tables, and none can be made.
  private var isBarren: Bool { examples.isEmpty && !database.connection.mayWrite }

  /// What leads on from a file without tables that is open for reading only.
  private var waysOutOfNothing: [(String, String)] {
    [
      ("kin --write FILE", "in the shell: opens the file so that tables can be made"),
      ("open sample library", "books and authors to walk through"),
    ]
  }

  /// What is typed first in each scene; the words of the others stand below.
  fileprivate func writeHelp() {
    var page = HelpPage(settings.presentation)
    var shown: Set<String> = []
    func commands(_ group: Command.Group, _ count: Int) -> [(String, String)] {
      Command.all.filter { $0.group == group }.prefix(count).map { command in
        shown.insert(command.name)
        return (spelled(examples.names.fill(command.usage)), command.summary)
      }
    }
    let isBarren = isBarren
    if isBarren {
      page.section("Begin", waysOutOfNothing)
    } else if examples.isEmpty {
      let last = database.isNew ? Tour(examples, isNew: true).stops.suffix(1) : []
      page.section("Begin", (Tour.firstTables.prefix(1) + last).map { ($0.line, $0.meaning) })
    } else {
      page.section("Walk", examples.walks)
    }
    if !isBarren {
      page.section("Explore", commands(.explore, 3))
      page.section("Teach", examples.lessons + commands(.teach, 2))
      page.section("Inspect", commands(.inspect, 4))
    }
    page.also(Command.all.map(\.name).filter { !shown.contains($0) }.map(spelled))
    let lines = Tour(examples, isNew: database.isNew).stops.count
    let tour: Sentence =
      isBarren ? "" : "\(type: "help tour"): \(lines == 10 ? "ten" : "\(lines)") lines to type. "
    page.note("\(tour)More: \(type: "help NAME"), commands, topics, verbs, keys.")
    output.write(page.text)
  }

  fileprivate func write(_ command: Command) {
    var page = HelpPage(settings.presentation)
    let names = examples.names
    page.paragraph(names.fill(command.usage), indent: 1)
    page.paragraph(command.summary, indent: 3)
    page.examples(command.examples.map { (names.fill($0.line), $0.meaning) })
    let values = command.values(self)
    if command.name == Command.set.name {
      page.section("", values.map { ($0.line, $0.meaning) }, exampleWidth: 12)
    } else {
      page.examples(values)
    }
    page.paragraph(command.more.joined(separator: " "), indent: 3)
    if !command.foreignSpellings.isEmpty {
      page.paragraph("also typed \(command.foreignSpellings.joined(separator: ", "))", indent: 3)
    }
    output.write(page.text)
  }

  /// The lines of a topic are those of the page, which lead nowhere but in the library that the page is about.
  fileprivate func write(_ topic: Topics.Topic) {
    let isLibrary = ["author", "book", "genre", "librarian", "loan"].allSatisfy { name in
      if case .found = schema.root(named: name) { true } else { false }
    }
    let library = examples.names.command("open sample library")
    topic.write(
      isLibrary ? "" : "The examples are of the sample library: \(type: library)", to: output,
      as: settings.presentation)
  }

  fileprivate func write(_ keys: [Keys.Entry]) {
    var page = HelpPage(settings.presentation)
    page.section("Keys", keys.map { ($0.keys, $0.meaning) }, exampleWidth: 18)
    page.note("More: \(type: examples.names.command("help keys"))")
    output.write(page.text)
  }

  /// How a verb is typed behind records of an entity.
  private func usage(of verb: Verb, _ id: EntityID?) -> String {
    let usages = id.map { EntityExamples(schema, $0).usages(of: verb) } ?? []
    return usages.isEmpty ? "." + verb.usage : usages.map { "." + $0 }.joined(separator: " or ")
  }

  fileprivate func write(_ part: HelpPart) {
    var page = HelpPage(settings.presentation)
    switch part {
    case .tour:
      guard !isBarren else {
        page.paragraph("There is nothing to walk yet, and the file is open for reading only.", indent: 1)
        page.examples(waysOutOfNothing)
        break
      }
      let walk = tour ?? TourWalk(stops: Tour(examples, isNew: database.isNew).stops)
      for (number, stop) in walk.stops.enumerated() {
        page.step(number + 1, stop.line, stop.meaning, isNext: walk.next > 0 && number == walk.next)
      }
      page.note(
        walk.next == 0
          ? "\(isInteractive ? "Each line names the next one. " : "")Then: \(type: "help topics"), or \(type: "open FILE")."
          : "The mark > is where you are.")
      if isInteractive { tour = walk }
    case .keys:
      page.section("Keys", keys.all.map { ($0.keys, $0.meaning) }, exampleWidth: 18)
      page.note(Sentence(marked: keys.note, fill: examples.names.fill))
    case .topics:
      page.section("Topics", zip(topics.names, topics.all).map { ("help \($0)", $1.title) })
    case .verbs:
      page.section("Verbs", Verb.allCases.map { (usage(of: $0, examples.subject), $0.summary) })
      let entity = examples.subject.map { "Here behind \(SyntaxPrinter.root(schema[$0].name)). " } ?? ""
      page.note("\(entity)They stand behind records or values. An attribute of the same name wins.")
    case .commands:
      let names = examples.names
      for group in Command.Group.allCases {
        page.section(
          group.title,
          Command.all.filter { $0.group == group }.map { (names.fill($0.usage), $0.summary) })
      }
    }
    output.write(page.text)
  }
}

extension Command.Group {
  fileprivate var title: String {
    switch self {
    case .explore: "Explore"
    case .teach: "Teach"
    case .inspect: "Inspect"
    case .relate: "Relate"
    case .session: "Session"
    }
  }
}

extension Examples {
  /// Paths, with what each of them means.
  fileprivate var walks: [(String, String)] {
    var walks = [(root, "all records of an entity"), (one, "one record, and where it leads")]
    if let ancestors { walks.append((ancestors, "and on from there, as far as it leads")) }
    if let many {
      walks.append((pathOfOne, "its \(many), hop by hop"))
      if let back { walks.append((back, "and the way back")) }
      walks.append(("\(root).\(many).count()", "one number, counted by SQL"))
    }
    if let condition { walks.append(("\(root)[\(condition)][:5]", "a filter, and positions")) }
    return walks
  }

  fileprivate var lessons: [(String, String)] {
    let name = ("a = \(one)", "a name; what it loads, it keeps")
    return many == nil ? [name] : [(eagerPath, "a hop for all at once: eagerly"), name]
  }
}
