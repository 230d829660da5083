/// How records are counted in a sentence.
extension Entity {
  /// What one record is called, and several: `author` and `authors`, whichever of them names the table.
  package var nouns: (one: String, several: String) {
    let one = Inflection.singular(name)
    return (one, Inflection.plural(one))
  }
}
