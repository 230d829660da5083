import Language
import ORM
import SQL

/// Which kinds of values can be compared and calculated with, and what must be converted first.
///
/// SQL compares anything with anything: a text with a number is never equal, and a column's affinity converts
/// what it meets without a word (https://sqlite.org/datatype3.html §4). Here that is an error, or what a person
/// means by it.
enum ValueFitting {
  /// The kind of values that a column holds, by its declared type.
  static func type(of attribute: Attribute) -> ExpressionType {
    let declared = attribute.type.uppercased()
    switch attribute.affinity {
    case .text: return .text
    case .blob: return .any
    case .integer, .real, .numeric: break
    }
    if declared.contains("BOOL") { return .boolean }
    guard attribute.affinity == .numeric else { return .number }
    if declared.contains("DATE") || declared.contains("TIME") { return .date }
    // STRING, UUID, JSON and other words that mean nothing to SQLite may hold anything.
    return ["NUM", "DEC", "MONEY", "CURRENCY"].contains { declared.contains($0) } ? .number : .any
  }

  static func type(of value: Value) -> ExpressionType {
    switch value {
    case .integer, .real: .number
    case .text: .text
    case .null, .blob: .any
    }
  }

  static func checkNumber(_ operand: Operand, by taker: String) throws(Diagnostic) {
    switch operand.type {
    case .number, .boolean, .any: return
    case .text, .date: throw Diagnostic(.notANumber(operand.typed, by: taker), at: operand.range)
    }
  }

  /// Makes an operand and those that it is compared with comparable, each in turn.
  static func fitted(
    _ operand: Operand, to others: [Operand]
  ) throws(Diagnostic) -> (operand: Operand, others: [Operand]) {
    var operand = operand
    var others = others
    var asText = false
    for index in others.indices {
      let other = others[index]
      switch (operand.type, other.type) {
      case (.any, _), (_, .any), (.text, .text), (.date, .date), (.number, .number), (.boolean, .boolean),
        (.number, .boolean), (.boolean, .number):
        break
      case (.number, .text):
        guard let number = number(other) else { throw incomparable(operand, other) }
        others[index] = number
      case (.text, .number):
        guard let number = number(operand) else { throw incomparable(operand, other) }
        operand = number
      case (.date, .text): asText = asText || mayBeTakenForNumber(other)
      case (.text, .date):
        if mayBeTakenForNumber(operand) { others[index] = text(other) }
      case (.number, .date), (.date, .number), (.boolean, .text), (.text, .boolean), (.boolean, .date),
        (.date, .boolean):
        throw incomparable(operand, other)
      }
    }
    guard asText else { return (operand, others) }
    return (text(operand), others.map { $0.type == .date ? text($0) : $0 })
  }

  static func incomparable(_ left: Operand, _ right: Operand) -> Diagnostic {
    let blamed = left.constant != nil && right.constant == nil ? left : right
    return Diagnostic(
      .incomparable(left.typed, right.typed), at: blamed.range,
      suggestions: UnquotedDate.meant(by: blamed.syntax).map { [$0] } ?? [])
  }

  /// The number that a text spells, where the text is known.
  private static func number(_ operand: Operand) -> Operand? {
    guard let value = operand.constant else { return nil }
    let number = Affinity.numeric.converting(value)
    switch number {
    case .integer, .real: return Operand(constant: number, .number, operand.syntax)
    case .null, .text, .blob: return nil
    }
  }

  /// A date column has NUMERIC affinity, which would make the number 2010 of the text "2010".
  private static func mayBeTakenForNumber(_ text: Operand) -> Bool {
    text.constant == nil || number(text) != nil
  }

  private static func text(_ operand: Operand) -> Operand {
    var operand = operand
    operand.expression = .cast(operand.expression, .text)
    operand.type = .text
    return operand
  }
}
