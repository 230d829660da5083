import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// `describe author`, the long form of `author?`.
  static let describe = Command(
    "describe", foreign: ["\\d+"], group: .explore, usage: "describe author",
    summary: "an entity: columns, keys, relationships", completes: .names, isPaged: true,
    holdsTables: true
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else {
      return try conversation.describe(conversation.schema.entities, isAll: true)
    }
    try conversation.explain(Parser.path(call.line, from: call.start))
  }
}

extension Conversation {
  /// `author?`: what an entity has; `author.books?`: what the entity at the end of a path has, and how one gets there.
  ///
  /// Nothing is loaded for it.
  func explain(_ syntax: PathSyntax) throws(Diagnostic) {
    let path = try bind(syntax, loadsLast: false).path
    if path.isMoreThanEntity { write(Explanation(path, schema: schema, held: heldCount(path)), of: path) }
    guard let id = path.entity(in: schema) else { return }
    if path.isMoreThanEntity { words.write("\n") }
    try describe([schema[id]], isAll: false)
  }

  /// - Parameter isAll: whether each row must tell programs of which entity it is.
  fileprivate func describe(_ entities: [Entity], isAll: Bool) throws(Diagnostic) {
    for (index, entity) in entities.enumerated() {
      if isAll { writeTitle(of: entity, isFirst: index == 0) }
      try Description(self, entity, isOneOfAll: isAll).write()
    }
    if settings.format.severalTables != .apart { try writeHeldTables(at: SourceRange(0, 0)) }
  }

  /// Above the description of one of several.
  private func writeTitle(of entity: Entity, isFirst: Bool) {
    guard settings.format.name == "table" else { return }
    let presentation = settings.presentation
    let title = StyledText(VisibleText.plain(entity.name, charset: presentation.charset), .heading)
    output.write((isFirst ? "" : "\n") + " " + title.text(presentation.style) + "\n")
  }

  /// Where sentences go: beside the description for people, apart from it for programs.
  private var words: Output { settings.format.name == "table" ? output : notes }

  /// How many records or values the name at the beginning stands for.
  private func heldCount(_ path: BoundPath) -> Int? {
    switch path.root {
    // Several rows of SQL may be one record.
    case .held(_, name: "_"): lastResult?.sql == nil ? lastResult?.answer.rowCount : nil
    case .held(let selection, _): selection.slots.count
    case .values(let values, _, _): values.count
    case .entity, .key, .record: nil
    }
  }

  /// A line for each piece of the path, what there is to say about it beside it.
  private func write(_ explanation: Explanation, of path: BoundPath) {
    let presentation = settings.presentation
    let widest = explanation.pieces.map { DisplayWidth.columns(of: $0.text) }.max() ?? 0
    let left = min(widest, (presentation.width ?? 80) / 3) + 3
    let room = presentation.width.map { max(20, $0 - left) }
    for piece in explanation.pieces {
      var line = StyledText(" ")
      let charset = presentation.charset
      line.append(charset.spelled(VisibleText.plain(piece.text, charset: charset)), .heading)
      for sentence in piece.sentences.flatMap({ lines(of: $0, room: room) }) {
        if line.width >= left {
          words.write(line.text(presentation.style) + "\n")
          line = StyledText()
        }
        line.pad(to: left)
        line.append(sentence)
        words.write(line.text(presentation.style) + "\n")
        line = StyledText()
      }
      if !line.isEmpty { words.write(line.text(presentation.style) + "\n") }
    }
    // The root alone has said what comes of it.
    guard explanation.pieces.count > 1 else { return }
    let estimate = path.isMany ? path.entity(in: schema).flatMap(estimate) : nil
    let result = explanation.result(estimate: estimate)
    for line in lines(of: "\(arrow(isToMany: false)) \(result)", room: presentation.width.map { $0 - 1 }) {
      words.write(" " + line.text(presentation.style) + "\n")
    }
  }

  private func lines(of sentence: String, room: Int?) -> [StyledText] {
    let charset = settings.presentation.charset
    return StyledText(charset.spelled(VisibleText.plain(sentence, charset: charset))).wrapped(to: room)
  }

