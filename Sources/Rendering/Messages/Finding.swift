/// Something worth knowing about how a path was loaded, with the line to type instead.
package enum Finding: Hashable, Sendable {
  /// Hops that loaded record by record, the outermost first.
  case nPlusOne(parentQueries: Int, hops: [LazyHop], instead: Sentence, insteadQueries: Int)
  /// Records loaded ahead that nothing read.
  case unusedEagerLoad(relationships: [String], records: Int, instead: Sentence)
  /// One join of sibling collections: each row of one repeated for each of the other.
  case multipliedRows(relationships: [String], rows: Int, apart: Int, instead: Sentence)
  /// One join in which parents came again with each of their rows.
  case repeatedCells(relationships: [String], cells: Int, apart: Int, instead: Sentence)
  /// Rows read in vain, for want of an index.
  case missingIndex(table: String, columns: [String], reading: Reading, create: String)

  /// A relationship of what it starts from, how many queries it took, and for how many records.
  package struct LazyHop: Hashable, Sendable {
    package var owner: String
    package var relationship: String
    package var queries: Int
    package var records: Int

    package init(owner: String, relationship: String, queries: Int, records: Int) {
      self.owner = owner
      self.relationship = relationship
      self.queries = queries
      self.records = records
    }
  }

  /// What was read where an index is missing.
  package enum Reading: Hashable, Sendable {
    case scans(rowsEach: Int, times: Int)
    case rows(Int)
    /// The engine made an index for each of so many runs, and threw it away.
    case automaticIndex(rowsEach: Int, times: Int)
  }

  /// What was found, and what to type.
  package func paragraphs(as presentation: Presentation) -> [StyledText] {
    switch self {
    case .nPlusOne(let parentQueries, let hops, let instead, let insteadQueries):
      let (parent, first) = (hops.first?.owner ?? "", hops.first?.queries ?? 0)
      let beginning =
        parentQueries == 0
        ? "\(parent) is loaded, and then it took \(Quantity.count(first, "query"))"
        : "\(Quantity.count(parentQueries, "query")) for \(parent), then \(Quantity.grouped(first)) more"
      let pieces = hops.enumerated().map { index, hop in
        let isNamedAgain = hops[..<index].contains { $0.relationship == hop.relationship }
        return (index == 0 ? beginning : Quantity.grouped(hop.queries))
          + " for \(isNamedAgain ? hop.owner : "").\(hop.relationship)"
      }
      // Several records may have led to one, and some to none.
      let isForEach = hops.allSatisfy { $0.queries == $0.records }
      return paragraphs(
        "N+1: ", Self.list(pieces) + (isForEach ? ", one for each." : ", one at a time."),
        "\(Quantity.count(insteadQueries, "query")) instead: \(instead)", presentation)
    case .unusedEagerLoad(let relationships, let records, let instead):
      return paragraphs(
        "Unused: ",
        "\(Quantity.count(records, "record")) loaded ahead for \(Self.list(relationships)), and nothing here reads"
          + " them.", "Without: \(instead)", presentation)
    case .multipliedRows(let relationships, let rows, let apart, let instead):
      let names = Self.list(relationships.map { "." + $0 })
      return paragraphs(
        "Multiplied: ", "\(names), beside each other in one join, gave \(Quantity.count(rows, "row")).",
        "\(Quantity.count(apart, "row")) instead: \(instead)", presentation)
    case .repeatedCells(let relationships, let cells, let apart, let instead):
      let names = Self.list(relationships.map { "." + $0 })
      return paragraphs(
        "Repeated: ",
        "\(names) in one join fetched \(Quantity.count(cells, "cell")), most of them more than once.",
        "\(Quantity.count(apart, "cell")) at most instead: \(instead)", presentation)
    case .missingIndex(let table, let columns, let reading, let create):
      let isTypeable = !create.unicodeScalars.contains(where: VisibleText.needsStandIn)
      return paragraphs(
        "No index: ", "\(table) has none on \(columns.joined(separator: ", ")), \(reading.consequence).",
        isTypeable ? "With one: \(type: create)" : "", presentation)
    }
  }

  /// As in `a`, `a and b`, `a, b and c`.
  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// On one line where there is room for that.
  private func paragraphs(
    _ title: String, _ sentence: String, _ remedy: Sentence, _ presentation: Presentation
  ) -> [StyledText] {
    var text = StyledText(" ")
    text.append(title, .warning)
    text.append(VisibleText.styled(sentence, charset: presentation.charset))
    guard !remedy.isEmpty else { return [text] }
    let instead = remedy.text(presentation.charset)
    guard text.width + 2 + instead.width <= presentation.proseWidth(behind: 0) ?? .max else {
      var below = StyledText(" ")
      below.append(instead)
      return [text, below]
    }
    text.append("  ")
    text.append(instead)
    return [text]
  }
}

extension Finding.Reading {
  fileprivate var consequence: String {
    func rows(_ count: Int) -> String { Quantity.count(count, "row") }
    switch self {
    case .scans(let count, 1), .rows(let count):
      return "so \(rows(count)) \(count == 1 ? "was" : "were") read"
    case .scans(let each, let times): return "so \(rows(each)) were read \(Quantity.grouped(times)) times"
    case .automaticIndex(let each, 1):
      return "so the database made one of \(rows(each)) for this query, and threw it away"
    case .automaticIndex(let each, let times):
      return "so the database made one of \(rows(each)) \(Quantity.grouped(times)) times, and threw it away"
    }
  }
}
