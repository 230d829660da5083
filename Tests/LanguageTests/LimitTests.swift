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
    let longest = repeated(".a", Parser.longestLine / 2)
    #expect(rejection(of: longest) == nil)
    #expect(
      rejection(of: longest + "a")
        == Diagnostic(.lineTooLong(limit: 1 << 20), at: SourceRange(0, (1 << 20) + 1)))
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

  @Test func aLongListIsNoDepth() throws {
    let numbers = (1...50_000).map(String.init).joined(separator: ", ")
    let statement = try Parser.statement("a[b in (\(numbers))]")
    #expect(statement.description == "a[b in (\(numbers))]")
  }
}
