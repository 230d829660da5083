import Language
import Navigation
import ORM
import SQL
import Testing

/// What conditions and sort keys mean: the rows they leave, and what of them is refused.
@Suite struct ExpressionTests {
  // MARK: Over relationships

  /// Over the library, by the keys that are left.
  @Test(
    arguments: [
      // Aggregates over one hop, several, and a set reached in several ways.
      ("author[books.count() = 2]", [2]),
      ("author[books.count(year > 1970) = 2]", [1]),
      ("author[books.genres.count() = 2]", [1, 2]),
      ("author[books.genres.books.count() = 4]", [2, 3]),
      ("author[books.publisher.count() = 1]", [1, 2]),
      ("author[books.sum(year) = 3893]", [2]),
      ("author[books.avg(year) = 1970]", [1]),
      ("author[books.avg(year) is null]", [4]),
      ("author[books.sum(year) is null]", [4]),
      ("author[books.min(year) < 1945 or books.max(year) > 1971]", [2, 3]),
      ("author[books.year.max() = 1971]", [1]),
      ("author[books.publisher.sum(id) = 1]", [1]),
      ("author[books.publisher.avg(id) = 2]", [2]),
      ("author[books.publisher_id.count() = 3]", [1]),
      ("author[mentor.books.count() = 3]", [2, 3]),
      ("book[author.mentor.books.count() = 3]", [4, 5, 6]),
      ("copy[loans.count() = 2]", [1]),
      ("book[copies.loans.count() = 3]", [1]),
      ("author[books.copies.loans.count() = 3]", [1]),
      ("author[books.copies.sum(number) = 4]", [1]),
      ("book[author.count() = 1]", [1, 2, 3, 4, 5, 6]),
      // any and all; NULL is not true.
      ("author[books.genres.any(name = \"Essay\")]", [2]),
      ("author[books.genres.all(code = \"F\")]", [3, 4]),
      ("author[books.all(publisher_id > 0)]", [2, 3, 4]),
      ("author[books.all(year > 1960)]", [1, 3, 4]),
      ("author[not books.any()]", [4]),
      // Hops that are narrowed on their way.
      ("author[books[year > 1970].count() = 2]", [1]),
      ("author[books[year > 1970].title like \"A%\"]", [1]),
      ("author[books[4].any()]", [2]),
      ("author[books[copies.any()].count() = 2]", [1]),
      ("author[books[year > 1960][publisher is null].any()]", [1]),
      ("author[books.genres[\"X\"].any()]", [2]),
      ("author[books[publisher.name = \"Ace\"].genres.count() = 1]", [1]),
      ("book[author[country = \"IT\"].name like \"I%\"]", [6]),
      ("loan[copy[1, 2].any()]", [2]),
      ("copy[loans[1].any()]", [1]),
      // The record's own attributes beside those of many.
      ("author[books.year - 1943 = id - 1]", [2]),
      ("author[books.id > id + 2]", [2, 3]),
      ("author[books.id between id and id + 1]", [1]),
      ("author[books.title like \"%\" || substr(name, 1, 1) || \"%\"]", [1, 3]),
      ("author[books.copies.number = id + 1]", [1]),
      ("author[books.genres.books.id = id]", [1, 2]),
      ("author[books.id = mentor.id + 3]", [2]),
      ("author[books.any(copies.number < id + 1)]", [1]),
      ("author[books.author_id = id]", [1, 2, 3]),
      ("author[books.id in (id, id + 3)]", [1, 2, 3]),
      // To-many below calculations and functions.
      ("author[books.year + 1 = 1950]", [2]),
      ("author[lower(books.title) = \"cities\"]", [3]),
      ("author[-books.year < -1971]", [3]),
      ("author[books.title || \"!\" = \"Aleph!\"]", [2]),
      ("author[not books.year > 1950]", [2, 4]),
      // A relationship alone.
      ("author[profile]", [1, 3]), ("author[mentor]", [2, 3, 4]), ("loan[copy]", [1, 2, 3]),
      ("author[not books]", [4]), ("author[profile is null]", [2, 4]), ("loan[copy is not null]", [1, 2, 3]),
      // One value a record.
      ("author.sort(-books.count(), -id)", [1, 2, 3, 4]),
      ("author.sort(profile.bio, id)", [2, 4, 1, 3]),
      ("author.sort(-books.max(year), -id)", [3, 1, 2, 4]),
      ("book.sort(author[country = \"AR\"].name, -id)", [6, 3, 2, 1, 5, 4]),
      ("author.sort(books.year.min() - id, id)", [4, 2, 1, 3]),
    ] as [(String, [Int])])
  func whatIsLeft(_ path: String, _ keys: [Int]) throws {
    for strategy in LoadingStrategy.allCases {
      let rows = try Conversation(strategy: strategy).rows(path)
      #expect(rows.map { $0[0] } == keys.map { .integer(Int64($0)) }, "\(strategy)")
    }
  }

