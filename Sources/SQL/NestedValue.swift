/// A cell of a result that may hold rows of its own.
package indirect enum NestedValue: Hashable, Sendable {
  /// One value; `.value(.null)` also stands for a record that is not there.
  case value(Value)
  /// Records or values, in order.
  case list([NestedValue])
  /// One record: its fields in the order of the columns.
  case record([NestedValue])
}
