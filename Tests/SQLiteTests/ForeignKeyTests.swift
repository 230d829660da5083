import DatabaseSupport
import SQL
import SQLite
import Testing

/// What SQLite is asked about foreign keys when a person writes.
@Suite("Foreign keys beside a write")
struct ForeignKeyTests {
  private let connection: SQLiteConnection

  init() throws {
    let script = """
      create table city (country text, name text, primary key (country, name)) without rowid;
      create table street (id integer primary key, country text, city text,
        foreign key (country, city) references city);
      create table house (street integer references street on delete cascade, number int,
        primary key (street, number)) without rowid;
      create table cat (id integer primary key, street int references street on delete set null deferrable
        initially deferred);
      insert into city values ('FI', 'Turku'), ('FI', 'Oulu'), ('SE', 'Lund');
      insert into street values (1, 'FI', 'Turku'), (2, 'FI', 'Turku'), (3, 'FI', 'Oulu'), (4, null, 'Lund');
      insert into house values (1, 1), (1, 2), (2, 1);
      insert into cat values (1, 1), (2, 1), (3, 2);
      """
    connection = try memory(script)
  }

  private func changes(by sql: String) throws -> RowChanges {
    try connection.prepare(sql).run([]) { _ throws(DatabaseError) in true }.changes
  }

  private func broken(by sql: String) throws -> [BrokenReference] {
    do throws(DatabaseError) {
      _ = try connection.prepare(sql).run([]) { _ throws(DatabaseError) in true }
    } catch {
      return connection.brokenReferences(by: sql, after: error)
    }
    return []
  }

  @Test("rows of tables without a rowid are told as well")
  func further() throws {
    let changes = try changes(by: "delete from street where id = 1")
    #expect(
      changes
        == RowChanges(
          own: 1, further: 4,
          byTable: [
            FurtherChange(schema: "main", table: "cat", kind: .setNull, rows: 2),
            FurtherChange(schema: "main", table: "house", kind: .deleted, rows: 2),
          ]))
  }

  @Test("a key of several columns that rows still refer to")
  func stillReferring() throws {
    let expected = BrokenReference(
      kind: .stillReferring, schema: "main", child: "street", columns: ["country", "city"], parent: "city",
      parentColumns: ["country", "name"], key: ["FI", "Turku"], rows: 2, action: .noAction)
    #expect(try broken(by: "delete from city where name = 'Turku'") == [expected])
    #expect(try broken(by: "update city set name = 'Åbo' where name = 'Turku'") == [expected])
    #expect(try broken(by: "delete from city where name = 'Lund'") == [])
    var several = expected
    (several.key, several.rows) = (nil, 3)
    #expect(try broken(by: "delete from city") == [several])
  }

  @Test("a key that is not there")
  func leadingNowhere() throws {
    let expected = BrokenReference(
      kind: .leadingNowhere, schema: "main", child: "street", columns: ["country", "city"], parent: "city",
      parentColumns: ["country", "name"], key: ["SE", "Oulu"], rows: 1, action: .noAction)
    #expect(try broken(by: "insert into street values (9, 'SE', 'Oulu')") == [expected])
    #expect(try broken(by: "insert into street values (9, 'SE', null)") == [])
  }

  @Test("what a person puts off to the next COMMIT, no question of Kin's own brings forward")
  func deferral() throws {
    func ask() throws {
      _ = try connection.changeCounters()
      var allowance = ProbeAllowance(steps: 1_000)
      #expect(connection.probe(Query(sql: "SELECT 1 FROM city"), within: &allowance) == 1)
      _ = connection.statistics(ofTable: "street", in: "main")
    }
    let lines = [
      "pragma defer_foreign_keys = on", "begin", "insert into street values (9, 'SE', 'Oulu')",
      "insert into city values ('SE', 'Oulu')", "commit",
    ]
    var states: [Bool] = []
    for line in lines {
      try ask()
      _ = try changes(by: line)
      try ask()
      states.append(try deferred())
    }
    #expect(states == [true, true, true, true, false])
  }

  /// Prepared anew: the answer is part of the statement.
  private func deferred() throws -> Bool {
    var text = Substring("pragma defer_foreign_keys")
    var answer: [Value] = []
    _ = try connection.prepareFirst(of: &text)?.run([]) { row throws(DatabaseError) in
      answer += row.values
      return true
    }
    return answer == [1]
  }

  @Test("nothing stays of what was tried, in a transaction or outside of one")
  func rehearsal() throws {
    for isInTransaction in [false, true] {
      if isInTransaction { _ = try changes(by: "begin") }
      _ = try broken(by: "delete from city")
      #expect(connection.isInTransaction == isInTransaction)
      var count: Int64 = 0
      _ = try connection.prepare("select count(*) from city").run([]) { row throws(DatabaseError) in
        count = row[0].integer
        return true
      }
      #expect(count == 3)
      // What is not deferred is still refused at once.
      #expect(try broken(by: "insert into street values (9, 'SE', 'Oulu')").count == 1)
    }
  }
}
