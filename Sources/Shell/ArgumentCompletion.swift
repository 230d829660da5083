import Language
import Navigation
import ORM
import Rendering

/// What may stand after the words of commands that take names of entities or several paths.
extension Conversation {
  /// - Parameters:
  ///   - arguments: what stands between the command's word and the cursor.
  ///   - words: what else may stand first.
  func entities(_ arguments: Substring, _ words: [String], cursor: Int) -> Completion {
    let typed = String(arguments.reversed().prefix { !$0.isWhitespace }.reversed())
    let isFirst = !arguments.dropLast(typed.count).contains { !$0.isWhitespace }
    let names = schema.entities.map { entity in
      Completion.Candidate(
        text: SyntaxPrinter.name(entity.name), note: entity.isJunction ? "junction" : "")
    }
    let candidates = (isFirst ? words.map { Completion.Candidate(text: $0, note: "format") } : []) + names
    return Completion(
      range: SourceRange(cursor - typed.utf8.count, cursor),
      candidates: candidates.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) })
  }
}

extension Conversation {
  /// Where the last of several paths begins, which stand one behind the other.
  static func lastPath(in line: String, from start: Int) -> Int {
    let tokens = Lexer.tokens(of: line, from: start)
    var begin = start
    var depth = 0
    var isContinued = false
    for token in tokens {
      switch token.kind {
      case .name:
        if depth == 0, !isContinued { begin = token.range.lower }
        isContinued = false
      case .symbol(.leftBracket), .symbol(.leftBrace), .symbol(.leftParenthesis):
        depth += 1
        isContinued = false
      case .symbol(.rightBracket), .symbol(.rightBrace), .symbol(.rightParenthesis):
        depth -= 1
        isContinued = false
      case .symbol(.dot), .symbol(.bang): isContinued = true
      case .symbol, .text, .integer, .real, .invalid: isContinued = false
      case .end:
        // After a space the next one may begin.
        if depth == 0, !isContinued, token.range.upper < line.utf8.count { begin = line.utf8.count }
      }
    }
    return begin
  }
}
