import Language
package import ORM
package import Rendering
import SQL

/// Paths that work on the schema at hand.
package struct Examples {
  /// Whether there is nothing to walk, so that they are only what could be.
  let isEmpty: Bool
  let root: String
  /// One record of it.
  let one: String
  /// A to-many relationship of it; nil where nothing leads to many.
  let many: String?
  /// Attributes by which a person knows a record of it, and of what it leads to.
  let label: String?
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

  private static func name(_ text: String) -> String { SyntaxPrinter.name(text) }

  package init(schema: Schema) {
    // Empty, views apart, there is nothing to walk: the words of the sample are as good as any.
    let first = Self.mostTelling(schema)
    isEmpty = first == nil
    guard let entity = first else {
      (root, one, path, pathOfOne) = ("author", "author[3]", "author.books.title", "author[3].books.title")
      (many, label, manyLabel, back, names, subject) = (nil, nil, nil, nil, ExampleNames(), nil)
      return
    }
    root = SyntaxPrinter.root(entity.name)
    label = entity.label.last.map { Self.name(entity.attributes[$0].name) }
    one = Self.one(of: entity)
    func interest(_ relationship: Relationship) -> Int {
      (schema[relationship.target].label.isEmpty ? 0 : 4) + (relationship.target == entity.id ? 0 : 2)
        // Where the same two are related twice, one of them has the shorter name.
        + (relationship.name.contains("_as_") ? 0 : 1)
    }
    let relationship = entity.relationships.map { schema[$0] }.filter(\.isToMany)
      .max { interest($0) < interest($1) }
    many = relationship.map { Self.name($0.name) }
    let target = relationship.map { schema[$0.target] }
    manyLabel = target.flatMap { target in target.label.last.map { Self.name(target.attributes[$0].name) } }
    let end = [many, manyLabel].compactMap { $0 }.map { "." + $0 }.joined()
    path = root + end
    pathOfOne = one + end
    let inverse = relationship.flatMap { $0.kind == .oneToMany ? $0.inverse : nil }.map { schema[$0] }
    back = inverse.map { "\(Self.name(schema[$0.source].name)).\(Self.name($0.name))" }
    names = Self.names(entity, relationship, path: path, schema)
    subject = target?.id ?? entity.id
  }

  /// - Parameters:
  ///   - relationship: leads from the entity to many; nil where nothing does.
  ///   - path: from all records over it.
  private static func names(
    _ entity: Entity, _ relationship: Relationship?, path: String, _ schema: Schema
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
        "author[3]": one(of: entity), "member[7]": name(other.name) + ".first()", "author.books.title": path,
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

  /// What leads to something that leads further, and is called by a name, says most about a database.
  private static func mostTelling(_ schema: Schema) -> Entity? {
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
    return entities.max(by: { score($0) < score($1) }) ?? schema.entities.first
  }
}
