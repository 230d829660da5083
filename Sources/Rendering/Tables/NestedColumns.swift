/// The columns of a nested result side by side: the innermost ones, and the groups that stand above them.
struct NestedColumns {
  /// A column as a place for what is nested in it.
  struct Field {
    let column: Grid.Column
    /// Positions of its innermost columns.
    let leaves: Range<Int>
    let fields: [Field]

    /// Whether each of its records shows where it begins: some field of it stands in the first line alone.
    var isAnchored: Bool {
      fields.contains { field in
        switch field.column.content {
        case .value: true
        case .values, .records: false
        case .record: field.isAnchored
        }
      }
    }
  }

  /// A head over several columns.
  struct Group: Hashable {
    let name: String
    let leaves: Range<Int>
    /// How many levels of heads stand below.
    let height: Int
  }

  private(set) var fields: [Field] = []
  private(set) var leaves: [Grid.Column] = []
  /// The names from the outermost column to each innermost one, `books.title`.
  private(set) var paths: [String] = []
  /// Whether several values may stand below each other in an innermost column.
  private(set) var isStacked: [Bool] = []
  private(set) var groups: [Group] = []

  init(_ columns: [Grid.Column]) {
    fields = columns.map { add($0, path: "", isStacked: false).field }
  }

  private mutating func add(
    _ column: Grid.Column, path: String, isStacked isInside: Bool
  ) -> (field: Field, height: Int) {
    let start = leaves.count
    let path = path.isEmpty ? column.name : path + "." + column.name
    switch column.content {
    case .value, .values:
      leaves.append(column)
      paths.append(path)
      isStacked.append(isInside || column.content == .values)
      return (Field(column: column, leaves: start..<leaves.count, fields: []), 0)
    case .record(let columns), .records(let columns):
      var isInside = isInside
      if case .records = column.content { isInside = true }
      let added = columns.map { add($0, path: path, isStacked: isInside) }
      let height = added.map(\.height).max() ?? 0
      groups.append(Group(name: column.name, leaves: start..<leaves.count, height: height))
      return (Field(column: column, leaves: start..<leaves.count, fields: added.map(\.field)), height + 1)
    }
  }
}
