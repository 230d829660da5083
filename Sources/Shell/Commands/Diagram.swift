import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// The schema, or a part of it, as one picture.
  static let diagram = Command(
    "diagram", group: .explore, usage: "diagram [FORMAT] [author+2]",
    summary: "a picture of the schema, or of a part of it",
    completes: .entities { ArgumentWord.diagramFormats }, isPaged: true, writesFiles: true,
    values: { _ in DiagramFormat.all.map { ("diagram \($0.name)", $0.summary) } }
  ) { (conversation, call) throws(Diagnostic) in
    let redirection = try Redirection(call, home: conversation.homeFolder)
    let (format, start) = conversation.format(of: redirection.call)
    let part: SchemaPart
    do throws(Diagnostic) {
      part = try SchemaPart(redirection.call.line, from: start, schema: conversation.schema)
    } catch {
      throw error.withFormats(near: redirection.call)
    }
    let diagram = Diagram(part, schema: conversation.schema)
    conversation.facts.rows = diagram.entities.count
    let tables = format == nil ? diagram.heldTables : []
    for table in tables { conversation.hold(table) }
    let tableFormat = redirection.format ?? conversation.settings.format
    try redirection.write(conversation) { (output, presentation) throws(Diagnostic) in
      let connection = conversation.database.connection
      if format == nil, tableFormat.severalTables != .apart {
        conversation.facts.rows = try conversation.write(
          tables, as: tableFormat, presentation, to: output, tell: { _ in }, at: call.range)
        return Quantity.count(conversation.facts.rows ?? 0, "row")
      }
      do throws(DatabaseError) {
        if let format {
          output.write(try format.text(diagram, connection.checkInterrupt))
        } else {
          try DiagramPicture(diagram, as: presentation).write(to: output, connection.checkInterrupt)
        }
      } catch { throw Diagnostic(error, at: call.range) }
      return Quantity.count(diagram.entities.count, "entity") + ", "
        + Quantity.count(diagram.relationships.count, "relationship")
    }
  }
}

extension Conversation {
  /// The format that the first word names, unless an entity has that name, and where the rest begins.
  fileprivate func format(of call: CommandCall) -> (DiagramFormat?, start: Int) {
    guard let word = call.words.first, let format = DiagramFormat.named(word.lowercased()) else {
      return (nil, call.start)
    }
    if case .found = schema.root(named: word) { return (nil, call.start) }
    return (format, call.start + word.utf8.count)
  }
}

extension Diagnostic {
  /// With the formats that the first word may have meant where it is no entity; where it is near to nothing, all.
  fileprivate func withFormats(near call: CommandCall) -> Diagnostic {
    guard case .unknownRoot(let name) = problem, name == call.words.first else { return self }
    let suggestions = suggestions + Nearness.nearest(name, in: call.command.argumentWords)
    let formats = Words.list(DiagramFormat.all.map(\.name))
    return Diagnostic(
      suggestions.isEmpty
        ? .unexpected(found: name, expected: "a table or one of the formats \(formats)") : problem,
      at: range, suggestions: suggestions)
  }
}

extension Diagram {
  /// What is drawn of a schema, as the names and kinds that stand in the drawing.
  init(_ part: SchemaPart, schema: Schema) {
    var places: [EntityID: Int] = [:]
    for (place, entity) in part.entities.enumerated() { places[entity] = place }
    self.init(
      entities: part.entities.map { Entity(schema[$0], schema: schema) },
      relationships: part.relationships.map { schema[$0] }.map { relationship in
        let isForward = relationship.kind.isForward
        let isObvious = schema.root(named: relationship.name) == .found(relationship.target)
        return Relationship(
          parent: places[relationship.target] ?? 0, child: places[relationship.source] ?? 0,
          parentEnd: !isForward || relationship.isToMany
            ? .many : schema.isRequired(relationship) ? .one : .oneOrNone,
          childEnd: relationship.kind == .oneToOne ? .oneOrNone : .many, name: relationship.name,
          inverse: relationship.inverse.map { schema[$0].name }, label: isObvious ? nil : relationship.name,
          junction: relationship.junction.map { schema[$0.entity].name },
          isInferred: relationship.origin == .inferred,
          onDelete: isForward && relationship.onDelete != .noAction
            ? relationship.onDelete.rawValue.lowercased() : nil)
      })
  }
}

extension Schema {
  /// Whether the declarations say that a child has a parent, whoever enforces it.
  fileprivate func isRequired(_ relationship: Relationship) -> Bool {
    let columns = self[relationship.source].attributes
    return relationship.pairs.allSatisfy { !columns[$0.from].isNullable }
  }
}

extension Diagram.Entity {
  fileprivate init(_ entity: Entity, schema: Schema) {
    let kind: String? =
      switch entity.kind {
      case .table: nil
      case .view: "view"
      case .virtual: "virtual table"
      }
    let foreign = Set(
      entity.relationships.map { schema[$0] }.filter(\.kind.isForward).flatMap { $0.pairs.map(\.from) })
    self.init(
      name: entity.name, kind: kind,
      columns: entity.attributes.enumerated().map { index, attribute in
        Diagram.Column(
          name: attribute.name, type: attribute.type, isKey: entity.primaryKey.contains(index),
          isForeignKey: foreign.contains(index),
          isUnique: entity.uniqueKeys.contains { $0.columns == [index] && !$0.isPrimary },
          isLabel: entity.label.contains(index))
      })
  }
}
