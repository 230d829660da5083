import SQL

/// Puts entities and relationships together from resolved keys, junctions and the names they were given.
struct SchemaAssembly {
  let tables: TableSet
  let keys: [ResolvedKey]
  let keysByChild: [Int: [Int]]
  let junctions: [JunctionLink]
  /// What a person wants records to be called by.
  let labels: [LabelChoice]

  func schema(warnings: [SchemaWarning], enforcesForeignKeys: Bool) -> Schema {
    let givers = nameGivers()
    var ids: [Member.Link: RelationshipID] = [:]
    var members: [[Member]] = []
    for giver in givers {
      let sorted = giver.members.enumerated().sorted { left, right in
        (rank(left.element.link), left.offset) < (rank(right.element.link), right.offset)
      }.map(\.element)
      for member in sorted { ids[member.link] = RelationshipID(ids.count) }
      members.append(sorted)
    }
    let owned = Set(tables.normalForms.indices.map { FoldedName(Naming.normalForm(tables.names[$0])) })
    var relationships: [Relationship] = []
    relationships.reserveCapacity(ids.count)
    let entities = tables.tables.indices.map { index in
      for member in members[index] {
        var relationship = relationship(for: member.link, from: index, ids: ids)
        relationship.name = member.name
        relationship.aliases = member.aliases
        relationship.derivation = member.derivation
        relationships.append(relationship)
      }
      var entity = entity(index, owned: owned)
      entity.relationships = members[index].compactMap { ids[$0.link] }
      entity.ambiguousNames = givers[index].ambiguousNames
      return entity
    }
    return Schema(
      entities: entities, relationships: relationships, warnings: warnings,
      enforcesForeignKeys: enforcesForeignKeys)
  }

  /// What each table has to name, named.
  private func nameGivers() -> [NameGiver] {
    let roles = KeyRoles(tables: tables, keys: keys).roles
    let byParent = Dictionary(grouping: keys.indices) { keys[$0].parent }
    var byEnd: [Int: [Member.Link]] = [:]
    for (index, junction) in junctions.enumerated() {
      byEnd[keys[junction.first].parent, default: []].append(.junction(index, fromFirst: true))
      byEnd[keys[junction.second].parent, default: []].append(.junction(index, fromFirst: false))
    }
    return tables.tables.indices.map { table in
      var giver = NameGiver(tables: tables, keys: keys, roles: roles, junctions: junctions, table: table)
      giver.nameToOne(keysByChild[table] ?? [])
      giver.nameReverse((byParent[table] ?? []).sorted { (keys[$0].child, $0) < (keys[$1].child, $1) })
      giver.nameManyToMany(byEnd[table] ?? [])
      giver.nameAgain()
      return giver
    }
  }

  private func entity(_ index: Int, owned: Set<FoldedName>) -> Entity {
    let table = tables.tables[index]
    let keyColumns = Set((keysByChild[index] ?? []).flatMap { keys[$0].columns })
    let normal = Naming.normalForm(tables.names[index])
    var aliases: [String] = []
    if !tables.names[index].isSameName(as: normal), !normal.isEmpty { aliases.append(normal) }
    for twin in [Inflection.singular(normal), Inflection.plural(normal)] where !twin.isEmpty {
      if !owned.contains(FoldedName(twin)) { aliases.append(twin) }
    }
    return Entity(
      id: EntityID(index), name: tables.names[index], aliases: aliases, schema: table.schema,
      table: table.name,
      kind: table.kind, attributes: table.columns.map(Attribute.init), primaryKey: table.primaryKey,
      identity: table.rowIdentity, uniqueKeys: table.uniqueKeys, indexes: table.indexes,
      isJunction: tables.pureJunctions.contains(index),
      label: givenLabel(of: index)
        ?? Label.attribute(
          of: table, columnForms: tables.columnForms[index], singular: tables.singular(index),
          keys: keyColumns))
  }

  private func givenLabel(of index: Int) -> Int? {
    let table = tables.tables[index]
    let label = labels.first { $0.schema.isSameName(as: table.schema) && $0.table.isSameName(as: table.name) }
    return label.flatMap { tables.column($0.column, of: index) }
  }

  private func rank(_ link: Member.Link) -> Int {
    switch link {
    case .forward(let key): keys[key].isOneToOne ? 1 : 0
    case .reverse(let key): keys[key].isOneToOne ? 2 : 3
    case .junction: 4
    }
  }

  private func relationship(
    for link: Member.Link, from source: Int, ids: [Member.Link: RelationshipID]
  ) -> Relationship {
    switch link {
    case .forward(let index):
      let key = keys[index]
      return relationship(
        link, .reverse(index), key.isOneToOne ? .oneToOne : .manyToOne, key, from: source, to: key.parent,
        pairs: key.pairs, ids: ids)
    case .reverse(let index):
      let key = keys[index]
      var relationship = relationship(
        link, .forward(index), key.isOneToOne ? .oneToOneReverse : .oneToMany, key, from: source,
        to: key.child,
        pairs: key.pairs.map(\.reversed), ids: ids)
      relationship.isRequired = false
      return relationship
    case .junction(let index, let fromFirst):
      let junction = junctions[index]
      let (near, far) =
        fromFirst
        ? (keys[junction.first], keys[junction.second]) : (keys[junction.second], keys[junction.first])
      var relationship = relationship(
        link, .junction(index, fromFirst: !fromFirst), .manyToMany, near, from: source, to: far.parent,
        pairs: [], ids: ids)
      relationship.isRequired = false
      relationship.origin = [near.origin, far.origin].first { $0 != .declared } ?? .declared
      relationship.junction = Junction(
        entity: EntityID(junction.table), sourcePairs: near.pairs.map(\.reversed), targetPairs: far.pairs,
        isBag: junction.isBag, payload: junction.payload)
      return relationship
    }
  }

  private func relationship(
    _ link: Member.Link, _ inverse: Member.Link, _ kind: Relationship.Kind, _ key: ResolvedKey,
    from source: Int, to target: Int, pairs: [AttributePair], ids: [Member.Link: RelationshipID]
  ) -> Relationship {
    Relationship(
      id: ids[link] ?? RelationshipID(0), name: "", kind: kind, source: EntityID(source),
      target: EntityID(target),
      pairs: pairs, inverse: ids[inverse], origin: key.origin, isRequired: key.isRequired,
      hasUniqueParent: key.hasUniqueParent, onDelete: key.onDelete, onUpdate: key.onUpdate,
      isDeferred: key.isDeferred, isIndexed: key.isIndexed, derivation: .given)
  }
}

extension AttributePair {
  fileprivate var reversed: AttributePair { AttributePair(from: to, to: from) }
}
