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
    var ids = LinkNumbers(keys: keys.count, junctions: junctions.count)
    var members: [[Member]] = []
    members.reserveCapacity(givers.count)
    for giver in givers {
      let ranks = giver.members.map { rank($0.link) }
      let order = ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
      for index in order { ids.number(giver.members[index].link) }
      members.append(order.map { giver.members[$0] })
    }
    let owned = Set(tables.tables.indices.map { FoldedName(Naming.normalForm(tables.names[$0])) })
    let pureJunctions = Set(junctions.lazy.filter(\.isPure).map(\.table))
    var relationships: [Relationship] = []
    relationships.reserveCapacity(ids.count)
    var entities: [Entity] = []
    entities.reserveCapacity(members.count)
    for index in tables.tables.indices {
      let own = members[index].map { relationship(for: $0, from: index, ids: ids) }
      relationships += own
      entities.append(
        entity(
          index, own.map(\.id), givers[index].ambiguousNames, owned: owned,
          isJunction: pureJunctions.contains(index)))
    }
    return Schema(
      entities: entities, relationships: relationships, warnings: warnings,
      enforcesForeignKeys: enforcesForeignKeys)
  }

  /// What each table has to name, named.
  private func nameGivers() -> [NameGiver] {
    let roles = KeyRoles(tables: tables, keys: keys, keysByChild: keysByChild).roles
    var byParent: [[Int]] = Array(repeating: [], count: tables.tables.count)
    for (index, key) in keys.enumerated() { byParent[key.parent].append(index) }
    var byEnd: [[Member.Link]] = Array(repeating: [], count: tables.tables.count)
    for (index, junction) in junctions.enumerated() {
      byEnd[keys[junction.first].parent].append(.junction(index, fromFirst: true))
      byEnd[keys[junction.second].parent].append(.junction(index, fromFirst: false))
    }
    return tables.tables.indices.map { table in
      var giver = NameGiver(tables: tables, keys: keys, roles: roles, junctions: junctions, table: table)
      giver.nameToOne(keysByChild[table] ?? [])
      giver.nameReverse(byParent[table].sorted { (keys[$0].child, $0) < (keys[$1].child, $1) })
      giver.nameManyToMany(byEnd[table])
      giver.nameAgain()
      return giver
    }
  }

  private func entity(
    _ index: Int, _ relationships: [RelationshipID], _ ambiguousNames: [AmbiguousName],
    owned: Set<FoldedName>, isJunction: Bool
  ) -> Entity {
    let table = tables.tables[index]
    let keyColumns = Set((keysByChild[index] ?? []).flatMap { keys[$0].columns })
    let normal = Naming.normalForm(tables.names[index])
    var aliases: [String] = []
    if !tables.names[index].isSameName(as: normal), !normal.isEmpty { aliases.append(normal) }
    let twins =
      normal.hasSameBytes(as: tables.normalForms[index])
      ? [tables.singular(index), tables.plural(index)]
      : [Inflection.singular(normal), Inflection.plural(normal)]
    for twin in twins where !twin.isEmpty {
      if !owned.contains(FoldedName(twin)) { aliases.append(twin) }
    }
    return Entity(
      id: EntityID(index), name: tables.names[index], aliases: aliases, schema: table.schema,
      table: table.name, qualifier: tables.qualifier(index),
      kind: table.kind, attributes: table.columns.map(Attribute.init), primaryKey: table.primaryKey,
      identity: table.rowIdentity, uniqueKeys: table.uniqueKeys, indexes: table.indexes,
      relationships: relationships, ambiguousNames: ambiguousNames, isJunction: isJunction,
      label: givenLabel(of: index)
        ?? Label.attributes(
          of: table, columnForms: tables.columnForms[index], singular: tables.singular(index),
          keys: keyColumns))
  }

  private func givenLabel(of index: Int) -> [Int]? {
    let table = tables.tables[index]
    let label = labels.first { $0.schema.isSameName(as: table.schema) && $0.table.isSameName(as: table.name) }
    let columns = label.map { $0.columns.compactMap { tables.column($0, of: index) } } ?? []
    return columns.count == label?.columns.count ? columns : nil
  }

  private func rank(_ link: Member.Link) -> Int {
    switch link {
    case .forward(let key): keys[key].isOneToOne ? 1 : 0
    case .reverse(let key): keys[key].isOneToOne ? 2 : 3
    case .junction: 4
    }
  }

  private func relationship(
    for member: Member, from source: Int, ids: LinkNumbers
  ) -> Relationship {
    switch member.link {
    case .forward(let index):
      let key = keys[index]
      return relationship(
        member, .reverse(index), key.isOneToOne ? .oneToOne : .manyToOne, key, from: source, to: key.parent,
        pairs: key.pairs, ids: ids, isRequired: key.isRequired)
    case .reverse(let index):
      let key = keys[index]
      return relationship(
        member, .forward(index), key.isOneToOne ? .oneToOneReverse : .oneToMany, key, from: source,
        to: key.child,
        pairs: key.pairs.map(\.reversed), ids: ids)
    case .junction(let index, let fromFirst):
      let junction = junctions[index]
      let (near, far) =
        fromFirst
        ? (keys[junction.first], keys[junction.second]) : (keys[junction.second], keys[junction.first])
      return relationship(
        member, .junction(index, fromFirst: !fromFirst), .manyToMany, near, from: source, to: far.parent,
        pairs: [],
        junction: Junction(
          entity: EntityID(junction.table), sourcePairs: near.pairs.map(\.reversed), targetPairs: far.pairs,
          isBag: junction.isBag, payload: junction.payload),
        ids: ids, origin: near.origin == .declared ? far.origin : near.origin)
    }
  }

  private func relationship(
    _ member: Member, _ inverse: Member.Link, _ kind: Relationship.Kind, _ key: ResolvedKey,
    from source: Int, to target: Int, pairs: [AttributePair], junction: Junction? = nil, ids: LinkNumbers,
    origin: Relationship.Origin? = nil, isRequired: Bool = false
  ) -> Relationship {
    Relationship(
      id: ids[member.link], name: member.name, aliases: member.aliases, kind: kind, source: EntityID(source),
      target: EntityID(target),
      pairs: pairs, junction: junction, inverse: ids[inverse], origin: origin ?? key.origin,
      isRequired: isRequired,
      hasUniqueParent: key.hasUniqueParent, onDelete: key.onDelete, onUpdate: key.onUpdate,
      isDeferred: key.isDeferred, isIndexed: key.isIndexed, derivation: member.derivation)
  }
}

/// The number of the relationship that each link became, counted through all tables.
private struct LinkNumbers {
  private var forward: [RelationshipID]
  private var reverse: [RelationshipID]
  /// Two for each junction.
  private var through: [RelationshipID]
  private(set) var count = 0

  init(keys: Int, junctions: Int) {
    let none = RelationshipID(0)
    forward = Array(repeating: none, count: keys)
    reverse = forward
    through = Array(repeating: none, count: 2 * junctions)
  }

  mutating func number(_ link: Member.Link) {
    let id = RelationshipID(count)
    switch link {
    case .forward(let key): forward[key] = id
    case .reverse(let key): reverse[key] = id
    case .junction(let index, let fromFirst): through[2 * index + (fromFirst ? 0 : 1)] = id
    }
    count += 1
  }

  subscript(link: Member.Link) -> RelationshipID {
    switch link {
    case .forward(let key): forward[key]
    case .reverse(let key): reverse[key]
    case .junction(let index, let fromFirst): through[2 * index + (fromFirst ? 0 : 1)]
    }
  }
}

extension AttributePair {
  fileprivate var reversed: AttributePair { AttributePair(from: to, to: from) }
}
