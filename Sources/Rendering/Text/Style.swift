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
  /// Something to type, which is kept in one piece.
  case hint
  /// A sentence that teaches.
  case lesson
  /// What stands before a line that is typed.
  case prompt
  case warning
  case error
}

/// A palette of the 16 ANSI colours by meaning; the terminal's own theme says what they look like.
///
/// A colour only underlines what words, signs and places say already.
package struct Style: Sendable {
  /// As `set theme` calls it.
  package let name: String
  package let summary: String
  /// SGR parameters, one a role.
  private let codes: [String]?

  private init(_ name: String, _ summary: String, codes: [String]?) {
    self.name = name
    self.summary = summary
    self.codes = codes
  }

  package static let all = [dark, light, plain]

  package static func named(_ name: String) -> Style? { all.first { $0.name == name } }

  /// No colour at all.
  package static let plain = Style("none", "no colours", codes: nil)

  /// For a dark background: no blue, which is too dark on it, and faint instead of bright black, which some
  /// palettes make the background's own colour.
  package static let dark = Style(
    "dark", "for a dark background",
    codes: Role.allCases.map { role in
      switch role {
      case .heading: "1"
      case .key: "1;33"
      case .dim, .null, .escape: "2"
      case .keyword: "36"
      case .string: "32"
      case .number: "33"
      case .mark: "1;35"
      case .hint, .lesson: "32"
      case .prompt: "1;36"
      case .warning: "33"
      case .error: "1;31"
      }
    })

  /// For a light background and a projector: no yellow, cyan or green, which vanish on white, and nothing faint.
  package static let light = Style(
    "light", "for a light background and a projector",
    codes: Role.allCases.map { role in
      switch role {
      case .heading: "1"
      case .key: "1;34"
      case .dim, .null, .escape: "90"
      case .keyword: "34"
      case .string, .number: "35"
      case .mark: "1;35"
      case .hint, .lesson: "34"
      case .prompt: "1;34"
      case .warning: "31"
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
