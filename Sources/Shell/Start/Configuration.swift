import Language
import Navigation
import SQL

/// The file of commands that a prompt begins with.
extension Conversation {
  /// Runs the file of commands; what is wrong in it is told, and nothing stops the start.
  package func readConfiguration() {
    guard let file = configuration else { return }
    let text: String
    do throws(DatabaseError) {
      guard let found = try file.read() else { return }
      text = found
    } catch { return notice("\(file.name) cannot be read: \(error.message).") }
    var script = Script(file: file.name, text: text)
    isReadingConfiguration = true
    defer { isReadingConfiguration = false }
    while let line = script.nextLine(in: self) {
      if respond(to: line.text, at: line.place, problem: line.problem).isQuit { break }
    }
  }

  /// What was chosen since the start, by options and by lines; what stands in files only is not among it.
  var settingChoices: [SettingChoice] {
    Setting.all.compactMap { setting in
      if let choice = chosenSettings[setting.name] { return choice }
      guard fixedSettings.contains(setting.name) else { return nil }
      return SettingChoice(name: setting.name, value: Setting.typed(setting.read(settings)))
    }
  }
}

/// What a person said that a setting should be.
struct SettingChoice: Hashable {
  /// Of the setting.
  var name: String
  /// As it is typed; nil for what it is where nothing sets it.
  var value: String?
}

/// The text of a file of commands.
enum ConfigurationText {
  /// The text with these choices made; what it says of other settings, and whatever else stands in it, stays as it is.
  static func settings(_ choices: [SettingChoice], in text: String) -> String {
    var script = Script(file: "", text: text)
    var lines: [String] = []
    var said = Set<String>()
    let chosen = Set(choices.map(\.name))
    let wanted = choices.compactMap { choice in choice.value.map { "set \(choice.name) \($0)" } }
    while let line = script.nextLine() {
      let text = LineComment.removed(line.text)
      // A line that still holds keeps its place, and what is said of it.
      let mayStay = settingName(in: text).map { !chosen.contains($0) } ?? true
      guard mayStay || wanted.contains(text) && said.insert(text).inserted else { continue }
      lines.append(line.text)
    }
    lines += wanted.filter { !said.contains($0) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The setting that a line gives a value: `set load joined`, `load joined`, `:load joined`; nil for another line.
  private static func settingName(in line: String) -> String? {
    let words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    guard let first = words.first,
      let command = Command.named(first.hasPrefix(":") ? String(first.dropFirst()) : first)
    else { return nil }
    if command.name == "set" { return words.count > 2 ? Setting.named(words[1])?.name : nil }
    guard words.count == 2, let setting = Setting.named(command.name) else { return nil }
    return words[1] == "default" || setting.values.contains(words[1]) ? setting.name : nil
  }
}
