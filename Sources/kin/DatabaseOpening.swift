import Glibc
import SQL
import SQLite
import SampleData
import Shell

/// Which engine opens what: a SQLite file, or a sample in memory.
struct DatabaseOpening {
  let access: SQLiteConnection.Access

  /// The databases that come with the program; the first is the one that opens by itself.
  static var samples: [Sample] {
    (0..<kin_sample_count).compactMap { index in
      guard let sample = kin_sample_at(index)?.pointee else { return nil }
      let name = String(cString: sample.name)
      return Sample(name: name, summary: String(cString: sample.summary)) { () throws(DatabaseError) in
        let image = UnsafeBufferPointer(start: sample.image, count: sample.size)
        let connection = try SQLiteConnection.inMemory(image: image) { Interrupt.shared.isRequested }
        return Conversation.Database(connection: connection, name: name, isSample: true)
      }
    }
  }

  /// A file, or by the name that SQLite has for it a database in memory that is empty.
  func named(_ path: String) throws(DatabaseError) -> Conversation.Database {
    guard path != ":memory:" else {
      let connection = try SQLiteConnection.inMemory { Interrupt.shared.isRequested }
      return Conversation.Database(connection: connection, name: "memory", isSample: false, isNew: true)
    }
    let connection = try SQLiteConnection.open(path, access: access) { Interrupt.shared.isRequested }
    return Conversation.Database(
      connection: connection, name: Self.name(of: path), isSample: false, isSandbox: access == .sandbox,
      companion: StoredCommandFile(besideDatabase: path))
  }

  /// `library` for `/data/library.db`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    return String(file[..<dot])
  }
}
