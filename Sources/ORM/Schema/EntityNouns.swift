/// How records are counted in a sentence.
extension Entity {
  /// What one record is called, and several: `author` and `authors`, whichever of them names the table.
  ///
  /// Those of a table without a name are rows.
  package var nouns: (one: String, several: String) {
    if name.isEmpty { return ("row", "rows") }
    let one = Inflection.singular(name)
    return (one, Inflection.plural(one))
  }
}
