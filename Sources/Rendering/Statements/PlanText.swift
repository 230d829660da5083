package import SQL

/// The plan of a statement in words, a line for each step.
package struct PlanText {
  private let plan: QueryPlan
  /// The statement's runs; nil when it was not run.
  private let group: StatementGroup?
  private let charset: Charset

  package init(_ plan: QueryPlan, of group: StatementGroup?, charset: Charset) {
    self.plan = plan
    self.group = group
    self.charset = charset
  }

  /// Broken to a width, each step indented under what it is part of.
  package func lines(width: Int?) -> [StyledText] {
    // Tables read at each depth so far: the next one there is read for each of their rows.
    var tables: [Int: Int] = [:]
    return plan.steps.flatMap { step -> [StyledText] in
      let indent = step.depth * 2
      let (sentence, role) = words(for: step, isInner: tables[step.depth, default: 0] > 0)
      if case .read = step.kind { tables[step.depth, default: 0] += 1 }
      if case .subquery = step.kind { tables[step.depth + 1] = 0 }
      let text = VisibleText.styled(sentence, role, charset: charset)
      return text.wrapped(to: width.map { max(20, $0 - indent - 2) }).enumerated().map { number, part in
        var line = StyledText(String(repeating: " ", count: number == 0 ? indent : indent + 2))
        line.append(part)
        return line
      }
    }
  }

  private func words(for step: QueryPlan.Step, isInner: Bool) -> (String, Role?) {
    switch step.kind {
    case .read(let reading): words(for: reading, isInner: isInner)
    case .sort(let sorting): (Self.words(for: sorting), .dim)
    case .subquery(let subquery): (Self.words(for: subquery), .dim)
    case .other(let text): (text, .dim)
    }
  }

  private func words(for reading: QueryPlan.Reading, isInner: Bool) -> (String, Role?) {
    let table = reading.table.isEmpty ? "what was worked out" : reading.table
    let each = isInner ? "for each row: " : ""
    switch reading.access {
    case .all(let index):
      let order = index.map { ", in the order of the index \($0)" } ?? ""
      let isCostly = reading.isRepeated || (group?.count ?? 1) > 1
      return (
        each + "reads \(amount(of: table, reading))\(order)\(times(reading))", isCostly ? .warning : .dim
      )
    case .key(let terms):
      let isOne = terms.allSatisfy { $0.comparison == "=" }
      return (each + (isOne ? "finds \(table) by its key" : "reads part of \(table), by its key"), .dim)
    case .index(let name, let terms, let isCovering):
      let all = isCovering ? ", which holds all that is wanted" : ""
      return (each + "finds \(table) by the index \(name) (\(Self.text(terms)))\(all)", .dim)
    case .automaticIndex(let terms):
      return (
        "\(each)finds \(table) by an index made for this query (\(Self.text(terms)))\(indexed)", .warning
      )
    case .ownWay: return (each + "asks \(table), which has a way of its own", .dim)
    }
  }

  /// As in `all 1,000 rows of book`, as far as the engine's counters tell.
  private func amount(of table: String, _ reading: QueryPlan.Reading) -> String {
    guard let rows = scannedEach(reading) else { return "all of \(table)" }
    let isCut = group.map { SQLNames($0.sql).hasLimit } ?? false
    return isCut
      ? "\(Quantity.count(rows, "row")) of \(table)"
      : rows == 1 ? "the only row of \(table)" : "all \(Quantity.grouped(rows)) rows of \(table)"
  }

  /// Rows that one scan reads; nil where several scans share one counter, or the runs differ.
  private func scannedEach(_ reading: QueryPlan.Reading) -> Int? {
    guard let group, group.work.scannedRows > 0, !reading.isRepeated,
      plan.readings.count(where: \.isScan) == 1, group.work.scannedRows % group.count == 0
    else { return nil }
    return group.work.scannedRows / group.count + 1
  }

  private func times(_ reading: QueryPlan.Reading) -> String {
    guard let group, group.count > 1 else { return "" }
    let times = ", \(Quantity.grouped(group.count)) times"
    guard let each = scannedEach(reading) else { return times }
    return "\(times): \(Quantity.grouped(each * group.count))"
  }

  private var indexed: String {
    guard let group, group.work.automaticIndexRows > 0 else { return "" }
    let rows = Quantity.count(group.work.automaticIndexRows / group.count + 1, "row")
    return " of \(rows)" + (group.count > 1 ? ", \(Quantity.grouped(group.count)) times" : "")
  }

  private static func text(_ terms: [QueryPlan.Term]) -> String {
    terms.map { $0.comparison.isEmpty ? $0.column : "\($0.column) \($0.comparison) ?" }.joined(
      separator: ", ")
  }

  private static func words(for sorting: QueryPlan.Sorting) -> String {
    switch sorting {
    case .order: "sorts the rows, which no index gives in this order"
    case .restOfOrder: "sorts the rows where the index leaves them equal"
    case .grouping: "gathers the groups, which no index gives together"
    case .distinct: "keeps each row once, by a list of those it had"
    case .union: "puts the rows together, each once"
    }
  }

  private static func words(for subquery: QueryPlan.Subquery) -> String {
    switch subquery {
    case .once(""): "works out once:"
    case .once(let name): "works out \(name) once:"
    case .stream(""): "goes through:"
    case .stream(let name): "goes through \(name):"
    case .forEachRow: "for each row:"
    case .recursion: "step by step, from what was found:"
    }
  }
}

extension QueryPlan.Reading {
  fileprivate var isScan: Bool {
    if case .all = access { true } else { false }
  }
}
