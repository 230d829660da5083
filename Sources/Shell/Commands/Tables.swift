import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// Every entity with its rows and where it leads.
  static let tables = Command(
    "tables", foreign: [".tables", "\\d", "\\dt"], group: .explore, usage: "tables [author%]",
    summary: "all entities and how they hang together", completes: .entities { [] }, isPaged: true,
    holdsTables: true,
    examples: [("tables", "all of them"), ("tables author%", "those whose names begin so")],
    more: [
      "A percent sign or a star in a name stands for any characters.",
      "A view that takes long is counted as far as it comes, as > 20; ? is not counted at all.",
    ]
  ) { (conversation, call) throws(Diagnostic) in
    let entities = try conversation.entities(named: call)
    try Tables(conversation, call, entities).write()
  }
}

private struct Tables {
  let conversation: Conversation
  let call: CommandCall
  let schema: Schema
  /// Those that are shown.
  let entities: [Entity]

  init(_ conversation: Conversation, _ call: CommandCall, _ entities: [Entity]) {
    self.conversation = conversation
    self.call = call
    self.entities = entities
    schema = conversation.schema
  }

  func write() throws(Diagnostic) {
    let (counts, unfinished) = try rowCounts()
    let held = held(counts)
    switch conversation.settings.format.name {
    case "table":
      writeMap(counts)
      conversation.hold(held)
    case "json", "jsonl":
      writeJSON(counts)
      conversation.hold(held)
    default: try conversation.write(held, at: call.range)
    }
    conversation.facts.rows = entities.count
    tell(unfinished)
  }

  /// Counting is Kin's own look at the tables; a table that cannot be read has no count.
  ///
  /// Who asks to stop at a prompt wants the list all the same.
  ///
  /// - Returns: the counts, and the entities that were not counted to the end.
  private func rowCounts() throws(Diagnostic) -> (counts: [RowCount?], unfinished: [Entity]) {
    let connection = conversation.database.connection
    var allowance = RowCount.allowanceOfViews
    var counts: [RowCount?] = []
    var unfinished: [Entity] = []
    for (index, entity) in entities.enumerated() {
      var count: RowCount?
      do throws(DatabaseError) {
        count = try connection.rowCount(of: entity, within: &allowance)
        if count?.isEnough != true { unfinished.append(entity) }
      } catch {
        if error.kind == .interrupted {
          guard conversation.isInteractive else { throw Diagnostic(error, at: call.range) }
          conversation.settleInterrupt()
          let rest = entities[index...]
          return (counts + rest.map { _ in nil }, unfinished + rest)
        }
      }
      counts.append(count)
    }
    return (counts, unfinished)
  }

  /// Which were not counted, and the line that does.
  private func tell(_ unfinished: [Entity]) {
    guard conversation.isInteractive, let first = unfinished.first else { return }
    let names = unfinished.map(\.name)
    let told = names.count > 3 ? names.prefix(3).joined(separator: ", ") + ", …" : Words.list(names) + "."
    let line = "\(SyntaxPrinter.root(first.name)).count()"
    conversation.notice("Not counted to the end: \(told) To wait for it: \(type: line)")
  }

  private func text(_ count: RowCount?) -> String {
    let charset = conversation.settings.presentation.charset
    return switch count {
    case nil: "?"
    case .exactly(let rows): Quantity.grouped(rows)
    case .about(let rows): "\(charset.approximately) \(Quantity.grouped(rows))"
    case .moreThan(let rows): "> \(Quantity.grouped(rows))"
    }
  }

  private func held(_ counts: [RowCount?]) -> HeldTable {
    func rows(_ count: (RowCount?) -> Value, _ ways: (String) -> Value) -> [[Value]] {
      zip(entities, counts).map { entity, rows in
        [Value(entity.name), count(rows), Value(entity.kindWord), ways(relationships(entity))]
      }
    }
    let names = ["entity", "rows", "kind", "leads to"]
    let shown = rows({ Value(text($0)) }, { $0.isEmpty ? .null : Value($0) })
    return HeldTable(
      HeldTable.Form(names, shown, counts: ["rows"], emptyText: ""),
      data: HeldTable.Form(names, rows(value, { Value($0) }), numeric: ["rows"]))
  }

  /// A number where it is known, and else a text that no program takes for one.
  private func value(_ count: RowCount?) -> Value {
    switch count {
    case nil: .null
    case .exactly(let rows): .integer(Int64(rows))
    case .about, .moreThan: Value(text(count))
    }
  }

  // MARK: For people

