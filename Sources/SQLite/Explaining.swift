import CSQLite
import SQL

/// A statement that is read and not run, or that says how another would be run.
enum Explaining {
  /// Whether the first word of a text, behind blanks and comments, is EXPLAIN.
  static func begins(_ text: Substring) -> Bool {
    var rest = text.utf8[...]
    func skip(beyond ending: String, from beginning: String) -> Bool {
      guard rest.starts(with: beginning.utf8) else { return false }
      rest = rest.dropFirst(beginning.utf8.count)
      while !rest.isEmpty, !rest.starts(with: ending.utf8) { rest = rest.dropFirst() }
      rest = rest.dropFirst(ending.utf8.count)
      return true
    }
    while let first = rest.first {
      if first == 0x20 || (0x09...0x0D).contains(first) || first == UInt8(ascii: ";") {
        rest = rest.dropFirst()
      } else if rest.starts(with: "\u{FEFF}".utf8) {
        rest = rest.dropFirst(3)
      } else if !skip(beyond: "\n", from: "--"), !skip(beyond: "*/", from: "/*") {
        break
      }
    }
    return rest.prefix(7).elementsEqual("explain".utf8) { $0 | 0x20 == $1 }
  }

  /// Whether SQLite only reads something for a PRAGMA, whatever its argument.
  static func isHarmless(pragma: String) -> Bool {
    ["_info", "_list", "_check"].contains { pragma.lowercased().hasSuffix($0) }
  }
}

/// Whether a PRAGMA was refused.
private final class PragmaGuard {
  var hasRefused = false
}

extension SQLiteConnection {
  /// Compiles a statement that is not to be run.
  ///
  /// SQLite sets some settings while it compiles a PRAGMA, with EXPLAIN before it or not
  /// (https://sqlite.org/pragma.html): one with a value is refused.
  func compileWithoutEffect(_ text: inout Substring) throws(DatabaseError) -> SQLiteStatement? {
    let pragmas = PragmaGuard()
    sqlite3_set_authorizer(
      database,
      { context, action, pragma, value, _, _ in
        guard action == SQLITE_PRAGMA, value != nil, let context, let pragma,
          !Explaining.isHarmless(pragma: String(cString: pragma))
        else { return SQLITE_OK }
        Unmanaged<PragmaGuard>.fromOpaque(context).takeUnretainedValue().hasRefused = true
        return SQLITE_DENY
      }, Unmanaged.passUnretained(pragmas).toOpaque())
    defer { withExtendedLifetime(pragmas) { _ = sqlite3_set_authorizer(database, nil, nil) } }
    do throws(DatabaseError) { return try compile(&text, flags: 0) } catch {
      guard pragmas.hasRefused else { throw error }
      throw DatabaseError(.actsUnrun, code: error.code, message: error.message, sql: error.sql)
    }
  }
}
