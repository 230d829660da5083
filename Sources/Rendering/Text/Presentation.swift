/// How text is to be printed: colours, characters, and how much room there is.
package struct Presentation: Sendable {
  package var style: Style
  package var charset: Charset
  /// Terminal columns; nil where nothing is ever shortened, as in a pipe.
  package var width: Int?
  /// What stands for NULL; nil for the format's own choice.
  package var nullText: String?
  /// Rows of a table to show before its middle is left out; nil for all.
  package var maxRows: Int?
  /// Lines of the screen that one record may take, beside the line that asked for it and its statements; nil where
  /// nothing is folded for want of them.
  package var height: Int?
  /// Whether a terminal reads this: even formats meant for machines then keep control characters from it.
  package var isTerminal: Bool

  package init(
    style: Style = .plain, charset: Charset = .unicode, width: Int? = nil, nullText: String? = nil,
    maxRows: Int? = nil, height: Int? = nil, isTerminal: Bool = false
  ) {
    self.style = style
    self.charset = charset
    self.width = width
    self.nullText = nullText
    self.maxRows = maxRows
    self.height = height
    self.isTerminal = isTerminal
  }

  /// Columns for sentences behind an indentation: of longer lines nobody finds the beginning of the next.
  package func proseWidth(behind indent: Int) -> Int? {
    width.map { max(20, min($0 - indent, Self.widestProse)) }
  }

  package static let widestProse = 90

  /// What stands for no record where one, or several, could be.
  var nothingText: String { nullText == charset.dash ? "[]" : charset.dash }
}

/// Which characters Kin draws with; what comes from the data is the same in both.
package enum Charset: String, Hashable, Sendable, CaseIterable {
  case unicode, ascii

  func pick(_ unicode: String, _ ascii: String) -> String { self == .unicode ? unicode : ascii }

  var rule: String { pick("─", "-") }
  /// Under the columns of the primary key.
  var keyRule: String { pick("═", "=") }
  package var ellipsis: String { pick("…", "...") }
  /// In the place of rows left out.
  var verticalEllipsis: String { pick("⋮", ":") }
  /// Before a node of a tree that others follow, before the last one, and beside what follows.
  var branch: String { pick("├─ ", "|- ") }
  var lastBranch: String { pick("└─ ", "`- ") }
  var trunk: String { pick("│  ", "|  ") }
  /// A node without a word of its own.
  var node: String { pick("•", "*") }
  /// Before what is loaded, in part, or not at all.
  package var loaded: String { pick("●", "[x]") }
  package var loadedInPart: String { pick("◐", "[/]") }
  package var notLoaded: String { pick("○", "[ ]") }
  var dash: String { pick("–", "-") }
  var times: String { pick("×", "x") }
  /// Before a number that is estimated.
  package var approximately: String { pick("≈", "~") }
  /// Before what something leads to.
  package var arrow: String { pick("→", "->") }
  /// A sentence of Kin's own, without the characters that there are not.
  package func spelled(_ sentence: String) -> String {
    guard self == .ascii else { return sentence }
    return sentence.reduce(into: "") { result, character in
      switch character {
      case "→": result += result.hasSuffix("->") ? ">" : "->"
      case "…": result += ellipsis
      case "●": result += loaded
      case "◐": result += loadedInPart
      case "○": result += notLoaded
      case "≈": result += approximately
      default: result.append(character)
      }
    }
  }

  /// The sign of a relationship.
  package func arrow(isToMany: Bool) -> String { isToMany ? pick("→→", "->>") : arrow }
  /// Between the pieces of a footer.
  package var separator: String { pick(" · ", " | ") }

  /// The sign of a text cut to `columns`.
  func ellipsis(within columns: Int) -> String {
    self == .ascii && columns < 8 ? "~" : ellipsis
  }

  /// The n-th mark of a path, from 0.
  func mark(_ index: Int) -> String {
    guard self == .unicode, index >= 0, index < 20, let scalar = Unicode.Scalar(0x2460 + UInt32(index)) else {
      return "(\(index &+ 1))"
    }
    return String(Character(scalar))
  }
}
