/// A foreign key for whose sake an engine refused a statement.
package struct BrokenReference: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Rows refer to a key that the statement would take away.
    case stillReferring
    /// The statement would make rows that refer to a key which is not there.
    case leadingNowhere
  }

  package var kind: Kind
  package var schema: String
  /// The table that refers.
  package var child: String
  package var columns: [String]
  package var parent: String
  package var parentColumns: [String]
  /// The key in question; nil where there are several.
  package var key: [Value]?
  /// How many rows refer to it; nil where that is not known.
  package var rows: Int?
  /// What the foreign key says of the change.
  package var action: ForeignKeyAction

  package init(
    kind: Kind, schema: String, child: String, columns: [String], parent: String, parentColumns: [String],
    key: [Value]?, rows: Int?, action: ForeignKeyAction
  ) {
    self.kind = kind
    self.schema = schema
    self.child = child
    self.columns = columns
    self.parent = parent
    self.parentColumns = parentColumns
    self.key = key
    self.rows = rows
    self.action = action
  }
}
