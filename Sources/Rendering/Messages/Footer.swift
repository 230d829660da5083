/// The line below a result: what came, how, at what cost, and how to see what is not shown.
///
/// `212 rows, 40 shown: last · 41 queries · lazy · 2.3 ms here, ≈ 84 ms at 2 ms a round trip`
package struct Footer: Hashable, Sendable {
  /// To-one hops that led nowhere.
  package struct Skipped: Hashable, Sendable {
    package var count: Int
    /// By its name, `publisher`.
    package var relationship: String

    package init(count: Int, relationship: String) {
      self.count = count
      self.relationship = relationship
    }
  }

  /// A forecast beside the fact.
  package enum Plan: Hashable, Sendable {
    case met
    /// It said this instead, `≈ 60 queries, 200 rows`.
    case missed(String)
  }

  /// How many there are; nil for a result that is no rows.
  package var count: Int?
  /// What they are, in the singular.
  package var noun: String
  /// For a noun whose plural no rule gives.
  package var nounPlural: String?
  /// In how many ways the records were reached, when that is more than their number.
  package var ways: Int?
  package var skipped: [Skipped]
  package var facts: RenderedFacts?
  /// nil when nothing was asked of the database and nobody wonders.
  package var queries: Int?
  /// What a forecast has said of the queries, where one was asked for.
  package var plan: Plan?
  /// Why there was no query, `already loaded`.
  package var reason: String?
  package var strategy: String?
  package var nanoseconds: Int64?
  /// The time of one round trip to a database far away, to estimate what the queries would cost there.
  package var roundTripNanoseconds: Int64?
  /// What each of the queries really waited, which is in `nanoseconds`.
  package var latencyNanoseconds: Int64?
  package var findings: [Finding]
  /// What to type to see columns and values whole.
  package var wholeBy = "last record"
  /// What to type to see every row.
  package var allRowsBy = "last"
  /// What to type to see the SQL whole; nil where it was, or where that need not be said.
  package var wholeSQLBy: String?

  package init(
    count: Int?, noun: String = "row", nounPlural: String? = nil, ways: Int? = nil, skipped: [Skipped] = [],
    facts: RenderedFacts? = nil, queries: Int? = nil, reason: String? = nil, strategy: String? = nil,
    nanoseconds: Int64? = nil, roundTripNanoseconds: Int64? = nil, latencyNanoseconds: Int64? = nil,
    findings: [Finding] = []
  ) {
    self.count = count
    self.noun = noun
    self.nounPlural = nounPlural
    self.ways = ways
    self.skipped = skipped
    self.facts = facts
    self.queries = queries
    self.reason = reason
    self.strategy = strategy
    self.nanoseconds = nanoseconds
    self.roundTripNanoseconds = roundTripNanoseconds
    self.latencyNanoseconds = latencyNanoseconds
    self.findings = findings
  }

  /// The footer and the findings, wrapped to the width, each line with its end.
  package func text(as presentation: Presentation) -> String {
    let pieces =
      [countPiece(presentation.charset), columnsPiece(presentation.charset)].compactMap { $0 } + skippedPieces
      + [
        shortenedPiece, shortenedListsPiece, queriesPiece, strategy.map { StyledText($0, .dim) },
        timePiece(presentation.charset), wholeSQLPiece,
      ]
      .compactMap { $0 }
    let facts = StyledText.lines(of: pieces, presentation).map {
      $0.wrapped(to: presentation.width, hanging: 1)
    }
    let sentences = findings.flatMap { $0.paragraphs(as: presentation) }.map {
      $0.wrapped(to: presentation.proseWidth(behind: 0), hanging: 1, page: presentation.width)
    }
    return (facts + sentences).reduce(into: "") { result, parts in
      for (index, part) in parts.enumerated() {
        result += (index > 0 ? " " : "") + part.text(presentation.style) + "\n"
      }
    }
  }

  /// As in `212 rows, 40 shown: last` and `10 authors, by 100 ways`.
  private func countPiece(_ charset: Charset) -> StyledText? {
    guard let count else { return nil }
    // Nouns are names of tables: what a terminal would obey in them is shown instead.
    var text = VisibleText.styled(Quantity.count(count, noun, plural: nounPlural), .dim, charset: charset)
    if let ways, ways > count { text.append(", by \(Quantity.count(ways, "way"))", .dim) }
    if let facts, facts.shownRows < facts.totalRows {
      text.append(", \(Quantity.grouped(facts.shownRows)) shown: ", .dim)
      text.append(allRowsBy, .hint)
    }
    return text
  }

  /// As in `12 columns, 7 shown: last record`.
  private func columnsPiece(_ charset: Charset) -> StyledText? {
    guard let facts, facts.shownColumns < facts.totalColumns else { return nil }
    var text = StyledText(
      "\(Quantity.count(facts.totalColumns, "column")), \(facts.shownColumns) shown: ", .dim)
    text.append(wholeBy, .hint)
    return text
  }

  /// As in `3 values shortened: last record`, and `2 names shortened: last record` where nothing else names the word.
  private var shortenedPiece: StyledText? {
    guard let facts else { return nil }
    let isOfNames = facts.shortenedCells == 0 && facts.shownColumns == facts.totalColumns
    let count = isOfNames ? facts.shortenedNames : facts.shortenedCells
    guard count > 0 else { return nil }
    var text = StyledText(Quantity.count(count, isOfNames ? "name" : "value") + " shortened", .dim)
    // The word is said once.
    if facts.shownColumns == facts.totalColumns {
      text.append(": ", .dim)
      text.append(wholeBy, .hint)
    }
    return text
  }

  /// As in `2 lists shortened: last`.
  private var shortenedListsPiece: StyledText? {
    guard let facts, facts.shortenedLists > 0 else { return nil }
    var text = StyledText(Quantity.count(facts.shortenedLists, "list") + " shortened", .dim)
    if facts.shownRows == facts.totalRows {
      text.append(": ", .dim)
      text.append(allRowsBy, .hint)
    }
    return text
  }

  /// As in `the SQL whole: sql last`.
  private var wholeSQLPiece: StyledText? {
    guard let wholeSQLBy else { return nil }
    var text = StyledText("the SQL whole: ", .dim)
    text.append(wholeSQLBy, .hint)
    return text
  }

  private var skippedPieces: [StyledText] {
    skipped.filter { $0.count > 0 }.map {
      StyledText("\(Quantity.grouped($0.count)) without \($0.relationship)", .dim)
    }
  }

  private var queriesPiece: StyledText? {
    guard let queries else { return nil }
    let because = reason.map { queries == 0 ? ": \($0)" : "" } ?? ""
    var text = StyledText(Quantity.count(queries, "query") + because, .dim)
    switch plan {
    case .met: text.append(", as planned", .dim)
    case .missed(let forecast): text.append(", planned: \(forecast)", .dim)
    case nil: break
    }
    return text
  }

  private func timePiece(_ charset: Charset) -> StyledText? {
    guard let nanoseconds else { return nil }
    let time = Quantity.duration(nanoseconds: nanoseconds)
    if let latencyNanoseconds, let queries, queries > 0 {
      let (waited, isTooMuch) = latencyNanoseconds.multipliedReportingOverflow(by: Int64(queries))
      let each = Quantity.setting(nanoseconds: latencyNanoseconds)
      return StyledText(
        isTooMuch
          ? time : "\(time), \(Quantity.duration(nanoseconds: waited)) of it waiting at \(each) a query", .dim
      )
    }
    guard let roundTripNanoseconds, roundTripNanoseconds > 0, let queries, queries > 0 else {
      return StyledText(time, .dim)
    }
    let (waiting, isTooMuch) = roundTripNanoseconds.multipliedReportingOverflow(by: Int64(queries))
    let (total, overflows) = nanoseconds.addingReportingOverflow(waiting)
    guard !isTooMuch, !overflows else { return StyledText(time, .dim) }
    return StyledText(
      "\(time) here, \(charset.approximately) \(Quantity.duration(nanoseconds: total))"
        + " at \(Quantity.setting(nanoseconds: roundTripNanoseconds)) a round trip", .dim)
  }
}

extension StyledText {
  /// The pieces of a footer in as few lines as the page allows, each piece whole where it can be.
  package static func lines(of pieces: [StyledText], _ presentation: Presentation) -> [StyledText] {
    let separator = StyledText(presentation.charset.separator, .dim)
    var lines: [StyledText] = []
    for piece in pieces {
      if let last = lines.indices.last,
        lines[last].width + separator.width + piece.width <= presentation.width ?? .max
      {
        lines[last].append(separator)
        lines[last].append(piece)
      } else {
        var line = StyledText(" ")
        line.append(piece)
        lines.append(line)
      }
    }
    return lines
  }
}
