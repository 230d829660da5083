/// How records are counted in a sentence.
extension Entity {
  /// What one record is called, and several: `author` and `authors`, whichever of them names the table.
  ///
  /// Those of a table whose name is no word that has a plural are rows of it: `row of t1` and `rows of t1`.
  package var nouns: (one: String, several: String) {
    if name.isEmpty { return ("row", "rows") }
    guard Self.hasPlural(name) else { return ("row of \(name)", "rows of \(name)") }
    let one = Inflection.singular(name)
    return (one, Inflection.plural(one))
  }

  /// Whether the last word of a name could be one of English: letters with a vowel among them.
  private static func hasPlural(_ name: String) -> Bool {
    let word = name.utf8.split { "_ .-".utf8.contains($0) }.last ?? name.utf8[...]
    return word.count > 2 && word.allSatisfy { $0 & 0xDF >= 0x41 && $0 & 0xDF <= 0x5A }
      && word.contains { "aeiouyAEIOUY".utf8.contains($0) }
  }
}
