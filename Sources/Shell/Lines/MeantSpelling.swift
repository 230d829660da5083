import Language
import Navigation

/// What was meant by a line with the signs of other languages: `author[3]->books`, `x := author[3]`.
extension MeantLine {
  /// The line as it is spelled here, where it can be bound then.
  func respelled(_ diagnostic: Diagnostic, _ line: String) -> String? {
    switch diagnostic.problem {
    case .unexpected, .unexpectedCharacter, .unknownCommand, .unknownRoot, .misplaced(.expressionInShape):
      break
    default: return nil
    }
    guard line.utf8.count <= 200 else { return nil }
    let line = line.trimmed
    let behindWord = line.drop { !$0.isWhitespace }.trimmed
    return [line, behindWord].compactMap { text in
      let respelled = Self.respelled(text)
      return respelled != text && binds(respelled) ? respelled : nil
    }.first
  }

  /// The path behind a SELECT that takes no such thing: `select author.books`, `select * from author.books`.
  func selected(_ line: String) -> [String]? {
    var words = line.drop { $0.isWhitespace || $0 == ";" }.split(whereSeparator: \.isWhitespace)[...]
    guard words.popFirst()?.lowercased() == "select" else { return nil }
    if words.first == "*", words.dropFirst().first?.lowercased() == "from" { words = words.dropFirst(2) }
    let path = words.joined(separator: " ").split(separator: ";").first.map(String.init) ?? ""
    return path.contains(where: { ".[".contains($0) }) && binds(path) ? [path] : nil
  }

  /// With a dot for the signs that lead on elsewhere, and `=` for those that name; what stands in quotes stays, and in
  /// brackets what works something out.
  private static func respelled(_ line: String) -> String {
    var text = ""
    var rest = Substring(line)
    var depth = 0
    var quote: Character?
    while let first = rest.first {
      if let open = quote {
        if first == open { quote = nil }
      } else if "\"'`".contains(first) {
        quote = first
      } else if "[({".contains(first) {
        depth += 1
      } else if "])}".contains(first) {
        depth -= 1
      } else if let sign = signs(at: depth).first(where: { rest.hasPrefix($0.foreign) }) {
        text += sign.own
        rest = rest.dropFirst(sign.foreign.count)
        continue
      } else if depth == 0, first.isWhitespace, let before = text.last, isEnd(before) {
        let next = rest.drop(while: \.isWhitespace)
        if let letter = next.first, letter.isLetter || letter == "_" || letter == "`" {
          text += "."
          rest = next
          continue
        }
      }
      text.append(first)
      rest.removeFirst()
    }
    return text
  }

  private static let signs: [(foreign: String, own: String)] = [
    ("->", "."), ("::", "."), ("\\", "."), ("→", "."), ("»", "."), ("?.", "."),
  ]

  /// Signs that mean something else in brackets: a division, a comparison with a negative number, a range.
  private static let outerSigns: [(foreign: String, own: String)] = [
    (":=", "="), ("<-", "="), ("/", "."), ("..", "."),
  ]

  private static func signs(at depth: Int) -> [(foreign: String, own: String)] {
    depth == 0 ? signs + outerSigns : signs
  }

  private static func isEnd(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_]})`".contains(character)
  }
}
