import ORM
import Testing

@Suite("The words of names")
struct SchemaNamingTests {
  @Test(
    "plural and singular are each other's inverse",
    arguments: [
      ("author", "authors"), ("book", "books"), ("category", "categories"), ("city", "cities"),
      ("key", "keys"),
      ("country", "countries"), ("day", "days"), ("address", "addresses"), ("class", "classes"),
      ("box", "boxes"),
      ("branch", "branches"), ("dish", "dishes"), ("status", "statuses"), ("bus", "buses"),
      ("alias", "aliases"),
      ("campus", "campuses"), ("analysis", "analyses"), ("diagnosis", "diagnoses"),
      ("person", "people"), ("salesperson", "salespeople"), ("child", "children"),
      ("grandchild", "grandchildren"),
      ("man", "men"), ("woman", "women"), ("human", "humans"), ("mouse", "mice"), ("index", "indexes"),
      ("matrix", "matrices"), ("movie", "movies"), ("cookie", "cookies"), ("tie", "ties"),
      ("shelf", "shelves"),
      ("wife", "wives"), ("life", "lives"), ("drive", "drives"), ("archive", "archives"), ("chief", "chiefs"),
      ("hero", "heroes"), ("photo", "photos"), ("shoe", "shoes"), ("cache", "caches"), ("quiz", "quizzes"),
      ("album", "albums"), ("forum", "forums"), ("quota", "quotas"), ("database", "databases"),
      ("case", "cases"),
      ("house", "houses"), ("course", "courses"), ("purchase", "purchases"), ("license", "licenses"),
      ("menu", "menus"),
      ("tax", "taxes"), ("invoice_line", "invoice_lines"), ("order_detail", "order_details"),
      ("film_category", "film_categories"),
      ("employee", "employees"), ("inventory", "inventories"), ("hobby", "hobbies"), ("a", "as"),
    ])
  func inverses(singular: String, plural: String) {
    #expect(Inflection.plural(singular) == plural)
    #expect(Inflection.singular(plural) == singular)
    #expect(Inflection.plural(plural) == plural)
    #expect(Inflection.singular(singular) == singular)
  }

  @Test(
    "words that are the same in both",
    arguments: [
      "staff", "series", "species", "news", "data", "metadata", "media", "equipment", "information", "sheep",
      "order_data", "entity_0001", "t9", "2024", "книга", "caf\u{E9}", "",
    ])
  func unchanged(word: String) {
    #expect(Inflection.plural(word) == word)
    #expect(Inflection.singular(word) == word)
  }

  @Test(
    "the normal form is snake case",
    arguments: [
      ("InvoiceLine", "invoice_line"), ("invoiceLineID", "invoice_line_id"),
      ("HTTPServerURL", "http_server_url"),
      ("Order Details", "order_details"), ("order-details!", "order_details"), ("__x__y__", "x_y"),
      ("A1B2", "a1_b2"),
      ("address2", "address2"), ("ORDERS", "orders"), ("Größe", "größe"), ("ÉtatCivil", "État_civil"),
      ("!!!", ""), ("", ""),
      ("say \"x\"", "say_x"),
    ])
  func normalForms(name: String, normal: String) {
    #expect(Naming.normalForm(name) == normal)
  }

  @Test(
    "a record is called by its name, a person by theirs, else by what is unique, else by what is left",
    arguments: [
      ("id integer primary key, email text unique, name text", "name"),
      ("id integer primary key, isbn text unique, title text, subtitle text", "title"),
      ("id integer primary key, title text, first_name text, last_name text", "first_name last_name"),
      ("id integer primary key, CompanyName text, ContactName text", "CompanyName"),
      ("id integer primary key, t_name text, name_of text", "t_name"),
      ("id integer primary key, code text unique, note text", "code"),
      ("id integer primary key, code text unique, other text unique", ""),
      ("id integer primary key, code text, note text", ""),
      ("id integer primary key, note text, product_name text", "product_name"),
      ("id integer primary key, amount real", "amount"),
      ("id integer primary key, other_id int", ""),
      ("name text primary key, note int, more int", ""),
      ("id integer primary key, name blob, size int", ""),
      ("id integer primary key, NAME, size int", "NAME"),
      ("a int, b int", ""),
      ("id integer primary key, LastName text, FirstName text, Title text", "FirstName LastName"),
      ("id integer primary key, given_name text, family_name text", "given_name family_name"),
      ("id integer primary key, first_name text, last_name text, full_name text", "full_name"),
      ("id integer primary key, first_name text, title text, last_name int", "title"),
    ])
  func labels(columns: String, label: String) throws {
    let entity = try schema("create table t(\(columns))").entities[0]
    #expect(entity.label.map { entity.attributes[$0].name } == label.split(separator: " ").map(String.init))
  }
}
