internal import Language
package import SQL

/// The SQL that a line took, each statement beside the mark of the piece of the path that caused it.
///
/// ```
/// kin> author[3].books.title
///      ①         ②
///  ①  1  SELECT id, name FROM author WHERE id = ?           ? = 3  1 row   0.06 ms
///  ②  2  SELECT id, title, … FROM book WHERE author_id = ?  ? = 3  6 rows  0.09 ms  lazy author.books
/// ```
package struct StatementEcho {
  private let groups: [StatementGroup]
  private let marks: MarkLine?
  private let isFull: Bool
  private let presentation: Presentation
  /// Statements behind the last group shown.
  private let unshown: Int
  /// What stands below each statement besides; as many as groups, or none.
  private let remarks: [PlanText]
  /// Whether a sentence below each statement says why it was sent.
  private let isTaught: Bool

  /// - Parameters:
  ///   - maximum: how many groups to show before the rest is only counted; nil for all.
  ///   - marks: where the marks of the path stand in the line; nil for statements without one, as in a log.
  ///   - isFull: the SQL over several lines, with everything in it.
  ///   - plans: of each statement, to be told below it.
  package init(
    _ groups: [StatementGroup], marks: MarkLine?, isFull: Bool = false, maximum: Int? = nil,
    plans: [QueryPlan] = [], isTaught: Bool = false, as presentation: Presentation
  ) {
    self.groups = Array(groups.prefix(maximum ?? groups.count))
    unshown = groups.dropFirst(maximum ?? groups.count).reduce(0) { $0 + $1.count }
    self.marks = marks
    self.isFull = isFull
    self.isTaught = isTaught
    self.presentation = presentation
    remarks = zip(plans, groups).map { PlanText($0, of: $1, charset: presentation.charset) }
  }

  private var charset: Charset { presentation.charset }

  /// - Returns: whether some of the SQL, or of its values, was left out.
  @discardableResult
  package func write(to output: Output) -> Bool {
    guard !groups.isEmpty else { return false }
    if let marks {
      for line in marks.lines(presentation) { write(line, to: output) }
    }
    let facts = groups.map(StatementFacts.init)
    var isShortened = unshown > 0
    if isFull {
      for (index, head) in heads().enumerated() {
        writeFull(facts[index], head: head, to: output)
        writeRemarks(index, indent: head.width, to: output)
      }
    } else {
      if writeLines(facts, to: output) { isShortened = true }
    }
    if unshown > 0 {
      write(
        StyledText(" \(charset.ellipsis) \(Quantity.count(unshown, "more query")): sql last", .dim),
        to: output
      )
    }
    return isShortened
  }

  private func write(_ line: StyledText, to output: Output) {
    output.write(line.text(presentation.style))
    output.write("\n")
  }

  /// The mark and the number or numbers, as in ` ②  2–41  `.
  private func heads() -> [StyledText] {
    let marks = groups.map { $0.cause.mark.map(charset.mark) ?? "" }
    let markWidth = marks.map(DisplayWidth.columns).max() ?? 0
    let numbers = groups.map { group in
      group.count == 1 ? String(group.first) : "\(group.first)\(charset.dash)\(group.last)"
    }
    let numberWidth = numbers.map(DisplayWidth.columns).max() ?? 0
    return zip(marks, numbers).map { mark, number in
      var head = StyledText(" ")
      head.append(mark, .mark)
      head.pad(to: 1 + markWidth)
      if markWidth > 0 { head.append("  ") }
      head.append(String(repeating: " ", count: numberWidth - DisplayWidth.columns(of: number)))
      head.append(number, .dim)
      head.append("  ")
      return head
    }
  }

  // MARK: One line a statement

  /// - Returns: whether something of them was left out.
  private func writeLines(_ facts: [StatementFacts], to output: Output) -> Bool {
    let heads = heads()
    let indent = heads.map(\.width).max() ?? 0
    let values = facts.map { $0.values(charset, limit: presentation.width.map { _ in 24 }) }
    let causes = facts.map { $0.cause(charset) }
    let results = StatementFacts.aligned(facts)
    let texts = facts.map { $0.sql(charset, isShortened: presentation.width != nil) }
    let resultWidth = results.map(\.width).max() ?? 0
    let arrangement = Arrangement(
      room: presentation.width.map { max(20, $0 - indent) },
      sql: texts.map(\.line.width).max() ?? 0,
      values: values.map(\.width).max() ?? 0, result: resultWidth, cause: causes.map(\.width).max() ?? 0)
    let statements = texts.map { text in
      arrangement.sqlRoom.map(text.shortened) ?? text.line
    }
    let sqlWidth = statements.map(\.width).max() ?? 0
    let valuesWidth = values.map(\.width).max() ?? 0
    for index in facts.indices {
      var line = heads[index]
      line.append(statements[index])
      if arrangement.resultIsBeside {
        line.pad(to: indent + sqlWidth)
        if arrangement.valuesAreBeside, valuesWidth > 0 {
          line.append("  ")
          line.append(values[index])
          line.pad(to: indent + sqlWidth + 2 + valuesWidth)
        }
        line.append("  ")
        line.append(results[index])
        if arrangement.valuesAreBeside, !causes[index].isEmpty {
          line.append("  ")
          line.append(causes[index])
        }
      }
      write(line, to: output)
      var below: [StyledText] = []
      if !arrangement.valuesAreBeside { below.append(values[index]) }
      if !arrangement.resultIsBeside { below += facts[index].results }
      if !arrangement.valuesAreBeside { below.append(causes[index]) }
      writeBelow(below, indent: indent, to: output)
      writeRemarks(index, indent: indent, to: output)
    }
    return (statements + values).contains { $0.plain.contains(charset.ellipsis) }
  }

  private func writeRemarks(_ index: Int, indent: Int, to output: Output) {
    let width = presentation.width.map { max(20, $0 - indent) }
    var lines: [StyledText] = []
    if isTaught {
      let sentence = StatementSentence(groups[index]).text
      lines = VisibleText.styled(sentence, .lesson, charset: charset)
        .wrapped(to: presentation.proseWidth(behind: indent))
    }
    if remarks.indices.contains(index) { lines += remarks[index].lines(width: width) }
    for remark in lines {
      var line = StyledText(String(repeating: " ", count: indent))
      line.append(remark)
      write(line, to: output)
    }
  }

  private func writeBelow(_ pieces: [StyledText], indent: Int, to output: Output) {
    var text = StyledText()
    for piece in pieces where !piece.isEmpty {
      if !text.isEmpty { text.append(charset.separator, .dim) }
      text.append(piece)
    }
    guard !text.isEmpty else { return }
    for part in text.wrapped(to: presentation.width.map { max(20, $0 - indent) }) {
      var line = StyledText(String(repeating: " ", count: indent))
      line.append(part)
      write(line, to: output)
    }
  }

  /// What has room beside the SQL; the rest goes below it.
  private struct Arrangement {
    var sqlRoom: Int?
    var valuesAreBeside = true
    var resultIsBeside = true

    init(room: Int?, sql: Int, values: Int, result: Int, cause: Int) {
      guard let room else { return }
      let beside = [values, result, cause].reduce(0) { $0 + ($1 > 0 ? $1 + 2 : 0) }
      if room - beside >= min(sql, 44) {
        sqlRoom = room - beside
      } else if room - result - 2 >= min(sql, 36) {
        sqlRoom = room - result - 2
        valuesAreBeside = false
      } else {
        sqlRoom = room
        valuesAreBeside = false
        resultIsBeside = false
      }
    }
  }

  // MARK: Several lines a statement

  private func writeFull(_ facts: StatementFacts, head: StyledText, to output: Output) {
    let indent = head.width
    let layout = facts.sql(charset).layout(width: presentation.width.map { max(20, $0 - indent) })
    for (number, part) in layout.enumerated() {
      var line = number == 0 ? head : StyledText(String(repeating: " ", count: indent))
      line.append(part)
      write(line, to: output)
    }
    writeBelow([facts.values(charset, limit: nil)], indent: indent, to: output)
    writeBelow(facts.results + [facts.cause(charset)], indent: indent, to: output)
  }
}

