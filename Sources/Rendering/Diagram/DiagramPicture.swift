package import SQL

/// A schema as one picture in the terminal, or as a list where no picture of it could be read.
package struct DiagramPicture {
  private let diagram: Diagram
  private let presentation: Presentation

  /// More boxes than this are no picture any more.
  private static let mostBoxes = 60
  /// So few entities have room for all of their columns.
  private static let fewEntities = 3
  /// A taller box is no picture any more.
  private static let mostColumns = 60

  package init(_ diagram: Diagram, as presentation: Presentation) {
    self.diagram = diagram
    self.presentation = presentation
  }

  /// - Parameter checkInterrupt: fails when a person has asked to stop.
  package func write(
    to output: Output, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    for line in try lines(checkInterrupt) {
      output.write(line.isEmpty ? "\n" : " " + line.text(presentation.style) + "\n")
    }
  }

  private func lines(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> [StyledText] {
    guard !diagram.entities.isEmpty else { return [StyledText("There is nothing to draw.", .dim)] }
    guard let drawn = try drawn(checkInterrupt) else {
      return try DiagramList(diagram, as: presentation).lines(checkInterrupt)
    }
    return drawn.rows + [StyledText()] + legend(drawn.detail)
  }

  func fits(_ checkInterrupt: () throws(DatabaseError) -> Void) throws(DatabaseError) -> Bool {
    try drawn(checkInterrupt) != nil
  }

  /// The picture in as much detail as fits; where nobody says how wide it may be, as wide as it must.
  private func drawn(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> (rows: [StyledText], detail: DiagramDetail)? {
    guard diagram.entities.count <= Self.mostBoxes else { return nil }
    let widths = presentation.width.map { [$0 - 1] } ?? [79, 119, 159, 239]
    let details: [DiagramDetail] =
      diagram.entities.count <= Self.fewEntities
        && diagram.entities.allSatisfy { $0.columns.count <= Self.mostColumns }
      ? [.columns, .keys, .names] : [.keys, .names]
    for width in widths {
      for detail in details {
        let boxes = diagram.boxes(detail, presentation.charset)
        let labels = diagram.relationships.map { label(of: $0) }
        let layout = try DiagramLayout(
          diagram, boxes: boxes, labels: labels, width: width, checkInterrupt)
        guard let layout else { continue }
        return (DiagramCanvas(layout, boxes, charset: presentation.charset).lines, detail)
      }
    }
    return nil
  }

  private func label(of relationship: Diagram.Relationship) -> String {
    let text = relationship.junction.map { "(\($0))" } ?? relationship.label ?? ""
    let visible = VisibleText.plain(text, charset: presentation.charset)
    return relationship.isInferred && !visible.isEmpty ? "~" + visible : visible
  }

  // MARK: The key to the signs

  /// Only the signs that stand in the picture.
  private func legend(_ detail: DiagramDetail) -> [StyledText] {
    let charset = presentation.charset
    let lines = diagram.relationships.filter { $0.parent != $0.child }
    let ends = Set(lines.flatMap { [$0.parentEnd, $0.childEnd] })
    var signs: [String] = []
    let columns = diagram.entities.flatMap(\.columns)
    if detail != .names, columns.contains(where: \.isKey) { signs.append("# key") }
    if detail == .columns, columns.contains(where: { $0.isForeignKey && !$0.isKey }) {
      signs.append("\(charset.foreignKey) foreign key")
    }
    if ends.contains(.many) { signs.append("\(charset.foot) many") }
    if ends.contains(.one) { signs.append("\(charset.one) one") }
    if ends.contains(.oneOrNone) { signs.append("\(charset.oneOrNone) one or none") }
    if lines.count < diagram.relationships.count { signs.append("\(charset.loop) to itself") }
    if lines.contains(where: { $0.junction != nil }) {
      signs.append(charset.spelled("(…) through a junction"))
    }
    if diagram.relationships.contains(where: \.isInferred) {
      signs.append("\(charset.pick("┊", ":")) inferred, not declared")
    }
    return StyledText(signs.joined(separator: "   "), .dim).wrapped(to: presentation.width.map { $0 - 1 })
  }
}

extension Diagram {
  /// The contents of each entity's box.
  func boxes(_ detail: DiagramDetail, _ charset: Charset) -> [DiagramBox] {
    let loops = Dictionary(grouping: relationships.filter { $0.parent == $0.child }, by: \.parent)
    return entities.indices.map {
      DiagramBox(entities[$0], loops: loops[$0] ?? [], detail: detail, charset: charset)
    }
  }
}
