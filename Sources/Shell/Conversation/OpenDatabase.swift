package import SQL

extension Conversation {
  /// A database that is open, and how people call it.
  package struct Database {
    package var connection: any Connection
    package var name: String
    /// Whether it is a sample in memory, where writing breaks nothing.
    package var isSample: Bool
    /// Whether it is a private copy of a file: what is written to it goes when the conversation leaves it.
    package var isSandbox: Bool
    /// Whether it began empty and in memory: what is written to it goes, too, unless a file is made of it.
    package var isNew: Bool
    /// The file beside it; nil where there is no place for one.
    package var companion: (any CommandFile)?

    package init(
      connection: any Connection, name: String, isSample: Bool, isSandbox: Bool = false,
      isNew: Bool = false, companion: (any CommandFile)? = nil
    ) {
      self.connection = connection
      self.name = name
      self.isSample = isSample
      self.isSandbox = isSandbox
      self.isNew = isNew
      self.companion = companion
    }
  }
}

/// A database that comes with the program.
package struct Sample {
  package let name: String
  /// What it is about, in half a line.
  package let summary: String
  /// Makes it anew; whatever was done to it before is gone.
  package let open: () throws(DatabaseError) -> Conversation.Database

  package init(
    name: String, summary: String, open: @escaping () throws(DatabaseError) -> Conversation.Database
  ) {
    self.name = name
    self.summary = summary
    self.open = open
  }
}
