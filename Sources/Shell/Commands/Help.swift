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
    if let command = Command.named(name) { return conversation.write(command) }
    if let part = HelpPart(rawValue: name) { return conversation.write(part) }
    if let topic = conversation.topics.named(name) {
      return topic.write(to: conversation.output, as: conversation.settings.presentation)
    }
    if case .found = conversation.schema.root(named: call.argument) {
      return try conversation.explain(Parser.path(call.line, from: call.start))
    }
    throw Diagnostic(
      .unknownCommand(call.argument), at: call.range,
      suggestions: Command.near(name)
        + Nearness.nearest(name, in: HelpPart.allCases.map(\.rawValue) + conversation.topics.names))
  }
}

/// The pages of help beside the first.
enum HelpPart: String, CaseIterable {
  case tour, keys, topics, verbs, commands
}

extension Conversation {
  /// What is typed first in each scene; the words of the others stand below.
  fileprivate func writeHelp() {
    var page = HelpPage(settings.presentation)
    let examples = Examples(schema: schema)
    var shown: Set<String> = []
    func commands(_ group: Command.Group, _ count: Int) -> [(String, String)] {
      Command.all.filter { $0.group == group }.prefix(count).map { command in
        shown.insert(command.name)
        return (spelled(examples.names.fill(command.usage)), command.summary)
      }
    }
    page.section("Walk", examples.walks)
    page.section("Explore", commands(.explore, 3))
    page.section("Teach", examples.lessons + commands(.teach, 2))
    page.section("Inspect", commands(.inspect, 4))
    page.also(Command.all.map(\.name).filter { !shown.contains($0) }.map(spelled))
    page.note("help tour: ten lines to type. More: help NAME, commands, topics, verbs, keys.")
    output.write(page.text)
  }

  fileprivate func write(_ command: Command) {
    var page = HelpPage(settings.presentation)
    let names = Examples(schema: schema).names
    page.paragraph(names.fill(command.usage), indent: 1)
    page.paragraph(command.summary, indent: 3)
    page.examples(command.examples.map { (names.fill($0.line), $0.meaning) })
    for line in command.more { page.paragraph(line, indent: 3) }
    if !command.foreignSpellings.isEmpty {
      page.paragraph("also typed \(command.foreignSpellings.joined(separator: ", "))", indent: 3)
    }
    output.write(page.text)
  }

  fileprivate func write(_ part: HelpPart) {
    var page = HelpPage(settings.presentation)
    switch part {
    case .tour:
      for (number, stop) in Tour(Examples(schema: schema)).stops.enumerated() {
        page.step(number + 1, stop.line, stop.meaning)
      }
      page.note("Then: help topics, or a database of your own: open FILE.")
    case .keys:
      page.section("Keys", Keys.all.map { ($0.keys, $0.meaning) }, exampleWidth: 18)
      page.note("~/.editrc changes them; bind -v there is vi.")
    case .topics:
      page.section("Topics", zip(topics.names, topics.all).map { ("help \($0)", $1.title) })
    case .verbs:
      page.section("Verbs", Verb.allCases.map { ("." + $0.usage, $0.summary) })
      page.note("They stand behind records or values, with parentheses. An attribute of the same name wins.")
    case .commands:
      let names = Examples(schema: schema).names
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
    if let many {
      walks.append((pathOfOne, "its \(many), hop by hop"))
      if let back { walks.append((back, "and the way back")) }
      walks.append(("\(root).\(many).count()", "one number, counted by SQL"))
    }
    if let label { walks.append(("\(root)[\(label) like \"A%\"][:5]", "a filter, and positions")) }
    return walks
  }

  fileprivate var lessons: [(String, String)] {
    let name = ("a = \(one)", "a name; what it loads, it keeps")
    return many == nil ? [name] : [(eagerPath, "a hop for all at once: eagerly"), name]
  }
}

/// What can be typed and what it does, in sections that fit one screen of a common terminal.
private struct HelpPage {
  private let style: Style
  private let charset: Charset
  private let width: Int
  private(set) var text = ""

  init(_ presentation: Presentation) {
    style = presentation.style
    charset = presentation.charset
    width = presentation.width ?? 80
  }

  /// Whether titles, examples and meanings have room beside each other.
  private var isWide: Bool { width >= 70 }
  /// Columns before the examples.
  private var gutter: Int { isWide ? 10 : 3 }

  mutating func section(
    _ title: String, _ entries: [(example: String, meaning: String)], exampleWidth: Int = 30
  ) {
    let lines = entries.map { (example: charset.spelled($0.example), meaning: charset.spelled($0.meaning)) }
    let left = isWide ? gutter + exampleWidth + 1 : 5
    var head = StyledText(" ")
    head.append(title, .heading)
    if !isWide { write(head) }
    for (index, line) in lines.enumerated() {
      var row = index == 0 && isWide ? head : StyledText()
      for (number, part) in StyledText(visible(line.example)).wrapped(to: max(20, width - gutter))
        .enumerated()
      {
        if number > 0 {
          write(row)
          row = StyledText()
        }
        row.pad(to: gutter + (number > 0 ? 2 : 0))
        row.append(part)
      }
      if row.width >= left {
        write(row)
        row = StyledText()
      }
      for part in StyledText(visible(line.meaning), .dim).wrapped(to: max(20, width - left)) {
        row.pad(to: left)
        row.append(part)
        write(row)
        row = StyledText()
      }
    }
  }

  /// Names without their meanings.
  mutating func also(_ names: [String]) {
    var row = StyledText(" ")
    row.append("Also", .heading)
    if !isWide {
      write(row)
      row = StyledText()
    }
    for part in StyledText(names.joined(separator: ", ")).wrapped(to: max(20, width - gutter)) {
      row.pad(to: gutter)
      row.append(part)
      write(row)
      row = StyledText()
    }
  }

  /// A line to type, and below it what it shows.
  mutating func step(_ number: Int, _ line: String, _ meaning: String) {
    var row = StyledText(number < 10 ? "  \(number)  " : " \(number)  ", .dim)
    row.append(visible(line), .hint)
    write(row)
    for part in StyledText(visible(meaning)).wrapped(to: max(20, width - 5)) {
      var row = StyledText("     ")
      row.append(part)
      write(row)
    }
  }

  /// Lines to type with their meanings, beside them where there is room for all.
  mutating func examples(_ examples: [(line: String, meaning: String)]) {
    let examples = examples.map { (line: visible($0.line), meaning: $0.meaning) }
    let left = 3 + (examples.map { DisplayWidth.columns(of: $0.line) }.max() ?? 0) + 2
    let isBeside = examples.allSatisfy { left + DisplayWidth.columns(of: $0.meaning) <= width }
    for example in examples {
      if isBeside {
        var row = StyledText("   " + example.line)
        row.pad(to: left)
        row.append(example.meaning)
        write(row)
      } else {
        paragraph(example.line, indent: 3)
        paragraph(example.meaning, indent: 5)
      }
    }
  }

  mutating func note(_ sentence: String) {
    write(StyledText(sentence, .dim), indent: 1)
  }

  mutating func paragraph(_ text: String, indent: Int) { write(StyledText(visible(text)), indent: indent) }

  /// Names come out of the file.
  private func visible(_ text: String) -> String { VisibleText.plain(text, charset: charset) }

  private mutating func write(_ text: StyledText, indent: Int) {
    for part in text.wrapped(to: max(20, width - indent)) {
      var line = StyledText(String(repeating: " ", count: indent))
      line.append(part)
      write(line)
    }
  }

  private mutating func write(_ line: StyledText) { text += charset.spelled(line.text(style)) + "\n" }
}
