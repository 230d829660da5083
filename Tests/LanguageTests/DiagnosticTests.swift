import Language
import Testing

/// Lines that Kin rejects: what is wrong, where, and what to type instead.
@Suite struct DiagnosticTests {
  struct Rejection: Sendable, CustomTestStringConvertible {
    var line: String
    /// Carets below the characters to blame; one caret after the end for a place there.
    var carets: String
    var problem: Problem
    var suggestions: [String]

    init(_ line: String, _ carets: String, _ problem: Problem, _ suggestions: [String] = []) {
      self.line = line
      self.carets = carets
      self.problem = problem
      self.suggestions = suggestions
    }

    var testDescription: String { line }
  }

  private func carets(_ range: SourceRange, in line: String) -> String {
    let indent = SourceRange(0, range.lower).text(of: line).count
    return String(repeating: " ", count: indent)
      + String(repeating: "^", count: max(1, range.text(of: line).count))
  }

  private func check(_ rejection: Rejection) {
    do throws(Diagnostic) {
      let statement = try Parser.statement(rejection.line)
      Issue.record("accepted as \(statement)")
    } catch {
      #expect(error.problem == rejection.problem)
      #expect(carets(error.range, in: rejection.line) == rejection.carets)
      #expect(error.suggestions == rejection.suggestions)
    }
  }

  private static func unexpected(_ found: String, _ expected: String) -> Problem {
    .unexpected(found: found, expected: expected)
  }

  @Test(arguments: [
    Rejection(
      "", "^", .unexpectedEnd(expected: "a path")),
    Rejection(
      "   ", "^", .unexpectedEnd(expected: "a path")),
    Rejection(
      "author.", "       ^", .unexpectedEnd(expected: "a name after the dot")),
    Rejection(
      "author.   ", "       ^", .unexpectedEnd(expected: "a name after the dot")),
    Rejection(
      "author..books", "       ^", unexpected(".", "a name after the dot")),
    Rejection(
      "author.2nd", "       ^^^", unexpected("2nd", "a name after the dot"), ["`2nd`"]),
    Rejection(
      "author.2", "       ^", unexpected("2", "a name after the dot"), ["author[2]", "`2`"]),
    Rejection(
      "author 3", "       ^", unexpected("3", "the end of the line"), ["author[3]"]),
    Rejection(
      "book[year => 3]", "          ^^", unexpected("=>", "a comparison"), [">="]),
    Rejection(
      "book[year =< 3]", "          ^^", unexpected("=<", "a comparison"), ["<="]),
    Rejection(
      "book[year = 1960 || pages > 3]", "                 ^^",
      unexpected("||", "or between two comparisons"), ["or"]),
    Rejection(
      "book[1 < year < 3]", "              ^", unexpected("<", "and between two comparisons")),
    Rejection(
      "author(3)", "      ^", unexpected("(", "the end of the line"), ["author[3]"]),
    Rejection(
      "author 3 4", "       ^", unexpected("3", "the end of the line")),
    Rejection(
      "author where year > 3", "       ^^^^^",
      unexpected("where", "a dot before the next name, or the end of the line"), ["author[year > 3]"]),
    Rejection(
      "author where", "       ^^^^^",
      unexpected("where", "a dot before the next name, or the end of the line")),
    Rejection(
      "COUNT(author)", "     ^", unexpected("(", "the end of the line"), ["author.count()"]),
    Rejection(
      "sum(book.pages)", "   ^", unexpected("(", "the end of the line"), ["book.pages.sum()"]),
    Rejection(
      "foo(author)", "   ^", unexpected("(", "the end of the line")),
    Rejection(
      "count()", "     ^", unexpected("(", "the end of the line")),
    Rejection(
      #"author."Unit Price""#, "       ^^^^^^^^^^^^", unexpected(#""Unit Price""#, "a name after the dot"),
      ["`Unit Price`"]),
    Rejection(
      "author books", "       ^^^^^",
      unexpected("books", "a dot before the next name, or the end of the line")),
    Rejection(
      "author[3]]", "         ^", unexpected("]", "the end of the line")),
    Rejection(
      "author? x", "        ^", unexpected("x", "a dot before the next name, or the end of the line")),
    Rejection(
      "author[3] = 5", "          ^", unexpected("=", "the end of the line")),
    Rejection(
      "a == author", "  ^^", unexpected("==", "the end of the line")),
    Rejection(
      "a = ", "   ^", .unexpectedEnd(expected: "a path")),
    Rejection(
      "a = 3", "    ^", unexpected("3", "a path")),
    Rejection(
      "_ = author", "^", .reservedName("_")),
    Rejection(
      "3", "^", unexpected("3", "a path")),
    Rejection(
      "person.mother + 3", "              ^", unexpected("+", "the end of the line")),
    Rejection(
      "person.mother +", "              ^", unexpected("+", "the end of the line")),
    Rejection(
      "author;", "      ^", .unexpectedCharacter(";")),
    Rejection(
      "表.本#", "   ^", .unexpectedCharacter("#")),
    Rejection(
      "author.`books", "       ^^^^^^", .unterminatedName),
  ])
  func paths(_ rejection: Rejection) { check(rejection) }

