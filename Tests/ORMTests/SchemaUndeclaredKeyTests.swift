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
        == "author: books, books_as_editor\nbook: author, editor")
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
}
