/// Whether a line is whole, or goes on in the next one because something in it is still open.
package enum LineState: Hashable, Sendable {
  case complete
  /// The innermost group, text or name that is open, by the sign that opened it: one of ``[ ( { " ' ` ``.
  case open(String)

  /// Groups that are closed wrongly and characters outside the language make a line complete: it can no
  /// longer become right, so it is answered at once.
  package static func of(_ line: String) -> LineState {
    var openings = Openings()
    openings.add(line)
    return openings.state
  }
}

/// What is still open in a line that goes over several, as each of them is added to it.
package struct Openings {
  /// The sign that opened a group, a text or a name.
  package struct Opening: Hashable, Sendable {
    package var sign: String
    /// In which of the lines it stands, from 0, and where in that.
    package var line: Int
    package var range: SourceRange

    /// What is wrong with it where no line comes that could close it.
    package var diagnostic: Diagnostic {
      switch sign {
      case "\"", "'": Diagnostic(.unterminatedText, at: range)
      case "`": Diagnostic(.unterminatedName, at: range)
      default: Diagnostic(.unclosed(sign), at: range)
      }
    }
  }

  private var groups: [(symbol: Symbol, opening: Opening)] = []
  private var quote: Opening?
  /// Whether it can no longer become right, whatever follows.
  private var isWrong = false
  private var lines = 0

  package init() {}

  package var state: LineState {
    if isWrong { return .complete }
    return (quote ?? groups.last?.opening).map { .open($0.sign) } ?? .complete
  }

  /// The one that holds all the others; nil where nothing is open.
  package var outermost: Opening? { isWrong ? nil : groups.first?.opening ?? quote }

  package mutating func add(_ line: String) {
    defer { lines += 1 }
    guard !isWrong else { return }
    // A text that goes on is one again behind the sign that opened it.
    let opened = quote
    quote = nil
    let shift = opened?.sign.utf8.count ?? 0
    let line = LineComment.blanked((opened?.sign ?? "") + line)
    for token in Lexer.tokens(of: line) {
      let range = SourceRange(max(0, token.range.lower - shift), max(0, token.range.upper - shift))
      switch token.kind {
      case .symbol(let symbol) where symbol.closer != nil:
        groups.append((symbol, Opening(sign: symbol.rawValue, line: lines, range: range)))
      case .symbol(let symbol) where symbol.isCloser:
        if groups.popLast()?.symbol.closer != symbol { isWrong = true }
      case .invalid(let diagnostic):
        guard diagnostic.problem == .unterminatedText || diagnostic.problem == .unterminatedName else {
          isWrong = true
          break
        }
        let sign = String(token.range.text(of: line).unicodeScalars.prefix(1))
        quote =
          token.range.lower < shift ? opened : Opening(sign: sign, line: lines, range: range)
      case .name, .text, .integer, .real, .symbol, .end:
        break
      }
      if isWrong { return }
    }
  }
}
