import Rendering
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("a", 1), ("hello", 5), ("é", 1), ("e\u{301}", 1), ("Z\u{334}\u{335}\u{336}", 1),
    ("表", 2), ("百年の孤独", 10), ("ﾊﾝ", 2), ("Ａ", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
    ("🙂", 2), ("👩‍👩‍👧", 2), ("👍🏽", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("1️⃣", 2), ("❤", 1), ("❤️", 2),
    ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("☃", 1), ("⌚", 2), ("שלום", 4), ("العربية", 7), ("ก็", 1), ("→", 1), ("①", 1), ("─", 1),
    ("\u{200B}", 0), ("\u{200D}", 0), ("\u{FEFF}", 0), ("\u{FFFD}", 1), ("𠀀", 2), ("𝕏", 1),
  ])
  func columns(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("hello", 5, "hello", "hello"), ("hello world", 8, "hello w…", "hello..."),
    ("hello world", 5, "hell…", "hell~"),
    ("百年の孤独", 10, "百年の孤独", "百年の孤独"), ("百年の孤独", 9, "百年の孤…", "百年の..."),
    ("百年の孤独", 6, "百年…", "百年~"), ("👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…", "👩‍👩‍👧~"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…", "e\u{301}~"), ("abc", 1, "…", "~"),
  ])
  func shortened(text: String, width: Int, unicode: String, ascii: String) {
    let results = Charset.allCases.map { DisplayWidth.shortened(text, to: width, charset: $0) }
    #expect(results.map { Array($0.utf8) } == [Array(unicode.utf8), Array(ascii.utf8)])
  }
}
