import SQL

/// SQL as its lines come in, one after the other: whether its last statement is whole, and what may follow it.
///
/// A line takes as much time as it is long, whatever came before.
package struct StatementLines {
  package enum State: Hashable, Sendable {
    /// A semicolon stands behind all of it, or there is nothing but comments.
    case ended
    /// The last statement can run as it stands, and may go on.
    case whole
    /// A bracket, a quote or a comment is open, by the sign that opened it.
    case open(String)
    /// Something must follow before the last statement can run.
    case unfinished
  }

  private var statement = StatementProgress()
  /// A text or a comment that no line has closed yet.
  private var pending = ""

  package init(_ text: String) {
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      append(String(line))
    }
  }

  /// - Parameter line: without its end.
  package mutating func append(_ line: String) {
    if !pending.isEmpty {
      pending += "\n"
      guard closesPending(line) else { return pending += line }
    }
    let tokens = SQLToken.tokens(of: pending + line)
    pending = ""
    for (index, token) in tokens.enumerated() {
      if index == tokens.count - 1, !token.isClosed {
        pending = token.text
      } else if token.kind != .comment {
        statement.take(token)
      }
    }
  }

  package var state: State { pending.isEmpty ? statement.state : .open(pendingSign) }

  /// Whether the last statement is a DELETE or an UPDATE, which without its WHERE takes every row.
  package var changesRows: Bool { statement.changesRows }

  /// Whether the next line is text or comment, whatever it looks like.
  package var isInQuotes: Bool { !pending.isEmpty }

  /// Whether a line can be nothing but the rest of the last statement, by the word or sign that it begins with.
  ///
  /// - Parameter words: those of the engine, in upper case, beside those of standard SQL.
  package func canOnlyGoOn(with line: String, words: Set<String>) -> Bool {
    guard mayGoOn else { return false }
    let tokens = SQLToken.tokens(of: line)
    guard let first = tokens.first else { return false }
    if first.kind == .punctuation { return Self.signs.contains(first.text) }
    let word = first.text.uppercased()
    guard ClauseWords.continuing.contains(word) || words.contains(word) else { return false }
    guard let second = tokens.dropFirst().first else { return true }
    // `order.items`, `order[1]` and `limit = author[1]` are lines of their own.
    return !second.isPunctuation("=") && (second.isSpaced || second.isPunctuation("("))
  }

  /// Whether a whole statement can have more clauses: BEGIN and COMMIT have none.
  package var mayGoOn: Bool { state == .whole && !statement.isControl }

  /// The signs that a line begins with in the middle of a statement only.
  private static let signs: Set<String> = [
    ",", ")", "(", ";", "=", "<", ">", "<=", ">=", "<>", "==", "!=", ">>", "||", "+", "-", "*", "/", "%", "|",
    "&", "~",
  ]

  private var pendingSign: String {
    switch pending.utf8.first {
    case UInt8(ascii: "/"): "/*"
    case UInt8(ascii: "x"), UInt8(ascii: "X"): "'"
    default: String(pending.prefix(1))
    }
  }

  /// Whether what is open ends in a line; a quote that stands there twice is part of the text.
  private func closesPending(_ line: String) -> Bool {
    let quote: UInt8
    switch pending.utf8.first {
    case UInt8(ascii: "/"): return line.contains("*/")
    case UInt8(ascii: "["): return line.utf8.contains(UInt8(ascii: "]"))
    case UInt8(ascii: "x"), UInt8(ascii: "X"): quote = UInt8(ascii: "'")
    case let sign: quote = sign ?? 0
    }
    var isQuote = false
    for byte in line.utf8 {
      if byte == quote {
        isQuote.toggle()
      } else if isQuote {
        return true
      }
    }
    return isQuote
  }
}

extension SQLToken {
  /// Whether what it opened is closed: a quote inside it stands there twice.
  fileprivate var isClosed: Bool {
    let bytes = text.utf8
    switch bytes.first {
    case UInt8(ascii: "["): return kind != .name || bytes.last == UInt8(ascii: "]")
    case UInt8(ascii: "/"): return kind != .comment || (text.hasSuffix("*/") && bytes.count > 3)
    case UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "'"):
      return bytes.count { $0 == bytes.first } % 2 == 0
    default: return kind != .string || bytes.count { $0 == UInt8(ascii: "'") } % 2 == 0
    }
  }
}
