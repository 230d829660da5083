/// The names that stand in an SQL text: enough to tell that a table is read once, without knowing the grammar.
package struct SQLNames {
  private let tokens: [SQLToken]

  package init(_ sql: String) { tokens = SQLToken.tokens(of: sql) }

  /// As much as tells the first word and what is defined, of a text of megabytes too.
  package init(beginningOf sql: String) { tokens = SQLToken.tokens(of: sql, most: 16) }

  /// Whether it is one SELECT with nothing inside it that brings in rows of its own.
  package var isOneSelect: Bool {
    let others = ["WITH", "VALUES", "UNION", "EXCEPT", "INTERSECT", "RETURNING"]
    return tokens.count { $0.isKeyword("SELECT") } == 1
      && !tokens.contains { $0.kind == .keyword && others.contains($0.text.uppercased()) }
  }

  /// Whether a LIMIT may end it before all is read.
  package var hasLimit: Bool { tokens.contains { $0.isKeyword("LIMIT") } }

  /// In lower case; nil where there is nothing but comments.
  package var firstWord: String? { tokens.first { $0.kind != .comment }?.text.lowercased() }

  /// What a statement does to a table, a view, an index or a trigger.
  package struct Definition: Hashable, Sendable {
    /// `create`, `drop` or `alter`.
    package var verb: String
    package var name: String
    /// Whether it may do nothing at all: IF EXISTS.
    package var isConditional: Bool
  }

  /// nil for any other statement.
  package var definition: Definition? {
    let tokens = tokens.filter { $0.kind != .comment }
    guard let verb = tokens.first?.text.lowercased(), ["create", "drop", "alter"].contains(verb),
      let place = tokens.prefix(4).firstIndex(where: { token in
        ["table", "view", "index", "trigger"].contains(token.text.lowercased())
      })
    else { return nil }
    var rest = tokens[(place + 1)...]
    let isConditional =
      rest.first?.text.uppercased() == "IF" && rest.dropFirst().first?.isKeyword("NOT", "EXISTS") == true
    if isConditional { rest = rest.dropFirst(rest.dropFirst().first?.isKeyword("NOT") == true ? 3 : 2) }
    if rest.dropFirst().first?.isPunctuation(".") == true { rest = rest.dropFirst(2) }
    guard let name = rest.first else { return nil }
    return Definition(
      verb: verb, name: Self.unquoted(name.text),
      isConditional: isConditional)
  }

  /// How often a name stands there, quoted in whatever way, unless it qualifies the name behind it.
  package func mentions(of name: String) -> Int {
    tokens.indices.count { index in
      let token = tokens[index]
      guard token.kind == .name || token.kind == .string || token.kind == .keyword,
        Self.unquoted(token.text).lowercased() == name.lowercased()
      else { return false }
      return index + 1 == tokens.count || !tokens[index + 1].isPunctuation(".")
    }
  }

  static func unquoted(_ text: String) -> String {
    guard let first = text.utf8.first, text.utf8.count > 1 else { return text }
    let quotes: [UInt8: Character] = [0x22: "\"", 0x27: "'", 0x60: "`", 0x5B: "]"]
    guard let quote = quotes[first] else { return text }
    let inner = String(text.dropFirst().dropLast())
    return quote == "]" ? inner : inner.replacing("\(quote)\(quote)", with: "\(quote)")
  }
}
