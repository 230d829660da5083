import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// What is wrong, slow or risky, the worst first, each with what to type.
  static let doctor = Command(
    "doctor", group: .inspect, usage: "doctor [full] [all]", summary: "what is wrong, slow or at risk",
    completes: .words {
      [
        ArgumentWord("full", "all rows of large tables, and the file itself"),
        ArgumentWord("all", "each finding where many are alike"),
      ]
    }, isPaged: true, holdsTables: true,
    more: [
      "Foreign keys without an index, keys that lead nowhere, missing keys, columns that do not fit,",
      "what cannot be read, and what is not declared: the worst first, each with what to type.",
      "doctor full looks at all rows of large tables, and lets the engine check the file;",
      "doctor all tells each finding where many are alike, as a batch does.",
    ]
  ) { (conversation, call) throws(Diagnostic) in
    let words = call.words.map { $0.lowercased() }
    guard words.allSatisfy(["full", "all"].contains) else { throw call.wrongUse() }
    try Doctor(conversation, call, tellsAll: words.contains("all") || !conversation.isInteractive)
      .run(isFull: words.contains("full"))
  }
}

private struct Doctor {
  let conversation: Conversation
  let call: CommandCall
  /// Whether each of many that are alike is told.
  let tellsAll: Bool
  let schema: Schema

  init(_ conversation: Conversation, _ call: CommandCall, tellsAll: Bool) {
    self.conversation = conversation
    self.call = call
    self.tellsAll = tellsAll
    schema = conversation.schema
  }

  func run(isFull: Bool) throws(Diagnostic) {
    let report: HealthReport
    do throws(DatabaseError) {
      try conversation.database.connection.beginReading()
      var check = HealthCheck(
        conversation.database.connection, schema: schema, widest: conversation.widestSchema, isFull: isFull)
      report = try check.report()
    } catch { throw Diagnostic(error, at: call.range) }
    conversation.facts.rows = report.findings.count
    conversation.facts.isUnsound = report.findings.contains {
      if case .damage = $0.matter { true } else { false }
    }
    let held = held(report)
    if conversation.settings.format.name == "table" {
      write(report, isFull: isFull)
      conversation.hold(held)
    } else {
      try conversation.write(held, at: call.range)
    }
  }

  private func text(_ finding: HealthFinding) -> HealthText {
    HealthText(finding, schema: schema, connection: conversation.database.connection)
  }

  private func held(_ report: HealthReport) -> HeldTable {
    let rows = report.findings.map { finding in
      let text = text(finding)
      return [Value(finding.severity.word), Value(text.sentence), text.remedy.map { Value($0) } ?? .null]
    }
    return HeldTable(HeldTable.Form(["severity", "finding", "remedy"], rows), withoutRows: verdict(report))
  }

  // MARK: For people

  private func write(_ report: HealthReport, isFull: Bool) {
    write(StyledText(verdict(report), .heading), indent: 1)
    if !report.findings.isEmpty { conversation.output.write("\n") }
    for alike in Self.alike(report.findings) {
      let told = tellsAll || alike.count <= Self.fewest ? alike : alike.prefix(Self.examples)
      for finding in told { write(finding) }
      guard told.count < alike.count, let finding = alike.first else { continue }
      let more = "\(Quantity.grouped(alike.count - told.count)) more like these: "
      var line = head(finding.severity)
      line.append(more, .dim)
      line.append(isFull ? "doctor full all" : "doctor all", .hint)
      conversation.output.write(line.text(presentation.style) + "\n")
    }
    let scope = scope(report, isFull: isFull)
    if !scope.isEmpty {
      conversation.output.write("\n")
      write(StyledText(scope, .dim), indent: 1)
    }
  }

  /// So many that are alike are told one by one, and of more so many stand for all of them.
  private static let (fewest, examples) = (6, 3)

