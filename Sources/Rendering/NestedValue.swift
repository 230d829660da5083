package import SQL

/// A cell of a nested result: a value, several of something, or a record with its fields in column order.
///
/// A to-one that leads nowhere is `.value(.null)`, a to-many that does an empty list.
package indirect enum NestedValue: Hashable, Sendable {
  case value(Value)
  case list([NestedValue])
  case record([NestedValue])
}

extension Value {
  /// Lends the value as a row would.
  func withCell<R>(_ body: (Cell) -> R) -> R {
    switch self {
    case .null: body(.null)
    case .integer(let integer): body(.integer(integer))
    case .real(let real): body(.real(real))
    case .text(let text): text.utf8.withUnsafeBufferPointer { body(.text($0)) }
    case .blob(let bytes): bytes.withUnsafeBufferPointer { body(.blob($0)) }
    }
  }
}
