import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// A relationship that the database does not declare, or other names for one that it does.
  static let relate = Command(
    "relate", group: .relate, usage: "relate TABLE.COLUMN -> TABLE",
    summary: "a relationship nobody declared", completes: .attributes(asWords: false),
    examples: [
      ("relate book.author_id -> author.id as its_author, its_books", "with names for both ways"),
      ("relate", "all that was related by hand"),
    ],
    more: ["By several columns: relate TABLE(COLUMN, COLUMN) -> TABLE(COLUMN, COLUMN)"]
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { return try conversation.listRelated(call) }
    let syntax = try Parser.relation(call.line, from: call.start)
    let key = try Relating(conversation.schema).key(syntax)
    conversation.catchUp(before: key)
    try Relating(conversation.schema).checkNames(syntax, key)
    conversation.add(key)
    conversation.tell(of: key)
  }

  /// Takes back what was related by hand, and what names suggest.
  static let unrelate = Command(
    "unrelate", group: .relate, usage: "unrelate TABLE.RELATIONSHIP", summary: "take a relationship back",
    completes: .relationships
  ) { (conversation, call) throws(Diagnostic) in
    guard !call.argument.isEmpty else { throw call.wrongUse() }
    let path = try Parser.path(call.line, from: call.start)
    conversation.catchUp()
    let relating = Relating(conversation.schema)
    let relationship = try relating.relationship(path, call)
    guard let key = conversation.schema.key(of: relationship) else { throw call.wrongUse() }
    let isGiven = conversation.additions.keys.contains { $0.isSameKey(as: key) }
    guard isGiven || relationship.origin != .declared else {
      throw Diagnostic(.declaredRelationship(path: SyntaxPrinter.text(of: path)), at: path.range)
    }
    conversation.change { $0.remove(key) }
    if conversation.isInteractive {
      let what = relationship.origin == .declared ? "The names of \(call.argument)" : call.argument
      conversation.notice("\(what) \(relationship.origin == .declared ? "are" : "is") taken back.")
    }
  }
}

extension Conversation {
  /// The hops there are now, as paths.
  fileprivate func tell(of key: UndeclaredKey) {
    guard isInteractive else { return }
    let forward = schema.relationships.first { relationship in
      relationship.kind.isForward && schema.key(of: relationship)?.isSameKey(as: key) ?? false
    }
    guard let forward else { return }
    let names = ([forward] + [forward.inverse.map { schema[$0] }].compactMap(\.self)).map { relationship in
      let source = SyntaxPrinter.name(schema[relationship.source].name)
      let target = schema[relationship.target].name
      return
        "\(source).\(SyntaxPrinter.name(relationship.name)) \(arrow(isToMany: relationship.isToMany)) \(target)"
    }
    notice(names.map { Sentence($0) })
  }

  /// Everything that a person said of the database, as lines that say it again.
  fileprivate func listRelated(_ call: CommandCall) throws(Diagnostic) {
    let lines = additionLines
    guard !lines.isEmpty else { return notice("Nothing was related by hand. \(call.command.usage)") }
    let charset = settings.presentation.charset
    for line in lines {
      output.write((isInteractive ? VisibleText.plain(line, charset: charset) : line) + "\n")
    }
  }
}

/// Looks up what a person relates, and refuses what cannot be.
private struct Relating {
  private let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  func key(_ syntax: RelationSyntax) throws(Diagnostic) -> UndeclaredKey {
    let child = try schema.entity(syntax.child.table)
    let parent = try schema.entity(syntax.parent.table)
    guard child.schema == parent.schema else {
      throw Diagnostic(.differentDatabases(child.name, parent.name), at: syntax.range)
    }
    let columns = try attributes(syntax.child, of: child)
    guard !columns.isEmpty else {
      throw Diagnostic(
        .wrongCommandUse(command: Command.relate.name, usage: Command.relate.usage), at: syntax.child.range)
    }
    var parentColumns = try attributes(syntax.parent, of: parent)
    if parentColumns.isEmpty { parentColumns = parent.primaryKey }
    guard !parentColumns.isEmpty else {
      throw Diagnostic(.noKeyToRefer(entity: parent.name), at: syntax.parent.range)
    }
    guard columns.count == parentColumns.count else {
      throw Diagnostic(
        .unequalKeyColumns(
          child: columns.map { child.attributes[$0].name },
          parent: parentColumns.map { parent.attributes[$0].name }), at: syntax.range)
    }
    return UndeclaredKey(
      schema: child.schema, table: child.table, columns: columns.map { child.attributes[$0].name },
      parentTable: parent.table, parentColumns: parentColumns.map { parent.attributes[$0].name },
      name: syntax.name?.text, reverseName: syntax.reverseName?.text, origin: .manual)
  }

