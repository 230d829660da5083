import Testing

@Suite("Large tables")
struct LargeTableTests {
  let folder: Folder

  init() throws {
    folder = try Folder()
    folder.make(
      "large.db",
      """
      create table reading(id integer primary key, place text, degrees real);
      create table small(id integer primary key);
      create view shown as select * from reading;
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000)
        insert into reading select i * 10, iif(i <= 100000, 'north', 'south'), i % 7 from n;
      """)
  }

  @Test("rows are counted up to a limit, and told from how keys lie beyond it")
  func counts() throws {
    let run = try folder.kin("large.db", "--csv", "tables")
    #expect(
      (run.output, run.notes, run.code) == (
        """
        entity,rows,kind,leads to
        reading,"≈ 200,000",table,""
        shown,"> 100,000",view,""
        small,0,table,""

        """, "", 0
      ))
  }

  @Test("a profile is that of the first rows by key, until all are asked for")
  func profile() throws {
    let run = try folder.kin(
      "large.db", "--csv", "profile reading", "profile reading full", "profile reading.place full")
    #expect(
      (run.output, run.notes, run.code) == (
        """
        column,type,nulls,distinct,least,greatest,most common
        id,integer,0,100000,10,1000000,
        place,text,0,1,north,north,"north ×100,000"
        degrees,real,0,7,0.0,6.0,"1.0 ×14,286, 2.0 ×14,286, 3.0 ×14,286"
        column,type,nulls,distinct,least,greatest,most common
        id,integer,0,200000,10,2000000,
        place,text,0,2,north,south,"north ×100,000, south ×100,000"
        degrees,real,0,7,0.0,6.0,"1.0 ×28,572, 2.0 ×28,572, 3.0 ×28,572"
        place,rows
        north,100000
        south,100000

        """, " Left out: column. --json has all.\n", 0
      ))
  }

  @Test("one scan for all columns, and one more for each that repeats a value")
  func statements() throws {
    let run = try folder.kin("large.db", "--csv", "--max-queries", "3", "profile reading")
    #expect((run.notes, run.code) == ("", 0))
    let refused = try folder.kin("large.db", "--csv", "--max-queries", "2", "profile reading")
    #expect((refused.output, refused.code) == ("", 4))
  }
}
