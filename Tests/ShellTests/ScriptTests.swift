import DatabaseSupport
import Foundation
import Language
import ORM
import Rendering
import SQL
import SQLite
import Shell
import Testing

@Suite("Files of lines")
struct ScriptTests {
  @Test("read answers the lines of a file as if they were typed")
  func read() throws {
    let sample = try SampleLibrary(sql: .off)
    sample.put("# Ursula\na = author[3]{\n  name\n}\n\nauthor[3].born\n", in: "lesson.kin")
    #expect(
      sample.answer(to: "read lesson.kin") == """
        kin library> # Ursula
        kin library> a = author[3]{
                 ..>   name
                 ..> }
        \(try SampleLibrary(sql: .off).answer(to: "a = author[3]{\n  name\n}"))\
         Stopped at lesson.kin:2.

        """)
  }

  @Test("a line of a file that fails is told with its place, and ends the reading")
  func failure() throws {
    let sample = try SampleLibrary(isInteractive: false)
    sample.put("author[3].name\n\nauthor[3].nam\nauthor[3].born\n", in: "lesson.kin")
    let sentence = """
      lesson.kin:3:
        author[3].nam
                  ^^^  author has no attribute or relationship "nam". Did you mean name?
                       Relationships: country → country, influenced_by → author, influenced →→ author, books →→ book
                       Attributes: id, name, native_name, born, died, country_code, influenced_by_id

      """
    #expect(sample.answer(to: "read lesson.kin") == "Ursula K. Le Guin\n" + sentence)
    sample.conversation.stopsOnError = false
    #expect(sample.answer(to: "read lesson.kin") == "Ursula K. Le Guin\n1929\n" + sentence)
  }

  @Test("what is opened and never closed is told where it stands, and the lines after it are lines")
  func unclosed() throws {
    let sample = try SampleLibrary(isInteractive: false)
    sample.put(
      "author[3].name\nauthor[3\nauthor[3].born\nauthor{\n  name, books[title = 'x\n}\nauthor[4].born\n",
      in: "open.kin")
    let first = "open.kin:2:\n  author[3\n        ^  This [ is never closed.\n           Close it with ]\n"
    #expect(sample.answer(to: "read open.kin") == "Ursula K. Le Guin\n" + first)
    sample.conversation.stopsOnError = false
    let answer = sample.answer(to: "read open.kin")
    #expect(answer.hasPrefix("Ursula K. Le Guin\n1929\n"))
    let places = answer.split(separator: "\n").filter { $0.hasPrefix("open.kin:") }
    #expect(places == ["open.kin:2:", "open.kin:4:", "open.kin:5:", "open.kin:6:"])
    let sentences = answer.split(separator: "\n").compactMap { line in
      line.firstRange(of: "^  ").map { String(line[$0.upperBound...]) }
    }
    #expect(sentences.prefix(2) == ["This [ is never closed.", "This { is never closed."])
  }

  @Test("a bracket that later lines close is told where another one stays open")
  func unclosedLater() throws {
    var script = Script(file: "a", text: "author[\n  3].books{\n  title\nauthor\n")
    let lines = [script.nextLine(), script.nextLine(), script.nextLine(), script.nextLine()]
    #expect(lines.map { $0?.text } == ["author[\n  3].books{", "  title", "author", nil])
    #expect(lines.map { $0?.place.line } == [1, 3, 4, nil])
    #expect(
      lines.map { $0?.problem } == [Diagnostic(.unclosed("{"), at: SourceRange(18, 19)), nil, nil, nil])
  }

  @Test(
    "a person can stop while a line is put together from many of a file",
    arguments: [
      "author[id in (\n", "select id from author where id in (\n", "select 'it\n", "delete from author\n",
    ])
  func stopped(beginning: String) throws {
    var asked = 0
    let output = Output(
      isStopped: {
        asked += 1
        return asked >= 50
      }, emit: { _ in true })
    let conversation = try Conversation(
      database: Conversation.Database(
        connection: try SampleLibrary.connection(), name: "library", isSample: true),
      settings: Settings(), output: output, notes: output, isInteractive: false,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "nothing to open") })
    let comments = beginning.hasPrefix("delete")
    conversation.fileReader = { _ in
      Array((beginning + String(repeating: comments ? "-- 1\n" : "1,\n", count: 1_000)).utf8)
    }
    #expect(conversation.respond(to: "read long.kin").problem?.problem == .interrupted)
    // Nobody is asked once more for each of the lines that are left.
    #expect((50..<60).contains(asked), "\(asked)")
  }

  @Test("the facts of read are those of all its lines")
  func facts() throws {
    let sample = try SampleLibrary(isInteractive: false)
    sample.put("author[3].name\nauthor[4].name\nauthor[5].nam\n", in: "lesson.kin")
    let facts = sample.conversation.respond(to: "read lesson.kin")
    #expect((facts.queries, facts.rowsFetched, facts.isQuit) == (2, 2, false))
    #expect(facts.error == "author has no attribute or relationship \"nam\". Did you mean name?")
    sample.put("quit\nauthor[4].name\n", in: "end.kin")
    #expect(sample.conversation.respond(to: "read end.kin").isQuit)
    // What the lines before printed is none of its answer.
    _ = sample.answer(to: "# so far")
    #expect(sample.answer(to: "read 'end.kin'") == "")
  }

  @Test("the facts of compare are those of all its runs")
  func factsOfComparison() throws {
    let facts = try SampleLibrary(isInteractive: false).conversation.respond(to: "compare author.books")
    #expect((facts.rows, facts.queries, facts.rowsFetched) == (6, 49, 1_433))
  }

  @Test("files that read each other come to an end")
  func nesting() throws {
    let sample = try SampleLibrary(isInteractive: false)
    sample.put("read a.kin\n", in: "a.kin")
    #expect(
      sample.answer(to: "read a.kin") == """
        a.kin:1:
          read a.kin
               ^^^^^  Files read each other 8 deep, and no deeper.

        """)
  }

  @Test(
    "the file of commands is silent but for what is wrong in it, and what the command line says goes first")
  func configuration() throws {
    let sample = try SampleLibrary()
    #expect(sample.configure() == "")
    sample.put("# mine\nset load joined\nlimit\nset lod lazy\nset null -\n", in: "init.kin")
    #expect(
      sample.configure() == """
        init.kin:3:
          limit
          ^^^^^  "limit" is no line to type.
                 set limit tells its value and set limit 40 changes it
        init.kin:4:
          set lod lazy
              ^^^  There is no setting "lod". Did you mean load?
                   To see the settings: set

        """)
    let settings = sample.conversation.settings
    #expect((settings.strategy, settings.presentation.nullText) == (.joined, "-"))
  }

  @Test("comments stand behind paths, commands and SQL, at a prompt and in a file")
  func comments() throws {
    let sample = try SampleLibrary(isInteractive: false)
    sample.put(
      """
      -- all of it is a comment: it's one
      author[ -- the first
        1
      ].name -- isn't it
      format csv -- for machines
      author[name = "a -- b"].name
      select 1 as one -- two
      # another
      """, in: "comments.kin")
    #expect(
      sample.answer(to: "read comments.kin -- now") == "Mary Shelley\nname\none\n1\n")
  }
}

