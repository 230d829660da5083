/// What Tab shows when there is a choice.
import Rendering
import Testing
import kin

@Suite struct CompletionListTests {
  private func list(_ names: String, note: String = "") -> CompletionList {
    CompletionList(
      replace: 0..<0, candidates: names.split(separator: " ").map { .init(text: String($0), note: note) })
  }

  @Test func candidatesStandInColumnsReadDownwards() {
    Terminal.useUTF8()
    let size = TerminalSize(columns: 20, rows: 10)
    #expect(list("author book 中").rows(in: size) == ["author   中", "book"])
    let note = "\u{1B}[2m→ b\u{1B}[0m"
    #expect(list("a bb", note: "→ b").rows(in: size) == ["a   \(note)   bb  \(note)"])
  }

  @Test func whatDoesNotFitIsCutAndCounted() {
    Terminal.useUTF8()
    let size = TerminalSize(columns: 8, rows: 5)
    let more = "\u{1B}[2m… and 2 more: type on\u{1B}[0m"
    #expect(list("abcdefghij b c d").rows(in: size) == ["abcdef…", "b", more])
    #expect(list("a\u{7}").rows(in: size) == ["a␇"])
    #expect(list("a\u{202E}b").rows(in: TerminalSize(columns: 20, rows: 5)) == ["a\\u{202E}b"])
    var long = list("a b")
    long.hasMore = true
    #expect(long.rows(in: size) == ["a   b", "\u{1B}[2m… and more: type on\u{1B}[0m"])
    long = list("abcdefghij b c d")
    long.hasMore = true
    #expect(long.rows(in: size).last == "\u{1B}[2m… and at least 2 more: type on\u{1B}[0m")
  }

  @Test func aPlainTerminalGetsPlainSigns() {
    Terminal.useUTF8()
    var list = list("abcdefghij b c d", note: "→→ b")
    list.charset = .ascii
    let note = "\u{1B}[2m->> b\u{1B}[0m"
    #expect(
      list.rows(in: TerminalSize(columns: 20, rows: 4)) == [
        "abcdefghij  \(note)", "\u{1B}[2m... and 3 more: type on\u{1B}[0m",
      ])
    list.candidates = list.candidates.map { .init(text: $0.text) }
    #expect(
      list.rows(in: TerminalSize(columns: 8, rows: 5)) == [
        "abcd...", "b", "\u{1B}[2m... and 2 more: type on\u{1B}[0m",
      ])
  }

  @Test(arguments: [("author", "author"), ("author award", "a"), ("e\u{301} e", ""), ("", "")])
  func theCommonPrefixIsOfWholeCharacters(names: String, prefix: String) {
    #expect(list(names).commonPrefix == prefix)
  }
}
