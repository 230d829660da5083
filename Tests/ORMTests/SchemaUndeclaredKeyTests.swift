import ORM
import Testing

@Suite("Relationships added to those declared")
struct SchemaUndeclaredKeyTests {
  private static let books = """
    create table author(id integer primary key, name text);
    create table book(id integer primary key, author_id int, editor_id int references author, writer int);
    """

  @Test("what names suggest is added where some keys are declared only when it is asked for")
  func asked() throws {
    let books = try catalog(Self.books)
    #expect(SchemaBuilder.schema(from: books).names == "author: books\nbook: editor")
    #expect(
      SchemaBuilder.schema(from: books, with: SchemaAdditions(inference: .on)).names
        == "author: books_as_editor, books\nbook: editor, author")
  }

  @Test("a key given by a person makes both relationships and keeps the others")
  func manual() throws {
    let key = UndeclaredKey(
      table: "BOOK", columns: ["Writer"], parentTable: "Author", parentColumns: ["ID"], origin: .manual)
    #expect(
      try schema(Self.books, adding: [key]).summary == """
        author/authors by id called name
          books_as_editor one-to-many → book (id = editor_id) unindexed ⇄ editor
          books_as_writer one-to-many → book (id = writer) unindexed manual ⇄ writer_ref
          books ? books_as_editor | books_as_writer
        book/books by id
          editor many-to-one → author (editor_id = id) unindexed ⇄ books_as_editor
          writer_ref many-to-one → author (writer = id) unindexed manual ⇄ books_as_writer
        """)
  }

  @Test("a key that is declared already, or names what does not exist, adds nothing")
  func useless() throws {
    func key(_ table: String, _ column: String, _ parent: String) -> UndeclaredKey {
      UndeclaredKey(
        table: table, columns: [column], parentTable: parent, parentColumns: ["id"], origin: .manual)
    }
    let plain = try schema(Self.books).summary
    let added = try schema(
      Self.books,
      adding: [key("book", "editor_id", "author"), key("gone", "a", "author"), key("book", "gone", "author")])
    #expect(added.summary == plain)
  }

  @Test("names that a person gives go before all others, and a declared key may be given some too")
  func givenNames() throws {
    func key(_ column: String, _ name: String?, _ reverseName: String?) -> UndeclaredKey {
      UndeclaredKey(
        table: "book", columns: [column], parentTable: "author", parentColumns: ["id"], name: name,
        reverseName: reverseName, origin: .manual)
    }
    #expect(
      try schema(Self.books, adding: [key("writer", "poet", "poems"), key("editor_id", nil, "edited")]).names
        == "author: edited, poems\nbook: editor, poet")
    #expect(
      try schema(Self.books, adding: [key("writer", "poet", nil)]).summary == """
        author/authors by id called name
          books_as_editor one-to-many → book (id = editor_id) unindexed ⇄ editor
          books_as_poet one-to-many → book (id = writer) unindexed manual ⇄ poet
          books ? books_as_editor | books_as_poet
        book/books by id
          editor many-to-one → author (editor_id = id) unindexed ⇄ books_as_editor
          poet many-to-one → author (writer = id) unindexed manual ⇄ books_as_poet
        """)
  }

  @Test("a key that a person gives or refuses takes the place of what the names of its columns suggest")
  func instead() throws {
    let books = try catalog(
      """
      create table author(id integer primary key);
      create table person(id integer primary key);
      create table book(id integer primary key, author_id int);
      """)
    let given = UndeclaredKey(
      table: "book", columns: ["author_id"], parentTable: "person", parentColumns: ["id"], origin: .manual)
    let suggested = UndeclaredKey(
      table: "Book", columns: ["AUTHOR_ID"], parentTable: "author", parentColumns: ["id"], origin: .inferred)
    var additions = SchemaAdditions()
    func names() -> String { SchemaBuilder.schema(from: books, with: additions).names }
    #expect(names() == "author: books\nbook: author\nperson: ")
    additions.add(given)
    #expect(names() == "author: \nbook: author\nperson: books")
    additions.remove(given)
    #expect(names() == "author: books\nbook: author\nperson: ")
    additions.remove(suggested)
    #expect(names() == "author: \nbook: \nperson: ")
    additions.add(suggested)
    #expect(names() == "author: books\nbook: author\nperson: ")
    additions.inference = .off
    additions.keys = []
    #expect(names() == "author: \nbook: \nperson: ")
  }

  @Test("the last label that a person chose holds; one that is no column changes nothing")
  func labels() throws {
    let authors = try catalog("create table author(id integer primary key, name text, pen_name text)")
    func label(_ labels: [LabelChoice]) -> String {
      var additions = SchemaAdditions()
      for label in labels { additions.add(label) }
      return SchemaBuilder.schema(from: authors, with: additions).summary
    }
    let penName = LabelChoice(table: "AUTHOR", columns: ["PEN_NAME"])
    #expect(label([]) == "author/authors by id called name")
    #expect(label([penName]) == "author/authors by id called pen_name")
    #expect(
      label([penName, LabelChoice(table: "author", columns: ["name"])]) == "author/authors by id called name")
    #expect(label([LabelChoice(table: "author", columns: ["gone"])]) == "author/authors by id called name")
  }
}
