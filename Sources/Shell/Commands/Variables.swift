import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// What the names given so far hold.
  static let vars = Command("vars", group: .teach, summary: "the variables and what they hold") {
    (conversation, call) throws(Diagnostic) in
    guard call.argument.isEmpty else { throw call.wrongUse() }
    let names = conversation.variables.keys.sorted()
    guard !names.isEmpty else { return conversation.notice("No variables yet. a = … gives a result a name.") }
    let rows = names.compactMap { name in
      conversation.variables[name].map { [Value(name), Value(conversation.text(of: $0))] }
    }
    conversation.facts.rows = rows.count
    try conversation.write(rows, columns: ["variable", "holds"], at: call.range)
  }

  /// Drops variables, and with them what only they can reach.
  static let forget = Command(
    "forget", group: .teach, usage: "forget [NAME]", summary: "drop a variable, or all that is held"
  ) { (conversation, call) throws(Diagnostic) in
    guard let name = call.words.first else {
      conversation.forgetAll()
      return conversation.notice("Nothing is held any more.")
    }
    guard call.words.count == 1 else { throw call.wrongUse() }
    guard conversation.forget(name) else {
      throw Diagnostic(
        .unknownRoot(name), at: call.range,
        suggestions: Nearness.nearest(name, in: conversation.variables.keys.sorted()))
    }
  }
}

extension Conversation {
  fileprivate func text(of held: Held) -> String {
    switch held {
    case .records(let selection, _):
      let nouns = schema[selection.entity].nouns
      return Quantity.count(selection.slots.count, nouns.one, plural: nouns.several)
    case .values(let values): return Quantity.count(values.count, "value")
    }
  }
}
