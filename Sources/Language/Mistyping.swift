/// What may have been meant by a line that goes on where a path ends.
extension Parser {
  /// As in `author 3` and `author(3)`, whose key stands in brackets; `author where year > 1960`, whose condition does;
  /// and `count(author)`, where a verb stands behind what it is over.
  func meantBehindPath() -> [String] {
    guard let previous, let head = text(from: tokens[0], to: previous) else { return [] }
    if let key = literal(after: 0), token(after: 1).kind == .end { return ["\(head)[\(key)]"] }
    let last = tokens[max(0, tokens.count - 2)]
    if at(.leftParenthesis), at(last, .rightParenthesis) {
      if let key = literal(after: 1), token(after: 2) == last { return ["\(head)[\(key)]"] }
      let inside = tokens[max(0, tokens.count - 3)]
      if case .name = token(after: 1).kind, Self.aggregatesOfSQL.contains(head.lowercased()),
        let records = text(from: token(after: 1), to: inside)
      {
        return ["\(records).\(head.lowercased())()"]
      }
    }
    if case .name(let word, false) = current.kind, word.lowercased() == "where",
      let condition = text(from: token(after: 1), to: last)
    {
      return ["\(head)[\(condition)]"]
    }
    return []
  }

  /// As in `author.3`.
  func meantBehindDot() -> [String] {
    guard position > 1, at(tokens[position - 1], .dot), let key = literal(after: 0),
      token(after: 1).kind == .end,
      let head = text(from: tokens[0], to: tokens[position - 2])
    else { return [] }
    return ["\(head)[\(key)]"]
  }

  /// What SQL writes before what it is over.
  private static let aggregatesOfSQL = ["count", "sum", "avg", "min", "max"]

  private func at(_ token: Token, _ symbol: Symbol) -> Bool { token.kind == .symbol(symbol) }

  private func literal(after count: Int) -> String? {
    switch token(after: count).kind {
    case .integer, .text: text(from: token(after: count), to: token(after: count))
    case .name, .real, .symbol, .invalid, .end: nil
    }
  }

  /// What stands from one token to another; nil where it is too long to be repeated in a question.
  private func text(from first: Token, to last: Token) -> String? {
    guard first.range.lower < last.range.upper else { return nil }
    let text = SourceRange(first.range.lower, last.range.upper).text(of: line)
    return text.utf8.count <= 60 ? String(text) : nil
  }
}
