import ORM
import Testing

@Suite("How relationships are named")
struct SchemaNameTests {
  @Test("a to-one is its column without what marks it as a key")
  func toOneSuffixes() throws {
    let schema = try schema(
      """
      create table country(code text primary key, name text);
      create table person(id integer primary key, ident_id int unique);
      create table c(
        author_id int references person, ReviewerID int references person, printerUuid int references person,
        guide_guid int references person, maker_fk int references person, seller_pk int references person,
        country_code text references country(code), birth_country_code text references country(code),
        fk_owner int references person, id_user int references person, personid int references person,
        some_ident_id int references person(ident_id), "Ship Via" int references person);
      """)
    #expect(
      schema.summary == """
        c/cs by hidden rowid
          author many-to-one → person (author_id = id) unindexed ⇄ cs_as_author
          reviewer many-to-one → person (ReviewerID = id) unindexed ⇄ cs_as_reviewer
          printer many-to-one → person (printerUuid = id) unindexed ⇄ cs_as_printer
          guide many-to-one → person (guide_guid = id) unindexed ⇄ cs_as_guide
          maker many-to-one → person (maker_fk = id) unindexed ⇄ cs_as_maker
          seller many-to-one → person (seller_pk = id) unindexed ⇄ cs_as_seller
          country many-to-one → country (country_code = code) unindexed ⇄ cs
          birth_country many-to-one → country (birth_country_code = code) unindexed ⇄ cs_as_birth_country
          owner many-to-one → person (fk_owner = id) unindexed ⇄ cs_as_owner
          user many-to-one → person (id_user = id) unindexed ⇄ cs_as_user
          person many-to-one → person (personid = id) unindexed ⇄ cs
          some_ident many-to-one → person (some_ident_id = ident_id) unindexed ⇄ cs_as_some_ident
          ship_via_ref many-to-one → person (Ship Via = id) unindexed ⇄ cs_as_ship_via
        country/countries by hidden rowid called name
          cs one-to-many → c (code = country_code) unindexed ⇄ country
          cs_as_birth_country one-to-many → c (code = birth_country_code) unindexed ⇄ birth_country
        person/people by id
          cs_as_author one-to-many → c (id = author_id) unindexed ⇄ author
          cs_as_reviewer one-to-many → c (id = ReviewerID) unindexed ⇄ reviewer
          cs_as_printer one-to-many → c (id = printerUuid) unindexed ⇄ printer
          cs_as_guide one-to-many → c (id = guide_guid) unindexed ⇄ guide
          cs_as_maker one-to-many → c (id = maker_fk) unindexed ⇄ maker
          cs_as_seller one-to-many → c (id = seller_pk) unindexed ⇄ seller
          cs_as_owner one-to-many → c (id = fk_owner) unindexed ⇄ owner
          cs_as_user one-to-many → c (id = id_user) unindexed ⇄ user
          cs one-to-many → c (id = personid) unindexed ⇄ person
          cs_as_some_ident one-to-many → c (ident_id = some_ident_id) unindexed ⇄ some_ident
          cs_as_ship_via one-to-many → c (id = Ship Via) unindexed ⇄ ship_via_ref
        """)
  }

  @Test("a column keeps its name; the to-one then takes the parent's or a longer one")
  func toOneClash() throws {
    let schema = try schema(
      """
      create table shipper(id integer primary key);
      create table table_a(id integer primary key);
      create table orders(id integer primary key, ship_via int references shipper, parent text, parent_id int references orders,
        table_a int references table_a, table_a_id int references table_a);
      create table leaf(id integer primary key references shipper);
      create table staff(id integer primary key, boss int references staff);
      """)
    #expect(
      schema.summary == """
        leaf/leaves by id
          shipper one-to-one → shipper (id = id) required ⇄ leaf
        orders/order by id
          shipper many-to-one → shipper (ship_via = id) unindexed ⇄ orders
          parent_ref many-to-one → orders (parent_id = id) unindexed ⇄ children
          table_a_ref many-to-one → table_a (table_a = id) unindexed ⇄ orders_as_table_a
          table_a_by_table_a_id many-to-one → table_a (table_a_id = id) unindexed ⇄ orders_as_table_a_by_table_a_id
          children/orders_as_parent/orders one-to-many → orders (id = parent_id) unindexed ⇄ parent_ref
        shipper/shippers by id
          leaf one-to-one back → leaf (id = id) ⇄ shipper
          orders one-to-many → orders (id = ship_via) unindexed ⇄ shipper
        staff by id
          boss_ref many-to-one → staff (boss = id) unindexed ⇄ reports
          reports/staff_as_boss/staff one-to-many → staff (id = boss) unindexed ⇄ boss_ref
        table_a/table_as by id
          orders_as_table_a one-to-many → orders (id = table_a) unindexed ⇄ table_a_ref
          orders_as_table_a_by_table_a_id one-to-many → orders (id = table_a_id) unindexed ⇄ table_a_by_table_a_id
          orders ? orders_as_table_a | orders_as_table_a_by_table_a_id
        """)
  }

  @Test("several keys to one table: roles, and the bare name lists them")
  func severalKeysToOneTable() throws {
    let schema = try schema(
      """
      create table team(id integer primary key);
      create table game(id integer primary key, home_team_id int references team, away_team_id int references team, day text);
      create table language(id integer primary key);
      create table film(id integer primary key, language_id int references language, original_language_id int references language);
      """)
    #expect(
      schema.summary == """
        film/films by id
          language many-to-one → language (language_id = id) unindexed ⇄ films
          original_language many-to-one → language (original_language_id = id) unindexed ⇄ films_as_original_language
        game/games by id
          home_team many-to-one → team (home_team_id = id) unindexed ⇄ games_as_home_team
          away_team many-to-one → team (away_team_id = id) unindexed ⇄ games_as_away_team
        language/languages by id
          films one-to-many → film (id = language_id) unindexed ⇄ language
          films_as_original_language one-to-many → film (id = original_language_id) unindexed ⇄ original_language
        team/teams by id
          games_as_home_team one-to-many → game (id = home_team_id) unindexed ⇄ home_team
          games_as_away_team one-to-many → game (id = away_team_id) unindexed ⇄ away_team
          games ? games_as_home_team | games_as_away_team
        """)
  }

  @Test("composite keys are named by the parent, or by what they do not share")
  func compositeRoles() throws {
    let schema = try schema(
      """
      create table team(league int, code text, primary key(league, code));
      create table player(league int, team_code text, foreign key(league, team_code) references team);
      create table game(league int, home_code text, away_code text, foreign key(league, home_code) references team,
        foreign key(league, away_code) references team);
      """)
    #expect(
      schema.summary == """
        game/games by hidden rowid
          home many-to-one → team (league = league, home_code = code) unindexed ⇄ games_as_home
          away many-to-one → team (league = league, away_code = code) unindexed ⇄ games_as_away
        player/players by hidden rowid
          team many-to-one → team (league = league, team_code = code) unindexed ⇄ players
        team/teams by hidden rowid
          games_as_home one-to-many → game (league = league, code = home_code) unindexed ⇄ home
          games_as_away one-to-many → game (league = league, code = away_code) unindexed ⇄ away
          players one-to-many → player (league = league, code = team_code) unindexed ⇄ team
          games ? games_as_home | games_as_away
        """)
  }

  @Test("a key to its own table: everyday words where there are any")
  func toItself() throws {
    let schema = try schema(
      """
      create table employee(id integer primary key, manager_id int references employee);
      create table category(id integer primary key, parent_id int references category);
      create table person(id integer primary key, mother_id int references person, father_id int references person);
      create table author(id integer primary key, mentor_id int references author);
      create table post(id integer primary key, in_reply_to_id int references post);
      create table book(id integer primary key, sequel_of_id int references book);
      create table node(id integer primary key, next_id int unique references node);
      """)
    #expect(
      schema.summary == """
        author/authors by id
          mentor many-to-one → author (mentor_id = id) unindexed ⇄ mentees
          mentees/authors_as_mentor/authors one-to-many → author (id = mentor_id) unindexed ⇄ mentor
        book/books by id
          sequel_of many-to-one → book (sequel_of_id = id) unindexed ⇄ sequels
          sequels/books_as_sequel_of/books one-to-many → book (id = sequel_of_id) unindexed ⇄ sequel_of
        category/categories by id
          parent many-to-one → category (parent_id = id) unindexed ⇄ children
          children/categories_as_parent/categories one-to-many → category (id = parent_id) unindexed ⇄ parent
        employee/employees by id
          manager many-to-one → employee (manager_id = id) unindexed ⇄ reports
          reports/employees_as_manager/employees one-to-many → employee (id = manager_id) unindexed ⇄ manager
        node/nodes by id
          next one-to-one → node (next_id = id) ⇄ node_as_next
          node_as_next/node one-to-one back → node (id = next_id) ⇄ next
        person/people by id
          mother many-to-one → person (mother_id = id) unindexed ⇄ children_as_mother
          father many-to-one → person (father_id = id) unindexed ⇄ children_as_father
          children_as_mother/people_as_mother one-to-many → person (id = mother_id) unindexed ⇄ mother
          children_as_father/people_as_father one-to-many → person (id = father_id) unindexed ⇄ father
          people ? children_as_mother | children_as_father
          children ? children_as_mother | children_as_father
        post/posts by id
          in_reply_to many-to-one → post (in_reply_to_id = id) unindexed ⇄ replies
          replies/posts_as_in_reply_to/posts one-to-many → post (id = in_reply_to_id) unindexed ⇄ in_reply_to
        """)
  }

  @Test(
    "each everyday word stands for the other side of a role, with the table's own name behind it too",
    arguments: [
      ("parent", "children"), ("mother", "children"), ("father", "children"), ("sire", "offspring"),
      ("dam", "offspring"), ("ancestor", "descendants"), ("guardian", "wards"), ("manager", "reports"),
      ("reports_to", "reports"), ("boss", "reports"), ("chief", "reports"), ("mentor", "mentees"),
      ("tutor", "tutees"), ("supervisor", "supervisees"), ("advisor", "advisees"), ("adviser", "advisees"),
      ("predecessor", "successors"), ("successor", "predecessors"), ("reply_to", "replies"),
      ("in_reply_to", "replies"), ("requires", "required_by"), ("prerequisite", "required_by"),
      ("replaces", "replaced_by"), ("extends", "extended_by"), ("sequel_of", "sequels"),
      ("referred_by", "referred"),
    ])
  func everydayWords(role: String, word: String) throws {
    func names(_ column: String) throws -> [[String]] {
      let schema = try schema(
        "create table item(id integer primary key, \(column)_id int references item(id))")
      return schema.relationships.map { [$0.name] + $0.aliases }
    }
    #expect(try names(role) == [[role], [word, "items_as_\(role)", "items"]])
    let isPlain = !role.hasSuffix("_of") && !role.hasSuffix("_by")
    let longer = role + "_item"
    #expect(
      try names(longer)
        == (isPlain
          ? [[longer], [word, "items_as_\(longer)", "items"]] : [[longer], ["items_as_\(longer)", "items"]]))
  }

  @Test("several that share an everyday word have it with their roles, and alone it names both")
  func sharedWords() throws {
    let schema = try schema(
      """
      create table worker(id integer primary key, manager_id int references worker(id),
        boss_id int references worker(id), chief_id int references worker(id), reports_as_chief int);
      """)
    #expect(
      schema.summary == """
        worker/workers by id
          manager many-to-one → worker (manager_id = id) unindexed ⇄ reports_as_manager
          boss many-to-one → worker (boss_id = id) unindexed ⇄ reports_as_boss
          chief many-to-one → worker (chief_id = id) unindexed ⇄ workers_as_chief
          reports_as_manager/workers_as_manager one-to-many → worker (id = manager_id) unindexed ⇄ manager
          reports_as_boss/workers_as_boss one-to-many → worker (id = boss_id) unindexed ⇄ boss
          workers_as_chief one-to-many → worker (id = chief_id) unindexed ⇄ chief
          workers ? reports_as_manager | reports_as_boss | workers_as_chief
          reports ? reports_as_manager | reports_as_boss | workers_as_chief
        """)
  }

  @Test("from and to stand behind what goes from one to another")
  func prepositions() throws {
    let schema = try schema(
      """
      create table town(id integer primary key, trips_to int);
      create table trip(id integer primary key, from_town_id int references town(id),
        to_town_id int references town(id), via_town_id int references town(id));
      create table letter(id integer primary key, from_id int references town(id), to_id int references town(id));
      """)
    #expect(
      schema.summary == """
        letter/letters by id
          from many-to-one → town (from_id = id) unindexed ⇄ letters_from
          to many-to-one → town (to_id = id) unindexed ⇄ letters_to
        town/towns by id called trips_to
          letters_from/letters_as_from one-to-many → letter (id = from_id) unindexed ⇄ from
          letters_to/letters_as_to one-to-many → letter (id = to_id) unindexed ⇄ to
          trips_from/trips_as_from_town one-to-many → trip (id = from_town_id) unindexed ⇄ from_town
          trips_as_to_town one-to-many → trip (id = to_town_id) unindexed ⇄ to_town
          trips_as_via_town one-to-many → trip (id = via_town_id) unindexed ⇄ via_town
          letters ? letters_from | letters_to
          trips ? trips_from | trips_as_to_town | trips_as_via_town
        trip/trips by id
          from_town many-to-one → town (from_town_id = id) unindexed ⇄ trips_from
          to_town many-to-one → town (to_town_id = id) unindexed ⇄ trips_as_to_town
          via_town many-to-one → town (via_town_id = id) unindexed ⇄ trips_as_via_town
        """)
  }

  @Test("a child named after its parent is known without it, where that is free")
  func prefixes() throws {
    let schema = try schema(
      """
      create table author(id integer primary key);
      create table author_profile(author_id integer primary key references author);
      create table invoice(id integer primary key);
      create table invoice_line(invoice_id int references invoice);
      create table book(id integer primary key, reviews int);
      create table book_review(book_id int references book);
      create table Books_Note(book_id int references book);
      """)
    #expect(
      schema.summary == """
        author/authors by id
          profile/author_profile one-to-one back → author_profile (id = author_id) ⇄ author
        author_profile/author_profiles by author_id
          author one-to-one → author (author_id = id) required ⇄ profile
        book/books by id called reviews
          book_reviews one-to-many → book_review (id = book_id) unindexed ⇄ book
          books_notes one-to-many → Books_Note (id = book_id) unindexed ⇄ book
        book_review/book_reviews by hidden rowid
          book many-to-one → book (book_id = id) unindexed ⇄ book_reviews
        Books_Note/books_notes by hidden rowid
          book many-to-one → book (book_id = id) unindexed ⇄ books_notes
        invoice/invoices by id
          invoice_lines/lines one-to-many → invoice_line (id = invoice_id) unindexed ⇄ invoice
        invoice_line/invoice_lines by hidden rowid
          invoice many-to-one → invoice (invoice_id = id) unindexed ⇄ invoice_lines
        """)
  }

  @Test("a column wins over a to-many and a many-to-many")
  func columnsWin() throws {
    let schema = try schema(
      """
      create table author(id integer primary key, books text, Genres int);
      create table book(id integer primary key, author_id int references author);
      create table genre(id integer primary key);
      create table author_genre(author_id int references author, genre_id int references genre, primary key(author_id, genre_id));
      """)
    #expect(
      schema.summary == """
        author/authors by id
          author_genres one-to-many → author_genre (id = author_id) ⇄ author
          books_by_author_id one-to-many → book (id = author_id) unindexed ⇄ author
          genres_via_author_genre many-to-many → genre (id = author_id; genre_id = id) through author_genre ⇄ authors
        author_genre/author_genres by hidden rowid junction
          author many-to-one → author (author_id = id) ⇄ author_genres
          genre many-to-one → genre (genre_id = id) unindexed ⇄ author_genres
        book/books by id
          author many-to-one → author (author_id = id) unindexed ⇄ books_by_author_id
        genre/genres by id
          author_genres one-to-many → author_genre (id = genre_id) unindexed ⇄ genre
          authors many-to-many → author (id = genre_id; author_id = id) through author_genre unindexed ⇄ genres_via_author_genre
        """)
  }

  @Test("singular and plural of one table are two relationships, and neither stands for the other")
  func plurals() throws {
    let schema = try schema(
      """
      create table staff(id integer primary key, store_id int references store);
      create table store(id integer primary key, manager_staff_id int references staff);
      """)
    #expect(
      schema.summary == """
        staff by id
          store many-to-one → store (store_id = id) unindexed ⇄ staff
          stores one-to-many → store (id = manager_staff_id) unindexed ⇄ manager_staff
        store/stores by id
          manager_staff many-to-one → staff (manager_staff_id = id) unindexed ⇄ stores
          staff one-to-many → staff (id = store_id) unindexed ⇄ store
        """)
  }

  @Test("digits first, spaces, reserved words, quotes, and no letter at all")
  func oddNames() throws {
    let schema = try schema(
      """
      create table "2fa code"(id integer primary key, "order" int references "order");
      create table "order"(id integer primary key, "group-id" int references "Group");
      create table "Group"(id integer primary key, "select" int);
      create table "!!!"(id integer primary key, "???" int references "Group");
      create table "say ""x"" "(id integer primary key, order_id int references "order");
      create table "книга"(id integer primary key, "автор_id" int references "Group");
      """)
    #expect(
      schema.summary == """
        !!! by id
          group many-to-one → Group (??? = id) unindexed ⇄ unnameds
        2fa code/2fa_code/2fa_codes by id
          order_ref many-to-one → order (order = id) unindexed ⇄ 2fa_codes
        Group/groups by id called select
          unnameds one-to-many → !!! (id = ???) unindexed ⇄ group
          orders one-to-many → order (id = group-id) unindexed ⇄ group
          книга one-to-many → книга (id = автор_id) unindexed ⇄ автор
        order/orders by id
          group many-to-one → Group (group-id = id) unindexed ⇄ orders
          2fa_codes one-to-many → 2fa code (id = order) unindexed ⇄ order_ref
          say_xes one-to-many → say "x"  (id = order_id) unindexed ⇄ order
        say "x" /say_x/say_xes by id
          order many-to-one → order (order_id = id) unindexed ⇄ say_xes
        книга by id
          автор many-to-one → Group (автор_id = id) unindexed ⇄ книга
        """)
  }

  @Test("a root has its snake-case form and its singular or plural, unless another table owns them")
  func roots() throws {
    let schema = try schema(
      """
      create table InvoiceLine(a);
      create table books(a);
      create table book(a);
      create table people(a);
      create table series(a);
      create table Category(a);
      create table "Order Details"(a);
      create table data(a);
      create table Sales2024(a);
      create table entity_0001(a);
      """)
    #expect(
      schema.summary == """
        book by hidden rowid
        books by hidden rowid
        Category/categories by hidden rowid
        data by hidden rowid
        entity_0001 by hidden rowid
        InvoiceLine/invoice_line/invoice_lines by hidden rowid
        Order Details/order_details/order_detail by hidden rowid
        people/person by hidden rowid
        Sales2024 by hidden rowid
        series by hidden rowid
        """)
  }
}
