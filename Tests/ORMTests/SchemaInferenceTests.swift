import ORM
import Testing

@Suite("Relationships that nobody declared")
struct SchemaInferenceTests {
  @Test("where no key is declared, columns named after a table's key refer to it")
  func byName() throws {
    let schema = try schema(
      """
      create table authors(id integer primary key, name text);
      create table people(person_id integer primary key);
      create table book(id integer primary key, author_id int, main_author_id int, person_id int, PublisherId int);
      create table Publisher(PublisherId integer primary key);
      create table book_tag(book_id int, tag_id int, primary key(book_id, tag_id));
      create table tags(id integer primary key);
      create table category(id integer primary key, parent_id int);
      """)
    #expect(
      schema.summary == """
        authors/author by id called name
          books one-to-many → book (id = author_id) unindexed inferred ⇄ author
          books_as_main_author one-to-many → book (id = main_author_id) unindexed inferred ⇄ main_author
        book/books by id
          author many-to-one → authors (author_id = id) unindexed inferred ⇄ books
          main_author many-to-one → authors (main_author_id = id) unindexed inferred ⇄ books_as_main_author
          person many-to-one → people (person_id = person_id) unindexed inferred ⇄ books
          publisher many-to-one → Publisher (PublisherId = PublisherId) unindexed inferred ⇄ books
          book_tags one-to-many → book_tag (id = book_id) inferred ⇄ book
          tags many-to-many → tags (id = book_id; tag_id = id) through book_tag inferred ⇄ books
        book_tag/book_tags by hidden rowid junction
          book many-to-one → book (book_id = id) inferred ⇄ book_tags
          tag many-to-one → tags (tag_id = id) unindexed inferred ⇄ book_tags
        category/categories by id
          parent many-to-one → category (parent_id = id) unindexed inferred ⇄ children
          children/categories_as_parent/categories one-to-many → category (id = parent_id) unindexed inferred ⇄ parent
        people/person by person_id
          books one-to-many → book (person_id = person_id) unindexed inferred ⇄ person
        Publisher/publishers by PublisherId
          books one-to-many → book (PublisherId = PublisherId) unindexed inferred ⇄ publisher
        tags/tag by id
          book_tags one-to-many → book_tag (id = tag_id) unindexed inferred ⇄ tag
          books many-to-many → book (id = tag_id; book_id = id) through book_tag unindexed inferred ⇄ tags
        """)
  }

  @Test(
    "other ids, pairs with a type, ids of another affinity, two candidates and the own key refer to nothing")
  func none() throws {
    let schema = try schema(
      """
      create table owner(id integer primary key);
      create table word(id text primary key);
      create table tag(id integer primary key);
      create table tags(id integer primary key);
      create table pair(a_id int, b_id int, primary key(a_id, b_id));
      create table odd(number integer primary key);
      create table note(note_id integer primary key, owner_id int, owner_type text, stripe_id text, word_id int, tag_id int, pair_id int,
        odd_id int, paid int, grid int, ownerid int);
      """)
    #expect(
      schema.summary == """
        note/notes by note_id
        odd/odds by number
        owner/owners by id
        pair/pairs by hidden rowid
        tag by id
        tags by id
        word/words by hidden rowid
        """)
  }

  @Test("one declared key anywhere in the database and nothing is inferred")
  func notWhereDeclared() throws {
    let schema = try schema(
      """
      create table author(id integer primary key);
      create table book(id integer primary key, author_id int, editor_id int references author);
      create table note(book_id int);
      """)
    #expect(
      schema.summary == """
        author/authors by id
          books one-to-many → book (id = editor_id) unindexed ⇄ editor
        book/books by id
          editor many-to-one → author (editor_id = id) unindexed ⇄ books
        note/notes by hidden rowid
        """)
  }
}
