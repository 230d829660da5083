import Navigation
import Shell
import Testing

/// What Tab offers in a statement of SQL; `|` marks the cursor.
@Suite struct SQLCompletionTests {
  private static let entities = [
    "author", "award", "book", "book_award", "book_genre", "branch", "copy", "country", "genre", "librarian",
    "librarian_profile", "loan", "member", "publisher", "review", "transfer",
  ]

  @Test("a name that needs quotes is found without them, and what can be joined stands first")
  func quotedAndJoined() throws {
    let shop = try SampleLibrary(sample: "shop")
    let ordered = shop.conversation.complete("select * from ord", cursor: 17)
    #expect(ordered.candidates.map(\.text) == ["\"order\""])
    let library = try SampleLibrary()
    let line = "select * from librarian join "
    let joined = library.conversation.complete(line, cursor: line.utf8.count).candidates.map(\.text)
    let related = ["branch", "librarian", "librarian_profile"]
    #expect(joined == related + Self.entities.filter { !related.contains($0) })
  }

  @Test(
    arguments: [
      ("select * from boo|", ["book", "book_award", "book_genre"]),
      ("select * from book, auth|", ["author"]),
      ("insert into auth|", ["author"]),
      ("select ti| from book", ["title"]),
      ("select na|", ["name", "native_name"]),
      ("select distinct na|", ["name", "native_name"]),
      ("select id, na|", ["name", "native_name"]),
      ("select dis|", ["distinct"]),
      ("SELECT DIS|", ["DISTINCT"]),
      ("select id f|", ["from"]),
      ("select count(*) from author where co|", ["country_code"]),
      ("select * from author where name like 'A%' gr|", ["group"]),
      ("select * from author where not ex|", ["exists"]),
      ("select * from author order |", ["by"]),
      ("select * from author order by bo|", ["born"]),
      ("select * from author order by born d|", ["desc"]),
      ("insert into author(id, n|", ["name", "native_name"]),
      ("insert into author(name, n|", ["native_name"]),
      ("insert into genre (|", ["id", "name", "parent_id"]),
      ("insert into genre (id, name) v|", ["values"]),
      ("insert into genre v|", ["values"]),
      ("update genre set |", ["id", "name", "parent_id"]),
      ("update genre set name = 'a', |", ["id", "name", "parent_id"]),
      ("update genre set name = p|", ["parent_id"]),
      ("update genre set name = 'a' w|", ["where"]),
      ("update genre set name = case when id = 1 t|", ["then"]),
      ("select id from genre union se|", ["select"]),
      ("select count(*) o|", ["or", "order", "over"]),
      ("select * from author left j|", ["join"]),
      ("update genre se|", ["set"]),
      ("delete from genre wh|", ["where"]),
      ("create ta|", ["table"]),
      ("create index i on |", entities),
      ("create unique index if not exists i on boo|", ["book", "book_award", "book_genre"]),
      ("create index i on genre (|", ["id", "name", "parent_id"]),
      ("create index i on genre (name, |", ["id", "parent_id"]),
      ("create index i on genre (name) where p|", ["parent_id"]),
      ("create trigger t after insert on gen|", ["genre"]),
      ("select b.ti| from book b", ["title"]),
      ("select B.ti| from book AS b", ["title"]),
      ("select * from genre where |", ["id", "name", "parent_id", "genre."]),
      ("select * from genre where NAM|", ["name"]),
      ("select * from author whe|", ["where"]),
      ("SELECT * FROM author WHE|", ["WHERE"]),
      (
        "select * from genre g join genre p on |",
        [
          "p.parent_id = g.id", "p.id = g.parent_id", "g.id", "g.name", "g.parent_id", "p.id", "p.name",
          "p.parent_id", "g.", "p.",
        ]
      ),
      ("select * from author where name = 'from boo|", []),
      ("select * from author -- from boo|", []),
      ("select * from \"boo|", ["\"book\"", "\"book_award\"", "\"book_genre\""]),
      ("select * from \"boo|\" where id = 3", ["\"book\"", "\"book_award\"", "\"book_genre\""]),
      ("select \"ti| from book", ["\"title\""]),
      ("select \"tit|\" from book", ["\"title\""]),
      ("select b.\"tit| from book b", []),
      ("select * from book b where b.\"tit|", ["\"title\""]),
      // Tables that a statement makes for itself.
      ("with top as (select 1 as n) select * from t|", ["top", "transfer"]),
      (
        "with top as (select author_id, count(*) as number from book group by 1) select * from top where num|",
        ["number"]
      ),
      ("with top as (select author_id, count(*) as n from book) select top.| from top", ["author_id", "n"]),
      (
        "with top as (select author_id, count(*) as n from book) select t.| from top as t",
        ["author_id", "n"]
      ),
      ("with recursive up(id, level) as (select 1, 1) select up.| from up", ["id", "level"]),
      (
        "with a as (select * from genre), b as materialized (select name from a) select a.| from a, b",
        ["id", "name", "parent_id"]
      ),
      ("with a as (select * from genre), b as (select name from a) select b.| from a, b", ["name"]),
      ("with a as (select * from genre), b as (select name from |", ["a", "b"] + entities),
      ("select nothing.|", []),
      ("explain select * from boo|", ["book", "book_award", "book_genre"]),
      ("update genre set na|", ["name"]),
    ] as [(String, [String])])
  func offered(marked: String, expected: [String]) throws {
    let cursor = marked.prefix { $0 != "|" }.utf8.count
    let line = marked.filter { $0 != "|" }
    let completion = try SampleLibrary().conversation.complete(line, cursor: cursor)
    #expect(completion.candidates.map(\.text) == expected)
  }

