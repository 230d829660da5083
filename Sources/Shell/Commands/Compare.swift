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
    let bound = try conversation.bind(Parser.path(call.line, from: call.start))
    let begun = conversation.now()
    let comparison = try Comparison(
      of: bound.path, in: bound.session, clock: { begun.duration(to: conversation.now()).nanoseconds })
    try conversation.write(comparison, call)
  }
}

extension Conversation {
  fileprivate func write(_ comparison: Comparison, _ call: CommandCall) throws(Diagnostic) {
    let isForPeople = settings.format.name == "table"
    let slowest = comparison.runs.map(\.nanoseconds).max() ?? 1
    var names = ["strategy", "queries", "rows", "cells", "repeated", isForPeople ? "time" : "nanoseconds"]
    names.append(isForPeople ? "" : "equal")
    var rows: [[Value]] = []
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
      if !isForPeople {
        row.append(.integer(comparison.differences.contains { $0.strategy == run.strategy } ? 0 : 1))
      }
      rows.append(row)
    }
    facts.rows = rows.count
    try write(rows, columns: names, numeric: Set(names.dropFirst()).subtracting([""]), at: call.range)
    guard isForPeople else { return }
    for sentence in comparison.verdict {
      output.write(settings.presentation.style.applied(to: " \(sentence)", .dim) + "\n")
    }
  }
}

extension Comparison {
  /// Whether all strategies gave the same, in sentences.
  fileprivate var verdict: [String] {
    guard differences.isEmpty else {
      return differences.map { "\($0.strategy.rawValue) differs from row \($0.row + 1) on." }
    }
    guard let run = runs.first else { return [] }
    return [
      "All equal: the same \(Quantity.count(run.resultRows, "row")) in the same order. Times are the median."
    ]
  }
}
