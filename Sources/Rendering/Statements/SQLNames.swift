/// The names that stand in an SQL text: enough to tell that a table is read once, without knowing the grammar.
package struct SQLNames {
  private let tokens: [SQLToken]

  package init(_ sql: String) { tokens = SQLToken.tokens(of: sql) }

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

  private static func unquoted(_ text: String) -> String {
    guard let first = text.utf8.first, text.utf8.count > 1 else { return text }
    let quotes: [UInt8: Character] = [0x22: "\"", 0x27: "'", 0x60: "`", 0x5B: "]"]
    guard let quote = quotes[first] else { return text }
    let inner = String(text.dropFirst().dropLast())
    return quote == "]" ? inner : inner.replacing("\(quote)\(quote)", with: "\(quote)")
  }
}
