import Language
import Testing

/// Lines and their tokens.
@Suite struct LexerTests {
  @Test(arguments: [
    ("a.b1 = 3", ["name a", ".", "name b1", "=", "integer 3", "end"]),
    (
      "a==b!=c<>d<=e>=f||g",
      [
        "name a", "==", "name b", "!=", "name c", "<>", "name d", "<=", "name e", ">=", "name f", "||",
        "name g", "end",
      ]
    ),
    (
      "< > ! ? , : ( ) [ ] { } + - * / % = .",
      [
        "<", ">", "!", "?", ",", ":", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "%", "=", ".", "end",
      ]
    ),
    (
      "1.5 1e9 1.e 1.5E-3 2.x",
      [
        "real 1.5", "real 1e9", "integer 1", ".", "name e", "real 1.5E-3", "integer 2", ".", "name x", "end",
      ]
    ),
    ("1.5.2", ["real 1.5", ".", "integer 2", "end"]),
    (
      "2nd 1e 0x1F 1_000 5é",
      [
        "malformed 2nd", "malformed 1e", "malformed 0x1F", "malformed 1_000", "malformed 5é", "end",
      ]
    ),
    ("'it''s' \"a\"\"b\" `c``d`", ["text it's", "text a\"b", "quoted c`d", "end"]),
    ("'a", ["unterminated text", "end"]),
    ("a.`b", ["name a", ".", "unterminated name", "end"]),
    ("\u{A0}a\u{3000}b\t\r\n", ["name a", "name b", "end"]),
    ("a\u{301}.b", ["name a\u{301}", ".", "name b", "end"]),
    ("a.\u{301}b", ["name a", "unexpected .\u{301}", "name b", "end"]),
    ("'a'\u{301}", ["unexpected '\u{301}", "end"]),
    ("'\u{301}'", ["text \u{301}", "end"]),
    ("'\u{600}'", ["text \u{600}", "end"]),
    ("a#🇫🇷🇩🇪", ["name a", "unexpected #", "unexpected 🇫🇷", "unexpected 🇩🇪", "end"]),
    ("", ["end"]),
  ])
  func tokens(_ line: String, _ expected: [String]) {
    #expect(Lexer.tokens(of: line).map { describe($0, in: line) } == expected)
    #expect(tilingFault(of: line) == nil)
  }

  private func describe(_ token: Token, in line: String) -> String {
    switch token.kind {
    case .name(let text, let isQuoted): (isQuoted ? "quoted " : "name ") + text
    case .text(let text): "text " + text
    case .integer: "integer " + token.range.text(of: line)
    case .real: "real " + token.range.text(of: line)
    case .symbol(let symbol): symbol.rawValue
    case .end: "end"
    case .invalid(let diagnostic):
      switch diagnostic.problem {
      case .malformedNumber(let text): "malformed " + text
      case .unexpectedCharacter(let text): "unexpected " + text
      case .unterminatedText: "unterminated text"
      case .unterminatedName: "unterminated name"
      default: "\(diagnostic.problem)"
      }
    }
  }

  @Test(arguments: [
    ("“FR”", "\""), ("‘FR’", "'"), ("a && b", "and"), ("a | b", "or"), ("a ≠ b", "!="), ("a − b", "-"),
  ])
  func lookalikesAreOffered(_ line: String, _ suggestion: String) {
    let suggestions = Lexer.tokens(of: line).compactMap { token in
      if case .invalid(let diagnostic) = token.kind { diagnostic.suggestions } else { nil }
    }
    #expect(suggestions.first == [suggestion])
  }

  @Test func tokensFromTheMiddleOfALine() {
    let line = "how author member"
    #expect(
      Lexer.tokens(of: line, from: 3).map(\.range)
        == [SourceRange(4, 10), SourceRange(11, 17), SourceRange(17, 17)])
    #expect(Lexer.tokens(of: line, from: 99).map(\.range) == [SourceRange(17, 17)])
    #expect(Lexer.tokens(of: line, from: -1).count == 4)
  }
}

/// What breaks the rule that tokens follow one another on character boundaries with only white space
/// between them; nil when nothing does.
func tilingFault(of line: String) -> String? {
  let boundaries = characterBoundaries(of: line)
  var position = 0
  for token in Lexer.tokens(of: line) {
    let range = token.range
    guard position <= range.lower, range.lower <= range.upper else { return "out of order: \(token)" }
    guard isSpace(SourceRange(position, range.lower).text(of: line)) else { return "a gap before \(token)" }
    guard boundaries.contains(range.lower), boundaries.contains(range.upper) else {
      return "inside a character: \(token)"
    }
    position = range.upper
  }
  return isSpace(SourceRange(position, line.utf8.count).text(of: line)) ? nil : "a gap at the end"
}

private func isSpace(_ text: Substring) -> Bool {
  text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
}

/// The offsets in the UTF-8 bytes of the line where a character begins or ends.
func characterBoundaries(of line: String) -> Set<Int> {
  var boundaries: Set<Int> = [0]
  var offset = 0
  for character in line {
    offset += character.utf8.count
    boundaries.insert(offset)
  }
  return boundaries
}
