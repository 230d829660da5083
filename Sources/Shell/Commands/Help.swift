import Language
import Navigation
package import ORM
import Rendering
import SQL

extension Command {
  /// One screen: what can be typed, with examples that work on the database that is open.
  static let help = Command(
    "help", foreign: ["?", ".help", "\\?", "\\h"], group: .session, usage: "help [COMMAND]",
    summary: "this page, or one command", completes: .words { Command.all.map(\.name) + ["verbs"] }
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { return conversation.writeHelp() }
    guard let command = Command.named(call.argument) else {
      if call.argument.lowercased() == "verbs" { return conversation.writeVerbs() }
      if case .found = conversation.schema.root(named: call.argument) {
        return try conversation.explain(Parser.path(call.line, from: call.start))
      }
      throw Diagnostic(
        .unknownCommand(call.argument), at: call.range, suggestions: Command.near(call.argument))
    }
    conversation.output.write(" \(command.usage)\n   \(command.summary)\n")
    if !command.foreignSpellings.isEmpty {
      conversation.output.write("   also typed \(command.foreignSpellings.joined(separator: ", "))\n")
    }
  }
}

extension Conversation {
  fileprivate func writeHelp() {
    var page = HelpPage(style: settings.presentation.style, width: settings.presentation.width ?? 80)
    let examples = Examples(schema: schema)
    page.heading("A path walks from records to their kin")
    for (example, meaning) in examples.paths { page.line(example, meaning) }
    for group in Command.Group.allCases {
      page.heading(group.title)
      for command in Command.all where command.group == group {
        page.line(command.usage.replacingExample(with: examples), command.summary)
      }
    }
    page.note(
      "Tab completes. SQL can be typed as it is. Verbs like .count(): help verbs."
        + " A name with a colon is always the command, :help.")
    output.write(page.text)
  }

  fileprivate func writeVerbs() {
    var page = HelpPage(style: settings.presentation.style, width: settings.presentation.width ?? 80)
    page.heading("Verbs stand behind a path and end in parentheses")
    for verb in Verb.allCases { page.line("." + verb.usage, verb.summary) }
    output.write(page.text)
  }
}

extension Command.Group {
  fileprivate var title: String {
    switch self {
    case .explore: "Explore"
    case .teach: "Teach"
    case .inspect: "Inspect"
    case .session: "Session"
    }
  }
}

/// Lines of two columns under headings.
private struct HelpPage {
  let style: Style
  let width: Int
  private(set) var text = ""

  init(style: Style, width: Int) {
    self.style = style
    self.width = width
  }

  private var left: Int { width < 60 ? 0 : 32 }

  mutating func heading(_ title: String) {
    if !text.isEmpty { text += "\n" }
    text += " " + style.applied(to: title, .heading) + "\n"
  }

  mutating func line(_ example: String, _ meaning: String) {
    let columns = DisplayWidth.columns(of: example)
    let lines = StyledText(meaning, .dim).wrapped(to: max(20, width - left - 3))
    let indent = String(repeating: " ", count: left + 3 + (left == 0 ? 2 : 0))
    text += "   " + example
    text += columns < left ? String(repeating: " ", count: left - columns) : "\n" + indent
    text += lines.map { $0.text(style) }.joined(separator: "\n" + indent) + "\n"
  }

  mutating func note(_ sentence: String) {
    text += "\n"
    for line in StyledText(sentence, .dim).wrapped(to: width - 1) { text += " " + line.text(style) + "\n" }
  }
}

/// Paths that work on the schema at hand.
package struct Examples {
  /// With what each of them means.
  package let paths: [(String, String)]
  /// A path over a to-many relationship, for commands that take one.
  let path: String
  let root: String

  package init(schema: Schema) {
    func name(_ text: String) -> String { SyntaxPrinter.name(text) }
    // What leads to something that leads further, and is called by a name, says most about a database.
    let entities = schema.entities.filter { $0.kind == .table && !$0.isJunction }
    func children(_ entity: Entity) -> [Entity] {
      entity.relationships.map { schema[$0] }
        .filter { $0.kind == .oneToMany && $0.target != entity.id && schema[$0.target].label != nil }
        .map { schema[$0.target] }
    }
    func score(_ entity: Entity) -> Int {
      let label = entity.label.map { entity.attributes[$0].name.lowercased() }
      let children = children(entity)
      return (label == nil ? 0 : 4) + (label == "name" || label == "title" ? 2 : 0)
        + (children.isEmpty ? 0 : 4)
        + (children.contains { !$0.relationships.allSatisfy { !schema[$0].kind.isToMany } } ? 2 : 0)
    }
    guard let entity = entities.max(by: { score($0) < score($1) }) ?? schema.entities.first else {
      paths = []
      path = "author.books"
      root = "author"
      return
    }
    let label = entity.label.map { name(entity.attributes[$0].name) }
    root = name(entity.name)
    var paths = [(root, "all records of an entity")]
    let isIntegerKey =
      entity.primaryKey.count == 1 && entity.attributes[entity.primaryKey[0]].affinity == .integer
    let one = isIntegerKey ? "\(root)[1]" : "\(root).first()"
    paths.append((one, isIntegerKey ? "one record, by primary key" : "the first record"))
    if let label { paths.append(("\(one).\(label)", "one value")) }
    func interest(_ relationship: Relationship) -> Int {
      (schema[relationship.target].label == nil ? 0 : 2) + (relationship.target == entity.id ? 0 : 1)
    }
    let many = entity.relationships.map { schema[$0] }.filter(\.isToMany).max { interest($0) < interest($1) }
    var longest = root
    if let many {
      let target = schema[many.target]
      let end = target.label.map { "." + name(target.attributes[$0].name) } ?? ""
      paths.append(("\(one).\(name(many.name))\(end)", "its \(many.name), by name"))
      longest = "\(root).\(name(many.name))\(end)"
      paths.append(("\(root).\(name(many.name))!\(end)", "all of them, loaded together: eagerly"))
      paths.append(("\(root).\(name(many.name)).count()", "counted by SQL"))
    }
    if let label {
      paths.append(("\(root)[\(label) like \"A%\"].sort(-\(label))[:5]", "filter, order, positions"))
    }
    paths.append(("a = \(one)", "a name for a result; a.… goes on from it"))
    path = longest
    self.paths = paths
  }
}

extension String {
  /// The usage of a command with a path of the schema at hand in place of the sample's.
  fileprivate func replacingExample(with examples: Examples) -> String {
    switch self {
    case "compare author.books.title": "compare \(examples.path)"
    case "describe author": "describe \(examples.root)  or  \(examples.root)?"
    default: self
    }
  }
}
