package import SQL

/// The statements that made a table, as the schema table keeps them (https://sqlite.org/schematab.html).
extension SQLiteConnection {
  package func definitions(ofTable table: String, in schema: String) throws(DatabaseError) -> [String] {
    introspectionDepth += 1
    defer { introspectionDepth -= 1 }
    // What SQLite made for itself, as the index of a primary key, has no text.
    var text = Substring(
      """
      SELECT sql FROM \(dialect.identifier(schema)).sqlite_schema
      WHERE lower(tbl_name) = lower(?) AND sql IS NOT NULL ORDER BY type NOT IN ('table', 'view'), rowid
      """)
    guard let statement = try compile(&text, flags: 0) else { return [] }
    var definitions: [String] = []
    _ = try statement.run([Value(table)]) { row throws(DatabaseError) in
      if row[0].kind == .text { definitions.append(String(decoding: row[0].bytes, as: UTF8.self)) }
      return true
    }
    return definitions
  }
}
