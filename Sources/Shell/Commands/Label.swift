import Language
import ORM
import Rendering
import SQL

extension Command {
  /// The attributes that together name a record to a person.
  static let label = Command(
    "label", group: .relate, usage: "label author name", summary: "what its records are called by",
    completes: .attributes(asWords: true, besides: [ArgumentWord("default", "by what Kin chooses")]),
    examples: [
      ("label author name native_name", "by several attributes together"),
      ("label author default", "by what Kin chooses, as at first"),
      ("label", "what each is called by"),
    ]
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { return try conversation.listLabels(call) }
    let names = try Parser.names(call.line, from: call.start)
    let entity = try conversation.schema.entity(names[0])
    guard names.count > 1 else {
      conversation.notice("\(conversation.sentence(of: entity))\(conversation.wayBack(of: entity)).")
      return
    }
    if names.count == 2, names[1].isDefault {
      conversation.removeLabel(of: entity)
    } else {
      var columns: [String] = []
      for name in names.dropFirst() {
        columns.append(entity.attributes[try conversation.schema.attribute(name, of: entity)].name)
      }
      conversation.add(LabelChoice(schema: entity.schema, table: entity.table, columns: columns))
    }
    if conversation.isInteractive {
      conversation.notice("\(conversation.sentence(of: conversation.schema[entity.id])).")
    }
  }
}

extension Conversation {
  fileprivate func sentence(of entity: Entity) -> String {
    let label = entity.label.isEmpty ? "no attribute" : Words.list(entity.labelNames)
    return "\(entity.nouns.several) are called by \(label)"
  }

  /// How what a person chose is taken back.
  fileprivate func wayBack(of entity: Entity) -> String {
    guard additions.label(of: entity) != nil else { return "" }
    return "; \(Command.label.name) \(SyntaxPrinter.name(entity.name)) default takes that back"
  }

  fileprivate func listLabels(_ call: CommandCall) throws(Diagnostic) {
    let rows = schema.entities.filter { $0.kind == .table }.map { entity in
      [Value(entity.name), entity.label.isEmpty ? .null : Value(entity.labelNames.joined(separator: ", "))]
    }
    facts.rows = rows.count
    var presentation = settings.presentation
    // An empty cell says "none" here; a NULL would be taken for data.
    presentation.nullText = ""
    try write(rows, columns: ["entity", "called by"], presentation, at: call.range)
  }
}

extension Entity {
  /// The attributes that name its records.
  fileprivate var labelNames: [String] { label.map { attributes[$0].name } }
}

extension Name {
  /// Whether it is the word for what Kin chooses; an attribute called so stands in backquotes.
  fileprivate var isDefault: Bool { !isQuoted && text.lowercased() == "default" }
}
