import ORM
import SQL
import SQLite

/// A random database as SQL and as rows.
extension RandomDatabase {
  var definitions: String {
    tables.map { table in
      "CREATE TABLE \"\(table.name)\" (\((table.columns.map(\.declaration) + table.clauses).joined(separator: ", ")))"
        + (table.isWithoutRowid ? " WITHOUT ROWID;" : ";")
    }.joined(separator: "\n") + "\n" + views.joined(separator: "\n")
  }

  var insertions: String {
    tables.flatMap { table in
      table.rows.map { row in
        let columns = table.columns.map(\.name) + (table.isHidden ? ["rowid"] : [])
        return "INSERT INTO \"\(table.name)\" (\(columns.joined(separator: ", "))) VALUES "
          + "(\(row.map(Self.literal).joined(separator: ", ")));"
      }
    }.joined(separator: "\n")
  }

  private static func literal(_ value: Value) -> String {
    switch value {
    case .null: "NULL"
    case .real(let real): String(real)
    case .blob(let bytes):
      "x'" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
    case .integer(let integer): String(integer)
    case .text(let text): "'\(text.string)'"
    }
  }

  /// The rows of each entity in key order; those of a view as it gives them.
  func rows(in schema: Schema, _ connection: SQLiteConnection) throws -> [[[Value]]] {
    try schema.entities.map { entity in
      guard let table = tables.first(where: { $0.name == entity.table }) else {
        var rows: [[Value]] = []
        _ = try connection.prepare("SELECT * FROM \(entity.table)").run([]) { row throws(DatabaseError) in
          rows.append(row.values)
          return true
        }
        return rows
      }
      let key = table.primaryKey + (table.isHidden ? [table.columns.count] : [])
      return table.rows.sorted { left, right in
        for column in key {
          let collation = table.columns.indices.contains(column) ? table.columns[column].collation : .binary
          let order = Oracle.order(left[column], right[column], collation)
          if order != 0 { return order < 0 }
        }
        return false
      }
    }
  }
}
