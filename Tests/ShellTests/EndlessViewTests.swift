import Testing

/// Views that come to no end, where all of a database is looked at.
@Suite("endless views")
struct EndlessViewTests {
  @Test("one is left out by tables and doctor, and the rest is told")
  func overviews() throws {
    let folder = try Folder()
    folder.make(
      "endless.db",
      """
      create table a (id integer primary key, v_id int);
      insert into a values (1, 1);
      create view counted as
        with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as id from n;
      create view v as with recursive n(i) as (select 1 union all select i + 1 from n) select i as id from n;
      """)
    let run = try folder.kin("endless.db", "tables", "doctor")
    #expect(
      (run.output, run.notes, run.code) == (
        """
         a                1
         counted          ?  view
         v        > 100,000  view
         1 finding in 3 entities: 1 slow.

         slow   counted takes long to read and is left out; to wait for it:
                doctor full

         The file itself: doctor full

        """, "", 0
      ))
  }
}
