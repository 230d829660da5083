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
        let script = UnsafeBufferPointer(start: sample.script, count: sample.size)
        let connection = try SQLiteConnection.inMemory(script: script) { Interrupt.shared.isRequested }
        return Conversation.Database(connection: connection, name: name, isSample: true)
      }
    }
  }

  func file(_ path: String) throws(DatabaseError) -> Conversation.Database {
    let connection = try SQLiteConnection.open(path, access: access) { Interrupt.shared.isRequested }
    return Conversation.Database(
      connection: connection, name: Self.name(of: path), isSample: false,
      companion: StoredCommandFile(besideDatabase: path))
  }

  /// `library` for `/data/library.db`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    return String(file[..<dot])
  }
}
