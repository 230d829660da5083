import ORM
import Testing

@Suite("What a name means")
struct SchemaLookupTests {
  private func root(_ name: String, in schema: Schema) -> String {
    switch schema.root(named: name) {
    case .found(let id): schema[id].name
    case .ambiguous(let names): "? " + names.joined(separator: " | ")
    case .none: "none"
    }
  }

  private func member(_ name: String, of entity: String, in schema: Schema) -> String {
    guard case .found(let id) = schema.root(named: entity) else { return "no entity" }
    return describe(schema.member(named: name, of: id), of: schema[id], in: schema)
  }

  private func step(_ name: String, of entity: String, in schema: Schema) -> String {
    guard case .found(let id) = schema.root(named: entity),
      case .attribute(let attribute) = schema.member(named: name, of: id)
    else { return "no attribute" }
    return describe(schema.relationship(byColumn: attribute, of: id), of: schema[id], in: schema)
  }

  private func describe(_ found: MemberLookup, of entity: Entity, in schema: Schema) -> String {
    switch found {
    case .attribute(let index): entity.attributes[index].name
    case .relationship(let id): "→ \(schema[id].name)"
    case .ambiguous(let names): "? " + names.joined(separator: " | ")
    case .none: "none"
    }
  }

  @Test("a root is found exactly, without case, in snake case, as singular or plural, in this order")
  func roots() throws {
    let schema = try schema(
      """
      create table InvoiceLine(a);
      create table invoice_line_2(a);
      create table author(a);
      create table Categories(a);
      create table book(a);
      create table books(a);
      create table "Order Details"(a);
      create table staff(a);
      """)
    let wanted = [
      "InvoiceLine": "InvoiceLine", "invoiceline": "InvoiceLine", "invoice_line": "InvoiceLine",
      "Invoice_Lines": "InvoiceLine", "invoice line": "InvoiceLine", "AUTHORS": "author", "author": "author",
      "category": "Categories", "categories": "Categories", "Book": "book", "BOOKS": "books",
      "order_detail": "Order Details", "order details": "Order Details", "staffs": "none", "nothing": "none",
      "": "none", "!": "none",
    ]
    for (name, meaning) in wanted { #expect(root(name, in: schema) == meaning, "\(name)") }
  }

  @Test("two tables with one snake-case form are both named when neither is meant")
  func ambiguousRoots() throws {
    let schema = try schema(
      "create table OrderLine(a); create table order_line(a); create table \"order line\"(a);")
    #expect(root("order_line", in: schema) == "order_line")
    #expect(root("ORDERLINE", in: schema) == "OrderLine")
    #expect(root("order-line", in: schema) == "? order line | order_line | OrderLine")
    #expect(root("order_lines", in: schema) == "? order line | order_line | OrderLine")
  }

  @Test("é composed and decomposed are two tables")
  func bytes() throws {
    let schema = try schema("create table \"caf\u{E9}\"(composed); create table \"cafe\u{301}\"(decomposed);")
    for (name, column) in [
      ("caf\u{E9}", "composed"), ("cafe\u{301}", "decomposed"), ("CAFE\u{301}", "decomposed"),
    ] {
      guard case .found(let id) = schema.root(named: name) else {
        Issue.record("\(name) is not found")
        continue
      }
      #expect(schema[id].attributes.map(\.name) == [column])
    }
    #expect(schema.root(named: "CAF\u{C9}") == .none)
  }

  @Test("a database's name goes before a table that another has too")
  func databases() throws {
    let schema = try schema(
      """
      attach ':memory:' as other;
      create table author(a);
      create table other.author(b);
      create table other.book(a);
      """)
    #expect(root("author", in: schema) == "author")
    #expect(root("other.author", in: schema) == "other.author")
    #expect(root("other_authors", in: schema) == "other.author")
    #expect(root("book", in: schema) == "book")
  }

  @Test("a member is an attribute before it is a relationship, at each degree of likeness")
  func members() throws {
    let schema = try schema(
      """
      create table Artist(ArtistId integer primary key, Name text, Albums text);
      create table Album(AlbumId integer primary key, ArtistId int references Artist, "Unit Price" real, unit_price real);
      create table Employee(Id integer primary key, ReportsTo int references Employee, SupportRepId int references Artist);
      """)
    let wanted = [
      ("Artist", "name", "Name"), ("Artist", "ALBUMS", "Albums"),
      ("Artist", "albums_by_artist_id", "→ albums_by_artist_id"),
      ("Artist", "artist_id", "ArtistId"), ("Album", "artist", "→ artist"), ("Album", "ARTIST", "→ artist"),
      ("Album", "unit_price", "unit_price"), ("Album", "Unit Price", "Unit Price"),
      ("Album", "UnitPrice", "? Unit Price | unit_price"), ("Album", "price", "none"), ("Album", "", "none"),
      ("Employee", "reports_to", "ReportsTo"), ("Employee", "reports", "→ reports"),
      ("Employee", "employees", "→ reports"), ("Employee", "EmployeesAsReportsTo", "→ reports"),
      ("Employee", "SupportRep", "→ support_rep"), ("Employee", "employee", "none"),
    ]
    for (entity, name, meaning) in wanted {
      #expect(member(name, of: entity, in: schema) == meaning, "\(entity).\(name)")
    }
  }

  @Test("a name that several relationships share is answered with their names")
  func ambiguousMembers() throws {
    let schema = try schema(
      """
      create table team(id integer primary key);
      create table game(id integer primary key, day text, home_team_id int references team, away_team_id int references team);
      """)
    #expect(member("games", of: "team", in: schema) == "? games_as_home_team | games_as_away_team")
    #expect(member("GAMES", of: "team", in: schema) == "? games_as_home_team | games_as_away_team")
    #expect(member("game", of: "team", in: schema) == "none")
  }

  @Test("a foreign-key column stands for its relationship, one of its own before a shared one")
  func columnsAsSteps() throws {
    let schema = try schema(
      """
      create table book(id integer primary key, title text);
      create table copy(book_id int, number int, branch int references branch, primary key(book_id, number));
      create table branch(id integer primary key);
      create table loan(book_id int references book, copy_number int, day text, both_id int references book references branch,
        foreign key(book_id, copy_number) references copy);
      """)
    #expect(step("book_id", of: "loan", in: schema) == "→ book")
    #expect(step("copy_number", of: "loan", in: schema) == "→ copy")
    #expect(step("branch", of: "copy", in: schema) == "→ branch_ref")
    #expect(step("both_id", of: "loan", in: schema) == "? both | branch")
    #expect(step("day", of: "loan", in: schema) == "none")
  }

  @Test("every name says how it came about")
  func derivations() throws {
    let schema = try schema(
      """
      create table author(id integer primary key, works int);
      create table author_profile(author_id integer primary key references author);
      create table book(id integer primary key, author_id int references author, works int references author,
        sequel_of_id int references book);
      create table genre(id integer primary key);
      create table book_genre(book_id int references book, genre_id int references genre, primary key(book_id, genre_id));
      create table shelf(x int, y int, primary key(x, y));
      create table place(x int, y int, book_id int unique references book, foreign key(x, y) references shelf);
      """)
    let derivations = schema.relationships.map { "\(schema[$0.source].name).\($0.name): \($0.derivation)" }
    #expect(
      derivations.joined(separator: "\n") == """
        author.profile: childWithoutParent(child: "author_profile")
        author.books: childPlural("book")
        author.books_as_works: childRole(child: "book", role: "works")
        author_profile.author: column("author_id")
        book.author: column("author_id")
        book.works_ref: longer(because: "works")
        book.sequel_of: column("sequel_of_id")
        book.place: childSingular("place")
        book.sequels: everydayWord(role: "sequel_of")
        book.book_genres: childPlural("book_genre")
        book.genres: farPlural("genre", junction: "book_genre")
        book_genre.book: column("book_id")
        book_genre.genre: column("genre_id")
        genre.book_genres: childPlural("book_genre")
        genre.books: farPlural("book", junction: "book_genre")
        place.shelf: parentTable("shelf")
        place.book: column("book_id")
        shelf.places: childPlural("place")
        """)
  }

  @Test("the order of creation changes nothing")
  func determinism() throws {
    let statements = [
      "create table team(id integer primary key);",
      "create table game(id integer primary key, home_id int references team, away_id int references team, day text);",
      "create table player(id integer primary key, team_id int references team, captain_id int references player);",
      "create table played(player_id int references player, game_id int references game, primary key(player_id, game_id));",
      "create table referee(player_id int references player, game_id int references game, primary key(player_id, game_id));",
    ]
    let summary = try schema(statements.joined()).summary
    for shift in statements.indices {
      let turned = Array(statements[shift...] + statements[..<shift])
      #expect(try schema(turned.joined()).summary == summary)
      #expect(try schema(turned.reversed().joined()).summary == summary)
    }
  }
}
