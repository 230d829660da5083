import CSQLite
import SQL

/// Counts the rows that foreign keys and triggers change while a statement runs.
///
/// SQLite tells of each row before it changes (https://sqlite.org/c3ref/preupdate_count.html), where the library was
/// compiled so; the statement's own rows come at depth 0.
final class FurtherRows {
  /// Changes of one kind; the names lie in the schema, which stays as it is while a statement runs.
  private struct Kind: Hashable {
    var schema: UnsafePointer<CChar>
    var table: UnsafePointer<CChar>
    var operation: Int32
    /// The columns that get another value.
    var columns: [Int32] = []
    var isNull = false
  }

  private let database: OpaquePointer
  private var kinds: [Kind] = []
  private var counts: [Kind: Int] = [:]
  /// What the statement did with its own rows.
  private var ownOperations: Set<Int32> = []

  init(of database: OpaquePointer) { self.database = database }

  /// - Returns: false where the library cannot tell.
  func begin() -> Bool {
    kin_watch_rows(
      database,
      { context, database, operation, schema, table, _, _ in
        guard let context, let database, let schema, let table else { return }
        Unmanaged<FurtherRows>.fromOpaque(context).takeUnretainedValue()
          .note(operation, Kind(schema: schema, table: table, operation: operation), database)
      }, Unmanaged.passUnretained(self).toOpaque()) != 0
  }

  func end() { _ = kin_watch_rows(database, nil, nil) }

  private func note(_ operation: Int32, _ kind: Kind, _ database: OpaquePointer) {
    guard kin_row_depth(database) > 0 else {
      ownOperations.insert(operation)
      return
    }
    var kind = kind
    if operation == SQLITE_UPDATE {
      kind.columns = (0..<kin_row_columns(database)).filter { kin_row_changes(database, $0) != 0 }
      kind.isNull =
        !kind.columns.isEmpty && kind.columns.allSatisfy { kin_row_becomes_null(database, $0) != 0 }
    }
    if counts[kind] == nil { kinds.append(kind) }
    counts[kind, default: 0] += 1
  }

  /// What was changed, by table and by what happened, in the order in which it first did.
  ///
  /// - Parameter onUpdate: what the foreign keys of a table do when the key that they refer to changes.
  func changes(firedTriggers: Bool, onUpdate: (_ schema: String, _ table: String) -> [ForeignKeyAction])
    -> [FurtherChange]
  {
    var changes: [FurtherChange] = []
    for kind in kinds {
      let (schema, table) = (String(cString: kind.schema), String(cString: kind.table))
      let what: FurtherChange.Kind
      switch kind.operation {
      case SQLITE_DELETE: what = .deleted
      case SQLITE_INSERT: what = .inserted
      case _ where kind.isNull: what = .setNull
      case _ where firedTriggers: what = .updated
      // To a key that is deleted a reference is set to its default, or to NULL.
      case _ where ownOperations == [SQLITE_DELETE]: what = .setDefault
      default:
        let actions = onUpdate(schema, table)
        what = actions.contains(.setDefault) && !actions.contains(.cascade) ? .setDefault : .updated
      }
      let change = FurtherChange(schema: schema, table: table, kind: what, rows: counts[kind] ?? 0)
      if let index = changes.firstIndex(where: { $0.isLike(change) }) {
        changes[index].rows += change.rows
      } else {
        changes.append(change)
      }
    }
    return changes
  }
}

extension FurtherChange {
  fileprivate func isLike(_ other: FurtherChange) -> Bool {
    (schema, table, kind) == (other.schema, other.table, other.kind)
  }
}
