import CSQLite
import SQL
import SQLite
import Testing

@Suite("Names in the catalog of a SQLite database")
struct CatalogNameTests {
  private func read(_ sql: String) throws -> String { try TestDatabase(sql).catalog().summary }

  @Test("names come back as they are: quotes, brackets, spaces, two spellings of é, the empty name")
  func names() throws {
    let summary = try read(
      """
      create table "say ""hi"" [now] `x`" ("a b" int, "c""d" int primary key);
      create table "caf\u{E9}" (a);
      create table "cafe\u{301}" (a);
      create table "" ("" int);
      create table "select" ("from" int references "say ""hi"" [now] `x`"("c""d"));
      """)
    #expect(
      summary.utf8.elementsEqual(
        """
        say "hi" [now] `x` key(c"d) by hidden rowid
          a b 'INT' integer
          c"d 'INT' integer
          primary(c"d)
          index(c"d)
        caf\u{E9} by hidden rowid
          a '' blob
        cafe\u{301} by hidden rowid
          a '' blob
         by hidden rowid
           'INT' integer
        select by hidden rowid
          from 'INT' integer
          (from) → say "hi" [now] `x`(c"d)
        """.utf8), "\(summary)")
  }

  @Test("a name that is not UTF-8 is listed, not mangled")
  func invalidNames() throws {
    let database = try TestDatabase("create table good(a)")
    let sql: [UInt8] = Array("create table \"b".utf8) + [0xFF] + Array("d\" (a)".utf8) + [0]
    sql.withUnsafeBytes { bytes in
      _ = sqlite3_exec(database.handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), nil, nil, nil)
    }
    #expect(
      try database.catalog().summary == """
        good by hidden rowid
          a '' blob
        ! main.b\u{FFFD}d: the name is not valid UTF-8
        """)
  }
}
