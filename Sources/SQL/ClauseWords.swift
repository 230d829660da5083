/// Words of standard SQL by what they say of a line that they begin or end.
///
/// The one list of them; what only one engine knows stands in its `Dialect`.
package enum ClauseWords {
  /// Words that go on in a statement where it could have ended, and begin none.
  ///
  /// SET is not among them: an UPDATE has not ended before it.
  package static let continuing: Set<String> = [
    "ADD", "AND", "AS", "ASC", "BETWEEN", "CHECK", "COLLATE", "CONSTRAINT", "CROSS", "DEFAULT", "DO", "ELSE",
    "ESCAPE", "EXCEPT", "FETCH", "FILTER", "FROM", "FULL", "GROUP", "HAVING", "IN", "INNER", "INTERSECT",
    "INTO", "IS", "JOIN", "LEFT", "LIKE", "LIMIT", "NATURAL", "NOT", "NULLS", "OFFSET", "ON", "OR", "ORDER",
    "OUTER", "OVER", "REFERENCES", "RENAME", "RETURNING", "RIGHT", "THEN", "TO", "UNION", "USING", "WHEN",
    "WHERE", "WINDOW",
  ]

  /// Words that cannot be the last of a statement.
  package static let demanding: Set<String> = [
    "ADD", "ALL", "ALTER", "AND", "AS", "BETWEEN", "BY", "CASE", "COLLATE", "CREATE", "DELETE", "DISTINCT",
    "DROP", "ELSE", "ESCAPE", "EXCEPT", "EXISTS", "FROM", "GROUP", "HAVING", "IN", "INSERT", "INTERSECT",
    "INTO", "IS", "JOIN", "LIKE", "LIMIT", "NOT", "ON", "OR", "ORDER", "REFERENCES", "RETURNING", "SELECT",
    "SET", "TABLE", "THEN", "TO", "UNION", "UPDATE", "USING", "VALUES", "WHEN", "WHERE", "WITH",
  ]

  /// The words by which a statement reads or changes rows, whatever stands before them.
  package static let verbs: Set<String> = ["DELETE", "INSERT", "REPLACE", "SELECT", "UPDATE", "VALUES"]
}
