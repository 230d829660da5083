import CSQLite
import Foundation
import Language
import Shell
import Testing

/// What the program says of SQL is true of that statement, and what it offers to type is what helps.
@Suite("Sentences about SQL are true") struct TrueSentenceTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// The output of lines that go on after an error, and what is on standard error without the lines and the carets.
  private func run(_ database: String, _ lines: String...) throws -> (output: String, said: [String]) {
    let run = try Kin(
      ["--write", "--csv", "--on-error", "continue", "--width", "200", database] + lines, in: folder.url)
    let said = run.notes.split(separator: "\n").map(String.init).compactMap { line -> String? in
      let text = line.trimmingCharacters(in: .whitespaces)
      let isLine = lines.contains { $0 == text || text.hasSuffix("…") && $0.hasPrefix(text.dropLast()) }
      let sentence = text.replacing(/^\^+ */, with: "")
      return isLine || sentence.isEmpty ? nil : sentence
    }
    return (run.output, said)
  }

  // MARK: EXPLAIN

  @Test(
    "EXPLAIN sets nothing",
    arguments: [
      "explain pragma foreign_keys = off", "explain pragma foreign_keys(0)",
      "explain query plan pragma foreign_keys = off", "EXPLAIN QUERY PLAN PRAGMA foreign_keys = off",
      "select 1 as a; /* of\n it */ -- all\n explain pragma foreign_keys = off",
    ])
  func explaining(line: String) throws {
    let answer = try run("shelf.db", line, "pragma foreign_keys")
    #expect(answer.output == (line.hasPrefix("select") ? "a\n1\n" : "") + "foreign_keys\n1\n")
    #expect(
      answer.said.suffix(3) == [
        "The database carries out such a statement while it reads it, so it is not explained:",
        "nothing was done.", "Leave explain away to run it.",
      ])
  }

  @Test("EXPLAIN of a write is no write, and neither is BEGIN")
  func explainedWrite() throws {
    let answer = try run(
      "shelf.db", "x = author", "explain query plan delete from book", "explain delete from book",
      "begin exclusive", "x.count()")
    #expect(answer.said == [])
    #expect(
      answer.output == """
        id,name
        1,Ann
        2,"Bo, ""the"" Writer"
        id,parent,notused,detail
        3,0,0,SCAN book
        sql,runs,rows,scanned,sorts,depth,step,table,index,columns
        delete from book,,,,,0,read all,book,,
        count
        2

        """)
  }

  // MARK: Guesses

  @Test("a name is guessed only where the database does not find one")
  func guesses() throws {
    folder.make(
      "g.db",
      """
      create table p(id integer primary key, n not null); create table s(v); insert into p values(1, 2);
      create trigger t before delete on p begin select raise(abort, 'stop'); end;
      """)
    let answer = try run(
      "g.db", "insert into p values(1,3)", "insert into p values(3,null)", "delete from p",
      "select * from p order by 9", "insert into p values(1)", "vacuum into 'g.db'", "select nn from p",
      "select * from pp", "insert into p(nm) values(1)")
    #expect(
      answer.said == [
        "The database says: UNIQUE constraint failed: p.id",
        "The database says: NOT NULL constraint failed: p.n", "The database says: stop",
        "The database says: 1st ORDER BY term out of range - should be between 1 and 2",
        "The database says: table p has 2 columns but 1 values were supplied",
        "The database says: output file already exists",
        "The database says: no such column: nn. Did you mean n?",
        "The database says: no such table: pp. Did you mean p?",
        "The database says: table p has no column named nm. Did you mean n?",
      ])
    #expect(answer.output == "")
  }

  // MARK: Foreign keys

  @Test("a row that the statement took away itself is not said to be missing")
  func takenAway() throws {
    folder.make(
      "f.db",
      """
      create table p(id integer primary key); create table w(id integer primary key, p references p on delete cascade);
      create table c(id integer primary key, p references p on delete set null, w references w);
      insert into p values(1); insert into w values(10, 1); insert into c values(100, 1, 10);
      """)
    let answer = try run(
      "f.db", "delete from p", "insert into c values(5, 1, 77)", "insert into c values(5, 8, 77), (6, 8, 10)")
    #expect(
      answer.said == [
        "A foreign key forbids it.", "c.w refers to w[10]: 1 row of c (no action).",
        "A foreign key forbids it.",
        "c.w refers to w[77], which is not there.", "A foreign key forbids it.",
        "c.p refers to p[8], which is not there.", "c.w refers to w[77], which is not there.",
      ])
    #expect(try run("f.db", "c").output == "id,p,w\n100,1,10\n")
  }

  // MARK: Too large

  @Test("a value that is too large is no statement that is too large, and SQL is no path")
  func tooLarge() throws {
    let terms = Array(repeating: "select 1", count: 600).joined(separator: " union all ")
    #expect(
      try run("shelf.db", "select zeroblob(2000000000)", terms).said == [
        "A value in it is larger than the database can hold.",
        "The statement is too large for the database (too many terms in compound SELECT).",
        "Take it in several.",
      ])
  }

  // MARK: Transactions

  @Test("a transaction that a trigger has undone was nobody else's change")
  func undone() throws {
    let answer = try run(
      "shelf.db", "begin", "create table zz(a)",
      "create temp trigger t before insert on author begin select raise(rollback, 'stop'); end",
      "insert into author(name) values('q')", "select 1 as a", "zz", "author.count()")
    #expect(answer.output == "a\n1\ncount\n2\n")
    #expect(
      answer.said == [
        "The database says: stop", "The transaction has ended with it: 2 changes undone.",
        "There is no table or variable \"zz\".", "To see what there is: tables",
      ])
  }

  /// A second program at the same file.
  private final class Other {
    private var database: OpaquePointer?

    init(_ folder: Folder, _ name: String) {
      sqlite3_open(folder.url.appending(path: name).path(percentEncoded: false), &database)
    }

    deinit { sqlite3_close_v2(database) }

    func run(_ sql: String) { sqlite3_exec(database, sql, nil, nil, nil) }
  }

  @Test("a transaction that began before another process wrote must be begun anew")
  func oldSnapshot() throws {
    folder.make("shelf.db", "pragma journal_mode = wal")
    let lines = try Lines(on: "shelf.db", in: folder, options: ["--write"])
    #expect(try lines.answer(to: "begin\nauthor.count()") == "count\n2\n")
    let answer = try lines.finish(
      "insert into author values (4, 'Di')\nrollback\ninsert into author values (4, 'Di')\nauthor.id\n"
    ) { Other(folder, "shelf.db").run("insert into author values (3, 'Cy')") }
    #expect(answer.output == "id\n1\n2\n3\n4\n")
    #expect(
      answer.notes == """
        standard input:3:
          insert into author values (4, 'Di')
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  Another process has changed the data since this transaction first read them, so it can write nothing.
                                               To end it, then begin anew: rollback
         The data has changed: the last result is forgotten.

        """)
  }

  @Test("a commit waits for who reads")
  func heldByReader() throws {
    let other = Other(folder, "shelf.db")
    other.run("begin; select * from author")
    let lines = ["begin", "insert into author values (3, 'Cy')", "commit", "author.count()"]
    let answer = try Kin(["--write", "--csv", "--on-error", "continue", "shelf.db"] + lines, in: folder.url)
    #expect(answer.output == "count\n3\n")
    #expect(
      answer.notes == """
          commit
          ^^^^^^  Another process is reading the database, and until it has finished nothing can be committed.
                  The transaction is still open. Try again when it has finished: commit
        kin: 1 change rolled back: the transaction was not committed.

        """)
  }

  // MARK: Names that are words of the language

  /// Each word as the name of a table and of its columns: what `doctor` says to type gives the rows that it speaks of.
  @Test(arguments: Keyword.allCases.map(\.rawValue))
  func whatDoctorOffersCanBeTyped(word: String) throws {
    folder.make(
      "words.db",
      """
      create table p(id integer primary key);
      create table "\(word)"(id integer primary key, "\(word)" int references p);
      insert into "\(word)" values (1, 5), (2, null);
      create table q(id integer primary key, "\(word)" text);
      insert into q values (1, 'x'), (2, 'x'), (3, 'y');
      create table r(id integer primary key, q_id text references q("\(word)"));
      create table n("\(word)" text primary key, a int);
      insert into n values (null, 7), ('k', 8);
      """)
    let doctor = try folder.kin("words.db", "--csv", "doctor")
    let remedies = doctor.output.split(separator: "\n").compactMap { line -> String? in
      let last = String(line.split(separator: ",", omittingEmptySubsequences: false).last ?? "")
      return last.contains("[") ? last : nil
    }
    #expect(
      Set(remedies) == [
        "\(word)[`\(word)` is not null and not p.any()]",
        "q[`\(word)` is not null].group(`\(word)`)[count > 1]", "n[`\(word)` is null]",
      ])
    let rows = try remedies.sorted().map { try folder.kin("words.db", "--csv", $0).output }
    let expected = [
      "n[": "\(word),a\n,7\n", "q[": "`\(word)`,count\nx,2\n", "\(word)[": "id,\(word)\n1,5\n",
    ]
    #expect(rows == remedies.sorted().map { line in expected.first { line.hasPrefix($0.key) }?.value ?? "" })
  }

  /// The words for values are values in SQL as well.
  @Test(
    "a line that is offered can be typed, whatever its columns are called",
    arguments: ["and", "or", "not", "in", "like", "glob", "between", "is"])
  func whatIsMeantCanBeTyped(word: String) throws {
    folder.make(
      "words.db",
      """
      create table p(id integer primary key, "\(word)" text); insert into p values (1, 'y'), (2, 'x');
      """)
    for (line, offered, rows) in [
      ("p order by \(word)", "p.sort(`\(word)`)", "2,x\n1,y\n"),
      ("p order by \(word) desc, id", "p.sort(-`\(word)`, id)", "1,y\n2,x\n"),
      ("p where \(word) = \"x\"", "p[`\(word)` = \"x\"]", "2,x\n"),
    ] {
      let rejected = try folder.kin("words.db", "--csv", line)
      #expect(rejected.notes.hasSuffix(" is expected. Did you mean \(offered)?\n"), "\(rejected.notes)")
      #expect(try folder.kin("words.db", "--csv", offered).output == "id,\(word)\n\(rows)")
    }
  }

  // MARK: Plans

  @Test("what is counted to plan a path is told once, counted and in the log")
  func counted() throws {
    let sample = try SampleLibrary()
    let lines = ["plan author.books.title", "plan author.books.title", "explain author[3].books.title"]
    let facts = lines.map { line in
      let facts = sample.conversation.respond(to: line)
      return [facts.queries, facts.rowsFetched]
    }
    #expect(facts == [[5, 5], [0, 0], [2, 11]])
    let told = sample.answer(to: "").split(separator: "\n").filter { $0.hasPrefix(" Result: ") }
    #expect(
      told == [
        " Result: 212 rows. Only counts were asked: 5 queries. To run and compare:",
        " Result: 212 rows. Nothing was run. To run and compare:",
      ])
    let log = sample.answer(to: "log csv").split(separator: "\n").dropFirst()
    #expect(
      log.prefix(5).map { $0.prefix { $0 != "S" && $0 != "\"" } }
        == Array(repeating: "1,plan author.books.title,,,plan,1,1,0,0,", count: 5))
    #expect(
      log.dropFirst(5).map { $0.split(separator: ",").prefix(5).joined(separator: ",") } == [
        "2,explain author[3].books.title,author[3],author,1",
        "2,explain author[3].books.title,books,lazy,author.books",
      ])
  }
}
