import Language
import Testing

/// What of a line is a comment.
@Suite struct LineCommentTests {
  @Test(
    arguments: [
      ("author", "author"), ("author -- all", "author"), ("-- all", ""), ("  -- all", ""),
      ("author\t--\tall", "author"), ("author[ -- \n3]", "author[    \n3]"),
      ("author # all", "author"), ("# all", ""), ("author[ # 3\n3]", "author[    \n3]"),
      ("set null #", "set null #"), ("author #all", "author #all"), ("a ## b", "a ## b"),
      ("author[name = '# ' # x", "author[name = '# '"), ("author[name = \" # \"]", "author[name = \" # \"]"),
      // Without white space around them two dashes are no comment.
      ("set null --", "set null --"), ("book[year > --5]", "book[year > --5]"), ("a--b", "a--b"),
      ("a-- b", "a-- b"),
      ("author[name = \" -- \"]", "author[name = \" -- \"]"), ("'a -- b' -- c", "'a -- b'"),
      ("`a -- b`", "`a -- b`"), ("set null \" -- ", "set null \" --"), ("é -- ü", "é"),
    ])
  func removed(_ line: String, _ rest: String) {
    #expect(LineComment.removed(line) == rest)
    #expect(LineComment.blanked(line).utf8.count == line.utf8.count)
  }
}
