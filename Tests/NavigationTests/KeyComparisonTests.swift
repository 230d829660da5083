import DatabaseSupport
import Language
import Navigation
import ORM
import SQL
import SQLite
import Testing

/// Keys that the database compares by the affinity of a column, that several records share, or that records do not have.
@Suite struct KeyComparisonTests {
  private static let strategies = LoadingStrategy.allCases.filter { $0 != .raise }

  /// What a path prints under each strategy, `a|b` for a row; once where all agree.
  private func rows(_ script: String, _ path: String) throws -> [[String]] {
    let connection = try memory("COMMIT; PRAGMA foreign_keys = OFF; BEGIN;\n\(script)")
    let schema = SchemaBuilder.schema(from: try connection.catalog())
    var found: [[String]] = []
    for strategy in Self.strategies {
      let session = Session(schema: schema, executor: Executor(connection: connection))
      let bound = try Binder(schema: schema, scope: Scope()).bind(Parser.path(path))
      let answer = try OracleAnswer(Evaluator(session: session, strategy: strategy).answer(bound))
      let rows: [String] =
        switch answer {
        case .nested(let records): records.map(\.description)
        case .rows(let rows, _): rows.map { $0.map(\.shown).joined(separator: "|") }
        case .noSuchRecord, .sumTooLarge: []
        }
      if found.last != rows { found.append(rows) }
    }
    return found
  }

