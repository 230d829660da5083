internal import Language

/// The sentences about what a command shell takes behind a command, and what to type instead.
enum ShellEndingText {
  static func words(
    for ending: ShellEnding, behind path: String, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    switch ending {
    case .file(let file):
      (
        "A path writes no file.",
        [
          "In two lines: \(type: path)",
          "then: \(type: examples.command("last \(hasFormat(file) ? "" : "csv ")> \(file)"))",
        ]
      )
    case .format(let name):
      (
        "A path does not say how it is printed.",
        [
          "In two lines: \(type: path)", "then: \(type: examples.command("last \(name)"))",
          "For all that follows: \(type: examples.command("format \(name)"))",
        ]
      )
    case .program(let program):
      (
        "A path goes into no other program.",
        isPager(program)
          ? ["In two lines: \(type: path)", "then, all of it in a pager: \(type: examples.command("last"))"]
          : ["In the system's shell: \(type: "kin FILE \(quoted(path)) | \(program)")"]
      )
    }
  }

  /// - Parameter isHeld: whether `last` can print the answer again.
  static func words(
    forFile file: String, behind line: String, command: String, isHeld: Bool, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    (
      "\(command) writes no file.",
      isHeld
        ? [
          "In two lines: \(type: line)",
          "then: \(type: examples.command("last \(hasFormat(file) ? "" : "csv ")> \(file)"))",
        ]
        : ["In the system's shell: \(type: "kin FILE \(quoted(line)) > \(file)")"]
    )
  }

  /// Whether the end of a file's name says in which format it is written.
  private static func hasFormat(_ file: String) -> Bool {
    guard let point = file.lastIndex(of: ".") else { return false }
    let ending = file[file.index(after: point)...].lowercased()
    return OutputFormat.named(ending) != nil || ["md", "htm", "sql"].contains(ending)
  }

  private static func isPager(_ program: String) -> Bool {
    ["less", "more", "most", "pg", "cat"].contains(program.prefix { !$0.isWhitespace })
  }

  /// As the system's shell takes it for one word.
  private static func quoted(_ text: String) -> String {
    var quoted = "'"
    for character in text { quoted += character == "'" ? "'\\''" : String(character) }
    return quoted + "'"
  }
}