  /// Those that stand together and say the same of different tables.
  private static func alike(_ findings: [HealthFinding]) -> [ArraySlice<HealthFinding>] {
    var groups: [ArraySlice<HealthFinding>] = []
    for (index, finding) in findings.enumerated() {
      if let last = groups.last?.last, last.severity == finding.severity, last.sort == finding.sort {
        groups[groups.count - 1] = findings[groups[groups.count - 1].startIndex...index]
      } else {
        groups.append(findings[index...index])
      }
    }
    return groups
  }

  private func head(_ severity: HealthFinding.Severity) -> StyledText {
    var line = StyledText(" ")
    line.append(severity.word, severity.role)
    line.pad(to: Self.indent)
    return line
  }

  private func write(_ finding: HealthFinding) {
    let text = text(finding)
    let isTypeable =
      text.remedy.map { !$0.unicodeScalars.contains(where: VisibleText.needsStandIn) } ?? true
    let sentence =
      text.sentence
      + (isTypeable ? "" : "; what to type is left out, for a name has characters that cannot be typed")
    write(VisibleText.plain(sentence, charset: presentation.charset), after: head(finding.severity))
    if let remedy = text.remedy, isTypeable {
      write(StyledText(VisibleText.plain(remedy, charset: presentation.charset), .hint), indent: Self.indent)
    }
  }

  private static let indent = 8
  private var presentation: Presentation { conversation.settings.presentation }

  private func write(_ text: StyledText, indent: Int) {
    for line in text.wrapped(to: presentation.width.map { max(20, $0 - indent) }) {
      conversation.output.write(String(repeating: " ", count: indent) + line.text(presentation.style) + "\n")
    }
  }

  private func write(_ sentence: String, after head: StyledText) {
    let lines = StyledText(sentence).wrapped(to: presentation.width.map { max(20, $0 - Self.indent) })
    for (number, line) in lines.enumerated() {
      var whole = number == 0 ? head : StyledText(String(repeating: " ", count: Self.indent))
      whole.append(line)
      conversation.output.write(whole.text(presentation.style) + "\n")
    }
  }

  /// As in `3 findings in 16 entities: 1 wrong, 2 slow.`; notes are none.
  private func verdict(_ report: HealthReport) -> String {
    let entities = Quantity.count(report.entities, "entity")
    let counts = HealthFinding.Severity.allCases.filter { $0 != .note }
      .map { (severity: $0, count: report.count($0)) }.filter { $0.count > 0 }
    guard !counts.isEmpty else { return "Nothing wrong, slow or risky in \(entities)." }
    let words = counts.map { item in
      item.severity == .risk
        ? Quantity.count(item.count, "risk") : "\(Quantity.grouped(item.count)) \(item.severity.word)"
    }
    let total = counts.reduce(0) { $0 + $1.count }
    return "\(Quantity.count(total, "finding")) in \(entities): \(words.joined(separator: ", "))."
  }

  /// How far it looked.
  private func scope(_ report: HealthReport, isFull: Bool) -> String {
    var sentences: [String] = []
    if report.keysChecked > 0 {
      sentences.append("\(Quantity.count(report.keysChecked, "foreign key")) checked against the rows.")
    }
    if !report.sampled.isEmpty {
      let names = report.sampled.prefix(5).map { schema[$0].name }
      let more = report.sampled.count > names.count ? ", …" : ""
      let rows = Quantity.grouped(HealthCheck.sampleRows)
      sentences.append(
        "Only the first \(rows) rows of \(names.joined(separator: ", "))\(more) were looked at.")
    }
    if report.keysLeftOut > 0 {
      sentences.append("\(Quantity.count(report.keysLeftOut, "foreign key")) left out, to come to an end.")
    }
    if !isFull {
      let isPartial = !report.sampled.isEmpty || report.keysLeftOut > 0
      sentences.append(
        isPartial ? "All rows, and the file itself: doctor full" : "The file itself: doctor full")
    } else {
      sentences.append(
        report.findings.contains { if case .damage = $0.matter { true } else { false } }
          ? "" : "The file itself is sound.")
    }
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension HealthFinding.Severity {
  fileprivate var role: Role {
    switch self {
    case .wrong: .error
    case .slow, .risk: .warning
    case .note: .dim
    }
  }
}
