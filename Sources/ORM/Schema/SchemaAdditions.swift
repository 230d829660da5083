/// What a person said of a database beyond what it declares: relationships, names of records, and whether names of
/// columns may suggest relationships.
package struct SchemaAdditions: Hashable, Sendable {
  /// Whether what names suggest becomes relationships.
  package enum Inference: String, Hashable, Sendable, CaseIterable {
    /// Where a database declares no foreign key at all.
    case auto
    case on
    case off
  }

  /// In the order in which they were given.
  package var keys: [UndeclaredKey]
  /// Keys that names suggest and a person has taken back.
  package var refused: [UndeclaredKey]
  package var labels: [LabelChoice]
  package var inference: Inference

  package init(
    keys: [UndeclaredKey] = [], refused: [UndeclaredKey] = [], labels: [LabelChoice] = [],
    inference: Inference = .auto
  ) {
    self.keys = keys
    self.refused = refused
    self.labels = labels
    self.inference = inference
  }

  /// Adds a key, or gives one that is there already the names it comes with.
  package mutating func add(_ key: UndeclaredKey) {
    keys.removeAll { $0.isSameKey(as: key) }
    refused.removeAll { $0.isSameKey(as: key) }
    keys.append(key)
  }

  /// Takes a key away, whether a person gave it or its names suggest it.
  package mutating func remove(_ key: UndeclaredKey) {
    keys.removeAll { $0.isSameKey(as: key) }
    if refused.contains(where: { $0.isSameKey(as: key) }) { return }
    refused.append(key)
  }

  package mutating func add(_ label: LabelChoice) {
    labels.removeAll { $0.isSameTable(as: label) }
    labels.append(label)
  }

  /// What others say now, with what was changed here since both said the same.
  package func changes(since base: SchemaAdditions, appliedTo others: SchemaAdditions) -> SchemaAdditions {
    var result = others
    for key in base.keys where !keys.contains(where: { $0.isSameKey(as: key) }) {
      result.keys.removeAll { $0.isSameKey(as: key) }
    }
    for key in base.refused where !refused.contains(where: { $0.isSameKey(as: key) }) {
      result.refused.removeAll { $0.isSameKey(as: key) }
    }
    for key in refused where !base.refused.contains(where: { $0.isSameKey(as: key) }) { result.remove(key) }
    for key in keys where !base.keys.contains(key) { result.add(key) }
    for label in base.labels where !labels.contains(where: { $0.isSameTable(as: label) }) {
      result.labels.removeAll { $0.isSameTable(as: label) }
    }
    for label in labels where !base.labels.contains(label) { result.add(label) }
    if inference != base.inference { result.inference = inference }
    return result
  }

  /// What was chosen for the records of a table, if anything was.
  package func label(of entity: Entity) -> LabelChoice? {
    labels.first { $0.isSameTable(as: LabelChoice(schema: entity.schema, table: entity.table, columns: [])) }
  }

  /// Lets the records of a table be called as if nothing had been chosen.
  package mutating func removeLabel(of entity: Entity) {
    guard let chosen = label(of: entity) else { return }
    labels.removeAll { $0.isSameTable(as: chosen) }
  }
}

/// The attributes by which a person wants the records of a table to be called.
package struct LabelChoice: Hashable, Sendable {
  package var schema: String
  package var table: String
  package var columns: [String]

  package init(schema: String = "main", table: String, columns: [String]) {
    self.schema = schema
    self.table = table
    self.columns = columns
  }

  func isSameTable(as other: LabelChoice) -> Bool {
    schema.isSameName(as: other.schema) && table.isSameName(as: other.table)
  }
}

/// A foreign key that the database does not declare, or names for one that it does.
package struct UndeclaredKey: Hashable, Sendable {
  package var schema: String
  package var table: String
  package var columns: [String]
  package var parentTable: String
  package var parentColumns: [String]
  /// What the hop from child to parent is to be called; nil for the usual name.
  package var name: String?
  /// What the hop back is to be called; nil for the usual name.
  package var reverseName: String?
  /// `inferred` or `manual`.
  package var origin: Relationship.Origin

  package init(
    schema: String = "main", table: String, columns: [String], parentTable: String, parentColumns: [String],
    name: String? = nil, reverseName: String? = nil, origin: Relationship.Origin
  ) {
    self.schema = schema
    self.table = table
    self.columns = columns
    self.parentTable = parentTable
    self.parentColumns = parentColumns
    self.name = name
    self.reverseName = reverseName
    self.origin = origin
  }

  /// Whether both pair the same columns, in whatever order.
  package func isSameKey(as other: UndeclaredKey) -> Bool {
    func pairs(_ key: UndeclaredKey) -> Set<[FoldedName]> {
      Set(zip(key.columns, key.parentColumns).map { [FoldedName($0), FoldedName($1)] })
    }
    return hasSameColumns(as: other) && parentTable.isSameName(as: other.parentTable)
      && pairs(self) == pairs(other)
  }

  /// Whether a name of this key could be one that the other has, given or worked out.
  package func mayCollide(with other: UndeclaredKey) -> Bool {
    if hasSameColumns(as: other) { return true }
    let here = [(table, name), (parentTable, reverseName)]
    let there = [(other.table, other.name), (other.parentTable, other.reverseName)]
    return here.contains { table, name in
      guard let name else { return false }
      return there.contains { otherTable, otherName in
        otherTable.isSameName(as: table) && otherName?.isSameName(as: name) ?? true
      }
    }
  }

  /// Whether both are keys of the same columns, wherever they lead.
  func hasSameColumns(as other: UndeclaredKey) -> Bool {
    schema.isSameName(as: other.schema) && table.isSameName(as: other.table)
      && Set(columns.map(FoldedName.init)) == Set(other.columns.map(FoldedName.init))
  }
}

extension Schema {
  /// The key by which a relationship leads, as a person would give it; nil for one through a junction.
  package func key(of relationship: Relationship) -> UndeclaredKey? {
    guard relationship.kind != .manyToMany else { return nil }
    let isForward = relationship.kind.isForward
    let (child, parent) =
      isForward
      ? (self[relationship.source], self[relationship.target])
      : (self[relationship.target], self[relationship.source])
    return UndeclaredKey(
      schema: child.schema, table: child.table,
      columns: relationship.pairs.map { child.attributes[isForward ? $0.from : $0.to].name },
      parentTable: parent.table,
      parentColumns: relationship.pairs.map { parent.attributes[isForward ? $0.to : $0.from].name },
      origin: relationship.origin)
  }
}
