import Language
import ORM
import Rendering
import SQL

extension Command {
  /// The attribute that names a record to a person.
  static let label = Command(
    "label", group: .relate, usage: "label author name", summary: "what its records are called by",
    completes: .path
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { return try conversation.listLabels(call) }
    let names = try Parser.names(call.line, from: call.start)
    let entity = try conversation.schema.entity(names[0])
    guard names.count > 1 else {
      let label = entity.label.map { "called by \(entity.attributes[$0].name)" } ?? "called by no attribute"
      return conversation.notice("\(entity.nouns.several) are \(label).")
    }
    guard names.count == 2 else { throw call.wrongUse() }
    let column = entity.attributes[try conversation.schema.attribute(names[1], of: entity)].name
    conversation.change { $0.add(LabelChoice(schema: entity.schema, table: entity.table, column: column)) }
    if conversation.isInteractive { conversation.notice("\(entity.nouns.several) are called by \(column).") }
  }
}

extension Conversation {
  fileprivate func listLabels(_ call: CommandCall) throws(Diagnostic) {
    let rows = schema.entities.filter { $0.kind == .table }.map { entity in
      [Value(entity.name), entity.label.map { Value(entity.attributes[$0].name) } ?? .null]
    }
    facts.rows = rows.count
    var presentation = settings.presentation
    // An empty cell says "none" here; a NULL would be taken for data.
    presentation.nullText = ""
    try write(rows, columns: ["entity", "called by"], presentation, at: call.range)
  }
}
