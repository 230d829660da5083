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
    "sql", foreign: [".echo"], group: .inspect, usage: "sql on|off|full|last|of PATH",
    summary: "whether the SQL of each line is shown",
    completes: .wordsOrPath({ Settings.SQLEcho.allCases.map(\.rawValue) + ["last", "of"] }, pathAfter: "of")
  ) { (conversation, call) throws(Diagnostic) in
    if call.words.first == "of" { return try conversation.writeStatement(of: call) }
    guard call.argument == "last" else { return try conversation.set("sql", call) }
    guard let echo = conversation.lastEcho else { return conversation.notice("No statement was sent yet.") }
    conversation.write(echo, isAbove: false)
  }

  /// All settings, one setting, or a new value.
  static let set = Command(
    "set", group: .session, usage: "set NAME VALUE", summary: "all settings, or one with a new value",
    completes: .settings
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
      completes: .words { Setting.named(name)?.values() ?? [] }
    ) { (conversation, call) throws(Diagnostic) in
      try conversation.set(name, call)
    }
  }
}

extension Conversation {
  /// Gives a setting the value that stands in a command, or tells the value it has.
  func set(_ name: String, _ call: CommandCall, skipping: Int = 0) throws(Diagnostic) {
    guard let setting = Setting.named(name) else { throw call.wrongUse() }
    let words = call.words.dropFirst(skipping)
    guard let value = words.first else {
      return notice(
        "\(setting.name) is \(setting.read(settings)): \(setting.summary)"
          + " (\(setting.values().joined(separator: ", "))).")
    }
    guard words.count == 1, setting.write(&settings, value) else {
      let values = setting.values().joined(separator: "|")
      let usage = (skipping == 0 ? "" : "set ") + "\(setting.name) \(values)"
      let start = call.start + call.argument.utf8.count - words.joined(separator: " ").utf8.count
      throw Diagnostic(
        .wrongCommandUse(command: call.command.name, usage: usage),
        at: SourceRange(max(call.start, start), call.range.upper))
    }
    if isInteractive { notice("\(setting.name) is \(setting.read(settings)).") }
  }

  fileprivate func listSettings(_ call: CommandCall) throws(Diagnostic) {
    let rows = Setting.all.map { setting in
      [setting.name, setting.read(settings), setting.summary, setting.values().joined(separator: " ")]
        .map { Value($0) }
    }
    facts.rows = rows.count
    try write(rows, columns: ["setting", "value", "meaning", "can be"], at: call.range)
  }
}
