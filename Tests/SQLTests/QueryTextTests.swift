import SQL
import Testing

/// The text of a `Select`, clause by clause, and what is bound.
@Suite struct QueryTextTests {
  private let plain = Dialect(keywords: ["ORDER", "SELECT"])
  private let numbered = Dialect(keywords: [], placeholder: { "$\($0 + 1)" })

  private func table(_ name: String, as alias: String? = nil, in schema: String? = nil) -> Select.Source {
    .table(schema: schema, name: name, alias: alias ?? name)
  }

  private func column(_ name: String, of table: String = "t") -> SQLExpression { .column(name, of: table) }

  /// The text of a condition.
  private func text(_ condition: SQLExpression) -> String {
    var select = Select(columns: [Select.Column(column("x"))], from: table("t"))
    select.conditions = [condition]
    return String(plain.query(select).sql.dropFirst("SELECT x FROM t WHERE ".count))
  }

  @Test(arguments: [
    ("name", "name"), ("_a9", "_a9"), ("9a", "\"9a\""), ("two words", "\"two words\""),
    ("order", "\"order\""),
    ("Select", "\"Select\""), ("a\"b", "\"a\"\"b\""), ("\"", "\"\"\"\""), ("", "\"\""), ("é", "\"é\""),
    ("a.b", "\"a.b\""), ("a--", "\"a--\""),
  ])
  func identifiersAreBareWhereThatIsSafe(_ name: String, _ expected: String) {
    #expect(plain.identifier(name) == expected)
  }

