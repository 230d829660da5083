import ORM
import Testing

@Suite("What a foreign key means")
struct SchemaKeyTests {
  @Test("a key without parent columns means the parent's primary key in key order")
  func implicitParentKey() throws {
    let schema = try schema(
      """
      create table place(x int, y int, name text, primary key(y, x));
      create table visit(id integer primary key, vx int, vy int, foreign key(vy, vx) references place);
      """)
    #expect(
      schema.summary == """
        place/places by hidden rowid called name
          visits one-to-many → visit (y = vy, x = vx) unindexed ⇄ place
        visit/visits by id
          place many-to-one → place (vy = y, vx = x) unindexed ⇄ visits
        """)
  }

  @Test("a full unique key within the key's columns makes it one-to-one, declared either way")
  func oneToOne() throws {
    let schema = try schema(
      """
      create table p(id integer primary key);
      create table by_constraint(p_id int unique references p);
      create table by_index(p_id int references p);
      create unique index by_index_p on by_index(p_id);
      create table by_key(p_id integer primary key references p);
      create table by_partial_index(p_id int references p);
      create unique index by_partial_index_p on by_partial_index(p_id) where p_id > 1;
      create table by_expression(p_id int references p);
      create unique index by_expression_p on by_expression(abs(p_id));
      """)
    #expect(
      schema.summary == """
        by_constraint/by_constraints by hidden rowid
          p one-to-one → p (p_id = id) ⇄ by_constraint
        by_expression/by_expressions by hidden rowid
          p many-to-one → p (p_id = id) unindexed ⇄ by_expressions
        by_index/by_indexes by hidden rowid
          p one-to-one → p (p_id = id) ⇄ by_index
        by_key/by_keys by p_id
          p one-to-one → p (p_id = id) required ⇄ by_key
        by_partial_index/by_partial_indexes by hidden rowid
          p many-to-one → p (p_id = id) unindexed ⇄ by_partial_indexes
        p/ps by id
          by_constraint one-to-one back → by_constraint (id = p_id) ⇄ p
          by_index one-to-one back → by_index (id = p_id) ⇄ p
          by_key one-to-one back → by_key (id = p_id) ⇄ p
          by_expressions one-to-many → by_expression (id = p_id) unindexed ⇄ p
          by_partial_indexes one-to-many → by_partial_index (id = p_id) unindexed ⇄ p
        """)
  }

  @Test("a unique key that is a part of a composite key makes it one-to-one")
  func oneToOneBySubset() throws {
    let schema = try schema(
      """
      create table place(x int not null, y int not null, primary key(x, y));
      create table flag(x int unique, y int, foreign key(x, y) references place);
      create table tree(id integer primary key, x int, y int, unique(id, x, y), foreign key(x, y) references place);
      """)
    #expect(
      schema.summary == """
        flag/flags by hidden rowid
          place one-to-one → place (x = x, y = y) ⇄ flag
        place/places by x, y
          flag one-to-one back → flag (x = x, y = y) ⇄ place
          trees one-to-many → tree (x = x, y = y) unindexed ⇄ place
        tree/trees by id
          place many-to-one → place (x = x, y = y) unindexed ⇄ trees
        """)
  }

  @Test("a key that tells apart what its parent does not is many-to-one")
  func oneToOneByCollation() throws {
    let schema = try schema(
      """
      create table country(code text collate nocase primary key);
      create table finer(code text unique references country(code));
      create table same(code text collate nocase unique references country(code));
      create table word(code text primary key);
      create table coarser(code text unique collate nocase references word(code));
      """)
    #expect(
      schema.summary == """
        coarser/coarsers by hidden rowid
          word one-to-one → word (code = code) ⇄ coarser
        country/countries by hidden rowid
          same one-to-one back → same (code = code) ⇄ country
          finers one-to-many → finer (code = code) ⇄ country
        finer/finers by hidden rowid
          country many-to-one → country (code = code) ⇄ finers
        same/sames by hidden rowid
          country one-to-one → country (code = code) ⇄ same
        word/words by hidden rowid
          coarser one-to-one back → coarser (code = code) ⇄ word
        """)
  }

  @Test("actions and deferral are kept; of a key declared twice the stronger action shows")
  func actions() throws {
    let schema = try schema(
      """
      create table p(id integer primary key);
      create table c(note text, a int references p on delete cascade deferrable initially deferred, b int references p(id) on delete set null,
        foreign key(b) references p on delete restrict);
      """)
    #expect(
      schema.summary == """
        c/cs by hidden rowid
          a_ref many-to-one → p (a = id) unindexed deferred on delete cascade ⇄ cs_as_a
          b_ref many-to-one → p (b = id) unindexed on delete restrict ⇄ cs_as_b
        p/ps by id
          cs_as_a one-to-many → c (id = a) unindexed deferred on delete cascade ⇄ a_ref
          cs_as_b one-to-many → c (id = b) unindexed on delete restrict ⇄ b_ref
          cs ? cs_as_a | cs_as_b
        ! declared twice: c(b) → p
        """)
  }

  @Test("one column may refer to two parents")
  func sameColumnsTwoParents() throws {
    let schema = try schema(
      """
      create table car(id integer primary key);
      create table vehicle(id integer primary key);
      create table trip(vehicle_id int references vehicle references car);
      """)
    #expect(
      schema.summary == """
        car/cars by id
          trips one-to-many → trip (id = vehicle_id) unindexed ⇄ car
        trip/trips by hidden rowid
          vehicle many-to-one → vehicle (vehicle_id = id) unindexed ⇄ trips
          car many-to-one → car (vehicle_id = id) unindexed ⇄ trips
        vehicle/vehicles by id
          trips one-to-many → trip (id = vehicle_id) unindexed ⇄ vehicle
        """)
  }

  @Test("a key that leads nowhere is a warning, and the rest stands")
  func brokenKeys() throws {
    let schema = try schema(
      """
      create table p(id integer primary key, code text, note text);
      create unique index some_codes on p(code) where code > 'a';
      create table keyless(a);
      create table pair(a int, b int, primary key(a, b));
      create view shown as select id, code from p;
      create table c(
        to_missing int references gone(id), to_missing_column int references p(nowhere), to_rowid int references p(rowid),
        to_keyless int references keyless, to_pair int references pair, to_partial text references p(code),
        to_note text references p(note), to_view int references shown(id), to_view_key int references shown, good int references p);
      """)
    #expect(
      schema.summary == """
        c/cs by hidden rowid
          to_partial_ref many-to-one → p (to_partial = code) of many parents unindexed ⇄ cs_as_to_partial
          to many-to-one → p (to_note = note) of many parents unindexed ⇄ cs_to
          shown many-to-one → shown (to_view = id) of many parents unindexed ⇄ cs
          good_ref many-to-one → p (good = id) unindexed ⇄ cs_as_good
        keyless/keylesses by hidden rowid
        p/ps by id
          cs_as_to_partial one-to-many → c (code = to_partial) of many parents unindexed ⇄ to_partial_ref
          cs_to/cs_as_to one-to-many → c (note = to_note) of many parents unindexed ⇄ to
          cs_as_good one-to-many → c (id = good) unindexed ⇄ good_ref
          cs ? cs_as_to_partial | cs_to | cs_as_good
        pair/pairs by hidden rowid
        shown/showns view by nothing
          cs one-to-many → c (id = to_view) of many parents unindexed ⇄ shown
        ! missing parent: c(to_missing) → gone
        ! missing parent column nowhere: c(to_missing_column) → p
        ! missing parent column rowid: c(to_rowid) → p
        ! mismatched: c(to_keyless) → keyless
        ! mismatched: c(to_pair) → pair
        ! parent not unique: c(to_partial) → p
        ! parent not unique: c(to_note) → p
        ! parent not unique: c(to_view) → shown
        ! mismatched: c(to_view_key) → shown
        """)
  }

  @Test("a parent key under another collation than its column's can be read but not written")
  func parentCollation() throws {
    let schema = try schema(
      """
      create table p(id integer primary key, code text collate nocase, name text);
      create unique index p_code on p(code collate binary);
      create unique index p_name on p(name collate nocase);
      create table by_code(code text references p(code));
      create table by_name(name text references p(name));
      """)
    #expect(
      schema.summary == """
        by_code/by_codes by hidden rowid
          p many-to-one → p (code = code) of many parents unindexed ⇄ by_codes
        by_name/by_names by hidden rowid
          p many-to-one → p (name = name) unindexed ⇄ by_names
        p/ps by id called name
          by_codes one-to-many → by_code (code = code) of many parents unindexed ⇄ p
          by_names one-to-many → by_name (name = name) unindexed ⇄ p
        ! parent not unique: by_code(code) → p
        ! parent not unique: by_name(name) → p
        """)
  }

  @Test("names meet as SQLite folds them: ASCII without case, é by its bytes")
  func spelling() throws {
    let schema = try schema(
      """
      create table Author(Id integer primary key, eMail text unique);
      create table a(note text, author_id int references AUTHOR(ID), mail text references aUTHOR(EMAIL));
      create table "caf\u{E9}"(id integer primary key);
      create table "cafe\u{301}"(other_id integer primary key);
      create table b(x_id int references "cafe\u{301}", y_id int references "caf\u{E9}", z_id int references "CAF\u{C9}");
      """)
    #expect(
      schema.summary == """
        a/as by hidden rowid
          author many-to-one → Author (author_id = Id) unindexed ⇄ as
          mail_ref many-to-one → Author (mail = eMail) unindexed ⇄ as_as_mail
        Author/authors by Id called eMail
          as one-to-many → a (Id = author_id) unindexed ⇄ author
          as_as_mail one-to-many → a (eMail = mail) unindexed ⇄ mail_ref
        b/bs by hidden rowid
          x many-to-one → cafe\u{301} (x_id = other_id) unindexed ⇄ bs
          y many-to-one → caf\u{E9} (y_id = id) unindexed ⇄ bs
        cafe\u{301} by other_id
          bs one-to-many → b (other_id = x_id) unindexed ⇄ x
        caf\u{E9} by id
          bs one-to-many → b (id = y_id) unindexed ⇄ y
        ! missing parent: b(z_id) → CAF\u{C9}
        """)
  }

  @Test("tables that refer to each other, and to themselves, load in any order")
  func cycles() throws {
    let schema = try schema(
      """
      create table department(id integer primary key, head_id int references employee);
      create table employee(id integer primary key, department_id int references department, self_id integer references employee(id));
      """)
    #expect(
      schema.summary == """
        department/departments by id
          head many-to-one → employee (head_id = id) unindexed ⇄ departments
          employees one-to-many → employee (id = department_id) unindexed ⇄ department
        employee/employees by id
          department many-to-one → department (department_id = id) unindexed ⇄ employees
          self many-to-one → employee (self_id = id) unindexed ⇄ employees_as_self
          departments one-to-many → department (id = head_id) unindexed ⇄ head
          employees_as_self/employees one-to-many → employee (id = self_id) unindexed ⇄ self
        """)
  }

  @Test("a to-one is required when no column is nullable and the key is enforced")
  func required() throws {
    let schema = try schema(
      """
      create table p(id integer primary key);
      create table c(a_id int not null references p, b_id int references p, note text);
      """)
    #expect(
      schema.summary == """
        c/cs by hidden rowid
          a many-to-one → p (a_id = id) required unindexed ⇄ cs_as_a
          b many-to-one → p (b_id = id) unindexed ⇄ cs_as_b
        p/ps by id
          cs_as_a one-to-many → c (id = a_id) unindexed ⇄ a
          cs_as_b one-to-many → c (id = b_id) unindexed ⇄ b
          cs ? cs_as_a | cs_as_b
        """)
  }

  @Test("where keys are not enforced, none is required")
  func notRequired() throws {
    let schema = try schema(
      """
      create table p(id integer primary key);
      create table c(a_id int not null references p);
      """, enforcing: false)
    #expect(
      schema.summary == """
        c/cs by hidden rowid
          a many-to-one → p (a_id = id) unindexed ⇄ cs
        p/ps by id
          cs one-to-many → c (id = a_id) unindexed ⇄ a
        """)
  }

  @Test("a generated column may refer and be referred to")
  func generatedKeys() throws {
    let schema = try schema(
      """
      create table p(id integer primary key, code text generated always as ('c' || id) stored unique);
      create table c(id integer primary key, code text generated always as ('c' || id) references p(code));
      """)
    #expect(
      schema.summary == """
        c/cs by id
          p many-to-one → p (code = code) unindexed ⇄ cs
        p/ps by id called code
          cs one-to-many → c (code = code) unindexed ⇄ p
        """)
  }

  @Test("a key stays inside its database, and the first database of a name keeps the bare name")
  func databases() throws {
    let schema = try schema(
      """
      attach ':memory:' as other;
      create table author(id integer primary key, name text);
      create table temp.author(id integer primary key);
      create table temp.book(author_id int references author);
      create table other.author(id integer primary key);
      create table other.book(author_id int references author);
      create table temp.note(gone_id int references novel);
      create table novel(id integer primary key);
      """)
    #expect(
      schema.summary == """
        author/authors by id called name
        book/books by hidden rowid
          author many-to-one → temp.author (author_id = id) unindexed ⇄ books
        note/notes by hidden rowid
        novel/novels by id
        other.author/other_author/other_authors by id
          books one-to-many → other.book (id = author_id) unindexed ⇄ author
        other.book/other_book/other_books by hidden rowid
          author many-to-one → other.author (author_id = id) unindexed ⇄ books
        temp.author/temp_author/temp_authors by id
          books one-to-many → book (id = author_id) unindexed ⇄ author
        ! missing parent: note(gone_id) → novel
        """)
  }

  @Test("views and virtual tables are entities without relationships or identity")
  func views() throws {
    let schema = try schema(
      """
      create table author(id integer primary key, name text);
      create view poet as select * from author;
      create virtual table page using fts5(author_id, body);
      create view broken as select * from gone;
      create table book(author_id int references author);
      """)
    #expect(
      schema.summary == """
        author/authors by id called name
          books one-to-many → book (id = author_id) unindexed ⇄ author
        book/books by hidden rowid
          author many-to-one → author (author_id = id) unindexed ⇄ books
        page/pages virtual by nothing
        poet/poets view by nothing called name
        ! unreadable main.broken: no such table: main.gone
        """)
  }
}
