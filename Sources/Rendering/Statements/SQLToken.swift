/// A piece of an SQL text: enough to colour it and to lay it out, without knowing what it means.
struct SQLToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case keyword, name, string, number, placeholder, punctuation, comment
  }

  var kind: Kind
  var text: String
  /// Whether space stood before it.
  var isSpaced: Bool

  func isKeyword(_ words: String...) -> Bool { kind == .keyword && words.contains(text.uppercased()) }
  func isPunctuation(_ mark: String) -> Bool { kind == .punctuation && text == mark }

  /// All of a text; quotes that are never closed reach to its end.
  ///
  /// - Parameter most: how many of them are wanted, comments not counted.
  static func tokens(of sql: String, most: Int = .max) -> [SQLToken] {
    var scanner = Scanner(bytes: Array(sql.utf8))
    return scanner.scan(most)
  }

  /// Words that shape a statement; names of functions and types are not among them.
  fileprivate static let keywords: Set<String> = [
    "ABORT", "ALL", "ALTER", "ANALYZE", "AND", "AS", "ASC", "BEGIN", "BETWEEN", "BY", "CASCADE", "CASE",
    "CHECK",
    "COLLATE", "COMMIT", "CONFLICT", "CONSTRAINT", "CREATE", "CROSS", "DEFAULT", "DELETE", "DESC", "DISTINCT",
    "DO",
    "DROP", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "EXPLAIN", "FILTER", "FOREIGN", "FROM", "FULL",
    "GLOB",
    "GROUP", "HAVING", "IN", "INDEX", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "JOIN", "KEY", "LEFT",
    "LIKE",
    "LIMIT", "MATCH", "MATERIALIZED", "NATURAL", "NOT", "NULL", "OFFSET", "ON", "OR", "ORDER", "OUTER",
    "OVER",
    "PARTITION", "PRAGMA", "PRIMARY", "QUERY", "PLAN", "RECURSIVE", "REFERENCES", "RELEASE", "REPLACE",
    "RETURNING",
    "RIGHT", "ROLLBACK", "ROWS", "SAVEPOINT", "SELECT", "SET", "TABLE", "THEN", "TO", "TRANSACTION",
    "TRIGGER",
    "UNION", "UNIQUE", "UPDATE", "USING", "VALUES", "VIEW", "WHEN", "WHERE", "WINDOW", "WITH",
  ]

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    private func byte(_ offset: Int = 0) -> UInt8? {
      let index = position + offset
      return index < bytes.count ? bytes[index] : nil
    }

    mutating func scan(_ most: Int) -> [SQLToken] {
      var tokens: [SQLToken] = []
      var rest = most
      while rest > 0 {
        let before = position
        skip { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = byte() else { return tokens }
        let start = position
        let isSpaced = start > before
        let kind = token(startingWith: first)
        var text = String(decoding: bytes[start..<position], as: UTF8.self)
        if kind == .comment { while text.last?.isNewline == true { text.removeLast() } }
        let isKeyword = kind == .name && SQLToken.keywords.contains(text.uppercased())
        tokens.append(SQLToken(kind: isKeyword ? .keyword : kind, text: text, isSpaced: isSpaced))
        if kind != .comment { rest -= 1 }
      }
      return tokens
    }

    /// Moves past one token.
    private mutating func token(startingWith first: UInt8) -> Kind {
      position += 1
      switch (first, byte() ?? 0) {
      case (0x27, _):
        skipQuoted(closing: 0x27)
        return .string
      case (0x22, _), (0x60, _):
        skipQuoted(closing: first)
        return .name
      case (0x5B, _):
        skipQuoted(closing: 0x5D)
        return .name
      case (0x78, 0x27), (0x58, 0x27):
        position += 1
        skipQuoted(closing: 0x27)
        return .string
      case (0x2D, 0x2D):
        skip { $0 != 0x0A }
        return .comment
      case (0x2F, 0x2A):
        position += 1
        while byte() != nil, !(byte() == 0x2A && byte(1) == 0x2F) { position += 1 }
        position = min(position + 2, bytes.count)
        return .comment
      case (0x3F, _), (0x24, _), (0x40, _), (0x3A, _):
        skip(Self.isWord)
        return .placeholder
      case (0x30...0x39, _), (0x2E, 0x30...0x39):
        skipNumber()
        return .number
      case (let first, _) where Self.isWord(first):
        skip(Self.isWord)
        return .name
      case (0x3C...0x3E, 0x3D...0x3E), (0x21, 0x3D), (0x7C, 0x7C):
        position += 1
        return .punctuation
      default:
        return .punctuation
      }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...0xFF: true
      default: false
      }
    }

    private mutating func skip(_ matches: (UInt8) -> Bool) {
      while let next = byte(), matches(next) { position += 1 }
    }

    /// To the closing quote; a doubled one stands for itself.
    private mutating func skipQuoted(closing quote: UInt8) {
      while let next = byte() {
        position += 1
        guard next == quote else { continue }
        if quote == 0x5D || byte() != quote { return }
        position += 1
      }
    }

    private mutating func skipNumber() {
      while let next = byte(), Self.isWord(next) || next == 0x2E {
        position += 1
        if next | 0x20 == 0x65, byte() == 0x2B || byte() == 0x2D { position += 1 }
      }
    }
  }
}