/// SQL that goes over several lines of a file.
@Suite("Files with SQL")
struct StatementScriptTests {
  /// The lines of a file as they are answered, those that go on put together.
  private static func lines(of text: String) throws -> [String] {
    let conversation = try SampleLibrary().conversation
    var script = Script(file: "a.sql", text: text)
    var lines: [String] = []
    while let line = script.nextLine(in: conversation) { lines.append("\(line.place.line) \(line.text)") }
    return lines
  }

  @Test(
    "a statement goes on with what can be nothing else",
    arguments: [
      ("delete from loan\nwhere id = 1;\nloan", ["1 delete from loan\nwhere id = 1;", "3 loan"]),
      ("delete from loan\n\n-- not all\nwhere id = 1", ["1 delete from loan\n\n-- not all\nwhere id = 1"]),
      ("delete from loan\n# not all\nwhere id = 1", ["1 delete from loan\n\nwhere id = 1"]),
      ("delete from loan\nloan", ["1 delete from loan", "2 loan"]),
      ("delete from loan\nselect 1", ["1 delete from loan", "2 select 1"]),
      ("delete from loan\n\nselect 1", ["1 delete from loan", "2 ", "3 select 1"]),
      (
        "select name\nfrom genre\nwhere id < 3\ngenre",
        ["1 select name\nfrom genre\nwhere id < 3", "4 genre"]
      ),
      ("select 1\nset load lazy\nselect 2", ["1 select 1", "2 set load lazy", "3 select 2"]),
      (
        "update loan\nset returned_on = null\nset load lazy",
        ["1 update loan\nset returned_on = null", "3 set load lazy"]
      ),
      ("select name\n  n\nfrom genre", ["1 select name\n  n\nfrom genre"]),
      ("select 1\n  genre.name", ["1 select 1", "2   genre.name"]),
      ("begin\n  delete from loan\ncommit", ["1 begin", "2   delete from loan", "3 commit"]),
      (
        "with x as (\nselect 1\n)\nselect *\nfrom x\ngenre",
        ["1 with x as (\nselect 1\n)\nselect *\nfrom x", "6 genre"]
      ),
      ("explain query plan\nselect 1\ngenre", ["1 explain query plan\nselect 1", "3 genre"]),
      ("explain select 1\nfrom genre\ngenre", ["1 explain select 1\nfrom genre", "3 genre"]),
      ("explain genre\nfrom genre", ["1 explain genre", "2 from genre"]),
      (
        "create trigger t after delete on loan begin\ndelete from copy;\nend\nloan",
        ["1 create trigger t after delete on loan begin\ndelete from copy;\nend", "4 loan"]
      ),
      ("select 'a\n# b\nfrom'\nloan", ["1 select 'a\n# b\nfrom'", "4 loan"]),
      ("author\nwhere x", ["1 author", "2 where x"]),
    ])
  func lookahead(_ text: String, _ expected: [String]) throws {
    #expect(try Self.lines(of: text) == expected)
  }

