package import SQL

/// What a name at the beginning of a path means.
package enum RootLookup: Hashable, Sendable {
  case found(EntityID)
  /// Several entities answer to it; their names, in order.
  case ambiguous([String])
  case none
}

/// What a name after an entity means.
package enum MemberLookup: Hashable, Sendable {
  /// Index into the entity's attributes.
  case attribute(Int)
  case relationship(RelationshipID)
  /// Several members answer to it; their names, in order.
  case ambiguous([String])
  case none
}

extension Schema {
  /// The relationship that a foreign key made although its parent's columns are no key.
  package func relationship(of warning: SchemaWarning) -> Relationship? {
    guard case .parentNotUnique(let table, let columns, let parent) = warning,
      case .found(let id) = root(named: table)
    else { return nil }
    return self[id].relationships.map { self[$0] }.first { relationship in
      relationship.kind.isForward
        && relationship.pairs.map { self[id].attributes[$0.from].name } == columns
        && self[relationship.target].table.isSameName(as: parent)
    }
  }

  /// Finds the entity a path begins with: the exact name, then without case, then in snake case, then the
  /// singular or plural twin where no other entity owns that name.
  package func root(named name: String) -> RootLookup {
    let found = roots.find(name)
    if found.count == 1 { return .found(EntityID(found[0])) }
    return found.isEmpty ? .none : .ambiguous(found.map { entities[$0].name })
  }

  /// What the database has by this name, and why it cannot be read; nil where nothing of it is in the way.
  package func unreadable(named name: String) -> UnreadableObject? {
    for case .unreadable(let object) in warnings where object.name.isSameName(as: name) { return object }
    return nil
  }

  /// Whether an entity has an attribute or a relationship of just this name.
  package func hasMember(called name: String, in id: EntityID) -> Bool {
    let entity = self[id]
    return entity.attributes.contains { $0.name.isSameName(as: name) }
      || entity.relationships.contains { self[$0].name.isSameName(as: name) }
  }

  /// Finds a member of an entity: the exact name, then without case, then in snake case; each time an
  /// attribute before a relationship, and a relationship's own name before its other spellings.
  package func member(named name: String, of entity: EntityID) -> MemberLookup {
    let entity = self[entity]
    if let index = entity.attributes.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
      return .attribute(index)
    }
    if let id = relationship(of: entity, where: { $0.hasSameBytes(as: name) }) { return .relationship(id) }

    if let index = entity.attributes.firstIndex(where: { $0.name.isSameName(as: name) }) {
      return .attribute(index)
    }
    if let id = relationship(of: entity, where: { $0.isSameName(as: name) }) { return .relationship(id) }

    let normal = Naming.normalForm(name)
    if normal.isEmpty { return .none }
    let attributes = entity.attributes.indices.filter {
      Naming.normalForm(entity.attributes[$0].name).hasSameBytes(as: normal)
    }
    if attributes.count == 1 { return .attribute(attributes[0]) }
    if attributes.count > 1 { return .ambiguous(attributes.map { entity.attributes[$0].name }) }
    if let id = relationship(of: entity, where: { $0.hasSameBytes(as: normal) }) { return .relationship(id) }
    if let ambiguous = entity.ambiguousNames.first(where: { $0.name.hasSameBytes(as: normal) }) {
      return .ambiguous(ambiguous.candidates)
    }
    return .none
  }

  /// The relationship that a foreign-key column stands for when another hop follows it:
  /// `book[1].author_id.name`.
  ///
  /// A foreign key over this column alone goes before one over several.
  package func relationship(byColumn attribute: Int, of entity: EntityID) -> MemberLookup {
    let all = self[entity].relationships.map { self[$0] }.filter { relationship in
      relationship.kind.isForward && relationship.pairs.contains { $0.from == attribute }
    }
    let alone = all.filter { $0.pairs.count == 1 }
    let found = alone.isEmpty ? all : alone
    if found.count == 1 { return .relationship(found[0].id) }
    return found.isEmpty ? .none : .ambiguous(found.map(\.name))
  }

  /// The names of relationships that would be called as an attribute is, were there no such attribute: `author_ref`
  /// by the column `author_id`, beside an attribute `author`.
  package func relationships(wantingNameOf attribute: Int, in entity: EntityID) -> [String] {
    let attributes = self[entity].attributes
    let name = Naming.normalForm(attributes[attribute].name)
    return self[entity].relationships.map { self[$0] }.filter { relationship in
      if case .longer(let wanted) = relationship.derivation, wanted.isSameName(as: name) { return true }
      guard relationship.kind.isForward, relationship.pairs.count == 1, let pair = relationship.pairs.first,
        pair.from != attribute
      else { return false }
      return Naming.withoutIDSuffix(Naming.normalForm(attributes[pair.from].name)) == name
    }.map(\.name)
  }

  private func relationship(of entity: Entity, where matches: (String) -> Bool) -> RelationshipID? {
    entity.relationships.first { matches(self[$0].name) }
      ?? entity.relationships.first { self[$0].aliases.contains(where: matches) }
  }
}

/// The names of all entities, prepared for lookup.
struct RootIndex: Sendable {
  private var folded: [FoldedName: [Int]] = [:]
  private var normal: [FoldedName: [Int]] = [:]
  private var aliases: [FoldedName: [Int]] = [:]
  private let names: [String]

  init(_ entities: [Entity]) {
    names = entities.map(\.name)
    for (index, entity) in entities.enumerated() {
      folded[FoldedName(entity.name), default: []].append(index)
      normal[FoldedName(Naming.normalForm(entity.name)), default: []].append(index)
      for alias in entity.aliases { aliases[FoldedName(alias), default: []].append(index) }
    }
  }

  /// The entities that have this name by the first rule that finds any.
  func find(_ name: String) -> [Int] {
    if let found = folded[FoldedName(name)] {
      guard found.count > 1 else { return found }
      let exact = found.filter { names[$0].hasSameBytes(as: name) }
      return exact.isEmpty ? found : exact
    }
    let snake = Naming.normalForm(name)
    if snake.isEmpty { return [] }
    return normal[FoldedName(snake)] ?? aliases[FoldedName(snake)] ?? []
  }
}