  @Test func allClausesInTheirOrder() {
    var select = Select(
      columns: [Select.Column(column("a")), Select.Column(.countAll, as: "order")],
      from: table("t", as: "t", in: "other db"))
    select.isDistinct = true
    select.joins = [
      Select.Join(.left, table("u", as: "u_2"), on: [.infix(column("id", of: "u_2"), "=", column("u"))]),
      Select.Join(.inner, table("v"), on: []),
    ]
    select.conditions = [.infix(column("a"), ">", .value(1)), .infix(column("b"), "=", .key(0))]
    select.grouping = [column("a"), column("b")]
    select.order = [Select.OrderTerm(column("a"), descending: true), Select.OrderTerm(column("b"))]
    select.limit = Select.Limit(count: 3, offset: 4)
    let query = plain.query(select)
    #expect(
      query.sql
        == "SELECT DISTINCT t.a, count(*) AS \"order\" FROM \"other db\".t LEFT JOIN u AS u_2 ON u_2.id = t.u"
        + " JOIN v WHERE t.a > ? AND t.b = ? GROUP BY t.a, t.b ORDER BY t.a DESC, t.b LIMIT 3 OFFSET 4")
    #expect(query.bindings == [.value(1), .key(0)])
    #expect(query.values(keys: ["k"]) == [1, "k"])
  }

  /// To SQLite a column of a derived table that is called `true` is `column1`.
  @Test func namesThatDerivedTablesLoseAreReplaced() {
    let losing = Dialect(keywords: ["TRUE"], namesLostInDerivedTables: ["TRUE"])
    let lost = Select(
      columns: ["true", "true_", "b"].map { Select.Column(column($0)) }, from: table("t"))
    var select = Select(
      columns: [Select.Column(column("true")), Select.Column(column("b"))], from: .select(lost, alias: "t"))
    select.order = [Select.OrderTerm(column("true"))]
    #expect(
      losing.query(select).sql
        == #"SELECT true__ AS "true", b FROM (SELECT "true" AS true__, true_, b FROM t) AS t ORDER BY true__"#
    )
    #expect(
      plain.query(select).sql == "SELECT true, b FROM (SELECT true, true_, b FROM t) AS t ORDER BY true")

    // Where nobody reads the names of the rows, they need no other.
    let inner = select
    select = Select(columns: [Select.Column(.countAll)], from: table("u"))
    select.conditions = [.rowWithinSelect([column("true", of: "u")], inner)]
    #expect(
      losing.query(select).sql
        == #"SELECT count(*) FROM u WHERE "true" IN (SELECT true__, b FROM"#
        + #" (SELECT "true" AS true__, true_, b FROM t) AS t ORDER BY true__)"#)

    var step = Select(columns: [Select.Column(column("true", of: "u"))], from: table("reached"))
    step.joins = [
      Select.Join(
        .inner, table("u"), on: [.infix(column("a", of: "u"), "=", column("true", of: "reached"))])
    ]
    select = Select(columns: [Select.Column(column("true", of: "reached"))], from: table("reached"))
    select.commonTables = [
      Select.CommonTable(name: "reached", columns: ["true"], start: .keys(1), step: step)
    ]
    #expect(
      losing.query(select).sql
        == #"WITH RECURSIVE reached(true_) AS (VALUES (?) UNION SELECT u."true" FROM reached JOIN u"#
        + #" ON u.a = reached.true_) SELECT true_ AS "true" FROM reached"#)
  }

  @Test func aLimitWithoutACount() {
    var select = Select(columns: [Select.Column(column("a"))], from: table("t"))
    select.limit = Select.Limit(count: nil, offset: 2)
    #expect(plain.query(select).sql == "SELECT a FROM t LIMIT -1 OFFSET 2")
    select.limit = Select.Limit(count: 0)
    #expect(plain.query(select).sql == "SELECT a FROM t LIMIT 0")
  }

  @Test func aPairStandsInParenthesesOnlyBehindAJoin() {
    let pair = Select.Source.pair(
      table("j"), table("t"), on: [.infix(column("id"), "=", column("t", of: "j"))])
    let first = Select(columns: [Select.Column(column("a"))], from: pair)
    #expect(plain.query(first).sql == "SELECT t.a FROM j JOIN t ON t.id = j.t")
    var second = Select(columns: [Select.Column(column("a"))], from: table("s"))
    second.joins = [Select.Join(.left, pair, on: [.infix(column("s", of: "j"), "=", column("id", of: "s"))])]
    #expect(plain.query(second).sql == "SELECT t.a FROM s LEFT JOIN (j JOIN t ON t.id = j.t) ON j.s = s.id")
  }

  @Test func precedenceDecidesOnParentheses() {
    let (a, b, c) = (column("a"), column("b"), column("c"))
    let table: [(SQLExpression, String)] = [
      (.infix(.infix(a, "OR", b), "AND", c), "(a OR b) AND c"),
      (.infix(.infix(a, "AND", b), "OR", c), "a AND b OR c"),
      (.infix(a, "OR", .infix(b, "OR", c)), "a OR (b OR c)"),
      (.infix(.infix(a, "-", b), "-", c), "a - b - c"),
      (.infix(a, "-", .infix(b, "-", c)), "a - (b - c)"),
      (.infix(.infix(a, "+", b), "*", c), "(a + b) * c"),
      (.infix(a, "+", .infix(b, "*", c)), "a + b * c"),
      (.infix(.infix(a, "*", b), "||", c), "(a * b) || c"),
      (.infix(.infix(a, "=", b), "=", c), "a = b = c"),
      (.infix(.infix(a, "<", b), "=", c), "a < b = c"),
      (.infix(a, "<", .infix(b, "=", c)), "a < (b = c)"),
      (.prefix("NOT", .infix(a, "=", b)), "NOT a = b"),
      (.prefix("NOT", .infix(a, "OR", b)), "NOT (a OR b)"),
      (.infix(.prefix("NOT", a), "=", b), "(NOT a) = b"),
      (.prefix("NOT", .prefix("NOT", a)), "NOT (NOT a)"),
      (.prefix("-", .infix(a, "+", b)), "-(a + b)"),
      (.prefix("-", .prefix("-", a)), "-(-a)"),
      (.isNull(.infix(a, "+", b), negated: false), "a + b IS NULL"),
      (.isNull(.infix(a, "=", b), negated: true), "(a = b) IS NOT NULL"),
      (.between(a, .infix(b, "AND", c), c, negated: false), "a BETWEEN (b AND c) AND c"),
      (.between(.infix(a, "OR", b), b, c, negated: true), "(a OR b) NOT BETWEEN b AND c"),
      (.within(.infix(a, "||", b), [b, c], negated: false), "a || b IN (b, c)"),
      (.within(a, [], negated: true), "a NOT IN ()"),
      (.infix(a, "NOT LIKE", b), "a NOT LIKE b"),
      (.collate(.infix(a, "||", b), "NOCASE"), "(a || b) COLLATE NOCASE"),
      (.cast(.infix(a, "+", b), "TEXT"), "CAST(a + b AS TEXT)"),
      (
        .rowWithin([a, b], members: [b, c]),
        "(a, b) IN (WITH key(k0, k1) AS (VALUES (b, c)) SELECT k0, k1 FROM key)"
      ),
      (.withinArrays([.infix(a, "OR", b)], ["[1]"]), "(a OR b) IN (SELECT value FROM json_each(?))"),
      (.withinArrays([a, b], ["[]"]), "(a, b) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"),
      (
        .withinArrays([a], ["[1]", "[2]"]),
        "a IN (WITH part(keys) AS (VALUES (?), (?)) SELECT value FROM part JOIN json_each(keys))"
      ),
      (.call("max", [a, .infix(b, "OR", c)]), "max(a, b OR c)"),
      (.callDistinct("count", a), "count(DISTINCT a)"),
      (
        .rowWithin([a, b], keys: 2),
        "(a, b) IN (WITH key(k0, k1) AS (VALUES (?, ?), (?, ?)) SELECT k0, k1 FROM key)"
      ),
      (
        .window(
          "dense_rank", partition: [a], order: [Select.OrderTerm(b, descending: true), Select.OrderTerm(c)]),
        "dense_rank() OVER (PARTITION BY a ORDER BY b DESC, c)"
      ),
      (.window("row_number", partition: [], order: []), "row_number() OVER ()"),
    ]
    for (expression, expected) in table { #expect(text(expression) == expected) }
  }

  @Test func aSubselectNamesTheStatementAroundIt() {
    var inner = Select(columns: [Select.Column(.number(1))], from: table("u"))
    inner.conditions = [.infix(column("t", of: "u"), "=", column("id"))]
    var select = Select(columns: [Select.Column(column("a"))], from: table("t"))
    select.conditions = [.prefix("NOT", .exists(inner))]
    #expect(
      plain.query(select).sql == "SELECT t.a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.t = t.id)")
    inner.columns = [Select.Column(.countAll)]
    select.conditions = [.infix(.subselect(inner), ">", .value(2))]
    #expect(
      plain.query(select).sql == "SELECT t.a FROM t WHERE (SELECT count(*) FROM u WHERE u.t = t.id) > ?")
    let outer = Select(columns: [Select.Column(column("a"))], from: .select(select, alias: "t"))
    #expect(
      plain.query(outer).sql
        == "SELECT a FROM (SELECT t.a FROM t WHERE (SELECT count(*) FROM u WHERE u.t = t.id) > ?) AS t")
  }

  @Test func placeholdersAreNumberedAsTheyAreMet() {
    var inner = Select(columns: [Select.Column(column("a"))], from: table("t"))
    inner.conditions = [.infix(column("a"), "=", .value("x"))]
    var select = Select(columns: [Select.Column(column("a"))], from: .select(inner, alias: "t"))
    select.conditions = [
      .within(column("b"), [.key(1), .key(0)], negated: false), .infix(column("c"), "<", .value(2.5)),
    ]
    let query = numbered.query(select)
    #expect(query.sql == "SELECT a FROM (SELECT a FROM t WHERE a = $1) AS t WHERE b IN ($2, $3) AND c < $4")
    #expect(query.values(keys: [7, 8]) == ["x", 8, 7, 2.5])
  }
}
