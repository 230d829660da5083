import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// `describe author`, the long form of `author?`.
  static let describe = Command(
    "describe", foreign: [".schema", "\\d+"], group: .explore, usage: "describe author",
    summary: "an entity: columns, keys, relationships", completes: .path
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else {
      for entity in conversation.schema.entities { try Description(conversation, entity).write() }
      return
    }
    try conversation.explain(Parser.path(call.line, from: call.start))
  }
}

extension Conversation {
  /// `author?`: what an entity has; `author.books?`: what the entity at the end of a path has, and how one gets there.
  func explain(_ syntax: PathSyntax) throws(Diagnostic) {
    let (path, _) = try bind(syntax)
    guard let id = path.entity(in: schema) else {
      throw Diagnostic(.lastResultHasNoRecords, at: syntax.range)
    }
    for step in path.steps {
      let source = schema[step.relationship.source].name
      notes.write(
        " \(source).\(step.relationship.name)  \(step.relationship.kind.words)  \(schema.join(step.relationship))\n"
      )
    }
    if !path.steps.isEmpty { notes.write("\n") }
    try Description(self, schema[id]).write()
  }
}

/// An entity described: its columns, then its relationships both ways.
private struct Description {
  let conversation: Conversation
  let entity: Entity

  init(_ conversation: Conversation, _ entity: Entity) {
    self.conversation = conversation
    self.entity = entity
  }

  func write() throws(Diagnostic) {
    try write(columns, names: ["column", "type", "key", "null", "refers to"])
    guard !entity.relationships.isEmpty else { return }
    conversation.output.write("\n")
    try write(relationships, names: ["relationship", "kind", "to", "joined by", "on delete", "index"])
  }

  private func write(_ rows: [[Value]], names: [String]) throws(Diagnostic) {
    let buffer = RowBuffer(columns: names.count)
    // These are Kin's own words: what does not apply stays empty instead of saying NULL.
    for row in rows { buffer.append(row.map { $0 == "" ? .null : $0 }) }
    var presentation = conversation.settings.presentation
    if conversation.settings.format.name == "table" { presentation.nullText = "" }
    let answer = Answer(
      rows: buffer,
      session: Session(
        schema: conversation.schema, executor: Executor(connection: conversation.database.connection)),
      columns: names.map { Answer.Column(name: $0, type: "", isKey: false, isNumeric: false) })
    try conversation.write(
      answer.grid(schema: conversation.schema), as: conversation.settings.format, presentation,
      at: SourceRange(0, 0))
    conversation.facts.rows = (conversation.facts.rows ?? 0) + rows.count
  }

  private var columns: [[Value]] {
    entity.attributes.enumerated().map { index, attribute in
      let position = entity.primaryKey.firstIndex(of: index)
      let isUnique = entity.uniqueKeys.contains { $0.columns == [index] && !$0.isPrimary }
      let key =
        switch (position, entity.primaryKey.count) {
        case (let position?, 2...): "primary \(position + 1)"
        case (.some, _): "primary"
        case (nil, _): isUnique ? "unique" : ""
        }
      let parents = entity.relationships.map { conversation.schema[$0] }.filter { relationship in
        relationship.kind.isForward && relationship.pairs.contains { $0.from == index }
      }
      let generated = attribute.generated == .no ? "" : " generated"
      return [
        Value(attribute.name), Value(attribute.type.lowercased() + generated), Value(key),
        Value(attribute.isNullable ? "yes" : "no"),
        Value(parents.map { conversation.schema[$0.target].name }.joined(separator: ", ")),
      ]
    }
  }

  private var relationships: [[Value]] {
    entity.relationships.map { id in
      let relationship = conversation.schema[id]
      let names = ([relationship.name] + relationship.aliases).joined(separator: ", ")
      return [
        Value((relationship.origin == .inferred ? "~" : "") + names), Value(relationship.kind.words),
        Value("\(relationship.arrow) \(conversation.schema[relationship.target].name)"),
        Value(conversation.schema.join(relationship)), Value(relationship.onDelete.rawValue.lowercased()),
        Value(relationship.isIndexed ? "yes" : "no"),
      ]
    }
  }
}

extension Schema {
  /// The columns that join both sides of a relationship, this side's first: `author_id = id`, or `through book_genre`.
  func join(_ relationship: Relationship) -> String {
    let source = self[relationship.source]
    let target = self[relationship.target]
    if let junction = relationship.junction {
      let link = self[junction.entity]
      let payload = junction.payload.map { link.attributes[$0].name }
      return "through \(link.name)" + (payload.isEmpty ? "" : " (\(payload.joined(separator: ", ")))")
    }
    return relationship.pairs.map { pair in
      "\(source.attributes[pair.from].name) = \(target.attributes[pair.to].name)"
    }.joined(separator: " and ")
  }
}
