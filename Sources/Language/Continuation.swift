/// Whether a line is whole, or goes on in the next one because something in it is still open.
package enum LineState: Hashable, Sendable {
  case complete
  /// The innermost group, text or name that is open, by the sign that opened it: one of ``[ ( { " ' ` ``.
  case open(String)

  /// Groups that are closed wrongly and characters outside the language make a line complete: it can no
  /// longer become right, so it is answered at once.
  package static func of(_ line: String) -> LineState {
    let line = LineComment.blanked(line)
    var open: [Symbol] = []
    for token in Lexer.tokens(of: line) {
      switch token.kind {
      case .symbol(let symbol) where symbol.closer != nil:
        open.append(symbol)
      case .symbol(let symbol) where symbol.isCloser:
        guard open.popLast()?.closer == symbol else { return .complete }
      case .invalid(let diagnostic):
        guard diagnostic.problem == .unterminatedText || diagnostic.problem == .unterminatedName else {
          return .complete
        }
        return .open(String(token.range.text(of: line).unicodeScalars.prefix(1)))
      case .name, .text, .integer, .real, .symbol, .end:
        break
      }
    }
    return open.last.map { .open($0.rawValue) } ?? .complete
  }
}