  /// About how many rows a table has: its greatest whole-number key, which an index gives at once.
  private func estimate(_ id: EntityID) -> Int? {
    let entity = schema[id]
    let column: String
    switch entity.identity {
    case .columns(let columns) where columns.count == 1 && entity.attributes[columns[0]].affinity == .integer:
      column = entity.attributes[columns[0]].name
    case .hidden(let name): column = name
    case .columns, .none: return nil
    }
    let select = Select(
      columns: [Select.Column(.call("max", [.column(column, of: entity.table)]))],
      from: .table(schema: entity.schema, name: entity.table, alias: entity.table))
    var greatest: Int?
    do throws(DatabaseError) {
      _ = try database.connection.prepare(database.connection.dialect.query(select).sql).run([]) {
        row throws(DatabaseError) in
        if row[0].kind == .integer, row[0].integer > 0 { greatest = Int(row[0].integer) }
        return false
      }
    } catch { return nil }
    return greatest
  }
}

extension BoundPath {
  /// Whether there is anything to say about it beside its entity.
  fileprivate var isMoreThanEntity: Bool {
    if case .entity = root { !syntax.hops.isEmpty } else { true }
  }

  /// Whether nobody can tell from what is held how many there will be.
  fileprivate var isMany: Bool {
    if isSingle { return false }
    switch root {
    case .entity, .key, .record: return true
    case .held, .values: return steps.contains { $0.relationship.isToMany || $0.closure != nil }
    }
  }
}

/// An entity described: its columns, then its relationships both ways.
private struct Description {
  let conversation: Conversation
  let entity: Entity
  private let isOneOfAll: Bool

  init(_ conversation: Conversation, _ entity: Entity, isOneOfAll: Bool) {
    self.conversation = conversation
    self.entity = entity
    self.isOneOfAll = isOneOfAll
  }

  /// Writes its tables, or holds them where they are to be one text with others.
  func write() throws(Diagnostic) {
    try write(
      columns, names: ["column", "type", "key", "null", "refers to"], called: "columns",
      leavingOut: ["null", "refers to", "key", "type"])
    try write(
      relationships.map { $0.map { Value($0) } },
      names: ["relationship", "kind", "to", "here = there", "on delete", "index", "named after"],
      called: "relationships",
      leavingOut: ["named after", "index", "here = there", "on delete", "kind"])
    if conversation.isInteractive { tellMore() }
  }

  /// The names are there to be typed, so where there is no room for all columns, some go rather than a name.
  ///
  /// - Parameter dispensable: the columns that may go, in this order.
  private func write(
    _ rows: [[Value]], names: [String], called name: String, leavingOut dispensable: [String]
  ) throws(Diagnostic) {
    // An empty cell says "none" here; a NULL would be taken for data.
    let whole = HeldTable.Form(names, rows, emptyText: "")
    let held = HeldTable(
      whole, data: isOneOfAll ? whole.with(entity.name, inColumn: "entity") : whole, name: name)
    guard conversation.settings.format.severalTables == .apart, !rows.isEmpty else {
      return conversation.hold(held)
    }
    if conversation.hasHeldTable, name != conversation.heldTables.first?.name {
      conversation.output.write("\n")
    }
    let isTable = conversation.settings.format.name == "table"
    let shown =
      isTable
      ? conversation.fittingColumns(of: rows, columns: names, leavingOut: dispensable) : Array(names.indices)
    let form = HeldTable.Form(
      shown.map { names[$0] }, rows.map { row in shown.map { row[$0] } }, emptyText: whole.emptyText)
    try conversation.write(form, held: held, at: SourceRange(0, 0))
    conversation.facts.rows = (conversation.facts.rows ?? 0) + rows.count
    conversation.tellLeftOut(names.indices.filter { !shown.contains($0) }.map { names[$0] })
  }

