/// What a piece of printed text means; a style gives each meaning its colour.
package enum Role: Int, Hashable, Sendable, CaseIterable {
  /// Column names and titles.
  case heading
  /// The name of a column that belongs to the primary key.
  case key
  /// What may be overlooked: types, rules, footers.
  case dim
  /// A NULL.
  case null
  /// A character shown by a stand-in, because the terminal would obey it.
  case escape
  case keyword
  case string
  case number
  /// The sign that ties a statement to a piece of the path.
  case mark
  /// Something to type.
  case hint
  case warning
  case error
}

/// A palette of the 16 ANSI colours by meaning; the terminal's own theme says what they look like.
package struct Style: Sendable {
  /// SGR parameters, one a role.
  private let codes: [String]?

  /// No colour at all.
  package static let plain = Style(codes: nil)

  /// Faint instead of bright black, and no blue or white: both vanish on one of the usual backgrounds.
  package static let colored = Style(
    codes: Role.allCases.map { role in
      switch role {
      case .heading: "1"
      case .key: "1;33"
      case .dim, .null, .escape: "2"
      case .keyword: "36"
      case .string: "32"
      case .number: "33"
      case .mark: "1;35"
      case .hint: "32"
      case .warning: "33"
      case .error: "1;31"
      }
    })

  package var isColored: Bool { codes != nil }

  /// The text between the escape sequences of its role.
  package func applied(to text: String, _ role: Role?) -> String {
    guard let codes, let role, !text.isEmpty else { return text }
    return "\u{1B}[\(codes[role.rawValue])m\(text)\u{1B}[0m"
  }
}
