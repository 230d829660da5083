/// A part of a schema as it is drawn: entities and the relationships between them.
package struct Diagram: Hashable, Sendable {
  package struct Entity: Hashable, Sendable {
    package var name: String
    /// What it is where that is not a table: `view`, `virtual table`.
    package var kind: String?
    package var columns: [Column]

    package init(name: String, kind: String? = nil, columns: [Column]) {
      self.name = name
      self.kind = kind
      self.columns = columns
    }
  }

  package struct Column: Hashable, Sendable {
    package var name: String
    package var type: String
    package var isKey: Bool
    package var isForeignKey: Bool
    package var isUnique: Bool
    /// Whether it names a record to a person.
    package var isLabel: Bool

    package init(
      name: String, type: String, isKey: Bool = false, isForeignKey: Bool = false, isUnique: Bool = false,
      isLabel: Bool = false
    ) {
      self.name = name
      self.type = type
      self.isKey = isKey
      self.isForeignKey = isForeignKey
      self.isUnique = isUnique
      self.isLabel = isLabel
    }
  }

  /// How many records there may be at one end of a relationship, for one at the other.
  package enum End: Hashable, Sendable {
    case one
    case oneOrNone
    /// None, one or more.
    case many
  }

  package struct Relationship: Hashable, Sendable {
    /// Indexes of entities: the child holds the foreign key; through a junction either may be called so.
    package var parent: Int
    package var child: Int
    package var parentEnd: End
    package var childEnd: End
    /// What it is called from the child.
    package var name: String
    /// What it is called from the parent; nil where nothing leads back.
    package var inverse: String?
    /// What stands beside its line; nil where it is called like the entity it leads to.
    package var label: String?
    /// The junction that the line stands for.
    package var junction: String?
    package var isInferred: Bool
    /// What happens to the child when its parent is deleted, in the words of SQL; nil where nothing is declared.
    package var onDelete: String?

    package init(
      parent: Int, child: Int, parentEnd: End, childEnd: End, name: String, inverse: String? = nil,
      label: String? = nil, junction: String? = nil, isInferred: Bool = false, onDelete: String? = nil
    ) {
      self.parent = parent
      self.child = child
      self.parentEnd = parentEnd
      self.childEnd = childEnd
      self.name = name
      self.inverse = inverse
      self.label = label
      self.junction = junction
      self.isInferred = isInferred
      self.onDelete = onDelete
    }
  }

  package var entities: [Entity]
  package var relationships: [Relationship]

  package init(entities: [Entity], relationships: [Relationship]) {
    self.entities = entities
    self.relationships = relationships
  }

  /// Some of the entities, and the relationships between them.
  func part(_ entities: [Int]) -> Diagram {
    let shown = Set(entities).sorted()
    let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1, $0) })
    return Diagram(
      entities: shown.map { self.entities[$0] },
      relationships: relationships.compactMap { relationship in
        guard let parent = places[relationship.parent], let child = places[relationship.child] else {
          return nil
        }
        var relationship = relationship
        (relationship.parent, relationship.child) = (parent, child)
        return relationship
      })
  }

  /// The entities that hang together, each part in the order of its entities and the largest part first.
  var parts: [[Int]] {
    var leader = Array(entities.indices)
    func find(_ entity: Int) -> Int {
      var entity = entity
      while leader[entity] != entity {
        leader[entity] = leader[leader[entity]]
        entity = leader[entity]
      }
      return entity
    }
    for relationship in relationships {
      let (one, other) = (find(relationship.parent), find(relationship.child))
      leader[max(one, other)] = min(one, other)
    }
    let parts = Dictionary(grouping: entities.indices, by: find).values.map { $0.sorted() }
    return parts.sorted { ($1.count, $0.first ?? 0) < ($0.count, $1.first ?? 0) }
  }
}
