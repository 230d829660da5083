import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// The same path under every strategy, side by side.
  static let compare = Command(
    "compare", group: .inspect, usage: "compare author.books.title",
    summary: "one path under every loading strategy", completes: .path, holdsTables: true,
    values: { _ in LoadingStrategy.allCases.filter { $0 != .raise }.map { ($0.rawValue, $0.summary) } }
  ) { (conversation, call) throws(Diagnostic) in
    let bound = try conversation.bind(conversation.path(of: call))
    let begun = conversation.now()
    let comparison = try Comparison(
      of: bound.path, in: bound.session, inForce: conversation.settings.strategy,
      clock: { begun.duration(to: conversation.now()).nanoseconds })
    let stop = comparison.unmeasured.problem.map(conversation.settled)
    try conversation.write(comparison, call)
    conversation.tellUnmeasured(comparison)
    // At a prompt, who has pressed Ctrl-C knows.
    if let stop, stop.problem != .interrupted || !conversation.isInteractive { throw stop }
    if stop == nil, let problem = comparison.overBudget.problem { throw problem }
  }
}

extension Conversation {
  fileprivate func write(_ comparison: Comparison, _ call: CommandCall) throws(Diagnostic) {
    facts.rows = comparison.runs.count
    sentBefore.queries += comparison.runs.reduce(0) { $0 + $1.statements }
    sentBefore.rows += comparison.runs.reduce(0) { $0 + $1.rows }
    countStatements()
    facts.isUnsound = !comparison.differences.isEmpty
    let isTable = settings.format.name == "table"
    let data = data(of: comparison)
    guard isTable || settings.format.name == "record" else {
      return try write(HeldTable(data), at: call.range)
    }
    let roundTrip = settings.roundTrip
    func cost(_ run: Comparison.Run) -> Int64 { run.nanoseconds + (roundTrip ?? 0) * Int64(run.statements) }
    let highest = comparison.runs.map(cost).max() ?? 1
    let counts = ["queries", "rows", "cells", "repeated", "time"]
    let far = roundTrip.map { ["at \(Quantity.setting(nanoseconds: $0))"] } ?? []
    let rows = comparison.runs.map { run in
      [
        Value(run.name), .integer(Int64(run.statements)), .integer(Int64(run.rows)),
        .integer(Int64(run.cells)), .integer(Int64(run.repeatedCells)),
        Value(Quantity.duration(nanoseconds: run.nanoseconds)),
      ] + far.map { _ in Value(Quantity.duration(nanoseconds: cost(run))) }
        + (isTable ? [Value(bar(cost(run), of: highest))] : [])
    }
    let names = ["strategy"] + counts + far + (isTable ? [""] : [])
    let shown = try writeWhatFits(rows, names, numeric: Set(counts + far), data: data, call)
    let verdict = comparison.verdict(
      roundTrip: shown.contains("") ? roundTrip : nil, settings.presentation.charset)
    for sentence in verdict {
      let presentation = settings.presentation
      for line in StyledText(sentence, .dim).wrapped(to: presentation.width.map { max(20, $0 - 1) }) {
        output.write(" " + line.text(presentation.style) + "\n")
      }
    }
  }

  /// The strategies that the table does not have.
  fileprivate func tellUnmeasured(_ comparison: Comparison) {
    let over = comparison.overBudget.names
    if !over.isEmpty, let budget = settings.budget {
      let (need, were) = over.count == 1 ? ("needs", "was") : ("need", "were")
      let limit = Quantity.count(budget, "query")
      notice("\(Words.list(over)) \(need) more than \(limit), and \(were) stopped.")
    }
    let unmeasured = comparison.unmeasured.names
    if !unmeasured.isEmpty { notice("Stopped before \(unmeasured.joined(separator: ", ")).") }
  }

