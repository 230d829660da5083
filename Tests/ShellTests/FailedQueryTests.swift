import Foundation
import Testing

/// What is told of queries that were sent and did not come to their end.
@Suite("queries that fail")
struct FailedQueryTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("what failed on its way was sent: it and its rows are counted, and stand in the log")
  func failing() throws {
    folder.make(
      "fails.db",
      """
      create table t (id integer primary key);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) insert into t select i from n;
      create view v as select id, abs(id - 1501 + -9223372036854775807 - 1 + (id <> 1501)) as a from t;
      """)
    let lines = ["v", "select * from v;", "select 1; select * from v;", "select nothing;", "log", "queries"]
    let run = try Kin(
      ["fails.db", "--csv", "--stats", "--on-error", "continue"] + lines, in: folder.url)
    let queries = run.notes.matches(of: /"queries": (\d+), "rowsFetched": (\d+)/).map { [$0.1, $0.2] }
    #expect(
      queries == [["1", "1500"], ["1", "1500"], ["2", "1501"], ["0", "0"], ["0", "0"], ["0", "0"]])
    // Without the times and what stands behind them.
    let told = run.output.split(separator: "\n").suffix(8)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).prefix(7).joined(separator: ",") }
    #expect(
      told.prefix(5) == [
        "line,typed,piece,strategy,relationship,queries,rows", "1,v,v,flat,v,1,1500",
        "2,select * from v;,,,,1,1500", "3,select 1; select * from v;,,,,1,1",
        "4,select 1; select * from v;,,,,1,1500",
      ])
    let totals = told.dropFirst(5).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).prefix(5)
    }
    // They stand by their time, too.
    #expect(
      totals.map { $0.joined(separator: ",") }.sorted() == [
        "SQL,,,3,3001", "relationship,strategy,hop,queries,rows", "v,flat,0,1,1500",
      ])
  }

  @Test("sql last shows what was sent last, found or not")
  func lastSQL() throws {
    let run = try folder.kin(
      "--on-error", "continue", "--csv", "shelf.db", "author[1].name", "author[77]", "sql last")
    let sql = run.notes.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
    #expect(sql.contains("author[77]") && sql.contains("? = 77"), "\(run.notes)")
    #expect(!run.notes.contains("? = 1\n"))
  }

  @Test("compare counts what it ran, also where the rest was too much")
  func compareOverBudget() throws {
    for (limit, code) in [("9", 0), ("2", 4)] as [(String, Int32)] {
      let run = try folder.kin("shelf.db", "--csv", "--stats", "--max-queries", limit, "compare author.books")
      let sent = run.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
      let sum = sent.compactMap { Int($0) }.reduce(0, +)
      let told = run.notes.firstMatch(of: /"queries": (\d+)/)?.1
      #expect((told.map { String($0) }, run.code) == (String(sum), code), "\(run.output)")
      #expect(sum > 0)
    }
  }

  @Test("what was stopped was sent, too")
  func stopped() throws {
    let numbers = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n;"
    let run = try folder.shell(
      "timeout --preserve-status -s INT 0.5 kin shelf.db --stats '\(numbers)'; echo $?")
    #expect(run.output == "130\n")
    let queries = run.notes.matches(of: /"queries": (\d+), "rowsFetched": (\d+)/).map { [$0.1, $0.2] }
    #expect(queries == [["1", "0"]])
  }
}
