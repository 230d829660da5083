/// What an engine refused, as data: the wording is the engine's, the sentence around it is written at the edge.
package struct DatabaseError: Error, Hashable, Sendable {
  /// What went wrong, in the terms that change what Kin does next.
  package enum Kind: Hashable, Sendable {
    /// The file is missing, a directory, a pipe or a device, or may not be read.
    case cannotOpen
    /// The file is no database, or encrypted.
    case notADatabase
    /// A page of the file is damaged.
    case corrupt
    /// Another process holds a lock and did not let go in time.
    case busy
    /// A write on a connection that may not write.
    case readOnly
    /// A write to a file on a connection that writes in memory only.
    case readOnlyFile
    /// A write to a file, or beside it, that the system does not allow.
    case unwritableFile
    /// A write to a file that is not any more where it was opened.
    case movedFile
    /// A process that has ended left a transaction half done, and a connection that may not write cannot undo it.
    case unfinishedTransaction
    /// Another process has changed a file that can only be read as it stood.
    case outdated
    /// The statement has placeholders, `code` of them, and nothing gives them values.
    case unbound
    /// A constraint refused a write.
    case constraint
    /// The disk is full or the device failed.
    case storage
    /// The person stopped the statement.
    case interrupted
    /// A limit on statements that the person set is used up; `code` is the limit.
    case budget
    /// A hop would need a statement, and none may be sent for it; `code` is the number of records it is for.
    case notLoaded
    /// The statement cannot be parsed, or means nothing.
    case statement
    /// The statement names a table or a column that is not there.
    case unknownName
    /// A sum of integers, or another calculation with them, went beyond the largest.
    case overflow
    /// The statement is larger than the engine takes: too many tables, columns, values or levels.
    case tooLarge
    /// A value is larger than the engine takes.
    case valueTooLarge
    /// A write in a transaction that reads the data as they were before another process changed them.
    case oldSnapshot
    /// The engine would carry the statement out while it reads it, and it was not to be run.
    case actsUnrun
    /// Anything else.
    case other
  }

  package var kind: Kind
  /// The engine's own extended result code.
  package var code: Int
  /// The engine's own message.
  package var message: String
  /// The statement, when there was one.
  package var sql: String?
  /// Where in `sql` the engine says the error is, as an offset in UTF-8 bytes.
  package var offset: Int?

  package init(_ kind: Kind, code: Int = 0, message: String, sql: String? = nil, offset: Int? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.sql = sql
    self.offset = offset
  }
}
