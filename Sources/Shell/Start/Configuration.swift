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
      if respond(to: line.text, at: line.place, problem: line.problem).isQuit { break }
    }
  }

  /// What lines chose since the start; what stands on the command line is meant for once.
  var settingChoices: [SettingChoice] { Setting.all.compactMap { chosenSettings[$0.name] } }
}

/// What a person said that a setting should be.
struct SettingChoice: Hashable {
  /// Of the setting.
  var name: String
  /// As it is typed; nil for what it is where nothing sets it.
  var value: String?
}
