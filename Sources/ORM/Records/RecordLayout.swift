import SQL

/// How records of one entity are kept: worked out once for a schema, not once for each line.
struct RecordLayout: Sendable {
  /// Attributes, and the hidden identity column when the entity has one.
  let width: Int
  /// Indexes of the columns that tell records apart; empty when nothing does.
  let identity: [Int]
  /// By column: what makes two values of a key the same.
  let foldings: [KeyFolding]

  init(_ entity: Entity) {
    width = entity.storedColumns.count
    identity = entity.identityIndexes
    var foldings = entity.attributes.map { KeyFolding($0.collation) }
    if foldings.count < width { foldings.append(.exact) }
    self.foldings = foldings
  }

  /// Rows of so many columns, which nothing tells apart.
  init(columns: Int) {
    width = columns
    identity = []
    foldings = []
  }

  /// One value a record, by which records are told apart.
  init(distinctBy collation: Collation) {
    width = 1
    identity = [0]
    foldings = [KeyFolding(collation)]
  }
}
