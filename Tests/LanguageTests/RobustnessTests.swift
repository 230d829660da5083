import Language
import TestSupport
import Testing

/// No line makes the reader trap, and every complaint points at characters of the line.
@Suite struct RobustnessTests {
  /// What is wrong with the way in which a line is read; nil when nothing is.
  private func fault(of line: String) -> String? {
    if let fault = tilingFault(of: line) { return fault }
    _ = LineState.of(line)
    do throws(Diagnostic) {
      let statement = try Parser.statement(line)
      let printed = statement.description
      let again = try Parser.statement(printed)
      return SyntaxTree.text(again) == SyntaxTree.text(statement) ? nil : "read otherwise: \(printed)"
    } catch {
      let boundaries = characterBoundaries(of: line)
      let lies = boundaries.contains(error.range.lower) && boundaries.contains(error.range.upper)
      return lies && error.range.lower <= error.range.upper ? nil : "a range outside: \(error)"
    }
  }

  @Test(arguments: 0..<4)
  func randomLines(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_500 {
      let line = (0..<Int.random(in: 0...20, using: &random)).map { _ in random.pick(Self.pieces) }.joined()
      if let fault = fault(of: line) {
        Issue.record("seed \(seed): \(line.debugDescription): \(fault)")
        return
      }
    }
  }

  @Test(arguments: 0..<4)
  func mutatedLines(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var syntax = RandomSyntax(seed: seed &+ 1_000)
    for _ in 0..<2_500 {
      var characters = Array(syntax.statement().description)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0...characters.count, using: &random)
        if random.chance(50), place < characters.count {
          characters.remove(at: place)
        } else {
          characters.insert(contentsOf: random.pick(Self.pieces), at: place)
        }
      }
      let line = String(characters)
      if let fault = fault(of: line) {
        Issue.record("seed \(seed): \(line.debugDescription): \(fault)")
        return
      }
    }
  }

  private static let pieces =
    Symbol.allCases.map(\.rawValue) + Keyword.allCases.map { " \($0.rawValue) " } + [
      "a", "books", "_", "$", "3", "-9223372036854775808", "9223372036854775808", "1.5", ".5", "1e", "1e999",
      "2nd",
      "'", "\"", "`", "'x'", "\"FR\"", "`Order Details`", " ", "\n", "\r\n", "\t", "\u{0}", "\u{A0}", "é",
      "e\u{301}",
      "\u{301}", "\u{600}", "🇫🇷", "🇫", "👩‍👩‍👧", "作", "#", ";", "&", "\\", "\u{FEFF}", "a[3].b", "{a, n: b}",
      ".sort(-x)",
    ]
}
