import Language
import Rendering
import SQL

extension Command {
  /// What all statements so far come to: a row for each relationship, strategy and hop.
  static let queries = Command(
    "queries", foreign: [".stats"], group: .inspect, usage: "queries [reset]",
    summary: "queries in total, by relationship and strategy",
    completes: .words { [ArgumentWord("reset", "begins the totals anew")] },
    needsDatabase: false,
    isPaged: true, holdsTables: true
  ) { (conversation, call) throws(Diagnostic) in
    if call.argument == "reset" {
      conversation.log.resetTotals()
      return conversation.notice("The totals begin anew; log still has the queries.")
    }
    guard call.argument.isEmpty else { throw call.wrongUse() }
    let totals = conversation.log.totals
    guard !totals.isEmpty else {
      let since = conversation.log.isReset ? "since the totals began anew" : "yet"
      return conversation.notice("No query was sent \(since).")
    }
    conversation.facts.rows = totals.count
    let held = HeldTable(form(of: totals, isForPeople: true), data: form(of: totals, isForPeople: false))
    let isTable = conversation.settings.format.name == OutputFormat.table.name
    try conversation.write(held, at: call.range)
    guard isTable else { return }
    let queries = Quantity.count(totals.reduce(0) { $0 + $1.statements }, "query")
    let sum = Quantity.duration(nanoseconds: totals.reduce(0) { $0 + $1.nanoseconds })
    conversation.notice("\(queries), \(sum) in all. Hop 0 is where a path begins.")
  }
}

/// A row for each relationship, strategy and hop.
private func form(of totals: [ConversationLog.Total], isForPeople: Bool) -> HeldTable.Form {
  func time(_ nanoseconds: Int64) -> Value {
    isForPeople ? Value(Quantity.duration(nanoseconds: nanoseconds)) : .integer(nanoseconds)
  }
  let rows: [[Value]] = totals.map { total in
    [
      Value(total.kind.subject ?? "SQL"), total.kind.strategy.map { Value($0) } ?? .null,
      total.kind.hop.map { .integer(Int64($0)) } ?? .null, .integer(Int64(total.statements)),
      .integer(Int64(total.rows)), time(total.nanoseconds), time(total.slowest),
    ]
  }
  let names = [
    "relationship", "strategy", "hop", isForPeople ? "sent" : "queries", "rows",
    isForPeople ? "time" : "nanoseconds", "slowest",
  ]
  return HeldTable.Form(
    names, rows, numeric: Set(names.dropFirst(2)),
    lasting: ["relationship", "sent", "strategy", "hop", "time", "rows"],
    emptyText: isForPeople ? "" : nil)
}
