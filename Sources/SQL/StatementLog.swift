/// Everything that was executed since the line began, and who caused it.
///
/// Statements of one text and one cause that follow each other are kept as one group, so that a walk over a
/// million parents is one entry. Introspection and transaction control are never in it.
package struct StatementLog: Sendable {
  package private(set) var groups: [StatementGroup] = []

  package init() {}

  package var statements: Int { groups.last?.last ?? 0 }
  package var rows: Int { groups.reduce(0) { $0 + $1.rows } }
  package var cells: Int { groups.reduce(0) { $0 + $1.cells } }
  package var nanoseconds: Int64 { groups.reduce(0) { $0 + $1.nanoseconds } }

  package mutating func record(
    _ sql: String, _ bindings: @autoclosure () -> [Value], cause: Cause, columns: Int, facts: RunFacts
  ) {
    let cells = facts.rows * columns
    if let last = groups.indices.last, groups[last].cause == cause, groups[last].sql == sql {
      groups[last].add(
        rows: facts.rows, cells: cells, nanoseconds: facts.nanoseconds, work: facts.work)
    } else {
      groups.append(
        StatementGroup(
          sql: sql, cause: cause, number: statements + 1, bindings: bindings(), rows: facts.rows,
          cells: cells,
          nanoseconds: facts.nanoseconds, work: facts.work))
    }
  }
}

extension StatementLog {
  /// Lays all statements so far at the door of one mark.
  package mutating func blame(_ mark: Int) {
    for index in groups.indices { groups[index].cause.mark = mark }
  }
}

/// Statements of one text and one cause, in a row.
package struct StatementGroup: Hashable, Sendable {
  package let sql: String
  package var cause: Cause
  /// The number of the first statement, from 1.
  package let first: Int
  package private(set) var count = 1
  /// The values bound in the first statement.
  package let bindings: [Value]
  package private(set) var rows: Int
  package private(set) var cells: Int
  package private(set) var nanoseconds: Int64
  package private(set) var slowest: Int64
  package private(set) var work: EngineWork

  package init(
    sql: String, cause: Cause, number: Int, bindings: [Value], rows: Int, cells: Int, nanoseconds: Int64,
    work: EngineWork = EngineWork()
  ) {
    self.sql = sql
    self.cause = cause
    self.first = number
    self.bindings = bindings
    self.rows = rows
    self.cells = cells
    self.nanoseconds = nanoseconds
    self.slowest = nanoseconds
    self.work = work
  }

  /// The number of the last statement.
  package var last: Int { first + count - 1 }

  package mutating func add(rows: Int, cells: Int, nanoseconds: Int64, work: EngineWork = EngineWork()) {
    count += 1
    self.rows += rows
    self.cells += cells
    self.nanoseconds += nanoseconds
    self.work += work
    slowest = max(slowest, nanoseconds)
  }
}

/// Why a statement was run.
package struct Cause: Hashable, Sendable {
  /// Which mark of the path it belongs to, from 0 for the root; nil when no path was typed.
  package var mark: Int?
  /// `lazy`, `selectin`, …; nil for the root.
  package var strategy: String?
  /// `author.books`; nil for the root.
  package var relationship: String?
  /// What was asked for where no relationship was followed: `author`, `author.books.count()`; nil for SQL that was
  /// typed.
  package var subject: String?
  /// Whether it asks for no keys, because it is for all records that the relationship starts from.
  package var isOfAll = false

  /// Whether a person typed the statement itself.
  package var isTyped: Bool { subject == nil && relationship == nil }

  package init(mark: Int?, strategy: String? = nil, relationship: String? = nil, subject: String? = nil) {
    self.mark = mark
    self.strategy = strategy
    self.relationship = relationship
    self.subject = subject
  }
}
