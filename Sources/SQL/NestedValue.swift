/// A cell of a nested result: a value, several of something, or a record with its fields in column order.
///
/// A to-one that leads nowhere is `.value(.null)`, a to-many that does an empty list.
package indirect enum NestedValue: Hashable, Sendable {
  case value(Value)
  case list([NestedValue])
  case record([NestedValue])
}
