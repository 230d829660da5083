import SQLite
import Testing

@Suite("What the text of a CREATE TABLE tells of its foreign keys")
struct CatalogDeclarationTests {
  private func clauses(_ columns: String) -> [ForeignKeyClause] {
    Declaration("CREATE TABLE t(\(columns))").foreignKeyClauses()
  }

  @Test("a deferral may stand apart from its REFERENCES and belongs to the last one")
  func deferral() {
    #expect(
      clauses(
        "a references p not null deferrable initially deferred, b references p deferrable initially immediate"
      )
        == [ForeignKeyClause(isDeferred: true), ForeignKeyClause()])
  }

  @Test("the name of another constraint is not the foreign key's")
  func names() {
    #expect(
      clauses("a constraint n not null references p, constraint u unique (a), foreign key (a) references p")
        == [ForeignKeyClause(), ForeignKeyClause()])
    #expect(
      clauses("a, constraint 'k' foreign key (a) references p, constraint k2 check (a > 0), b references q")
        == [ForeignKeyClause(name: "k"), ForeignKeyClause()])
  }

  @Test(
    "text, comments and quoted names hide keywords, finished or not",
    arguments: [
      "a default 'constraint x references'", "\"references\" int", "[references] int", "`references` int",
      "a -- references", "a /* references", "a 'references", "a [references", "a x'00' /* * / references */",
    ])
  func hidden(text: String) {
    #expect(clauses(text) == [])
  }
}

@Suite("What the text of a CREATE INDEX tells by itself")
struct IndexDeclarationTests {
  @Test(
    "plain columns, however they are written",
    arguments: [
      ("CREATE INDEX i ON t(a)", false, ["a"]),
      ("CREATE UNIQUE INDEX i on t ( a ASC , \"b c\"DESC,[d e],`f` )", true, ["a", "b c", "d e", "f"]),
      ("create index [on] on \"t(\" (\n  _1,\té )", false, ["_1", "é"]),
    ])
  func plain(text: String, isUnique: Bool, columns: [String]) throws {
    let index = try #require(IndexDeclaration(text))
    #expect((index.isUnique, index.columns) == (isUnique, columns))
  }

  @Test(
    "anything else is left to the database",
    arguments: [
      "", "CREATE INDEX i ON t(lower(a))", "CREATE INDEX i ON t(a) WHERE a > 0", "CREATE INDEX i ON t(a + b)",
      "CREATE INDEX i ON t(a COLLATE nocase)", "CREATE INDEX i ON t('a')", "CREATE INDEX i ON t(1)",
      "CREATE INDEX i ON t(null)", "CREATE INDEX i ON t(a /* b */)", "CREATE INDEX i ON t(a -- b\n)",
      "CREATE INDEX i ON t(\"a\"\"b\")", "CREATE INDEX i ON t(a", "CREATE INDEX i ON t(a,)", "CREATE INDEX i",
      "CREATE INDEX i ON t(\"a", "CREATE TABLE i(a)", "CREATE INDEX i ON t(a b)",
    ])
  func others(text: String) { #expect(IndexDeclaration(text) == nil) }
}