  @Test func anAggregateOverRecordsWithAKeyOfTwoColumnsTakesEachOnce() throws {
    let conversation = try Conversation(
      """
      CREATE TABLE room (house INTEGER, number INTEGER, beds INTEGER, PRIMARY KEY (house, number));
      CREATE TABLE guest (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE stay (id INTEGER PRIMARY KEY, house INTEGER, number INTEGER, guest_id INTEGER REFERENCES guest,
        FOREIGN KEY (house, number) REFERENCES room);
      INSERT INTO room VALUES (1, 1, 2), (1, 2, 3), (2, 1, 4);
      INSERT INTO guest VALUES (1, 'Ann'), (2, 'Ben'), (3, 'Cid');
      INSERT INTO stay VALUES (1, 1, 1, 1), (2, 1, 1, 1), (3, 1, 2, 1), (4, 2, 1, 2);
      """)
    for (path, expected) in [
      ("guest[rooms.count() = 2].name", ["Ann"]), ("guest[rooms.sum(beds) = 5].name", ["Ann"]),
      ("guest[rooms.avg(beds) = 2.5].name", ["Ann"]), ("guest[stays.room.sum(beds) = 5].name", ["Ann"]),
      ("guest[rooms.beds = id + 2].name", ["Ann", "Ben"]), ("guest[rooms.sum(beds) is null].name", ["Cid"]),
    ] {
      #expect(try conversation.rows(path) == expected.map { [Value($0)] }, "\(path)")
    }
  }

  // MARK: Kinds of values

  private static let events = """
    CREATE TABLE event (id INTEGER PRIMARY KEY, title TEXT, day DATE, at DATETIME, open BOOLEAN, price DECIMAL(8,2),
      note STRING, raw);
    INSERT INTO event VALUES
      (1, '1984', '2009-12-31', '2009-12-31 10:00', 1, 9.5, '7', 7),
      (2, 'B', '2010-01-01', '2010-01-01 10:00', 0, 10, 'x', '7'),
      (3, 'C', 2010, NULL, NULL, '12', NULL, x'00');
    """

