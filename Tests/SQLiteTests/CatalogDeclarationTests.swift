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
