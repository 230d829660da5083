import CSQLite
package import SQL

/// Questions of Kin's own that must be cheap: stopped after so many steps or so much time, uncounted and unlogged.
extension SQLiteConnection {
  package func probe(_ query: Query, rows: Int, within allowance: inout ProbeAllowance) -> [[Value]]? {
    guard allowance.steps > 0, rows > 0 else { return nil }
    // Who waits for a lock is not cheap.
    return patience.without { answer(query, rows: rows, within: &allowance) }.result
  }

  private func answer(_ query: Query, rows: Int, within allowance: inout ProbeAllowance) -> [[Value]]? {
    introspectionDepth += 1
    let isDeferred = defersForeignKeys
    var steps = 0
    defer {
      allowance.steps -= min(steps, allowance.steps)
      deferForeignKeys(isDeferred)
      introspectionDepth -= 1
    }
    do throws(DatabaseError) {
      return try stopping(at: ProbeGuard(allowance, isInterrupted: isInterrupted), &allowance) {
        () throws(DatabaseError) -> [[Value]]? in
        var answer: [[Value]] = []
        var text = Substring(query.sql)
        guard let statement = try compile(&text, flags: 0) else { return nil }
        defer { steps = max(1, statement.steps) }
        _ = try statement.run(query.values()) { row throws(DatabaseError) in
          answer.append(row.values)
          return answer.count < rows
        }
        return answer
      } ?? nil
    } catch { return nil }
  }

  package func run<R>(
    within allowance: inout ProbeAllowance, _ body: () throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R? {
    let guarding = ProbeGuard(allowance, isInterrupted: isInterrupted, onProgress: onProgress)
    defer { allowance.steps -= min(guarding.steps, allowance.steps) }
    return try stopping(at: guarding, &allowance, body)
  }

  /// Runs a body until the guard stops it, and takes its time from the allowance; nil where it was stopped.
  private func stopping<R>(
    at guarding: ProbeGuard, _ allowance: inout ProbeAllowance, _ body: () throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R? {
    let start = SQLiteStatement.now()
    guarding.install(on: database)
    defer {
      let spent = SQLiteStatement.now() - start
      allowance.nanoseconds = allowance.nanoseconds.map { max(0, $0 - spent) }
      allowance.spent += spent
      withExtendedLifetime(guarding) { watchForInterrupt() }
    }
    do throws(DatabaseError) { return try body() } catch {
      guard guarding.isExhausted, error.kind == .interrupted else { throw error }
      return nil
    }
  }

  /// From what ANALYZE has stored (https://sqlite.org/fileformat2.html#the_sqlite_stat1_table), and from both ends of
  /// the rowids.
  package func statistics(ofTable table: String, in schema: String) -> TableStatistics {
    introspectionDepth += 1
    let isDeferred = defersForeignKeys
    defer {
      deferForeignKeys(isDeferred)
      introspectionDepth -= 1
    }
    var statistics = TableStatistics()
    let source = dialect.identifier(schema) + "." + dialect.identifier(table)
    // Each subselect by itself is one step down the tree; min and max together would read all of it.
    var allowance = ProbeAllowance(steps: 200)
    let ends = Query(
      sql: "SELECT (SELECT max(_rowid_) FROM \(source)) - (SELECT min(_rowid_) FROM \(source)) + 1")
    statistics.rowsAtMost = probe(ends, within: &allowance).map { max(0, $0) }
    statistics.rows = statistics.rowsAtMost
    for (index, numbers) in analyzed(table, schema) {
      guard let rows = numbers.first else { continue }
      statistics.rows = min(rows, statistics.rowsAtMost ?? rows)
      guard let index else { continue }
      var key: TableStatistics.IndexKey = []
      for (column, rowsPerKey) in zip(columns(ofIndex: index, schema), numbers.dropFirst()) {
        guard let column else { break }
        key.insert(column)
        statistics.rowsPerKey[key] = max(1, rowsPerKey)
      }
    }
    return statistics
  }

  /// For each index the number of rows, and the average number of rows for each of its leading keys.
  private func analyzed(_ table: String, _ schema: String) -> [(index: String?, numbers: [Int])] {
    var entries: [(index: String?, numbers: [Int])] = []
    var text = Substring(
      "SELECT idx, stat FROM \(dialect.identifier(schema)).sqlite_stat1 WHERE tbl = ? COLLATE NOCASE")
    do throws(DatabaseError) {
      guard let statement = try compile(&text, flags: 0) else { return [] }
      _ = try statement.run([Value(table)]) { row throws(DatabaseError) in
        guard row[1].kind == .text else { return true }
        let index = row[0].kind != .text ? nil : String(decoding: row[0].bytes, as: UTF8.self)
        // Words behind the numbers are options of the planner.
        let numbers = String(decoding: row[1].bytes, as: UTF8.self).split(separator: " ").prefix {
          Int($0) != nil
        }
        entries.append((index, numbers.compactMap { Int($0) }.map { max(0, $0) }))
        return entries.count < 200
      }
    } catch { return [] }
    return entries
  }

  /// The names of an index's columns; nil for an expression.
  private func columns(ofIndex index: String, _ schema: String) -> [String?] {
    var names: [String?] = []
    var text = Substring("SELECT name FROM pragma_index_info(?, ?) ORDER BY seqno")
    do throws(DatabaseError) {
      guard let statement = try compile(&text, flags: 0) else { return [] }
      _ = try statement.run([Value(index), Value(schema)]) { row throws(DatabaseError) in
        names.append(row[0].kind != .text ? nil : String(decoding: row[0].bytes, as: UTF8.self))
        return true
      }
    } catch { return [] }
    return names
  }
}

/// What stops a probe.
private final class ProbeGuard {
  /// Steps between two looks at the limits.
  private static let interval: Int32 = 100
  private let mostLooks: Int
  private var looks = 0
  private let deadline: Int64?
  private let isInterrupted: () -> Bool
  private let onProgress: (() -> Void)?
  /// Whether it was a limit that stopped what ran, and not a person.
  private(set) var isExhausted = false

  /// - Parameter onProgress: called as often as while a statement runs that nothing limits.
  init(
    _ allowance: ProbeAllowance, isInterrupted: @escaping () -> Bool, onProgress: (() -> Void)? = nil
  ) {
    mostLooks = max(1, allowance.steps / Int(Self.interval))
    deadline = allowance.nanoseconds.map { SQLiteStatement.now() &+ $0 / 2 }
    self.isInterrupted = isInterrupted
    self.onProgress = onProgress
  }

  /// Steps that it has seen, to the last look.
  var steps: Int { looks * Int(Self.interval) }

  /// It lasts until another handler takes its place; the caller keeps it alive so long.
  func install(on database: OpaquePointer) {
    sqlite3_progress_handler(
      database, Self.interval,
      { context in
        guard let context else { return 0 }
        return Unmanaged<ProbeGuard>.fromOpaque(context).takeUnretainedValue().stops() ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func stops() -> Bool {
    looks += 1
    if looks % 160 == 0 { onProgress?() }
    guard !isInterrupted() else { return true }
    isExhausted = looks > mostLooks || deadline.map { SQLiteStatement.now() > $0 } ?? false
    return isExhausted
  }
}
