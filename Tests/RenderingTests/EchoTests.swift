import Language
import Rendering
import SQL
import Testing

@Suite struct EchoTests {
  private static let path = "author[3].books.title"
  private static let marks = [SourceRange(0, 9), SourceRange(10, 15)]

  private static func group(
    _ sql: String, _ bindings: [Value], mark: Int?, strategy: String? = nil, relationship: String? = nil,
    number: Int, runs: Int = 1, rows: Int, nanoseconds: Int64
  ) -> StatementGroup {
    var group = StatementGroup(
      sql: sql, cause: Cause(mark: mark, strategy: strategy, relationship: relationship), number: number,
      bindings: bindings, rows: rows, cells: rows, nanoseconds: nanoseconds)
    for _ in 1..<runs { group.add(rows: rows, cells: rows, nanoseconds: nanoseconds) }
    return group
  }

  private static let lazy = [
    group(
      "SELECT id, name, country_id, born FROM author WHERE id = ?", [3], mark: 0, number: 1, rows: 1,
      nanoseconds: 60_000),
    group(
      "SELECT id, title, year, author_id, publisher_id, \"a \"\"b\" FROM book WHERE author_id = ? ORDER BY id",
      [3],
      mark: 1, strategy: "lazy", relationship: "author.books", number: 2, rows: 6, nanoseconds: 90_000),
  ]

  private static let many = [
    group(
      "SELECT id, name, country FROM author ORDER BY id", [], mark: 0, number: 1, rows: 40,
      nanoseconds: 200_000),
    group(
      "SELECT id, title, year, author_id FROM book WHERE author_id = ? ORDER BY id", [1], mark: 1,
      strategy: "lazy",
      relationship: "author.books", number: 2, runs: 1_200, rows: 5, nanoseconds: 47_500),
    group(
      "SELECT loan.book_id, member.id, member.name FROM loan JOIN member ON member.id = loan.member_id WHERE loan.book_id"
        + " IN (" + Array(repeating: "?", count: 40).joined(separator: ", ") + ")",
      (1...40).map { .integer($0) }, mark: 2, strategy: "selectin", relationship: "book.members",
      number: 1_202,
      rows: 2_000, nanoseconds: 1_500_000_000),
    group(
      "select 'it''s -- no comment', \"select\" -- a comment\nfrom t /* where */ where x = 'Ü\u{1B}' and y > 1.5e-3",
      ["d'Arc\n"],
      mark: nil, number: 1_203, rows: 0, nanoseconds: 0),
  ]

  private func echo(
    _ groups: [StatementGroup], _ marks: MarkLine?, _ presentation: Presentation, isFull: Bool = false,
    maximum: Int? = nil
  ) -> String {
    var bytes: [UInt8] = []
    let output = Output { block in
      bytes += block
      return true
    }
    StatementEcho(groups, marks: marks, isFull: isFull, maximum: maximum, as: presentation).write(to: output)
    output.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [40, 80, 120, nil], Charset.allCases)
  func echo(width: Int?, charset: Charset) {
    let presentation = Presentation(charset: charset, width: width)
    let typed = MarkLine(line: Self.path, ranges: Self.marks, promptWidth: 13)
    let manyTyped = MarkLine(
      line: "author.books.members", ranges: [SourceRange(0, 6), SourceRange(7, 12), SourceRange(13, 20)],
      promptWidth: nil)
    let parts = [
      "kin library> \(Self.path)\n" + echo(Self.lazy, typed, presentation),
      echo(Self.many, manyTyped, presentation),
      echo(Self.many, nil, presentation, isFull: true), echo(Self.many, nil, presentation, maximum: 1),
    ]
    expectGolden("echo-\(width.map(String.init) ?? "pipe")-\(charset).txt", parts.joined(separator: "\n"))
  }

  @Test func echoInColor() {
    expectGolden("echo-color.txt", echo(Self.many, nil, Presentation(style: .dark, width: 100)))
  }

