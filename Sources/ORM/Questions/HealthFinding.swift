package import SQL

/// Something that is wrong, slow or risky in a database, as data: `HealthText` says it in words.
package struct HealthFinding: Hashable, Sendable {
  /// The worst first.
  package enum Severity: Int, Hashable, Sendable, CaseIterable {
    /// Rows are lost, writes are refused, or nothing can be read.
    case wrong
    /// It works, by reading whole tables.
    case slow
    /// Nothing stops it from going wrong.
    case risk
    /// To be known.
    case note
  }

  package enum Matter: Hashable, Sendable {
    /// What the engine's own check of the file says.
    case damage(String)
    case unreadable(UnreadableObject)
    /// Reading it fails, with the engine's reason.
    case failing(EntityID, reason: String)
    /// A view of which too little came in the time that there was for it.
    case takesLong(EntityID)
    /// A foreign key that cannot be used as it is declared.
    case key(SchemaWarning)
    /// A foreign key to columns that are no key, and that no index can make one: these values stand there so often.
    case repeatedParent(RelationshipID, values: [Value], times: Int)
    case dangling(Dangling)
    case nullInKey(EntityID, rows: Int)
    /// No index leads from a parent to its children.
    case unindexed(RelationshipID, rows: RowCount?)
    /// A to-many that has never more than one, and could be declared one-to-one.
    case looksOneToOne(RelationshipID, rows: Int)
    /// A junction that may hold a pair twice, and how many pairs it holds so.
    case keylessJunction(EntityID, columns: [Int], repeated: Int)
    case noPrimaryKey(EntityID)
    /// Columns of different types that are compared.
    case differentTypes(RelationshipID)
    case differentCollations(RelationshipID)
    /// A key that names suggest and the database does not declare: its relationship where it is in use, how many
    /// rows have such a key, and how many of these lead nowhere.
    case undeclared(UndeclaredKey, inUse: RelationshipID?, dangling: Int, of: Int)
    /// So many relationships that are in use and were guessed from names, without a row against them.
    case guessed(Int)
    /// The database does not enforce its foreign keys unless told to by this statement.
    case notEnforced(statement: String)
  }

  /// Rows whose foreign key leads to no row.
  package struct Dangling: Hashable, Sendable {
    package var relationship: RelationshipID
    package var rows: Int
    /// How many rows have such a key at all.
    package var checked: Int
    /// Primary keys of the first of them; empty where keys cannot be typed.
    package var examples: [[Value]]
  }

  /// Rows of a table that lies on a page: to read it whole costs what a look into an index does.
  package static let fewRows = 50

  package var matter: Matter
  package var severity: Severity {
    switch matter {
    case .damage, .unreadable, .failing, .dangling, .repeatedParent: .wrong
    case .key(.duplicateForeignKey): .note
    case .key: .wrong
    case .unindexed(_, .exactly(let rows)?) where rows < Self.fewRows: .note
    case .unindexed, .takesLong: .slow
    case .nullInKey, .looksOneToOne, .keylessJunction, .noPrimaryKey, .differentTypes, .differentCollations:
      .risk
    case .undeclared, .guessed, .notEnforced: .note
    }
  }

  package init(_ matter: Matter) { self.matter = matter }

  /// What it is a finding of, so that those that are alike can be told together.
  package enum Sort: Hashable, Sendable {
    case damage, unreadable, key, dangling, null, view, index, oneToOne, junction, primaryKey, type, collation
    case undeclared, guessed, enforcement
  }

  package var sort: Sort {
    switch matter {
    case .damage: .damage
    case .unreadable, .failing: .unreadable
    case .key, .repeatedParent: .key
    case .dangling: .dangling
    case .nullInKey: .null
    case .takesLong: .view
    case .unindexed: .index
    case .looksOneToOne: .oneToOne
    case .keylessJunction: .junction
    case .noPrimaryKey: .primaryKey
    case .differentTypes: .type
    case .differentCollations: .collation
    case .undeclared: .undeclared
    case .guessed: .guessed
    case .notEnforced: .enforcement
    }
  }
}

/// What a look at the health of a database found, and how far it looked.
package struct HealthReport: Hashable, Sendable {
  /// The worst first.
  package var findings: [HealthFinding]
  package var entities: Int
  /// Foreign keys whose rows were looked at.
  package var keysChecked: Int
  /// Of these only the first rows were looked at.
  package var sampled: [EntityID]
  /// Keys that were left out to come to an end.
  package var keysLeftOut: Int

  package func count(_ severity: HealthFinding.Severity) -> Int {
    findings.filter { $0.severity == severity }.count
  }
}
