internal import SQL

/// A nested row as lines of cells: what is of several stands line by line, siblings side by side from the top.
struct NestedBlock {
  enum Piece {
    case blank
    case value(Value)
    /// No record in all of the columns up to that one.
    case nothing(end: Int)
    /// So many elements are left out of the columns up to that one.
    case more(Int, end: Int)
    /// Between two elements that could not be told apart, across the columns up to that one.
    case rule(end: Int)
  }

  private var pieces: [Piece] = []
  private let width: Int
  /// Of which the end is left out.
  private(set) var shortenedLists = 0

  var lineCount: Int { width == 0 ? 1 : pieces.count / width }

  /// - Parameter limit: the most lines to take; longer lists say how many elements they leave out.
  init(_ values: [NestedValue], in columns: NestedColumns, limit: Int = .max) {
    width = columns.leaves.count
    set(.blank, 0, 0)
    _ = place(values, in: columns.fields, at: 0, limit: max(1, limit))
  }

  subscript(line: Int, leaf: Int) -> Piece { pieces[line * width + leaf] }

  private mutating func set(_ piece: Piece, _ line: Int, _ leaf: Int) {
    guard width > 0 else { return }
    while pieces.count < (line + 1) * width { pieces.append(.blank) }
    pieces[line * width + leaf] = piece
  }

  /// - Returns: how many lines the fields take, at least 1.
  private mutating func place(
    _ values: [NestedValue], in fields: [NestedColumns.Field], at line: Int, limit: Int
  ) -> Int {
    var taken = 1
    for (value, field) in zip(values, fields) where !field.leaves.isEmpty {
      taken = max(taken, place(value, in: field, at: line, limit: limit))
    }
    return taken
  }

  private mutating func place(
    _ value: NestedValue, in field: NestedColumns.Field, at line: Int, limit: Int
  ) -> Int {
    switch (field.column.content, value) {
    case (.value, .value(let value)):
      set(.value(value), line, field.leaves.lowerBound)
      return 1
    case (_, .value(.null)), (_, .list([])):
      set(.nothing(end: field.leaves.upperBound), line, field.leaves.lowerBound)
      return 1
    case (.record, .record(let values)): return place(values, in: field.fields, at: line, limit: limit)
    case (.values, .list(let elements)), (.records, .list(let elements)):
      return place(elements, of: field, at: line, limit: limit)
    default:
      set(.value(JSONText(field.column).flat(value)), line, field.leaves.lowerBound)
      return 1
    }
  }

  private mutating func place(
    _ elements: [NestedValue], of field: NestedColumns.Field, at line: Int, limit: Int
  ) -> Int {
    let isAnchored = field.column.content == .values || field.isAnchored
    var taken = 0
    var last = 0
    for (index, element) in elements.enumerated() {
      let missing = elements.count - index
      if !isAnchored, index > 0, limit - taken > 3, last > 1 || Self.isTall(element, in: field) {
        set(.rule(end: field.leaves.upperBound), line + taken, field.leaves.lowerBound)
        taken += 1
      }
      let left = limit - taken
      if missing > 1, left < 2 {
        set(.more(missing, end: field.leaves.upperBound), line + taken, field.leaves.lowerBound)
        shortenedLists += 1
        return taken + 1
      }
      // Half of what is left, so that one long list does not hide the elements after it.
      let share = limit == .max || missing == 1 ? left : min(left - 1, max(3, left / 2))
      last = place(element, inElementOf: field, at: line + taken, limit: share)
      taken += last
    }
    return taken
  }

  private mutating func place(
    _ element: NestedValue, inElementOf field: NestedColumns.Field, at line: Int, limit: Int
  ) -> Int {
    switch element {
    case .value(let value):
      set(.value(value), line, field.leaves.lowerBound)
      return 1
    case .record(let values): return place(values, in: field.fields, at: line, limit: limit)
    case .list:
      set(.value(JSONText(field.column).flat(element)), line, field.leaves.lowerBound)
      return 1
    }
  }

  /// Whether a record takes more than one line.
  private static func isTall(_ element: NestedValue, in field: NestedColumns.Field) -> Bool {
    guard case .record(let values) = element else { return false }
    return zip(values, field.fields).contains { value, field in
      switch value {
      case .value: false
      case .record: isTall(value, in: field)
      case .list(let elements): elements.count > 1 || elements.first.map { isTall($0, in: field) } ?? false
      }
    }
  }
}