  /// A line for each entity: its rows, and where one gets from it, broken where the terminal ends.
  private func writeMap(_ counts: [RowCount?]) {
    let presentation = conversation.settings.presentation
    let names = entities.map { visible(SyntaxPrinter.root($0.name)) }
    let numbers = counts.map(text)
    let nameWidth = names.map { DisplayWidth.columns(of: $0) }.max() ?? 0
    let numberWidth = numbers.map { DisplayWidth.columns(of: $0) }.max() ?? 0
    let beside = nameWidth + numberWidth + 5
    // What leads on needs room of its own.
    let isBeside = presentation.width.map { $0 - beside >= 24 } ?? true
    let indent = isBeside ? beside : 3
    for (index, entity) in entities.enumerated() {
      var head = StyledText(" " + names[index], entity.isJunction ? nil : .heading)
      head.pad(to: beside - 2 - DisplayWidth.columns(of: numbers[index]))
      head.append(numbers[index], .dim)
      if !isBeside {
        conversation.output.write(head.text(presentation.style) + "\n")
        head = StyledText()
      }
      let lines = leads(from: entity, room: presentation.width.map { max(20, $0 - indent) })
      for (number, line) in lines.enumerated() {
        var whole = number == 0 ? head : StyledText()
        if !line.isEmpty { whole.pad(to: indent) }
        whole.append(line)
        conversation.output.write(whole.text(presentation.style) + "\n")
      }
    }
    guard conversation.isInteractive else { return }
    var pieces: [Sentence] = []
    if entities.count == schema.entities.count {
      let relationships = schema.relationships.filter { $0.kind.isForward || $0.kind == .manyToMany }.count
      pieces = [
        Sentence(Quantity.count(entities.count, "entity")),
        Sentence(Quantity.count(relationships, "relationship")),
      ]
    } else {
      let all = Quantity.count(schema.entities.count, "entity")
      pieces = [Sentence("\(Quantity.grouped(entities.count)) of \(all)")]
    }
    pieces.append(
      names.first.map { "\(type: "\($0)?") explains one" } ?? "\(type: "help tour") makes two")
    if !names.isEmpty { conversation.output.write("\n") }
    conversation.notice(pieces)
    let shown = Set(entities.map(\.id))
    let several = schema.relationships.filter { shown.contains($0.source) }.compactMap { relationship in
      relationship.severalParents(in: schema).map { "\(schema[relationship.source].name).\($0)" }
    }
    for sentence in several.prefix(3) { conversation.notice(Sentence(sentence)) }
    if several.count > 3 {
      conversation.notice("… and \(Quantity.grouped(several.count - 3)) more such keys")
    }
  }

  /// `→ country  →→ books`, and what kind of table it is where that is not the usual one; to one and to many on lines
  /// of their own where one has no room for both.
  private func leads(from entity: Entity, room: Int?) -> [StyledText] {
    var parts: [[StyledText]] = []
    var kinds: [String] = []
    if entity.kind != .table || entity.isJunction { kinds.append(entity.kindWord) }
    if let characters = distinction(of: entity) { kinds.append(characters) }
    if !kinds.isEmpty { parts.append(kinds.map { StyledText($0, .dim) }) }
    let all = entity.relationships.map { schema[$0] }
    for isToMany in [false, true] {
      let names = all.filter { $0.isToMany == isToMany }.map { relationship in
        relationship.mark + visible(SyntaxPrinter.name(relationship.name))
      }
      guard !names.isEmpty else { continue }
      // The arrow stays with the first of them.
      parts.append(
        names.enumerated().map { index, name in
          var word = StyledText()
          if index == 0 { word.append(conversation.arrow(isToMany: isToMany) + " ", .mark) }
          word.append(name + (index + 1 < names.count ? "," : ""))
          return word
        })
    }
    let spaced = parts.map { part in part.enumerated().map { ($1, $0 > 0 ? 1 : 0) } }
    let line = spaced.map { StyledText.lines(of: $0, to: .max) }.joined().reduce(into: StyledText()) {
      if !$0.isEmpty { $0.append("  ") }
      $0.append($1)
    }
    guard let room, line.width > room else { return [line] }
    return spaced.flatMap { StyledText.lines(of: $0, to: room) }
  }

  /// The characters of a name that looks like another's, as in `with U+0301`; nil where none does.
  private func distinction(of entity: Entity) -> String? {
    let isTwin = schema.entities.contains {
      // Strings are equal where they mean the same characters, however these are composed.
      $0.name == entity.name && !$0.name.utf8.elementsEqual(entity.name.utf8)
    }
    guard isTwin else { return nil }
    let codes = entity.name.unicodeScalars.filter { !$0.isASCII }.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    return codes.isEmpty ? nil : "with \(codes.joined(separator: " "))"
  }

