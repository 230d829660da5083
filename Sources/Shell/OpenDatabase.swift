package import SQL

extension Conversation {
  /// A database that is open, and how people call it.
  package struct Database {
    package var connection: any Connection
    package var name: String
    /// Whether it is a sample in memory, where writing breaks nothing.
    package var isSample: Bool
    /// The file beside it; nil where there is no place for one.
    package var companion: Companion?

    package init(connection: any Connection, name: String, isSample: Bool, companion: Companion? = nil) {
      self.connection = connection
      self.name = name
      self.isSample = isSample
      self.companion = companion
    }
  }
}
