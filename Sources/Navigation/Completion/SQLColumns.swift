package import Language
package import ORM
package import SQL

/// The columns that a rejected statement of SQL may have meant: `select titel from book`.
package struct SQLColumns {
  private let schema: Schema
  private let dialect: Dialect
  private let words: [SQLWord]
  private let sources: [SQLTables.Source]

  package init(_ line: String, schema: Schema, dialect: Dialect) {
    self.schema = schema
    self.dialect = dialect
    words = SQLWord.words(of: line, from: 0)
    sources = SQLTables(words, schema: schema, dialect: dialect).sources
  }

  /// The columns that are near to a name that is none.
  ///
  /// - Parameter range: where the name stands, or what it stands in: then the first that has one near.
  package func near(_ range: SourceRange) -> [String] {
    for index in words.indices
    where words[index].range.lower >= range.lower && words[index].range.upper <= range.upper {
      let near = near(index)
      if !near.isEmpty { return near }
    }
    return []
  }

  /// A name with what qualifies it, as in `book.titel`, by the byte at which it begins.
  package func name(at start: Int) -> SourceRange? {
    guard let index = words.firstIndex(where: { $0.range.lower == start }), words[index].kind == .name else {
      return nil
    }
    var last = index
    while words.indices.contains(last + 2), words[last + 1].text == ".", words[last + 2].kind == .name {
      last += 2
    }
    return SourceRange(start, words[last].range.upper)
  }

  private func near(_ index: Int) -> [String] {
    let word = words[index]
    guard word.kind == .name, word.isQuoted || !dialect.keywords.contains(word.text.uppercased()),
      !sources.contains(where: { $0.name.isSameName(as: word.text) || isTable($0, word) })
    else { return [] }
    // A function, or a name that the statement gives.
    if words.indices.contains(index + 1), ["(", "."].contains(words[index + 1].text) { return [] }
    if index > 0, words[index - 1].folded == "as" { return [] }
    var (candidates, qualifier) = (sources, "")
    if index > 1, words[index - 1].text == "." {
      let name = words[index - 2].text
      candidates = sources.filter { $0.name.isSameName(as: name) }
      qualifier = dialect.identifier(name) + "."
    }
    let columns = candidates.flatMap { schema[$0.entity].attributes.map(\.name) }
    guard !columns.contains(where: { $0.isSameName(as: word.text) }) else { return [] }
    return Nearness.nearest(word.text, in: columns).map { qualifier + dialect.identifier($0) }
  }

  private func isTable(_ source: SQLTables.Source, _ word: SQLWord) -> Bool {
    schema[source.entity].table.isSameName(as: word.text)
  }
}
