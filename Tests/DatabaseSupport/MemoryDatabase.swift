package import SQLite

/// A database in memory, filled by a script.
package func memory(_ script: String) throws -> SQLiteConnection {
  let connection = try SQLiteConnection.inMemory { false }
  try connection.execute("BEGIN")
  try connection.execute(script)
  try connection.execute("COMMIT")
  return connection
}
