internal import Language
internal import SQL

/// A schema that is too large for a picture, as groups of entities around those that lead to most others.
struct DiagramList {
  private let diagram: Diagram
  private let presentation: Presentation

  /// So many relationships can be read one by one.
  private static let fewRelationships = 80
  /// The largest ones.
  private static let mostGroups = 16
  /// Lines of names in one group.
  private static let mostLines = 3

  private struct Group {
    var hub: Int
    var members: [Int]
  }

  init(_ diagram: Diagram, as presentation: Presentation) {
    self.diagram = diagram
    self.presentation = presentation
  }

  /// - Parameter checkInterrupt: fails when a person has asked to stop.
  func lines(
    _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> [StyledText] {
    let neighbours = neighbours
    let groups = groups(neighbours)
    let alone = diagram.entities.indices.filter { neighbours[$0].isEmpty }
    let count = Quantity.count(diagram.entities.count, "entity")
    let relationships = Quantity.count(diagram.relationships.count, "relationship")
    let why = presentation.width.map { "No picture of \(count) fits into \(Quantity.count($0, "column"))" }
    let part = try part(groups, neighbours, checkInterrupt)
    let hint: Sentence = part.map { "; \(type: "diagram \($0)") draws a part" } ?? ""
    let sentence: Sentence = "\(why ?? "No picture of \(count) could be read")\(hint). \(relationships):"
    var lines = wrapped(sentence.text(presentation.charset, .dim))
    if diagram.relationships.count <= Self.fewRelationships {
      lines += [StyledText()] + relationshipLines
    } else {
      for group in groups.prefix(Self.mostGroups) { lines += [StyledText()] + self.lines(of: group) }
      let rest = groups.dropFirst(Self.mostGroups)
      if !rest.isEmpty {
        let members = Quantity.count(rest.reduce(rest.count) { $0 + $1.members.count }, "entity")
        lines.append(StyledText())
        lines += wrapped(
          StyledText(
            "and \(Quantity.count(rest.count, "smaller group")) of \(members); tables lists all", .dim))
      }
    }
    if !alone.isEmpty {
      lines.append(StyledText())
      lines.append(StyledText("Without relationships: \(Quantity.count(alone.count, "entity"))", .heading))
      lines += names(alone)
    }
    return lines
  }

  private func name(_ entity: Int) -> String {
    VisibleText.plain(diagram.entities[entity].name, charset: presentation.charset)
  }

  private func typed(_ entity: Int) -> String {
    VisibleText.plain(SyntaxPrinter.name(diagram.entities[entity].name), charset: presentation.charset)
  }

  private func wrapped(_ text: StyledText, indent: Int = 0) -> [StyledText] {
    text.wrapped(to: presentation.width.map { max(20, $0 - 1 - indent) }).map { line in
      var indented = StyledText(String(repeating: " ", count: indent))
      indented.append(line)
      return indented
    }
  }

  /// What to type behind `diagram` for a picture that fits: what is around one entity, or that entity alone.
  private func part(
    _ groups: [Group], _ neighbours: [[Int]], _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> String? {
    let hubs = groups.prefix(Self.mostGroups).map(\.hub)
    for hub in hubs {
      let part = diagram.part([hub] + neighbours[hub])
      if try DiagramPicture(part, as: presentation).fits(checkInterrupt) { return typed(hub) + "+1" }
    }
    for hub in hubs where diagram.entities.count > 1 {
      if try DiagramPicture(diagram.part([hub]), as: presentation).fits(checkInterrupt) { return typed(hub) }
    }
    return nil
  }

  // MARK: One by one

  /// As in `author ──┤< book   author.books, book.author`.
  private var relationshipLines: [StyledText] {
    let rows = diagram.relationships.map { relationship in
      (
        left: name(relationship.parent), line: sign(relationship), right: name(relationship.child),
        names: names(of: relationship)
      )
    }.sorted { ($0.left, $0.right, $0.names) < ($1.left, $1.right, $1.names) }
    let left = rows.map { DisplayWidth.columns(of: $0.left) }.max() ?? 0
    let right = rows.map { DisplayWidth.columns(of: $0.right) }.max() ?? 0
    let longest = rows.map { DisplayWidth.columns(of: $0.names) }.max() ?? 0
    // The names stand beside every line or below every line.
    let isWide = presentation.width.map { left + right + 9 + longest < $0 } ?? true
    return rows.flatMap { row in
      var line = StyledText(row.left, .heading)
      line.pad(to: left + 1)
      line.append(row.line)
      line.append(" ")
      line.append(row.right, .heading)
      guard isWide else { return [line] + wrapped(StyledText(row.names, .dim), indent: 4) }
      line.pad(to: left + right + 9)
      line.append(row.names, .dim)
      return [line]
    }
  }

  private func sign(_ relationship: Diagram.Relationship) -> String {
    let charset = presentation.charset
    let rule = relationship.isInferred ? charset.pick("┈", ".") : charset.pick("─", "-")
    let left =
      switch relationship.parentEnd {
      case .one: charset.pick("╪", "1")
      case .oneOrNone: charset.pick("○", "o")
      case .many: ">"
      }
    let right =
      switch relationship.childEnd {
      case .one: charset.pick("╪", "1")
      case .oneOrNone: charset.pick("○", "o")
      case .many: "<"
      }
    return left + rule + rule + rule + right
  }

  private func names(of relationship: Diagram.Relationship) -> String {
    func path(_ entity: Int, _ name: String) -> String {
      VisibleText.plain(
        "\(SyntaxPrinter.name(diagram.entities[entity].name)).\(SyntaxPrinter.name(name))",
        charset: presentation.charset)
    }
    var names = [path(relationship.child, relationship.name)]
    if let inverse = relationship.inverse { names.append(path(relationship.parent, inverse)) }
    if let junction = relationship.junction {
      names.append("through \(VisibleText.plain(junction, charset: presentation.charset))")
    }
    return names.joined(separator: ", ")
  }

  // MARK: Groups

  private var neighbours: [[Int]] {
    var neighbours = Array(repeating: Set<Int>(), count: diagram.entities.count)
    for relationship in diagram.relationships where relationship.parent != relationship.child {
      neighbours[relationship.parent].insert(relationship.child)
      neighbours[relationship.child].insert(relationship.parent)
    }
    return neighbours.map { $0.sorted() }
  }

  /// Whoever leads to most of those that have no group yet gathers them around itself; what is left over joins a
  /// neighbour's group.
  private func groups(_ neighbours: [[Int]]) -> [Group] {
    var group: [Int: Int] = [:]
    var hubs: [Int] = []
    let byDegree = neighbours.indices.filter { !neighbours[$0].isEmpty }
      .sorted { (-neighbours[$0].count, $0) < (-neighbours[$1].count, $1) }
    for hub in byDegree where group[hub] == nil {
      let free = neighbours[hub].filter { group[$0] == nil }
      if let near = neighbours[hub].first(where: { group[$0] != nil }), free.count < 2 {
        for member in [hub] + free { group[member] = group[near] }
        continue
      }
      for member in [hub] + free { group[member] = hub }
      hubs.append(hub)
    }
    let members = Dictionary(grouping: group.keys.sorted()) { group[$0] ?? $0 }
    return hubs.map { hub in Group(hub: hub, members: (members[hub] ?? []).filter { $0 != hub }) }
      .sorted { (-$0.members.count, $0.hub) < (-$1.members.count, $1.hub) }
  }

  private func lines(of group: Group) -> [StyledText] {
    var head = StyledText(name(group.hub), .heading)
    head.append(" and \(Quantity.count(group.members.count, "entity")) around it", .dim)
    return wrapped(head) + names(group.members)
  }

  /// Names one after another, as many as a few lines hold, and how many more there are.
  private func names(_ entities: [Int]) -> [StyledText] {
    let room = presentation.width.map { max(20, $0 - 3) } ?? .max
    var lines: [StyledText] = []
    var line = StyledText("  ")
    for (index, entity) in entities.enumerated() {
      let name = name(entity) + (index + 1 < entities.count ? "," : "")
      if line.width > 2, line.width + 1 + DisplayWidth.columns(of: name) > room {
        lines.append(line)
        line = StyledText("  ")
        if presentation.width != nil, lines.count == Self.mostLines {
          return lines + [StyledText("  and \(Quantity.grouped(entities.count - index)) more", .dim)]
        }
      }
      line.append(line.width > 2 ? " " + name : name)
    }
    return lines + [line]
  }
}
