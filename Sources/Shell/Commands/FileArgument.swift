import Language

/// The name of a file as it is typed behind a command.
///
/// Quotes around it are no part of it: they are for blanks, and for a name that begins with a tilde, which without
/// them stands for the home folder as in a shell.
package struct FileArgument {
  let isQuoted: Bool
  private let text: String

  init(_ typed: String) {
    isQuoted =
      typed.count > 2 && typed.first == typed.last && (typed.first == "\"" || typed.first == "'")
    text = isQuoted ? String(typed.dropFirst().dropLast()) : typed
  }

  /// - Parameter home: the home folder; nil where there is none.
  func name(home: String?) -> String {
    guard let home, !isQuoted, text == "~" || text.hasPrefix("~/") else { return text }
    return home + text.dropFirst()
  }

  /// A name as it can be typed again.
  package static func typed(_ name: String) -> String {
    let needsQuotes = name.contains(where: \.isWhitespace) || "\"'~".contains { name.first == $0 }
    return needsQuotes ? "'\(name)'" : name
  }
}

extension Conversation {
  /// The file that a command names by its whole argument.
  func file(of call: CommandCall) -> String { FileArgument(call.argument).name(home: homeFolder) }
}
