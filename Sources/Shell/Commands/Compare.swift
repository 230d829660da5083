import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// The same path under every strategy, side by side.
  static let compare = Command(
    "compare", group: .inspect, usage: "compare author.books.title",
    summary: "one path under every loading strategy", completes: .path
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let (path, _) = try conversation.bind(Parser.path(call.line, from: call.start))
    let begun = conversation.now()
    let comparison = try Comparison(
      of: path, schema: conversation.schema, connection: conversation.database.connection,
      clock: { begun.duration(to: conversation.now()).nanoseconds })
    try conversation.write(comparison, call)
  }
}

extension Conversation {
  fileprivate func write(_ comparison: Comparison, _ call: CommandCall) throws(Diagnostic) {
    let isForPeople = settings.format.name == "table"
    let slowest = comparison.runs.map(\.nanoseconds).max() ?? 1
    var names = ["strategy", "queries", "rows", "cells", "repeated", isForPeople ? "time" : "nanoseconds"]
    if isForPeople { names.append("") }
    let buffer = RowBuffer(columns: names.count)
    for run in comparison.runs {
      var row: [Value] = [
        Value(run.strategy.rawValue), .integer(Int64(run.statements)), .integer(Int64(run.rows)),
        .integer(Int64(run.cells)), .integer(Int64(run.repeatedCells)),
        isForPeople ? Value(Quantity.duration(nanoseconds: run.nanoseconds)) : .integer(run.nanoseconds),
      ]
      if isForPeople {
        let length = max(1, Int(Double(run.nanoseconds) / Double(max(1, slowest)) * 20 + 0.5))
        row.append(
          Value(String(repeating: settings.presentation.charset == .unicode ? "▇" : "#", count: length)))
      }
      buffer.append(row)
    }
    let answer = Answer(
      rows: buffer, session: Session(schema: schema, executor: Executor(connection: database.connection)),
      columns: names.enumerated().map { index, name in
        Answer.Column(name: name, type: "", isKey: false, isNumeric: (1...5).contains(index))
      })
    facts.rows = comparison.runs.count
    try write(answer.grid(schema: schema), as: settings.format, settings.presentation, at: call.range)
    guard showsSQL || !comparison.differences.isEmpty else { return }
    if comparison.differences.isEmpty, let run = comparison.runs.first {
      notice(
        "All equal: the same \(Quantity.count(run.resultRows, "row")) in the same order. Times are the median."
      )
    }
    for difference in comparison.differences {
      notice("\(difference.strategy.rawValue) differs from row \(difference.row + 1) on.")
    }
  }
}
