/// What one kind of statement that joins hops has fetched, and how much of it was new.
///
/// Counted where rows are taken apart, so that findings need not guess.
package struct JoinFacts: Hashable, Sendable {
  package struct Level: Hashable, Sendable {
    /// nil for the records that the statement starts from.
    package var hop: JoinedHop?
    package var entity: EntityID
    /// Links that this hop has brought, each once; of a to-one hop the records that nothing had brought before.
    package var links = 0
    /// Columns that a row of a statement of its own takes: those of the record, and with a junction the parent's key.
    package var width: Int
  }

  package var levels: [Level]
  package var rows = 0
  /// Columns of a row.
  package var width: Int

  init(levels: [Level], width: Int) {
    self.levels = levels
    self.width = width
  }

  package var cells: Int { rows * width }

  /// Cells that statements of their own for each hop would bring.
  package var cellsApart: Int { levels.reduce(0) { $0 + $1.links * $1.width } }

  /// To-many hops beside each other, so that each row of one is repeated for each of the other.
  package func siblings(in schema: Schema) -> [RelationshipID] {
    let many = levels.indices.filter { index in
      levels[index].hop.map { schema[$0.hop.relationship].isToMany } ?? false
    }
    let beside = many.filter { one in
      many.contains { $0 != one && !leads(from: $0, to: one) && !leads(from: one, to: $0) }
    }
    return beside.compactMap { levels[$0].hop?.hop.relationship }
  }

  /// Rows that they would take by statements of their own: those of the start, and each link once.
  package func rowsApart(in schema: Schema) -> Int {
    levels.reduce(0) { rows, level in
      guard let hop = level.hop else { return rows + level.links }
      return schema[hop.hop.relationship].isToMany ? rows + level.links : rows
    }
  }

  private func leads(from ancestor: Int, to level: Int) -> Bool {
    var level = level
    while let parent = levels[level].hop?.parent {
      if parent == ancestor { return true }
      level = parent
    }
    return false
  }
}

extension Session {
  /// Adds what a reader of rows has counted to the statements of the same kind.
  func note(_ facts: JoinFacts) {
    guard facts.rows > 0 else { return }
    let last = joins.indices.last
    guard let last, joins[last].levels.map(\.hop) == facts.levels.map(\.hop),
      joins[last].levels.first?.entity == facts.levels.first?.entity
    else {
      joins.append(facts)
      return
    }
    joins[last].rows += facts.rows
    for index in facts.levels.indices { joins[last].levels[index].links += facts.levels[index].links }
  }
}
