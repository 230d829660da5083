import Rendering
import SQL

/// A table that a command answered with, held so that `last` can print it again, whole and in any format, without
/// asking for anything again.
struct HeldTable {
  /// The table in one of its forms.
  struct Form {
    var columns: [Grid.Column]
    var rows: [[Value]]
    /// What stands in an empty cell; nil for what stands for NULL.
    var emptyText: String?

    /// - Parameters:
    ///   - numeric: the columns in which numbers stand.
    ///   - counts: those in which they are told with their digits grouped.
    ///   - lasting: the columns that stay where there is no room for all, those that stay the longest first.
    init(
      _ names: [String], _ rows: [[Value]], numeric: Set<String> = [], counts: Set<String> = [],
      lasting: [String] = [], emptyText: String? = nil
    ) {
      columns = names.map {
        Grid.Column(
          name: $0, isNumeric: numeric.contains($0), isCount: counts.contains($0),
          rank: lasting.firstIndex(of: $0))
      }
      self.rows = rows
      self.emptyText = emptyText
    }

    var grid: Grid { Grid(columns: columns, rows: rows) }

    /// The same with one value before each row.
    func with(_ value: String, inColumn name: String) -> Form {
      var form = self
      form.columns.insert(Grid.Column(name: name), at: 0)
      form.rows = rows.map { [Value(value)] + $0 }
      return form
    }
  }

  /// As people read it, with nothing left out or shortened.
  let shown: Form
  /// As programs read it: numbers as they are.
  let data: Form
  /// What programs know it by, where a command has several; those of one name are one table to them.
  let name: String?
  /// Whether it, and not the first of a command's tables, is the one that a format for a single table has.
  let isMain: Bool
  /// What people are told in the place of a table without rows; nil for its head.
  let withoutRows: String?

  init(
    _ shown: Form, data: Form? = nil, name: String? = nil, isMain: Bool = false, withoutRows: String? = nil
  ) {
    self.shown = shown
    self.data = data ?? shown
    self.name = name
    self.isMain = isMain
    self.withoutRows = withoutRows
  }

  func form(for format: OutputFormat) -> Form {
    [OutputFormat.table, .record, .tree].contains { $0.name == format.name } ? shown : data
  }
}

extension Conversation {
  /// Holds a table of the command that is being answered, in the place of the answer before.
  func hold(_ table: HeldTable) {
    if !hasHeldTable { heldTables = [] }
    hasHeldTable = true
    noteAnswer()
    heldTables.append(table)
  }
}
