import Language
import Navigation
import Shell
import Testing

/// Values that Tab finds in the data for a statement of SQL; `|` marks the cursor.
@Suite struct SQLValueCompletionTests {
  private static let countries = [
    "'AR'  Argentina", "'CA'  Canada", "'CL'  Chile", "'CN'  China", "'CO'  Colombia", "'CZ'  Czechia",
    "'EG'  Egypt", "'FI'  Finland", "'FR'  France", "'GB'  United Kingdom", "'IT'  Italy", "'JP'  Japan",
    "'KR'  South Korea", "'NG'  Nigeria", "'PL'  Poland", "'PT'  Portugal", "'RU'  Russia", "'SE'  Sweden",
    "'TR'  Türkiye", "'US'  United States",
  ]
  private static let named = ["'Umberto Eco'  ", "'Ursula K. Le Guin'  "]

  @Test(
    arguments: [
      ("select * from author where country_code = |", countries),
      ("select * from author a where a.country_code <> |", countries),
      ("select * from author where country_code in ('FR', |", countries.filter { $0 != "'FR'  France" }),
      ("select * from review where stars in (3, 5, |", ["2  ", "4  "]),
      ("select * from review where stars in (3, 5) and stars = |", ["2  ", "3  ", "4  ", "5  "]),
      ("select * from member where name in ('Patrick O''Leary', 'Pa|", []),
      ("select * from author where country_code = 'F|", ["'FI'  Finland", "'FR'  France"]),
      ("select * from author where country_code not in ('AR', 'F|", ["'FI'  Finland", "'FR'  France"]),
      ("select * from author where country_code = 'fran|", ["'FR'  France"]),
      // However the quote is typed, SQL has single ones.
      ("select * from author where name = 'U|", named),
      ("select * from author where name = \"U|", named),
      ("select * from author where \"name\" like 'U|", named),
      ("select * from author where name = 'U|' and born > 3", named),
      ("select * from member where name = 'Patrick O''L|", ["'Patrick O''Leary'  "]),
      (
        "select * from author where id = 3|",
        ["3  Ursula K. Le Guin"] + [
          "30  Astrid Lindgren", "31  Tove Jansson", "32  Naguib Mahfouz", "33  Orhan Pamuk",
          "34  Isabel Allende", "35  José Saramago", "36  Liu Cixin", "37  Emily Dickinson",
          "38  George Orwell",
          "39  William Faulkner",
        ]
      ),
      ("select * from author where id = Urs|", ["3  Ursula K. Le Guin"]),
      ("select * from author where born between 1900 and 190|", ["1903  ", "1907  ", "1908  "]),
      ("delete from author where country_code = 'F|", ["'FI'  Finland", "'FR'  France"]),
      ("select * from book b join author a on b.author_id = a.id where a.name = 'U|", named),
      // What is written may be any key.
      ("update book set title = 'x', author_id = Emily|", ["37  Emily Dickinson"]),
      (
        "insert into book (title, author_id) values ('x', 4|",
        ["4  Gabriel García Márquez", "40  Susanna Clarke"]
      ),
      (
        "insert into book_genre values (3, 1|",
        ["1  Fiction"] + [
          "10  Magical realism", "11  Historical fiction", "12  Gothic", "13  Adventure", "14  Children's",
          "15  Short stories", "16  Satire", "17  Romance", "18  Family saga", "19  Psychological novel",
        ]
      ),
      ("insert into country values ('F|", []),
      // A column can be meant.
      ("select * from genre g join genre p on g.parent_id = p.p|", ["parent_id  genre integer"]),
      ("select * from genre where name = par|", ["parent_id  genre integer"]),
      // Nothing is compared.
      ("select * from author where name = 'x' and 'U|", []),
      ("select 'U|", []), ("select * from author where lower(name) = 'u|", []),
    ] as [(String, [String])])
  func offered(marked: String, expected: [String]) throws {
    let cursor = marked.prefix { $0 != "|" }.utf8.count
    let line = marked.replacing("|", with: "", maxReplacements: 1)
    let completion = try SampleLibrary().conversation.complete(line, cursor: cursor)
    #expect(completion.candidates.map { "\($0.text)  \($0.note)" } == expected)
  }

  @Test func theQuoteBehindTheCursorIsTakenIn() throws {
    let line = "select * from author where name = 'Ur' and born > 3"
    let completion = try SampleLibrary().conversation.complete(line, cursor: 37)
    #expect(completion.candidates.map(\.text) == ["'Ursula K. Le Guin'"])
    #expect([completion.range.lower, completion.range.upper] == [34, 38])
  }

  @Test("where another table stands beside, some values come before the columns")
  func beside() throws {
    let line = "select * from genre, genre p where genre.parent_id = "
    let candidates = try SampleLibrary().conversation.complete(line, cursor: line.utf8.count).candidates
    #expect(
      candidates.map(\.text) == [
        "1", "2", "4", "genre.id", "genre.name", "genre.parent_id", "p.id", "p.name",
        "p.parent_id",
        "genre.", "p.",
      ])
  }
}