  private func visible(_ name: String) -> String {
    VisibleText.plain(name, charset: conversation.settings.presentation.charset)
  }

  private func relationships(_ entity: Entity) -> String {
    let all = entity.relationships.map { schema[$0] }
    let one = all.filter { !$0.isToMany }.map { $0.mark + $0.name }
    let many = all.filter(\.isToMany).map { $0.mark + $0.name }
    return [("→ ", one), ("→→ ", many)].filter { !$0.1.isEmpty }
      .map { $0.0 + $0.1.joined(separator: ", ") }.joined(separator: "  ")
  }

  // MARK: JSON

  private func writeJSON(_ counts: [RowCount?]) {
    let entities = zip(self.entities, counts).map { entity, count in
      JSONTree.object([
        ("name", .text(entity.name)),
        ("kind", .text(entity.kindWord)),
        ("rows", number(count)),
        ("rowsAreExact", .boolean(count?.isExact ?? false)),
        ("key", .array(entity.primaryKey.map { .text(entity.attributes[$0].name) })),
        (
          "attributes",
          .array(
            entity.attributes.map {
              .object([
                ("name", .text($0.name)), ("type", .text($0.type)), ("nullable", .boolean($0.isNullable)),
              ])
            })
        ),
        ("relationships", .array(entity.relationships.map { tree(schema[$0]) })),
      ])
    }
    if conversation.settings.format.name == "jsonl" {
      for entity in entities { conversation.output.write(entity.text + "\n") }
    } else {
      conversation.output.write("[\n")
      for (index, entity) in entities.enumerated() {
        conversation.output.write("  " + entity.text + (index < entities.count - 1 ? ",\n" : "\n"))
      }
      conversation.output.write("]\n")
    }
  }

  private func number(_ count: RowCount?) -> JSONTree {
    switch count {
    case nil: .null
    case .exactly(let rows), .about(let rows), .moreThan(let rows): .number(String(rows))
    }
  }

  private func tree(_ relationship: Relationship) -> JSONTree {
    let source = schema[relationship.source]
    let target = schema[relationship.target]
    var columns = relationship.pairs.map { (source.attributes[$0.from].name, target.attributes[$0.to].name) }
    var through = JSONTree.null
    if let junction = relationship.junction {
      let link = schema[junction.entity]
      columns = junction.sourcePairs.map { (source.attributes[$0.from].name, link.attributes[$0.to].name) }
      let far = junction.targetPairs.map { (link.attributes[$0.from].name, target.attributes[$0.to].name) }
      through = .object([
        ("table", .text(link.name)),
        ("columns", .array(far.map { .array([.text($0), .text($1)]) })),
      ])
    }
    return .object([
      ("name", .text(relationship.name)),
      ("aliases", .array(relationship.aliases.map { .text($0) })),
      ("kind", .text(relationship.kindWords)),
      ("target", .text(target.name)),
      ("columns", .array(columns.map { .array([.text($0), .text($1)]) })),
      ("through", through),
      ("inferred", .boolean(relationship.origin == .inferred)),
    ])
  }
}

extension RowCount {
  fileprivate var isExact: Bool {
    if case .exactly = self { true } else { false }
  }

  /// Whether it was counted as far as any entity is.
  fileprivate var isEnough: Bool {
    if case .moreThan(let rows) = self { rows >= Self.counted } else { true }
  }
}

extension Entity {
  /// What sort of table it is, in a word.
  var kindWord: String {
    switch kind {
    case .table: isJunction ? "junction" : "table"
    case .view: "view"
    case .virtual: "virtual"
    }
  }
}

extension Relationship {
  /// Stands before the name of what was only guessed.
  var mark: String { origin == .inferred ? "~" : "" }
}

extension Relationship {
  /// The kind in the field's words: where a foreign key refers to columns that are no key, both sides may be many.
  var kindWords: String {
    guard hasUniqueParent || kind == .manyToMany else { return Kind.manyToMany.words }
    return kind.words
  }

  /// Why a foreign key may lead to several records; nil where it leads to one at the most.
  func severalParents(in schema: Schema) -> String? {
    guard kind.isForward, isToMany else { return nil }
    let parent = schema[target]
    let columns = pairs.map { "\(parent.name).\(parent.attributes[$0.to].name)" }
    return
      "\(name) may lead to several: \(Words.list(columns)) \(columns.count == 1 ? "is" : "are") not unique"
  }
}

extension Relationship.Kind {
  /// The kind in the field's words.
  fileprivate var words: String {
    switch self {
    case .manyToOne: "many-to-one"
    case .oneToOne, .oneToOneReverse: "one-to-one"
    case .oneToMany: "one-to-many"
    case .manyToMany: "many-to-many"
    }
  }
}
