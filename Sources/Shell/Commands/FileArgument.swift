import Language

/// The name of a file as it is typed behind a command.
///
/// Quotes around it are no part of it: they are for blanks, and for a name that begins with a tilde, which without
/// them stands for the home folder as in a shell.
package struct FileArgument {
  let isQuoted: Bool
  private let text: String

  /// As far as it is typed, for what may follow.
  init(begun typed: String) {
    isQuoted = typed.count > 1 && typed.first == typed.last && Self.isQuote(typed.first)
    text = isQuoted ? String(typed.dropFirst().dropLast()) : typed
  }

  /// Fails where nothing stands between the quotes, or a quote begins it and does not end it.
  ///
  /// - Parameter range: where it stands in the line.
  init(_ typed: String, at range: SourceRange) throws(Diagnostic) {
    self.init(begun: typed)
    let expected = "the name of a file"
    guard !text.isEmpty else { throw Diagnostic(.unexpected(found: typed, expected: expected), at: range) }
    guard !isQuoted, Self.isQuote(typed.first), let quote = typed.first else { return }
    let rest = typed.dropFirst()
    guard let end = rest.firstIndex(of: quote) else { throw Diagnostic(.unterminatedText, at: range) }
    let behind = rest[rest.index(after: end)...]
    throw Diagnostic(
      .unexpected(found: String(behind), expected: "the end of the line"),
      at: SourceRange(range.upper - behind.utf8.count, range.upper))
  }

  private static func isQuote(_ character: Character?) -> Bool { character == "\"" || character == "'" }

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
  func file(of call: CommandCall) throws(Diagnostic) -> String {
    try FileArgument(call.argument, at: call.range).name(home: homeFolder)
  }
}
