package import Language
import Navigation
import ORM
package import SQL

/// Every statement since the conversation began, beside the line that caused it, and what they come to.
///
/// Its memory is bounded: the oldest lines go, and are counted; the totals stay.
package struct ConversationLog {
  /// The statements of one line, equal ones folded.
  package struct Line {
    /// Counted from 1.
    package var number: Int
    /// As it was typed.
    package var text: String
    package var groups: [StatementGroup]
    /// The characters of the line that each mark stands for.
    package var marks: [SourceRange]
  }

  /// Statements of one subject, one strategy and one piece of a path.
  package struct Total {
    package struct Kind: Hashable {
      /// A relationship, or what was asked for without one; nil for SQL that was typed.
      package var subject: String?
      package var strategy: String?
      /// Which piece of its path asked, from 0 for the root; nil for SQL that was typed.
      package var hop: Int?
    }

    package var kind: Kind
    package var statements = 0
    package var rows = 0
    package var nanoseconds: Int64 = 0
    package var slowest: Int64 = 0
  }

  package private(set) var lines: [Line] = []
  /// Lines that had to go.
  package private(set) var droppedLines = 0
  private var count = 0
  private var weight = 0
  /// Whether the totals are not those of the whole conversation.
  package private(set) var isReset = false
  private var kinds: [Total.Kind: Total] = [:]

  package static let maximumLines = 1_000
  /// Bytes of SQL, about.
  package static let maximumWeight = 1 << 24
  private static let maximumKinds = 2_000

  package init() {}

  package mutating func record(_ groups: [StatementGroup], marks: [SourceRange], line: String) {
    guard !groups.isEmpty else { return }
    count += 1
    lines.append(Line(number: count, text: line, groups: groups, marks: marks))
    weight += Self.weight(of: lines[lines.count - 1])
    for group in groups { add(group) }
    while lines.count > 1, lines.count > Self.maximumLines || weight > Self.maximumWeight {
      weight -= Self.weight(of: lines.removeFirst())
      droppedLines += 1
    }
  }

  /// The most time first.
  package var totals: [Total] {
    kinds.values.sorted { left, right in
      if left.nanoseconds != right.nanoseconds { return left.nanoseconds > right.nanoseconds }
      let (first, second) = (left.kind, right.kind)
      return (first.subject ?? "", first.strategy ?? "", first.hop ?? -1)
        < (second.subject ?? "", second.strategy ?? "", second.hop ?? -1)
    }
  }

  package mutating func resetTotals() {
    kinds.removeAll()
    isReset = true
  }

  private mutating func add(_ group: StatementGroup) {
    let cause = group.cause
    var kind = Total.Kind(
      subject: cause.relationship ?? cause.subject, strategy: cause.strategy, hop: cause.mark)
    if kinds[kind] == nil, kinds.count >= Self.maximumKinds { kind.subject = "others" }
    var total = kinds[kind] ?? Total(kind: kind)
    total.statements += group.count
    total.rows += group.rows
    total.nanoseconds += group.nanoseconds
    total.slowest = max(total.slowest, group.slowest)
    kinds[kind] = total
  }

  private static func weight(of line: Line) -> Int {
    line.groups.reduce(line.text.utf8.count) { $0 + $1.sql.utf8.count + 32 * $1.bindings.count + 256 }
  }
}

extension Conversation {
  /// Who sends what follows; what the sender before has sent is recorded.
  func send(by executor: Executor) {
    recordStatements()
    sender = (executor, [])
  }

  /// What follows is sent by the session, and counted from here on.
  ///
  /// - Parameter range: the piece of the line that asks for it.
  func sendBySession(at range: SourceRange) throws(Diagnostic) {
    recordStatements()
    session.executor.startLine()
    sender = (session.executor, [])
    session.executor.budget = settings.budget
    session.executor.roundTrip = roundTrip
    do throws(DatabaseError) { try database.connection.beginReading() } catch {
      throw Diagnostic(error, at: range)
    }
  }

  func recordStatements() {
    guard let (executor, marks) = sender else { return }
    sender = nil
    sentBefore.queries += executor.log.statements
    sentBefore.rows += executor.log.rows
    log.record(executor.log.groups, marks: marks, line: facts.line)
  }

  /// Takes what the line has sent so far into its facts.
  func countStatements() {
    guard let sent = sender?.executor.log else { return }
    facts.queries = sentBefore.queries + sent.statements
    facts.rowsFetched = sentBefore.rows + sent.rows
  }
}
