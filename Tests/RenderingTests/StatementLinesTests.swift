import Rendering
import Testing

/// Which SQL is whole, and which lines can only be the rest of it.
@Suite("Statements over several lines")
struct StatementLinesTests {
  @Test(
    "how far a text has come",
    arguments: [
      ("", .ended),
      ("-- nothing yet", .ended),
      ("select 1;", .ended),
      ("select 1; -- done", .ended),
      ("select 1", .whole),
      ("select 1; select 2", .whole),
      ("select 1;\nselect", .unfinished),
      ("select a,", .unfinished),
      ("select a, -- and", .unfinished),
      ("select a /* and", .open("/*")),
      ("select a /* don't */", .whole),
      ("select a -- don't", .whole),
      ("select 'a", .open("'")),
      ("select 'it''", .open("'")),
      ("select 'it''s'", .whole),
      ("select 'a\nb;\nc", .open("'")),
      ("select 'a\nb;\nc'", .whole),
      ("select \"a", .open("\"")),
      ("select 'a''\nb", .open("'")),
      ("select 'a''\nb'", .whole),
      ("select 'a\n''\n''b\n', 'c", .open("'")),
      ("select 'a\n''\n''b\n', 'c'", .whole),
      ("select /* a\n* /\n/ b", .open("/*")),
      ("select /* a\n* /\n*/ b", .whole),
      ("select [a\n[b", .open("[")),
      ("select [a\n[b]", .whole),
      ("select x'00", .open("'")),
      ("select [a", .open("[")),
      ("select [a]", .whole),
      ("select (1", .open("(")),
      ("select (1;", .ended),
      ("select *", .unfinished),
      ("select count(*)", .whole),
      ("select a +", .unfinished),
      ("select a from", .unfinished),
      ("select a from t where", .unfinished),
      ("select a from t order by", .unfinished),
      ("select a from t union all", .unfinished),
      ("select case when a", .unfinished),
      ("select case when a then b end", .whole),
      ("select \"from\"", .whole),
      ("with x as (select 1)", .unfinished),
      ("with x as (select 1) select * from x", .whole),
      ("explain", .unfinished),
      ("explain query plan", .unfinished),
      ("explain query plan select 1", .whole),
      ("insert into t", .unfinished),
      ("insert into t (a, b)", .unfinished),
      ("insert into t values", .unfinished),
      ("insert into t values (1)", .whole),
      ("insert into t values (1),", .unfinished),
      ("insert into t default values", .whole),
      ("insert into t select * from s", .whole),
      ("insert into t values (1) on conflict (id) do", .whole),
      ("insert into t values (1) on conflict (id) do update", .unfinished),
      ("insert into t values (1) returning *", .whole),
      ("replace into t", .unfinished),
      ("update t", .unfinished),
      ("update t set", .unfinished),
      ("update t set a = 1", .whole),
      ("delete from", .unfinished),
      ("delete from t", .whole),
      ("create table t", .unfinished),
      ("create table t (a)", .whole),
      ("create table t as", .unfinished),
      ("create table t as select 1", .whole),
      ("create view v", .unfinished),
      ("create view v as", .unfinished),
      ("create index i on t", .unfinished),
      ("create index i on t (a)", .whole),
      ("create trigger g after delete on t begin", .unfinished),
      ("create trigger g after delete on t begin delete from s;", .unfinished),
      ("create trigger g after delete on t begin select case when 1 then 2 end;", .unfinished),
      ("create trigger g after delete on t begin delete from s; end", .whole),
      ("create trigger g after delete on t begin delete from s; end;", .ended),
      ("alter table t", .unfinished),
      ("alter table t rename to", .unfinished),
      ("alter table t rename to s", .whole),
      ("pragma foreign_keys = on", .whole),
      ("pragma foreign_keys =", .unfinished),
      ("begin", .whole),
      // Paths that were meant as SQL are answered at once.
      ("delete author[3]", .whole),
      ("delete from author[3]", .whole),
      ("update author[3].name = 'X'", .whole),
      ("insert author", .whole),
      ("update main.[t]", .unfinished),
    ] as [(String, StatementLines.State)])
  func states(_ text: String, _ state: StatementLines.State) {
    #expect(StatementLines(text).state == state)
  }

  @Test(
    "a line that can only be the rest of a statement",
    arguments: [
      ("delete from t", "where id = 1", true),
      ("delete from t", "  WHERE id = 1", true),
      ("delete from t", "where(id = 1)", true),
      ("delete from t", "returning *", true),
      ("select a", "from t", true),
      ("select a", ", b", true),
      ("select a", ") as b", true),
      ("select a", "(b)", true),
      ("select a", "|| b", true),
      ("select a", "- b", true),
      ("select a", ";", true),
      ("select a from t", "join s on a = b", true),
      ("select a from t", "left join s on a = b", true),
      ("select a from t", "indexed by i", true),
      ("select a", "-- from t", false),
      ("select a", "select b", false),
      ("select a", "set load lazy", false),
      ("select a", "author", false),
      ("select a", ".books", false),
      ("select a", ":help", false),
      ("select a", "order.items", false),
      ("select a", "order[1]", false),
      ("select a", "limit = author[1]", false),
      ("select a;", "from t", false),
      ("begin", "where id = 1", false),
      ("pragma table_info(t)", "where 1", false),
    ])
  func lookahead(_ text: String, _ next: String, _ goesOn: Bool) {
    #expect(StatementLines(text).canOnlyGoOn(with: next, words: ["INDEXED"]) == goesOn)
  }

  @Test(
    "what without its WHERE takes every row",
    arguments: [
      ("delete from t", true), ("update t set a = 1", true), ("delete from t where a = 1", true),
      ("with x as (select 1) delete from t", true), ("with x as (select 1) select 1", false),
      ("insert into t values (1)", false), ("delete author[3]", false), ("select 'delete'", false),
      ("delete from t; select 1", false), ("select 1; delete from t", true),
    ])
  func rows(_ text: String, _ changesRows: Bool) {
    #expect(StatementLines(text).changesRows == changesRows)
  }

  @Test("a statement of many lines takes time for each of them once")
  func length() {
    let clock = ContinuousClock()
    func time(_ count: Int) -> Duration {
      clock.measure {
        var lines = StatementLines("insert into t values")
        for _ in 0..<count { lines.append("(1, 'it''s', null),") }
        #expect(lines.state == .unfinished)
      }
    }
    _ = time(100)
    #expect(time(8_000) < time(1_000) * 40)
  }
}
