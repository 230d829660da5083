import ORM
import SQL

/// The functions over values that no statement can be asked for.
///
/// Those are the values of a variable or of a slice, and the depths of a closure. The functions give what SQL's own
/// give (https://sqlite.org/lang_aggfunc.html).
struct ValueAggregate {
  let collation: Collation

  /// - Returns: nil when a sum of whole numbers is out of range.
  func value(of function: AggregateFunction, _ values: [Value]) -> Value? {
    let present = values.filter { $0 != .null }
    switch function {
    case .count: return .integer(Int64(values.count))
    case .any: return .integer(values.isEmpty ? 0 : 1)
    case .all: return .integer(values.allSatisfy { $0.number != 0 } ? 1 : 0)
    case .min: return present.min(by: isBefore) ?? .null
    case .max: return present.max(by: isBefore) ?? .null
    case .avg:
      return present.isEmpty ? .null : real(present.reduce(0) { $0 + $1.number } / Double(present.count))
    case .sum: return sum(present)
    }
  }

  private func sum(_ values: [Value]) -> Value? {
    guard !values.isEmpty else { return .null }
    var total: Int64 = 0
    for value in values {
      guard let integer = value.wholeNumber else {
        return real(values.reduce(0) { $0 + $1.number })
      }
      let (next, overflow) = total.addingReportingOverflow(integer)
      if overflow { return nil }
      total = next
    }
    return .integer(total)
  }

  /// To SQL what is no number is NULL, as the sum of what is infinite both ways.
  private func real(_ number: Double) -> Value { number.isNaN ? .null : .real(number) }

  private func isBefore(_ left: Value, _ right: Value) -> Bool {
    Row.lending([left, right]) { row in KeyOrder.order(row[0], row[1], collation) < 0 }
  }
}
