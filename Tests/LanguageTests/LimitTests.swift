import Language
import Testing

/// Lines of monstrous size and depth are answered at once, without exhausting the stack.
@Suite struct LimitTests {
  private func rejection(of line: String) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try Parser.statement(line)
      return nil
    } catch {
      return error
    }
  }

  private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  @Test func aLineMayHaveAMegabyte() {
    let longest = "a[" + repeated("1,", Parser.longestLine / 2 - 2) + "1]"
    #expect(longest.utf8.count == 1 << 20)
    #expect(rejection(of: longest) == nil)
    #expect(
      rejection(of: longest + " ")
        == Diagnostic(.lineTooLong(limit: 1 << 20), at: SourceRange(0, (1 << 20) + 1)))
  }

  /// The first name of a path in brackets or braces is a hop itself.
  @Test(arguments: [
    ("a", ".b", "", 1_000), ("a", "[3]", "", 1_000), ("a", "[:3]", "", 1_000), ("a", "[b]", "", 1_000),
    ("", ".b", "", 1_000), (".[3]", "[3]", "", 999), ("a[b", ".b", "]", 999), ("a[b > c", ".b", "]", 999),
    ("a{b", ".b", "}", 999), ("a{n: b", "[3]", "}", 999), ("a.b(c", "[d]", ")", 999),
  ])
  func hopsOfAPathAreLimited(_ beginning: String, _ hop: String, _ end: String, _ most: Int) {
    #expect(rejection(of: beginning + repeated(hop, most) + end) == nil)
    let last = beginning.utf8.count + most * hop.utf8.count
    #expect(
      rejection(of: beginning + repeated(hop, most + 1) + end)
        == Diagnostic(.tooManyHops(limit: 1_000), at: SourceRange(last, last + 1)))
  }

  @Test func pathsInsideAPathAreCountedForThemselves() {
    // The first path has its brackets and its braces besides.
    let hops = repeated(".b", 998)
    #expect(rejection(of: "a[b\(hops) = c\(hops)]\(hops){b\(hops), c\(hops)}") == nil)
  }

  @Test(arguments: [
    ("[a", "]"), ("{a", "}"), (".a(a", ")"), ("[a in (a", ")]"), ("[a(a", ")]"),
  ])
  func nestingIsLimited(_ opener: String, _ closer: String) {
    func line(_ levels: Int) -> String { "a" + repeated(opener, levels) + repeated(closer, levels) }
    let levels = 200 / closer.count
    #expect(rejection(of: line(levels)) == nil)
    #expect(rejection(of: line(levels + 1))?.problem == .nestedTooDeep(limit: 200))
  }

  @Test(arguments: ["not ", "-", "("])
  func prefixesAreLimited(_ prefix: String) {
    let closers = prefix == "(" ? ")" : ""
    let deepest = "a[\(repeated(prefix, 199))a\(repeated(closers, 199))]"
    #expect(rejection(of: deepest) == nil)
    let tooDeep = "a[\(repeated(prefix, 200))a\(repeated(closers, 200))]"
    let start = 2 + 199 * prefix.utf8.count
    let sign = prefix == "not " ? 3 : 1
    #expect(
      rejection(of: tooDeep) == Diagnostic(.nestedTooDeep(limit: 200), at: SourceRange(start, start + sign)))
  }

  @Test(arguments: [" or ", " and ", "+", " * ", "||"])
  func chainsOfOperatorsAreLimited(_ sign: String) {
    #expect(rejection(of: "a[b\(repeated(sign + "b", 1_000))]") == nil)
    #expect(rejection(of: "a[b\(repeated(sign + "b", 1_001))]")?.problem == .tooManyOperators(limit: 1_000))
  }

  @Test(arguments: [
    "[", "a[", "(", "a[(", "a{a", "a.a(", "a[not ", "a[-", "a[b in (", "`", "'", "\"", "🇫🇷", "a\u{301}",
  ])
  func aHundredThousandOfAnythingIsAnswered(_ text: String) {
    let line = repeated(text, 100_000)
    if let rejection = rejection(of: line) {
      #expect(rejection.range.upper <= line.utf8.count)
    }
    _ = LineState.of(line)
    #expect(Lexer.tokens(of: line).last?.kind == .end)
  }

  @Test(arguments: [
    ("a", "[a", ""), ("a", "{a", ""), ("a", ".a(a", ""), ("a[", "(", ""), ("a[", "-", ""), ("a[", "not ", ""),
    ("a", ".b", ""), ("a", "[3]", ""), ("a", "[-.5:]", ""), ("a", "[-.5 = 1]", ""), ("a{b", ", b", "}"),
    ("a{b", ", n: b.c", "}"), ("a[-.5", ", -.5", "]"), ("a[3", ", 3", " = 4]"), ("a[b in (1", ", -.5", ")]"),
    ("a.b(c", ", c: d", ")"), ("a[b", " or b", "]"), ("a[b", "+", "]"), ("a", "!", ""), ("", "a = ", ""),
  ])
  func workIsInProportionToTheLine(_ beginning: String, _ part: String, _ end: String) {
    func line(_ count: Int) -> String { beginning + repeated(part, count) + end }
    let taken = Parser.tokensTaken(reading: line(1_000))
    #expect(taken <= 3 * Lexer.tokens(of: line(1_000)).count)
    #expect(Parser.tokensTaken(reading: line(100_000)) <= 100 * taken)
  }

  @Test func aLongListIsNoDepth() throws {
    let numbers = (1...50_000).map(String.init).joined(separator: ", ")
    let statement = try Parser.statement("a[b in (\(numbers))]")
    #expect(statement.description == "a[b in (\(numbers))]")
  }
}
