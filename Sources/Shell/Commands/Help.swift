import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// One screen: what can be typed, with examples that work on the database that is open.
  static let help = Command(
    "help", foreign: ["?", ".help", "\\?", "\\h"], group: .session, usage: "help [COMMAND or TOPIC]",
    summary: "this page, one command, or a topic",
    completes: .pages
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { return conversation.writeHelp() }
    guard let command = Command.named(call.argument) else {
      if call.argument.lowercased() == "verbs" { return conversation.writeVerbs() }
      if call.argument.lowercased() == "topics" { return conversation.writeTopics() }
      if let topic = conversation.topics.named(call.argument) {
        return topic.write(to: conversation.output, as: conversation.settings.presentation)
      }
      if case .found = conversation.schema.root(named: call.argument) {
        return try conversation.explain(Parser.path(call.line, from: call.start))
      }
      throw Diagnostic(
        .unknownCommand(call.argument), at: call.range,
        suggestions: Command.near(call.argument)
          + Nearness.nearest(call.argument.lowercased(), in: conversation.topics.names))
    }
    conversation.output.write(" \(command.usage)\n   \(command.summary)\n")
    for line in command.more { conversation.output.write("   \(line)\n") }
    if !command.foreignSpellings.isEmpty {
      conversation.output.write("   also typed \(command.foreignSpellings.joined(separator: ", "))\n")
    }
  }
}

extension Conversation {
  fileprivate func writeHelp() {
    var page = HelpPage(settings.presentation)
    let examples = Examples(schema: schema)
    page.section("Walk", examples.paths)
    for group in Command.Group.allCases {
      page.section(
        group.title,
        Command.all.filter { $0.group == group }.map {
          ($0.usage.replacingExample(with: examples), $0.summary)
        })
    }
    page.note("Tab completes. SQL works as it is. More: help topics, help verbs, help COMMAND.")
    output.write(page.text)
  }

  fileprivate func writeTopics() {
    var page = HelpPage(settings.presentation)
    page.section("Topics", zip(topics.names, topics.all).map { ("help \($0)", $1.title) })
    output.write(page.text)
  }

  fileprivate func writeVerbs() {
    var page = HelpPage(settings.presentation)
    page.section("Verbs", Verb.allCases.map { ("." + $0.usage, $0.summary) })
    page.note("They stand behind records or values, with parentheses. An attribute of the same name wins.")
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

/// What can be typed and what it does, in sections that fit one screen of a common terminal.
private struct HelpPage {
  private let style: Style
  private let width: Int
  private(set) var text = ""

  init(_ presentation: Presentation) {
    style = presentation.style
    width = presentation.width ?? 80
  }

  /// Whether titles, examples and meanings have room beside each other.
  private var isWide: Bool { width >= 70 }
  /// Columns before the examples, and before the meanings.
  private var gutter: Int { isWide ? 10 : 3 }
  private var left: Int { isWide ? gutter + 31 : 5 }

  mutating func section(_ title: String, _ lines: [(example: String, meaning: String)]) {
    var head = StyledText(" ")
    head.append(title, .heading)
    if !isWide { write(head) }
    for (index, line) in lines.enumerated() {
      var row = index == 0 && isWide ? head : StyledText()
      row.pad(to: gutter)
      row.append(line.example)
      if row.width >= left {
        write(row)
        row = StyledText()
      }
      for part in StyledText(line.meaning, .dim).wrapped(to: max(20, width - left)) {
        row.pad(to: left)
        row.append(part)
        write(row)
        row = StyledText()
      }
    }
  }

  mutating func note(_ sentence: String) {
    for line in StyledText(" " + sentence, .dim).wrapped(to: width) { write(line) }
  }

  private mutating func write(_ line: StyledText) { text += line.text(style) + "\n" }
}

extension String {
  /// The usage of a command with a path of the schema at hand in place of the sample's.
  fileprivate func replacingExample(with examples: Examples) -> String {
    switch self {
    case "compare author.books.title": "compare \(examples.path)"
    case "explain author.books.title": "explain \(examples.path)"
    case "plan author.books.title": "plan \(examples.path)"
    case "describe author": "describe \(examples.root)  or  \(examples.root)?"
    default: self
    }
  }
}
