import Navigation
import Shell
import Testing

/// What Tab offers with what each of it is: all of the list, its labels too.
@Suite struct LabelledCompletionTests {
  private static let entities = [
    "author  table", "award  table", "book  table", "book_award  table", "book_genre  junction",
    "branch  table", "copy  table", "country  table", "genre  table", "librarian  table",
    "librarian_profile  table", "loan  table", "member  table", "publisher  table", "review  table",
    "transfer  table",
  ]
  private static let commands = [
    "tables", "describe", "profile", "schema", "find", "diagram", "how", "last", "help",
  ].map { $0 + "  command" }
  private static let formats = [
    "table  a table to look at", "record  a card a row, whole values", "tree  a tree, whole values",
    "markdown  a Markdown table", "csv  comma-separated values", "tsv  tab-separated values, one line a row",
    "json  a JSON array of objects", "jsonl  one JSON object a line", "html  an HTML table",
    "insert  SQL that inserts the rows",
  ]
  private static let strategies = [
    "lazy  one query for each record, when the path reaches it",
    "peers  one query for all that came together, when one is reached",
    "selectin  one query for each hop, for all records at once",
    "joined  one query for the whole path, by LEFT JOIN",
    "subquery  one query for each hop, with the path before it inside",
    "flat  one query for the values at the end, no records",
    "raise  an error where a hop would need a query",
  ]
  private static func now(_ list: [String], _ current: String) -> [String] {
    list.map { $0.hasPrefix(current + "  ") ? "\(current)  now: \($0.dropFirst(current.count + 2))" : $0 }
  }
  private static let echoes = [
    "auto  now: on at a prompt, off in a pipe", "on  the queries of each line, in short", "off  no SQL",
    "full  over several lines, with everything in it", "last  the queries of the line before, whole",
    "of  the one statement that a path could be",
  ]
  private static let authorNames = [
    "country  → country", "influenced_by  → author", "influenced  →→ author", "books  →→ book",
    "id  integer", "name  text", "native_name  text", "born  integer", "died  integer",
    "country_code  text", "influenced_by_id  integer", "influenced_by+  again and again",
    "influenced_by*  the start and again and again", "influenced+  again and again",
    "influenced*  the start and again and again",
  ]

  @Test(
    arguments: [
      ("", entities + commands), ("  ", entities + commands),
      // Words of other shells, with what they lead to.
      (".mo", [".mode  format"]),
      (".tab", [".tables  tables"]),
      (
        ".ti",
        [
          ".timeout  Kin waits a moment for a lock by itself, and then says so.",
          ".timer  The last line of every answer tells the time.",
        ]
      ),
      (
        ".",
        [
          ".backup  backup", ".clone  backup", ".exit  quit", ".fullschema  schema", ".help  help",
          ".mode  format", ".nullvalue  set null",
          ".open  open", ".quit  quit", ".read  read", ".save  backup", ".schema  schema", ".show  set",
          ".stats  queries",
          ".tables  tables",
        ]
      ),
      (
        "\\",
        [
          "\\?  help", "\\a  format tsv", "\\c  open", "\\connect  open", "\\d  describe, schema",
          "\\d+  describe", "\\df  help functions", "\\dm  tables", "\\dt  describe", "\\dv  tables",
          "\\h  help", "\\H  format html", "\\i  read", "\\ir  read", "\\p  sql last", "\\pset  set",
          "\\q  quit", "\\set  set", "\\sv  schema", "\\unset  forget", "\\x  format record",
        ]
      ),
      (
        "\\d",
        [
          "\\d  describe, schema", "\\d+  describe", "\\df  help functions", "\\dm  tables",
          "\\dt  describe", "\\dv  tables",
        ]
      ),
      ("\\ti", ["\\timing  The last line of every answer tells the time."]),
      ("\\d ", entities), ("\\d au", ["author  table"]), ("\\dt aw", ["award  table"]),
      (".schema bo", ["book  table", "book_award  table", "book_genre  junction"]),
      (".mode c", ["csv  comma-separated values"]), (".mode ", now(formats, "table")),
      ("\\set li", ["limit  rows of a table to show"]), ("desc au", ["author  table"]),
      ("show author.boo", ["books  →→ book"]), (":describe au", ["author  table"]),
      (".timer ", ["on  ", "off  "]), ("\\x ", ["on  ", "off  "]), (".dump ", []),
      // What stands behind a command.
      ("load ", now(strategies, "lazy")), ("format ", now(formats, "table")),
      ("sql ", echoes), ("last t", formats.filter { $0.hasPrefix("t") }),
      (
        "log ",
        ["slow  those that took 10 ms or longer", "all  of every line", "sql  as SQL that can be run"]
          + strategies + formats + entities
      ),
      ("queries ", ["reset  begins the totals anew"]),
      (
        "doctor ",
        ["full  all rows of large tables, and the file itself", "all  each finding where many are alike"]
      ),
      (
        "session ",
        [
          "line  now: before each line, what no variable and no last result reaches is dropped",
          "keep  everything stays that was ever loaded",
        ]
      ),
      ("relate ", entities), ("label bo", ["book  table", "book_award  table", "book_genre  junction"]),
      ("label author de", ["default  by what Kin chooses"]),
      (
        "set limit ",
        ["screen  as much as leaves the path on the screen", "all  every row", "40  now"]
      ),
      (
        "set theme ",
        [
          "dark  for a dark background", "light  for a light background and a projector",
          "none  now: no colours",
        ]
      ),
      ("set hint ", ["on  now: beside the line", "off  nothing"]),
      ("diagram m", ["mermaid  an erDiagram of Mermaid", "member  table"]),
      ("tree ", ["_  the last result"]),
      ("describe author.", authorNames), ("describe author.name.", []),
      ("explain sel", ["select  SQL"]), ("explain au", ["author  table"]),
      ("explain select * from bra", ["branch  table"]),
    ] as [(String, [String])])
  func offered(line: String, expected: [String]) throws {
    let sample = try SampleLibrary()
    #expect(Self.offers(line, sample) == expected)
  }

