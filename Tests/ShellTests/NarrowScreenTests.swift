import Rendering
import Shell
import Testing

@Suite struct NarrowScreenTests {
  /// Every screen but those of lines to copy: paths of `how`, examples and SQL.
  private static let lines =
    [
      "tables", "author?", "author.books.genres?", "book{title, author{name}}?", "profile author",
      "profile author.country_code", "profile loan", "session", "a = author[3].books", "a", "vars", "tree a",
      "author[3]", "author", "author.books.title", "author{name, books{title, year}}[:3]",
      "book.group(genres.name)", "last", "last record", "last tree", "queries", "log 5", "log lazy",
      "plan author.books.title", "compare author.books.title", "explain author.books.title", "session",
      "how author member", "set", "set talk", "format", "load", "label", "relate", "diagram author+1",
      "forget a",
      "autor", "author.titel", "author[3", "last nope", "author[999]", "author 3", "sql off", "sql last",
      "help", "help keys", "help topics", "help verbs", "help commands", "help tour", "help paths",
      "format x", "load x", "set load x", "read nothing", "open sample nothing",
    ] + Command.all.map(\.name).filter { $0 != "relate" }.map { "help \($0)" }

  @Test(arguments: [40, 80], Charset.allCases)
  func nothingIsWiderThanTheScreen(width: Int, charset: Charset) throws {
    let library = try SampleLibrary(width: width, charset: charset)
    for line in Self.lines {
      for shown in library.answer(to: line).split(separator: "\n") {
        #expect(DisplayWidth.columns(of: shown) <= width, "\(line): \(shown)")
      }
    }
  }

  /// In ASCII all that Kin says itself is ASCII; the data is as it is.
  @Test(arguments: [40, 80, 200])
  func kinDrawsWithTheCharactersThereAre(width: Int) throws {
    let library = try SampleLibrary(width: width, charset: .ascii)
    let data = ["a", "profile author", "author"]
    for line in Self.lines + ["help filters", "help loading"] where !data.contains(line) {
      let answer = library.answer(to: line)
      #expect(!answer.contains { "…→·○●◐①②─═│≈–×▇█".contains($0) }, "\(line): \(answer)")
    }
  }
}
