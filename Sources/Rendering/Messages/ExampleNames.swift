/// Names of the database that is open, for sentences that show what could be typed.
///
/// Such sentences are written with the names of the sample library, and filled in with others where they are shown.
package struct ExampleNames: Hashable, Sendable {
  /// By the name in the sample library: `author`, `books`, `title`, `year`, `publisher`, `born`.
  private var names: [String: String]
  /// Pieces of a line that go before the names in them, as `author[3]`.
  private var phrases: [Phrase]
  /// Commands that a table takes the bare word from.
  private var hiddenCommands: Set<String> = []

  private struct Phrase: Hashable, Sendable {
    let text: String
    let meaning: String
  }

  /// Those of the sample library.
  package init() { (names, phrases) = ([:], []) }

  /// - Parameters:
  ///   - names: by the name in the sample library.
  ///   - phrases: by what they are in the sample library, the longer before those that they begin with.
  ///   - hiddenCommands: words of commands that are also names of tables.
  package init(
    _ names: [String: String], phrases: KeyValuePairs<String, String>, hiddenCommands: Set<String> = []
  ) {
    self.names = names
    self.hiddenCommands = hiddenCommands
    self.phrases = phrases.map { Phrase(text: $0.key, meaning: $0.value) }
  }

  /// A command as it is typed: with a colon where a table has its name.
  package func command(_ line: String) -> String {
    hiddenCommands.contains(String(line.prefix { $0 != " " })) ? ":" + line : line
  }

  /// A text with the names of the sample library, in those of the database.
  package func fill(_ text: String) -> String {
    guard !names.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      if let phrase = phrases.first(where: { rest.hasPrefix($0.text) }) {
        result += phrase.meaning
        rest = rest.dropFirst(phrase.text.count)
      } else if Self.isPartOfWord(first) {
        let word = rest.prefix(while: Self.isPartOfWord)
        result += names[String(word)] ?? String(word)
        rest = rest.dropFirst(word.count)
      } else {
        result.append(first)
        rest.removeFirst()
      }
    }
    return result
  }

  private static func isPartOfWord(_ character: Character) -> Bool { character.isLetter || character == "_" }
}
