import ORM
import SQL

/// What a path should give.
enum OracleAnswer {
  /// The root's key leads to no row.
  case noSuchRecord
  /// A sum of integers that no integer holds.
  case sumTooLarge
  case rows([[Value]], columns: [OracleColumn])
  case nested([OracleNested])
}

/// How the values of a column are compared with what a path gives.
struct OracleColumn {
  /// What stands above it; nil where nobody looks.
  var name: String?
  /// Of values that are equal by this collation, a group or `min` may show any.
  var collation = Collation.binary
}

/// A value, a record or a list inside the row of a shape.
indirect enum OracleNested: Hashable {
  case value(Value)
  case list([OracleNested])
  case record([Field])
  /// A to-one that is not there, shown as NULL.
  case missing

  struct Field: Hashable {
    var name: String
    var content: OracleNested

    init(_ name: String, _ content: OracleNested) {
      self.name = name
      self.content = content
    }
  }
}

extension OracleNested: CustomStringConvertible {
  var description: String {
    switch self {
    case .value(let value): value.shown
    case .list(let members): "[\(members.map(\.description).joined(separator: ", "))]"
    case .record(let fields): "{\(fields.map { "\($0.name): \($0.content)" }.joined(separator: ", "))}"
    case .missing: "NULL"
    }
  }
}

extension OracleAnswer: CustomStringConvertible {
  var description: String {
    switch self {
    case .noSuchRecord: "no record"
    case .sumTooLarge: "a sum too large"
    case .rows(let rows, let columns):
      columns.compactMap(\.name).joined(separator: "|")
        + "[\(rows.map { $0.map(\.shown).joined(separator: "|") }.joined(separator: ", "))]"
    case .nested(let records): "\(records)"
    }
  }
}

extension Value {
  /// For a person who reads why a test failed.
  var shown: String {
    switch self {
    case .null: "NULL"
    case .integer(let integer): String(integer)
    case .text(let text): "'\(text.string)'"
    case .real(let real): String(real)
    case .blob: "blob"
    }
  }
}

extension OracleAnswer {
  /// Whether a path gave this; equal by a column's collation is equal there.
  func matches(_ other: OracleAnswer) -> Bool {
    switch (self, other) {
    case (.noSuchRecord, .noSuchRecord), (.sumTooLarge, .sumTooLarge): return true
    case (.nested(let records), .nested(let found)):
      return records.map(\.withoutMissing) == found.map(\.withoutMissing)
    case (.rows(let rows, let columns), .rows(let found, let foundColumns)):
      let names = columns.map(\.name)
      guard rows.count == found.count, names.count == foundColumns.count else { return false }
      for (name, other) in zip(names, foundColumns.map(\.name)) where name != nil && name != other {
        return false
      }
      return zip(rows, found).allSatisfy { row, other in
        row.count == other.count
          && row.indices.allSatisfy { Self.matches(row[$0], other[$0], columns[$0].collation) }
      }
    case (.noSuchRecord, _), (.sumTooLarge, _), (.rows, _), (.nested, _): return false
    }
  }

  private static func matches(_ left: Value, _ right: Value, _ collation: Collation) -> Bool {
    guard case .text = left, case .text = right else { return left == right }
    return Oracle.order(left, right, collation) == 0
  }
}

extension OracleNested {
  /// A record that is not there and a value that is NULL look the same.
  fileprivate var withoutMissing: OracleNested {
    switch self {
    case .missing: .value(.null)
    case .value: self
    case .list(let members): .list(members.map(\.withoutMissing))
    case .record(let fields): .record(fields.map { Field($0.name, $0.content.withoutMissing) })
    }
  }
}
