import Language
import Testing

/// Lines of the path language and the syntax that they are.
@Suite struct ParserTests {
  struct Reading: Sendable, CustomTestStringConvertible {
    var line: String
    var tree: String
    /// The line as Kin would write it; nil when it is written so already.
    var printed: String?

    init(_ line: String, _ tree: String, printed: String? = nil) {
      self.line = line
      self.tree = tree
      self.printed = printed
    }

    var testDescription: String { line }
  }

  private func check(_ reading: Reading) throws {
    let statement = try Parser.statement(reading.line)
    #expect(SyntaxTree.text(statement) == reading.tree)
    #expect(statement.description == reading.printed ?? reading.line)
  }

  @Test(arguments: [
    Reading("author", "(author)"),
    Reading("author[3]", "(author [3])"),
    Reading(#"country["FR"]"#, #"(country ["FR"])"#),
    Reading("country['FR']", #"(country ["FR"])"#, printed: #"country["FR"]"#),
    Reading("enrollment[3, 7]", "(enrollment [3, 7])"),
    Reading("author[3].name", "(author [3] .name)"),
    Reading("author[3].books.title", "(author [3] .books .title)"),
    Reading("author[3].books[7]", "(author [3] .books [7])"),
    Reading(" author [ 3 ] . books ", "(author [3] .books)", printed: "author[3].books"),
    Reading("author\n  .books\r\n  .title", "(author .books .title)", printed: "author.books.title"),
    Reading(
      "`Order Details`[10248, 11].`Unit Price`",
      #"(|"Order Details"| [10248, 11] .|"Unit Price"|)"#),
    Reading("`a``b`", #"(|"a`b"|)"#),
    Reading("``", #"(|""|)"#),
    Reading("été.$x._y2", "(été .$x ._y2)"),
    Reading("作者.书名", "(作者 .书名)"),
    Reading("a.and.or.not.in.like.null.true", "(a .and .or .not .in .like .null .true)"),
    Reading("like", "(like)"),
    Reading("_", "(_)"),
    Reading(".books", "(_ .books)"),
    Reading("_.books", "(_ .books)"),
    Reading("_[:3]", "(_ [:3])"),
    Reading(".[:3]", "(_ [:3])", printed: "_[:3]"),
    Reading(".{name}", "(_ {.name})", printed: "_{name}"),
    Reading("`_`", #"(|"_"|)"#),
    Reading(".count()", "(_ .count())"),
  ])
  func paths(_ reading: Reading) throws { try check(reading) }

  @Test(arguments: [
    Reading("a = author[3]", "(= a (author [3]))"),
    Reading("a=author", "(= a (author))", printed: "a = author"),
    Reading("a = .books", "(= a (_ .books))"),
    Reading("a = _", "(= a (_))"),
    Reading("`my a` = b", #"(= |"my a"| (b))"#),
    Reading("author?", "(? (author))"),
    Reading("author.books ?", "(? (author .books))", printed: "author.books?"),
    Reading("person.mother+?", "(? (person .mother+))"),
    Reading(".books?", "(? (_ .books))"),
  ])
  func statements(_ reading: Reading) throws { try check(reading) }

  @Test(arguments: [
    Reading("author.books!.title", "(author .books! .title)"),
    Reading("author.books!joined.title", "(author .books!joined .title)"),
    Reading("author.books!", "(author .books!)"),
    Reading("person[5].mother+", "(person [5] .mother+)"),
    Reading("employee[1].reports*", "(employee [1] .reports*)"),
    Reading("employee.reports*.name", "(employee .reports* .name)"),
    Reading("employee.reports*[name = 'x']", #"(employee .reports* [where (= .name "x")])"#)
      .printing(#"employee.reports*[name = "x"]"#),
    Reading("employee{reports*, all: reports+{name}}", "(employee {.reports*, all: .reports+ {.name}})"),
    Reading("person.with(mother+)", "(person .with(.mother+))"),
    Reading("a = author.with(books, books.publisher)", "(= a (author .with(.books, (.books .publisher))))"),
    Reading(
      "author.with(books, books.publisher: joined)",
      "(author .with(.books, (.books .publisher): joined))"),
    Reading("employee.with(reports*: joined)", "(employee .with(.reports*: joined))"),
  ])
  func marks(_ reading: Reading) throws { try check(reading) }

  @Test(arguments: [
    Reading("book[0:1]", "(book [0:1])"),
    Reading("book[ 2 : 5 ]", "(book [2:5])", printed: "book[2:5]"),
    Reading("book[:3]", "(book [:3])"),
    Reading("book[-3:]", "(book [-3:])"),
    Reading("book[:-1]", "(book [:-1])"),
    Reading("book[:]", "(book [:])"),
    Reading("book[-3]", "(book [-3])"),
    Reading("book[1.5]", "(book [real 1.5])"),
    Reading("book[.5]", "(book [real 0.5])", printed: "book[0.5]"),
    Reading("book[-.5e1]", "(book [real -5.0])", printed: "book[-5.0]"),
    Reading("book[1e9]", "(book [real 1000000000.0])", printed: "book[1000000000.0]"),
    Reading("book[1E-5]", "(book [real 1e-05])", printed: "book[1e-05]"),
    Reading("book[007]", "(book [7])", printed: "book[7]"),
    Reading("book[9223372036854775807]", "(book [9223372036854775807])"),
    Reading("book[-9223372036854775808]", "(book [-9223372036854775808])"),
    Reading("book[- 5]", "(book [-5])", printed: "book[-5]"),
    Reading("book[true, NULL]", "(book [true, null])", printed: "book[true, null]"),
    Reading(#"book["say ""hi"""]"#, #"(book ["say \"hi\""])"#, printed: #"book['say "hi"']"#),
    Reading("book['it''s']", #"(book ["it\'s"])"#, printed: #"book["it's"]"#),
    Reading(#"book['a''b"c']"#, #"(book ["a\'b\"c"])"#, printed: #"book["a'b""c"]"#),
    Reading(#"book[""]"#, #"(book [""])"#),
    Reading("book[(3)]", "(book [where 3])"),
    Reading("book[-(3)]", "(book [where (- 3)])"),
    Reading("book[`true`]", #"(book [where .|"true"|])"#),
  ])
  func brackets(_ reading: Reading) throws { try check(reading) }

  @Test(arguments: [
    Reading(
      #"book[year > 1960 and not author.country == "US"]"#,
      #"(book [where (and (> .year 1960) (not (= (.author .country) "US")))])"#,
      printed: #"book[year > 1960 and not author.country = "US"]"#),
    Reading("author[books.year < 1900]", "(author [where (< (.books .year) 1900)])"),
    Reading("author[books.count() > 3]", "(author [where (> (.books .count()) 3)])"),
    Reading("author[not books.any()]", "(author [where (not (.books .any()))])"),
    Reading("author[books.all(year > 1950)]", "(author [where (.books .all((> .year 1950)))])"),
    Reading("author[books[year > 1950].any()]", "(author [where (.books [where (> .year 1950)] .any())])"),
    Reading(#"book[title like "The %"]"#, #"(book [where (like .title "The %")])"#),
    Reading(#"book[title not like "The %"]"#, #"(book [where (not-like .title "The %")])"#),
    Reading(#"book[title GLOB "The *"]"#, #"(book [where (glob .title "The *")])"#)
      .printing(#"book[title glob "The *"]"#),
    Reading("book[year in (1968, 1974)]", "(book [where (in .year (1968, 1974))])"),
    Reading("book[year not in [1968]]", "(book [where (not-in .year (1968))])")
      .printing("book[year not in (1968)]"),
    Reading("book[author in a]", "(book [where (in .author (.a))])").printing("book[author in (a)]"),
    Reading("book[year in a.born and id = 1]", "(book [where (and (in .year ((.a .born))) (= .id 1))])")
      .printing("book[year in (a.born) and id = 1]"),
    Reading("book[year between 1960 and 1970]", "(book [where (between .year 1960 1970)])"),
    Reading(
      "book[year not between 1 and 2 and x]",
      "(book [where (and (not-between .year 1 2) .x)])"),
    Reading("book[publisher is null]", "(book [where (null .publisher)])"),
    Reading("book[publisher is not null]", "(book [where (not-null .publisher)])"),
    Reading(#"book[title.contains("left")]"#, #"(book [where (.title .contains("left"))])"#),
    Reading(#"book[lower(name) = "x"]"#, #"(book [where (= lower(.name) "x")])"#),
    Reading("book[now() > coalesce(a, 1)]", "(book [where (> now() coalesce(.a, 1))])"),
    Reading("book[author = a]", "(book [where (= .author .a)])"),
    Reading("book[a <> b]", "(book [where (!= .a .b)])", printed: "book[a != b]"),
    Reading("book[a <= b or a >= c]", "(book [where (or (<= .a .b) (>= .a .c))])"),
    Reading("book[a or b and c]", "(book [where (or .a (and .b .c))])"),
    Reading("book[(a or b) and c]", "(book [where (and (or .a .b) .c)])"),
    Reading("book[not (a and b)]", "(book [where (not (and .a .b))])"),
    Reading("book[not not a]", "(book [where (not (not .a))])"),
    Reading("book[(not a) = b]", "(book [where (= (not .a) .b)])"),
    Reading("book[a - b - c]", "(book [where (- (- .a .b) .c)])"),
    Reading("book[a - (b - c)]", "(book [where (- .a (- .b .c))])"),
    Reading("book[a + b * c % d / 2 > 1]", "(book [where (> (+ .a (/ (% (* .b .c) .d) 2)) 1)])"),
    Reading("book[a || ' ' || b = 'x y']", #"(book [where (= (|| (|| .a " ") .b) "x y")])"#)
      .printing(#"book[a || " " || b = "x y"]"#),
    Reading("book[-a * -(b + c)]", "(book [where (* (- .a) (- (+ .b .c)))])"),
    Reading("book[--a]", "(book [where (- (- .a))])", printed: "book[-(-a)]"),
    Reading("book[-a.b > -5]", "(book [where (> (- (.a .b)) -5)])"),
    Reading("book[a-5]", "(book [where (- .a 5)])", printed: "book[a - 5]"),
    Reading("book[a+b]", "(book [where (+ .a .b)])", printed: "book[a + b]"),
    Reading("book[a * b]", "(book [where (* .a .b)])"),
    Reading("book[a*.5]", "(book [where (* .a real 0.5)])", printed: "book[a * 0.5]"),
    Reading("person[mother+]", "(person [where .mother+])"),
    Reading("person[mother+.name = 'x']", #"(person [where (= (.mother+ .name) "x")])"#)
      .printing(#"person[mother+.name = "x"]"#),
    Reading("person[a = (mother+)]", "(person [where (= .a .mother+)])"),
    Reading("book[`or` = `not`(1)]", #"(book [where (= .|"or"| |"not"|(1))])"#),
    Reading("book[a.or or or_]", "(book [where (or (.a .or) .or_)])"),
    Reading("book[NOT A AND B IS NOT NULL]", "(book [where (and (not .A) (not-null .B))])")
      .printing("book[not A and B is not null]"),
  ])
  func predicates(_ reading: Reading) throws { try check(reading) }

  @Test(arguments: [
    Reading(
      "author.books[year > 1960].sort(-year)[:3].title",
      "(author .books [where (> .year 1960)] .sort((- .year)) [:3] .title)"),
    Reading("book.sort(author.name, -year)", "(book .sort((.author .name), (- .year)))"),
    Reading("book.take(10).skip(20).first()", "(book .take(10) .skip(20) .first())"),
    Reading("author.books.count()", "(author .books .count())"),
    Reading("book.group(genre.name)", "(book .group((.genre .name)))"),
    Reading(
      "book.group(author.country){count(), avg(year)}",
      "(book .group((.author .country)) {.count(), .avg(.year)})"),
    Reading(
      "author{name, country, books{title, year}, n: books.count()}",
      "(author {.name, .country, .books {.title, .year}, n: .books .count()})"),
    Reading(
      "author{a, b: c.d, books{title}, books: books[year>1960]{title}}",
      "(author {.a, b: .c .d, .books {.title}, books: .books [where (> .year 1960)] {.title}})",
      printed: "author{a, b: c.d, books{title}, books: books[year > 1960]{title}}"),
    Reading("author{true, like: null}", "(author {.true, like: .null})"),
    Reading("author{`my name`: name}", #"(author {|"my name"|: .name})"#),
    Reading("author{books!joined{title}}", "(author {.books!joined {.title}})"),
  ])
  func verbsAndShapes(_ reading: Reading) throws { try check(reading) }

  @Test func afterACommandRangesCountFromTheBeginningOfTheLine() throws {
    let line = "as django author[3].books.title"
    let path = try Parser.path(line, from: 9)
    #expect(SyntaxTree.text(path) == "(author [3] .books .title)")
    #expect(path.range == SourceRange(10, 31))
    #expect(path.hops.map { String($0.range.text(of: line)) } == ["[3]", "books", "title"])
  }

  @Test func severalPathsInALine() throws {
    let paths = try Parser.paths("how author[3] member[7].loans", from: 3)
    #expect(paths.map(SyntaxTree.text) == ["(author [3])", "(member [7] .loans)"])
  }

  @Test func aPredicateAlone() throws {
    let predicate = try Parser.predicate("year > 1960 and not sold")
    #expect(SyntaxTree.text(predicate) == "(and (> .year 1960) (not .sold))")
  }

  @Test func everyHopKnowsItsCharacters() throws {
    let line = "été[3].books!joined.mother+.sort(-year, a: lazy)[2:5][ x ]{ n : b.c , d }"
    guard case .path(let path) = try Parser.statement(line) else {
      Issue.record("not a path")
      return
    }
    #expect(
      path.hops.map { String($0.range.text(of: line)) }
        == ["[3]", "books!joined", "mother+", ".sort(-year, a: lazy)", "[2:5]", "[ x ]", "{ n : b.c , d }"])
    guard case .shape(let fields) = path.hops.last?.kind else {
      Issue.record("not a shape")
      return
    }
    #expect(fields.map { String($0.range.text(of: line)) } == ["n : b.c", "d"])
  }

  @Test func everyExpressionKnowsItsCharacters() throws {
    let line = "not (a or b.c) and lower( x ) in (1, 2) or - 5 between y and z"
    let text = ranges(in: try Parser.predicate(line)).map { String($0.text(of: line)) }
    #expect(
      text == [
        line, "not (a or b.c) and lower( x ) in (1, 2)", "not (a or b.c)", "(a or b.c)", "a", "b.c",
        "lower( x ) in (1, 2)", "lower( x )", "x", "1", "2", "- 5 between y and z", "- 5", "y", "z",
      ])
  }

  private func ranges(in expression: Language.Expression) -> [SourceRange] {
    let parts: [Language.Expression] =
      switch expression.kind {
      case .literal, .path: []
      case .call(_, let arguments): arguments
      case .unary(_, let operand), .isNull(let operand, negated: _): [operand]
      case .binary(_, let left, let right), .matches(let left, _, let right, negated: _): [left, right]
      case .between(let operand, let lower, let upper, negated: _): [operand, lower, upper]
      case .within(let operand, let values, negated: _): [operand] + values
      }
    return [expression.range] + parts.flatMap(ranges)
  }
}

extension ParserTests.Reading {
  func printing(_ text: String) -> Self {
    var reading = self
    reading.printed = text
    return reading
  }
}
