import Language
import Testing

/// What the printer writes, the parser reads back as the same syntax.
@Suite struct RoundTripTests {
  @Test(arguments: 0..<8)
  func randomSyntax(_ seed: UInt64) throws {
    var syntax = RandomSyntax(seed: seed)
    for _ in 0..<2_500 {
      let statement = syntax.statement()
      let line = statement.description
      let read = try Parser.statement(line)
      guard SyntaxTree.text(read) == SyntaxTree.text(statement), read.description == line else {
        Issue.record("seed \(seed): \(line)\nwas \(SyntaxTree.text(statement))\nis  \(SyntaxTree.text(read))")
        return
      }
    }
  }

  @Test func namesThatAreNotPlainWordsAreQuoted() {
    #expect(
      ["author", "é", "Order Details", "2nd", "a`b", "", "null"].map(SyntaxPrinter.name)
        == ["author", "é", "`Order Details`", "`2nd`", "`a``b`", "``", "null"])
  }

  @Test func namesThatTheParserNeverSawAreQuotedWhereTheyMustBe() {
    let nowhere = SourceRange(0, 0)
    let path = PathSyntax(
      root: .name(Name("_", range: nowhere)),
      hops: [
        Hop(.member(Name("Unit Price", range: nowhere), eager: nil), range: nowhere),
        Hop(
          .filter(
            Language.Expression(
              .path([Hop(.member(Name("null", range: nowhere), eager: nil), range: nowhere)]), range: nowhere)
          ),
          range: nowhere),
      ],
      range: nowhere)
    #expect(path.description == "`_`.`Unit Price`[`null`]")
  }
}
