package import SQL

/// A file of commands that is read at the start and that a command writes: the one beside a database, and that of the
/// settings.
package protocol CommandFile {
  /// As messages call it.
  var name: String { get }
  /// Whether anything has its name, be it a link that leads nowhere.
  var isThere: Bool { get }
  /// Its text; nil where there is no such file.
  func read() throws(DatabaseError) -> String?
  /// Takes the place of the old text at once: whoever is stopped in between loses nothing.
  func write(_ text: String) throws(DatabaseError)
}
