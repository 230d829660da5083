package import SQL

/// Rows that came from elsewhere than a path, as those of SQL that was typed, become records of the session.
extension Session {
  /// Takes over rows that hold all that a record keeps; a record that is held already stays as it is.
  ///
  /// - Parameters:
  ///   - indexes: which rows.
  ///   - columns: where in a row each stored column of the entity is, in their order.
  /// - Returns: a record for each row, so one may come several times.
  package func adopt(
    _ indexes: some Sequence<Int>, of rows: RowBuffer, columns: [Int], as entity: EntityID
  ) -> [Slot] {
    let store = store(entity)
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: columns.count)
    cells.initialize(repeating: .null)
    defer { cells.deallocate() }
    return indexes.map { row in
      for (index, column) in columns.enumerated() { cells[index] = rows.cell(row, column) }
      return store.insert(Row(UnsafeBufferPointer(cells)), at: 0)
    }
  }

  /// Finds records by a key, those that the session does not hold by `SELECT … WHERE id IN (…)`, in chunks.
  ///
  /// - Parameter columns: the key: the identity of the entity, or its primary key.
  /// - Returns: for each key its record; nil where there is none.
  package func find(
    _ keys: [Key], by columns: [Int], of entity: EntityID, cause: Cause
  ) throws(DatabaseError) -> [Slot?] {
    let store = store(entity)
    var missing: [Key] = []
    var asked: Set<Key> = []
    for (index, key) in keys.enumerated() {
      try look(index)
      if store.find(key, by: columns) == nil, asked.insert(key).inserted { missing.append(key) }
    }
    let size = max(1, min(chunkSize, executor.connection.limits.parameters / max(1, columns.count) - 100))
    for start in stride(from: 0, to: missing.count, by: size) {
      let chunk = missing[start..<min(start + size, missing.count)]
      let load = executor.load(
        .byKey(entity, columns: columns, [], keys: chunk.count), tail: [], schema: schema)
      _ = try collect(load, keys: chunk.flatMap(\.values), cause: cause)
    }
    return keys.map { store.find($0, by: columns) }
  }
}

extension Entity {
  /// What tells a record apart and can be selected: the columns of its identity, else its primary key, which
  /// may be NULL; as indexes into what a record keeps.
  package var selectableKeys: [[Int]] {
    var keys: [[Int]] = []
    if !identityIndexes.isEmpty { keys.append(identityIndexes) }
    if !primaryKey.isEmpty, primaryKey != identityIndexes { keys.append(primaryKey) }
    return keys
  }

  /// Where a record keeps a column, by the name that the database gives it.
  package func storedIndex(ofColumn name: String) -> Int? {
    if let index = attributes.firstIndex(where: { $0.name.hasSameBytes(as: name) }) { return index }
    // Whatever synonym is free, the database calls it by its first name.
    return hasHiddenIdentity && name.hasSameBytes(as: "rowid") ? attributes.count : nil
  }

  package func storedName(_ index: Int) -> String { storedColumns[index] }

  /// How many values a record keeps: its attributes, and the hidden identity where there is no other.
  package var storedCount: Int { storedColumns.count }
}