  /// What a table has no column for.
  private func tellMore() {
    for id in entity.relationships {
      let relationship = conversation.schema[id]
      if !relationship.aliases.isEmpty {
        conversation.notice("\(relationship.name) is also \(relationship.aliases.joined(separator: ", "))")
      }
      if let sentence = relationship.severalParents(in: conversation.schema) {
        conversation.notice(Sentence(sentence))
      }
      if !relationship.isIndexed {
        let way =
          relationship.junction.map { "the way through \(conversation.schema[$0.entity].name)" }
          ?? conversation.schema.join(relationship)
        conversation.notice("\(relationship.name): no index serves \(way)")
      }
      let namesakes = entity.attributes.indices.filter {
        conversation.schema.relationships(wantingNameOf: $0, in: entity.id).contains(relationship.name)
      }
      for index in namesakes {
        let name = SyntaxPrinter.name(entity.attributes[index].name)
        conversation.notice("\(name) is a column; the relationship is \(relationship.name)")
      }
      if let junction = relationship.junction, !junction.payload.isEmpty {
        let link = conversation.schema[junction.entity]
        let payload = junction.payload.map { link.attributes[$0].name }.joined(separator: ", ")
        conversation.notice("\(relationship.name): \(link.name) carries \(payload)")
      }
    }
  }

  /// People see where a name is empty; programs get what it is.
  private func shown(_ name: String) -> String {
    conversation.settings.format.name == "table" ? Words.name(name) : name
  }

  private var columns: [[Value]] {
    entity.attributes.enumerated().map { index, attribute in
      let position = entity.primaryKey.firstIndex(of: index)
      let isUnique = entity.uniqueKeys.contains { $0.columns == [index] && !$0.isPrimary }
      let key =
        switch (position, entity.primaryKey.count) {
        case (let position?, 2...): "primary \(position + 1)"
        case (.some, _): "primary"
        case (nil, _): isUnique ? "unique" : nil as String?
        }
      let parents = entity.relationships.map { conversation.schema[$0] }.filter { relationship in
        relationship.kind.isForward && relationship.pairs.contains { $0.from == index }
      }
      let type = attribute.type.lowercased() + (attribute.generated == .no ? "" : " generated")
      return [
        Value(shown(attribute.name)), type.isEmpty ? .null : Value(type), key.map { Value($0) } ?? .null,
        Value(attribute.isNullable ? "yes" : "no"),
        parents.isEmpty
          ? .null
          : Value(
            parents.map { $0.mark + shown(conversation.schema[$0.target].name) }.joined(separator: ", ")),
      ]
    }
  }

  private var relationships: [[String]] {
    entity.relationships.map { id in
      let relationship = conversation.schema[id]
      return [
        relationship.mark + relationship.name, relationship.kindWords,
        conversation.arrow(isToMany: relationship.isToMany) + " "
          + shown(conversation.schema[relationship.target].name),
        conversation.schema.join(relationship), relationship.onDelete.rawValue.lowercased(),
        relationship.isIndexed ? "yes" : "no", relationship.derivation.words,
      ]
    }
  }
}

extension NameDerivation {
  /// Where a name comes from, in a few words.
  var words: String {
    switch self {
    case .column(let column): "column \(Words.name(column))"
    case .parentTable(let table): "table \(Words.name(table))"
    case .childPlural(let table): "plural of \(Words.name(table))"
    case .childSingular(let table): "singular of \(Words.name(table))"
    case .childRole(let child, let role): "\(Words.name(child)) by its role \(role)"
    case .farPlural(let far, let junction): "plural of \(Words.name(far)), through \(Words.name(junction))"
    case .everydayWord(let role): "everyday word for the other side of \(role)"
    case .childWithoutParent(let child): "table \(Words.name(child)), shortened"
    case .longer(let name): "a longer name, for \(name) is taken"
    case .given: "relate"
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
      "\(Words.name(source.attributes[pair.from].name)) = \(Words.name(target.attributes[pair.to].name))"
    }.joined(separator: " and ")
  }
}

extension Conversation {
  /// The sign of a relationship, in the characters that may be drawn with.
  func arrow(isToMany: Bool) -> String {
    settings.presentation.charset.arrow(isToMany: isToMany)
  }
}