/// What is told of a statement beside its SQL.
private struct StatementFacts {
  let group: StatementGroup

  init(_ group: StatementGroup) { self.group = group }

  /// - Parameter isShortened: whether a line of it is enough.
  func sql(_ charset: Charset, isShortened: Bool = false) -> SQLText {
    SQLText(group.sql, charset: charset, most: isShortened ? Self.longest : nil)
  }

  /// Bytes of SQL that are looked through for a line of it: lists of values fold, and what is behind them is shown.
  private static let longest = 1 << 16

  private var time: String { Quantity.duration(nanoseconds: group.nanoseconds) }

  /// The rows and the time, apart.
  var results: [StyledText] { [StyledText(Quantity.count(group.rows, "row"), .dim), StyledText(time, .dim)] }

  /// `6 rows  0.09 ms`, one below the other.
  static func aligned(_ facts: [StatementFacts]) -> [StyledText] {
    func left(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: width - text.count) + text
    }
    let numbers = facts.map { Quantity.grouped($0.group.rows) }
    let nouns = facts.map { $0.group.rows == 1 ? "row" : "rows" }
    let numberWidth = numbers.map(\.count).max() ?? 0
    let nounWidth = nouns.map(\.count).max() ?? 0
    let timeWidth = facts.map(\.time.count).max() ?? 0
    return facts.indices.map { index in
      let noun = nouns[index] + String(repeating: " ", count: nounWidth - nouns[index].count)
      return StyledText(
        "\(left(numbers[index], numberWidth)) \(noun)  \(left(facts[index].time, timeWidth))", .dim)
    }
  }

  /// `? = 3, 'FR'`; of many runs the first run's, and `…`.
  func values(_ charset: Charset, limit: Int?) -> StyledText {
    guard !group.bindings.isEmpty else { return StyledText() }
    var text = StyledText("? = ", .dim)
    for (index, value) in group.bindings.enumerated() {
      var next = index > 0 ? StyledText(", ", .dim) : StyledText()
      next.append(SQLText.literal(value, charset: charset, limit: limit))
      if let limit, index > 0, text.width + next.width > limit {
        let more = Quantity.grouped(group.bindings.count - index)
        text.append(", \(charset.ellipsis) \(more) more", .dim)
        return text
      }
      text.append(next)
    }
    if group.count > 1 { text.append(", \(charset.ellipsis)", .dim) }
    return text
  }

  /// As in `lazy author.books ×40`, `selectin author.books in one pass`.
  func cause(_ charset: Charset) -> StyledText {
    var words = [group.cause.strategy, group.cause.relationship].compactMap { $0 }
    if group.cause.isOfAll { words.append("in one pass") }
    if group.count > 1 { words.append("\(charset.times)\(Quantity.grouped(group.count))") }
    return VisibleText.styled(words.joined(separator: " "), .dim, charset: charset)
  }
}
