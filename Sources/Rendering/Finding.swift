/// Something worth knowing about how a path was loaded, with the line to type instead.
package enum Finding: Hashable, Sendable {
  /// `queries` lazy loads of one relationship, one for each record of `parent`.
  case nPlusOne(
    parent: String, parentQueries: Int, relationship: String, queries: Int, instead: String,
    insteadQueries: Int)
  /// Records loaded ahead that nothing read.
  case unusedEagerLoad(relationship: String, records: Int, instead: String)
  /// One join of sibling collections: each row of one repeated for each of the other.
  case multipliedRows(relationships: [String], rows: Int, records: Int, instead: String)
  /// A whole table read `times` times, for want of an index.
  case missingIndex(table: String, columns: [String], times: Int, rowsEach: Int, create: String)

  /// The sentence, and what to type.
  package func text(as presentation: Presentation) -> StyledText {
    switch self {
    case .nPlusOne(
      let parent, let parentQueries, let relationship, let queries, let instead, let insteadQueries):
      return text(
        "N+1: ",
        "\(Quantity.count(parentQueries, "query")) for \(parent), then \(Quantity.grouped(queries)) more"
          + " for .\(relationship), one for each.  \(Quantity.count(insteadQueries, "query")) instead: ",
        instead, presentation)
    case .unusedEagerLoad(let relationship, let records, let instead):
      return text(
        "Unused: ",
        "\(Quantity.count(records, "record")) loaded ahead for \(relationship), and nothing here reads them."
          + "  Without it: ",
        instead, presentation)
    case .multipliedRows(let relationships, let rows, let records, let instead):
      let names = relationships.map { "." + $0 }.joined(separator: " and ")
      return text(
        "Multiplied: ",
        "\(names) in one join gave \(Quantity.count(rows, "row")) for \(Quantity.count(records, "record"))."
          + "  One query for each instead: ",
        instead, presentation)
    case .missingIndex(let table, let columns, let times, let rowsEach, let create):
      let each = times == 1 ? "" : ", \(Quantity.grouped(times)) times"
      return text(
        "No index: ",
        "\(table) has none on \(columns.joined(separator: ", ")), so all \(Quantity.count(rowsEach, "row"))"
          + " were read\(each).  With one: ",
        create, presentation)
    }
  }

  private func text(
    _ title: String, _ sentence: String, _ instead: String, _ presentation: Presentation
  ) -> StyledText {
    var text = StyledText(" ")
    text.append(title, .warning)
    text.append(VisibleText.styled(sentence, charset: presentation.charset))
    text.append(VisibleText.styled(instead, .hint, charset: presentation.charset))
    return text
  }
}
