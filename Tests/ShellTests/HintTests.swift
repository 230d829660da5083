import Shell
import Testing

/// What stands beside a line while it is typed.
@Suite struct HintTests {
  @Test(
    arguments: [
      ("", nil), ("a", nil), ("a ", nil), ("  a  ", nil), ("author", "→ authors · 1 query"), ("author.", nil),
      ("author.bo", nil),
      ("author.books", "→ books · lazy 41 queries"), ("author.books.title", "→ text · lazy 41 queries"),
      ("author.books!.title", "→ text · selectin 2 queries"), ("author[3]", "→ author · 1 query"),
      ("author[", nil), ("author[name = \"U", nil), ("author[3].books.count()", "→ number · 1 query"),
      ("book.group(genres.name)", "→ groups · 1 query"), ("x = author[3]", "→ author · 1 query"),
      ("author.bokos", "author has no bokos"), ("author.bokos.title", "author has no bokos"),
      ("autor.books", "there is no autor"), ("autor", nil), ("author[999].books", "there is no author 999"),
      ("author?", nil), ("tables", "all entities and how they hang together"), ("tables bo", nil),
      ("plan ", "what a path will take, before it runs"),
      ("plan author.books.title", "→ text · lazy 41 queries"),
      ("plan author.bo", nil), ("plan author.bokos", "author has no bokos"),
      ("compare author.bokos.title", "author has no bokos"), ("sql of author.bokos", "author has no bokos"),
      ("set hin", nil), ("set hnt", "there is no setting hnt"), ("set hint o", nil), ("sett", nil),
      ("select * from auth", nil), ("select * from autor", "no such table: autor"),
      ("select titl, id from book", "no such column: titl"), ("select titl, id from boo", nil),
      ("select * from book wher", nil), ("select count(", nil), ("explain select * from autor", nil),
      ("pragma foreign_keys = off", nil), ("update boks set", nil),
      ("update boks set id = 3", "no such table: boks"),
      ("author.books{title, genres.name}", "→ books · lazy 253 queries"),
      (String(repeating: "author.books.", count: 30), nil),
    ] as [(String, String?)])
  func beside(line: String, expected: String?) throws {
    #expect(try SampleLibrary().conversation.hint(for: line) == expected)
  }

  @Test(
    arguments: [
      (80, "library", "delete from review\n", "; or an empty line runs it, Ctrl-C gives up"),
      (40, "shop", "delete from review\n", "; runs it, Ctrl-C gives up"),
      (40, "library", "delete from review\n", "; runs it"),
      (80, "library", "author[\n1", "[ is open: an empty line ends it, Ctrl-C gives up"),
      (40, "shop", "author[\n1", "[ is open: Ctrl-C gives up"),
      (40, "library", "author[\n1", "Ctrl-C gives up"),
      (80, "library", "select 1,\n", "goes on: an empty line ends it, Ctrl-C gives up"),
      (40, "library", "select 1,\n", "goes on: Ctrl-C gives up"),
      (
        80, "library", "delete from review\nquit",
        "quit is part of the line: an empty line ends it, Ctrl-C gives up"
      ),
      (60, "library", "delete from review\nquit", "quit is part of the line: Ctrl-C gives up"),
      (40, "library", "delete from review\nquit", "Ctrl-C gives up"),
    ])
  func waysOutOfAnOpenLine(width: Int, sample: String, line: String, expected: String) throws {
    let conversation = try SampleLibrary(sample: sample, width: width).conversation
    #expect(conversation.hint(for: line) == expected)
  }

  @Test func followsTheConversation() throws {
    let sample = try SampleLibrary()
    #expect(sample.conversation.hint(for: ".books") == nil)
    _ = sample.answer(to: "a = author[3]")
    #expect(sample.conversation.hint(for: "a.books") == "→ books · lazy 1 query")
    #expect(sample.conversation.hint(for: ".books") == "→ books · lazy 1 query")
    _ = sample.answer(to: "a.books")
    #expect(sample.conversation.hint(for: "a.books") == "→ books · lazy 0 queries")
    #expect(sample.conversation.hint(for: ".author.name") == "→ text · lazy 0 queries")
    _ = sample.answer(to: "load raise")
    #expect(sample.conversation.hint(for: "author.books") == "→ books · raise stops at .books")
    _ = sample.answer(to: "set hint off")
    #expect(sample.conversation.hint(for: "author") == nil)
  }

  @Test func leavesNoTrace() throws {
    let typed = ["a = author[3]", "author.books.title", "_", "a.books", "vars", "sql last"]
    let (quiet, hinted) = (try SampleLibrary(), try SampleLibrary())
    for line in typed {
      for length in line.indices { _ = hinted.conversation.hint(for: String(line[..<length])) }
      #expect(hinted.answer(to: line) == quiet.answer(to: line))
    }
  }
}
