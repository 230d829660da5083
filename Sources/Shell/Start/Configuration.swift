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
      if respond(to: line.text, at: line.place, unclosed: line.unclosed).isQuit { break }
    }
  }

  /// The settings that are not what they are without being set, and what would have to be typed.
  var changedSettings: [(name: String, value: String)] {
    Setting.all.compactMap { setting in
      let value = setting.read(settings)
      return value == setting.read(defaultSettings) ? nil : (setting.name, Setting.typed(value))
    }
  }
}

/// The text of a file of commands.
enum ConfigurationText {
  /// The text with these settings and no others; what else stands in it stays as it is.
  static func settings(_ settings: [(name: String, value: String)], in text: String) -> String {
    var script = Script(file: "", text: text)
    var lines: [String] = []
    var said = Set<String>()
    let wanted = settings.map { "set \($0.name) \($0.value)" }
    while let line = script.nextLine() {
      let text = LineComment.removed(line.text)
      // A line that still holds keeps its place, and what is said of it.
      guard !isSetting(text) || wanted.contains(text) && said.insert(text).inserted else { continue }
      lines.append(line.text)
    }
    lines += wanted.filter { !said.contains($0) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Whether a line gives a setting a value: `set load joined`, `load joined`, `:load joined`.
  private static func isSetting(_ line: String) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    guard let first = words.first,
      let command = Command.named(first.hasPrefix(":") ? String(first.dropFirst()) : first)
    else { return false }
    if command.name == "set" { return words.count > 2 && Setting.named(words[1]) != nil }
    return words.count == 2 && Setting.named(command.name)?.values.contains(words[1]) == true
  }
}