  @Test(
    "a path goes on with an indented condition or shape",
    arguments: [
      ("author\n  [3]\n  .name", ["1 author\n  [3]", "3   .name"]),
      ("author\n\t[3]\n\t{name}\nbook", ["1 author\n\t[3]\n\t{name}", "4 book"]),
      ("author # all\n  [id = 3\n  or id = 4]", ["1 author # all\n  [id = 3\n  or id = 4]"]),
      ("plan author.books\n  [year < 1970]", ["1 plan author.books\n  [year < 1970]"]),
      ("author\n[3]", ["1 author", "2 [3]"]), ("author;\n  [3]", ["1 author;", "2   [3]"]),
      ("author\n\n  [3]", ["1 author", "2 ", "3   [3]"]), ("# all\n  [3]", ["1 # all", "2   [3]"]),
    ])
  func bracketAhead(_ text: String, _ expected: [String]) throws {
    #expect(try Self.lines(of: text) == expected)
  }

  @Test("a DELETE over two lines of a file takes the rows that it names")
  func deletion() throws {
    let sample = try SampleLibrary(isInteractive: false)
    sample.put("delete from review\nwhere id = 1;\nreview.count()\n", in: "a.sql")
    #expect(sample.answer(to: "read a.sql") == "52\n")
  }