  /// Over columns of every kind.
  @Test(
    arguments: [
      // A number in quotes is that number, a number beside a text is not taken.
      ("price > \"9.75\"", [2, 3]), ("\"10\" = price", [2]), ("id in (\"1\", 3)", [1, 3]),
      ("id + 1 = \"3\"", [2]), ("int(title) = 1984", [1]), ("title = text(1984)", [1]),
      ("real(title) / 2 = 992", [1]),
      // Dates compare as texts: also where a text reads as a number, and where it became one.
      ("day >= \"2010\"", [2, 3]), ("day < \"2010\"", [1]), ("day = \"2010\"", [3]),
      ("day = \"2010-01-01\"", [2]), ("day between \"2010\" and \"2010-12\"", [2, 3]),
      ("day in (\"2010\", \"2009-12-31\")", [1, 3]), ("day < at", [1, 2]), ("at > \"2010\"", [2]),
      ("day = date(at)", [1, 2]), ("\"2010\" > day", [1]), ("day like \"2009%\"", [1]),
      ("strftime(\"%m\", day) = \"12\"", [1]), ("int(strftime(\"%Y\", day)) = 2010", [2]),
      ("julianday(at) - julianday(day) < 1", [1, 2]), ("date(0, \"unixepoch\") < day", [1, 2, 3]),
      ("coalesce(at, day) >= \"2010\"", [2, 3]), ("max(day, at) > \"2010-01-01\"", [2]),
      // Booleans.
      ("open = true", [1]), ("open = 0", [2]), ("not open", [2]), ("open", [1]), ("open is null", [3]),
      ("(price > 9.75) = true", [2, 3]), ("iif(open, 1, 2) = 2", [2, 3]),
      // Columns of which nothing is known take anything.
      ("raw = 7", [1]), ("raw = \"7\"", [2]), ("note = \"x\"", [2]), ("note = 7", [1]),
      ("typeof(raw) = \"blob\"", [3]),
      // Calculations as SQL does them.
      ("id / 2 = 1", [2, 3]), ("id % 2 = 1", [1, 3]), ("-id < -2", [3]), ("id * 2 + 1 = 5", [2]),
      ("id = 7 / 2", [3]), ("id + null is null", [1, 2, 3]), ("10 - (2 - id) = 9", [1]),
      ("abs(id - 3) < 2", [2, 3]), ("sqrt(id + 6) = 3", [3]), ("pow(id, 2) = 4", [2]),
      ("id > 9223372036854775807 - 1", []), ("id || \"x\" = \"2x\"", [2]),
      // Texts.
      ("title.startswith(\"19\")", [1]), ("day.contains(\"01-01\")", [2]), ("id.endswith(\"2\")", [2]),
      ("title.contains(\"_\")", []), ("length(title) = 1", [2, 3]), ("id like \"1\"", [1]),
    ] as [(String, [Int])])
  func whatEachKindOfValueComparesWith(_ condition: String, _ keys: [Int]) throws {
    #expect(
      try Conversation(Self.events).rows("event[\(condition)].id") == keys.map { [.integer(Int64($0))] })
  }

  /// The problem and the characters it points at.
  @Test(arguments: [
    ("title = 1984", "incomparable(title: text, 1984!: number) at ‹1984›"),
    ("1984 = title", "incomparable(1984!: number, title: text) at ‹1984›"),
    ("title < id", "incomparable(title: text, id: number) at ‹id›"),
    ("id = \"one\"", #"incomparable(id: number, "one"!: text) at ‹"one"›"#),
    ("id in (1, \"two\")", #"incomparable(id: number, "two"!: text) at ‹"two"›"#),
    ("id between 1 and \"z\"", #"incomparable(id: number, "z"!: text) at ‹"z"›"#),
    ("day > 2010", "incomparable(day: date, 2010!: number) at ‹2010›"),
    ("id > day", "incomparable(id: number, day: date) at ‹day›"),
    ("open = \"yes\"", #"incomparable(open: boolean, "yes"!: text) at ‹"yes"›"#),
    ("title = true", "incomparable(title: text, true!: boolean) at ‹true›"),
    ("day = open", "incomparable(day: date, open: boolean) at ‹open›"),
    ("title like 5", "incomparable(title: text, 5!: number) at ‹5›"),
    ("lower(title) = id", "incomparable(lower(title): text, id: number) at ‹id›"),
    ("title + 1 = 2", "notANumber(title: text, by +) at ‹title›"),
    ("1 + \"1\" = 2", #"notANumber("1"!: text, by +) at ‹"1"›"#),
    ("day - at > 1", "notANumber(day: date, by -) at ‹day›"),
    ("-title = 1", "notANumber(title: text, by -) at ‹title›"),
    ("abs(title) = 1", "notANumber(title: text, by abs()) at ‹title›"),
    ("date(id) = \"x\"", "notADate(id: number, by date()) at ‹id›"),
    ("id / 0 = 1", #"divisionByZero("id / 0") at ‹0›"#),
    ("id % (2 - 2) = 1", #"divisionByZero("id % (2 - 2)") at ‹(2 - 2)›"#),
    ("5 % 0.5 = 1", #"divisionByZero("5 % 0.5") at ‹0.5›"#),
    ("id = 1 / 0.0", #"divisionByZero("1 / 0.0") at ‹0.0›"#),
    (
      "id = 9223372036854775807 + 1", #"overflow("9223372036854775807 + 1") at ‹9223372036854775807 + 1›"#
    ),
    (
      "id = 3037000500 * 3037000500", #"overflow("3037000500 * 3037000500") at ‹3037000500 * 3037000500›"#
    ),
    (
      "id = -(-9223372036854775808)", #"overflow("-(-9223372036854775808)") at ‹-(-9223372036854775808)›"#
    ),
    ("price < 1e308 * 10", #"overflow("1e+308 * 10") at ‹1e308 * 10›"#),
    ("id = null", #"neverTrue("id = null", instead: Optional("id is null")) at ‹id = null›"#),
    ("1 > null", #"neverTrue("1 > null", instead: nil) at ‹1 > null›"#),
    ("id in (null)", #"neverTrue("id in (null)", instead: Optional("id is null")) at ‹id in (null)›"#),
    ("2 - 1", "notAPredicate at ‹2 - 1›"), ("title", "notAPredicate at ‹title›"),
    ("day", "notAPredicate at ‹day›"),
    ("not lower(title)", "notAPredicate at ‹lower(title)›"), ("id = 1 and title", "notAPredicate at ‹title›"),
    ("\"a\" and id", #"notAPredicate at ‹"a"›"#),
    ("avg(id) > 1", #"misplaced(Language.Misplacement.aggregateOfNothing("avg")) at ‹avg›"#),
    ("max(id) > 1", #"misplaced(Language.Misplacement.aggregateOfNothing("max")) at ‹max›"#),
    (
      "id.max() > 1",
      #"misplaced(Language.Misplacement.aggregateOfOneValue(verb: "max", of: "id")) at ‹.max()›"#
    ),
    ("id.floor() > 1", #"unknownVerb("floor") at ‹floor› near floor(id)"#),
    (
      "title.contains(id)",
      #"wrongArgument(verb: "contains", expected: "one text in quotes") at ‹.contains(id)›"#
    ),
    (
      "title.contains(\"x\").contains(\"y\")",
      "misplaced(Language.Misplacement.hopAfterVerbInCondition) at ‹.contains(\"y\")›"
    ),
    (
      "coalesce(id) = 1",
      #"wrongArgumentCount(verb: "coalesce", expected: "coalesce(value, other, …)", given: 1) at ‹coalesce(id)›"#
    ),
    ("random() > 0", #"unknownFunction("random") at ‹random›"#),
  ])
  func whatHasNoSenseIsRefused(_ condition: String, _ expected: String) throws {
    #expect(try Self.rejection(of: "event[\(condition)]", in: Conversation(Self.events)) == expected)
  }

  @Test(arguments: [
    (
      "author[books.year = books.id + 1]",
      "misplaced(Language.Misplacement.twoToManyCompared) at ‹books.id + 1›"
    ),
    ("author[books.sum(title) > 1]", "notANumber(title: text, by sum()) at ‹title›"),
    ("author[books.title.avg() > 1]", "notANumber(title: text, by avg()) at ‹.avg()›"),
    (
      "author[books.year.avg(1) > 1]",
      #"wrongArgumentCount(verb: "avg", expected: "avg()", given: 1) at ‹.avg(1)›"#
    ),
    ("author[books.avg(copies.number) > 1]", #"toManyInPredicate("copies") at ‹copies.number›"#),
    (
      "author[books.sum(copies.number) > 1]",
      #"toManyInPredicate("copies") at ‹copies.number› near copies.sum(number)"#
    ),
    ("author.sort(books.title)", #"toManyInPredicate("books") at ‹books.title›"#),
    ("author.sort(books)", #"toManyInPredicate("books") at ‹books›"#),
    ("author.sort(profile)", #"notAnAttribute(entity: "author", name: "profile") at ‹profile›"#),
    ("author[books = 3]", #"toManyInPredicate("books") at ‹books›"#),
    (
      "author[books.sort(year).any()]",
      #"misplaced(Language.Misplacement.verbInCondition("sort")) at ‹.sort(year)›"#
    ),
    ("author[books.count().year = 1]", "misplaced(Language.Misplacement.hopAfterVerbInCondition) at ‹year›"),
    ("author[books{title} = 1]", "misplaced(Language.Misplacement.shapeInCondition) at ‹{title}›"),
    ("author[books[1, 2].any()]", #"wrongKeyCount(entity: "book", columns: ["id"], given: 2) at ‹[1, 2]›"#),
    (
      "author[books[\"x\"].any()]",
      #"wrongKeyType(entity: "book", column: "id", type: "INTEGER", given: "\"x\"") at ‹"x"›"#
    ),
    ("author[books[title = 3].any()]", "incomparable(title: text, 3!: number) at ‹3›"),
    (
      "author[name.books = 3]",
      #"hopAfterValue(hop: "books", attribute: "name", relationships: []) at ‹books›"#
    ),
    ("author[books.cuont() > 3]", #"unknownVerb("cuont") at ‹cuont› near count"#),
    (
      "author[books.all(year > 1, id > 2)]",
      #"wrongArgumentCount(verb: "all", expected: "all(condition)", given: 2) at ‹.all(year > 1, id > 2)›"#
    ),
  ])
  func whatHasNoSenseOverHopsIsRefused(_ path: String, _ expected: String) throws {
    #expect(try Self.rejection(of: path, in: Conversation()) == expected)
  }

  private static func rejection(of line: String, in conversation: Conversation) throws -> String {
    do {
      _ = try conversation.bind(line)
      return "bound"
    } catch let diagnostic as Diagnostic {
      func text(_ piece: TypedText) -> String { "\(piece.text)\(piece.isLiteral ? "!" : ""): \(piece.type)" }
      let problem =
        switch diagnostic.problem {
        case .incomparable(let left, let right): "incomparable(\(text(left)), \(text(right)))"
        case .notANumber(let piece, let taker): "notANumber(\(text(piece)), by \(taker))"
        case .notADate(let piece, let taker): "notADate(\(text(piece)), by \(taker))"
        default: "\(diagnostic.problem)"
        }
      let near =
        diagnostic.suggestions.isEmpty ? "" : " near \(diagnostic.suggestions.joined(separator: ", "))"
      return "\(problem) at ‹\(diagnostic.range.text(of: line))›\(near)"
    }
  }
}
