import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// What the names given so far hold.
  static let vars = Command(
    "vars", group: .teach, summary: "the variables and what they hold", needsDatabase: false,
    holdsTables: true
  ) { (conversation, call) throws(Diagnostic) in
    guard call.argument.isEmpty else { throw call.wrongUse() }
    let names = conversation.variables.keys.sorted()
    guard !names.isEmpty else {
      return conversation.notice("No variables yet. \(type: "a = …") gives a result a name.")
    }
    var rows: [[Value]] = []
    for name in names {
      guard let held = conversation.variables[name] else { continue }
      rows.append([Value(name)] + (try conversation.facts(of: held, at: call.range)))
    }
    conversation.facts.rows = rows.count
    var presentation = conversation.settings.presentation
    // An empty cell says "none" here; a NULL would be taken for data.
    presentation.nullText = ""
    try conversation.write(
      rows, columns: ["variable", "holds", "first", "loaded"], presentation, at: call.range)
  }
}

extension Conversation {
  /// How many of what it is, what the first is called, and the relationships that cost no statement any more.
  fileprivate func facts(of held: Held, at range: SourceRange) throws(Diagnostic) -> [Value] {
    switch held {
    case .records(let selection, _):
      let nouns = schema[selection.entity].nouns
      let loaded: [String]
      do throws(DatabaseError) {
        loaded = try session.loadedRelationships(of: selection).map { schema[$0].name }
      } catch { throw Diagnostic(error, at: range) }
      return [
        Value(Quantity.count(selection.slots.count, nouns.one, plural: nouns.several)),
        selection.slots.first.flatMap { session.name(of: $0, in: selection.entity) } ?? .null,
        loaded.isEmpty ? .null : Value(loaded.joined(separator: ", ")),
      ]
    case .values(let values, _):
      return [Value(Quantity.count(values.count, "value")), values.first.map(shown) ?? .null, .null]
    }
  }

  /// A NULL that is held, told from nothing.
  private func shown(_ value: Value) -> Value {
    value.isNull && settings.format.name == "table" ? Value(settings.presentation.nullText ?? "NULL") : value
  }
}
