package import SQL

/// A database seen as entities and the relationships between them.
///
/// Everything that works on a path holds it, so it is one object that nobody copies.
package final class Schema: Sendable {
  /// In the order of their names; an entity's `id` is its index here.
  package let entities: [Entity]
  /// A relationship's `id` is its index here.
  package let relationships: [Relationship]
  /// What was found odd while reading; `doctor` lists them, nothing fails because of them.
  package let warnings: [SchemaWarning]
  package let enforcesForeignKeys: Bool
  let roots: RootIndex
  /// How the records of each entity are kept, in the order of the entities.
  let layouts: [RecordLayout]
  /// By relationship: whether keys of both sides can be compared here as the database compares them.
  private let plainComparisons: [Bool]

  package init(
    entities: [Entity], relationships: [Relationship], warnings: [SchemaWarning] = [],
    enforcesForeignKeys: Bool = false
  ) {
    self.entities = entities
    self.relationships = relationships
    self.warnings = warnings
    self.enforcesForeignKeys = enforcesForeignKeys
    roots = RootIndex(entities)
    layouts = entities.map(RecordLayout.init)
    plainComparisons = relationships.map { $0.keyComparisons(in: entities).allSatisfy(\.isPlain) }
  }

  package subscript(id: EntityID) -> Entity { entities[id.index] }
  package subscript(id: RelationshipID) -> Relationship { relationships[id.index] }

  /// Whether both sides of a relationship compare their keys in the same way, one that Kin knows.
  package func comparesPlainly(_ relationship: RelationshipID) -> Bool {
    plainComparisons[relationship.index]
  }
}

package struct EntityID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

package struct RelationshipID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

/// A table or view seen as a class of records: one object that nobody copies.
package final class Entity: Sendable {
  package let id: EntityID
  /// The name a path begins with; the table's own, with the schema before it when two attached databases
  /// share it.
  package let name: String
  /// Other spellings of the root that no other entity has: the snake-case form and the singular or plural
  /// twin.
  package let aliases: [String]
  package let schema: String
  package let table: String
  /// The database that stands before the table in SQL; nil where the table's name alone means it.
  package let qualifier: String?
  package let kind: CatalogTable.Kind
  package let attributes: [Attribute]
  /// Indexes into `attributes`, in key order; empty when no primary key is declared.
  package let primaryKey: [Int]
  package let identity: RowIdentity
  package let uniqueKeys: [UniqueKey]
  package let indexes: [[Int]]
  /// Both directions, in the order `author?` lists them: to-one, one-to-one, to-many, many-to-many.
  package let relationships: [RelationshipID]
  /// Names that several relationships would have by right, so that none of them has it.
  package let ambiguousNames: [AmbiguousName]
  /// A table that does nothing but link two others.
  package let isJunction: Bool
  /// The attributes that together name a record to a person; empty where none does.
  package let label: [Int]

  package init(
    id: EntityID, name: String, aliases: [String] = [], schema: String = "main", table: String,
    qualifier: String? = nil, kind: CatalogTable.Kind = .table, attributes: [Attribute], primaryKey: [Int],
    identity: RowIdentity,
    uniqueKeys: [UniqueKey] = [], indexes: [[Int]] = [], relationships: [RelationshipID] = [],
    ambiguousNames: [AmbiguousName] = [], isJunction: Bool = false, label: [Int] = []
  ) {
    self.id = id
    self.name = name
    self.aliases = aliases
    self.schema = schema
    self.table = table
    self.qualifier = qualifier
    self.kind = kind
    self.attributes = attributes
    self.primaryKey = primaryKey
    self.identity = identity
    self.uniqueKeys = uniqueKeys
    self.indexes = indexes
    self.relationships = relationships
    self.ambiguousNames = ambiguousNames
    self.isJunction = isJunction
    self.label = label
  }
}

/// A name that several relationships of one entity would have by right: typing it is an error that lists
/// them.
package struct AmbiguousName: Hashable, Sendable {
  package var name: String
  /// The names of the relationships it could mean.
  package var candidates: [String]

  package init(name: String, candidates: [String]) {
    self.name = name
    self.candidates = candidates
  }
}

/// A column seen as a property; its index in `Entity.attributes` is the column's index in the catalog.
package struct Attribute: Hashable, Sendable {
  package var name: String
  package var type: String
  package var affinity: Affinity
  package var collation: Collation
  package var isNullable: Bool
  package var generated: CatalogColumn.Generated
  package var defaultSQL: String?

  package init(_ column: CatalogColumn) {
    name = column.name
    type = column.declaredType
    affinity = column.affinity
    collation = column.collation
    isNullable = column.isNullable
    generated = column.generated
    defaultSQL = column.defaultSQL
  }
}

