import CSQLite
import Glibc

/// How long the statements of a line wait for locks that somebody else holds: all of them together as long as one.
final class LockPatience {
  /// In nanoseconds.
  private static let most: Int64 = 2_000_000_000
  /// The waits between two looks, in milliseconds, as those of SQLite's own handler
  /// (https://sqlite.org/src/doc/trunk/src/main.c, sqliteDefaultBusyCallback) but none that a person feels.
  private static let pauses: [Int64] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50]
  private var left = most
  private var isNone = false
  /// Whether there was a lock while nothing was to wait for one.
  private var wasLocked = false
  private let isInterrupted: () -> Bool

  init(isInterrupted: @escaping () -> Bool) { self.isInterrupted = isInterrupted }

  /// The caller keeps it alive as long as the database is open.
  func install(on database: OpaquePointer) {
    sqlite3_busy_handler(
      database,
      { context, looks in
        guard let context else { return 0 }
        return Unmanaged<LockPatience>.fromOpaque(context).takeUnretainedValue().wait(Int(looks)) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Another line begins.
  func renew() { left = Self.most }

  /// Runs something that waits for no lock; answers whether there was one.
  func without<R, Failure: Error>(
    _ body: () throws(Failure) -> R
  ) throws(Failure) -> (result: R, wasLocked: Bool) {
    let (before, found) = (isNone, wasLocked)
    (isNone, wasLocked) = (true, false)
    defer { (isNone, wasLocked) = (before, found || wasLocked) }
    let result = try body()
    return (result, wasLocked)
  }

  private func wait(_ looks: Int) -> Bool {
    guard !isNone else {
      wasLocked = true
      return false
    }
    guard left > 0, !isInterrupted() else { return false }
    let start = SQLiteStatement.now()
    let pause = min(left, Self.pauses[min(looks, Self.pauses.count - 1)] * 1_000_000)
    var time = timespec(tv_sec: 0, tv_nsec: Int(pause))
    nanosleep(&time, nil)
    left -= SQLiteStatement.now() - start
    return true
  }
}