  @Test(arguments: [
    Rejection(
      "author[]", "      ^^", .emptyBrackets),
    Rejection(
      "author[ ]", "      ^^^", .emptyBrackets),
    Rejection(
      "author{}", "      ^^", .emptyBrackets),
    Rejection(
      "author[x in ()]", "            ^^", .emptyBrackets),
    Rejection(
      "author[()]", "       ^^", .emptyBrackets),
    Rejection(
      "author[3", "      ^", .unclosed("[")),
    Rejection(
      "author[", "       ^", .unexpectedEnd(expected: "a key, a slice or a condition after the [")),
    Rejection(
      "author[3)", "        ^", unexpected(")", "] to close the [ at column 7")),
    Rejection(
      "été{a, b]", "        ^", unexpected("]", "} to close the { at column 4")),
    Rejection(
      "a.sort(b", "      ^", .unclosed("(")),
    Rejection(
      "a{b{c}", " ^", .unclosed("{")),
    Rejection(
      "a[x", " ^", .unclosed("[")),
    Rejection(
      "a[3, x]", "     ^", unexpected("x", "a number or a text as the next value of the key")),
    Rejection(
      "a[x, 3]", "   ^", unexpected(",", "and between two conditions, or ]")),
    Rejection(
      "a[x > 3, y > 4]", "       ^", unexpected(",", "and between two conditions, or ]")),
    Rejection(
      "a[3, ]", "     ^", unexpected("]", "a number or a text as the next value of the key")),
    Rejection(
      "a[1:x]", "    ^", unexpected("x", "a whole number or ] after the colon")),
    Rejection(
      "a[1.5:3]", "  ^^^", unexpected("1.5", "a whole number as a position")),
    Rejection(
      #"a[1:"b"]"#, "    ^^^", unexpected(#""b""#, "a whole number as a position")),
    Rejection(
      "a[x:3]", "   ^", unexpected(":", "] to close the [ at column 2")),
    Rejection(
      "a[1:2:3]", "     ^", unexpected(":", "] to close the [ at column 2")),
    Rejection(
      "a[9223372036854775808]", "  ^^^^^^^^^^^^^^^^^^^", .integerOutOfRange("9223372036854775808")),
    Rejection(
      "a[- 9223372036854775809]", "  ^^^^^^^^^^^^^^^^^^^^^", .integerOutOfRange("-9223372036854775809")),
    Rejection(
      "a[1e999]", "  ^^^^^", .malformedNumber("1e999")),
    Rejection(
      "a[12abc]", "  ^^^^^", .malformedNumber("12abc")),
    Rejection(
      #"a["FR]"#, "  ^^^^", .unterminatedText),
    Rejection(
      "a[“FR”]", "  ^", .unexpectedCharacter("“"), ["\""]),
  ])
  func brackets(_ rejection: Rejection) { check(rejection) }

  @Test(arguments: [
    Rejection(
      "a[x > ]", "      ^", unexpected("]", "a value after >")),
    Rejection(
      "a[x > and y]", "      ^^^", unexpected("and", "a value after >"), ["`and`"]),
    Rejection(
      "a[x and", "       ^", .unexpectedEnd(expected: "a value after and")),
    Rejection(
      "a[like = 1]", "  ^^^^", unexpected("like", "a key, a slice or a condition after the ["), ["`like`"]),
    Rejection(
      "a[!x]", "  ^", unexpected("!", "a key, a slice or a condition after the ["), ["not"]),
    Rejection(
      "a[x && y]", "    ^", .unexpectedCharacter("&"), ["and"]),
    Rejection(
      "a[1 < x < 3]", "        ^", unexpected("<", "and between two comparisons")),
    Rejection(
      "a[x is 3]", "       ^", unexpected("3", "null or not null"), ["a[x = 3]"]),
    Rejection(
      "a[x is not 3]", "           ^", unexpected("3", "null"), ["a[x != 3]"]),
    Rejection(
      "a[x not 3]", "        ^", unexpected("3", "in, like, glob or between after not")),
    Rejection(
      "a[x in 3]", "       ^", unexpected("3", "a list in parentheses after in")),
    Rejection(
      "a[x in (1, 2]", "            ^", unexpected("]", ") to close the ( at column 8")),
    Rejection(
      "a[x in [1, 2)]", "            ^", unexpected(")", "] to close the [ at column 8")),
    Rejection(
      "a[x between 1, 2]", "             ^", unexpected(",", "and, then the upper bound of between")),
    Rejection(
      "a[x like \"b\" like \"c\"]", "             ^^^^", unexpected("like", "] to close the [ at column 2")),
    Rejection(
      "a[x = not y]", "      ^^^", unexpected("not", "a value after ="), ["`not`"]),
    Rejection(
      "a[mother+ = 3]", "          ^", unexpected("=", "a value after +")),
    Rejection(
      "a[5.x]", "   ^", unexpected(".", "] to close the [ at column 2")),
    Rejection(
      "a.sort(x,)", "         ^", unexpected(")", "a value after ,")),
    Rejection(
      "a.sort(x: 3)", "          ^", unexpected("3", "a strategy after the colon")),
    Rejection(
      "a.sort(year desc)", "            ^^^^", unexpected("desc", ") to close the ( at column 7"),
      ["a.sort(-year)"]),
    Rejection(
      "a{b,}", "    ^", unexpected("}", "a field")),
    Rejection(
      "a{n:}", "    ^", unexpected("}", "a path after the colon")),
    Rejection(
      "a{b c}", "    ^", unexpected("c", "} to close the { at column 2")),
  ])
  func expressions(_ rejection: Rejection) { check(rejection) }

  @Test func whatIsFoundIsShortened() {
    let text = "'" + String(repeating: "é", count: 100) + "'"
    #expect(
      throws: Diagnostic(
        .unexpected(
          found: "'" + String(repeating: "é", count: 39) + "…", expected: "a list in parentheses after in"),
        at: SourceRange(7, 209))
    ) {
      try Parser.statement("a[x in \(text)]")
    }
  }

  @Test func afterACommandRangesCountFromTheBeginningOfTheLine() {
    #expect(throws: Diagnostic(.unexpectedEnd(expected: "a path"), at: SourceRange(7, 7))) {
      try Parser.path("compare ", from: 7)
    }
    #expect(throws: Diagnostic(.unclosed("["), at: SourceRange(14, 15))) {
      try Parser.path("compare author[3", from: 7)
    }
    #expect(
      throws: Diagnostic(
        .unexpected(found: "3", expected: "the end of the line"), at: SourceRange(11, 12),
        suggestions: ["author[3]"])
    ) {
      try Parser.paths("how author 3", from: 3)
    }
    #expect(
      throws: Diagnostic(.unexpected(found: "]", expected: "an operator or the end"), at: SourceRange(1, 2))
    ) {
      try Parser.predicate("a]")
    }
  }
}