/// A named hop from the records of one entity to those of another: one object that nobody copies.
package final class Relationship: Sendable {
  package enum Kind: Hashable, Sendable {
    /// By a foreign key of the source; at most one.
    case manyToOne
    /// By a foreign key of the source that is unique there; at most one, both ways.
    case oneToOne
    /// The other side of `oneToOne`: at most one row of the target refers to a source record.
    case oneToOneReverse
    /// The other side of `manyToOne`.
    case oneToMany
    /// Through a junction.
    case manyToMany

    package var isToMany: Bool {
      switch self {
      case .manyToOne, .oneToOne, .oneToOneReverse: false
      case .oneToMany, .manyToMany: true
      }
    }
    /// Whether the source holds the foreign key.
    package var isForward: Bool {
      switch self {
      case .manyToOne, .oneToOne: true
      case .oneToOneReverse, .oneToMany, .manyToMany: false
      }
    }
  }

  /// Where the knowledge comes from.
  package enum Origin: Hashable, Sendable { case declared, inferred, manual }

  package let id: RelationshipID
  package let name: String
  package let aliases: [String]
  package let kind: Kind
  package let source: EntityID
  package let target: EntityID
  /// For every kind but many-to-many: the source's attribute and the target's that must be equal;
  /// many-to-many: empty, see `junction`.
  package let pairs: [AttributePair]
  package let junction: Junction?
  package let inverse: RelationshipID?
  package let origin: Origin
  /// False when the forward side may find no row: a nullable column, or keys that nobody enforced.
  package let isRequired: Bool
  /// Whether the columns on the parent's side are a key there; where they are not, a forward hop may find
  /// several rows, and is treated as to-many.
  package let hasUniqueParent: Bool
  package let onDelete: ForeignKeyAction
  package let onUpdate: ForeignKeyAction
  package let isDeferred: Bool
  /// Whether an index leads to the child rows of one parent.
  package let isIndexed: Bool
  /// How the name came about, for `author?`.
  package let derivation: NameDerivation

  package init(
    id: RelationshipID, name: String, aliases: [String] = [], kind: Kind, source: EntityID, target: EntityID,
    pairs: [AttributePair], junction: Junction? = nil, inverse: RelationshipID? = nil,
    origin: Origin = .declared,
    isRequired: Bool = false, hasUniqueParent: Bool = true, onDelete: ForeignKeyAction = .noAction,
    onUpdate: ForeignKeyAction = .noAction, isDeferred: Bool = false, isIndexed: Bool = true,
    derivation: NameDerivation
  ) {
    self.id = id
    self.name = name
    self.aliases = aliases
    self.kind = kind
    self.source = source
    self.target = target
    self.pairs = pairs
    self.junction = junction
    self.inverse = inverse
    self.origin = origin
    self.isRequired = isRequired
    self.hasUniqueParent = hasUniqueParent
    self.onDelete = onDelete
    self.onUpdate = onUpdate
    self.isDeferred = isDeferred
    self.isIndexed = isIndexed
    self.derivation = derivation
  }

  /// Whether one source record may have several targets.
  package var isToMany: Bool { kind.isToMany || (kind.isForward && !hasUniqueParent) }
}

package struct AttributePair: Hashable, Sendable {
  /// Index into the attributes of the side that is named first.
  package var from: Int
  package var to: Int

  package init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }
}

/// The link table of a many-to-many relationship, seen from the source.
package struct Junction: Hashable, Sendable {
  package var entity: EntityID
  /// `from`: the source's attribute; `to`: the junction's.
  package var sourcePairs: [AttributePair]
  /// `from`: the junction's attribute; `to`: the target's.
  package var targetPairs: [AttributePair]
  /// Whether the junction may link the same pair more than once.
  package var isBag: Bool
  /// Attributes of the junction that are no part of the link.
  package var payload: [Int]

  package init(
    entity: EntityID, sourcePairs: [AttributePair], targetPairs: [AttributePair], isBag: Bool, payload: [Int]
  ) {
    self.entity = entity
    self.sourcePairs = sourcePairs
    self.targetPairs = targetPairs
    self.isBag = isBag
    self.payload = payload
  }
}

/// The rule that gave a relationship its name (reference 1.5).
package enum NameDerivation: Hashable, Sendable {
  /// The column without its id suffix or prefix.
  case column(String)
  /// The parent table's singular.
  case parentTable(String)
  /// The plural of the child table.
  case childPlural(String)
  /// The singular of the child table, for the other side of a one-to-one.
  case childSingular(String)
  /// The plural of the child with the role it plays.
  case childRole(child: String, role: String)
  /// The plural of the far table of a junction, or of its role.
  case farPlural(String, junction: String)
  /// The everyday word for the other side of a role: `reports` for those who have this manager.
  case everydayWord(role: String)
  /// The child table's name without the parent's in front: `profile` for `author_profile`.
  case childWithoutParent(child: String)
  /// A longer name, because a shorter one was taken.
  case longer(because: String)
  /// Given by a person.
  case given
}

package enum SchemaWarning: Hashable, Sendable {
  case unreadable(UnreadableObject)
  /// A foreign key to a table that does not exist.
  case missingParent(table: String, columns: [String], parent: String)
  /// A foreign key to a column that does not exist.
  case missingParentColumn(table: String, columns: [String], parent: String, column: String)
  /// A foreign key whose number of columns differs from the parent's key, or whose parent has no key.
  case mismatchedKey(table: String, columns: [String], parent: String)
  /// The parent's columns are no full unique key with its own collations; reading works, SQLite refuses
  /// writes.
  case parentNotUnique(table: String, columns: [String], parent: String)
  /// The same foreign key declared twice.
  case duplicateForeignKey(table: String, columns: [String], parent: String)
}