  @Test("an error is told where it stands, in the file and in the line")
  func place() throws {
    let sample = try SampleLibrary(isInteractive: false)
    sample.put("genre[1].name\nselect name\nfrom genre\nwhere nam = 1;\n", in: "a.sql")
    #expect(
      sample.answer(to: "read a.sql") == """
        Fiction
        a.sql:4:
          where nam = 1;
                ^^^  The database says: no such column: nam. Did you mean name?

        """)
  }

  @Test("what sql of and log print can be read again")
  func ownOutput() throws {
    let sample = try SampleLibrary(isInteractive: false)
    let titles = sample.answer(to: "author[:2].books.title")
    sample.put(sample.answer(to: "sql of author[:2].books.title"), in: "a.sql")
    #expect(sample.answer(to: "read a.sql") == titles)
    _ = sample.answer(to: "select title from book where id = 1 -- first")
    _ = sample.answer(to: "log > log.sql")
    let log = sample.answer(to: "read log.sql")
    #expect(log.hasPrefix(titles))
    #expect(!log.contains("log.sql:"))
  }
}

/// What help and the tour show can be typed.
@Suite("Examples")
struct ExampleTests {
  @Test(arguments: ["library", "school", "shop", "family", "blog"])
  func everyLineOfTheTourAndOfHelpWorks(sample name: String) throws {
    let sample = try SampleLibrary(sample: name)
    let tour = sample.answer(to: "help tour").lines.compactMap { line in
      line.wholeMatch(of: /\ {1,2}\d+  (.+)/).map { String($0.1) }
    }
    #expect(tour.count == 10)
    let help = sample.answer(to: "help").lines.prefix { !$0.hasPrefix(" Explore") }.map { line in
      String(line.dropFirst(10).prefix(31)).trimmingCharacters(in: .whitespaces)
    }
    #expect(help.count >= 5)
    for line in tour + help {
      let facts = sample.conversation.respond(to: line)
      #expect(facts.error == nil, "\(line)")
    }
  }

  /// Schemas in which less can be shown than in the samples.
  private static let schemas = [
    """
    create table Artist(ArtistId integer primary key, Name text);
    create table Album(AlbumId integer primary key, Title text, ArtistId int references Artist);
    create table Track(TrackId integer primary key, Name text, AlbumId int references Album, Milliseconds int);
    create table Playlist(PlaylistId integer primary key, Name text);
    create table PlaylistTrack(PlaylistId int references Playlist, TrackId int references Track,
      primary key(PlaylistId, TrackId));
    insert into Artist values (1, 'A');
    insert into Album values (1, 'B', 1);
    insert into Track values (1, 'C', 1, 2);
    insert into Playlist values (1, 'D');
    """,
    "create table \"two words\"(\"a key\" text primary key); insert into \"two words\" values ('x');",
    "create table log(line text); insert into log values ('x');",
    """
    create table ""("" integer primary key, up int references ""); insert into "" values (1, 1);
    """,
  ]

  @Test("every example that help gives of a command works on the database that is open")
  func examplesOfCommands() throws {
    var conversations = try ["library", "school", "shop", "family", "blog"].map {
      try SampleLibrary(sample: $0).conversation
    }
    for script in Self.schemas {
      let connection = try memory(script)
      let none = Output { _ in true }
      conversations.append(
        try Conversation(
          database: .init(connection: connection, name: "small", isSample: true), settings: Settings(),
          output: none, notes: none, isInteractive: true,
          opener: { _ throws(DatabaseError) in throw DatabaseError(.storage, message: "") },
          now: { [start = ContinuousClock.now] in start }))
    }
    for conversation in conversations {
      let names = Examples(schema: conversation.schema).names
      // Capitals, brackets and bars say what may be put in their place.
      let usages = Command.all.map(\.usage).filter { $0.contains(/author/) && !$0.contains(/[A-Z\[|…]/) }
      for line in usages + Command.all.flatMap({ $0.examples.map(\.line) }) {
        let facts = conversation.respond(to: names.fill(line))
        #expect(facts.error == nil, "\(names.fill(line)) in \(conversation.schema.entities.map(\.name))")
      }
    }
  }

  @Test("help fits one screen", arguments: ["library", "school", "shop", "family", "blog"])
  func oneScreen(sample name: String) throws {
    let lines = try SampleLibrary(sample: name).answer(to: "help").lines
    #expect(lines.count <= 24)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }
}
