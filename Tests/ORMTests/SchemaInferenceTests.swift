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

  @Test("a word before most names says nothing; a key may be called otherwise than its table")
  func prefixes() throws {
    let schema = try schema(
      """
      create table tbl_users(UserID integer primary key, user_name text);
      create table tbl_categories(cat_id integer primary key, cat_name text, parent_id int);
      create table tbl_posts(post_id integer primary key, user_id int, cat_id int, tbl_id int);
      create table tbl_post_tags(post_id int, tag_id int);
      create table tag_list(tag_id integer primary key, tag text);
      create table config(name text, value text);
      """)
    #expect(
      schema.summary == """
        config/configs by hidden rowid called name
        tag_list/tag_lists by tag_id called tag
          tbl_post_tags one-to-many → tbl_post_tags (tag_id = tag_id) unindexed inferred ⇄ tag
          tbl_posts many-to-many → tbl_posts (tag_id = tag_id; post_id = post_id) through tbl_post_tags bag unindexed inferred ⇄ tag_lists
        tbl_categories/tbl_category by cat_id called cat_name
          parent many-to-one → tbl_categories (parent_id = cat_id) unindexed inferred ⇄ children
          children/tbl_categories_as_parent/tbl_categories one-to-many → tbl_categories (cat_id = parent_id) unindexed inferred ⇄ parent
          tbl_posts one-to-many → tbl_posts (cat_id = cat_id) unindexed inferred ⇄ cat
        tbl_post_tags/tbl_post_tag by hidden rowid junction
          post many-to-one → tbl_posts (post_id = post_id) unindexed inferred ⇄ tbl_post_tags
          tag many-to-one → tag_list (tag_id = tag_id) unindexed inferred ⇄ tbl_post_tags
        tbl_posts/tbl_post by post_id
          user many-to-one → tbl_users (user_id = UserID) unindexed inferred ⇄ tbl_posts
          cat many-to-one → tbl_categories (cat_id = cat_id) unindexed inferred ⇄ tbl_posts
          tbl_post_tags/tags one-to-many → tbl_post_tags (post_id = post_id) unindexed inferred ⇄ post
          tag_lists many-to-many → tag_list (post_id = post_id; tag_id = tag_id) through tbl_post_tags bag unindexed inferred ⇄ tbl_posts
        tbl_users/tbl_user by UserID called user_name
          tbl_posts one-to-many → tbl_posts (UserID = user_id) unindexed inferred ⇄ user
        """)
  }

  @Test("a word before most names is kept where it is the name of a table")
  func noPrefixes() throws {
    let schema = try schema(
      """
      create table orders(id integer primary key);
      create table order_line(id integer primary key, order_id int);
      create table order_status(id integer primary key);
      create table order_note(id integer primary key, status_id int, line_id int);
      """)
    #expect(
      schema.summary == """
        order_line/order_lines by id
          order many-to-one → orders (order_id = id) unindexed inferred ⇄ order_lines
        order_note/order_notes by id
        order_status/order_statuses by id
        orders/order by id
          order_lines/lines one-to-many → order_line (id = order_id) unindexed inferred ⇄ order
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
