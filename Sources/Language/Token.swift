/// A word, number, text or sign of a line, and where it stands.
package struct Token: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `author`, `` `Order Details` ``; the backquotes are taken off.
    case name(String, isQuoted: Bool)
    /// `"FR"`, `'FR'`; the quotes are taken off.
    case text(String)
    /// Digits only: a minus before them is a token of its own.
    case integer
    /// Digits with a fraction, an exponent or both.
    case real
    case symbol(Symbol)
    /// Characters that are no token of the language, and why.
    indirect case invalid(Diagnostic)
    /// The end of the line: a place just after its last token.
    case end
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package var isText: Bool { if case .text = kind { true } else { false } }

  /// The keyword that this token is where an expression is read: any case, no backquotes.
  package var keyword: Keyword? {
    guard case .name(let text, isQuoted: false) = kind, text.utf8.count <= Keyword.longest,
      text.utf8.allSatisfy({ $0 < 0x80 })
    else { return nil }
    return Keyword(rawValue: text.lowercased())
  }
}

/// Signs, by their spelling.
package enum Symbol: String, Hashable, Sendable, CaseIterable {
  case dot = "."
  case comma = ","
  case colon = ":"
  case question = "?"
  case bang = "!"
  case leftBracket = "["
  case rightBracket = "]"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBrace = "{"
  case rightBrace = "}"
  case equal = "="
  case doubleEqual = "=="
  case notEqual = "!="
  case lessOrGreater = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case percent = "%"
  case concatenate = "||"

  /// What ends the group that this sign opens.
  var closer: Symbol? {
    switch self {
    case .leftBracket: .rightBracket
    case .leftParenthesis: .rightParenthesis
    case .leftBrace: .rightBrace
    default: nil
    }
  }

  var isCloser: Bool {
    self == .rightBracket || self == .rightParenthesis || self == .rightBrace
  }
}

/// Words with a meaning of their own inside expressions; elsewhere, and after a dot, they are plain names.
///
///     keyword ::= "and" | "or" | "not" | "in" | "like" | "glob" | "between" | "is" | "null" | "true" | "false"
package enum Keyword: String, Hashable, Sendable, CaseIterable {
  case and, or, not, `in`, like, glob, between, `is`, null, `true`, `false`

  /// In bytes.
  static let longest = 7
}
