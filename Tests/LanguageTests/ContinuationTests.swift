import Language
import TestSupport
import Testing

/// Which lines go on in the next one.
@Suite struct ContinuationTests {
  @Test(
    arguments: [
      ("", .complete),
      ("author", .complete),
      ("author[3].books{title}", .complete),
      ("author.", .complete),
      ("author[", .open("[")),
      ("author{name,", .open("{")),
      ("author{books[year > (1 + 2", .open("(")),
      ("author{books[year > (1 + 2)]", .open("{")),
      ("book[title = \"The", .open("\"")),
      ("book[title = 'it''s", .open("'")),
      ("book[title = 'a'", .open("[")),
      ("`Order", .open("`")),
      ("'\u{301}", .open("'")),
      ("compare author[3", .open("[")),
      ("select count(", .open("(")),
      ("author[3)", .complete),
      ("author]", .complete),
      ("author[#", .complete),
      ("author[2nd", .complete),
      ("author[\n  year > 1960\n]", .complete),
      ("author -- it's [", .complete),
      ("author[ -- those that\n  year > 1960 -- don't\n]", .complete),
      ("author[ -- all of them", .open("[")),
    ] as [(String, LineState)])
  func states(_ line: String, _ state: LineState) {
    #expect(LineState.of(line) == state)
  }

  /// Added one by one, lines are open as one text of them all is.
  @Test func linesAreOpenAsTheirTextIs() {
    let pieces = [
      "a", "[", "]", "{", "}", "(", ")", "'", "''", "\"", "`", "``", " -- it's [", " ", "#", "\u{301}", ".b",
    ]
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let lines = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<Int.random(in: 0...5, using: &random)).map { _ in
          pieces[Int.random(in: 0..<pieces.count, using: &random)]
        }
        .joined()
      }
      var openings = Openings()
      for line in lines { openings.add(line) }
      let whole = lines.joined(separator: "\n")
      #expect(openings.state == LineState.of(whole), "\(whole.debugDescription)")
    }
  }
}
