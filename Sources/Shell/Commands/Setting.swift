import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// `load joined`, short for `set load joined`.
  static let load = shortcut(
    "load", group: .teach, usage: "load lazy|selectin|joined|…", summary: "how relationships are loaded")

  /// `format json`, short for `set format json`.
  static let format = shortcut(
    "format", foreign: [".mode"], group: .session, usage: "format table|csv|json|…",
    summary: "how results are printed")

  /// `sql off`, short for `set sql off`; `sql last` prints the statements of the line before again, `sql of PATH`
  /// the one that a path could be.
  static let sql = Command(
    "sql", group: .inspect, usage: "sql on|off|full|last|of PATH",
    summary: "whether the SQL of each line is shown",
    completes: .wordsOrPath(
      {
        Settings.SQLEcho.words + [
          ArgumentWord("last", "the queries of the line before, whole"),
          ArgumentWord("of", "the one statement that a path could be"),
        ]
      }, pathAfter: "of"),
    needsDatabase: false
  ) { (conversation, call) throws(Diagnostic) in
    if call.words.first == "of" { return try conversation.writeStatement(of: call) }
    guard call.argument == "last" else { return try conversation.set("sql", call) }
    guard let line = conversation.log.lines.last else {
      return conversation.notice("No query was sent yet.")
    }
    let echo = conversation.echo(of: line.groups, marks: line.marks, line: line.text)
    conversation.write(echo, isAbove: false, isFull: true)
  }

  /// All settings, one setting, or a new value.
  static let set = Command(
    "set", group: .session, usage: "set NAME VALUE  or  set NAME default",
    summary: "all settings, or one with a new value", completes: .settings, needsDatabase: false,
    holdsTables: true,
    values: { _ in Setting.all.map { ($0.name, $0.choices.joined(separator: ", ")) } }
  ) { (conversation, call) throws(Diagnostic) in
    let words = call.words
    guard let name = words.first else { return try conversation.listSettings(call) }
    guard let setting = Setting.named(name) else {
      throw Diagnostic(
        .unknownSetting(name), at: SourceRange(call.start, call.start + name.utf8.count),
        suggestions: Nearness.nearest(name, in: Setting.all.map(\.name)))
    }
    try conversation.set(setting.name, call, skipping: 1)
  }

  private static func shortcut(
    _ name: String, foreign: [String] = [], group: Group, usage: String, summary: String
  ) -> Command {
    Command(
      name, foreign: foreign, group: group, usage: usage, summary: summary,
      completes: .words { Setting.named(name)?.values ?? [] }, needsDatabase: false,
      values: { _ in Setting.named(name)?.meanings ?? [] }
    ) { (conversation, call) throws(Diagnostic) in
      try conversation.set(name, call)
    }
  }
}

extension Conversation {
  /// Gives a setting the value that stands in a command, or tells the value it has.
  func set(_ name: String, _ call: CommandCall, skipping: Int = 0) throws(Diagnostic) {
    guard let setting = Setting.named(name) else { throw call.wrongUse() }
    let pieces = call.pieces.dropFirst(skipping)
    guard let first = pieces.first?.range.lower else {
      return notice(
        "\(setting.name) is \(setting.read(settings)): \(setting.summary) (\(setting.choices.joined(separator: ", ")))."
      )
    }
    // The command line goes before a file for all databases.
    guard !isReadingConfiguration || !fixedSettings.contains(setting.name) else { return }
    let range = SourceRange(first, call.range.upper)
    let typed = String(range.text(of: call.line))
    let value = typed == "default" ? setting.read(defaultSettings) : Setting.value(typed: typed)
    var changed = settings
    guard let value, setting.write(&changed, value) else {
      let others = skipping == 0 ? Nearness.nearest(typed, in: call.command.argumentWords) : []
      let near = setting.near(typed)
      throw Diagnostic(
        .wrongCommandUse(command: setting.name, usage: setting.usage(after: skipping == 0 ? "" : "set ")),
        at: range, suggestions: near + others.filter { !near.contains($0) })
    }
    if isReadingConfiguration, companion.formerSettings[setting.name] != nil {
      // So does the file beside the database, for as long as that is open.
      companion.formerSettings[setting.name] = setting.read(changed)
      return
    }
    if companion.isUnderway, companion.formerSettings[setting.name] == nil {
      companion.formerSettings[setting.name] = setting.read(settings)
    }
    settings = changed
    if !companion.isUnderway { companion.formerSettings[setting.name] = nil }
    if !companion.isUnderway, !isReadingConfiguration {
      chosenSettings[setting.name] = SettingChoice(
        name: setting.name, value: typed == "default" ? nil : Setting.typed(value))
    }
    if isInteractive { notice("\(setting.name) is \(setting.read(settings)).") }
  }

  fileprivate func listSettings(_ call: CommandCall) throws(Diagnostic) {
    facts.rows = Setting.all.count
    let held = HeldTable(
      HeldTable.Form(
        ["setting", "value", "default", "meaning", "can be"],
        Setting.all.map { setting in
          [
            setting.name, setting.read(settings), setting.read(defaultSettings), setting.summary,
            setting.choices.joined(separator: ", "),
          ].map { Value($0) }
        }))
    guard settings.format.name == "table", isInteractive else { return try write(held, at: call.range) }
    let changed = Set(
      Setting.all.filter { $0.read(settings) != $0.read(defaultSettings) }.map(\.name))
    let rows = Setting.all.map { setting in
      let mark = changed.contains(setting.name) ? " *" : ""
      return [setting.name, setting.read(settings) + mark, setting.summary].map { Value($0) }
    }
    let names = ["setting", "value", "meaning"]
    // Nothing stands beside the rest of a sentence.
    let form = HeldTable.Form(names, wrapped(rows, columns: names), emptyText: "")
    try write(form, held: held, at: call.range)
    output.write("\n")
    notice(
      changed.isEmpty
        ? "\(type: "set NAME") tells what it can be, \(type: "set NAME VALUE") changes it."
        : "* is not the default: \(type: "set NAME default") goes back, \(type: "save") keeps it for next time."
    )
  }
}

extension Setting {
  /// Its values as they are typed, with what is known of each.
  var meanings: [(line: String, meaning: String)] {
    values.map { ("\(name) \($0.text)", $0.meaning) }
  }

  /// What stands behind the name of a setting: one word, or anything in quotes, where those are doubled.
  static func value(typed: String) -> String? {
    if let quote = typed.first, quote == "\"" || quote == "'", typed.count > 1, typed.last == quote {
      return String(typed.dropFirst().dropLast()).replacing("\(quote)\(quote)", with: String(quote))
    }
    return typed.contains(where: \.isWhitespace) ? nil : typed
  }

  /// How a value is typed so that it is read as that value.
  static func typed(_ value: String) -> String {
    // A quote or a dash in it could hide a comment behind it, or be taken for one.
    let isPlain = LineComment.removed("a \(value) # b") == "a \(value)"
    guard value.isEmpty || value == "default" || Self.value(typed: value) != value || !isPlain else {
      return value
    }
    let quote = value.contains("\"") ? "'" : "\""
    return quote + value.replacing(quote, with: quote + quote) + quote
  }
}

extension OutputFormat {
  /// The formats that may be meant by a name that is none's.
  static func near(_ name: String) -> [String] {
    nearestToForeign[name.lowercased()].map { [$0] } ?? Nearness.nearest(name, in: all.map(\.name))
  }
}
