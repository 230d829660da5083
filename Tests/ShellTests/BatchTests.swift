import Foundation
import Rendering
import Testing

@Suite("The program without a terminal")
struct BatchTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test(
    "results in each format on standard output, and nothing else anywhere",
    arguments: [
      ("table", " title\n text\n ─────\n One\n NULL\n Drei\n"),
      ("json", "[\n  {\"title\":\"One\"},\n  {\"title\":null},\n  {\"title\":\"Drei\"}\n]\n"),
      ("jsonl", "{\"title\":\"One\"}\n{\"title\":null}\n{\"title\":\"Drei\"}\n"),
      ("csv", "title\nOne\n\nDrei\n"),
      ("tsv", "title\nOne\n\nDrei\n"),
      ("markdown", "| title  |\n| ------ |\n| One    |\n| *NULL* |\n| Drei   |\n"),
      ("record", " ── 1\n title  One\n ── 2\n title  NULL\n ── 3\n title  Drei\n"),
      ("tree", " title: One\n title: NULL\n title: Drei\n"),
      (
        "insert",
        "INSERT INTO \"book\" (\"title\") VALUES ('One');\nINSERT INTO \"book\" (\"title\") VALUES (NULL);\n"
          + "INSERT INTO \"book\" (\"title\") VALUES ('Drei');\n"
      ),
      (
        "html",
        "<table>\n<thead>\n<tr><th scope=\"col\">title</th></tr>\n</thead>\n<tbody>\n<tr><td>One</td></tr>\n"
          + "<tr><td class=\"null\">NULL</td></tr>\n<tr><td>Drei</td></tr>\n</tbody>\n</table>\n"
      ),
    ])
  func formats(name: String, expected: String) throws {
    let named = try folder.kin("shelf.db", "author.books.title", "--format", name)
    #expect((named.output, named.notes, named.code) == (expected, "", 0))
    guard name != "table" else { return }
    let flagged = try folder.kin("shelf.db", "--\(name)", "author.books.title")
    #expect((flagged.output, flagged.notes, flagged.code) == (expected, "", 0))
  }

  @Test("rows that went out as they came are asked for again by last, and where there are none it fails")
  func lastResultAgain() throws {
    let run = try folder.kin("shelf.db", "author.books.title", "last csv > titles.csv", "--json")
    #expect((run.notes, run.code) == ("", 0))
    #expect(
      run.output == "[\n  {\"title\":\"One\"},\n  {\"title\":null},\n  {\"title\":\"Drei\"}\n]\n")
    #expect(
      try folder.contents()["titles.csv"] == Data("title\nOne\n\nDrei\n".utf8))
    let none = try folder.kin("shelf.db", "last csv")
    #expect((none.output, none.code) == ("", 1))
    #expect(
      none.notes
        == "  last csv\n  ^^^^^^^^  There is no last result yet.\n            Begin with a table: author.books\n"
    )
  }

  @Test("rows of SQL go out as they come, and are asked for again where a line goes on from them")
  func sqlStreams() throws {
    // Without an end, so that it ends only where rows are not gathered first.
    let numbers = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
    let failing = numbers + " where i < 3 or abs(-9223372036854775807 - (i > 2))"
    let failed = try folder.kin("shelf.db", "--csv", failing)
    #expect((failed.output, failed.code) == ("i\n1\n2\n", 1))
    // A table is measured by its first rows, and a failure among them leaves none.
    let early = try folder.kin("shelf.db", failing)
    #expect((early.output, early.code) == ("", 1))
    let late = try folder.kin(
      "shelf.db", failing.replacing("i < 3", with: "i < 5002").replacing("i > 2", with: "i > 5001"))
    #expect(
      (late.output, late.code)
        == (
          "    i\n ────\n"
            + (1...5_001).map { String(repeating: " ", count: 5 - "\($0)".count) + "\($0)\n" }.joined(), 1
        ))
    let lines = [
      "select id, name from author where id = 1", ".books.title", "select title from book", "last tsv",
    ]
    let run = try Kin(["shelf.db", "--csv"] + lines, in: folder.url)
    #expect(
      (run.output, run.notes, run.code)
        == ("id,name\n1,Ann\ntitle\nOne\n\ntitle\nOne\n\nDrei\ntitle\nOne\n\nDrei\n", "", 0))
  }

  @Test("what is asked for again is counted in the line that wants it, and fails at its place")
  func sqlAgain() throws {
    let lines = ["select id from author where id = 1", ".books.title", "select title from book", "last tsv"]
    let run = try Kin(["shelf.db", "--csv", "--stats"] + lines, in: folder.url)
    let queries = run.notes.matches(of: /"queries": (\d+), "rowsFetched": (\d+)/).map { [$0.1, $0.2] }
    // The SELECT again, its author by key, and the books.
    #expect(queries == [["1", "1"], ["3", "4"], ["1", "3"], ["1", "3"]])
    let gone = try folder.kin(
      "shelf.db", "--write", "--csv", "create table t (a); insert into t values (1)", "select a from t",
      "drop table t", "last")
    #expect((gone.output, gone.code) == ("a\n1\n", 1))
    let kept = try folder.kin("shelf.db", "--csv", "select 7 as a limit abs(1)", "last json")
    #expect((kept.output, kept.code) == ("a\n7\n[\n  {\"a\":7}\n]\n", 0))
  }

  @Test("columns that are called as SQL calls numbers are columns")
  func columnsCalledAsNumbers() throws {
    folder.make(
      "p.db",
      """
      CREATE TABLE p (id INTEGER PRIMARY KEY, "true" TEXT, "FALSE" TEXT);
      INSERT INTO p VALUES (1, 'yes', 'a'), (2, 'no', 'b');
      """)
    let lines = [
      "p.max(`true`)", "p.group(`true`)", "p[`false` = \"b\"].`true`", "p.sort(`true`).`FALSE`",
    ]
    for strategy in ["lazy", "flat"] {
      let run = try Kin(["p.db", "--csv", "--load", strategy] + lines, in: folder.url)
      #expect(
        (run.output, run.code) == ("max\nyes\n`true`,count\nno,1\nyes,1\ntrue\nno\nFALSE\nb\na\n", 0),
        "\(strategy)")
    }
  }

  @Test("what help tour offers in an empty database makes two tables, and walks from one to the other")
  func emptyDatabase() throws {
    let tour = try folder.kin(":memory:", "help tour")
    let steps = tour.output.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("     ") }
    let lines = steps.map { String($0.dropFirst(5)) }
    #expect(lines.count == 6)
    let run = try Kin([":memory:", "--csv"] + lines, in: folder.url)
    #expect((run.output, run.code) == ("title\nThe Dispossessed\n", 0))
    let kept = try folder.kin("new.db", "author[3].books.title", "--csv")
    #expect((kept.output, kept.code) == ("title\nThe Dispossessed\n", 0))
  }

  @Test("the SQL goes to standard error, so that data stays data")
  func streams() throws {
    let run = try folder.kin("shelf.db", "author.books.title", "--csv", "--sql", "on", "--load", "joined")
    #expect(run.output == "title\nOne\n\nDrei\n")
    #expect(
      Self.withoutTimes(run.notes) == """
         author.books.title
         ①
         ①  1  SELECT author.id, author.name, book.id, book.title, book.author_id FROM author \
        LEFT JOIN book ON book.author_id = author.id ORDER BY author.id, book.id  3 rows  T  \
        joined author.books
         3 rows · 1 query · joined · T

        """)
  }

  @Test("what a line took, one JSON object for each, with these keys in this order")
  func stats() throws {
    let run = try folder.kin(
      "shelf.db", "--stats", "--load", "lazy", "--jsonl", "--on-error", "continue", "author.books.title",
      "# none",
      "author.bokos", "select 1", "tables", "a = author[1]", "author?")
    let objects = Self.withoutTimes(run.notes).lines.filter { $0.hasPrefix("{") }.map { $0 + "\n" }.joined()
    try Golden.expect("Tests/ShellTests/Expected/stats.jsonl", is: objects)
    #expect(run.code == 1)
  }

  @Test("tables as JSON, for programs")
  func tables() throws {
    folder.make(
      "tags.db",
      """
      create table item (code text primary key, parent text references item (code));
      create table tag (id integer primary key);
      create table item_tag (item text references item (code), tag integer references tag (id),
        primary key (item, tag));
      insert into tag values (1);
      """)
    let run = try folder.kin("tags.db", "--json", "tables")
    try Golden.expect("Tests/ShellTests/Expected/tables.json", is: run.output)
  }

  // MARK: Where lines come from

  @Test("lines come from arguments, from -c, from a file and from standard input")
  func sources() throws {
    try folder.write("lines.kin", Data("author[\n1\n].name\n-- a note\n\nbook\n  [id > 0].count()\n".utf8))
    let text = try String(contentsOf: folder.url.appending(path: "lines.kin"), encoding: .utf8)
    let runs = [
      try folder.kin("shelf.db", "author[1].name", "book.count()"),
      try folder.kin("shelf.db", "-c", "author[1].name", "-c", "book.count()"),
      try folder.kin("shelf.db", "-f", "lines.kin"),
      try folder.kin("shelf.db", "-f", "-", input: text),
      try folder.kin("shelf.db", input: text),
    ]
    #expect(runs.map(\.output) == Array(repeating: "Ann\n3\n", count: 5))
    #expect(runs.map(\.notes) == Array(repeating: "", count: 5))
    #expect(runs.map(\.code) == [0, 0, 0, 0, 0])
  }

  @Test("a DELETE over two lines takes what it names, from a file and from standard input")
  func deletion() throws {
    folder.make("one.db", "create table t (id); insert into t values (1), (2), (3)")
    let text = "delete from t\nwhere id = 1;\nt.count()\n"
    try folder.write("lines.sql", Data(text.utf8))
    let file = try folder.kin("--write", "one.db", "-f", "lines.sql")
    #expect((file.output, file.notes, file.code) == ("2\n", "", 0))
    let input = try folder.kin("--write", "one.db", input: text.replacing("id = 1", with: "id = 2"))
    #expect((input.output, input.notes, input.code) == ("1\n", "", 0))
  }

  @Test("a variable is kept from line to line")
  func variables() throws {
    let run = try folder.kin("shelf.db", "--csv", "a = author[1]", "a.books.id")
    #expect((run.output, run.notes, run.code) == ("id,name\n1,Ann\nid\n1\n2\n", "", 0))
  }

  @Test("quit ends a batch")
  func quit() throws {
    let run = try folder.kin("shelf.db", "quit", "author.count()")
    #expect((run.output, run.notes, run.code) == ("", "", 0))
  }

  @Test("results go to a file with -o")
  func outputFile() throws {
    let run = try folder.kin("shelf.db", "--csv", "-o", "out.csv", "author")
    #expect((run.output, run.notes, run.code) == ("", "", 0))
    #expect(
      try folder.contents()["out.csv"] == Data("id,name\n1,Ann\n2,\"Bo, \"\"the\"\" Writer\"\n".utf8))
  }

  @Test("-o empties no file that is read, nothing that belongs to a database, and none where nothing is run")
  func keptFiles() throws {
    try folder.write("in.kin", Data("author.count()\n".utf8))
    try folder.write("shelf.db.kin", Data("label author name\n".utf8))
    try folder.write("out.csv", Data("mine\n".utf8))
    let before = try folder.contents()
    let script = try folder.kin("shelf.db", "-o", "in.kin", "-f", "in.kin")
    #expect(script.notes == "kin: cannot write in.kin: its lines are to be read.\n")
    let companion = try folder.kin("shelf.db", "-o", "shelf.db.kin", "author")
    #expect(
      companion.notes
        == "kin: cannot write shelf.db.kin: it would take the place of what is kept of shelf.db.\n")
    let missing = try folder.kin("missing.db", "-o", "out.csv", "author")
    #expect([script.code, companion.code, missing.code] == [2, 2, 3])
    #expect(try folder.contents() == before)
  }

  @Test("what stands in the file of -o stays until there is something to write")
  func outputFileIsKept() throws {
    for line in ["author.boks", "select * from nosuch"] {
      try Data("old\n".utf8).write(to: folder.url.appending(path: "keep.csv"))
      let run = try folder.kin("shelf.db", "-o", "keep.csv", "--csv", line)
      #expect((run.output, run.code) == ("", 1))
      #expect(try folder.contents()["keep.csv"] == Data("old\n".utf8))
    }
    _ = try folder.kin("shelf.db", "-o", "keep.csv", "--csv", "author[name = \"Nobody\"].name")
    #expect(try folder.contents()["keep.csv"] == Data("name\n".utf8))
    _ = try folder.kin("shelf.db", "-o", "keep.csv", "--csv", "format csv")
    #expect(try folder.contents()["keep.csv"] == Data())
  }

  @Test("a line that is too long is told in short, and those after it run")
  func longLine() throws {
    let run = try folder.kin(
      "shelf.db", "--csv", "--on-error", "continue",
      input: String(repeating: "a", count: 3_000_000) + "\nauthor.count()")
    #expect((run.output, run.code) == ("count\n2\n", 1))
    #expect(
      run.notes == """
        standard input:1:
          \(String(repeating: "a", count: 396))…
          \(String(repeating: "^", count: 397))  The line is too long: 1,048,576 bytes are the limit.

        """)
  }

  // MARK: Exit codes

  @Test("a line that fails stops a batch with 1, or not where it is told to go on")
  func failure() throws {
    let sentence =
      "  nope\n  ^^^^  There is no table or variable \"nope\".\n        To see what there is: tables\n"
    let stopped = try folder.kin("shelf.db", "nope", "author.count()")
    #expect((stopped.output, stopped.notes, stopped.code) == ("", sentence, 1))
    let gone = try folder.kin("shelf.db", "nope", "author.count()", "--on-error", "continue")
    #expect((gone.output, gone.notes, gone.code) == ("2\n", sentence, 1))
  }

  @Test("the limit of queries ends with 4")
  func budget() throws {
    let run = try folder.kin("shelf.db", "author.books.title", "--load", "lazy", "--max-queries", "2")
    #expect(
      (run.output, run.notes, run.code) == (
        "",
        """
          author.books.title
                 ^^^^^  The budget of 2 queries is used up, and this needs one more.
                        With fewer: author.books!.title
                        To lift the limit: a larger number behind --max-queries

        """, 4
      ))
  }

  @Test(
    "a command line that cannot be followed ends with 2, before anything runs",
    arguments: [
      (
        ["--formt", "csv"],
        "kin: there is no option --formt. Did you mean --format? kin --help lists the options."
      ),
      (
        ["--format", "xml"],
        "kin: --format can be table, record, tree, markdown, csv, tsv, json, jsonl, html or insert, not xml."
      ),
      (
        ["--load", "eager"],
        "kin: --load can be lazy, peers, selectin, joined, subquery, flat or raise, not eager."
      ),
      (
        ["--load", "joind"],
        "kin: --load can be lazy, peers, selectin, joined, subquery, flat or raise, not joind. Did you mean joined?"
      ),
      (["--sql", "loud"], "kin: --sql can be auto, on, off or full, not loud."),
      (["--on-error", "maybe"], "kin: --on-error can be stop or continue, not maybe."),
      (["--color", "red"], "kin: --color can be auto, always or never, not red."),
      (["--width", "wide"], "kin: --width is a number of columns, not wide."),
      (["-f", "missing.kin"], "kin: cannot read missing.kin: No such file or directory."),
      (["-o", "missing/out"], "kin: cannot write missing/out: No such file or directory."),
    ])
  func usage(options: [String], sentence: String) throws {
    let run = try Kin(["shelf.db", "author"] + options, in: folder.url)
    #expect(run.output == "")
    #expect(run.notes.split(separator: "\n").first.map(String.init) == sentence)
    #expect(run.code == 2)
  }

  @Test("a reader that goes away ends it silently", arguments: OutputFormat.all.map(\.name))
  func brokenPipe(format: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let kin = try Kin.program.path()
    process.arguments = [
      "-c",
      "yes book | head -2000 | { '\(kin)' shelf.db --format \(format) 2>notes; echo $? >code; } | head -c 9 >first",
    ]
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    let contents = try folder.contents()
    #expect(contents["first"]?.count == 9)
    #expect(contents["notes"] == Data())
    #expect(contents["code"] == Data("0\n".utf8))
  }

  @Test(
    "rows that fail before the first give no output, which could be taken for no rows",
    arguments: OutputFormat.all.map(\.name))
  func failureAtTheBeginning(format: String) throws {
    folder.make("sum.db", "create view sum as select abs(-9223372036854775808) as a;")
    let run = try folder.kin("sum.db", "--format", format, "sum")
    #expect((run.output, run.code) == ("", 1))
    #expect(
      run.notes == """
          sum
          ^^^  A result here is larger than a whole number of 64 bits can be.
               Reals have no such limit: multiply by 1.0 first.

        """)
  }

  @Test("texts that are no UTF-8 stay apart in JSON, in a list as well")
  func noUTF8() throws {
    folder.make(
      "bytes.db",
      """
      create table p (id integer primary key);
      create table c (id integer primary key, p int references p, t text);
      insert into p values (1);
      insert into c values (1, 1, cast(x'ff' as text)), (2, 1, cast(x'61fe22' as text)), (3, 1, 'é"');
      """)
    let texts = [#"{"$text":"/w=="}"#, #"{"$text":"Yf4i"}"#, #""é\"""#]
    let rows = try folder.kin("bytes.db", "--jsonl", "c.t")
    #expect(
      (rows.output, rows.notes, rows.code) == (texts.map { "{\"t\":\($0)}\n" }.joined(), "", 0))
    let list = try folder.kin("bytes.db", "--jsonl", "p{t: cs.t}")
    #expect(
      (list.output, list.notes, list.code) == ("{\"t\":[\(texts.joined(separator: ","))]}\n", "", 0))
  }

  @Test("JSON that fails in the middle is JSON all the same")
  func failureInTheMiddle() throws {
    folder.make(
      "sum.db",
      "create view sum as select 1 as a union all select 2 union all select abs(-9223372036854775808);")
    let run = try folder.kin("sum.db", "--json", "sum")
    #expect((run.output, run.code) == ("[\n  {\"a\":1},\n  {\"a\":2}\n]\n", 1))
    #expect(
      run.notes == """
          sum
          ^^^  A result here is larger than a whole number of 64 bits can be.
               Reals have no such limit: multiply by 1.0 first.

        """)
  }

  /// `T` for every duration: the real program has a real clock.
  private static func withoutTimes(_ text: String) -> String {
    text.replacing(/<?\d+(\.\d+)? (ms|s)\b/, with: "T").replacing(
      /"elapsedMs": \d+\.\d{3}/, with: "\"elapsedMs\": T")
  }
}