  @Test func everyRecordOfASharedKeyHasItsAggregate() throws {
    let script = """
      CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT);
      CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code));
      INSERT INTO p VALUES (1, 'x'), (2, 'x'), (3, 'z');
      INSERT INTO c VALUES (1, 'x'), (2, 'x'), (3, 'y'), (4, NULL);
      """
    #expect(
      try rows(script, "c{id, n: p.count(), m: p.max(id)}") == [
        ["{id: 1, n: 2, m: 2}", "{id: 2, n: 2, m: 2}", "{id: 3, n: 0, m: NULL}", "{id: 4, n: 0, m: NULL}"]
      ])
    #expect(
      try rows(script, "p{id, n: cs.count(), m: cs.max(id)}") == [
        ["{id: 1, n: 2, m: 2}", "{id: 2, n: 2, m: 2}", "{id: 3, n: 0, m: NULL}"]
      ])
  }

  @Test func textAmongNumbersStaysText() throws {
    let script = """
      CREATE TABLE p (code INT UNIQUE, name TEXT);
      CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code));
      INSERT INTO p VALUES (1, 'one'), ('abc', 'text'), (x'61', 'bytes'), (2.5, 'real');
      INSERT INTO c VALUES (1, '1'), (2, 'abc'), (3, '0'), (4, '01'), (5, '1.0'), (6, x'61'), (7, 'a'), (8, ' 2.50 ');
      """
    #expect(
      try rows(script, "p{name, cs.id}") == [
        [
          "{name: 'one', cs.id: [1, 4, 5]}", "{name: 'text', cs.id: [2]}", "{name: 'bytes', cs.id: [6]}",
          "{name: 'real', cs.id: [8]}",
        ]
      ])
    #expect(
      try rows(script, "p{name, n: cs.count()}") == [
        ["{name: 'one', n: 3}", "{name: 'text', n: 1}", "{name: 'bytes', n: 1}", "{name: 'real', n: 1}"]
      ])
    #expect(try rows(script, "c.p.name") == [["'one'", "'text'", "'bytes'", "'real'"]])
    // Positions count for each parent, however its children spell it.
    #expect(try rows(script, "p.cs[1:2].id") == [["4"]])
    #expect(try rows(script, "p.cs[-1:].id") == [["5", "2", "6", "8"]])
  }

  @Test func textAmongRealsAndInACompositeKeyStaysText() throws {
    let script = """
      CREATE TABLE p (a REAL, b INT, name TEXT, PRIMARY KEY (a, b));
      CREATE TABLE c (id INTEGER PRIMARY KEY, a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES p (a, b));
      INSERT INTO p VALUES (1, 1, 'one'), ('x', 1, 'text'), (1, 'y', 'mixed');
      INSERT INTO c VALUES (1, '1', '1'), (2, 'x', '1.0'), (3, '1.0', 'y'), (4, '0', '1'), (5, '1', '0');
      """
    #expect(
      try rows(script, "p{name, cs.id}") == [
        ["{name: 'one', cs.id: [1]}", "{name: 'mixed', cs.id: [3]}", "{name: 'text', cs.id: [2]}"]
      ])
    #expect(try rows(script, "c.p.name") == [["'one'", "'text'", "'mixed'"]])
  }

  @Test func oneNumberIsOneKeyHoweverItIsStored() throws {
    let script = """
      CREATE TABLE p (id PRIMARY KEY);
      CREATE TABLE c (id INTEGER PRIMARY KEY, pid REFERENCES p);
      INSERT INTO p VALUES (1), (2), (9007199254740993);
      INSERT INTO c VALUES (1, 1.0), (2, 1), (3, 2), (4, 1.0), (5, 9007199254740992.0), (6, 9007199254740993), (7, '1');
      """
    #expect(
      try rows(script, "p{id, cs.id}") == [
        ["{id: 1, cs.id: [1, 2, 4]}", "{id: 2, cs.id: [3]}", "{id: 9007199254740993, cs.id: [6]}"]
      ])
    #expect(try rows(script, "p.cs.id") == [["1", "2", "4", "3", "6"]])
    #expect(try rows(script, "c.p.id") == [["1", "2", "9007199254740993"]])
    #expect(
      try rows(script, "p{id, n: cs.count()}") == [
        ["{id: 1, n: 3}", "{id: 2, n: 1}", "{id: 9007199254740993, n: 1}"]
      ])
  }

  @Test func bytesStayBytesBesideText() throws {
    let script = """
      CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
      CREATE TABLE c (id INTEGER PRIMARY KEY, code INT REFERENCES p (code));
      INSERT INTO p VALUES (1, x'61'), (2, '7'), (3, 'a'), (4, '7.0');
      INSERT INTO c VALUES (1, x'61'), (2, 7), (3, 'a');
      """
    #expect(try rows(script, "c.p.id") == [["1", "2", "3"]])
    #expect(
      try rows(script, "p{id, cs.id}") == [
        ["{id: 1, cs.id: [1]}", "{id: 2, cs.id: [2]}", "{id: 3, cs.id: [3]}", "{id: 4, cs.id: []}"]
      ])
  }

  @Test func columnsWithoutATypeReferToText() throws {
    let script = """
      CREATE TABLE p (code TEXT PRIMARY KEY, name TEXT);
      CREATE TABLE c (id INTEGER PRIMARY KEY, code REFERENCES p);
      INSERT INTO p VALUES ('7', 'seven'), ('7.5', 'more'), ('x', 'text'), (x'37', 'bytes');
      INSERT INTO c VALUES (1, 7), (2, '7'), (3, 7.5), (4, 'x'), (5, x'37'), (6, x'78');
      """
    #expect(
      try rows(script, "p{name, cs.id}") == [
        [
          "{name: 'seven', cs.id: [1, 2]}", "{name: 'more', cs.id: [3]}", "{name: 'text', cs.id: [4]}",
          "{name: 'bytes', cs.id: [5]}",
        ]
      ])
    #expect(try rows(script, "c.p.name") == [["'seven'", "'more'", "'text'", "'bytes'"]])
    #expect(try rows(script, "p.cs[1:2].id") == [["2"]])
  }

  @Test func tablesWithADotInTheirNamesAreJoined() throws {
    let script = """
      CREATE TABLE a (id INTEGER PRIMARY KEY);
      CREATE TABLE "v1.item" (id INTEGER PRIMARY KEY);
      CREATE TABLE v1_item (id INTEGER PRIMARY KEY, item_id INT REFERENCES "v1.item" (id));
      CREATE TABLE b (id INTEGER PRIMARY KEY, a2 INT REFERENCES "v1.item" (id));
      CREATE TABLE junc (a_id INT REFERENCES a (id), i_id INT REFERENCES "v1.item" (id), PRIMARY KEY (a_id, i_id));
      INSERT INTO a VALUES (1);
      INSERT INTO "v1.item" VALUES (1);
      INSERT INTO v1_item VALUES (4, 1);
      INSERT INTO b VALUES (1, 1);
      INSERT INTO junc VALUES (1, 1);
      """
    #expect(try rows(script, "a[1].v1_items.bs.id") == [["1"]])
    #expect(try rows(script, "a.v1_items[:1]{id, bs.id}") == [["{id: 1, bs.id: [1]}"]])
    #expect(try rows(script, "v1_item.item.as.id") == [["1"]])
  }

  @Test func rowsOfAViewComeInItsOrder() throws {
    let script = """
      CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n INT);
      CREATE INDEX tn ON t (name);
      INSERT INTO t VALUES (1, 'c', 1), (2, 'a', 2), (3, 'b', 3);
      CREATE VIEW v AS SELECT * FROM t;
      """
    #expect(try rows(script, "v.name") == [["'c'", "'a'", "'b'"]])
    #expect(try rows(script, "v.name.first()") == [["'c'"]])
    #expect(try rows(script, "v[0:1].name") == [["'c'"]])
    #expect(try rows(script, "v.name.distinct()") == [["'c'", "'a'", "'b'"]])
    #expect(try rows(script, "v.name[:2].max()") == [["'c'"]])
    #expect(try rows(script, "v.name.last()") == [["'b'"]])
    #expect(try rows(script, "v.last().name") == [["'b'"]])
    #expect(try rows(script, "v[-2:].name") == [["'a'", "'b'"]])
    #expect(try rows(script, "v[:2].sort(name).name") == [["'a'", "'c'"]])
    #expect(try rows(script, "v.take(1).sort(name){name}") == [["{name: 'c'}"]])
    #expect(try rows(script, "v.sort(-n)[:1]{name}") == [["{name: 'b'}"]])
  }
}