  @Test func whatAsksForNoKeysSaysSo() {
    let cause = Cause(mark: 1, strategy: "selectin", relationship: "author.books")
    var whole = cause
    whole.isOfAll = true
    var bytes: [UInt8] = []
    let output = Output { block in
      bytes += block
      return true
    }
    let group = StatementGroup(
      sql: "SELECT id, title, year, author_id FROM book WHERE author_id IS NOT NULL ORDER BY id",
      cause: whole,
      number: 2, bindings: [], rows: 1_200, cells: 4_800, nanoseconds: 1_500_000)
    StatementEcho([group], marks: nil, isTaught: true, as: Presentation(width: 80)).write(to: output)
    output.flush()
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
         ②  2  SELECT id, … FROM book WHERE author_id IS NOT NULL …  1,200 rows  1.5 ms
               selectin author.books in one pass
               selectin: .books of every author in one pass: all are wanted, so none is
               looked up by its key.

        """)
  }

  @Test func aPipeShowsEverything() {
    let text = echo([Self.many[2]], nil, Presentation())
    let values = (1...40).map(String.init).joined(separator: ", ")
    #expect(
      text == " ③  1202  \(Self.many[2].sql)  ? = \(values)  2,000 rows  1.5 s  selectin book.members\n")
  }

  @Test(arguments: [
    ("日本[1].本.題", [SourceRange(0, 9), SourceRange(10, 13)], "     ①       ②"),
    ("a.b", [SourceRange(0, 1), SourceRange(2, 3)], "     ① ②"),
    ("a[1:2][3:4]", [SourceRange(0, 1), SourceRange(1, 6), SourceRange(6, 11)], "     ① ②   ③"),
  ])
  func marks(line: String, ranges: [SourceRange], expected: String) {
    let text = echo(
      Self.lazy, MarkLine(line: line, ranges: ranges, promptWidth: 5), Presentation(width: 80))
    #expect(text.split(separator: "\n").first.map(String.init) == expected)
  }

  private static let ends: [(prompt: Int?, expected: [String])] = [
    // There is room for it and for the cursor behind it.
    (18, ["                  ①         ②"]),
    // It ends where the screen does.
    (19, [" author[3].books.title", " ①         ②"]),
    (nil, [" author[3].books.title", " ①         ②"]),
  ]

  @Test(arguments: ends)
  func marksOfALineAsWideAsTheScreen(prompt: Int?, expected: [String]) {
    let marks = MarkLine(line: Self.path, ranges: Self.marks, promptWidth: prompt)
    let text = echo(Self.lazy, marks, Presentation(width: 40))
    #expect(text.split(separator: "\n").prefix(expected.count).map(String.init) == expected)
  }

  private static let parts: [(width: Int, charset: Charset, expected: [String])] = [
    (
      80, .unicode,
      [
        #" Track[Milliseconds > 300000 and genre.Name = "Röck"].sort(-Name)[:3]{Name,"#, " ①",
        "   Milliseconds, album.artist.Name}", "                 ②     ③",
      ]
    ),
    (
      40, .unicode,
      [
        " Track[Milliseconds > 300000 and", " ①", #"   genre.Name = "Röck"]"#,
        "   .sort(-Name)[:3]{Name, Milliseconds,", "   album.artist.Name}", "   ②     ③",
      ]
    ),
    (
      40, .ascii,
      [
        " Track[Milliseconds > 300000 and", " (1)", #"   genre.Name = "Röck"]"#,
        "   .sort(-Name)[:3]{Name,", "   Milliseconds, album.artist.Name}", "                 (2)   (3)",
      ]
    ),
  ]

  @Test(arguments: parts)
  func marksOfALineThatIsWiderThanTheScreen(width: Int, charset: Charset, expected: [String]) throws {
    let line =
      #"Track[Milliseconds > 300000 and genre.Name = "Röck"].sort(-Name)[:3]{Name, Milliseconds, album.artist.Name}"#
    let ranges = try ["Track", "album", "artist"].map { word in
      let place = try #require(line.firstRange(of: word)).lowerBound
      let start = line.utf8.distance(from: line.startIndex, to: place)
      return SourceRange(start, start + word.utf8.count)
    }
    let text = echo(
      Self.lazy, MarkLine(line: line, ranges: ranges, promptWidth: 13),
      Presentation(charset: charset, width: width))
    #expect(text.split(separator: "\n").prefix(expected.count).map(String.init) == expected)
  }

  @Test(arguments: [
    "", "'", "\"", "[a", "x'", "/*", "/*/", "-", "--", "1e", "?", "SELECT", "SELECT a, FROM", "(", "IN (",
    ")))",
  ])
  func unfinishedSQL(sql: String) {
    let expected = sql.split(separator: " ").joined(separator: " ")
    #expect(SQLText(sql, charset: .unicode).line.plain == expected)
    #expect(SQLText(sql, charset: .unicode).shortened(to: 80).plain == expected)
    #expect(SQLText(sql, charset: .unicode).shortened(to: 1).width <= 1)
  }

  @Test func fullLayout() {
    let sql =
      "SELECT a.id, count(*) FROM a LEFT JOIN b ON b.a = a.id AND b.x = 1 JOIN c USING (id) WHERE a.x BETWEEN ? AND ?"
      + " AND (a.y IN (SELECT y FROM d WHERE z) OR a.z) GROUP BY a.id ORDER BY 2 DESC LIMIT 3 OFFSET 2"
    #expect(
      SQLText(sql, charset: .unicode).layout(width: 60).map(\.plain) == [
        "SELECT a.id, count(*)", "FROM a", "LEFT JOIN b ON b.a = a.id", "  AND b.x = 1", "JOIN c USING (id)",
        "WHERE a.x BETWEEN ? AND ?", "  AND (a.y IN (SELECT y FROM d WHERE z) OR a.z)", "GROUP BY a.id",
        "ORDER BY 2 DESC", "LIMIT 3 OFFSET 2",
      ])
  }
}
