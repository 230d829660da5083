/// What kind of values an expression has, as far as that is known before it is worked out.
package enum ExpressionType: Hashable, Sendable, CaseIterable {
  case number
  case text
  case boolean
  /// A column declared as a date or a time, which holds texts that sort as they should.
  case date
  /// Nothing is known: a column without a type, NULL, a blob.
  case any
}

/// A piece of a condition as it is typed, with the kind of values it has.
package struct TypedText: Hashable, Sendable {
  package var text: String
  package var type: ExpressionType
  /// Whether it is written out, and no name.
  package var isLiteral: Bool
  /// Whether it is a calculation with what is written out, and so the same for every record.
  package var isCalculated: Bool

  package init(_ text: String, _ type: ExpressionType, isLiteral: Bool, isCalculated: Bool = false) {
    self.text = text
    self.type = type
    self.isLiteral = isLiteral
    self.isCalculated = isCalculated
  }
}
