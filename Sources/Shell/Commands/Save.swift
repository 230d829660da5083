import Language
import Navigation
import Rendering
import SQL

extension Command {
  /// Keeps the settings for the next time.
  static let save = Command(
    "save", group: .session, summary: "keep the settings for next time", needsDatabase: false,
    writesOwnFile: true,
    more: ["Those that were changed since the start, each in its place in the file."]
  ) { (conversation, call) throws(Diagnostic) in
    guard call.argument.isEmpty else { throw call.wrongUse() }
    guard let file = conversation.configuration else {
      throw Diagnostic(.noPlaceForSettings, at: call.wholeLine)
    }
    let choices = conversation.settingChoices
    do throws(DatabaseError) {
      guard let old = try file.read() else {
        return try conversation.save(choices, inNew: file)
      }
      guard !choices.isEmpty else {
        return conversation.notice("No setting was changed: \(file.name) stays as it is.")
      }
      var text = ConfigurationText(old, in: conversation)
      guard !conversation.output.isStopRequested else {
        throw DatabaseError(.interrupted, message: "interrupted")
      }
      let made = choices.filter { text.make($0) }
      guard !made.isEmpty else {
        return conversation.notice("Nothing is new for \(file.name): it stays as it is.")
      }
      try file.write(text.text)
      conversation.tellSaved(made, in: file)
    } catch {
      if error.kind == .interrupted { throw Diagnostic(error, at: call.wholeLine) }
      throw Diagnostic(.cannotWrite(file: file.name, reason: error.message), at: call.wholeLine)
    }
  }
}

extension Conversation {
  /// Where there is no file yet, one is made for what is not as it is by itself.
  fileprivate func save(_ choices: [SettingChoice], inNew file: any CommandFile) throws(DatabaseError) {
    var text = ConfigurationText("", in: self)
    let made = choices.filter { text.make($0) }
    guard !made.isEmpty else {
      return notice(
        choices.isEmpty
          ? "No setting was changed: there is nothing to save."
          : "Every setting is back at its default: there is nothing to save.")
    }
    try file.write(text.text)
    tellSaved(made, in: file)
  }

  fileprivate func tellSaved(_ choices: [SettingChoice], in file: any CommandFile) {
    let what = choices.map { "\($0.name) \($0.value ?? "default")" }.joined(separator: ", ")
    notice("Saved in \(file.name): \(what).")
  }
}
