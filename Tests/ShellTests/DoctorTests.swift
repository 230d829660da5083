import Foundation
import Testing

@Suite("doctor")
struct DoctorTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// - Parameter script: makes the database; empty for the one there is.
  private func diagnosis(_ script: String, _ words: String = "doctor", width: Int = 100) throws -> String {
    if !script.isEmpty {
      try? FileManager.default.removeItem(at: folder.url.appending(path: "ill.db"))
      folder.make("ill.db", script)
    }
    let run = try Kin(["ill.db", "--width", String(width), words], in: folder.url)
    #expect((run.notes, run.code) == ("", 0))
    return run.output
  }

  private func expect(
    _ actual: @autoclosure () throws -> String, is expected: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let actual = try actual()
    #expect(actual == expected, sourceLocation: location)
  }

  private static let enforcement = """
     note   The database enforces its foreign keys only for programs that ask for it, as Kin does when
            it writes
            PRAGMA foreign_keys = ON;
    """

  /// What stands between the verdict and how far it looked, but for the note on enforcement, which every database with
  /// foreign keys gets.
  private func findings(_ script: String) throws -> String {
    let blocks = try diagnosis(script).split(separator: "\n\n").map(String.init)
    let lines = blocks.count > 2 ? blocks[1] : ""
    let own = lines.replacing(Self.enforcement, with: "")
    return own.hasSuffix("\n") ? String(own.dropLast()) : own
  }

  @Test("a healthy database, with and without foreign keys")
  func healthy() throws {
    try expect(
      diagnosis("create table t(id integer primary key)"),
      is: """
         Nothing wrong, slow or risky in 1 entity.

         The file itself: doctor full

        """)
    try expect(
      diagnosis(
        "create table p(id integer primary key); create table c(id integer primary key, p_id int unique references p)",
        "doctor full"),
      is: """
         Nothing wrong, slow or risky in 2 entities.

        \(Self.enforcement)

         1 foreign key checked against the rows. The file itself is sound.

        """)
  }

  @Test("keys that lead nowhere: how many, which, and the path to all of them")
  func dangling() throws {
    let script = """
      create table author(id integer primary key);
      create table book(id integer primary key, author_id int references author);
      create index book_author on book(author_id);
      insert into author values (1);
      insert into book values (1, 1), (2, null), (3, 99), (4, 98), (5, 97), (6, 96);
      """
    try expect(
      diagnosis(script),
      is: """
         1 finding in 2 entities: 1 wrong.

         wrong  4 of 5 books have an author_id that no author has: book[3], book[4], book[5], …
                book[author_id is not null and not author.any()]
        \(Self.enforcement)

         1 foreign key checked against the rows. The file itself: doctor full

        """)
    let path = try folder.kin("ill.db", "--csv", "book[author_id is not null and not author.any()].id")
    #expect(path.output == "id\n3\n4\n5\n6\n")
  }

  @Test("of a key of several columns each part counts, and none where one part is NULL")
  func danglingPairs() throws {
    try expect(
      findings(
        """
        create table place(x int not null, y int not null, name text, primary key(x, y));
        create table visit(`when` text primary key not null, px int, py int, foreign key(px, py) references place);
        create index visit_place on visit(px, py);
        insert into place values (1, 1, 'a');
        insert into visit values ('mon', 1, 1), ('tue', 1, 2), ('wed', 1, null);
        """),
      is: """
         wrong  1 of 2 visits has a px and a py that no place has: visit["tue"]
                visit[px is not null and py is not null and not place.any()]
        """)
  }

  @Test("text '01' and number 1 are compared as the parent compares")
  func danglingAffinity() throws {
    try expect(
      findings(
        """
        create table p(code text primary key not null);
        create table c(id integer primary key, p_code int references p(code));
        create index c_p on c(p_code);
        insert into p values ('01'), ('2');
        insert into c values (1, 1), (2, 2);
        """),
      is: """
         wrong  1 of 2 rows of c has a p_code that no row of p has: c[1]
                c[p_code is not null and not p.any()]
         risk   c.p_code (int) refers to p.code (text): comparing them goes past an index
        """)
  }

  @Test("a key without an index, the largest table first, and small ones among the notes")
  func unindexed() throws {
    try expect(
      findings(
        """
        create table author(id integer primary key);
        create table book(id integer primary key, author_id int references author);
        create table `Order Line`(id integer primary key, `Author ID` int references author);
        create table essay(id integer primary key, author_id int references author);
        create table poem(id integer primary key, author_id int references author);
        create table song(id integer primary key, author_id int references author);
        insert into author values (1);
        insert into `Order Line` values (1, 1), (2, 1);
        insert into poem values (1, 1);
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 50)
          insert into essay select i, 1 from n;
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 51)
          insert into song select i, 1 from n;
        """),
      is: """
         slow   song.author_id has no index: author.songs reads all 51 songs
                CREATE INDEX song_author_id ON song (author_id);
         slow   essay.author_id has no index: author.essays reads all 50 essays
                CREATE INDEX essay_author_id ON essay (author_id);
         note   Order Line.Author ID has no index: author.order_lines reads all 2 Order Lines, few so far
                CREATE INDEX "Order Line_Author ID" ON "Order Line" ("Author ID");
         note   poem.author_id has no index: author.poems reads the only poem, few so far
                CREATE INDEX poem_author_id ON poem (author_id);
         note   book.author_id has no index: author.books reads all books, none so far
                CREATE INDEX book_author_id ON book (author_id);
        """)
  }

  @Test("keys that cannot be what they are declared to be, and views that cannot be read")
  func broken() throws {
    try expect(
      findings(
        """
        create table author(id integer primary key, name text);
        create table pair(a integer not null, b integer not null, primary key(a, b));
        create table x(id integer primary key, gone_id int references gone, p int references pair,
          title text references author(title), name text references author(name));
        create index x_name on x(name);
        create view lost as select * from missing;
        """),
      is: """
         wrong  lost cannot be read and is left out: no such table: main.missing
         wrong  x.gone_id refers to gone, and there is no such table
         wrong  x.p refers to the primary key of pair, which has 2 columns
         wrong  x.title refers to author.title, and there is no such column
         wrong  x.name refers to columns of author that are no key there: writes are refused where keys are
                enforced
                CREATE UNIQUE INDEX author_name ON author (name);
        """)
  }

  @Test("what stands more than once is told before the index that it stands in the way of")
  func repeatedParent() throws {
    try expect(
      findings(
        """
        create table parent(id integer primary key, code text, a int, b int);
        create table child(id integer primary key, code text references parent(code), a int, b int,
          foreign key(a, b) references parent(a, b));
        create index child_code on child(code);
        create index child_a on child(a, b);
        insert into parent values (1, 'A', 1, 1), (2, 'A', 1, 2), (3, 'B', null, 1), (4, null, null, 1);
        """),
      is: """
         wrong  child.code refers to parent.code, which is no key and cannot become one: "A" stands there
                2 times
                parent[code is not null].group(code)[count > 1]
         wrong  child(a, b) refers to columns of parent that are no key there: writes are refused where keys
                are enforced
                CREATE UNIQUE INDEX parent_a_b ON parent (a, b);
        """)
  }

  @Test("what would have to be typed with a line break in it is left out")
  func lineBreaks() throws {
    try expect(
      findings(
        """
        create table author(id integer primary key);
        create table book(id integer primary key, "author\nid" integer references author(id));
        """),
      is: """
         note   book.author⏎id has no index: author.books reads all books, none so far; what to type is left
                out, for a name has characters that cannot be typed
        """)
  }

  @Test("keys and objects that only a warning is left of")
  func warnings() throws {
    try expect(
      findings(
        """
        create table author(id integer primary key, name text);
        create view poet as select id, name from author;
        create table keyless(word text);
        create table book(id integer primary key, author_id int references author references author(id),
          poet_id int references poet(id), word_key int references keyless, "" int references "none");
        create index book_author on book(author_id);
        create index book_poet on book(poet_id);
        create view "" as select * from "none";
        pragma writable_schema = on;
        insert into sqlite_schema(type, name, tbl_name, rootpage, sql)
          values ('table', 'alien', 'alien', 0, 'create virtual table alien using nowhere(x)');
        """),
      is: """
         wrong  `` cannot be read and is left out: no such table: main.none
         wrong  alien cannot be read and is left out: no such module: nowhere
         wrong  book.poet_id refers to columns of poet that are no key there: writes are refused where keys
                are enforced
         wrong  book.word_key refers to the primary key of keyless, which has none
         wrong  book.`` refers to none, and there is no such table
         risk   keyless has no primary key, so no row of it can be picked by one
         note   book.author_id refers to author by two declarations that say the same
        """)
  }

  @Test("of a table that refers to itself, what no two share is a role")
  func chain() throws {
    try expect(
      findings(
        """
        create table stop(id integer primary key, previous_id int references stop);
        create index stop_previous on stop(previous_id);
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 20)
          insert into stop select i, nullif(i - 1, 0) from n;
        """),
      is: """
         risk   No two of 19 stops have the same previous: if that is meant, a unique index makes it
                one-to-one
                CREATE UNIQUE INDEX stop_previous_id ON stop (previous_id);
        """)
  }

  @Test("what nothing stops from going wrong")
  func risks() throws {
    try expect(
      findings(
        """
        create table country(code text collate nocase primary key not null);
        create table city(id integer primary key, code text references country);
        create index city_code on city(code);
        create table tag(id integer primary key);
        create table city_tag(city_id int references city, tag_id int references tag);
        create index city_tag_city on city_tag(city_id);
        create index city_tag_tag on city_tag(tag_id);
        create table log(message text);
        create table note(id text primary key);
        create table person(id integer primary key);
        create table badge(id integer primary key, person_id int references person);
        create index badge_person on badge(person_id);
        insert into note values (null), (null), ('a');
        insert into person values (1), (2), (3), (4), (5), (6), (7);
        insert into badge select id, id from person;
        """),
      is: """
         risk   No two of 7 badges have the same person: if that is meant, a unique index makes it
                one-to-one
                CREATE UNIQUE INDEX badge_person_id ON badge (person_id);
         risk   city.code (compared byte by byte) refers to country.code (compared without case): comparing
                them goes past an index
         risk   city_tag links pairs and has no key over them: the same pair may be there twice
                CREATE UNIQUE INDEX city_tag_city_id_tag_id ON city_tag (city_id, tag_id);
         risk   log has no primary key, so no row of it can be picked by one
         risk   2 notes have NULL in the primary key id
                note[id is null]
        """)
  }

  @Test("pairs that a junction holds twice already cannot be made a key of")
  func repeatedPairs() throws {
    try expect(
      findings(
        """
        create table a(id integer primary key);
        create table b(id integer primary key);
        create table a_b(a_id int references a, b_id int references b);
        create index a_b_a on a_b(a_id);
        create index a_b_b on a_b(b_id);
        insert into a values (1);
        insert into b values (1), (2);
        insert into a_b values (1, 1), (1, 1), (1, 2);
        """),
      is: """
         risk   a_b links pairs and has no key over them: 1 pair is there more than once
        """)
  }

  @Test("what names suggest: in use where no key is declared, offered where some are")
  func undeclared() throws {
    let tables = """
      create table author(id integer primary key);
      create table book(id integer primary key, author_id int, editor_id int);
      insert into author values (1), (2);
      insert into book values (1, 1, 1), (2, 9, 2), (3, 2, 1);
      create index book_author on book(author_id);
      """
    try expect(
      findings(tables),
      is: """
         note   book.author_id looks like a key to author, and is not declared; 1 of 3 rows (33 %) leads
                nowhere
                unrelate book.author
        """)
    try expect(
      findings(tables.replacing("editor_id int", with: "editor_id int references author")),
      is: """
         note   book.editor_id has no index: author.books reads all 3 books, few so far
                CREATE INDEX book_editor_id ON book (editor_id);
         note   book.author_id looks like a key to author, and is not declared; 1 of 3 rows (33 %) leads
                nowhere
                relate book.author_id -> author.id
        """)
    try expect(
      findings("\(tables) update book set author_id = 1;"),
      is: """
         note   1 relationship (~) is guessed from names, and no row speaks against it
        """)
  }

  @Test("of a large table the first rows are looked at, and it says so")
  func sampled() throws {
    let script = """
      create table a(id integer primary key);
      create table b(id integer primary key, a_id int references a);
      create index b_a on b(a_id);
      insert into a values (1);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 100005)
        insert into b select i, iif(i > 100000, 7, 1) from n;
      """
    try expect(
      diagnosis(script),
      is: """
         Nothing wrong, slow or risky in 2 entities.

        \(Self.enforcement)

         1 foreign key checked against the rows. Only the first 100,000 rows of b were looked at. All rows,
         and the file itself: doctor full

        """)
    try expect(
      diagnosis("", "doctor full"),
      is: """
         1 finding in 2 entities: 1 wrong.

         wrong  5 of 100,005 rows of b have an a_id that no row of a has: b[100001], b[100002], b[100003], …
                b[a_id is not null and not a.any()]
        \(Self.enforcement)

         1 foreign key checked against the rows. The file itself is sound.

        """)
  }

  @Test("for programs, one row a finding")
  func json() throws {
    folder.make("ill.db", "create table author(id integer primary key); create table log(message text);")
    let run = try folder.kin("ill.db", "--jsonl", "doctor")
    #expect(
      run.output == """
        {"severity":"risk","finding":"log has no primary key, so no row of it can be picked by one","remedy":null}

        """)
  }
}
