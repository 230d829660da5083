import Navigation
import Shell
import Testing

/// What Tab offers behind a command.
@Suite struct ArgumentCompletionTests {
  @Test(arguments: [
    ("forget ", ["Alma", "a", "years"]), ("forget a y", ["years"]), ("forget A", ["Alma", "a"]),
    ("tree ", ["Alma", "a", "years", "_"]), ("tree y", ["years"]),
    ("session ", ["line", "keep"]), ("session k", ["keep"]), ("queries ", ["reset"]),
    ("log s", ["slow", "sql", "selectin", "subquery"]), ("log lazy j", ["joined", "json", "jsonl"]),
    ("last t", ["table", "tree", "tsv"]),
  ])
  func wordsThatMayFollow(_ line: String, _ words: [String]) throws {
    let sample = try SampleLibrary()
    for line in ["a = author[3]", "Alma = author[1]", "years = author.born"] { _ = sample.answer(to: line) }
    let completion = sample.conversation.complete(line, cursor: line.utf8.count)
    #expect(completion.candidates.map(\.text) == words)
  }
}