  private static func offers(_ line: String, _ sample: SampleLibrary) -> [String] {
    sample.conversation.complete(line, cursor: line.utf8.count).candidates.map { "\($0.text)  \($0.note)" }
  }

  @Test("what the last result has comes before the words of other shells")
  func dotBehindAnAnswer() throws {
    let sample = try SampleLibrary()
    _ = sample.answer(to: "author[3]")
    #expect(Self.offers(".bor", sample) == ["born  integer"].map { "." + $0 })
    #expect(
      Self.offers(".co", sample) == [
        ".country  → country", ".country_code  text", ".count()  how many, counted by SQL",
        ".connection  One database is open, and open FILE opens another; ATTACH works as in SQL.",
      ])
    #expect(Self.offers(".", sample).first == "country  → country")
  }

  @Test("of many entities an empty line offers some, and the commands")
  func manyEntities() throws {
    let tables = (10...60).map { "create table t\($0) (id integer primary key);" }.joined()
    let sample = try SampleLibrary()
    _ = sample.answer(to: tables)
    let completion = sample.conversation.complete("", cursor: 0)
    let entities = Self.entities.dropLast() + (10..<25).map { "t\($0)  table" }
    #expect(completion.candidates.map { "\($0.text)  \($0.note)" } == entities + Self.commands)
    #expect(completion.hasMore)
  }

  @Test(
    arguments: [
      // A key of one column has no other value.
      ("author[3, ", []), ("author[3, 1", []), ("author[3, n", []),
      (
        "loan[1, ",
        [
          "37  Song of Solomon", "39  Beloved", "69  The Murder at the Vicarage", "201  Nineteen Eighty-Four",
          "204  Light in August", "211  If on a winter's night a traveler",
        ]
      ),
      ("loan[1, 3", ["37  Song of Solomon", "39  Beloved"]), ("loan[1, Bel", ["39  Beloved"]),
      ("loan[1, 37, ", ["\"2024-04-18\"  "]), ("loan[1, 37, \"", ["\"2024-04-18\"  "]),
      ("loan[1, 37, \"2024-04-18\", ", []),
    ] as [(String, [String])])
  func keysOfSeveralValues(line: String, expected: [String]) throws {
    #expect(Self.offers(line, try SampleLibrary()) == expected)
  }
}
