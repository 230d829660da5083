import Rendering
import Shell
import Testing

/// What is printed for people is no wider than the page, whatever is asked, in every format that is looked at.
///
/// But for what is there to be copied: a value alone, a line that was typed, and SQL to run.
@Suite struct PageWidthTests {
  private static let formats = ["table", "record", "tree"]

  private static let lines: [String: [String]] = [
    "library": [
      "tables", "author?", "book?", "doctor", "doctor full", "author[1]", "author[3]", "book[7]", "book[:5]",
      "loan[:3]",
      "author[3].books.title", "author[3].books", "review[:4].text", "author.group(country.name)",
      "author[:3]{name, country{name}, books{title, genres{name}, reviews{text, member{name}}}}",
      "author[3]{name, books{title, genres{name}}}",
      "genre[:4]{name, children{name, children{name, books{title}}}}",
      "author[1]{name, influenced{name, influenced{name, influenced{name, books{title, author{name, books{title}}}}}}}",
      "profile book", "a = author[3].books", "tree a", "session", "plan author.books.title",
      "compare author.books",
      "queries", "how author member", "how author[3] member[7]", "explain author.books.title",
      "last", "last record", "last tree",
    ],
    "school": [
      "tables", "student?", "student[1]", "student", "teacher{name, courses{title, students{name}}}",
      "course[1]",
      "doctor",
    ],
    "shop": [
      "tables", "order?", "order[1]", "order[:3]", "category{name, products{name, items{quantity}}}",
      "doctor",
    ],
    "family": [
      "tables", "person?", "person[38]", "person[38].mother+",
      "person[:3]{name, friends{name, friends{name}}}", "doctor",
    ],
    "blog": [
      "tables", "post?", "post[1]", "post", "user{name, posts{title, comments{text, user{name}}}}", "doctor",
    ],
  ]

  @Test(arguments: lines.keys.sorted(), Charset.allCases)
  func nothingIsWiderThanThePage(sample: String, charset: Charset) throws {
    for width in [40, 60, 80, 120, 200] {
      let library = try SampleLibrary(sample: sample, width: width, charset: charset, sql: .off)
      expect(Self.lines[sample] ?? [], fit: width, library)
    }
  }

  /// Texts and names that a page is easily measured wrong by.
  @Test(arguments: Charset.allCases)
  func norIsOddText(charset: Charset) throws {
    for width in [40, 60, 80, 120, 200] {
      let library = try SampleLibrary(width: width, charset: charset, sql: .off)
      for line in Self.oddTables { _ = library.answer(to: line) }
      expect(
        [
          "grp?", "item", "item[1]", "item[3]", "item.n", "grp", "grp{name, items{n, r}}",
          "grp[1]{name, items{id, n, grp{name, items{n, r, grp{name, items{n}}}}}}", "a = grp[1].items",
          "tree a",
          "profile item", "tables", "last", "doctor",
        ], fit: width, library)
    }
  }

  private static let oddTables: [String] = {
    let family = "👩\u{200D}👩\u{200D}👧\u{200D}👦"
    let texts = [
      String(repeating: "長い文章", count: 60), String(repeating: family, count: 90),
      String(repeating: "Cafe\u{301} Z\u{334}\u{335}\u{336} ", count: 30), String(repeating: "x", count: 700),
      String(repeating: "\u{1B}[31m\u{7}\u{8}\t", count: 40), "one\ntwo\r\nthree\tfour " + family,
      String(repeating: "All work and no play. ", count: 20), String(repeating: "a|b", count: 90),
    ]
    let rows = texts.enumerated().map { "(\($0 + 1), '\($1)', \($0) / 7.0, 1)" }
    return [
      "create table grp (id integer primary key, name text);",
      "create table item (id integer primary key, n text, r real, grp_id integer references grp);",
      "insert into grp values (1, '\(texts[0])'), (2, '\(texts[3])');",
      "insert into item values " + rows.joined(separator: ", ") + ";",
    ]
  }()

  private func expect(_ lines: [String], fit width: Int, _ library: SampleLibrary) {
    for format in Self.formats {
      _ = library.answer(to: "set format \(format)")
      for line in lines {
        let wide = library.answer(to: line).split(separator: "\n").filter {
          DisplayWidth.columns(of: $0) > width && !$0.drop { $0 == " " }.hasPrefix("CREATE ")
        }
        #expect(wide == [], "\(line) as \(format) at \(width)")
      }
    }
  }
}
