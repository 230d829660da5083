package import SQL

/// What a conversation has around it: databases to open, files to read and to write.
///
/// Whoever starts the conversation gives them, so that it knows no file system and no engine.
package struct Surroundings {
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

  /// Opens a database by the name of its file.
  package var openFile: (String) throws(DatabaseError) -> Conversation.Database
  /// The samples, the first of which is what one gets without asking.
  package var samples: [Sample]
  /// The whole text of a file.
  package var readFile: (String) throws(DatabaseError) -> String
  /// Makes a file anew, to be written piece by piece.
  package var makeFile: (String) throws(DatabaseError) -> Output
  /// The file of commands that a prompt begins with; nil where there is no place for one.
  package var configuration: ConfigurationFile?

  /// The file of commands that a prompt begins with.
  package struct ConfigurationFile {
    package let path: String
    /// Its text; nil where there is no such file.
    package let read: () throws(DatabaseError) -> String?
    /// Takes the place of the old text at once: whoever is stopped in between loses nothing.
    package let replace: (String) throws(DatabaseError) -> Void

    package init(
      path: String, read: @escaping () throws(DatabaseError) -> String?,
      replace: @escaping (String) throws(DatabaseError) -> Void
    ) {
      self.path = path
      self.read = read
      self.replace = replace
    }
  }

  package init(
    openFile: @escaping (String) throws(DatabaseError) -> Conversation.Database, samples: [Sample] = [],
    readFile: @escaping (String) throws(DatabaseError) -> String = Self.noFile,
    makeFile: @escaping (String) throws(DatabaseError) -> Output = Self.noFile,
    configuration: ConfigurationFile? = nil
  ) {
    self.openFile = openFile
    self.samples = samples
    self.readFile = readFile
    self.makeFile = makeFile
    self.configuration = configuration
  }
}
