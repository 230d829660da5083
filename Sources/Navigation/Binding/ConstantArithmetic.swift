import Language
import SQL

/// Calculations with written-out numbers, done before anything is read: what has no result is an error, where SQL
/// would give NULL or go over to inexact numbers without a word.
enum ConstantArithmetic {
  /// - Returns: nil where an operand is not known.
  static func result(
    _ left: Value?, _ sign: BinaryOperator, _ right: Value?, _ expression: Expression, _ divisor: Expression
  ) throws(Diagnostic) -> Value? {
    if sign == .divide || sign == .remainder, let right, isZero(right, for: sign) {
      throw Diagnostic(.divisionByZero(SyntaxPrinter.text(of: expression)), at: divisor.range)
    }
    guard let left, let right else { return nil }
    let overflow = Diagnostic(.overflow(SyntaxPrinter.text(of: expression)), at: expression.range)
    switch (left, right) {
    case (.integer(let left), .integer(let right)):
      let (value, overflows) = integer(left, sign, right)
      if overflows { throw overflow }
      return .integer(value)
    case (.integer, .real), (.real, .integer), (.real, .real):
      guard let left = real(left), let right = real(right) else { return nil }
      if sign == .remainder { return nil }
      let value = Self.real(left, sign, right)
      guard value.isFinite else { throw overflow }
      return .real(value)
    default: return nil
    }
  }

  private static func integer(_ left: Int64, _ sign: BinaryOperator, _ right: Int64) -> (Int64, Bool) {
    switch sign {
    case .subtract: left.subtractingReportingOverflow(right)
    case .multiply: left.multipliedReportingOverflow(by: right)
    case .divide: left.dividedReportingOverflow(by: right)
    // SQLite's remainder by -1 is 0 for every integer.
    case .remainder: right == -1 ? (0, false) : left.remainderReportingOverflow(dividingBy: right)
    case .add, .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .concatenate:
      left.addingReportingOverflow(right)
    }
  }

  private static func real(_ left: Double, _ sign: BinaryOperator, _ right: Double) -> Double {
    switch sign {
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .add, .remainder, .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .concatenate:
      left + right
    }
  }

  private static func real(_ value: Value) -> Double? {
    switch value {
    case .integer(let integer): Double(integer)
    case .real(let real): real
    case .null, .text, .blob: nil
    }
  }

  /// A remainder takes the whole part of its operands.
  private static func isZero(_ value: Value, for sign: BinaryOperator) -> Bool {
    guard let number = real(value) else { return false }
    return sign == .remainder ? abs(number) < 1 : number == 0
  }
}
