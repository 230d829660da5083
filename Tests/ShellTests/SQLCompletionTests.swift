import Navigation
import Shell
import Testing

/// What Tab offers in a statement of SQL; `|` marks the cursor.
@Suite struct SQLCompletionTests {
  @Test(
    arguments: [
      ("select * from boo|", ["book", "book_award", "book_genre"]),
      ("select * from book, auth|", ["author"]),
      ("insert into auth|", ["author"]),
      ("select ti| from book", ["title", "ties"]),
      ("select b.ti| from book b", ["title"]),
      ("select B.ti| from book AS b", ["title"]),
      ("select * from genre where |", ["id", "name", "parent_id", "genre."]),
      ("select * from genre where NAM|", ["name"]),
      ("select * from author whe|", ["when", "where"]),
      ("SELECT * FROM author WHE|", ["WHEN", "WHERE"]),
      (
        "select * from genre g join genre p on |",
        [
          "p.parent_id = g.id", "p.id = g.parent_id", "g.id", "g.name", "g.parent_id", "p.id", "p.name",
          "p.parent_id", "g.", "p.",
        ]
      ),
      ("select * from author where name = 'from boo|", []),
      ("select * from author -- from boo|", []),
      ("select * from \"boo|", []),
      ("select nothing.|", []),
      ("explain select * from boo|", ["book", "book_award", "book_genre"]),
      ("update genre set na|", ["name", "natural"]),
    ] as [(String, [String])])
  func offered(marked: String, expected: [String]) throws {
    let cursor = marked.prefix { $0 != "|" }.utf8.count
    let line = marked.filter { $0 != "|" }
    let completion = try SampleLibrary().conversation.complete(line, cursor: cursor)
    #expect(completion.candidates.map(\.text) == expected)
  }
}
