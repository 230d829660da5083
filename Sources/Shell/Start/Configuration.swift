import Language
import Navigation
import Rendering
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
    } catch { return notice(Sentence("\(file.name) cannot be read: \(error.message).")) }
    var script = Script(file: file.name, text: text)
    isReadingConfiguration = true
    defer { isReadingConfiguration = false }
    while let line = script.nextLine(in: self) {
      if respond(to: line.text, at: line.place, unclosed: line.unclosed).isQuit { break }
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
