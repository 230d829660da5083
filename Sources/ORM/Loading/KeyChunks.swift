import SQL

/// The keys that a hop asks for when one statement cannot take them all: in order, and so many at a time.
extension Following {
  /// How many keys one statement takes.
  var chunkSize: Int {
    let limit = session.executor.connection.limits.parameters / max(1, keyColumns.count)
    return max(1, min(session.chunkSize, limit))
  }

  func inChunks<Item>(
    _ items: [Item], _ statement: (Int) -> LoadStatement,
    _ run: (LoadStatement, [Item]) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    var full: LoadStatement?
    var start = 0
    while start < items.count {
      session.executor.count(start, of: items.count)
      let chunk = Array(items[start..<min(start + chunkSize, items.count)])
      let load: LoadStatement
      if chunk.count == chunkSize {
        load = full ?? statement(chunk.count)
        full = load
      } else {
        load = statement(chunk.count)
      }
      try run(load, chunk)
      start += chunk.count
    }
  }

  /// Sources of more than one statement in the order of their keys, so that each statement reads pages beside those of
  /// the one before instead of all over the table.
  func inKeyOrder(_ slots: [Slot]) throws(DatabaseError) -> [Slot] {
    guard keyColumns.count == 1 else { return slots }
    return try inOrder(slots) { slot in
      let cell = source.cell(slot, keyColumns[0])
      return cell.kind == .integer ? cell.integer : nil
    }
  }

  func inKeyOrder(_ keys: [Key]) throws(DatabaseError) -> [Key] {
    try inOrder(keys) { key in
      if key.values.count == 1, case .integer(let integer) = key.values[0] { integer } else { nil }
    }
  }

  /// Whole numbers only: how other keys lie in the database is its own business.
  private func inOrder<Item>(
    _ items: [Item], by number: (Item) -> Int64?
  ) throws(DatabaseError) -> [Item] {
    guard items.count > chunkSize else { return items }
    var last = Int64.min
    var isInOrder = true
    for (index, item) in items.enumerated() {
      try session.look(index)
      guard let number = number(item) else { return items }
      isInOrder = isInOrder && last <= number
      last = number
    }
    // Mostly they are: then nothing is made for them.
    if isInOrder { return items }
    var numbered: [(number: Int64, item: Item)] = []
    numbered.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      try session.look(index)
      if let number = number(item) { numbered.append((number, item)) }
    }
    return try numbered.sorted(asking: session.executor.connection.checkInterrupt) { $0.number < $1.number }
      .map(\.item)
  }
}
