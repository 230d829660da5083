import Glibc
import SQL
import SQLite
import SampleData
import Shell

/// Which engine opens what: a SQLite file, or a sample in memory.
struct DatabaseOpening {
  let access: SQLiteConnection.Access

  /// The sample library, made anew: whatever is done to it is gone afterwards.
  func sample() throws(DatabaseError) -> Conversation.Database {
    let script = UnsafeBufferPointer(start: kin_sample_library_start(), count: kin_sample_library_count)
    let connection = try SQLiteConnection.inMemory(script: script) { Interrupt.shared.isRequested }
    return Conversation.Database(connection: connection, name: "library", isSample: true)
  }

  func file(_ path: String) throws(DatabaseError) -> Conversation.Database {
    let connection = try SQLiteConnection.open(path, access: access) { Interrupt.shared.isRequested }
    return Conversation.Database(
      connection: connection, name: Self.name(of: path), isSample: false,
      companion: CompanionFile(path: path + ".kin").companion)
  }

  /// `library` for `/data/library.db`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    return String(file[..<dot])
  }
}
