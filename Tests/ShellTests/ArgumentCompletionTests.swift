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
    ("last t", ["table", "tree", "tsv"]), ("set li", ["limit"]), ("set sql ", ["auto", "on", "off", "full"]),
    ("set sql o", ["on", "off"]), ("set sql on ", []), ("set nothing ", []), ("load j", ["joined"]),
    ("help ta", ["tables"]), ("help author", ["author"]), ("open f", ["file.db", "folder/"]),
    ("last csv > fi", ["file.db"]), ("plan author.bo", ["books", "born"]), ("how author[3] mem", ["member"]),
    ("sql of author.bo", ["books", "born"]), ("compare author.books ", []), ("sele", ["select"]),
    ("expl", ["explain"]), (":ta", [":tables"]), ("autor", ["author"]), ("author.bokos", ["books"]),
  ])
  func wordsThatMayFollow(_ line: String, _ words: [String]) throws {
    let sample = try SampleLibrary()
    for line in ["a = author[3]", "Alma = author[1]", "years = author.born"] { _ = sample.answer(to: line) }
    sample.conversation.files = { typed in ["file.db", "folder/"].filter { $0.hasPrefix(typed) } }
    let completion = sample.conversation.complete(line, cursor: line.utf8.count)
    #expect(completion.candidates.map(\.text) == words)
  }
}
