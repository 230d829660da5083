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
    /// Part of what people call a record.
    package var isLabel = false
    /// Numbers stand right.
    package var isNumeric: Bool
    /// Numbers of Kin's own stand in it as a person reads them, `3,034`: texts that stand right.
    package var isCount: Bool
    /// Worked out by the database, so that no value can be given to it.
    package var isComputed: Bool
    package var content: Content
    /// Where there is no room for all, columns of the lowest rank stay; nil for a table that keeps its outermost.
    package var rank: Int?

    package init(
      name: String, type: String = "", isKey: Bool = false, isNumeric: Bool = false,
      isCount: Bool = false, isComputed: Bool = false, content: Content = .value, rank: Int? = nil
    ) {
      self.name = name
      self.type = type
      self.isKey = isKey
      self.isNumeric = isNumeric
      self.isCount = isCount
      self.isComputed = isComputed
      self.content = content
      self.rank = rank
    }
  }

  /// What a cell of a column holds.
  package enum Content: Hashable, Sendable {
    case value
    case values
    /// A record of these columns, or NULL.
    case record([Column])
    case records([Column])

    /// The columns of the records in a cell.
    package var columns: [Column] {
      switch self {
      case .value, .values: []
      case .record(let columns), .records(let columns): columns
      }
    }
  }

  /// A column of keys that refer to records.
  package struct Reference {
    package var isDeclared: Bool
    /// What the record is called that the row at a position refers to; nil where nobody knows without asking.
    package var label: (_ position: Int) -> Value?

    package init(isDeclared: Bool, label: @escaping (_ position: Int) -> Value?) {
      self.isDeclared = isDeclared
      self.label = label
    }
  }

  /// Lends each row in turn; stops when the body returns false.
  package typealias Rows = (_ body: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void
  /// Lends the rows of these positions in turn; stops when the body returns false.
  package typealias RowsInRange =
    (_ range: Range<Int>, _ body: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void
  /// Lends each row of a nested result in turn; stops when the body returns false.
  package typealias NestedRows =
    (_ body: ([NestedValue]) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void
  /// Lends the nested rows of these positions in turn; stops when the body returns false.
  package typealias NestedRowsInRange =
    (_ range: Range<Int>, _ body: ([NestedValue]) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void

  package var columns: [Column]
  /// Fails when a person has asked to stop, for rows that were copied from here.
  var look: () throws(DatabaseError) -> Void = {}
  /// nil while it is not known, as for rows that stream.
  package var rowCount: Int?
  package var isRepeatable: Bool
  /// What one row is, in the singular (`book`), for a sentence; nil for values.
  package var noun: String?
  /// One value by itself (`author[3].name`), not a list that happens to have one.
  package var isSingleValue: Bool
  /// The table whose columns these are; nil for what is no table's, such as groups.
  package var table: String?
  /// Who each record is and where it leads, by its position; nil where rows are no records, and for programs.
  package var context: ((_ position: Int) -> RecordContext)?
  /// By column, for people: what the records are called that its cells refer to.
  package var references: [Int: Reference] = [:]
  /// Whether the row is shown as a card: one record was asked for, and there it is.
  package var isOneRecord = false
  /// Whether the engine reads a spelling of a real as that very number.
  package var isExact: (_ spelling: String, Double) -> Bool = { Double($0) == $1 }
  /// Of rows that stream: whether numbers stand in a column, by the kinds of its first values; nil where that is
  /// declared.
  package var isNumeric: ((_ column: Int, _ first: [Cell.Kind]) -> Bool)?
  /// How many rows tell whether numbers stand in a column that declares nothing.
  package static let tellingRows = 100
  /// Of a nested result each nested cell is its JSON text, for formats that know only values.
  package private(set) var forEachRow: Rows
  /// Only where rows can be reached by position without reading those before; needs a known `rowCount`.
  package private(set) var forEachRowInRange: RowsInRange?
  /// nil for a result whose cells are all values.
  package private(set) var forEachNestedRow: NestedRows?
  /// As `forEachRowInRange`, of a nested result.
  package private(set) var forEachNestedRowInRange: NestedRowsInRange?

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
    forEachNestedRow = nil
    forEachNestedRowInRange = nil
  }

  /// A nested result: some columns hold more than a value.
  package init(
    columns: [Column], rowCount: Int?, isRepeatable: Bool = true, noun: String? = nil,
    forEachNestedRowInRange: NestedRowsInRange? = nil, forEachNestedRow: @escaping NestedRows
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.isRepeatable = isRepeatable
    self.noun = noun
    isSingleValue = false
    forEachRowInRange = nil
    let texts = columns.map(JSONText.init)
    forEachRow = { (body) throws(DatabaseError) in
      try forEachNestedRow { (values) throws(DatabaseError) in
        try Row.lending(zip(texts, values).map { $0.flat($1) }, body)
      }
    }
    self.forEachNestedRow = forEachNestedRow
    self.forEachNestedRowInRange = forEachNestedRowInRange
  }
}

extension Grid {
  /// The same rows until a person asks to stop, so that measuring them before they are written can be stopped too.
  package func stopping(when isStopped: @escaping () -> Bool) -> Grid {
    let pause = Pause(isStopped: isStopped)
    var grid = self
    grid.look = pause.look
    let rows = forEachRow
    grid.forEachRow = { (body) throws(DatabaseError) in
      try rows { (row) throws(DatabaseError) in
        try pause.look()
        return try body(row)
      }
    }
    if let rows = forEachRowInRange {
      grid.forEachRowInRange = { (range, body) throws(DatabaseError) in
        try rows(range) { (row) throws(DatabaseError) in
          try pause.look()
          return try body(row)
        }
      }
    }
    if let rows = forEachNestedRow {
      grid.forEachNestedRow = { (body) throws(DatabaseError) in
        try rows { (row) throws(DatabaseError) in
          try pause.look()
          return try body(row)
        }
      }
    }
    if let rows = forEachNestedRowInRange {
      grid.forEachNestedRowInRange = { (range, body) throws(DatabaseError) in
        try rows(range) { (row) throws(DatabaseError) in
          try pause.look()
          return try body(row)
        }
      }
    }
    return grid
  }

  /// A grid of the first of its rows, which can be read again.
  func holding(_ rows: FirstRows) -> Grid {
    var grid = self
    grid.forEachRow = { (body) throws(DatabaseError) in
      try rows.forEach { (row) throws(DatabaseError) in
        try look()
        return try body(row)
      }
    }
    grid.rowCount = rows.count
    grid.isRepeatable = true
    grid.isSingleValue = isSingleValue && rows.count == 1
    if let isNumeric {
      for column in columns.indices {
        grid.columns[column].isNumeric = isNumeric(column, rows.kinds(ofColumn: column))
      }
    }
    return grid
  }

  /// Looks now and then whether a person asks to stop.
  private final class Pause {
    private let isStopped: () -> Bool
    private var count = 0

    init(isStopped: @escaping () -> Bool) { self.isStopped = isStopped }

    func look() throws(DatabaseError) {
      count &+= 1
      guard count & 0x3F == 0, isStopped() else { return }
      throw DatabaseError(.interrupted, message: "interrupted")
    }
  }

  /// A table that is at hand as a whole, such as a command's answer.
  package init(columns: [Column], rows: [[Value]]) {
    self.init(columns: columns, rowCount: rows.count) { (body) throws(DatabaseError) in
      for row in rows {
        guard try Row.lending(row, body) else { return }
      }
    }
  }

  /// A nested result that is at hand as a whole.
  package init(columns: [Column], nestedRows: [[NestedValue]], noun: String? = nil) {
    typealias Receive = ([NestedValue]) throws(DatabaseError) -> Bool
    func lend(_ range: Range<Int>, _ body: Receive) throws(DatabaseError) {
      for row in nestedRows[range] {
        guard try body(row) else { return }
      }
    }
    self.init(
      columns: columns, rowCount: nestedRows.count, noun: noun,
      forEachNestedRowInRange: { (range, body) throws(DatabaseError) in try lend(range, body) },
      forEachNestedRow: { (body) throws(DatabaseError) in try lend(nestedRows.indices, body) })
  }
}
