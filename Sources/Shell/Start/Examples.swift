import Language
import Navigation
package import ORM
package import Rendering
package import SQL

/// Paths that work on the schema at hand.
package struct Examples {
  /// Whether there is nothing to walk, so that they are only what could be.
  let isEmpty: Bool
  let root: String
  /// One record of it.
  let one: String
  /// A to-many relationship of it; nil where nothing leads to many.
  let many: String?
  /// The attribute by which a person knows a record of what it leads to.
  let manyLabel: String?
  /// From what it leads to back, over a to-one relationship.
  let back: String?
  /// From all records to many, to their label: for commands that take a path.
  let path: String
  /// The same from one record.
  let pathOfOne: String
  /// The same from all, with the hop loaded for all at once.
  var eagerPath: String { many.map { "\(root).\($0)!" + (manyLabel.map { "." + $0 } ?? "") } ?? root }
  /// For sentences that show what could be typed.
  package let names: ExampleNames
  /// What a path leads to that leads on, for verbs; nil where there is nothing.
  let subject: EntityID?

  /// The path that shows best what the database is about: where records of one kind refer to each other, as far as that
  /// leads.
  var headline: String { ancestors ?? pathOfOne }
  /// From one record over a relationship to its own kind, again and again; nil where that is not what it is about.
  let ancestors: String?
  /// A condition that some records of the root meet; nil where none is known.
  let condition: String?

  private static func name(_ text: String) -> String { SyntaxPrinter.name(text) }

  /// - Parameter connection: where a few rows are looked at, so that what is offered leads somewhere; nil to know
  ///   nothing but the schema.
  package init(schema: Schema, in connection: (any Connection)? = nil) {
    let data = connection.map { ExampleData(schema, $0) }
    let entities = Self.mostTelling(schema)
    let start = data.flatMap { Self.start(entities.prefix(3), schema, $0) }
    // Empty, views apart, there is nothing to walk: the words of the sample are as good as any.
    guard let entity = start?.entity ?? entities.first else {
      isEmpty = true
      (root, one, path, pathOfOne) = ("author", "author[3]", "author.books.title", "author[3].books.title")
      (many, manyLabel, back, names, subject) = (nil, nil, nil, ExampleNames(), nil)
      (ancestors, condition) = (nil, nil)
      return
    }
    isEmpty = false
    root = SyntaxPrinter.root(entity.name)
    if let start { one = SyntaxPrinter.root(entity.name) + start.key } else { one = Self.one(of: entity) }
    let relationship = start?.relationship ?? Self.relationshipsToMany(of: entity, schema).first
    many = relationship.map { Self.name($0.name) }
    let target = relationship.map { schema[$0.target] }
    manyLabel = target.flatMap { target in target.label.last.map { Self.name(target.attributes[$0].name) } }
    let end = [many, manyLabel].compactMap { $0 }.map { "." + $0 }.joined()
    path = root + end
    pathOfOne = one + end
    let inverse = relationship.flatMap { Self.inverse(of: $0, schema) }
    back = inverse.map { "\(Self.name(schema[$0.source].name)).\(Self.name($0.name))" }
    if let parent = start?.parent { ancestors = "\(one).\(Self.name(parent.name))+" } else { ancestors = nil }
    condition = Self.condition(on: entity, one: one, data)
    names = Self.names(entity, relationship, one: one, path: path, schema)
    subject = target?.id ?? entity.id
  }

  /// Where a walk begins: a record, and what leads from it to others.
  private struct Start {
    let entity: Entity
    /// As it is typed, `[3]`.
    let key: String
    let relationship: Relationship
    /// What leads from it to another of its kind, where the database is about such.
    var parent: Relationship?
  }

  /// The first of these from which a relationship leads somewhere.
  private static func start(
    _ entities: some Sequence<Entity>, _ schema: Schema, _ data: ExampleData
  ) -> Start? {
    for entity in entities where !entity.primaryKey.isEmpty {
      let root = SyntaxPrinter.root(entity.name)
      for many in relationshipsToMany(of: entity, schema).prefix(6) {
        let hasMany = SyntaxPrinter.operand(many.name) + ".any()"
        // A kind that leads first of all to itself is a web of its own: it has ancestors, or nothing better.
        for parent in many.target == entity.id ? parents(of: entity, schema) : [] {
          guard let pair = parent.pairs.first, let key = entity.primaryKey.first else { continue }
          // Who came last has the most before him.
          let path =
            "\(root)[\(hasMany) and \(operand(pair.from, of: entity)) is not null]"
            + ".sort(-\(operand(key, of: entity)))[:1]"
          if let key = data.firstKey(of: path, in: entity) {
            return Start(entity: entity, key: key, relationship: many, parent: parent)
          }
        }
        if let key = data.firstKey(of: "\(root)[\(hasMany)][:1]", in: entity) {
          return Start(entity: entity, key: key, relationship: many)
        }
      }
    }
    return nil
  }

  /// The way back from many to one.
  private static func inverse(of relationship: Relationship, _ schema: Schema) -> Relationship? {
    guard relationship.kind == .oneToMany else { return nil }
    return relationship.inverse.map { schema[$0] }
  }

  /// By which a record refers to another of its kind.
  private static func parents(of entity: Entity, _ schema: Schema) -> [Relationship] {
    guard entity.primaryKey.count == 1 else { return [] }
    return entity.relationships.map { schema[$0] }.filter { relationship in
      relationship.kind.isForward && !relationship.isToMany && relationship.target == entity.id
        && relationship.pairs.count == 1
    }
  }

  /// How much a hop says: records that are called by a name, and others than those it leads from.
  static func interest(_ relationship: Relationship, of entity: Entity, _ schema: Schema) -> Int {
    (schema[relationship.target].label.isEmpty ? 0 : 4) + (relationship.target == entity.id ? 0 : 2)
      // Where the same two are related twice, one of them has the shorter name.
      + (relationship.name.contains("_as_") ? 0 : 1)
  }

  /// Those that say most first.
  private static func relationshipsToMany(of entity: Entity, _ schema: Schema) -> [Relationship] {
    func interest(_ relationship: Relationship) -> Int { Self.interest(relationship, of: entity, schema) }
    let many = entity.relationships.map { schema[$0] }.filter(\.isToMany)
    return many.enumerated().sorted { left, right in
      let (first, second) = (interest(left.element), interest(right.element))
      return first == second ? left.offset < right.offset : first > second
    }.map(\.element)
  }

  /// A beginning that the label of some record has: `A`, else that of the one at hand.
  private static func condition(on entity: Entity, one: String, _ data: ExampleData?) -> String? {
    guard let index = entity.label.last else { return nil }
    let label = operand(index, of: entity)
    let usual = "\(label) like \"A%\""
    guard let data else { return usual }
    let root = SyntaxPrinter.root(entity.name)
    if data.leadsSomewhere("\(root)[\(usual)][:1]") { return usual }
    if case .text(let text)? = data.firstValue(of: "\(one).\(name(entity.attributes[index].name))"),
      let first = text.string.first, first.isLetter || first.isNumber, first.unicodeScalars.count == 1
    {
      return "\(label) like \"\(first)%\""
    }
    return nil
  }

  /// - Parameters:
  ///   - relationship: leads from the entity to many; nil where nothing does.
  ///   - one: a record of it.
  ///   - path: from all records over it.
  private static func names(
    _ entity: Entity, _ relationship: Relationship?, one: String, path: String, _ schema: Schema
  ) -> ExampleNames {
    let known = relationship.map { schema[$0.target] } ?? entity
    let ways = known.relationships.map { schema[$0] }
    let toOne = ways.first { !$0.isToMany && $0.target != entity.id }
    let far =
      ways.last { $0.kind == .manyToMany && $0.target != entity.id }
      ?? ways.first { $0.target != entity.id && $0.target != known.id }
    let other = far.map { schema[$0.target] } ?? known
    let key = operand(entity.primaryKey.first ?? 0, of: entity)
    let manyKey = operand(known.primaryKey.first ?? 0, of: known)
    let called = calledBy(entity)
    let child = relation(to: entity, along: relationship, schema)
    return ExampleNames(
      [
        "author": name(entity.name), "books": relationship.map { name($0.name) } ?? "…",
        "title": known.label.last.map { operand($0, of: known) } ?? manyKey,
        "year": number(of: known, schema) ?? manyKey, "publisher": toOne.map { name($0.name) } ?? manyKey,
        "born": number(of: entity, schema) ?? called.first ?? key, "id": key, "member": name(other.name),
        "its_author": name("its_" + Naming.normalForm(entity.nouns.one)),
        "its_books": name("its_" + Naming.normalForm(known.nouns.several)),
      ],
      phrases: [
        "author[3]": one, "member[7]": name(other.name) + ".first()", "author.books.title": path,
        "author.books": ([name(entity.name)] + (relationship.map { [name($0.name)] } ?? [])).joined(
          separator: "."),
        "author name native_name": ([name(entity.name)] + called.prefix(2)).joined(separator: " "),
        "author name": ([name(entity.name)] + called.prefix(1)).joined(separator: " "),
        "book.author_id -> author.id": child,
      ],
      hiddenCommands: Set(
        Command.all.map(\.name).filter { if case .none = schema.root(named: $0) { false } else { true } }))
  }

  private static func one(of entity: Entity) -> String {
    let isIntegerKey =
      entity.primaryKey.count == 1 && entity.attributes[entity.primaryKey[0]].affinity == .integer
    return SyntaxPrinter.root(entity.name) + (isIntegerKey ? "[1]" : ".first()")
  }

  /// The attributes by which its records could be called, those first by which they are.
  private static func calledBy(_ entity: Entity) -> [String] {
    let others = entity.attributes.indices.filter { !entity.label.contains($0) }
    func isText(_ index: Int) -> Bool { entity.attributes[index].affinity == .text }
    return (entity.label + others.filter(isText) + others.filter { !isText($0) }).map {
      attribute($0, of: entity)
    }
  }

  /// What refers to what, by one column, as `relate` is told it.
  private static func relation(
    to entity: Entity, along relationship: Relationship?, _ schema: Schema
  ) -> String {
    let forward = relationship.flatMap { $0.kind == .oneToMany ? $0.inverse : nil }.map { schema[$0] }
    if let forward, forward.pairs.count == 1 {
      let (child, pair) = (schema[forward.source], forward.pairs[0])
      return "\(name(child.name)).\(attribute(pair.from, of: child)) -> \(name(entity.name))"
        + ".\(attribute(pair.to, of: entity))"
    }
    let child = relationship.map { schema[$0.target] } ?? entity
    let column = child.attributes.indices.first { !child.primaryKey.contains($0) } ?? 0
    return "\(name(child.name)).\(attribute(column, of: child)) -> \(name(entity.name))"
      + ".\(attribute(entity.primaryKey.first ?? 0, of: entity))"
  }

  private static func attribute(_ index: Int, of entity: Entity) -> String {
    entity.attributes.indices.contains(index) ? name(entity.attributes[index].name) : "id"
  }

  /// As it is typed within a condition.
  private static func operand(_ index: Int, of entity: Entity) -> String {
    entity.attributes.indices.contains(index) ? SyntaxPrinter.operand(entity.attributes[index].name) : "id"
  }

  /// The first attribute that holds numbers which are no keys.
  private static func number(of entity: Entity, _ schema: Schema) -> String? {
    let foreign = entity.relationships.map { schema[$0] }.filter(\.kind.isForward)
      .flatMap { $0.pairs.map(\.from) }
    return entity.attributes.indices.first { index in
      !entity.primaryKey.contains(index) && !foreign.contains(index)
        && entity.attributes[index].affinity.isNumeric
    }.map { operand($0, of: entity) }
  }

  /// What leads to something that leads further, and is called by a name, says most about a database; that first.
  private static func mostTelling(_ schema: Schema) -> [Entity] {
    let entities = schema.entities.filter { $0.kind == .table && !$0.isJunction }
    func children(_ entity: Entity) -> [Entity] {
      entity.relationships.map { schema[$0] }
        .filter { $0.kind == .oneToMany && $0.target != entity.id && !schema[$0.target].label.isEmpty }
        .map { schema[$0.target] }
    }
    func score(_ entity: Entity) -> Int {
      let label = entity.label.last.map { entity.attributes[$0].name.lowercased() }
      let children = children(entity)
      return (label == nil ? 0 : 4) + (label == "name" || label == "title" ? 2 : 0)
        + (children.isEmpty ? 0 : 4)
        + (children.contains { !$0.relationships.allSatisfy { !schema[$0].kind.isToMany } } ? 2 : 0)
    }
    let scored = entities.enumerated().map { (entity: $1, score: score($1), place: $0) }
      .sorted { ($1.score, $0.place) < ($0.score, $1.place) }
    return scored.isEmpty ? Array(schema.entities.prefix(1)) : scored.map(\.entity)
  }
}

extension Conversation {
  /// Lines that work on the database that is open; a few rows are looked at, once.
  var examples: Examples {
    if let foundExamples { return foundExamples }
    let examples = Examples(schema: schema, in: database.connection)
    foundExamples = examples
    return examples
  }
}
