import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// Whatever is called so, in a database that one does not know.
  static let find = Command(
    "find", group: .explore, usage: "find title",
    summary: "whatever has a word in its name: entities, attributes, relationships", isPaged: true,
    holdsTables: true,
    examples: [
      ("find title", "all with these letters in their names"),
      ("find title%", "all whose names begin so"),
      ("find author born", "with all of the words, some of them in the entity's name"),
    ],
    more: [
      "Only names are read, and no row. A percent sign or a star stands for any characters.",
      "Where nothing is called so, what is nearly called so is shown.",
    ]
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let words = call.names.flatMap {
      $0.isQuoted ? [$0.text] : $0.text.split(separator: ".").map(String.init)
    }
    guard !words.isEmpty else { throw call.wrongUse() }
    try Search(conversation, call).write(words)
  }
}

/// One word of a search.
private struct SoughtWord {
  private let folded: String
  private let normal: String
  private let pattern: NamePattern?

  init(_ text: String) {
    folded = text.lowercased()
    normal = Naming.normalForm(text)
    pattern = NamePattern.isPattern(text) ? NamePattern(text) : nil
  }

  /// Whether a name contains the word, as it is written or as one would write it here: `InvoiceLine` is `invoice_line`.
  func isIn(_ name: String) -> Bool {
    if let pattern { return pattern.matches(name) }
    return name.lowercased().contains(folded) || (!normal.isEmpty && Naming.normalForm(name).contains(normal))
  }

  func isWhole(_ name: String) -> Bool { name.lowercased() == folded }
}

/// A search through the names of a schema.
private struct Search {
  private enum Kind: Int { case entity, attribute, relationship }

  private struct Hit {
    var kind: Kind
    /// Whether the name is just what was sought.
    var isWhole: Bool
    var cells: [String]
  }

  let conversation: Conversation
  let call: CommandCall
  let schema: Schema

  init(_ conversation: Conversation, _ call: CommandCall) {
    self.conversation = conversation
    self.call = call
    schema = conversation.schema
  }

  func write(_ words: [String]) throws(Diagnostic) {
    let sought = words.map { SoughtWord($0) }
    var hits = try hits { name, owner in
      sought.contains { $0.isIn(name) } && sought.allSatisfy { $0.isIn(name) || owner.map($0.isIn) == true }
    } isWhole: { name in
      sought.contains { $0.isWhole(name) }
    }
    if hits.isEmpty {
      let quoted = "\"\(words.joined(separator: " "))\""
      let near = try near(words)
      let sentence = near.isEmpty ? "." : ". Near to it: \(Words.list(near))"
      conversation.notice("No name contains \(quoted)\(sentence)")
      let nearWords = near.map { SoughtWord($0) }
      hits = try self.hits { name, _ in
        nearWords.contains { $0.isIn(name) }
      } isWhole: { name in
        nearWords.contains { $0.isWhole(name) }
      }
    }
    conversation.facts.rows = hits.count
    guard !hits.isEmpty || conversation.settings.format.name != OutputFormat.table.name else { return }
    // An empty cell says "none" here; a NULL would be taken for data.
    let rows = hits.map { $0.cells.map { $0.isEmpty ? .null : Value($0) } }
    let form = HeldTable.Form(
      ["found", "kind", "type", "leads to"], rows, lasting: ["found", "kind"], emptyText: "")
    try conversation.write(HeldTable(form), at: call.range)
  }

  /// Everything whose own name is meant; the entities first, then the attributes, then the relationships, and of each
  /// kind those that are called just so.
  ///
  /// - Parameter isMeant: by its name and that of the entity that has it.
  private func hits(
    where isMeant: (_ name: String, _ owner: String?) -> Bool, isWhole: (String) -> Bool
  ) throws(Diagnostic) -> [Hit] {
    var hits: [Hit] = []
    for entity in schema.entities {
      try stopIfAsked()
      let root = SyntaxPrinter.root(entity.name)
      if ([entity.name] + entity.aliases).contains(where: { isMeant($0, nil) }) {
        hits.append(
          Hit(kind: .entity, isWhole: isWhole(entity.name), cells: [root, entity.kindWord, "", ""]))
      }
      for (index, attribute) in entity.attributes.enumerated() where isMeant(attribute.name, entity.name) {
        let path = "\(root).\(SyntaxPrinter.name(attribute.name))"
        hits.append(
          Hit(
            kind: .attribute, isWhole: isWhole(attribute.name),
            cells: [path, "attribute", attribute.type.lowercased(), parents(of: index, in: entity)]))
      }
      for relationship in entity.relationships.map({ schema[$0] }) {
        let names = [relationship.name] + relationship.aliases
        guard names.contains(where: { isMeant($0, entity.name) }) else { continue }
        let path = "\(root).\(SyntaxPrinter.name(relationship.name))"
        hits.append(
          Hit(
            kind: .relationship, isWhole: names.contains(where: isWhole),
            cells: [path, relationship.kindWords, "", target(of: relationship)]))
      }
    }
    return hits.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      return (one.kind.rawValue, one.isWhole ? 0 : 1, left.offset)
        < (other.kind.rawValue, other.isWhole ? 0 : 1, right.offset)
    }.map(\.element)
  }

  /// Where a relationship leads; with `~` before what was only guessed.
  private func target(of relationship: Relationship) -> String {
    conversation.arrow(isToMany: relationship.isToMany) + " " + relationship.mark
      + SyntaxPrinter.root(schema[relationship.target].name)
  }

  /// Where the foreign keys of a column lead.
  private func parents(of attribute: Int, in entity: Entity) -> String {
    entity.relationships.map { schema[$0] }.filter { relationship in
      relationship.kind.isForward && relationship.pairs.contains { $0.from == attribute }
    }.map(target).joined(separator: ", ")
  }

  /// The names, and the words that names are made of, that the words may have been meant for.
  private func near(_ words: [String]) throws(Diagnostic) -> [String] {
    var known: Set<String> = []
    for entity in schema.entities {
      try stopIfAsked()
      let relationships = entity.relationships.map { schema[$0].name }
      for name in [entity.name] + entity.attributes.map(\.name) + relationships {
        known.formUnion(Naming.normalForm(name).split(separator: "_").map(String.init))
        known.insert(name)
      }
    }
    let names = known.sorted()
    return words.flatMap { Nearness.nearest($0, in: names, limit: 2) }
  }

  private func stopIfAsked() throws(Diagnostic) {
    if conversation.output.isStopRequested { throw Diagnostic(.interrupted, at: call.range) }
  }
}
