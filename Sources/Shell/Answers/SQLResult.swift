import Language
import Navigation
import ORM
import Rendering
import SQL

/// The rows of SQL that was typed, and the entity whose records they are, so that a path can go on from them.
struct SQLResult {
  let sql: String
  let rows: RowBuffer
  /// Whether they went out as they came, and none was kept.
  let wereStreamed: Bool
  let owner: Owner

  enum Owner {
    case entity(Identity)
    case none(ForeignRows)
  }

  /// Where in the rows the records of an entity are.
  struct Identity {
    var entity: EntityID
    /// The key, as indexes into what a record keeps.
    var key: [Int]
    /// Where in a row the key is.
    var keyColumns: [Int]
    /// Where in a row all that a record keeps is, where every row is surely one row of the table.
    var wholeColumns: [Int]?
    /// Attributes and where in a row they should be found again: rows of several SELECTs are not all the
    /// entity's for the first of them being so.
    var toCompare: [(attribute: Int, column: Int)] = []
  }

  init(_ statement: any PreparedStatement, rows: RowBuffer, wereStreamed: Bool, schema: Schema) {
    sql = statement.sql
    self.rows = rows
    self.wereStreamed = wereStreamed
    owner = Self.owner(of: statement, in: schema)
  }

  var entity: EntityID? {
    if case .entity(let identity) = owner { identity.entity } else { nil }
  }

  // MARK: Whose rows they are

  private static func owner(of statement: any PreparedStatement, in schema: Schema) -> Owner {
    var tables: [EntityID] = []
    var columns: [EntityID: [Int: [Int]]] = [:]
    var unknown: String?
    for (index, column) in statement.columns.enumerated() {
      guard let origin = column.origin else { continue }
      guard
        let entity = schema.entities.first(where: { $0.schema == origin.schema && $0.table == origin.table })
      else {
        unknown = unknown ?? origin.table
        continue
      }
      if !tables.contains(entity.id) { tables.append(entity.id) }
      guard let stored = entity.storedIndex(ofColumn: origin.column) else { continue }
      columns[entity.id, default: [:]][stored, default: []].append(index)
    }
    guard !tables.isEmpty else { return .none(unknown.map { .unknownTable($0) } ?? .noTable) }
    let identified = tables.compactMap { id -> (EntityID, [Int])? in
      schema[id].selectableKeys.first { $0.allSatisfy { columns[id]?[$0] != nil } }.map { (id, $0) }
    }
    guard let (id, key) = identified.first else { return .none(missing(tables, in: schema)) }
    func named(_ id: EntityID, _ key: [Int]) -> ForeignRows.KeyOfEntity {
      ForeignRows.KeyOfEntity(entity: schema[id].name, columns: key.map(schema[id].storedName))
    }
    guard identified.count == 1 else { return .none(.severalKeys(identified.map { named($0.0, $0.1) })) }
    let places = columns[id] ?? [:]
    guard key.allSatisfy({ places[$0]?.count == 1 }) else { return .none(.keyTwice(named(id, key))) }
    var identity = Identity(entity: id, key: key, keyColumns: key.compactMap { places[$0]?.first })
    let attributes = schema[id].attributes.indices
    if statement.mixesSelects {
      guard attributes.allSatisfy({ places[$0] != nil }) else {
        return .none(.mixed(entity: schema[id].name))
      }
      identity.toCompare = attributes.flatMap { index in
        (places[index] ?? []).map { (attribute: index, column: $0) }
      }
    } else if isReadOnce(schema[id], by: statement.sql, schema) {
      let whole = (0..<schema[id].storedCount).compactMap { places[$0]?.first }
      if whole.count == schema[id].storedCount { identity.wholeColumns = whole }
    }
    return .entity(identity)
  }

  /// Whether the values of a row that come from a table all come from one row of it: the text names it once, and
  /// no view, subselect or WITH through which it could come in again.
  private static func isReadOnce(_ entity: Entity, by sql: String, _ schema: Schema) -> Bool {
    let names = SQLNames(sql)
    return names.isOneSelect && names.mentions(of: entity.table) == 1
      && !schema.entities.contains { $0.kind == .view && names.mentions(of: $0.table) > 0 }
  }

  private static func missing(_ tables: [EntityID], in schema: Schema) -> ForeignRows {
    let keys = tables.map { schema[$0] }.compactMap { entity in
      // The primary key says more than a hidden one.
      (entity.selectableKeys.last).map {
        ForeignRows.KeyOfEntity(entity: entity.name, columns: $0.map(entity.storedName))
      }
    }
    if keys.isEmpty, let first = tables.first { return .noKey(entity: schema[first].name) }
    return .keyMissing(keys)
  }

  // MARK: Records

  /// Records in the order of the rows, each once.
  struct Records {
    var selection: Selection
    /// Rows without a key, as an outer join has them.
    var withoutKey = 0
    /// Rows whose key leads to no record any more.
    var gone = 0
  }

  /// The records that the rows are, taken over as they are or loaded by their keys.
  ///
  /// - Parameter range: the piece of the line that asks for them.
  func records(in session: Session, at range: SourceRange) throws(Diagnostic) -> Records {
    let identity: Identity
    switch owner {
    case .entity(let found): identity = found
    case .none(let reason): throw Diagnostic(.rowsOfNoEntity(reason), at: range)
    }
    let indexes = (0..<rows.count).filter { row in
      identity.keyColumns.allSatisfy { !rows.cell(row, $0).isNull }
    }
    var records = Records(selection: Selection(identity.entity, []), withoutKey: rows.count - indexes.count)
    var slots: [Slot?]
    if let columns = identity.wholeColumns {
      slots = session.adopt(indexes, of: rows, columns: columns, as: identity.entity)
    } else {
      let keys = indexes.map { row in Key(identity.keyColumns.map { rows.cell(row, $0).value }) }
      do throws(DatabaseError) {
        slots = try session.find(
          keys, by: identity.key, of: identity.entity,
          cause: Cause(mark: 0, subject: session.schema[identity.entity].name))
      } catch { throw Diagnostic(error, at: range) }
    }
    for (row, slot) in zip(indexes, slots) {
      for (attribute, column) in identity.toCompare {
        let held = slot.map { session.cell(identity.entity, $0, attribute).value }
        guard held == rows.cell(row, column).value else {
          throw Diagnostic(
            .rowsOfNoEntity(.mixed(entity: session.schema[identity.entity].name)), at: range)
        }
      }
    }
    records.gone = slots.count { $0 == nil }
    var seen: Set<Slot> = []
    records.selection.slots = slots.compactMap { $0 }.filter { seen.insert($0).inserted }
    return records
  }
}