  /// Where there is no room for everything, the bars go first, and the time and the rows stay.
  ///
  /// - Returns: the names of the columns that are shown.
  private func writeWhatFits(
    _ rows: [[Value]], _ names: [String], numeric: Set<String>, data: HeldTable.Form, _ call: CommandCall
  ) throws(Diagnostic) -> [String] {
    // The bars say nothing that the numbers do not.
    let (whole, isDrawn) = (names.filter { !$0.isEmpty }, names.contains(""))
    let held = HeldTable(
      HeldTable.Form(whole, isDrawn ? rows.map { $0.dropLast() } : rows, numeric: numeric), data: data)
    var (rows, names) = (rows, names)
    var leftOut: [String] = []
    let dispensable = ["", "repeated", "cells"] + names.filter { $0.hasPrefix("at ") }
    for name in dispensable where settings.format.name == "table" {
      guard let room = settings.presentation.width, width(of: rows, columns: names) > room,
        let column = names.firstIndex(of: name)
      else { continue }
      names.remove(at: column)
      for row in rows.indices { rows[row].remove(at: column) }
      if !name.isEmpty { leftOut.append(name) }
    }
    try write(HeldTable.Form(names, rows, numeric: numeric), held: held, at: call.range)
    tellLeftOut(whole.filter(leftOut.contains))
    return names
  }

  /// For another program: numbers as they are.
  private func data(of comparison: Comparison) -> HeldTable.Form {
    let counts = ["queries", "rows", "cells", "repeated", "nanoseconds", "equal"]
    let rows = comparison.runs.map { run in
      let isEqual = !comparison.differences.contains { $0.name == run.name }
      return [Value(run.name)]
        + [
          run.statements, run.rows, run.cells, run.repeatedCells, Int(clamping: run.nanoseconds),
        ].map { Value.integer(Int64($0)) } + [comparison.runs.count > 1 ? .integer(isEqual ? 1 : 0) : .null]
    }
    return HeldTable.Form(["strategy"] + counts, rows, numeric: Set(counts))
  }

  private func bar(_ length: Int64, of longest: Int64) -> String {
    let share = Double(length) / Double(max(1, longest)) * 16
    guard settings.presentation.charset == .unicode else {
      return String(repeating: "#", count: max(1, Int(share + 0.5)))
    }
    let eighths = max(1, Int(share * 8 + 0.5))
    let last = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + last
  }
}

extension Comparison {
  /// Whether all strategies gave the same, in sentences.
  fileprivate func verdict(roundTrip: Int64?, _ charset: Charset) -> [String] {
    var sentences: [String] = []
    if let first = runs.first?.name {
      for difference in differences {
        sentences += [
          "\(difference.name) differs from \(first) in row \(Quantity.grouped(difference.row + 1)):",
          "  \(first): \(Self.text(difference.expected, charset))",
          "  \(difference.name): \(Self.text(difference.found, charset))",
        ]
      }
    }
    // One alone is equal to nothing.
    if differences.isEmpty, runs.count > 1, let run = runs.first {
      let who = isComplete ? "All equal" : "Those that ran are equal"
      sentences.append("\(who): the same \(Quantity.count(run.resultRows, "row")) in the same order.")
    }
    let bars = roundTrip.map { "; the bars, with \(Quantity.setting(nanoseconds: $0)) a query" } ?? ""
    sentences.append("Times are the median\(bars).")
    return sentences
  }

  private static func text(_ row: [NestedValue]?, _ charset: Charset) -> String {
    row.map { $0.map { text($0, charset) }.joined(separator: ", ") } ?? "no such row"
  }

  private static func text(_ value: NestedValue, _ charset: Charset) -> String {
    switch value {
    case .value(let value): SQLText.literal(value, charset: charset, limit: 40).plain
    case .list(let elements): "[" + elements.map { text($0, charset) }.joined(separator: ", ") + "]"
    case .record(let fields): "{" + fields.map { text($0, charset) }.joined(separator: ", ") + "}"
    }
  }
}
