import CSQLite
import Glibc
import SQL
import SQLite
import Synchronization
import Testing

/// Locks that somebody else holds.
@Suite struct LockPatienceTests {
  /// How often a wait asked whether to go on.
  private final class Looks: Sendable {
    let count = Atomic<Int>(0)
    func take() -> Int { count.exchange(0, ordering: .relaxed) }
  }

  @Test func oneLineWaitsOnce() throws {
    let path = "/tmp/kin-lock-\(UInt64.random(in: 0...UInt64.max)).db"
    defer { for ending in ["", "-journal"] { _ = (path + ending).withCString(remove) } }
    var other: OpaquePointer?
    sqlite3_open(path, &other)
    defer { sqlite3_close(other) }
    sqlite3_exec(other, "create table p (id integer primary key); insert into p values (1)", nil, nil, nil)
    let looks = Looks()
    let connection = try SQLiteConnection.open(path, access: .readOnly) {
      looks.count.add(1, ordering: .relaxed)
      return false
    }
    #expect(sqlite3_exec(other, "begin exclusive", nil, nil, nil) == SQLITE_OK)
    func failure() -> DatabaseError.Kind? {
      do throws(DatabaseError) {
        try connection.execute("SELECT * FROM p")
        return nil
      } catch { return error.kind }
    }
    _ = looks.take()
    // Between two keystrokes nobody waits, and it is told that there was a lock.
    let (hint, wasLocked) = connection.withoutWaiting { failure() }
    #expect((hint, wasLocked) == (.busy, true))
    #expect(connection.withoutWaiting { 1 }.wasLocked == false)
    let idle = looks.take()
    #expect(failure() == .busy)
    let first = looks.take()
    #expect(failure() == .busy)
    let second = looks.take()
    // What is asked for each statement is asked, but none of the fifty looks of a wait.
    #expect(idle < 20 && first > 30 && second < 20, "\(idle), \(first), \(second)")
    connection.endReading()
    #expect(sqlite3_exec(other, "commit", nil, nil, nil) == SQLITE_OK)
    #expect(failure() == nil)
  }
}