  @Test("names that need quotes are offered in them, whether the quote is typed or not")
  func quotedNames() throws {
    let sample = try SampleLibrary()
    _ = sample.answer(
      to: "create table \"odd one\" (id integer primary key, \"full name\" text, \"Order\" text)")
    func offers(_ line: String) -> [String] {
      sample.conversation.complete(line, cursor: line.utf8.count).candidates.map(\.text)
    }
    #expect(offers("select * from \"od") == ["\"odd one\""])
    #expect(offers("select * from od") == ["\"odd one\""])
    #expect(offers("select * from \"odd one\" where \"fu") == ["\"full name\""])
    #expect(offers("select * from \"odd one\" where ord") == ["\"Order\""])
    #expect(offers("select * from \"odd one\" o where o.\"") == ["\"id\"", "\"full name\"", "\"Order\""])
  }

  @Test("before a FROM says where they are, the columns of all tables are offered, each once")
  func columnsOfAll() throws {
    let sample = try SampleLibrary(sample: "blog")
    let candidates = sample.conversation.complete("select ", cursor: 7).candidates
    #expect(
      candidates.map { "\($0.text)  \($0.note)" } == [
        "*  all columns", "distinct  SQL", "id  comment and 3 more", "post_id  comment and 1 more",
        "user_id  comment and 2 more", "parent_id  comment", "text  comment", "follower_id  follow",
        "followed_id  follow", "title  post", "published  post", "body  post", "tag_id  post_tag",
        "about  profile", "site  profile", "name  tag and 1 more", "handle  user", "joined  user",
        "comment.  comment", "follow.  follow", "post.  post", "post_tag.  post_tag", "profile.  profile",
        "tag.  tag", "user.  user",
      ])
  }

  @Test("behind a table only what goes on with it is offered")
  func behindTable() throws {
    let line = "select * from author "
    let candidates = try SampleLibrary().conversation.complete(line, cursor: line.utf8.count).candidates
    #expect(
      candidates.map(\.text) == [
        "as", "cross", "except", "full", "group", "inner", "intersect", "join", "left", "limit", "natural",
        "order", "right", "union", "where",
      ])
  }
}
