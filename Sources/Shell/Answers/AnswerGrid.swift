import Navigation
import ORM
import Rendering
import SQL

/// An answer as something that a format can print.
extension Answer {
  func grid(schema: Schema) -> Grid {
    let noun = entity.map { schema[$0].name }
    let columns = columns.map(\.gridColumn)
    var grid: Grid
    if case .nested(let nested) = content {
      grid = Grid(
        columns: columns, rowCount: nested.count, noun: noun,
        forEachNestedRowInRange: { (range, body) throws(DatabaseError) in
          try self.forEachNestedRow(in: range, body)
        },
        forEachNestedRow: { (body) throws(DatabaseError) in try self.forEachNestedRow(body) })
    } else {
      let count = rowCount
      grid = Grid(
        columns: columns, rowCount: count, isRepeatable: isRepeatable, noun: noun,
        isSingleValue: isSingle && columns.count == 1 && (count ?? 1) == 1,
        forEachRowInRange: count == nil
          ? nil
          : { (range, body) throws(DatabaseError) in try self.forEachRow(in: range, body) },
        forEachRow: { (body) throws(DatabaseError) in try self.forEachRow(body) })
      if case .stream(let stream) = content { grid.isNumeric = stream.isNumeric }
    }
    // What is worked out, or under another name, has no place in the table.
    if let entity = table.map({ schema[$0] }),
      columns.allSatisfy({ column in entity.attributes.contains { $0.name == column.name } })
    {
      grid.table = entity.table
      for attribute in entity.label {
        let name = entity.attributes[attribute].name
        for column in columns.indices where columns[column].name == name {
          grid.columns[column].isLabel = true
        }
      }
    }
    let connection = session.executor.connection
    grid.isExact = { connection.reads($0, as: $1) }
    return grid
  }

  /// Whether its rows can be lent again.
  var isRepeatable: Bool {
    if case .stream = content { false } else { true }
  }
}

extension Answer.Column {
  fileprivate var gridColumn: Grid.Column {
    let content: Grid.Content =
      switch content {
      case .value: .value
      case .values: .values
      case .record(let columns): .record(columns.map(\.gridColumn))
      case .records(let columns): .records(columns.map(\.gridColumn))
      }
    return Grid.Column(
      name: name, type: type, isKey: isKey, isNumeric: isNumeric, isComputed: isComputed, content: content)
  }
}
