package import SQL

/// A result on its way to a format: columns, and rows that are lent one at a time.
///
/// A grid is read from the beginning as often as a format needs, unless `isRepeatable` is false (rows that
/// stream from the engine and are not kept).
package struct Grid {
  package struct Column: Hashable, Sendable {
    package var name: String
    /// As declared, possibly empty; shown dimmed under the name.
    package var type: String
    package var isKey: Bool
    /// Numbers stand right.
    package var isNumeric: Bool

    package init(name: String, type: String = "", isKey: Bool = false, isNumeric: Bool = false) {
      self.name = name
      self.type = type
      self.isKey = isKey
      self.isNumeric = isNumeric
    }
  }

  /// Lends each row in turn; stops when the body returns false.
  package typealias Rows = (_ body: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void
  /// Lends the rows of these positions in turn; stops when the body returns false.
  package typealias RowsInRange =
    (_ range: Range<Int>, _ body: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void

  package var columns: [Column]
  /// nil while it is not known, as for rows that stream.
  package var rowCount: Int?
  package var isRepeatable: Bool
  /// What one row is, in the singular (`book`), for a sentence; nil for values.
  package var noun: String?
  /// One value by itself (`author[3].name`), not a list that happens to have one.
  package var isSingleValue: Bool
  package let forEachRow: Rows
  /// Only where rows can be reached by position without reading those before; needs a known `rowCount`.
  package let forEachRowInRange: RowsInRange?

  package init(
    columns: [Column], rowCount: Int?, isRepeatable: Bool = true, noun: String? = nil,
    isSingleValue: Bool = false,
    forEachRowInRange: RowsInRange? = nil, forEachRow: @escaping Rows
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.isRepeatable = isRepeatable
    self.noun = noun
    self.isSingleValue = isSingleValue
    self.forEachRowInRange = forEachRowInRange
    self.forEachRow = forEachRow
  }
}

extension Grid {
  /// A table that is at hand as a whole, such as a command's answer.
  package init(columns: [Column], rows: [[Value]]) {
    self.init(columns: columns, rowCount: rows.count) { (body) throws(DatabaseError) in
      for row in rows {
        guard try Row.lending(row, body) else { return }
      }
    }
  }
}