  private func attributes(_ side: RelationSyntax.Side, of entity: Entity) throws(Diagnostic) -> [Int] {
    var found: [Int] = []
    for name in side.columns { found.append(try schema.attribute(name, of: entity)) }
    return found
  }

  /// A name that something else has is refused, and so is what is related already and is given no name.
  func checkNames(_ syntax: RelationSyntax, _ key: UndeclaredKey) throws(Diagnostic) {
    let child = try schema.entity(syntax.child.table)
    let parent = try schema.entity(syntax.parent.table)
    let existing = child.relationships.map { schema[$0] }.first { relationship in
      relationship.kind.isForward && schema.key(of: relationship)?.isSameKey(as: key) ?? false
    }
    if let existing, existing.origin != .inferred, key.name == nil {
      throw Diagnostic(
        .alreadyRelated(path: "\(SyntaxPrinter.name(child.name)).\(SyntaxPrinter.name(existing.name))"),
        at: syntax.range)
    }
    try check(syntax.name, of: child, own: existing?.id)
    try check(syntax.reverseName, of: parent, own: existing?.inverse)
    if let name = syntax.name, let reverse = syntax.reverseName, child.id == parent.id,
      name.text.isSameName(as: reverse.text)
    {
      throw Diagnostic(
        .nameTaken(entity: child.name, name: reverse.text, isAttribute: false), at: reverse.range)
    }
  }

  private func check(_ name: Name?, of entity: Entity, own: RelationshipID?) throws(Diagnostic) {
    guard let name else { return }
    let isAttribute: Bool
    switch schema.member(named: name.text, of: entity.id) {
    case .none: return
    case .relationship(own): return
    case .attribute: isAttribute = true
    case .relationship, .ambiguous: isAttribute = false
    }
    throw Diagnostic(
      .nameTaken(entity: entity.name, name: name.text, isAttribute: isAttribute), at: name.range)
  }

  /// What `author.books` or `book.author_id` leads along.
  func relationship(_ path: PathSyntax, _ call: CommandCall) throws(Diagnostic) -> Relationship {
    guard case .name(let root) = path.root, path.hops.count == 1,
      case .member(let name, nil) = path.hops[0].kind
    else { throw call.wrongUse() }
    let entity = try schema.entity(root)
    var found = schema.member(named: name.text, of: entity.id)
    var wanting: [String]?
    if case .attribute(let index) = found {
      found = schema.relationship(byColumn: index, of: entity.id)
      wanting = schema.relationships(wantingNameOf: index, in: entity.id)
    }
    switch found {
    case .relationship(let id):
      guard let junction = schema[id].junction else { return schema[id] }
      let link = schema[junction.entity]
      let sides = link.relationships.map { schema[$0] }.filter(\.kind.isForward)
        .map { "\(SyntaxPrinter.name(link.name)).\(SyntaxPrinter.name($0.name))" }
      throw Diagnostic(
        .relatedThroughJunction(path: SyntaxPrinter.text(of: path), sides: sides), at: path.range)
    case .ambiguous(let candidates):
      throw Diagnostic(
        .ambiguousMember(entity: entity.name, name: name.text, candidates: candidates), at: name.range)
    case .attribute, .none:
      if let wanting {
        throw Diagnostic(
          .notARelationship(name.text), at: name.range, suggestions: wanting.map(SyntaxPrinter.name))
      }
      let names = entity.relationships.map { schema[$0].name }
      throw Diagnostic(
        .unknownMember(entity: entity.name, name: name.text, relationships: names, attributes: []),
        at: name.range, suggestions: Nearness.nearest(name.text, in: names).map(SyntaxPrinter.name))
    }
  }
}

extension Schema {
  /// The entity that a command names.
  func entity(_ name: Name) throws(Diagnostic) -> Entity {
    switch root(named: name.text) {
    case .found(let id): return self[id]
    case .ambiguous(let candidates):
      throw Diagnostic(.ambiguousRoot(name.text, candidates: candidates), at: name.range)
    case .none:
      if let object = unreadable(named: name.text) {
        throw Diagnostic(.unreadableRoot(object.name, reason: object.reason), at: name.range)
      }
      throw Diagnostic(
        .unknownRoot(name.text), at: name.range,
        suggestions: Nearness.nearest(name.text, in: entities.map(\.name)).map(SyntaxPrinter.name))
    }
  }

  /// The column that a command names.
  func attribute(_ name: Name, of entity: Entity) throws(Diagnostic) -> Int {
    let found = member(named: name.text, of: entity.id)
    if case .attribute(let index) = found { return index }
    if case .relationship = found {
      throw Diagnostic(.notAnAttribute(entity: entity.name, name: name.text), at: name.range)
    }
    let names = entity.attributes.map(\.name)
    throw Diagnostic(
      .unknownMember(entity: entity.name, name: name.text, relationships: [], attributes: names),
      at: name.range, suggestions: Nearness.nearest(name.text, in: names).map(SyntaxPrinter.name))
  }
}
