package import SQL

/// The values that tell one record, one for each column of the key and in its order.
package struct Key: Hashable, Sendable {
  package var values: [Value]

  package init(_ values: [Value]) { self.values = values }

  /// The key as the columns would store it: `"3"` for an INTEGER column is 3.
  package func stored(in attributes: [Attribute]) -> Key {
    Key(zip(values, attributes).map { value, attribute in attribute.affinity.converting(value) })
  }

  /// The key as it compares with these columns: keys that compare as equal there are the same.
  package func compared(with attributes: [Attribute]) -> Key {
    Key(zip(values, attributes).map { value, attribute in attribute.affinity.comparing(value) })
  }

  func withRow<R>(_ body: (Row) -> R) -> R { Row.lending(values, body) }
}
