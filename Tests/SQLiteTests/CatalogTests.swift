import CSQLite
import SQL
import SQLite
import Testing

@Suite("The catalog of a SQLite database")
struct CatalogTests {
  private func read(_ sql: String) throws -> String { try TestDatabase(sql).catalog().summary }

  @Test("a rowid alias is one INTEGER column, and nothing that only looks like it")
  func rowidAliases() throws {
    let summary = try read(
      """
      create table alias(id integer primary key);
      create table cased(id iNtEgEr, primary key(id));
      create table descending(id integer primary key desc);
      create table short(id int primary key);
      create table big(id bigint primary key not null);
      create table pair(a integer, b integer, primary key(a, b));
      """)
    #expect(
      summary == """
        alias key(id) by(id)
          id 'INTEGER' integer never null
          primary(id)
          index(id)
        cased key(id) by(id)
          id 'INTEGER' integer never null
          primary(id)
          index(id)
        descending key(id) by hidden rowid
          id 'INTEGER' integer
          primary(id)
          index(id)
        short key(id) by hidden rowid
          id 'INT' integer
          primary(id)
          index(id)
        big key(id) by(id)
          id 'bigint' integer never null
          primary(id)
          index(id)
        pair key(a, b) by hidden rowid
          a 'INTEGER' integer
          b 'INTEGER' integer
          primary(a, b)
          index(a, b)
        """)
  }

  @Test("rows that may hold NULL in their key are told apart by the rowid, under a name no column takes")
  func identities() throws {
    let summary = try read(
      """
      create table text_key(id text primary key);
      create table no_key(a, rowid, "_ROWID_");
      create table shadowed(oid, rowid, _rowid_);
      create table shadowed_unique(oid, rowid, _rowid_ not null unique);
      create table unique_key(a not null, b not null, c text not null unique, unique(a, b));
      create table unique_null(a unique);
      create table without(b text, a text, primary key(a, b)) without rowid;
      create table strict(a text, b any, primary key(a, b)) strict;
      create table finer(code text collate nocase not null, primary key(code collate binary));
      """)
    #expect(
      summary == """
        text_key key(id) by hidden rowid
          id 'TEXT' text
          primary(id)
          index(id)
        no_key by hidden oid
          a '' blob
          rowid '' blob
          _ROWID_ '' blob
        shadowed by nothing
          oid '' blob
          rowid '' blob
          _rowid_ '' blob
        shadowed_unique by(_rowid_)
          oid '' blob
          rowid '' blob
          _rowid_ '' blob never null
          unique(_rowid_)
          index(_rowid_)
        unique_key by(c)
          a '' blob never null
          b '' blob never null
          c 'TEXT' text never null
          unique(c)
          unique(a, b)
          index(c)
          index(a, b)
        unique_null by hidden rowid
          a '' blob
          unique(a)
          index(a)
        without key(a, b) by(a, b)
          b 'TEXT' text never null
          a 'TEXT' text never null
          primary(a, b)
          index(a, b)
        strict strict key(a, b) by(a, b)
          a 'TEXT' text never null
          b 'ANY' blob never null
          primary(a, b)
          index(a, b)
        finer key(code) by hidden rowid
          code 'TEXT' text noCase never null
          primary(code)
        """)
  }

  @Test("a partial or expression index is no unique key; an index keeps the collations of its columns")
  func indexes() throws {
    let summary = try read(
      """
      create table t(a text collate nocase, b text collate rtrim, c);
      create unique index whole on t(a collate binary, b);
      create unique index part on t(c) where c > 0;
      create unique index computed on t(lower(a));
      create index mixed on t(b, lower(a), c);
      create index plain on t(c, a);
      """)
    #expect(
      summary == """
        t by hidden rowid
          a 'TEXT' text noCase
          b 'TEXT' text rightTrim
          c '' blob
          unique(a, b rightTrim)
          index(b)
          index(c, a)
        """)
  }

  @Test("an index says the same whether its text tells it or the database is asked")
  func indexesBothWays() throws {
    let columns = "(a int, \"B c\" text collate nocase, d)"
    let plain = """
      create table t\(columns);
      create unique index one on t(D, a);
      create index two on t([b C] desc, a asc);
      create unique index three on t("a");
      """
    // The comment asks for the question.
    let asked = plain.replacing(");\n", with: " /* */);\n")
    #expect(try read(plain) == read(asked))
    #expect(
      try read(plain) == """
        t by hidden rowid
          a 'INT' integer
          B c 'TEXT' text noCase
          d '' blob
          unique(d, a)
          unique(a)
          index(d, a)
          index(B c, a)
          index(a)
        """)
  }

  @Test("a collation that nobody registered is kept by its name")
  func customCollations() throws {
    let summary = try read(
      """
      create table t(a text collate nocase unique, b text collate nocase);
      pragma writable_schema = on;
      update sqlite_schema set sql = replace(sql, 'nocase', 'german');
      pragma writable_schema = reset;
      """)
    #expect(
      summary == """
        t by hidden rowid
          a 'TEXT' text custom("german")
          b 'TEXT' text custom("german")
          unique(a custom("german"))
          index(a)
        """)
  }

  @Test("affinity follows the declared type, and generated columns are marked")
  func columns() throws {
    let summary = try read(
      """
      create table t(
        a varchar(10) default 'x''y', b decimal(10, 2) default (1 + 1), c floating point, d "double precision",
        e charint, f blob, g, h any, i date default current_timestamp,
        j int as (1) virtual, k text generated always as (a || 'z') stored not null);
      """)
    #expect(
      summary == """
        t by hidden rowid
          a 'varchar(10)' text default 'x''y'
          b 'decimal(10, 2)' numeric default 1 + 1
          c 'floating point' integer
          d 'double precision' real
          e 'charint' integer
          f 'BLOB' blob
          g '' blob
          h 'ANY' numeric
          i 'date' numeric default current_timestamp
          j 'INT' integer virtual
          k 'TEXT' text never null stored
        """)
  }

  @Test("foreign keys come in the order of declaration, with the names and deferral that only the text tells")
  func foreignKeys() throws {
    let summary = try read(
      """
      create table p(a, b, primary key(a, b));
      create table c(
        w int default 'REFERENCES x', -- references nothing
        "references" int constraint first references p(a) deferrable initially deferred,
        x int constraint not_this not null references P(A) on delete set null on update cascade,
        y int constraint `second "key"` references 'p' (b) not deferrable initially deferred,
        z int references p(a) deferrable,
        constraint [third] foreign key (y, x) references p on delete restrict deferrable initially deferred,
        /* constraint no */ foreign key (z) references p(b) on delete set default
      );
      alter table c add column v int constraint added references p(b) on delete cascade;
      """)
    #expect(
      summary == """
        p key(a, b) by hidden rowid
          a '' blob
          b '' blob
          primary(a, b)
          index(a, b)
        c by hidden rowid
          w 'INT' integer default 'REFERENCES x'
          references 'INT' integer
          x 'INT' integer never null
          y 'INT' integer
          z 'INT' integer
          v 'INT' integer
          first: (references) → p(a) deferred
          (x) → P(A) on delete SET NULL on update CASCADE
          second "key": (y) → p(b)
          (z) → p(a)
          added: (v) → p(b) on delete CASCADE
          third: (y, x) → p on delete RESTRICT deferred
          (z) → p(b) on delete SET DEFAULT
        """)
  }

  @Test("one odd object is listed and spoils nothing")
  func oddObjects() throws {
    let database = try TestDatabase(
      """
      create table good(a integer primary key);
      create view fine as select a, a + 1, count(*) as a from good;
      create view broken as select * from gone;
      pragma writable_schema = on;
      insert into sqlite_schema(type, name, tbl_name, rootpage, sql)
        values('table', 'alien', 'alien', 0, 'CREATE VIRTUAL TABLE alien USING nowhere(x)');
      pragma writable_schema = reset;
      """)
    #expect(
      try database.catalog().summary == """
        good key(a) by(a)
          a 'INTEGER' integer never null
          primary(a)
          index(a)
        fine view by nothing
          a 'INTEGER' integer
          a + 1 '' blob
          a:1 '' blob
        ! main.broken: no such table: main.gone
        ! main.alien: no such module: nowhere
        """)
  }

  @Test("shadow tables and SQLite's own are hidden; a virtual table shows its rows' columns only")
  func virtualTables() throws {
    let summary = try read(
      """
      create virtual table page using fts5(title, body);
      create table counted(id integer primary key autoincrement);
      insert into counted default values;
      create table "SQLite" (a);
      analyze;
      """)
    #expect(
      summary == """
        page virtual by nothing
          title '' blob
          body '' blob
        counted key(id) by(id)
          id 'INTEGER' integer never null
          primary(id)
          index(id)
        SQLite by hidden rowid
          a '' blob
        """)
  }

  @Test("main, temp and attached databases are each read, and tables of one name kept apart")
  func databases() throws {
    let summary = try read(
      """
      attach ':memory:' as `my "other"`;
      create table t(a integer primary key);
      create table temp.t(b references t(b));
      create table `my "other"`.t(c unique);
      """)
    #expect(
      summary == """
        t key(a) by(a)
          a 'INTEGER' integer never null
          primary(a)
          index(a)
        temp.t by hidden rowid
          b '' blob
          (b) → t(b)
        my "other".t by hidden rowid
          c '' blob
          unique(c)
          index(c)
        """)
  }

  @Test("reading leaves no transaction behind and joins one that is open")
  func transactions() throws {
    let database = try TestDatabase("create table t(a)")
    _ = try database.catalog()
    #expect(sqlite3_get_autocommit(database.handle) == 1)
    database.run("begin; create table u(a)")
    #expect(try database.catalog().tables.map(\.name) == ["t", "u"])
    #expect(sqlite3_get_autocommit(database.handle) == 0)
  }

  @Test("a change of the schema while running is seen by the next reading")
  func changes() throws {
    let database = try TestDatabase("create table p(id integer primary key); create table c(a)")
    #expect(try database.catalog().tables.map(\.foreignKeys.count) == [0, 0])
    database.run("alter table c add column p_id int references p")
    #expect(
      try database.catalog().tables[1].foreignKeys
        == [CatalogForeignKey(columns: [1], parentTable: "p", parentColumns: nil)])
  }

  @Test("whether foreign keys are enforced is asked of the connection")
  func enforcement() throws {
    let database = try TestDatabase("pragma foreign_keys = on")
    #expect(try database.catalog().enforcesForeignKeys)
    database.run("pragma foreign_keys = off")
    #expect(try !database.catalog().enforcesForeignKeys)
  }

  @Test("a malformed schema is an error of the whole file")
  func malformed() throws {
    let database = try TestDatabase(
      """
      create table t(a);
      pragma writable_schema = on;
      update sqlite_schema set sql = 'CREATE TABLE t(';
      """)
    sqlite3_exec(database.handle, "pragma writable_schema = reset", nil, nil, nil)
    let error = try #require(throws: DatabaseError.self) { try database.catalog() }
    #expect(error.kind == .corrupt)
    #expect(error.message == "malformed database schema (t) - incomplete input")
  }
}
