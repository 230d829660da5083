import SQL

/// Takes the rows of a `LoadStatement` apart: records into stores, links into collections.
///
/// Rows of joined to-many hops repeat what stands to their left. They come ordered, so a record is new where it
/// differs from the row before, and a collection comes in one run; a parent that turns up again later, by
/// another way, has its collection already and is passed over. A collection beside another one comes once for each
/// record of that: after the first run it is complete.
struct RowReader {
  private struct Level {
    let layout: RowLayout.Level
    let store: RecordStore
    /// Where the links of a joined hop go; nil for the base and for to-one hops by key.
    let table: CollectionTable?
    /// How an outer join that found nothing is remembered, where there is no table.
    let absence: Absence?
    var source: Slot?
    /// The targets of `source` so far; nil when its collection is there already.
    var filling: [Slot]?
    var target: Slot?
    var link: [Value] = []
    /// Whether the record of this level is another one than in the row before.
    var isNew = false
    var facts: JoinFacts.Level
  }

  /// A foreign key of the level before that leads to no row.
  private struct Absence {
    let keyColumns: [Int]
    let attributes: [Attribute]
    let columns: Session.KeyColumns
  }

  private let session: Session
  private var levels: [Level]
  private var rows = 0
  private let width: Int

  init(_ layout: RowLayout, session: Session) {
    self.session = session
    width = layout.width
    levels = layout.levels.map { level in
      let table = level.hop.flatMap { session.needsTable($0) ? session.table($0) : nil }
      let key = level.hop.flatMap { session.schema[$0.relationship].junction?.sourcePairs.count } ?? 0
      return Level(
        layout: level, store: session.store(level.entity), table: table,
        absence: table == nil ? level.hop.map { Self.absence($0, in: session.schema) } : nil,
        facts: JoinFacts.Level(
          hop: level.hop.map { JoinedHop($0, parent: level.parent) }, entity: level.entity,
          width: session.schema.layouts[level.entity.index].width + key))
    }
  }

  private static func absence(_ hop: LoadedHop, in schema: Schema) -> Absence {
    let relationship = schema[hop.relationship]
    let columns = relationship.pairs.map(\.to)
    return Absence(
      keyColumns: relationship.pairs.map(\.from),
      attributes: columns.map { schema[relationship.target].attributes[$0] },
      columns: Session.KeyColumns(entity: relationship.target, columns: columns))
  }

  /// Reads one row.
  ///
  /// - Returns: the record of the base, and whether it is another one than in the row before.
  mutating func read(_ row: Row) -> (slot: Slot, isNew: Bool) {
    let base = levels[0].store.insert(row, at: levels[0].layout.offset)
    // Without joined hops every row is one more way to the record in it.
    guard levels.count > 1 else { return (base, true) }
    let isNew = levels[0].target != base || !isSameLink(row, 0)
    levels[0].target = base
    rows += 1
    if isNew {
      levels[0].link = levels[0].layout.link.map { row[$0].value }
      levels[0].facts.links += 1
    }
    readTail(row, isNew: isNew)
    return (base, isNew)
  }

  /// Forgets the row before, because the next one belongs to another parent.
  mutating func restart() { levels[0].target = nil }

  /// Keeps the collections that the last row was part of, and tells the session what the rows have brought.
  mutating func finish() {
    guard levels.count > 1 else { return }
    for level in levels { if let hop = level.layout.hop { session.noteJoined(hop) } }
    for index in levels.indices.dropFirst() { keepCollection(index) }
    guard levels.count > 1 else { return }
    var facts = JoinFacts(levels: levels.map(\.facts), width: width)
    facts.rows = rows
    session.note(facts)
    rows = 0
    for index in levels.indices { levels[index].facts.links = 0 }
  }

  private mutating func keepCollection(_ index: Int) {
    guard let targets = levels[index].filling, let source = levels[index].source else { return }
    levels[index].table?.set(source, to: targets)
    levels[index].filling = nil
  }

  private mutating func readTail(_ row: Row, isNew: Bool) {
    levels[0].isNew = isNew
    for index in 1..<levels.count {
      let layout = levels[index].layout
      let parent = layout.parent
      guard let source = levels[parent].target else {
        keepCollection(index)
        levels[index].source = nil
        levels[index].target = nil
        levels[index].isNew = false
        continue
      }
      let startsAnew = levels[parent].isNew || levels[index].source != source
      if startsAnew {
        keepCollection(index)
        levels[index].source = source
        levels[index].target = nil
        if let table = levels[index].table, !table.isLoaded(source) { levels[index].filling = [] }
      } else if repeats(index) {
        keepCollection(index)
        levels[index].target = nil
      }
      guard !layout.identity.allSatisfy({ row[$0].isNull }) else {
        if startsAnew { rememberAbsence(index, of: source) }
        levels[index].target = nil
        levels[index].isNew = false
        continue
      }
      let known = levels[index].store.count
      let target = levels[index].store.insert(row, at: layout.offset)
      if levels[index].table == nil, levels[index].store.count > known { levels[index].facts.links += 1 }
      levels[index].isNew = startsAnew || levels[index].target != target || !isSameLink(row, index)
      if levels[index].isNew {
        levels[index].target = target
        if !layout.link.isEmpty { levels[index].link = layout.link.map { row[$0].value } }
        if levels[index].filling != nil {
          levels[index].filling?.append(target)
          levels[index].facts.links += 1
        }
      }
    }
  }

  /// Whether something beside this hop, reached from the same record, has gone on to its next: then this one begins
  /// again from its first.
  private func repeats(_ index: Int) -> Bool {
    levels[(levels[index].layout.parent + 1)..<index].contains(where: \.isNew)
  }

  private func rememberAbsence(_ index: Int, of source: Slot) {
    guard let absence = levels[index].absence else { return }
    let store = levels[levels[index].layout.parent].store
    let key = Key(absence.keyColumns.map { store.cell(source, $0).value })
    guard !key.values.contains(.null) else { return }
    session.rememberAbsence(key.compared(with: absence.attributes), absence.columns)
  }

  private func isSameLink(_ row: Row, _ index: Int) -> Bool {
    let level = levels[index]
    return level.layout.link.isEmpty
      || zip(level.layout.link, level.link).allSatisfy { row[$0].value == $1 }
  }
}
