internal import Language

/// Names of the database that is open, for sentences that show what could be typed.
///
/// Such sentences are written with the names of the sample library, and filled in with others where they are shown.
package struct ExampleNames: Hashable, Sendable {
  /// By the name in the sample library: `author`, `books`, `title`, `year`, `publisher`, `born`.
  private var names: [String: String]
  /// One record, as in `author[3]`.
  private var one: String

  /// Those of the sample library.
  package init() { (names, one) = ([:], "author[3]") }

  /// - Parameters:
  ///   - one: a record by its key.
  ///   - many: a to-many relationship of the entity.
  ///   - label: an attribute of what that leads to, by which a person knows it.
  ///   - number: a numeric attribute of the same.
  ///   - toOne: a to-one relationship of the same, or an attribute where there is none.
  ///   - value: an attribute of the entity itself.
  ///   - key: the first attribute of its primary key.
  package init(
    entity: String, one: String, many: String, label: String, number: String, toOne: String, value: String,
    key: String
  ) {
    self.one = one
    names = [
      "author": entity, "books": many, "title": label, "year": number, "publisher": toOne, "born": value,
      "id": key,
    ]
  }

  /// A text with the names of the sample library, in those of the database.
  package func fill(_ text: String) -> String {
    guard !names.isEmpty else { return text }
    var result = ""
    var word = ""
    func end() {
      result += names[word] ?? word
      word = ""
    }
    for character in text.replacing("author[3]", with: "\u{0}") {
      if character.isLetter || character == "_" {
        word.append(character)
        continue
      }
      end()
      result += character == "\u{0}" ? one : String(character)
    }
    end()
    return result
  }
}
